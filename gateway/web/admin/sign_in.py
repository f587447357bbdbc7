"""Sign-in and sign-out: login links, the session, and who is behind it.

A session is named by the nonce of the login link that began it, and lives in a signed cookie. The audit
holds its "login" (so a link works once) and its "logout" (so a copied cookie ends with it).
"""

from datetime import datetime, timedelta

from flask import session

from gateway.flows.telling import tell_address
from gateway.setup.links import BadLink
from gateway.setup.parts import Parts
from gateway.web.admin.access import Visitor, typed_addresses, visitor_of
from gateway.web.admin.guard import SESSION_LASTS
from intake.messages import Address

BETWEEN_LINKS = timedelta(minutes=1)  # for one address, and each web process


class LoggedOut(Exception):
    """The page is for administrators, and nobody is logged in."""


class SignIn:
    """Logs administrators in and out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._sent: dict[
            Address, datetime
        ] = {}  # only administrators' addresses, so it stays small

    def send_link(self, typed: str) -> None:
        """Write to the administrator's address that was typed, if there is one, at most once a minute."""
        now = self._parts.clock()
        known = typed_addresses(typed, self._parts.agencies)
        address = next(
            (one for one in known if one.channel in self._parts.channels), None
        )
        if (
            address is None
            or now - self._sent.get(address, now - BETWEEN_LINKS) < BETWEEN_LINKS
        ):
            return
        self._sent[address] = now
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
        session.update(
            mark=ticket.mark, name=ticket.nonce, until=(now + SESSION_LASTS).timestamp()
        )

    def log_out(self) -> None:
        """End the session, every copy of its cookie included."""
        visitor = self.present()
        with self._parts.store.transaction() as tx:
            tx.audit(
                visitor.name, "logout", _subject(session["name"]), self._parts.clock()
            )
        session.clear()

    def present(self) -> Visitor:
        """Who is logged in; LoggedOut if nobody is, or not any more."""
        if self._parts.clock().timestamp() > session.get("until", 0):
            raise LoggedOut
        with self._parts.store.reading() as tx:
            past = {entry.action for entry in tx.audit_of(_subject(session["name"]))}
        visitor = visitor_of(session["mark"], self._parts.links, self._parts.agencies)
        if visitor is None or "logout" in past:
            raise LoggedOut
        return visitor

    def visitor(self, mark: str) -> Visitor:
        """The administrator a link was made for; BadLink when they are none any more."""
        visitor = visitor_of(mark, self._parts.links, self._parts.agencies)
        if visitor is None:
            raise BadLink("gone")
        return visitor


def _subject(name: str) -> str:
    return f"session:{name}"
