"""The administrators' pages: plain HTML that works without JavaScript, on a phone first.

Two ways lead to a case:

* a session, begun with a login link sent to an address of the agencies file: lists, cases, and, after
  giving a reason, who reported it;
* the link of a notification: that one case, as the notification tells it, and its action forms. Whoever
  holds the link acts as the administrator it was made for, as they would by replying on that phone; but
  personal data is never shown by a link, because links get forwarded.

Citizens' words are text, never HTML: Jinja escapes everything.
"""

import logging
from io import BytesIO

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    request,
    send_file,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from gateway.flows.cases import act_on, release
from gateway.flows.supporting import judge as judge_pair
from gateway.setup.links import BadLink
from gateway.setup.parts import Parts
from gateway.web.admin.aside_pages import ROUTES as ASIDE_ROUTES
from gateway.web.admin.aside_pages import AsidePages
from gateway.web.admin.case_reader import (
    ORIGINAL,
    REASONS,
    CaseReader,
    NotHere,
    OpenedFile,
    Visit,
)
from gateway.web.admin.guard import (
    LARGEST_FORM,
    cookie_config,
    harden,
    is_our_form,
    page,
)
from gateway.web.admin.lists import LISTS, Wanted, place_text, read_place
from gateway.web.admin.request_pages import ROUTES as REQUEST_ROUTES
from gateway.web.admin.request_pages import RequestPages
from gateway.web.admin.sign_in import LoggedOut, SignIn, TooOften
from gateway.web.callers import caller
from intake.complaint import read_tracking_id
from routing.case import Action, NotAllowed
from routing.life import speaks_for
from storage.transaction_base import Damaged
from storage.unit_of_work import DatabaseDown

log = logging.getLogger(__name__)
LONGEST_NOTE = 1000  # characters: what a message to the citizen can carry
STOPPED = {  # why a page is not shown: `page.stopped.WHY`, HTTP status
    BadLink: ("link", 403),
    LoggedOut: ("logged_out", 401),
    NotHere: ("not_here", 404),
    TooOften: ("often", 429),
    DatabaseDown: ("down", 503),
    Damaged: ("damaged", 500),
}


def create_admin(parts: Parts) -> Blueprint:
    """The pages, to be mounted at /admin."""
    pages = Pages(parts)
    admin = Blueprint(
        "admin", __name__, template_folder="templates", static_folder="static"
    )
    public_url = parts.settings.public_url
    admin.record_once(lambda state: state.app.config.update(cookie_config(public_url)))
    admin.before_request(lambda: _refuse_foreign_forms(public_url))
    admin.after_request(harden)
    for error in STOPPED:
        admin.register_error_handler(error, _stopped)
    for routes, of in (
        (ROUTES, pages),
        (ASIDE_ROUTES, pages.aside),
        (REQUEST_ROUTES, pages.requests),
    ):
        for rule, name, methods in routes:
            view = getattr(of, name)
            admin.add_url_rule(rule, name, view, methods=methods.split())
    return admin


ROUTES = (
    ("/", "cases", "GET"),
    ("/draf", "drafts", "GET"),
    ("/login", "login", "GET POST"),
    ("/masuk/<token>", "enter", "GET POST"),
    ("/keluar", "leave", "POST"),
    ("/kasus/<tracking_id>", "case", "GET"),
    ("/kasus/<tracking_id>/identitas", "identity", "POST"),
    ("/kasus/<tracking_id>/asli", "original", "POST"),
    ("/kasus/<tracking_id>/lepas", "release", "POST"),
    ("/kasus/<tracking_id>/lampiran/<file_id>", "file", "GET"),
    ("/kasus/<tracking_id>/lampiran/<file_id>/kecil", "thumbnail", "GET"),
    ("/kasus/<tracking_id>/mirip", "judge", "POST"),
    ("/kasus/<tracking_id>/<verb>", "do", "POST"),
    ("/c/<token>", "linked_case", "GET"),
    ("/c/<token>/mirip", "judge_linked", "POST"),
    ("/c/<token>/<verb>", "do_linked", "POST"),
)


