"""When a whole channel is left alone, and for how long.

One recipient's fault is not the channel's: a chat that is throttled, a number that makes the
provider stumble and a sender that is wrong for one country wait alone. Only when SEVERAL people
in a row were not reached, with nothing taken in between, is it the channel: it rests, then one
call goes ahead of the others, and the rests grow while that fails, too.
"""

from datetime import datetime, timedelta

from channels.contract import Misconfigured, SendError, Throttled
from gateway.flows.verdicts import MENDING, Again, Never, Verdict

SEVERAL = 3  # people
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=1)
LONGEST_THROTTLE = timedelta(
    minutes=5
)  # whatever the provider says: then one call asks
ALARM_AFTER = timedelta(minutes=3)  # of trouble without a message taken


class Breaker:
    """What a channel's calls came to lately, as far as one process knows."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._people: set[int] = set()
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._opened = 0

    def ended(self, verdict: Verdict, now: datetime) -> timedelta | None:
        """Take a call's end into account; how long the channel must rest for it, if at all."""
        error = trouble(verdict)
        if error is None:
            self._forget()
            return None
        self._since = self._since or now
        self._people.add(verdict.item.contact_id)
        if len(self._people) < SEVERAL:
            return None
        if self._until is None or now >= self._until:
            self._opened += 1
        rest = self._rest(error)
        if self._until and now + rest <= self._until:
            return None
        self._until = now + rest
        return rest

    def lasts_since(self, now: datetime) -> datetime | None:
        """Since when nobody is reached, when that is long enough to tell somebody."""
        late = self._since and now - self._since >= ALARM_AFTER
        return self._since if late and len(self._people) >= SEVERAL else None

    def _rest(self, error: SendError) -> timedelta:
        if isinstance(error, Throttled):
            return min(timedelta(seconds=error.retry_after), LONGEST_THROTTLE)
        if isinstance(error, Misconfigured):
            return MENDING
        doublings = min(self._opened, 9) - 1
        return min(FIRST_REST * int(2**doublings), LONGEST_REST)


def trouble(verdict: Verdict) -> SendError | None:
    """What speaks against the channel; a provider that says no to one message works."""
    if isinstance(verdict, Again):
        return verdict.error
    if isinstance(verdict, Never) and verdict.error and verdict.error.retryable:
        return verdict.error
    return None
