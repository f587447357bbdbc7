"""How shapes that were given up become those of today, a pure function for each step.

A step knows both shapes by their JSON alone and is never changed once it was released: rows of
every version are kept as test data and read for ever.
"""

from collections.abc import Callable
from typing import Any

Record = dict[str, Any]
Step = Callable[[Record], Record]

OF_THE_DRAFT = (  # version 1 kept these flat in the state
    *(
        "opened_at",
        "story",
        "values",
        "attic",
        "flags",
        "anonymous",
        "confidential",
        "asked",
        "choices",
    ),
    *(
        "pending",
        "misses",
        "counted",
        "trail",
        "offered",
        "who_asked",
        "replacing",
        "told_at",
        "owes",
    ),
    *(
        "attachments",
        "album",
        "refs",
        "nudged",
        "wants_person",
        "stuck",
        "claim",
        "additions",
    ),
)


def sender_apart(old: Record) -> Record:
    """1 to 2, messages and stops: an address was one text, `sms:+62...`."""
    addresses = {
        name: _address(old[name]) for name in ("sender", "alias") if old.get(name)
    }
    return {**old, **addresses}


def outgoing_addresses_apart(old: Record) -> Record:
    """1 to 2, outgoing messages: the same."""
    message = {**old["message"], "to": _address(old["message"]["to"])}
    return {
        **old,
        "message": message,
        "fallbacks": [_address(one) for one in old.get("fallbacks", ())],
    }


def envelope_to_complaint(old: Record) -> Record:
    """1 to 2: a complaint was stored as its public envelope, whose version and messages are not its own."""
    return {
        name: value
        for name, value in old.items()
        if name not in ("version", "messages")
    }


def conversation_with_a_draft(old: Record) -> Record:
    """1 to 2: what belongs to one report becomes its draft; `draft` was the bare tracking id."""
    draft = {name: old[name] for name in OF_THE_DRAFT if name in old}
    draft |= {"id": old.get("draft"), "alarmed": old.get("alarmed") is not None}
    state = {
        name: value
        for name, value in old.items()
        if name not in (*OF_THE_DRAFT, "alarmed", "desk")
    }
    early = bool(old.get("wants_person")) and not old.get("story")
    return {
        "state": {**state, "draft": draft, "calls_person": early},
        "desk": old.get("desk"),
    }


def case_of_ten_states(old: Record) -> Record:
    """1 to 2: a case that was accepted is in follow-up; what was finished is closed, and stays so."""
    return {**old, "state": OF_FOUR_STATES.get(old["state"], old["state"])}


OF_FOUR_STATES = {"accepted": "in_follow_up"}


def _address(text: str) -> Record:
    channel, _, id_ = text.partition(":")
    return {"channel": channel, "id": id_}
