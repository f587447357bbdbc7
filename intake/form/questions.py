"""How a slot is asked for: the words of its question where they are not plain, and what can be tapped."""

from dataclasses import replace
from datetime import date, timedelta

from intake.form.slot import Slot, plain_question
from intake.state import Answer, Choice, Context, Line, State

SHOWN_ADDRESS = 40  # characters of an address on a button's line


def ask_place(slot: Slot, state: State) -> Line:
    """What is half known is only completed; a third question is the last."""
    if state.value("place"):
        return Line(
            "ask.place.region", {"place": str(state.value("place").get("text") or "")}
        )
    if state.draft.misses.get("place", 0) > 1:
        return Line("ask.place.last", {"id": state.draft.id or ""})
    if "time" in state.draft.asked:
        return Line("ask.place.when")
    return plain_question(slot, state)


def ask_name(slot: Slot, state: State) -> Line:
    """Whoever complained from here before may be the same person."""
    if "address" in state.draft.asked:
        return _ask_name_and_address(state)
    if "name" in state.known and not state.draft.misses.get("name"):
        return Line("ask.name.known", {"name": str(state.known["name"].value)})
    return plain_question(slot, state)


def _ask_name_and_address(state: State) -> Line:
    if known_person(state):
        who = str(state.known["name"].value)
        where = str(state.known["address"].value["text"])[:SHOWN_ADDRESS]
        return Line("ask.name.address.known", {"name": who, "place": where})
    return Line("ask.name.address" if _somewhere(state) else "ask.name.address.nowhere")


def _somewhere(state: State) -> bool:
    """There is a place that an address could be the same as."""
    place = state.value("place") or {}
    return bool(place.get("text") or place.get("region_code"))


def ask_address(slot: Slot, state: State) -> Line:
    """The same as the place, if there is one."""
    plain = plain_question(slot, state)
    return plain if _somewhere(state) else replace(plain, key="ask.address.nowhere")


def known_person(state: State) -> bool:
    """Who complained from here before told a name and an address."""
    before = {slot: state.known.get(slot) for slot in ("name", "address")}
    home = before["address"].value if before["address"] else None
    return bool(before["name"] and (home or {}).get("text"))


def offer_place(state: State, _ctx: Context) -> tuple[Choice, ...]:
    """Nobody is held up by a place they cannot name: an officer can look for it."""
    return (
        (Choice("command", "skip", key="choice.officer_finds"),)
        if state.draft.misses.get("place")
        else ()
    )


def offer_time(_state: State, ctx: Context) -> tuple[Choice, ...]:
    """The likeliest days, and not knowing."""
    today = ctx.now.date()
    days = ((0, "choice.today"), (1, "choice.yesterday"))
    taken = (
        Choice("set", "time", _day(today - timedelta(days=back)), key=key)
        for back, key in days
    )
    return (*taken, Choice("command", "skip", key="choice.dont_know"))


def _day(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "precision": "day", "text": f"{day:%d-%m-%Y}"}


def offer_name(state: State, _ctx: Context) -> tuple[Choice, ...]:
    """The name of last time, or none."""
    unnamed = Choice("command", "anonymous", key="choice.anonymous")
    before = state.known.get("name")
    return (
        (Choice("set", "name", before.value, label=str(before.value)), unnamed)
        if before
        else (unnamed,)
    )


def offer_address(state: State, _ctx: Context) -> tuple[Choice, ...]:
    """The address of last time, the place it happened at, or none."""
    offers = _known_address(state)
    place = state.value("place")
    if place and _somewhere(state):
        offers += (
            Choice(
                "set", "address", {**place, "landmark": None}, key="choice.same_address"
            ),
        )
    return (*offers, Choice("command", "skip", key="choice.skip"))


def _known_address(state: State) -> tuple[Choice, ...]:
    """The address of last time, but only for the person of last time."""
    before: Answer | None = state.known.get("address")
    text = str((before.value or {}).get("text") or "") if before else ""
    if before is None or not text or state.value("name") != state.known["name"].value:
        return ()
    return (Choice("set", "address", before.value, label=text[:SHOWN_ADDRESS]),)


def offer_skip(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    """To be left out."""
    return (Choice("command", "skip", key="choice.skip"),)


def offer_phone(_state: State, ctx: Context) -> tuple[Choice, ...]:
    """To share it with a tap where the app can."""
    share = Choice("command", "help", key="choice.share_phone", asks="phone")
    skip = Choice("command", "skip", key="choice.skip")
    return (share, skip) if ctx.capabilities.asks_phone else (skip,)


def offer_privacy(_state: State, _ctx: Context) -> tuple[Choice, ...]:
    """The three ways."""
    return tuple(
        Choice("set", "privacy", value, key=f"choice.privacy.{value}")
        for value in ("confidential", "anonymous", "open")
    )
