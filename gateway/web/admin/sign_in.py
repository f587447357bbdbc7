"""Sign-in and sign-out: login links, the session, and who is behind it.

A session is named by the nonce of the login link that began it, and lives in a signed cookie. The audit
holds its "login" (so a link works once) and its "logout" (so a copied cookie ends with it).
"""

from collections.abc import Collection
from datetime import timedelta

from flask import session

from gateway.flows.telling import tell_address
from gateway.setup.links import BadLink
from gateway.setup.parts import Parts
from gateway.web.admin.access import Visitor, typed_addresses, visitor_of
from gateway.web.admin.guard import SESSION_LASTS
from intake.messages import Address, Rate

LETTERS = (  # login links to one contact: whoever asks for more only rings somebody else's phone
    Rate(1, 60, 1),
    Rate(6, 3600, 6),
)
ASKING = (Rate(20, 60, 20),)  # from one network address, which an office may share
IDLE = timedelta(hours=2)  # then somebody else may sit there
SEEN_EVERY = 60.0  # seconds: so often a session notes that it is in use


class LoggedOut(Exception):
    """The page is for administrators, and nobody is logged in."""


class TooOften(Exception):
    """Somebody asks for login links again and again."""


class SignIn:
    """Logs administrators in and out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def send_link(self, typed: str, caller: str) -> None:
        """Write to the administrator's address that was typed, if there is one; TooOften.

        All web processes count together. Nobody is locked out by others' asking: the letters that
        they ask for come to the administrator, who may use them.
        """
        now = self._parts.clock()
        if not self._within("asking", Address("ip", caller), ASKING):
            raise TooOften
        known = typed_addresses(typed, self._parts.agencies)
        address = next(
            (one for one in known if one.channel in self._parts.channels), None
        )
        if address is None or not self._within("letter", address, LETTERS):
            return
        link = self._parts.links.login(address, now)
        tell_address(
            self._parts, address, self._parts.words.say("login.letter", url=link)
        )

    def log_in(self, token: str) -> None:
        """Begin a session from a login link; BadLink when it is none, is old, was used, or its owner left."""
        now = self._parts.clock()
        ticket = self._parts.links.read(token, "login", now)
        visitor = self.visitor(ticket.mark)
        with self._parts.store.transaction() as tx:
            tx.audit(visitor.name, "login", _subject(ticket.nonce), now)
            if (
                len(tx.audit_of(_subject(ticket.nonce))) > 1
            ):  # after the insert, so that one of two wins
                raise BadLink("used")
        session.clear()
        session.permanent = True
        moment = now.timestamp()
        session.update(
            mark=ticket.mark,
            name=ticket.nonce,
            began=moment,
            seen=moment,
            until=(now + SESSION_LASTS).timestamp(),
        )

    def log_out(self, *, everywhere: bool = False) -> None:
        """End the session, every copy of its cookie included; `everywhere`: all of this administrator's."""
        visitor, now = self.present(), self._parts.clock()
        with self._parts.store.transaction() as tx:
            tx.audit(visitor.name, "logout", _subject(session["name"]), now)
            if everywhere:
                tx.audit(visitor.name, ALL_ENDED, _all_of(session["mark"]), now)
        session.clear()

    def present(self) -> Visitor:
        """Who is logged in; LoggedOut if nobody is, or not any more."""
        moment = self._parts.clock().timestamp()
        seen = session.get("seen", 0)
        if moment > min(session.get("until", 0), seen + IDLE.total_seconds()):
            raise LoggedOut
        visitor = visitor_of(session["mark"], self._parts.links, self._parts.agencies)
        if visitor is None or self._ended():
            raise LoggedOut
        if moment - seen > SEEN_EVERY:
            session["seen"] = moment
        return visitor

    def _ended(self) -> bool:
        """Whether somebody logged out of this session, or of all of theirs since it began."""
        with self._parts.store.reading() as tx:
            past = {entry.action for entry in tx.audit_of(_subject(session["name"]))}
            ends = tx.audit_of(_all_of(session["mark"]))
        return "logout" in past or any(
            one.at.timestamp() >= session["began"] for one in ends
        )

    def _within(self, what: str, address: Address, rates: Collection[Rate]) -> bool:
        mark = self._parts.links.mark(address)
        return self._parts.limiter.once(f"{what}:{mark}", rates, self._parts.clock())

    def visitor(self, mark: str) -> Visitor:
        """The administrator a link was made for; BadLink when they are none any more."""
        visitor = visitor_of(mark, self._parts.links, self._parts.agencies)
        if visitor is None:
            raise BadLink("gone")
        return visitor


ALL_ENDED = "logout_everywhere"  # in the record of actions


def end_sessions(parts: Parts, address: Address, actor: str) -> None:
    """End every session of an administrator that was begun before now."""
    subject = _all_of(parts.links.mark(address))
    with parts.store.transaction() as tx:
        tx.audit(actor, ALL_ENDED, subject, parts.clock())


def _all_of(mark: str) -> str:
    return f"sessions:{mark}"


def _subject(name: str) -> str:
    return f"session:{name}"
