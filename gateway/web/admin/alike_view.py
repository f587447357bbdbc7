"""The reports that one may be the same as, as its page shows them: why, who said what, and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway.flows.supporting import citizens
from gateway.web.admin.views import Sight
from routing.notices import title_text
from routing.pair_texts import reasons_text
from storage.unit_of_work import Transaction
from storage.values import StoredComplaint, StoredPair


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """One such report."""

    tracking_id: str
    title: str  # "": the page was opened by a link, which shows one report
    why: str
    standing: str
    same: bool  # what can be said of it now
    different: bool


@dataclass(frozen=True, slots=True)
class AlikeView:
    """All of them, and how many people stand behind this one."""

    rows: tuple[AlikeRow, ...]
    people: str  # "": one


def alike_view(
    tx: Transaction, stored: StoredComplaint, sight: Sight, *, by_link: bool
) -> AlikeView:
    """What the page of a report shows of those like it; of desks out of the visitor's sight nothing."""
    number = citizens(tx, stored.id)
    return AlikeView(
        tuple(_rows(tx, stored, sight, by_link=by_link)),
        sight.words.say("remark.people", n=number) if number > 1 else "",
    )


def _rows(
    tx: Transaction, stored: StoredComplaint, sight: Sight, *, by_link: bool
) -> Iterator[AlikeRow]:
    for pair in tx.pairs_of(stored.id):
        leads = pair.lead_id == stored.id
        other = tx.complaint_by_id(pair.complaint_id if leads else pair.lead_id)
        case = tx.case(other.id) if other else None
        if other is None or case is None or not sight.visitor.sees(case.case.agency):
            continue
        title = title_text(other.complaint, sight.voice)
        yield AlikeRow(
            other.complaint.tracking_id,
            "" if by_link else title,
            reasons_text(pair.pair, sight.words),
            sight.words.say(_standing(pair, leads=leads)),
            same=not pair.following,
            different=pair.following or pair.pair.desk != "different",
        )


def _standing(pair: StoredPair, *, leads: bool) -> str:
    if pair.following:
        return "page.alike.followed" if leads else "page.alike.follows"
    denied = "different" in {pair.pair.citizen, pair.pair.desk}
    return "page.alike.denied" if denied else "page.alike.suggested"
