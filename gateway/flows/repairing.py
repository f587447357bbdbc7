"""Gap repair: what a provider holds and we lack comes in by the door that webhooks come in by.

Twilio hardly tries again when we were away, and then the message is only in its list. So the
lists are read: when we start, when we refused something, and every few minutes. A message is known
by the id its webhook has, so one that came both ways counts once. How far a list was read is noted
only when all up to there is in; and as lists grow behind their end, too, the last minutes are read
again each time. Each source of messages is looked at by itself: one that hangs holds up no other.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from channels.contract import (
    Channel,
    KeepsMessages,
    Kept,
    Misconfigured,
    SendError,
    SendsAgain,
    TriesAgain,
)
from channels.sms_sources import SmsSources
from gateway.flows.channel_health import Trouble, tell_of_fault, tell_of_gap
from gateway.flows.receiving import take
from gateway.setup.parts import Parts
from intake.messages import InboundMessage
from storage.gaps import Gap
from storage.unit_of_work import Transaction

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=5)  # a list holds what is older than this for good
CLOCKS = timedelta(hours=1)  # our clock and a provider's are not further apart
TOGETHER = 200  # messages that come in at once, as the door stores them
TELL_AFTER = timedelta(minutes=15)  # of looks in vain
STALE = timedelta(minutes=15)  # without any look


@dataclass(frozen=True, slots=True)
class GapSource:
    """One way messages come to us, whose provider can be asked what it holds."""

    name: str  # a channel, or `sms.<who carries it>`
    channel: str
    adapter: Channel


@dataclass(frozen=True, slots=True)
class Look:
    """One look at what a source holds."""

    since: datetime
    at: datetime
    outage: bool  # something may be missing, as far as we know
    dry: bool = False  # only look


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a look came to."""

    source: str
    since: datetime
    listed: int = 0
    brought: int = 0  # or would be
    asked: bool = False  # it comes as webhooks, now that it was asked for
    why: str = ""  # not all of it came in


def gap_sources(parts: Parts) -> list[GapSource]:
    """The sources that are on and can be asked."""
    return [
        source
        for channel, adapter in parts.channels.items()
        for source in _behind(channel, adapter)
        if isinstance(source.adapter, tuple(WAYS))
    ]


def _behind(channel: str, adapter: Channel) -> list[GapSource]:
    if isinstance(adapter, SmsSources):
        return [
            GapSource(f"{channel}.{one.name}", channel, one.channel)
            for one in adapter.sources.values()
        ]
    return [GapSource(channel, channel, adapter)]


def repair(
    parts: Parts,
    source: GapSource,
    since: datetime | None = None,
    *,
    outage: bool = True,
    dry: bool = False,
) -> Repaired:
    """Bring in what a source holds and we lack, since a moment or since it was read last.

    A provider's fault is in `why`. DatabaseDown, SpoolFailed: ours; it is looked for again then.
    """
    at = parts.clock()
    read_to = _begun(parts, source, at).read_to
    look = Look(since or read_to - OVERLAP, at, outage, dry)
    way = next(way for kind, way in WAYS.items() if isinstance(source.adapter, kind))
    try:
        done = way(parts, source, look)
    except SendError as error:
        done = Repaired(source.name, look.since, why=str(error))
        if isinstance(error, Misconfigured):
            tell_of_fault(parts, source.channel, str(error))
    if not dry:
        _note(parts, source, done, at)
    return done


def unrepaired(parts: Parts, tx: Transaction) -> dict[str, str]:
    """The sources of which something may be missing at present, and why."""
    on, now = {one.name for one in gap_sources(parts)}, parts.clock()
    return {
        gap.source: parts.reasons.say(gap.why) if gap.why else "nobody looks"
        for gap in tx.gaps()
        if gap.source in on and (gap.why or now - gap.looked_at > STALE)
    }


def _begun(parts: Parts, source: GapSource, now: datetime) -> Gap:
    """How far it was read. One that is new to us held nothing of ours before its latest message."""
    with parts.store.reading() as tx:
        known = tx.gap(source.name)
        latest = None if known else tx.last_inbound(source.channel)
    if known:
        return known
    with parts.store.transaction() as tx:
        tx.begin_gap(source.name, latest or now, now)
        known = tx.gap(source.name)
    return known or Gap(source.name, latest or now, now, "", None, 0)


