"""From a conversation's state to the complaint that goes on the central queue."""

from datetime import datetime
from typing import Any

from intake.complaint import Complaint, HomeAddress, Location, OccurredOn, Reporter
from intake.form.slots import kind
from intake.form.title import brief
from intake.messages import Address, Capabilities
from intake.places.gazetteer import Gazetteer
from intake.reading.agency import spot_agency
from intake.reading.category import classify
from intake.reading.outcome import spot_outcome
from intake.state import State


def complaint_of(
    state: State, sender: Address, capabilities: Capabilities, gazetteer: Gazetteer, now: datetime
) -> Complaint:
    """The draft or finished complaint; ValueError when no draft was opened."""
    if state.draft.id is None or state.draft.opened_at is None:
        raise ValueError("no draft is open")
    text = "\n".join(state.draft.story)
    guess = classify(text)
    agency = spot_agency(text)
    outcome = spot_outcome(text)
    return Complaint(
        tracking_id=state.draft.id,
        kind=kind(state),
        title=brief(state),
        description=text,
        received_at=datetime.fromisoformat(state.draft.opened_at),
        reporter=_reporter(state, sender, capabilities),
        location=_location(state.value("place") or {}, gazetteer),
        occurred_on=_occurred(state.value("time")),
        category=guess.head,
        category_confidence=round(guess.confidence, 3) if guess.head else None,
        anonymous=state.draft.anonymous,
        confidential=state.draft.confidential,
        requested_outcome=outcome.value if outcome else None,
        suspected_agency=agency.value if agency else None,
        flags=state.draft.flags,
        completed_at=now if state.phase == "done" else None,
    )


def _reporter(state: State, sender: Address, capabilities: Capabilities) -> Reporter:
    address = state.value("address") or {}
    number = sender.id if capabilities.phone_is_address and sender.id.startswith("+") else None
    return Reporter(
        channel=sender.channel,
        address_on_channel=sender.id,
        language=state.regional or state.language,
        name=state.value("name"),
        address=HomeAddress(*(address.get(part) for part in ("text", "rt", "rw", "region_code"))),
        phone=state.value("phone") or number,
        nik=state.value("nik"),
    )


def _location(place: dict[str, Any], gazetteer: Gazetteer) -> Location:
    code = place.get("region_code")
    return Location(
        text=place.get("text"),
        landmark=place.get("landmark"),
        rt=place.get("rt"),
        rw=place.get("rw"),
        region_code=code,
        region_path=gazetteer.path(code) if code else (None, None, None, None),
        latitude=place.get("latitude"),
        longitude=place.get("longitude"),
    )


def _occurred(value: dict[str, Any] | None) -> OccurredOn | None:
    return OccurredOn(value["date"], value["precision"], value["text"]) if value else None
