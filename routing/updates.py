"""What a citizen adds to a complaint that was sent, or corrects in it, and what its desk hears of that."""

from dataclasses import replace

from intake.complaint import Complaint
from intake.form.slots import FORM
from intake.reading.emergency import emergency_in
from intake.wording.catalogue import Words

OF_THE_DRAFT = "needs_operator"  # a flag that a correction may lift; all others stay
EMERGENCY = "emergency"


def appended(complaint: Complaint, text: str) -> Complaint:
    """With further words behind the story; danger in them is flagged late as it would have been early."""
    if not text:
        return complaint
    flags = complaint.flags
    if emergency_in(text) and EMERGENCY not in flags:
        flags = (*flags, EMERGENCY)
    return replace(
        complaint, description=f"{complaint.description}\n{text}", flags=flags
    )


def corrected(before: Complaint, anew: Complaint) -> Complaint:
    """The complaint as it is filled in anew, save what has gathered around it since it was sent."""
    since = (flag for flag in before.flags if not flag.startswith(OF_THE_DRAFT))
    return replace(
        anew,
        description=before.description,
        completed_at=before.completed_at,
        attachments=before.attachments,
        flags=tuple(dict.fromkeys((*anew.flags, *since))),
    )


def addition_note(text: str, words: Words) -> str:
    """What the desk reads of an addition; of one without words, that something came along."""
    return text or words.say("note.attached")


def correction_note(slot: str, value: str, words: Words) -> str:
    """What the desk reads of a correction; personal data only on the page, where reading is recorded."""
    row, name = FORM.by_id.get(slot), field_name(slot, words)
    if row is None or row.personal:
        return words.say("note.corrected_in_private", slot=name)
    return words.say("note.corrected", slot=name, value=value)


def field_name(slot: str, words: Words) -> str:
    """What officers call a part of a report; one that has no name by what it is stored as."""
    return words.say(f"field.{slot}") if f"field.{slot}" in words else slot