def _bring(parts: Parts, source: GapSource, look: Look) -> Repaired:
    """Read the list, and take in what we lack, oldest first."""
    adapter = source.adapter
    if not isinstance(adapter, KeepsMessages):
        raise TypeError(source.name)
    kept = adapter.kept(look.since, partial(_unknown, parts, source.channel))
    done = Repaired(
        source.name, look.since, kept.looked_at, len(kept.messages), why=kept.why
    )
    if look.dry:
        return done
    for some in _batches(kept.messages):
        take(parts, some)
        _further(parts, source, look, _until(kept, some[-1].sent_at))
    _keep_odd(parts, source, kept)
    _further(parts, source, look, _until(kept, _end(kept, look)))
    return done


def _unknown(parts: Parts, channel: str, ids: Sequence[str]) -> set[str]:
    with parts.store.reading() as tx:
        return tx.unknown(channel, ids)


def _batches(messages: Sequence[InboundMessage]) -> Iterator[Sequence[InboundMessage]]:
    for first in range(0, len(messages), TOGETHER):
        yield messages[first : first + TOGETHER]


def _end(kept: Kept, look: Look) -> datetime:
    """Up to when all is in: by the provider's clock, as far as it says; ours may be another."""
    believed = look.at - CLOCKS
    if kept.newest is None:
        return believed
    return max(believed, min(kept.newest, look.at + CLOCKS))


def _until(kept: Kept, moment: datetime | None) -> datetime | None:
    """Not beyond the first that is left for the next time."""
    if moment and kept.waits_since:
        return min(moment, kept.waits_since)
    return moment


def _further(parts: Parts, source: GapSource, look: Look, to: datetime | None) -> None:
    """Note how far it was read; not when there is a hole between what was read before and this look."""
    with parts.store.transaction() as tx:
        known = tx.gap(source.name)
        if to and known and look.since <= known.read_to:
            tx.gap_read(source.name, to)


def _keep_odd(parts: Parts, source: GapSource, kept: Kept) -> None:
    """What cannot be read is put aside, once, for a person to look at."""
    if kept.odd:
        found = {f"{source.name}.record:{one.id}": one.raw for one in kept.odd}
        with parts.store.transaction() as tx:
            tx.note_damage(found, parts.clock())


def _have_sent(parts: Parts, source: GapSource, look: Look) -> Repaired:
    """Have it brought again. Only after an outage: a phone reads its whole inbox for it."""
    adapter = source.adapter
    if not isinstance(adapter, SendsAgain):
        raise TypeError(source.name)
    asked = look.outage and not look.dry
    if asked:
        adapter.send_again(look.since, look.at)
    if not look.dry:
        _further(parts, source, look, look.at)
    return Repaired(source.name, look.since, asked=asked)


def _look_at(parts: Parts, source: GapSource, look: Look) -> Repaired:  # noqa: ARG001  (as the other ways)
    """See how much waits. It comes by itself: the provider tries for a day."""
    adapter = source.adapter
    if not isinstance(adapter, TriesAgain):
        raise TypeError(source.name)
    found = adapter.backlog()
    fails = found.failed_at and found.failed_at > look.at - STALE
    why = found.why if found.waiting and fails else ""
    return Repaired(source.name, look.since, listed=found.waiting, why=why)


WAYS = {KeepsMessages: _bring, SendsAgain: _have_sent, TriesAgain: _look_at}


def _note(parts: Parts, source: GapSource, done: Repaired, at: datetime) -> None:
    """Write down how it went, and tell whoever must know."""
    with parts.store.transaction() as tx:
        tx.gap_brought(source.name, done.brought)
        tx.gap_looked(source.name, done.why, at)
        known = tx.gap(source.name)
    if done.brought:
        log.warning(
            "%s: %d messages that had not reached us", source.name, done.brought
        )
    if done.why:
        log.error("%s: not all it holds came in: %s", source.name, done.why)
    since = known and known.failing_since
    if since and at - since >= TELL_AFTER:
        tell_of_gap(parts, Trouble(source.channel, done.why, since))
        parts.bell.ring("deliver")
