"""SMS through a modem at hand, driven by Gammu's daemon with its tables in SQLite.

Of the daemon's two doors the tables are the sounder one. Its RunOnReceive hook alone
gives a message once, in environment variables, without the network's time, and what
the hook fails to pass on is gone; `gammu-smsd-inject` would show citizens' words in
the process list and returns an id that nothing reports on. A row stays until it is
taken, carries the time, the class and the part numbers, and `sentitems` says what
became of ours. So the hook is only the doorbell: it runs `channels.gammu_hook`, which
posts every row not yet taken and marks it when we have answered 200.

Rows are inserted by us, so the daemon's database must be on this machine. Ids of rows
start again when that file is replaced; what names a message is the token we put into
`CreatorID`, and for an inbound one its fingerprint (rows may double: gammu issue 378).
https://docs.gammu.org/smsd/tables.html  https://docs.gammu.org/smsd/run.html
"""

import hmac
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

from channels.contract import (
    BadSignature,
    Event,
    Kept,
    Malformed,
    Misconfigured,
    Odd,
    SendError,
    Unknown,
    Unreachable,
    Webhook,
)
from channels.gammu_hook import CREATOR, waiting
from channels.gammu_hook import message as posted_of
from channels.sms import NewId, Sms, fingerprint, sender, storable
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)
from intake.wording.sms import cut_between_words, segments, to_gsm7, utf16_units

BEARER = "Bearer "
USSD, FLASH = 127, 0  # message classes that no citizen sends
PART = 140  # characters of one of several parts; 153 less what the alphabet's second table may take
MOST_PARTS = 255
LOCK_SECONDS = 10.0  # the daemon writes, too
GAP = "[bagian {} tidak sampai]"
STATUSES = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "failed": DeliveryStatus.FAILED,
}
FIRST = """INSERT INTO outbox
    (DestinationNumber, TextDecoded, Coding, UDH, MultiPart, DeliveryReport, CreatorID, Class)
    VALUES (?, ?, 'Default_No_Compression', ?, ?, 'yes', ?, -1)"""
FURTHER = """INSERT INTO outbox_multipart (ID, SequencePosition, TextDecoded, Coding, UDH, Class)
    VALUES (?, ?, ?, 'Default_No_Compression', ?, -1)"""
# Renewed each minute for ten seconds only, in local time: dead is who has missed five.
ALIVE = "SELECT count(*), coalesce(sum(TimeOut >= datetime('now', 'localtime', '-5 minutes')), 0) FROM phones"


@dataclass(frozen=True, slots=True)
class Modem:
    """Where the daemon's tables are, and how we know its hook."""

    database: Path  # an SQLite file with the tables of gammu-smsd, version 17
    secret: str
    number: str  # the SIM's
    zone: tzinfo  # the daemon writes this machine's local time

    def __repr__(self) -> str:
        return f"Modem({self.number})"


