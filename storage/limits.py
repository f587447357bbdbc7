"""How fast we may write: one count in Redis that every worker obeys.

Each limit is a GCRA ("leaky bucket"): it remembers only the moment at which it will be
idle again. Redis away: the same arithmetic in this process, so that a provider meets at
most as many times the rate as there are workers, and only until Redis is back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import cast

from intake.messages import Rate, Rates
from storage.away import RedisHere

FORGOTTEN = 10_000  # limits remembered here while Redis is away; more, and the idle ones are dropped
PREFIX = "satu-pintu:rate:"


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now."""

    seconds: float  # until it may go
    everyone: bool  # the channel is at its limit, not only this person


@dataclass(frozen=True, slots=True)
class Spare:
    """What a channel's limit has left."""

    messages: int  # that may leave now
    seconds: float  # until one may


@dataclass(frozen=True, slots=True)
class _Bucket:
    key: str
    rate: Rate


# A moment that lies further ahead than a full bucket comes from a clock that has since been set back.
TAKE = """
local now, longest, which, tats = tonumber(ARGV[1]), 0, 0, {}
for i, key in ipairs(KEYS) do
  local interval, slack = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local tat = tonumber(redis.call('GET', key) or now)
  if tat < now or tat - now > slack + interval + 1 then tat = now end
  if tat - now - slack > longest then longest, which = tat - now - slack, i end
  tats[i] = tat + interval
end
if longest > 0.0005 then return {tostring(longest), which} end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.6f', tats[i]), 'PX', math.ceil((tats[i] - now) * 1000) + 1000)
end
return {'0', 0}
"""
SHORTEST = 0.0005  # seconds; less is no wait


class Limiter:
    """Counts what leaves on each channel and to each person. A channel without rates is a KeyError."""

    def __init__(self, here: RedisHere, rates: Mapping[str, Rates]) -> None:
        self._rates = rates
        self._redis = here
        self._take = here.client.register_script(TAKE)
        self._here: dict[str, float] = {}

    def take(
        self, channel: str, contact_id: int, now: datetime, *, group: bool = False
    ) -> Wait | None:
        """Count one message that leaves now; or, uncounted, how long to wait. Redis learns no address."""
        buckets = self._buckets(channel, contact_id, group)
        moment = now.timestamp()
        return self._redis.tell(
            lambda: self._shared(buckets, moment),
            lambda: self._alone(buckets, moment),
        )

    def once(self, what: str, rates: Collection[Rate], now: datetime) -> bool:
        """Count one try of something that is no message; whether it is within all these rates.

        `what` stands in Redis: it must name nobody.
        """
        buckets = [_Bucket(f"{PREFIX}{what}:{one.seconds:g}", one) for one in rates]
        moment = now.timestamp()
        return (
            self._redis.tell(
                lambda: self._shared(buckets, moment),
                lambda: self._alone(buckets, moment),
            )
            is None
        )

    def spare(self, channels: Collection[str], now: datetime) -> dict[str, Spare]:
        """What each channel's limit has left; nothing is counted, and others may be faster."""
        buckets = {one: self._everyone(one) for one in channels}
        moment = now.timestamp()
        keys = [bucket.key for bucket in buckets.values()]
        tats = self._tats(keys) if keys else {}
        return {
            channel: _spare(bucket.rate, _idle_at(bucket, tats, moment) - moment)
            for channel, bucket in buckets.items()
        }

    def rate(self, channel: str) -> Rate:
        """How fast the whole channel may be written to."""
        return self._rates[channel].overall

    def _tats(self, keys: list[str]) -> Mapping[str, float]:
        return self._redis.tell(lambda: self._shared_tats(keys), lambda: self._here)

    def _shared_tats(self, keys: list[str]) -> Mapping[str, float]:
        found = cast("list[bytes | None]", self._redis.client.mget(keys))
        return {key: float(tat) for key, tat in zip(keys, found, strict=True) if tat}

    def _buckets(self, channel: str, contact_id: int, group: bool) -> list[_Bucket]:
        rates = self._rates[channel]
        own = rates.group if group and rates.group else rates.person
        return [self._everyone(channel)] + (
            [_Bucket(f"{PREFIX}{channel}:{contact_id}", own)] if own else []
        )

    def _everyone(self, channel: str) -> _Bucket:
        return _Bucket(f"{PREFIX}{channel}", self._rates[channel].overall)

    def _shared(self, buckets: list[_Bucket], now: float) -> Wait | None:
        numbers = [
            number for one in buckets for number in (one.rate.interval, one.rate.slack)
        ]
        answer = self._take(
            keys=[one.key for one in buckets], args=[f"{now:.6f}", *numbers]
        )
        seconds, which = cast("tuple[bytes, int]", answer)
        return Wait(float(seconds), which == 1) if which else None

    def _alone(self, buckets: list[_Bucket], now: float) -> Wait | None:
        """What TAKE does, in this process."""
        tats = [_idle_at(one, self._here, now) for one in buckets]
        waits = [
            tat - now - one.rate.slack for tat, one in zip(tats, buckets, strict=True)
        ]
        if max(waits) > SHORTEST:
            return Wait(max(waits), waits.index(max(waits)) == 0)
        self._here |= {
            one.key: tat + one.rate.interval
            for tat, one in zip(tats, buckets, strict=True)
        }
        if len(self._here) > FORGOTTEN:
            self._here = {key: tat for key, tat in self._here.items() if tat > now}
        return None


def _idle_at(bucket: _Bucket, tats: Mapping[str, float], now: float) -> float:
    tat = tats.get(bucket.key, now)
    full = bucket.rate.slack + bucket.rate.interval + 1
    return tat if now <= tat <= now + full else now


def _spare(rate: Rate, ahead: float) -> Spare:
    """Of a bucket that will be idle in so many seconds."""
    left = rate.slack + SHORTEST - ahead
    return Spare(max(0, floor(left / rate.interval) + 1), max(0.0, SHORTEST - left))
