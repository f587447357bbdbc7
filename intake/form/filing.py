"""From a conversation's state to the complaint that goes on the central queue."""

from dataclasses import replace
from datetime import datetime

from intake.complaint import Complaint, Reporter
from intake.form.slots import FORM, kind
from intake.form.title import brief
from intake.messages import Address, Capabilities
from intake.places.gazetteer import Gazetteer
from intake.reading.act_model import LinearModel
from intake.reading.agency import spot_agency
from intake.reading.category import Guess
from intake.reading.outcome import spot_outcome
from intake.reading.second_vote import Verdict, judge
from intake.state import State


def complaint_of(
    state: State,
    sender: Address,
    capabilities: Capabilities,
    gazetteer: Gazetteer,
    now: datetime,
    heads: LinearModel | None = None,
) -> Complaint:
    """The draft or finished complaint; ValueError when no draft was opened.

    `heads` is the second vote on the category; without it the tables alone decide.
    """
    if state.draft.id is None or state.draft.opened_at is None:
        raise ValueError("no draft is open")
    text = "\n".join(state.draft.story)
    agency = spot_agency(text)
    outcome = spot_outcome(text)
    complaint = Complaint(
        tracking_id=state.draft.id,
        kind=kind(state),
        title=brief(state),
        description=text,
        received_at=datetime.fromisoformat(state.draft.opened_at),
        reporter=_reporter(state, sender, capabilities),
        anonymous=state.draft.anonymous,
        confidential=state.draft.confidential,
        requested_outcome=outcome.value if outcome else None,
        suspected_agency=agency.value if agency else None,
        flags=state.draft.flags,
        completed_at=now if state.phase == "done" else None,
    )
    complaint = _with_category(complaint, judge(text, heads))
    for slot in FORM.rows:
        if (value := state.value(slot.id)) is not None:
            complaint = slot.file(complaint, value, gazetteer)
    if state.draft.questions:
        asked = "\n".join(state.draft.questions)
        return replace(complaint, details={**complaint.details, ASKED: asked})
    return complaint


ASKED = "pertanyaan"  # the detail that holds what the reporter asked us, and we could not answer


def _with_category(complaint: Complaint, verdict: Verdict) -> Complaint:
    """What it is about; where two votes differ, what else it may be."""
    guess, other = verdict.guess, verdict.other or Guess(None, 0.0, ())
    return replace(
        complaint,
        category=guess.head,
        category_confidence=round(guess.confidence, 3) if guess.head else None,
        category_words=guess.evidence,
        other_category=other.head,
        other_category_words=other.evidence,
    )


def _reporter(state: State, sender: Address, capabilities: Capabilities) -> Reporter:
    """Who writes, as far as the channel tells."""
    return Reporter(
        channel=sender.channel,
        address_on_channel=sender.id,
        language=state.regional or state.language,
        phone=sender.id
        if capabilities.phone_is_address and sender.id.startswith("+")
        else None,
    )
