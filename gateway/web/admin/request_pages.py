"""The coordinator's page of what citizens ask as the owners of their data, each with its 3 x 24 hours."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.flows.data_rights import grant, refuse
from gateway.setup.parts import Parts
from gateway.web.admin.access import Visitor
from gateway.web.admin.case_reader import NotHere
from gateway.web.admin.guard import page
from gateway.web.admin.sign_in import SignIn
from routing.clocks import date_text, time_text
from storage.values import DataRequest

LISTED, SHOWN = 100, 5  # requests, and reports of each
LONGEST_REASON = 90  # characters: what fits an SMS with the sentence around it
ROUTES = (
    ("/hak", "requests", "GET"),
    ("/hak/<int:number>/hapus", "grant", "POST"),
    ("/hak/<int:number>/tolak", "refuse", "POST"),
)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request, as the page shows it."""

    number: int
    kind: str
    due: str
    late: bool
    reports: tuple[str, ...]


class RequestPages:
    """One method for each route."""

    def __init__(self, parts: Parts, sign_in: SignIn) -> None:
        self._parts = parts
        self._sign_in = sign_in

    def requests(self) -> ResponseReturnValue:
        visitor = self._coordinator()
        with self._parts.store.reading() as tx:
            found = [
                self._row(one, tuple(tx.reports_of(one.contact_id, SHOWN)))
                for one in tx.open_requests(LISTED)
            ]
        return page("requests", visitor=visitor, found=found, longest=LONGEST_REASON)

    def grant(self, number: int) -> ResponseReturnValue:
        visitor = self._coordinator()
        return self._back(
            "page.requests.granted"
            if grant(self._parts, number, visitor.name)
            else "page.requests.gone"
        )

    def refuse(self, number: int) -> ResponseReturnValue:
        visitor = self._coordinator()
        reason = " ".join(request.form.get("reason", "").split())
        if not reason or len(reason) > LONGEST_REASON:
            return self._back("page.requests.why")
        done = refuse(self._parts, number, visitor.name, reason)
        return self._back("page.requests.refused" if done else "page.requests.gone")

    def _back(self, said: str) -> ResponseReturnValue:
        flash(self._parts.words.say(said))
        return redirect(url_for("admin.requests"), 303)

    def _coordinator(self) -> Visitor:
        visitor = self._sign_in.present()
        if not visitor.coordinates:
            raise NotHere("requests")
        return visitor

    def _row(self, one: DataRequest, reports: tuple[str, ...]) -> RequestRow:
        words, due = self._parts.words, self._parts.office.local(one.due_at)
        return RequestRow(
            one.id,
            words.say(f"request.{one.kind}"),
            f"{date_text(due.date(), words.language)}, {time_text(due)}",
            one.due_at <= self._parts.clock(),
            reports,
        )
