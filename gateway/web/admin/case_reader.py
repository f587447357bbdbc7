"""Reading cases for the pages, each reading recorded in the audit."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.flows.groups import moved_groups
from gateway.flows.sniffing import ENDINGS
from gateway.setup.parts import Parts
from gateway.web.admin.access import Visitor
from gateway.web.admin.alike_view import AlikeView, alike_view
from gateway.web.admin.lists import Listing, Wanted, read_list
from gateway.web.admin.views import CaseView, ListRow, Sight, case_view, identity, row
from intake.messages import Address
from routing.case import OVER, Case
from storage.attachments import FileKey
from storage.media import NotKept
from storage.unit_of_work import Transaction
from storage.values import FoundFile, StoredComplaint

log = logging.getLogger(__name__)
JPEG = "image/jpeg"  # what pictures are drawn as
QUIET = timedelta(hours=1)  # then a draft counts as left unfinished
MOST_DRAFTS = 100
LINK_LASTS = timedelta(days=30)  # after the last event of a case
SHOWN_WITHOUT_CASE = frozenset({"draft", "completed"})
REASONS = (
    "hubungi",
    "periksa",
    "layanan",
    "lain",
)  # why somebody looks at who reported it
ORIGINAL = (
    "asli"  # what the coordinator looks for who decides about words that are held
)


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A complaint as it was read just now."""

    view: CaseView
    identity: tuple[tuple[str, str], ...] | None  # None: not asked for
    alike: AlikeView
    original: str = (
        ""  # the citizen's own words, for the coordinator while some are held
    )
    restricted: bool = False  # they want what we know of them kept only


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody going to a case."""

    visitor: Visitor
    tracking_id: str
    by_link: bool


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """An attachment's bytes, as they are given out."""

    content: bytes
    media_type: str
    name: str  # for whoever saves it; made by us
    inline: bool  # whether a browser may show it in the page


class NotHere(Exception):
    """There is no such complaint, or it is not for these eyes; which of the two is nobody's business."""


class CaseReader:
    """Reads cases for administrators."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def sight(self, visitor: Visitor) -> Sight:
        """The present moment, seen by this visitor."""
        return Sight(
            visitor, self._parts.clock(), self._parts.office, self._parts.voice
        )

    def listing(self, visitor: Visitor, wanted: Wanted) -> Listing:
        """The cases this visitor sees: open ones by the nearest deadline, then closed ones, newest first."""
        with self._parts.store.reading() as tx:
            return read_list(tx, self.sight(visitor), wanted)

    def moved(self, visitor: Visitor) -> dict[Address, Address]:
        """Groups of this visitor's desks that the agencies file still has at their old address."""
        with self._parts.store.reading() as tx:
            everywhere = moved_groups(self._parts, tx)
        at = self._parts.agencies.administrators_at
        return {
            old: new
            for old, new in everywhere.items()
            if any(visitor.sees(agency.code) for agency, _ in at(old))
        }

    def drafts(self, visitor: Visitor) -> tuple[ListRow, ...]:
        """Complaints that were begun with a story and left; for the coordinator."""
        sight = self.sight(visitor)
        with self._parts.store.reading() as tx:
            quiet = tx.left_drafts(sight.now - QUIET, MOST_DRAFTS)
        return tuple(
            row(one.complaint, None, "draft", sight)
            for one in quiet
            if one.complaint.description
        )

    def read(self, visit: Visit, reason: str = "") -> ShownCase:
        """A complaint, the reading of it recorded; with a `reason` also who reported it. NotHere."""
        sight = self.sight(visit.visitor)
        with self._parts.store.transaction() as tx:
            stored, case = _find(tx, visit, sight.now)
            view = case_view(
                stored.complaint,
                case,
                stored.status,
                tx.attachments_of(stored.id),
                sight,
            )
            like = alike_view(tx, stored, sight, by_link=visit.by_link)
            name, how = visit.visitor.name, "link" if visit.by_link else "session"
            tx.audit(name, "read_case", visit.tracking_id, sight.now, how)
            if reason == ORIGINAL:
                if visit.by_link or not visit.visitor.coordinates or not view.held:
                    raise NotHere(visit.tracking_id)
                tx.audit(name, "read_original", visit.tracking_id, sight.now)
                return ShownCase(view, None, like, stored.complaint.description)
            restricted = tx.restricted_since(stored.contact_id) is not None
            if not reason or view.anonymous or restricted:
                return ShownCase(view, None, like, restricted=restricted)
            tx.audit(name, "read_identity", visit.tracking_id, sight.now, reason)
            reporter = stored.complaint.reporter
            return ShownCase(
                view,
                identity(
                    reporter, self._parts.words, self._parts.label(reporter.channel)
                ),
                like,
            )

    def open_file(self, visit: Visit, file_id: str, *, small: bool) -> OpenedFile:
        """An attachment of a complaint, the reading recorded; `small` is a photo's thumbnail. NotHere."""
        now = self._parts.clock()
        with self._parts.store.transaction() as tx:
            stored, _ = _find(tx, visit, now)
            file = next(
                (one for one in tx.attachments_of(stored.id) if one.id == file_id), None
            )
            if file is None or file.found is None:
                raise NotHere(file_id)
            detail = f"{file_id} {'small' if small else 'full'}"
            tx.audit(
                visit.visitor.name, "read_attachment", visit.tracking_id, now, detail
            )
            key = tx.file_key_of(file.subject_id)
        return self._opened(
            key, file.found, f"{visit.tracking_id}-{file_id[:4]}", small=small
        )

    def _opened(
        self, key: FileKey, found: FoundFile, name: str, *, small: bool
    ) -> OpenedFile:
        wanted = found.thumbnail if small else found.shown or found.sha256
        if wanted is None:
            raise NotHere(name)
        kind = JPEG if found.shown else found.media_type
        try:
            content = self._parts.media.get(key, wanted)
        except NotKept as error:
            log.error("an attachment of %s is missing from the media store", name)  # noqa: TRY400  (that is all)
            raise NotHere(name) from error
        inline = bool(found.shown) or kind.startswith(("audio/", "video/"))
        return OpenedFile(content, kind, f"{name}.{ENDINGS[kind]}", inline)

    def check(self, visit: Visit) -> None:
        """NotHere unless this visitor may see the complaint. Nothing of it is shown."""
        with self._parts.store.reading() as tx:
            _find(tx, visit, self._parts.clock())


def _find(
    tx: Transaction, visit: Visit, now: datetime
) -> tuple[StoredComplaint, Case | None]:
    stored = tx.complaint(visit.tracking_id)
    kept = tx.case(stored.id) if stored else None
    case = kept.case if kept else None
    if stored is None or not _visible(visit, case, stored.status, now):
        raise NotHere(visit.tracking_id)
    return stored, case


def _visible(visit: Visit, case: Case | None, status: str, now: datetime) -> bool:
    """By a link, only a case that is open or had its last event within 30 days."""
    if case is None:
        return (
            visit.visitor.sees(None)
            and status in SHOWN_WITHOUT_CASE
            and not visit.by_link
        )
    fresh = case.state not in OVER or now - case.history[-1].at <= LINK_LASTS
    return visit.visitor.sees(case.agency) and (fresh or not visit.by_link)
