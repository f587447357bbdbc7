"""Are the channels alive? When each last worked, and an alarm when one is silent or refuses us.

A SIM without credit, a phone without power and a webhook that points nowhere look all
the same from here: nobody complains any more. So silence itself is reported, but only
where people usually write, and only of hours in which offices work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.flows.telling import Alarm, tell_coordinator
from gateway.setup.parts import Parts
from routing.clocks import Calendar, time_text
from storage.unit_of_work import Transaction

USUAL_SPAN = timedelta(days=7)  # before a channel's last message ...
USUAL = 5  # ... so many came, if it is one that people use
LONGEST_LOOK = timedelta(days=60)  # a silence older than this has been told long ago


@dataclass(frozen=True, slots=True)
class Pulse:
    """When a channel last worked in each direction; None: never."""

    channel: str
    last_inbound: datetime | None
    last_outbound: datetime | None


def pulses(parts: Parts, tx: Transaction) -> list[Pulse]:
    """Each channel that is on."""
    return [
        Pulse(name, tx.last_inbound(name), tx.last_sent(name))
        for name in parts.channels
    ]


def watch(parts: Parts, now: datetime) -> list[str]:
    """Tell the coordinator, once for each silence, of channels that are silent; which ones."""
    with parts.store.reading() as tx:
        silent = silent_channels(parts, tx, now)
    return [
        f"{pulse.channel}: coordinator told of the silence"
        for pulse in silent
        if _tell(parts, pulse, now)
    ]


def silent_channels(parts: Parts, tx: Transaction, now: datetime) -> list[Pulse]:
    """Channels people usually write on, but not within SILENT_AFTER_HOURS of working days."""
    most = timedelta(hours=parts.settings.silent_after_hours)
    home = parts.office.calendar_of(parts.agencies.coordinator)
    return [
        pulse
        for pulse in pulses(parts, tx)
        if pulse.last_inbound
        and quiet_time(pulse.last_inbound, now, home) >= most
        and tx.inbound_between(
            pulse.channel, pulse.last_inbound - USUAL_SPAN, pulse.last_inbound
        )
        >= USUAL
    ]


def quiet_time(since: datetime, now: datetime, calendar: Calendar) -> timedelta:
    """How much of the time from `since` to `now` lies in working days; at most LONGEST_LOOK is looked at."""
    at, end = (
        max(since, now - LONGEST_LOOK).astimezone(calendar.zone),
        now.astimezone(calendar.zone),
    )
    quiet = timedelta()
    while at < end:
        midnight = datetime.combine(
            at.date() + timedelta(days=1), datetime.min.time(), calendar.zone
        )
        if calendar.works_on(at.date()):
            quiet += min(midnight, end) - at
        at = midnight
    return quiet


def _tell(parts: Parts, pulse: Pulse, now: datetime) -> bool:
    if pulse.last_inbound is None:
        return False
    last = parts.office.local(pulse.last_inbound)
    hours = round((now - last).total_seconds() / 3600)
    since = f"{last:%d-%m}, {time_text(last)}"
    alarm = Alarm(
        "alarm.silent", {"channel": pulse.channel, "hours": hours, "since": since}
    )
    with parts.store.transaction() as tx:
        return tell_coordinator(
            parts,
            tx,
            alarm,
            None,
            key=f"silent:{pulse.channel}:{last:%Y%m%d%H%M%S}",
            avoid=pulse.channel,
        )


def tell_of_fault(parts: Parts, channel: str, why: str) -> None:
    """Our account at a provider is at fault: tell the coordinator, once an hour for each channel."""
    alarm = Alarm("alarm.fault", {"channel": channel, "why": parts.reasons.say(why)})
    with parts.store.transaction() as tx:
        key = f"fault:{channel}:{parts.clock():%Y%m%d%H}"
        tell_coordinator(parts, tx, alarm, None, key=key, avoid=channel)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel on which nobody is reached, or something may be missing; why, and since when."""

    channel: str
    why: str
    since: datetime


def tell_of_gap(parts: Parts, trouble: Trouble) -> None:
    """What may be missing cannot be asked for: tell the coordinator, once an hour for each channel."""
    now = parts.clock()
    minutes = round((now - trouble.since).total_seconds() / 60)
    why = parts.reasons.say(trouble.why)
    about = {"channel": trouble.channel, "why": why, "minutes": minutes}
    with parts.store.transaction() as tx:
        key = f"gap:{trouble.channel}:{now:%Y%m%d%H}"
        tell_coordinator(parts, tx, Alarm("alarm.gap", about), None, key=key)


def tell_of_pause(parts: Parts, trouble: Trouble) -> None:
    """Nobody is reached for minutes: tell the coordinator, once an hour for each channel."""
    now = parts.clock()
    minutes = round((now - trouble.since).total_seconds() / 60)
    why = parts.reasons.say(trouble.why)
    about = {"channel": trouble.channel, "why": why, "minutes": minutes}
    with parts.store.transaction() as tx:
        key = f"paused:{trouble.channel}:{now:%Y%m%d%H}"
        alarm = Alarm("alarm.paused", about)
        tell_coordinator(parts, tx, alarm, None, key=key, avoid=trouble.channel)
