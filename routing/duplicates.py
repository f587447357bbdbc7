"""Which open case may be about the same matter: a question for people, never a decision."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from rapidfuzz import fuzz, utils

from intake.complaint import Complaint

WITHIN = timedelta(days=30)
ALIKE = 70.0  # of 100, rapidfuzz token_set_ratio
FEWEST_WORDS = 3  # in either text: "jalan rusak" is part of every complaint about roads
DISTRICT = len("53.11.04")


def can_repeat(complaint: Complaint) -> bool:
    """Whether enough is known of it to compare it with others."""
    return complaint.category is not None and district(complaint) is not None


def district(complaint: Complaint) -> str | None:
    """The code of the kecamatan; only complaints that share it can be about the same matter."""
    code = complaint.location.region_code or ""
    return code[:DISTRICT] if len(code) >= DISTRICT else None


def flagged(complaint: Complaint, open_cases: Iterable[Complaint]) -> Complaint:
    """The complaint, with a flag that names the open one it is most like, if there is one."""
    alike = similar(complaint, open_cases)
    if alike is None:
        return complaint
    return replace(complaint, flags=(*complaint.flags, f"possible_duplicate:{alike}"))


def similar(complaint: Complaint, open_cases: Iterable[Complaint]) -> str | None:
    """The tracking id of the most similar open complaint: same category and place, 30 days, like words."""
    scored = [
        (score, other.tracking_id)
        for other in open_cases
        if _comparable(complaint, other)
        and (score := _likeness(complaint, other)) >= ALIKE
    ]
    return max(scored, default=(0.0, None))[1]


def _comparable(one: Complaint, other: Complaint) -> bool:
    return (
        one.tracking_id != other.tracking_id
        and one.category is not None
        and one.category == other.category
        and abs(one.received_at - other.received_at) <= WITHIN
        and _same_place(
            one.location.region_code or "", other.location.region_code or ""
        )
    )


def _same_place(one: str, other: str) -> bool:
    """The same village, or the same kecamatan when either is known no better."""
    shorter = min(len(one), len(other))
    return shorter >= DISTRICT and one[:shorter] == other[:shorter]


def _likeness(one: Complaint, other: Complaint) -> float:
    texts = [utils.default_process(each.description) for each in (one, other)]
    if min(len(text.split()) for text in texts) < FEWEST_WORDS:
        return 0.0
    return float(fuzz.token_set_ratio(*texts))
