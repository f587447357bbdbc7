"""Several sources of SMS as the one channel `sms`.

A citizen's number is their address whichever way their SMS took, so there is one
channel; each source (Kannel, an Android phone, a modem, Twilio) is an adapter with
both directions behind it. A webhook belongs to the source its path names. A message
leaves by the source the citizen last wrote to, because that is the number in their
phone; else by the one that has the longest prefix of theirs, since calls within one
operator are cheap; else by the first.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from channels.contract import (
    Channel,
    Event,
    Fetched,
    KeepsFiles,
    Malformed,
    Unwanted,
    Webhook,
    Why,
)
from channels.sms import Sms
from intake.messages import OutboundMessage

ROOT = "/webhooks/"


@dataclass(frozen=True, slots=True)
class SmsSource:
    """One way SMS come and go."""

    name: str  # the part of its webhooks' path after /webhooks/
    channel: Channel
    numbers: tuple[str, ...]  # ours, E.164 or short codes
    prefixes: tuple[str, ...] = ()  # of the citizens' numbers it is meant for: "+62811"


class SmsSources(Sms):
    """The channel `sms` over at least one source, the default one first."""

    ack = ("", "text/plain")
    malformed_status = 200

    def __init__(self, sources: tuple[SmsSource, ...]) -> None:
        self.sources = {source.name: source for source in sources}

    def source_at(self, url: str) -> SmsSource | None:
        """The source whose webhook has this URL or path."""
        _, _, rest = urlsplit(url).path.rpartition(ROOT)
        return self.sources.get(rest.partition("/")[0])

    def parse(self, webhook: Webhook) -> list[Event]:
        """What the source at the webhook's path makes of it."""
        source = self.source_at(webhook.url)
        if source is None:
            raise Malformed("no source of SMS has this path")
        return source.channel.parse(webhook)

    def send(self, message: OutboundMessage) -> str:
        """Send by the source that fits the recipient; its errors are its own."""
        return self._source_for(message).channel.send(message)

    def fetch(self, ref: str) -> Fetched:
        """A file from the source that keeps files: only Twilio has MMS."""
        for source in self.sources.values():
            if isinstance(source.channel, KeepsFiles):
                return source.channel.fetch(ref)
        raise Unwanted(Why.HOST)

    def check(self) -> list[str]:
        """Every source's faults."""
        return [
            fault
            for source in self.sources.values()
            for fault in source.channel.check()
        ]

    def _source_for(self, message: OutboundMessage) -> SmsSource:
        everyone = list(self.sources.values())
        written_to = [
            one for one in everyone if message.via and message.via in one.numbers
        ]
        return (
            written_to or [max(everyone, key=lambda one: _fit(one, message.to.id))]
        )[0]


def _fit(source: SmsSource, number: str) -> int:
    """How much of the number its longest prefix covers; the first source wins a tie."""
    return max(
        (len(one) for one in source.prefixes if number.startswith(one)), default=0
    )
