"""The coordinator's page of what was put aside: to see it, to read it (recorded), to have it taken in."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from gateway.flows.put_aside import StillUnread, content_of, look_at, replay, settle
from gateway.setup.parts import Parts
from gateway.web.admin.access import Visitor
from gateway.web.admin.case_reader import NotHere
from gateway.web.admin.guard import page
from gateway.web.admin.sign_in import SignIn
from routing.clocks import time_text
from storage.values import Quarantined

LISTED = 100
ROUTES = (
    ("/karantina", "put_aside", "GET"),
    ("/karantina/<int:number>", "aside", "GET"),
    ("/karantina/<int:number>/ulang", "again", "POST"),
    ("/karantina/<int:number>/selesai", "done", "POST"),
)


@dataclass(frozen=True, slots=True)
class AsideRow:
    """One thing put aside, as the page shows it."""

    number: int
    at: str
    channel: str
    reason: str


class AsidePages:
    """One method for each route."""

    def __init__(self, parts: Parts, sign_in: SignIn) -> None:
        self._parts = parts
        self._sign_in = sign_in

    def put_aside(self) -> ResponseReturnValue:
        visitor = self._coordinator()
        with self._parts.store.reading() as tx:
            found = tx.quarantined(LISTED, unsettled=True)
        return page("aside", visitor=visitor, found=map(self._row, found), one=None)

    def aside(self, number: int) -> ResponseReturnValue:
        visitor = self._coordinator()
        kept = look_at(self._parts, number, visitor.name)
        if kept is None:
            raise NotHere(str(number))
        row, content = self._row(kept), content_of(kept)
        return page("aside", visitor=visitor, found=[row], one=content)

    def again(self, number: int) -> ResponseReturnValue:
        return self._dealt_with(number, replay, "page.aside.taken")

    def done(self, number: int) -> ResponseReturnValue:
        return self._dealt_with(number, settle, "page.aside.settled")

    def _dealt_with(
        self, number: int, deal: Callable[[Parts, Quarantined, str], None], said: str
    ) -> ResponseReturnValue:
        visitor = self._coordinator()
        with self._parts.store.reading() as tx:
            kept = tx.quarantined_by_id(number)
        if kept is None:
            raise NotHere(str(number))
        try:
            deal(self._parts, kept, visitor.name)
        except StillUnread:
            said = "page.aside.stays"
        flash(self._parts.words.say(said))
        return redirect(url_for("admin.put_aside"), 303)

    def _coordinator(self) -> Visitor:
        visitor = self._sign_in.present()
        if not visitor.coordinates:
            raise NotHere("quarantine")
        return visitor

    def _row(self, kept: Quarantined) -> AsideRow:
        at = self._parts.office.local(kept.received_at)
        channel = self._parts.label(kept.channel)
        return AsideRow(
            kept.id, f"{at:%Y-%m-%d}, {time_text(at)}", channel, kept.reason
        )
