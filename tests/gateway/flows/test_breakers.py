"""One recipient's fault stays theirs; a channel that fails everybody rests, and is told of."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from house import House

from channels.contract import Misconfigured, Refused, SendError, Throttled, Unreachable
from gateway.flows import delivery
from gateway.flows.breakers import (
    ALARM_AFTER,
    FIRST_REST,
    LONGEST_REST,
    LONGEST_THROTTLE,
    SEVERAL,
    Breaker,
)
from gateway.flows.courier import Courier
from gateway.flows.verdicts import GIVE_UP, LONGEST_WAIT, MENDING, judge
from intake.messages import Address, OutboundMessage
from storage.values import OutboxItem

COORDINATOR = "telegram:1001"
SECOND = timedelta(seconds=1)


def put(house: House, to: str, text: str = "Kabar", **more: Any) -> int:
    address = Address.from_text(to)
    with house.store.transaction() as tx:
        contact = tx.contact(address, house.now)
        message = OutboundMessage(address, text)
        id_ = tx.add_outbox(
            contact.id, message, house.now, kind="case.answered", **more
        )
    assert id_ is not None
    return id_


def item(person: int, now: datetime) -> OutboxItem:
    message = OutboundMessage(Address("telegram", str(person)), "Kabar")
    return OutboxItem(
        id=person,
        contact_id=person,
        message=message,
        attempts=0,
        created_at=now,
        wanted_at=now,
        kind="reply",
        complaint_id=None,
        fallbacks=(),
        status="pending",
        provider_id=None,
        error="",
        fault=None,
    )


def rests(breaker: Breaker, now: datetime, *ends: tuple[int, str | SendError]) -> list:
    """How long the channel rests after each of these people's calls."""
    return [
        breaker.ended(judge(item(person, now), end, now), now) for person, end in ends
    ]


AWAY, DENIED = Unreachable("away"), Misconfigured("token")
SLOW = Throttled("slow down", 40)
DAY = Throttled("slow down", 86_400)


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        pytest.param([(1, SLOW)], None, id="one throttled chat is that chat's"),
        pytest.param([(1, DAY)] * 5, None, id="however often it is throttled"),
        pytest.param([(1, AWAY), (2, AWAY)], None, id="two people are not several"),
        pytest.param([(1, DENIED)] * 9, None, id="a sender wrong for one person"),
        pytest.param(
            [(1, SLOW), (2, SLOW), (3, SLOW)], 40 * SECOND, id="three throttled chats"
        ),
        pytest.param(
            [(1, DAY), (2, DAY), (3, DAY)], LONGEST_THROTTLE, id="for no day, though"
        ),
        pytest.param(
            [(1, AWAY), (2, AWAY), (3, AWAY)], FIRST_REST, id="three without an answer"
        ),
        pytest.param(
            [(1, DENIED), (2, DENIED), (3, DENIED)], MENDING, id="our account is denied"
        ),
        pytest.param(
            [(1, AWAY), (2, SLOW), (3, DENIED)], MENDING, id="in three different ways"
        ),
        pytest.param(
            [(1, AWAY), (2, AWAY), (9, "id"), (3, AWAY)], None, id="a yes in between"
        ),
        pytest.param(
            [(1, AWAY), (2, AWAY), (9, Refused("no")), (3, AWAY)],
            None,
            id="a no in between: the provider works",
        ),
    ],
)
def test_a_channel_rests_when_several_people_in_a_row_are_not_reached(
    ends: list[tuple[int, str | SendError]], last: timedelta | None, now: datetime
) -> None:
    *before, final = rests(Breaker(), now, *ends)
    assert before == [None] * (len(ends) - 1)
    assert final == last


def test_the_rests_grow_while_nobody_is_reached_and_begin_anew_after_a_yes(
    now: datetime,
) -> None:
    breaker, seen = Breaker(), []
    rests(breaker, now, (1, AWAY), (2, AWAY))
    for _ in range(6):
        (rest,) = rests(breaker, now, (3, AWAY))
        seen.append(rest)
        now += rest
    assert seen == [FIRST_REST * n for n in (1, 2, 4, 8)] + [LONGEST_REST] * 2
    rests(breaker, now, (4, "id"), (1, AWAY), (2, AWAY))
    assert rests(breaker, now, (3, AWAY)) == [FIRST_REST]