class Pages:
    """One method for each route."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cases = CaseReader(parts)
        self._sign_in = SignIn(parts)
        self.aside = AsidePages(parts, self._sign_in)
        self.requests = RequestPages(parts, self._sign_in)

    def cases(self) -> ResponseReturnValue:
        visitor = self._sign_in.present()
        sought = request.args.get("q", "").strip()
        if tracking_id := read_tracking_id(sought):
            return redirect(url_for("admin.case", tracking_id=tracking_id))
        wanted = _wanted()
        return page(
            "list",
            visitor=visitor,
            listing=self._cases.listing(visitor, wanted),
            moved=self._cases.moved(visitor),
            which=wanted.which,
            place_text=place_text,
            sought=sought,
            lists=LISTS,
        )

    def drafts(self) -> ResponseReturnValue:
        visitor = self._sign_in.present()
        if not visitor.coordinates:
            raise NotHere("drafts")
        return page("drafts", visitor=visitor, drafts=self._cases.drafts(visitor))

    def login(self) -> ResponseReturnValue:
        if request.method == "GET":
            return page("login", sent=False, example=self._example())
        self._sign_in.send_link(
            request.form.get("contact", ""), caller(request.environ)
        )
        return page("login", sent=True, example=self._example())

    def _example(self) -> str:
        """With simulated providers nothing is secret: the coordinator's own contact, to try it with."""
        desk = self._parts.agencies.by_code[self._parts.agencies.coordinator]
        return (
            desk.administrators[0].notify[0].id
            if self._parts.settings.simulated
            else ""
        )

    def enter(self, token: str) -> ResponseReturnValue:
        """A click more than needed, because programs that preview links must not use them up."""
        if request.method == "GET":
            ticket = self._parts.links.read(token, "login", self._parts.clock())
            return page("enter", name=self._sign_in.visitor(ticket.mark).name)
        wanted = session.get("wanted")
        self._sign_in.log_in(token)
        return redirect(wanted or url_for("admin.cases"), 303)

    def leave(self) -> ResponseReturnValue:
        self._sign_in.log_out(everywhere="everywhere" in request.form)
        return redirect(url_for("admin.login"), 303)

    def case(self, tracking_id: str) -> ResponseReturnValue:
        return self._show(self._by_session(tracking_id))

    def identity(self, tracking_id: str) -> ResponseReturnValue:
        visit = self._by_session(tracking_id)
        reason = request.form.get("reason", "")
        if reason not in REASONS:
            return self._show(
                visit,
                failed="identity",
                error=self._parts.words.say("page.identity.no_reason"),
                status=422,
            )
        return self._show(visit, reason=reason)

    def original(self, tracking_id: str) -> ResponseReturnValue:
        visit = self._by_session(tracking_id)
        return self._show(visit, reason=ORIGINAL)

    def release(self, tracking_id: str) -> ResponseReturnValue:
        """The coordinator has read the original, and lets the held words go to the desk."""
        visit = self._by_session(tracking_id)
        self._cases.check(visit)
        if not visit.visitor.coordinates:
            raise NotHere(tracking_id)
        try:
            flash(release(self._parts, visit.tracking_id, visit.visitor.name))
        except LookupError as error:
            raise NotHere(tracking_id) from error
        return redirect(url_for("admin.case", tracking_id=visit.tracking_id), 303)

    def file(self, tracking_id: str, file_id: str) -> ResponseReturnValue:
        return _given(
            self._cases.open_file(self._by_session(tracking_id), file_id, small=False)
        )

    def thumbnail(self, tracking_id: str, file_id: str) -> ResponseReturnValue:
        return _given(
            self._cases.open_file(self._by_session(tracking_id), file_id, small=True)
        )

    def do(self, tracking_id: str, verb: str) -> ResponseReturnValue:
        visit = self._by_session(tracking_id)
        return self._do(
            visit, verb, url_for("admin.case", tracking_id=visit.tracking_id)
        )

    def linked_case(self, token: str) -> ResponseReturnValue:
        return self._show(self._by_link(token), token=token)

    def do_linked(self, token: str, verb: str) -> ResponseReturnValue:
        return self._do(
            self._by_link(token), verb, url_for("admin.linked_case", token=token), token
        )

    def judge(self, tracking_id: str) -> ResponseReturnValue:
        visit = self._by_session(tracking_id)
        return self._judge(visit, url_for("admin.case", tracking_id=visit.tracking_id))

    def judge_linked(self, token: str) -> ResponseReturnValue:
        back = url_for("admin.linked_case", token=token)
        return self._judge(self._by_link(token), back, token)

    def _judge(self, visit: Visit, back: str, token: str = "") -> ResponseReturnValue:
        """Whether this report and another are about one matter."""
        self._cases.check(visit)
        ids = (visit.tracking_id, request.form.get("other", ""))
        same = request.form.get("said") == "same"
        try:
            flash(
                judge_pair(
                    self._parts, ids, visit.visitor.name, visit.visitor.desks, same=same
                )
            )
        except NotAllowed as error:
            shown = {"token": token, "failed": "alike", "error": str(error)}
            return self._show(visit, **shown, status=409)
        except LookupError as error:
            raise NotHere(ids[1]) from error
        return redirect(
            back if self._still_there(visit) else self._elsewhere(visit, back), 303
        )

    def _by_session(self, tracking_id: str) -> Visit:
        visitor = self._sign_in.present()
        return Visit(
            visitor, read_tracking_id(tracking_id) or tracking_id, by_link=False
        )

    def _by_link(self, token: str) -> Visit:
        ticket = self._parts.links.read(token, "case", self._parts.clock())
        return Visit(
            self._sign_in.visitor(ticket.mark), ticket.tracking_id, by_link=True
        )

    def _do(
        self, visit: Visit, verb: str, back: str, token: str = ""
    ) -> ResponseReturnValue:
        self._cases.check(visit)
        if verb not in self._parts.verbs or not self._parts.verbs[verb].officers:
            raise NotHere(verb)
        note = request.form.get("note", "").strip()
        desks, role = speaks_for(visit.visitor.roles, self._parts.verbs[verb])
        action = Action(
            verb,
            visit.visitor.name,
            desks,
            note,
            request.form.get("to", ""),
            role,
            request.form.get("seen", type=int),
        )
        try:
            said = self._act_briefly(visit.tracking_id, action)
        except NotAllowed as error:
            return self._show(
                visit, token=token, failed=verb, error=str(error), status=409
            )
        flash(said)
        return redirect(
            back if self._still_there(visit) else self._elsewhere(visit, back), 303
        )

    def _act_briefly(self, tracking_id: str, action: Action) -> str:
        if len(action.note) > LONGEST_NOTE:
            said = self._parts.words.say(
                "refused.too_long", length=len(action.note), most=LONGEST_NOTE
            )
            raise NotAllowed(said)
        try:
            return act_on(self._parts, tracking_id, action)
        except LookupError as error:
            raise NotHere(tracking_id) from error

    def _still_there(self, visit: Visit) -> bool:
        try:
            self._cases.check(visit)
        except NotHere:
            return False
        return True

    def _elsewhere(self, visit: Visit, back: str) -> str:
        """A case that was given away is gone from this desk; a link leads nowhere else."""
        return back if visit.by_link else url_for("admin.cases")

    def _show(
        self,
        visit: Visit,
        *,
        token: str = "",
        reason: str = "",
        failed: str = "",
        error: str = "",
        status: int = 200,
    ) -> ResponseReturnValue:
        """The page of a case; after a failed form with its error and what was typed."""
        reading = self._cases.read(visit, reason)
        base = (
            url_for("admin.linked_case", token=token)
            if token
            else url_for("admin.case", tracking_id=visit.tracking_id)
        )
        shown = page(
            "case",
            visitor=visit.visitor,
            by_link=visit.by_link,
            case=reading.view,
            alike=reading.alike,
            identity=reading.identity,
            restricted=reading.restricted,
            original=reading.original,
            base=base,
            reasons=REASONS,
            failed=failed,
            error=error,
            typed=request.form,
            longest=LONGEST_NOTE,
        )
        return shown, status


