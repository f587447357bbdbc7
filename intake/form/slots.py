"""The form: one row a slot. The conversation, the README's chart and the funnel all follow this table.

A slot is *asked* when it is wanted in this form (`wanted`) and not filled
(`filled`), in the order of the table. `tries` is how often it is asked at all;
after that a required slot keeps the citizen's raw words, or nothing, and is
flagged `needs_operator:<slot>`; an optional one is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from intake.messages import Capabilities
from intake.reading.kind import COMPLAINT, kind_of
from intake.state import Answer, State

DISTRICT_DOTS = 2  # 53.11.04
REGENCY_DOTS = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing the form wants to know."""

    id: str
    version: int  # raise it when the parser's value changes shape: stored raw words are parsed again
    required: bool
    tries: int  # how often it is asked where messages are free
    sms_tries: int  # and where each costs the citizen money: the receipt then says what is missing
    wanted: Callable[[State, Capabilities], bool]
    filled: Callable[[Answer], bool] = lambda _: True
    alone: bool = False  # never combined with others in one SMS question
    why: str = ""  # for the chart and the README


def _always(_state: State, _capabilities: Capabilities) -> bool:
    return True


def kind(state: State) -> str:
    """The kind the citizen stated, else what their words sound like."""
    return str(state.value("kind") or kind_of("\n".join(state.story))[0])


def _happened(state: State, _capabilities: Capabilities) -> bool:
    """A wish or a question has no date."""
    return kind(state) == COMPLAINT


def _named(state: State, _capabilities: Capabilities) -> bool:
    """Identity is not asked of someone who wants to stay without a name."""
    return not state.anonymous


def _free_of_charge(state: State, capabilities: Capabilities) -> bool:
    return not capabilities.segment and not state.anonymous


def _phone_unknown(state: State, capabilities: Capabilities) -> bool:
    return _free_of_charge(state, capabilities) and not capabilities.phone_is_address


def _sensitive(state: State, capabilities: Capabilities) -> bool:
    """Offered where naming oneself may be a risk; on SMS the receipt says how instead."""
    return not capabilities.segment and state.confidential


def place_is_clear(answer: Answer) -> bool:
    """A district, or a regency with a street or landmark, or a shared point, can be found by an officer."""
    value = answer.value or {}
    dots = (value.get("region_code") or "").count(".")
    pinned = value.get("latitude") is not None
    detail = any(value.get(part) for part in ("landmark", "street", "rt"))
    return (
        answer.how in {"kept", "skipped"}
        or dots >= DISTRICT_DOTS
        or pinned
        or (dots >= REGENCY_DOTS and detail)
    )


SLOTS: tuple[Slot, ...] = (
    Slot("story", 1, True, 3, 3, _always, alone=True, why="what happened, word for word"),
    Slot("place", 1, True, 3, 2, _always, place_is_clear, why="where it happened, down to a Kemendagri code"),
    Slot("time", 1, False, 2, 1, _happened, why="since when"),
    Slot("privacy", 1, False, 2, 0, _sensitive, alone=True, why="with name, confidential or anonymous"),
    Slot("name", 1, True, 3, 2, _named, why="who complains (UU 25/2009 art. 42)"),
    Slot("address", 1, True, 2, 2, _named, why="where the reporter lives: same as the place?"),
    Slot("nik", 1, False, 2, 0, _free_of_charge, alone=True, why="16 digits, may be skipped"),
    Slot("phone", 1, False, 2, 0, _phone_unknown, alone=True, why="where the channel does not tell it"),
    Slot("kind", 1, False, 0, 0, _always, why="read from the words, shown in the review, never asked"),
)
BY_ID = {slot.id: slot for slot in SLOTS}


def is_filled(slot: Slot, state: State) -> bool:
    """The slot has an answer that needs no further question."""
    if slot.id == "story":
        return bool(state.story)
    answer = state.answer(slot.id)
    return answer is not None and slot.filled(answer)


def lacking(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """The slots this form wants and does not have, asked out or not, in order."""
    return tuple(slot for slot in SLOTS if slot.wanted(state, capabilities) and not is_filled(slot, state))


def missing(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """The slots still to be asked, in order."""
    return tuple(
        slot
        for slot in lacking(state, capabilities)
        if state.misses.get(slot.id, 0) < tries(slot, capabilities)
    )


def tries(slot: Slot, capabilities: Capabilities) -> int:
    """How often this slot is asked at the most."""
    return slot.sms_tries if capabilities.segment else slot.tries


def next_question(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """What to ask now: everything at once where messages cost money, else the first."""
    open_ = missing(state, capabilities)
    if not open_:
        return ()
    if not capabilities.segment or open_[0].alone:
        return open_[:1]
    together = tuple(slot for slot in open_ if not slot.alone)
    # A question that costs the citizen an SMS is worth it for required facts only.
    return together if any(slot.required for slot in together) else ()
