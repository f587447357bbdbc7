"""What must not go lost, come twice or come in the wrong order, whatever breaks meanwhile."""

import copy
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import house_jobs
import pytest
from house import CITIZEN, TRACKING_ID, House
from redis import Redis
from sqlalchemy import text

from channels.contract import Channel
from gateway.flows import clock_rounds, delivery
from gateway.flows.clock_rounds import STALE_PUSH
from gateway.flows.courier import LEASE
from gateway.flows.verdicts import GIVE_UP, SEND_AGAIN_AFTER
from gateway.setup.parts import Parts
from gateway.web.app import create_app
from intake.messages import OutboundMessage
from intake.wording.sms import segments
from storage.crypto import KeyRing
from storage.queue import Doorbell
from storage.unit_of_work import DatabaseDown, make_engine, open_store

SAMPLE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
ME = f"sms:{CITIZEN}"
PUPR = "whatsapp:+6281300000002"
COORDINATOR = "telegram:1001"
BUSY = (503, {"code": 20503, "message": "busy"})
SLOW_DOWN = (
    429,
    {
        "ok": False,
        "error_code": 429,
        "description": "",
        "parameters": {"retry_after": 7},
    },
)


def served_by(house: House, parts: Parts) -> None:
    """From now on the web application works with these parts."""
    house.parts = parts
    house.web = create_app(parts).test_client()


@pytest.fixture
def inbound_rows(database_url: str) -> Callable[[], int]:
    """How many messages the database holds."""

    def count() -> int:
        engine = make_engine(database_url)
        with engine.connect() as connection:
            found: int = connection.execute(
                text("SELECT count(*) FROM inbound")
            ).scalar_one()
        engine.dispose()
        return found

    return count


def deliver_until_quiet(house: House) -> None:
    """Let a minute and a half pass, a worker looking all the time."""
    for _ in range(90):
        house.now += timedelta(seconds=1)
        delivery.deliver(house.parts)


# --- Redis -----------------------------------------------------------------------------------------------


@pytest.fixture
def staffed(house: House, redis_url: str) -> Iterator[House]:
    """The house with real workers on its queues."""
    handlers = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    bell = Doorbell(redis_url, "house_jobs")
    served_by(house, replace(house.parts, bell=bell))
    house_jobs.served.append(house.parts)
    yield house
    house_jobs.served.clear()
    bell.close()
    for number, handler in handlers.items():
        signal.signal(number, handler)


WORK: tuple[Callable[[House], object], ...] = (
    lambda house: delivery.deliver(house.parts),
    lambda house: clock_rounds.push(house.parts),
    lambda house: house.parts.bell.consume(burst=True),
    lambda house: delivery.deliver(house.parts),
)  # what a complaint needs, in the order it needs it


@pytest.mark.parametrize(
    "done",
    range(len(WORK) + 1),
    ids=[
        "as soon as it is told",
        "when its receipt is sent",
        "when it is pushed",
        "when it is routed",
        "when all is done",
    ],
)
def test_redis_emptied_loses_nothing_and_doubles_nothing(
    staffed: House, redis_url: str, done: int
) -> None:
    staffed.sms(SAMPLE)
    staffed.sms("SAMA")
    for work in WORK[:done]:
        staffed.now += timedelta(seconds=1)
        work(staffed)
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    staffed.now += STALE_PUSH + timedelta(seconds=1)
    clock_rounds.sweep(staffed.parts)
    for work in WORK[1:]:
        work(staffed)
    told = staffed.says(ME)
    assert len(told) == 3
    assert len({*told}) == 3
    assert [{*TRACKING_ID.findall(notice)} for notice in staffed.says(PUPR)] == [
        {staffed.tracking_id(ME)}
    ]


def test_without_redis_a_message_is_taken_in_and_answered_later(
    house: House, tmp_path: Path
) -> None:
    working = house.parts
    served_by(house, replace(working, bell=Doorbell(f"unix://{tmp_path}/nobody.sock")))
    assert house.sms(SAMPLE).status_code == 200
    served_by(house, working)
    house.settle()
    assert len(house.says(ME)) == 1


# --- the database ----------------------------------------------------------------------------------------