def _wanted() -> Wanted:
    """The page of the list that is asked for: from the beginning, `sesudah` or `sebelum` a place."""
    which = request.args.get("status", "")
    before = read_place(request.args.get("sebelum", ""))
    beyond = before or read_place(request.args.get("sesudah", ""))
    return Wanted(which if which in LISTS else "terbuka", beyond, back=bool(before))


def _given(opened: OpenedFile) -> Response:
    """A citizen's file: whatever is in it, a browser runs none of it (OWASP ASVS 5.0, 3.2.1)."""
    response = send_file(
        BytesIO(opened.content),
        mimetype=opened.media_type,
        as_attachment=not opened.inline,
        download_name=opened.name,
        conditional=True,  # players ask for parts
        etag=False,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _refuse_foreign_forms(public_url: str) -> ResponseReturnValue | None:
    request.max_content_length = LARGEST_FORM
    if request.method != "POST" or is_our_form(request, public_url):
        return None
    log.warning("a form was refused: not from a page of ours")
    return _stop("foreign", 403)


def _stopped(error: Exception) -> ResponseReturnValue:
    if isinstance(error, LoggedOut) and request.method == "GET":
        session.clear()
        session["wanted"] = request.path
        return redirect(url_for("admin.login"))
    why, status = STOPPED[type(error)]
    log.warning("a page was refused: %s", why)
    return _stop(why, status)


def _stop(why: str, status: int) -> ResponseReturnValue:
    """A page that says why not, and gives back what was typed: nobody writes an answer twice."""
    return page("stopped", why=why, typed=request.form.get("note", "")), status
