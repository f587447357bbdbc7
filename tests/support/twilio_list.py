"""Twilio's list of messages, as its API shows it: newest first, in pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from intake.messages import Address

EACH = 5  # messages of one person
OUTAGE = timedelta(hours=1)
ACCOUNT = "AC" + "0" * 32
NUMBERS = {"sms": "+628110001708", "whatsapp": "whatsapp:+628110001709"}
WORDS = (
    "lampu jalan mati di depan pasar Matawai Kota Waingapu",
    "sudah tiga hari",
    "dekat warung Ibu Rambu",
    "tolong diperbaiki",
    "terima kasih",
)


@dataclass
class ProviderList:
    """Twilio's list of messages: every record it made, and pages of it."""

    records: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def write(
        self, sender: str, to: str, body: str, at: datetime, **more: Any
    ) -> dict[str, Any]:
        """A person writes; no webhook brings it."""
        sid = f"SM9{next(self.numbers):031x}"
        record = {
            "sid": sid,
            "account_sid": ACCOUNT,
            "direction": "inbound",
            "status": "received",
            "from": sender,
            "to": to,
            "body": body,
            "num_media": str(len(self.media.get(sid, []))),
            "date_created": format_datetime(at.astimezone(UTC)),
            "date_sent": format_datetime(at.astimezone(UTC)),
            "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
        }
        self.records.append(record | more)
        return self.records[-1]

    def page(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """One page: those of a number since a moment, newest first."""
        size, first = int(asked.get("PageSize", 50)), int(asked.get("Page", 0))
        found = [one for one in reversed(self.records) if _is_wanted(one, asked)]
        more = urlencode({**asked, "Page": first + 1})
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        return {
            "messages": found[first * size : (first + 1) * size],
            "next_page_uri": f"{path}?{more}"
            if len(found) > (first + 1) * size
            else None,
        }


def _is_wanted(record: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    since = asked.get("DateSent>")
    if record["to"] != asked.get("To", record["to"]):
        return False
    sent = datetime.strptime(
        record["date_sent"] or record["date_created"], "%a, %d %b %Y %H:%M:%S %z"
    )
    return since is None or sent >= datetime.fromisoformat(since)


def fill(
    held: ProviderList, messages: int, until: datetime
) -> dict[Address, list[str]]:
    """What so many messages of an hour say, by person, in the order they wrote them."""
    wrote: dict[Address, list[str]] = {}
    people = max(1, messages // EACH)
    for n in range(messages):
        turn, person = divmod(n, people)
        channel = "whatsapp" if person % 2 else "sms"
        number, to = f"+6281290{person:06d}", NUMBERS[channel]
        words = f"{WORDS[turn % len(WORDS)]} ({turn + 1})"
        sender = f"whatsapp:{number}" if channel == "whatsapp" else number
        held.write(sender, to, words, until - OUTAGE * (messages - n) / messages)
        wrote.setdefault(Address(channel, number), []).append(words)
    return wrote