def test_while_the_database_is_down_messages_wait_in_the_spool_and_are_taken_in_once_and_in_order(
    house: House, keys: KeyRing, tmp_path: Path, inbound_rows: Callable[[], int]
) -> None:
    working = house.parts
    away = open_store(f"sqlite:///{tmp_path}/no/such/place.db", keys)
    served_by(house, house.parts_over(away))
    sids = ["SM" + "a" * 32, "SM" + "b" * 32]
    with house.asleep():
        answers = [
            house.sms(SAMPLE, sid=sids[0]),
            house.sms("SAMA", sid=sids[1]),
            house.sms(SAMPLE, sid=sids[0]),  # the provider was not sure
        ]
    assert [one.status_code for one in answers] == [200] * 3
    with pytest.raises(DatabaseDown):
        house.parts.door.drain(house.now)
    away.dispose()

    served_by(house, working)
    assert inbound_rows() == 0
    assert house.parts.door.drain(house.now) == 3
    assert house.parts.door.drain(house.now) == 0
    assert inbound_rows() == 2
    house.settle()
    house.settle()
    assert house.tracking_id(ME) in house.says(PUPR)[-1]
    assert len(house.says(ME)) == 3


def test_a_forged_request_is_refused_while_the_database_is_down_too(
    house: House, keys: KeyRing, tmp_path: Path
) -> None:
    away = open_store(f"sqlite:///{tmp_path}/no/such/place.db", keys)
    working = house.parts
    served_by(house, house.parts_over(away))
    with house.asleep():
        answer = house.post("/webhooks/twilio/sms", {"Body": "x"}, signature="forged")
    assert answer.status_code == 403
    away.dispose()
    assert list(working.spool.records()) == []


# --- the same at the same time ---------------------------------------------------------------------------


def at_once(house: House, acts: list[Callable[[House], Any]]) -> list[int]:
    """Do all in threads that begin together, each with a client of its own; the HTTP statuses."""
    together, statuses = threading.Barrier(len(acts)), [0] * len(acts)

    def do(place: int, act: Callable[[House], Any]) -> None:
        hands = copy.copy(house)
        hands.web = house.web.application.test_client()
        together.wait()
        statuses[place] = act(hands).status_code

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@pytest.mark.parametrize(
    "act",
    [
        lambda house: house.sms(SAMPLE, sid="SM" + "a" * 32),
        lambda house: house.telegram("Jalan rusak", update=77),
    ],
    ids=["SMS", "Telegram"],
)
def test_the_same_webhook_20_times_at_once_is_one_message_and_one_reply(
    house: House, act: Callable[[House], Any], inbound_rows: Callable[[], int]
) -> None:
    assert at_once(house, [act] * 20) == [200] * 20
    for _ in range(3):
        house.settle()
    assert inbound_rows() == 1
    assert len(house.wire.sent) == 1


def test_different_messages_of_one_person_at_once_are_taken_one_after_the_other(
    house: House, inbound_rows: Callable[[], int]
) -> None:
    texts = [
        "Jalan rusak parah sekali di Kambajawa",
        "BANTUAN",
        "STATUS",
    ]  # each is answered, in any order
    acts = [lambda hands, words=words: hands.telegram(words) for words in texts]
    assert at_once(house, acts) == [200] * 3
    deliver_until_quiet(house)
    assert inbound_rows() == 3
    assert len(house.says("telegram:7")) == 3
    house.telegram("STATUS")  # none has overwritten what another remembered
    deliver_until_quiet(house)
    assert house.tracking_id("telegram:7") in house.says("telegram:7")[-1]


# --- providers -------------------------------------------------------------------------------------------


class Died(BaseException):
    """The process ended here."""


class Dying:
    """A channel whose process dies between the provider's yes and our commit."""

    def __init__(self, real: Channel) -> None:
        self._real = real
        self.name = real.name

    def send(self, message: OutboundMessage) -> NoReturn:
        self._real.send(message)
        raise Died


def test_a_crash_between_the_provider_s_yes_and_our_commit_makes_one_duplicate_at_most(
    house: House,
) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    dying = replace(
        house.parts,
        channels={**house.parts.channels, "sms": Dying(house.parts.channels["sms"])},
    )
    with pytest.raises(Died):
        delivery.deliver(dying)
    first = house.says(ME)
    assert len(first) == 1
    delivery.deliver(house.parts)
    assert (
        house.says(ME) == first
    )  # nobody else may send it while the dead one's lease lasts
    house.now += LEASE
    deliver_until_quiet(house)
    assert house.says(ME)[:2] == first * 2
    assert len(house.says(ME)) == 3
    assert first[0] != house.says(ME)[2]


def test_a_person_s_messages_keep_their_order_when_one_must_be_sent_again(
    house: House,
) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.sms("STATUS")
    faults = iter([BUSY, BUSY])
    house.wire.fault = lambda _to: next(faults, None)
    delivery.deliver(house.parts)
    assert house.says(ME) == []
    deliver_until_quiet(house)
    asked, received, status = house.says(ME)
    assert "alamat" in asked
    assert " diterima" in received
    assert TRACKING_ID.search(status)


