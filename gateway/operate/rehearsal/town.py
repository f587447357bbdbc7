"""The real house for a rehearsal: its own database, fake providers at the wire, a clock that only we move."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from twilio.request_validator import RequestValidator

from channels.twilio import TwilioSms, TwilioWhatsApp, twilio_client
from gateway.flows import cases, clock_rounds, delivery, turns
from gateway.operate.rehearsal.wire import SID, SMS, TOKEN, WHATSAPP, RehearsalWire
from gateway.setup.parts import Parts
from gateway.setup.settings import read_settings
from gateway.setup.wiring import build
from gateway.web.app import create_app
from intake.messages import Address
from intake.state import State
from routing.agencies import Administrator, Agencies, Agency
from routing.case import Case
from storage import embedded_redis
from storage.migrations import migrate

PUBLIC = "http://127.0.0.1:1"  # signed for, never called
TRACKING_ID = re.compile(r"LPR-\w{7}")
OFFICERS = "+62813{:08d}"


class Town:
    """The parts over one wire, and what people on their phones can do and see."""

    def __init__(self, parts: Parts, wire: RehearsalWire, start: datetime) -> None:
        self.now, self.wire = start, wire
        self.parts = replace(parts, clock=lambda: self.now, nap=self._nap)
        self._web = create_app(self.parts).test_client()
        self._ids = count(1)

    def _nap(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def write(self, address: str, text: str) -> None:
        """Somebody writes, and everything that follows at once is done."""
        channel, _, phone = address.partition(":")
        prefix, ours = ("whatsapp:", WHATSAPP) if channel == "whatsapp" else ("", SMS)
        form = {
            "MessageSid": f"SM{next(self._ids) + 10**9:032d}",
            "AccountSid": SID,
            "NumMedia": "0",
            "From": f"{prefix}{phone}",
            "To": f"{prefix}{ours}",
            "Body": text,
        }
        path = f"/webhooks/twilio/{channel}"
        signed = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
        self._web.post(path, data=form, headers={"X-Twilio-Signature": signed})
        self.settle()

    def tick(self) -> None:
        """The clock pass."""
        clock_rounds.tick_all(self.parts, self.now)
        self.settle()

    def settle(self) -> None:
        """What workers do: turns, routing, sending."""
        self.now += timedelta(seconds=1)
        turns.take_turns(self.parts)
        clock_rounds.push(self.parts)
        with self.parts.store.reading() as tx:
            waiting = tx.to_push(self.now + timedelta(days=1), 100)
        for id_ in waiting:
            cases.route(self.parts, id_)
        delivery.deliver(self.parts)

    def talk(self, address: str) -> State:
        """Where a person's conversation stands: the rehearsal's citizens answer what is asked."""
        channel, _, phone = address.partition(":")
        with self.parts.store.reading() as tx:
            contact = tx.find_contact(Address(channel, phone))
            talk = tx.conversation(contact.id) if contact else None
        return talk.state if talk else State()

    def case(self, tracking_id: str) -> Case | None:
        """A report's case as it stands."""
        with self.parts.store.reading() as tx:
            stored = tx.complaint(tracking_id)
            row = tx.case(stored.id) if stored else None
        return row.case if row else None

    def kind(self, address: str, provider_id: str) -> str:
        """What sort of message this was: `reply`, or the key of its news."""
        with self.parts.store.reading() as tx:
            item = tx.outbox_by_provider_id(address.partition(":")[0], provider_id)
        return item.kind if item else ""


@contextmanager
def town(var_dir: Path, seed: int, start: datetime) -> Iterator[Town]:
    """A town over an empty database under `var_dir`; nothing of this installation is read or written."""
    redis = embedded_redis.start(var_dir)
    settings = read_settings(
        {
            "VAR_DIR": str(var_dir),
            "PUBLIC_URL": PUBLIC,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_SMS_NUMBER": SMS,
            "TWILIO_WHATSAPP_NUMBER": WHATSAPP,
            "REDIS_URL": embedded_redis.url_of(var_dir),
            "PAUSE_MS": "0",
            "TIMEZONE": str(start.tzinfo or ZoneInfo("Asia/Jakarta")),
        }
    )
    migrate(settings.database_url)
    wire = RehearsalWire()
    client = twilio_client(SID, TOKEN, "https://api.twilio.com", wire)
    parts = build(settings, lambda: start)
    parts = replace(
        parts,
        agencies=_by_phone(parts.agencies),
        draw=Random(seed).randrange,  # noqa: S311  (the same rehearsal again)
        channels={
            "sms": TwilioSms(SMS, client, (TOKEN,), SID, ""),
            "whatsapp": TwilioWhatsApp(WHATSAPP, client, (TOKEN,), SID, ""),
        },
    )
    try:
        yield Town(parts, wire, start)
    finally:
        parts.store.dispose()
        redis.stop()


def _by_phone(agencies: Agencies) -> Agencies:
    """The same desks, each officer with a WhatsApp phone of their own."""
    numbers = count(1)

    def phoned(desk: Agency) -> Agency:
        people = tuple(_phoned(one, next(numbers)) for one in desk.administrators)
        return replace(desk, administrators=people)

    desks = {code: phoned(desk) for code, desk in agencies.by_code.items()}
    return replace(agencies, by_code=desks)


def _phoned(person: Administrator, number: int) -> Administrator:
    return replace(
        person, notify=(Address("whatsapp", OFFICERS.format(90_000 + number)),)
    )