def test_those_who_were_on_their_way_do_not_make_the_rest_longer(now: datetime) -> None:
    breaker = Breaker()
    rests(breaker, now, *((n, AWAY) for n in range(SEVERAL)))
    assert rests(breaker, now, *((n, AWAY) for n in range(9, 30))) == [None] * 21


@pytest.mark.parametrize(
    ("after", "wait"),
    [(40.0, 40 * SECOND), (900.0, LONGEST_WAIT), (86_400.0, LONGEST_WAIT)],
)
def test_one_person_waits_as_long_as_the_provider_says_within_reason(
    after: float, wait: timedelta, now: datetime
) -> None:
    verdict = judge(item(1, now), Throttled("slow down", after), now)
    assert getattr(verdict, "wait", None) == wait


def test_who_is_throttled_for_hours_is_given_up_like_everybody_else(
    now: datetime,
) -> None:
    verdict = judge(item(1, now), Throttled("slow down", 9), now + GIVE_UP)
    assert getattr(verdict, "fault", None) == "Throttled"


def throttled(seconds: int) -> tuple[int, dict[str, Any]]:
    wait = {"retry_after": seconds}
    return 429, {
        "ok": False,
        "error_code": 429,
        "description": "x",
        "parameters": wait,
    }


@pytest.mark.parametrize("seconds", [40, 86_400])
@pytest.mark.parametrize("chat", ["telegram:66", "telegram:-1066"])
def test_a_429_for_one_chat_leaves_all_others_alone(
    house: House, seconds: int, chat: str
) -> None:
    asked: Counter[str] = Counter()

    def provider(to: str) -> Any:
        asked[to] += 1
        return throttled(seconds) if to == chat else None

    house.wire.fault = provider
    put(house, chat)
    for n in range(1, 6):
        delivery.deliver(house.parts)
        put(house, f"telegram:{n}")
        house.now += SECOND
    delivery.deliver(house.parts)
    assert [house.says(f"telegram:{n}") for n in range(1, 6)] == [["Kabar"]] * 5
    assert asked[chat] == 1
    assert house.parts.bell.paused(house.now) == set()
    house.wire.fault = lambda _to: None
    house.settle(min(seconds, LONGEST_WAIT.total_seconds()))
    assert house.says(chat) == ["Kabar"]


def test_a_sender_that_is_wrong_for_one_person_does_not_rest_the_channel(
    house: House,
) -> None:
    bad = "whatsapp:+6281200000099"
    house.wire.fault = lambda to: (400, {"code": 21606}) if to == bad else None
    put(house, bad)
    delivery.deliver(house.parts)
    put(house, "whatsapp:+6281200000001")
    delivery.deliver(house.parts)
    assert house.says("whatsapp:+6281200000001") == ["Kabar"]


def test_trouble_that_lasts_minutes_is_told_once_on_another_channel(
    house: House,
) -> None:
    house.wire.fault = lambda to: (503, {}) if to.startswith("sms") else None
    one = Courier(house.parts)
    for n in range(4):
        put(house, f"sms:+62812000000{n:02d}")
    seen = []
    for _ in range(30):
        work_off(one)
        seen.append(len(told(house)))
        house.now += ALARM_AFTER / 10
    one._land(1)
    assert seen[:10] == [0] * 10
    assert seen[-1] == 1
    (alarm,) = told(house)
    assert "sms" in alarm.lower()
    assert "menit" in alarm


def work_off(one: Courier) -> None:
    """All that can be sent at this moment."""
    one.wake()
    one._gather(0)
    while one._round() or one._flying or one._verdicts:
        one._gather(0.05)
        one.wake()
        one._gather(0)


def told(house: House) -> list[str]:
    return [one for one in house.says(COORDINATOR) if "tidak menyampaikan" in one]