def test_one_429_rests_the_whole_channel_for_as_long_as_it_says_and_no_other(
    house: House,
) -> None:
    for chat in (7, 8, 9):
        house.telegram("Sampah menumpuk tidak diangkut", chat)
    house.sms(SAMPLE)
    asked: list[str] = []

    def slow_down(to: str) -> tuple[int, dict[str, Any]] | None:
        asked.append(to)
        return SLOW_DOWN if to.startswith("telegram:") else None

    house.wire.fault = slow_down
    delivery.deliver(house.parts)
    house.now += timedelta(seconds=6)
    delivery.deliver(house.parts)
    # Those under way cannot be called back; nobody is asked a second time.
    assert [to for to in asked if not to.startswith("telegram:")] == [ME]
    assert len(asked) == len({*asked})
    house.wire.fault = lambda _to: None
    house.now += timedelta(seconds=2)
    delivery.deliver(house.parts)
    assert [len(house.says(f"telegram:{chat}")) for chat in (7, 8, 9)] == [1, 1, 1]


def test_a_5xx_is_tried_again_on_schedule_for_4_hours_and_then_the_coordinator_is_told(
    house: House,
) -> None:
    house.sms(SAMPLE)
    house.sms("SAMA")
    house.settle()
    house.settle()
    id_ = house.tracking_id(ME)
    before = len(house.says(ME))
    tries = []

    def down(to: str) -> tuple[int, dict[str, Any]] | None:
        if to == ME:
            tries.append(house.now)
            return BUSY
        return None

    house.wire.fault = down
    house.whatsapp(f"TERIMA {id_}", sender=PUPR.removeprefix("whatsapp:"))
    began = house.now
    delivery.deliver(house.parts)
    while house.now - began < GIVE_UP + timedelta(minutes=10):
        house.now += (
            min(timedelta(seconds=1), SEND_AGAIN_AFTER[0])
            if len(tries) < 5
            else timedelta(seconds=30)
        )
        delivery.deliver(house.parts)
    assert [later - earlier for earlier, later in pairwise(tries[:4])] == [
        *SEND_AGAIN_AFTER[:3]
    ]
    gaps = [later - earlier for earlier, later in pairwise(tries[4:])]
    assert gaps == sorted(gaps)
    assert gaps[-1] == SEND_AGAIN_AFTER[-1]
    assert GIVE_UP <= tries[-1] - began <= GIVE_UP + SEND_AGAIN_AFTER[-1]
    assert any(
        f"Kabar untuk pelapor {id_} tidak sampai" in told
        for told in house.says(COORDINATOR)
    )
    assert len(house.says(ME)) == before


AGENCIES = """
coordinator: desk
agencies:
  - code: desk
    name: Meja Koordinator
    region: "53.11"
    administrators:
      - name: Admin
        notify: ["whatsapp:+6281300000002", "sms:+6281300000002"]
"""


def test_when_an_administrator_s_first_contact_fails_the_second_gets_the_short_wording(
    house: House, redis_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "agencies.yaml"
    file.write_text(AGENCIES)
    other = House(
        house.store, redis_url, tmp_path, house.now, {"AGENCIES_FILE": str(file)}
    )
    other.wire.fault = lambda to: (
        (400, {"code": 63024, "message": "no"}) if to == PUPR else None
    )
    other.sms(SAMPLE)
    other.sms("SAMA")
    for _ in range(3):
        other.settle()
    (notice,) = other.says("sms:+6281300000002")
    assert other.tracking_id(ME) in notice
    assert segments(notice).parts == 1


# --- ourselves -------------------------------------------------------------------------------------------


def test_a_message_that_breaks_us_is_acknowledged_kept_and_answered(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> NoReturn:
        raise RuntimeError("Budi Santoso")

    served_by(house, replace(house.parts, gazetteer=broken))
    assert house.sms(SAMPLE, sid="SM" + "a" * 32).status_code == 200
    assert house.sms(SAMPLE, sid="SM" + "a" * 32).status_code == 200
    house.settle()
    (said,) = house.says(ME)
    assert "kami simpan" in said
    with house.store.reading() as tx:
        (kept,) = tx.quarantined(limit=9)
    assert kept.reason == "our fault: RuntimeError"
    assert b"pasar Matawai" in kept.raw
    assert "Budi" not in caplog.text