class GammuChannel(Sms):
    """One modem, both ways."""

    ack = ("", "text/plain")
    malformed_status = 200  # the hook would post it for ever

    def __init__(self, modem: Modem, new_id: NewId) -> None:
        self._modem = modem
        self._new_id = new_id

    def parse(self, webhook: Webhook) -> list[Event]:
        """The message or the report that the hook posts, if it knows our secret."""
        given = webhook.headers.get("Authorization", "").encode(errors="replace")
        if not hmac.compare_digest(given, (BEARER + self._modem.secret).encode()):
            raise BadSignature("gammu: secret")
        try:
            posted = json.loads(webhook.body)
            return [self._message(posted) if "parts" in posted else _report(posted)]
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            RecursionError,
            OverflowError,
        ) as error:
            raise Malformed(
                f"not what the hook posts ({type(error).__name__})"
            ) from None

    def send(self, message: OutboundMessage) -> str:
        """Put the message into the daemon's outbox, all parts at once, and return our token for it."""
        token = self._new_id()
        texts = _parts(to_gsm7(message.text))
        udhs = _udhs(token, len(texts))
        with _named_faults(), closing(self._open()) as tables, tables:
            several = "true" if len(texts) > 1 else "false"
            row = (message.to.id, texts[0], udhs[0], several, f"{CREATOR}:{token}")
            id_ = tables.execute(FIRST, row).lastrowid
            rest = enumerate(zip(texts[1:], udhs[1:], strict=True), start=2)
            tables.executemany(
                FURTHER, [(id_, n, text, udh) for n, (text, udh) in rest]
            )
        return token

    def check(self) -> list[str]:
        """Whether the daemon lives and has a phone: it renews `phones.TimeOut` while it does."""
        try:
            with _named_faults(), closing(self._open()) as tables:
                known, alive = tables.execute(ALIVE).fetchone()
        except SendError as error:
            return [f"Gammu: {error}"]
        if not known:
            return ["Gammu: gammu-smsd belum pernah tersambung ke modem"]
        return [] if alive else ["Gammu: modem atau gammu-smsd mati"]

    def kept(self, since: datetime, unknown: Unknown) -> Kept:  # noqa: ARG002  (a row says itself whether it waits)
        """What the hook could not bring us, however old. The rows stay: it marks them when it next runs."""
        with _named_faults(), closing(self._open()) as tables:
            posted = [posted_of(rows) for rows in waiting(tables)]
        read = [self._read(one) for one in posted]
        odd = tuple(one for one in read if isinstance(one, Odd))
        return _lacking([one for one in read if not isinstance(one, Odd)], odd, unknown)

    def _read(self, posted: dict[str, Any]) -> InboundMessage | Odd:
        try:
            return self._message(posted)
        except (Malformed, ValueError, TypeError) as error:
            raw = json.dumps(posted).encode()
            return Odd(sha256(raw).hexdigest()[:40], type(error).__name__, raw)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self._modem.database.as_uri()}?mode=rw", uri=True, timeout=LOCK_SECONDS
        )

    def _message(self, posted: dict[str, Any]) -> InboundMessage:
        who, machine = sender(storable(posted["from"]))
        text, time = (
            _joined(posted["parts"], int(posted["of"])),
            storable(posted["time"]),
        )
        id_ = fingerprint(who, text, time)
        there = any(part["text"] is not None for part in posted["parts"])
        return InboundMessage(
            external_id=id_,
            reference=id_,
            sender=Address("sms", who),
            text=text if there else "",
            sent_at=_moment(time, self._modem.zone),
            to=self._modem.number,
            automatic=machine or posted["class"] in {USSD, FLASH},
            unreadable=posted["coding"] == "8bit" or not there,
        )


def _lacking(
    whole: list[InboundMessage], odd: tuple[Odd, ...], unknown: Unknown
) -> Kept:
    wanted = unknown([one.external_id for one in whole])
    return Kept(
        tuple(one for one in whole if one.external_id in wanted),
        len(whole) + len(odd),
        max((one.sent_at for one in whole if one.sent_at), default=None),
        odd=odd,
    )


def _joined(parts: list[dict[str, Any]], of: int) -> str:
    """The whole text, with a mark where a part never came; a character may stand in two parts."""
    if not 1 <= of <= MOST_PARTS:
        raise Malformed("a strange number of parts")
    texts = {int(part["position"]): part["text"] for part in parts}
    told = (texts.get(n) for n in range(1, of + 1))
    return storable(
        "".join(
            GAP.format(n) if text is None else text for n, text in enumerate(told, 1)
        )
    )


def _moment(time: str, zone: tzinfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _report(posted: dict[str, Any]) -> DeliveryReport:
    token, code = storable(posted["message"]), storable(posted["error"])
    if not token:
        raise Malformed("no message")
    return DeliveryReport(
        "sms", token, STATUSES[posted["status"]], error_code=code[:40]
    )


def _parts(text: str) -> list[str]:
    """The text as the network takes it: one part as it is, several cut with room for their numbers."""
    if segments(text).parts <= 1:
        return [text]
    return cut_between_words(text, PART, utf16_units)


def _udhs(token: str, total: int) -> list[str]:
    """The header of each part: a reference that they share, how many there are, which one it is."""
    if total == 1:
        return [""]
    reference = sha256(token.encode()).hexdigest()[:2].upper()
    return [f"050003{reference}{total:02X}{n:02X}" for n in range(1, total + 1)]


@contextmanager
def _named_faults() -> Iterator[None]:
    """Every way SQLite fails, under our names."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if re.search("locked|busy", str(error)):
            raise Unreachable("tabel gammu-smsd sedang terkunci") from None
        raise Misconfigured(f"tabel gammu-smsd tidak terbuka ({error})") from None
    except sqlite3.Error as error:
        raise Misconfigured(
            f"tabel gammu-smsd menolak pesan ({type(error).__name__})"
        ) from None
