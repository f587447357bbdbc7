"""Signed links: to the pages without a password for an administrator, to their own data for a citizen.

| purpose | opens | lasts |
|---|---|---|
| login | the pages, for one address | 10 minutes, once (the pages record its use) |
| case | one case, for one address | while it is open, and 30 days after its last event |
| copy | what is held of one citizen, for one address | 7 days |

A link holds no phone number and no chat id: only a keyed mark of the address, so that server logs and
browser histories tell nothing. Whether that address is still an administrator's is asked at each use.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from itsdangerous import BadData, URLSafeSerializer

from intake.messages import Address

LOGIN_LASTS = timedelta(minutes=10)  # OWASP ASVS 5.0, 6.5.5
COPY_LASTS = timedelta(days=7)
PATHS = {"login": "/admin/masuk/", "case": "/admin/c/", "copy": "/data/"}
MARK_BYTES = 12
NONCE_BYTES = 12


class BadLink(Exception):
    """Not a link of ours, not for this purpose, too old, or used up."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a genuine link says."""

    mark: str  # of the address it was made for
    tracking_id: str = (
        ""  # the case, or the contact's number, it opens; "" in a login link
    )
    nonce: str = ""  # names one login link; "" in a case link
    until: int | None = (
        None  # Unix time in seconds; None: the link itself does not expire
    )


class Links:
    """Makes and reads links under `public_url`; all keys come from `secret_key`."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._public_url = public_url.rstrip("/")
        self._mark_key = hmac.digest(
            secret_key.encode(), b"satu-pintu admin mark", "sha256"
        )
        options = {"digest_method": sha256, "key_derivation": "hmac"}
        self._signers = {
            purpose: URLSafeSerializer(
                secret_key, salt=f"satu-pintu admin {purpose}", signer_kwargs=options
            )
            for purpose in PATHS
        }

    def login(self, address: Address, now: datetime) -> str:
        """A link that logs this address in, once."""
        until = int((now + LOGIN_LASTS).timestamp())
        return self._url(
            "login", Ticket(self.mark(address), "", token_urlsafe(NONCE_BYTES), until)
        )

    def case(self, address: Address, tracking_id: str) -> str:
        """The link to a case for this address; the same each time."""
        return self._url("case", Ticket(self.mark(address), tracking_id))

    def copy(self, address: Address, contact_id: int, now: datetime) -> str:
        """A link to all that is held of this contact, as long as they are at this address."""
        until = int((now + COPY_LASTS).timestamp())
        return self._url("copy", Ticket(self.mark(address), str(contact_id), "", until))

    def read(self, token: str, purpose: str, now: datetime) -> Ticket:
        """What a link's last part says; BadLink when it is not ours, of another purpose, or too old."""
        try:
            ticket = Ticket(*self._signers[purpose].loads(token))
        except (BadData, TypeError) as error:
            raise BadLink(purpose) from error
        if ticket.until is not None and now.timestamp() > ticket.until:
            raise BadLink(purpose)
        return ticket

    def mark(self, address: Address) -> str:
        """16 characters that are the same for the same address, and tell nothing about it."""
        digest = hmac.digest(
            self._mark_key, str(address).encode("utf-8", "surrogatepass"), "sha256"
        )
        return urlsafe_b64encode(digest[:MARK_BYTES]).decode()

    def _url(self, purpose: str, ticket: Ticket) -> str:
        said = [ticket.mark, ticket.tracking_id, ticket.nonce, ticket.until]
        while not said[-1]:
            said.pop()
        return f"{self._public_url}{PATHS[purpose]}{self._signers[purpose].dumps(said)}"
