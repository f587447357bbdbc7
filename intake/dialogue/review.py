"""What we have understood, shown to the citizen: the review where messages are free, and the receipt."""

from collections.abc import Iterator
from typing import Any

from intake.dialogue.effects import say
from intake.dialogue.nudges import wake
from intake.form.shown import show_place
from intake.form.slots import FORM, kind, lacking
from intake.form.title import brief
from intake.form.veil import Marks, veil_of_draft
from intake.reading.category import classify
from intake.reading.nik import mask_numbers
from intake.state import Choice, Context, Line, Mark, Save, State, Submit, Turn

SHOWN_STORY = 600  # characters of the story in a review
FLAG = "needs_operator:"


def review(state: State, ctx: Context, leads: tuple[Line, ...] = ()) -> Turn:
    """Show everything, numbered, and ask whether to send it."""
    buttons = (
        Choice("command", "send", key="choice.send"),
        Choice("command", "change", key="choice.change"),
        Choice("command", "cancel", key="choice.cancel"),
    )
    # A number in the review is a line of it; without buttons the choices would claim the numbers.
    choices = buttons if ctx.capabilities.buttons else ()
    state = state.with_(phase="review", asked=(), choices=choices)
    lines = (
        *leads,
        Line("review.head", {"id": state.draft.id or ""}),
        *_facts(state, ctx),
        Line("review.tail"),
    )
    return Turn(state, (say(state, *lines, choices=choices), Save(), *wake(state, ctx)))


def ask_to_send(state: State, *leads: Line) -> Turn:
    """All was shown before: only whether to send it is asked again."""
    buttons = state.draft.choices
    line = Line("review.short", {"id": state.draft.id or ""})
    return Turn(state, (say(state, *leads, line, choices=buttons), Save()))


def reviewed(state: State, ctx: Context) -> tuple[str, ...]:
    """The slots the review shows, in its numbering."""
    return tuple(
        s.id
        for s in FORM.rows
        if s.id in {"story", "kind"}
        or (s.wanted(state, ctx.capabilities) and s.in_review)
    )


def _facts(state: State, ctx: Context) -> tuple[Line, ...]:
    facts = (
        _fact(n, slot, state, ctx)
        for n, slot in enumerate(reviewed(state, ctx), start=1)
    )
    return (*facts, *_files(state), *_hidden(state))


def _files(state: State) -> tuple[Line, ...]:
    """How much they sent along."""
    number = state.draft.attachments
    return (Line("review.files", {"n": str(number)}, tight=True),) if number else ()


def _hidden(state: State) -> tuple[Line, ...]:
    """How their name is kept back."""
    if state.draft.anonymous:
        return (Line("review.anonymous", tight=True), *office_reads(state))
    return (
        (Line("review.confidential", tight=True),) if state.draft.confidential else ()
    )


def office_reads(state: State) -> tuple[Line, ...]:
    """What the office in charge will read of somebody who stays unnamed, where it is not all they wrote."""
    told = "\n".join(state.draft.story)
    shown = mask_numbers(veil_of_draft(state).over(told, COVERED))
    if shown == told:
        return ()
    return (Line("office.reads", {"story": shown[:SHOWN_STORY]}, tight=True),)


COVERED = Marks("***", "***", "***", "***")


def _fact(n: int, slot: str, state: State, ctx: Context) -> Line:
    if slot == "kind":
        return Line(
            "review.kind", {"n": str(n)}, tight=True, refs=(f"kind.{kind(state)}",)
        )
    value = fact_text(slot, state, ctx)
    if slot == "address" and value and value == fact_text("place", state, ctx):
        return Line("review.address.same", {"n": str(n)}, tight=True)
    return Line(
        f"review.{slot}" if value else f"review.{slot}.none",
        {"n": str(n), "value": value},
        tight=n > 1,
    )


def fact_text(slot: str, state: State, ctx: Context) -> str:
    """A slot's value as the citizen reads it; empty when there is none."""
    if slot == "story":
        return " / ".join(state.draft.story)[:SHOWN_STORY]
    return FORM.by_id[slot].show(state.value(slot), ctx)


def submit(state: State, ctx: Context) -> Turn:
    """Complete: what is missing is flagged for an operator, never a reason to refuse."""
    owed = _owed(state, ctx)
    flags = tuple(
        dict.fromkeys((*state.draft.flags, *(f"{FLAG}{slot}" for slot in owed)))
    )
    done = state.with_(
        phase="done",
        flags=flags,
        asked=(),
        choices=(),
        pending="",
        trail=(),
        told_at=None,
        wants_person=False,
        stuck=0,
        last=state.draft.id,
        last_category=classify("\n".join(state.draft.story)).head,
        known=_remembered(state),
    )
    return Turn(
        done,
        (Save(), Submit(), Mark("submitted"), say(done, *_receipt(done, ctx, owed))),
    )


def _owed(state: State, ctx: Context) -> tuple[str, ...]:
    """The required facts nobody could read, the place also when it is known in words only."""
    absent = {slot.id for slot in lacking(state, ctx.capabilities) if slot.required}
    kept = {slot for slot, answer in state.draft.values.items() if answer.how == "kept"}
    place = state.value("place") or {}
    lost = (
        set()
        if place.get("region_code") or place.get("latitude") is not None
        else {"place"}
    )
    return tuple(slot.id for slot in FORM.rows if slot.id in absent | kept | lost)


def _remembered(state: State) -> dict[str, Any]:
    """Who complained from here, to be offered next time; nobody who wants to stay unnamed."""
    if state.draft.anonymous:
        return {}
    if not state.value("name"):
        return dict(state.known)
    return {
        slot: state.draft.values[slot]
        for slot in ("name", "address")
        if state.value(slot)
    }


def _receipt(state: State, ctx: Context, owed: tuple[str, ...]) -> tuple[Line, ...]:
    if ctx.capabilities.segment:  # it is the review as well
        return (
            _receipt_head(state),
            *_receipt_facts(state, ctx),
            Line(_receipt_tail(state, owed)),
        )
    key = "receipt.person" if "wants_person" in state.draft.flags else "receipt"
    return (Line(key, {"id": state.draft.id or ""}),)


def _receipt_head(state: State) -> Line:
    id_ = state.draft.id or ""
    title = brief(state)
    if not title:
        return Line("receipt.bare", {"id": id_})
    return Line("receipt", {"id": id_, "story": title})


def _receipt_facts(state: State, ctx: Context) -> Iterator[Line]:
    place = state.value("place") or {}
    if where := str(place.get("text") or show_place(place, ctx)):
        yield Line("receipt.place", {"place": where})
    if name := open_name(state):
        yield Line("receipt.name", {"name": name})
    elif state.draft.anonymous:
        veiled = bool(office_reads(state))
        yield Line("receipt.anonymous.veiled" if veiled else "receipt.anonymous")


def open_name(state: State) -> str:
    """The name as told; empty when there is none, or when they want to stay without."""
    return "" if state.draft.anonymous else str(state.value("name") or "")


def _receipt_tail(state: State, owed: tuple[str, ...]) -> str:
    if "wants_person" in state.draft.flags:
        return "receipt.tail.person"
    if state.draft.confidential and not state.draft.anonymous:
        return "receipt.tail.sensitive"
    return f"receipt.lacks.{owed[0]}" if owed else "receipt.tail"
