"""The rates, on the count in Redis and on the one each process keeps while Redis is away."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from channels.twilio import TwilioSms
from gateway.setup.channels import KNOWN
from intake.messages import Rate, Rates
from storage.away import RedisHere
from storage.limits import Limiter

NOWHERE = "redis://127.0.0.1:1"
RATES = {name: adapter.rates for name, adapter in KNOWN.items()} | {
    "sms": TwilioSms.rates
}


@pytest.fixture(params=["in Redis", "alone"])
def limiter(request, redis_url):
    here = RedisHere(redis_url if request.param == "in Redis" else NOWHERE)
    yield Limiter(here, RATES)
    here.close()


def sendable(
    limiter: Limiter, channel: str, people: Iterable[int], now: datetime
) -> int:
    """How many of these messages may leave at this moment; a group has a negative number here."""
    return sum(
        limiter.take(channel, abs(one), now, group=one < 0) is None for one in people
    )


@pytest.mark.parametrize(
    ("channel", "people", "at_once"),
    [
        pytest.param(
            "telegram", range(100), 30, id="G19 Telegram takes 30 a second overall"
        ),
        pytest.param(
            "telegram", [7] * 10, 3, id="G19 Telegram takes a short burst to one chat"
        ),
        pytest.param(
            "telegram", [-100] * 30, 20, id="G19 Telegram takes 20 a minute to a group"
        ),
        pytest.param("whatsapp", range(200), 80, id="WhatsApp takes 80 a second"),
        pytest.param(
            "whatsapp", [812] * 80, 45, id="WhatsApp takes 45 at once to one person"
        ),
        pytest.param("sms", range(50), 10, id="SMS takes a burst that Twilio queues"),
    ],
)
def test_no_more_leaves_at_once_than_the_provider_takes(
    limiter, now, channel, people, at_once
):
    assert sendable(limiter, channel, people, now) == at_once


@pytest.mark.parametrize(
    ("channel", "person", "seconds", "most"),
    [
        pytest.param("telegram", 7, 30, 33, id="one a second to a chat"),
        pytest.param("telegram", -100, 120, 60, id="20 a minute to a group"),
        pytest.param("sms", 812, 30, 40, id="one SMS a second"),
        pytest.param("whatsapp", 812, 60, 55, id="one each 6 s to one WhatsApp"),
    ],
)
def test_over_a_longer_time_the_rate_is_kept(
    limiter, now, channel, person, seconds, most
):
    ticks = [now + timedelta(seconds=n / 4) for n in range(seconds * 4)]
    sent = sum(sendable(limiter, channel, [person], at) for at in ticks)
    assert most - 1 <= sent <= most


def test_the_wait_told_is_the_wait_needed(limiter, now):
    waits = [limiter.take("telegram", 7, now) for _ in range(4)]
    (wait,) = [one for one in waits if one]
    assert not wait.everyone
    assert limiter.take("telegram", 7, now + timedelta(seconds=wait.seconds * 0.9))
    assert limiter.take("telegram", 7, now + timedelta(seconds=wait.seconds)) is None


def test_a_full_channel_is_told_from_a_full_chat(limiter, now):
    sendable(limiter, "telegram", range(30), now)
    wait = limiter.take("telegram", 900, now)
    assert wait
    assert wait.everyone


def test_what_had_to_wait_was_not_counted(limiter, now):
    sendable(limiter, "telegram", [7] * 50, now)
    assert sendable(limiter, "telegram", range(100, 200), now) == 27


def test_a_clock_set_back_an_hour_holds_nobody_up(limiter, now):
    sendable(limiter, "telegram", [7] * 5, now)
    assert limiter.take("telegram", 7, now - timedelta(hours=1)) is None


def test_a_channel_without_rates_cannot_be_written_to(limiter, now):
    with pytest.raises(KeyError):
        limiter.take("pigeon", 1, now)


def test_all_workers_share_one_count(redis_url, now):
    connections = [RedisHere(redis_url) for _ in range(8)]
    workers = [Limiter(one, RATES) for one in connections]
    with ThreadPoolExecutor(8) as threads:
        counts = threads.map(
            lambda one: sendable(one, "telegram", range(40), now), workers
        )
    assert sum(counts) == 30
    for one in connections:
        one.close()


def test_a_redis_that_fails_is_left_alone_for_a_while(now):
    limiter = Limiter(RedisHere(NOWHERE), {"sms": Rates(Rate(1, 1, 1))})
    assert limiter.take("sms", 1, now) is None
    assert limiter.take("sms", 1, now)


def test_each_channel_we_have_has_its_rates():
    assert set(RATES) == {"sms", "whatsapp", "telegram", "email"}


@pytest.mark.parametrize("taken", [0, 1, 29, 30])
def test_what_is_spare_is_what_may_leave(limiter, now, taken):
    assert sendable(limiter, "telegram", range(taken), now) == taken
    spare = limiter.spare(["telegram", "whatsapp"], now)
    assert (spare["telegram"].messages, spare["whatsapp"].messages) == (30 - taken, 80)
    assert sendable(limiter, "telegram", range(100), now) == 30 - taken


def test_with_nothing_spare_the_wait_told_is_the_wait_needed(limiter, now):
    sendable(limiter, "telegram", range(30), now)
    wait = timedelta(seconds=limiter.spare(["telegram"], now)["telegram"].seconds)
    assert 0 < wait.total_seconds() < 1 / 30 + 0.001
    assert limiter.spare(["telegram"], now + wait)["telegram"].messages == 1
