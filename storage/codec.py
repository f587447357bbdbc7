"""Stored values as JSON that ages well: one codec for every sealed column and for the spool.

What older and newer code wrote is read, too: a field we do not know is left out, one that is
missing gets its default, and a shape that was given up is brought up to date step by step. Each
record carries the version of its shape under `v`; those from before there was one are version 1.
The shapes that people outside see (the envelope, `satupintu case`) are views, not these.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import CoreConfig, SchemaValidator

from intake.complaint import Complaint
from intake.messages import ContactStopped, DeliveryReport, InboundMessage, Media
from routing.case import Case
from storage.steps import (
    Record,
    Step,
    case_of_ten_states,
    conversation_with_a_draft,
    envelope_to_complaint,
    outgoing_addresses_apart,
    sender_apart,
)
from storage.values import Conversation, FoundFile, Outcome, Outgoing

STEPS: dict[
    type, tuple[Step, ...]
] = {  # per stored type, how version 1 becomes 2, 2 becomes 3 ...
    InboundMessage: (sender_apart,),
    ContactStopped: (sender_apart,),
    DeliveryReport: (),
    Outgoing: (outgoing_addresses_apart,),
    Outcome: (),
    Media: (),
    FoundFile: (),
    Conversation: (conversation_with_a_draft,),
    Complaint: (envelope_to_complaint,),
    Case: (case_of_ten_states,),
}

READERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in STEPS}
_JSON_READERS = {  # which keep no words of citizens to use them again
    kind: SchemaValidator(reader.core_schema, CoreConfig(cache_strings="keys"))
    for kind, reader in READERS.items()
}
_OF_TODAY = {  # how a record of the present version begins
    kind: f'{{"v":{len(steps) + 1},'.encode() for kind, steps in STEPS.items()
}

T = TypeVar("T")


class Undecodable(ValueError):
    """A stored value that does not fit its type; the message names fields, never what stands in them."""


class OfTomorrow(Undecodable):
    """A value that newer code wrote in a shape of its own: whole, but for that code to read."""


def version_of(kind: type) -> int:
    """The version that records of this type are written in."""
    return len(STEPS[kind]) + 1


def dumps(value: object) -> bytes:
    """A value of a stored type, with its version; ASCII, so that lone surrogates survive."""
    return _ENCODER.encode(to_record(value)).encode()


def loads(kind: type[T], data: bytes) -> T:
    """The value that some version of `dumps` wrote; Undecodable when it cannot be one."""
    if data.startswith(_OF_TODAY[kind]):
        try:
            value: T = _JSON_READERS[kind].validate_json(data)
        except ValidationError:
            pass  # half an emoji is no JSON to pydantic; and what is wrong is told below
        else:
            return value
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        raise Undecodable(f"{kind.__name__}: no JSON") from None
    return from_record(kind, record)


def to_record(value: object) -> Record:
    """The value's fields and version; what stands in the fields is JSON only after `dumps`."""
    return {"v": version_of(type(value)), **_plain(value)}


def from_record(kind: type[T], record: Record) -> T:
    """The value of a record that was JSON; Undecodable when it cannot be one."""
    try:
        for step in STEPS[kind][record.get("v", 1) - 1 :]:
            record = step(record)
        value: T = READERS[kind].validate_python(record)
    except ValidationError as error:
        if record.get("v", 1) > version_of(kind):
            raise OfTomorrow(kind.__name__) from None
        wrong = sorted(
            {
                ".".join(map(str, one["loc"]))
                for one in error.errors(include_input=False)
            }
        )
        raise Undecodable(f"{kind.__name__}: {', '.join(wrong)}") from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Undecodable(f"{kind.__name__}: {type(error).__name__}") from None
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    kind = type(value)
    if kind not in _FIELDS:
        names = tuple(one.name for one in fields(value))
        _FIELDS[kind] = names, attrgetter(*names, names[0])  # two at least: a tuple
    names, values_of = _FIELDS[kind]
    return dict(zip(names, values_of(value), strict=False))


_FIELDS: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}
_ENCODER = json.JSONEncoder(default=_plain, separators=(",", ":"))
