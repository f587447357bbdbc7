import multiprocessing
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import bell_jobs
import pytest
from redis import Redis

from storage.queue import SLOTS, Doorbell, Ringer

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def bell(redis_url):
    bell_jobs.ran.clear()
    bell_jobs.meanwhile.clear()
    handlers = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    bell = Doorbell(redis_url, "bell_jobs")
    yield bell
    bell.close()
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def redis(redis_url):
    with Redis.from_url(redis_url) as redis:
        yield redis


def waiting(redis):
    return redis.llen("rq:queue:central")


def test_a_pushed_complaint_is_consumed_by_its_id(bell):
    assert bell.push(42)
    bell.consume(burst=True)
    assert bell_jobs.ran == [("route", 42)]


def test_each_complaint_waits_once_on_the_central_queue(bell, redis):
    for complaint_id in (1, 2, 1, 3, 2):
        assert bell.push(complaint_id)
    assert redis.lrange("rq:queue:central", 0, -1) == [b"1", b"2", b"3"]


def test_a_complaint_can_be_pushed_again_after_it_was_consumed(bell):
    for _ in range(3):
        bell.push(7)
        bell.consume(burst=True)
    assert bell_jobs.ran == [("route", 7)] * 3


def test_a_complaint_pushed_while_it_is_consumed_is_not_lost(bell, redis):
    depths = []
    bell_jobs.meanwhile.append(
        lambda: depths.extend(bell.push(7) and waiting(redis) for _ in range(3))
    )
    bell.push(7)
    bell.consume(burst=True)
    assert bell_jobs.ran == [("route", 7)] * 2
    assert depths == [1, 1, 1]


def test_a_failing_job_is_tried_again_and_blocks_no_later_push(bell, caplog):
    for times in (4, 8):
        bell.push(bell_jobs.BREAKS)
        bell.consume(burst=True)
        assert bell_jobs.ran == [("route", bell_jobs.BREAKS)] * times


def test_why_a_job_failed_is_not_kept_in_redis(bell, redis, caplog):
    bell.push(bell_jobs.BREAKS)
    bell.consume(burst=True)
    hashes = [key for key in redis.scan_iter() if redis.type(key) == b"hash"]
    kept = b"".join(b"".join(redis.hgetall(key).values()) for key in hashes)
    assert b"route" in kept
    assert b"6281200000001" not in kept


def test_a_job_that_failed_for_good_is_forgotten_within_a_minute(bell, redis, caplog):
    bell.push(bell_jobs.BREAKS)
    bell.consume(burst=True)
    left = redis.pttl(f"rq:job:{bell_jobs.BREAKS}")
    assert 0 < left <= 60_000


def test_a_failing_job_is_one_line_a_try_without_a_word_of_theirs(bell, caplog):
    bell.push(bell_jobs.BREAKS)
    bell.consume(burst=True)
    lines = caplog.text.splitlines()
    failed = [line for line in lines if "job 13 failed: Broken at" in line]
    assert len(failed) == 4
    assert "Traceback" not in caplog.text
    assert "Budi" not in caplog.text


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param(("dead",), id="one worker"),
        pytest.param(("dead", "too", "again"), id="several workers"),
    ],
)
def test_a_job_whose_worker_was_lost_is_done_once_and_is_one_line(
    bell, redis, caplog, lost
):
    until = time.time() + 1000
    redis.zadd("rq:executions:7", dict.fromkeys(lost, until))
    bell.push(7)
    bell.consume(burst=True)
    assert bell_jobs.ran == [("route", 7)]
    told = [one for one in caplog.text.splitlines() if one]
    assert len(told) == 1
    assert "job 7 is run again" in told[0]
    assert not redis.exists("rq:executions:7", "rq:job:7")


def test_a_killed_worker_blocks_no_later_push(bell, redis, redis_url):
    bell.push(bell_jobs.KILLS)
    program = f"from storage.queue import Doorbell; Doorbell({redis_url!r}, 'bell_jobs').consume(burst=True)"
    path = (
        f"import sys; sys.path[:0] = {[str(HOUSE), str(HOUSE / 'tests/support')]!r}; "
    )
    worker = subprocess.run(
        [sys.executable, "-c", path + program], timeout=30, check=False
    )
    assert worker.returncode == -signal.SIGKILL
    assert waiting(redis) == 0
    assert bell.push(bell_jobs.KILLS)
    assert waiting(redis) == 1


def test_a_job_lost_between_queue_and_worker_blocks_no_later_push(bell, redis):
    bell.push(7)
    redis.lpop("rq:queue:central")
    assert bell.push(7)
    bell.consume(burst=True)
    assert bell_jobs.ran == [("route", 7)]


def test_when_every_job_is_lost_the_caller_is_told(bell, redis, caplog):
    for _ in range(SLOTS):
        assert bell.push(7)
        redis.lpop("rq:queue:central")
    assert not bell.push(7)


def test_an_emptied_redis_is_pushed_to_again(bell, redis):
    bell.push(7)
    redis.flushall()
    redis.script_flush()
    assert bell.push(7)
    assert waiting(redis) == 1


# --- the bells


def test_a_bell_rung_before_anybody_waits_wakes_the_next_to_come(bell):
    assert bell.ring("converse")
    assert bell.wait(("converse",), 60) == "converse"


def test_a_bell_wakes_whoever_waits_at_it(bell, redis_url):
    ringing = Doorbell(redis_url)
    rung = threading.Timer(0.2, ringing.ring, ("deliver",))
    rung.start()
    assert bell.wait(("deliver",), 60) == "deliver"
    rung.join()
    ringing.close()


def test_rung_often_before_anybody_looks_it_is_rung_once(bell):
    assert all(bell.ring("deliver") for _ in range(50))
    assert bell.wait(("deliver",), 60) == "deliver"
    assert bell.wait(("deliver",), 0.05) is None


def test_who_has_it_rung_waits_for_nobody_and_the_last_is_rung_too():
    stored, seen, go = [0], [], threading.Event()

    def ring() -> None:
        seen.append(stored[0])
        assert go.wait(60)

    ringer = Ringer(ring, gap=0.001)
    for number in range(1, 1001):
        stored[0] = number
        ringer()
    go.set()
    deadline = time.monotonic() + 60
    while not seen or seen[-1] < 1000:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    assert len(seen) < 10


def test_a_forked_process_rings_by_itself():
    rung = multiprocessing.get_context("fork").Event()
    ringer = Ringer(rung.set)
    ringer()
    assert rung.wait(60)
    rung.clear()
    child = multiprocessing.get_context("fork").Process(
        target=ringer_in, args=(ringer,)
    )
    child.start()
    assert rung.wait(60)
    child.join(60)


def ringer_in(ringer: Ringer) -> None:
    ringer()
    time.sleep(1)


def test_each_bell_wakes_its_own_only(bell):
    bell.ring("fetch")
    assert bell.wait(("converse", "push"), 0.05) is None
    assert bell.wait(("converse", "fetch"), 60) == "fetch"


def test_nothing_but_ids_and_names_reaches_redis(bell, redis):
    bell.push(42)
    job = redis.hgetall("rq:job:42")
    assert job[b"description"] == b"route"
    assert redis.hget("rq:job:42", "serializer_name") in (
        None,
        b"json",
        b"rq.serializers.JSONSerializer",
    )
    assert b"pickle" not in b"".join(job.values())


@pytest.fixture
def absent(tmp_path):
    return Doorbell(f"unix://{tmp_path}/nobody.sock")


@pytest.fixture
def hanging(tmp_path):
    """A Redis that takes connections and never says a word."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hanging.sock"))
        server.listen()
        bell = Doorbell(f"unix://{tmp_path}/hanging.sock")
        yield bell
        bell.close()


@pytest.mark.parametrize("name", ["absent", "hanging"])
def test_without_redis_nothing_raises(name, request, now, caplog):
    bell = request.getfixturevalue(name)
    assert not bell.ring("deliver")
    assert not bell.ping()
    assert not bell.pause("sms", now)
    assert bell.paused(now) == set()


def test_a_hanging_redis_holds_up_one_caller_only(hanging, caplog):
    hanging.ring("deliver")
    begun = time.monotonic()
    assert not any(hanging.ring("deliver") for _ in range(10))
    assert time.monotonic() - begun < 0.3


def test_a_paused_channel_is_paused_until_then(bell, now):
    minute = timedelta(minutes=1)
    assert bell.pause("sms", now + minute)
    assert bell.pause("telegram", now + 2 * minute)
    assert bell.paused(now) == {"sms", "telegram"}
    assert bell.paused(now + minute) == {"telegram"}


def test_a_pause_of_a_day_that_an_earlier_version_noted_is_not_kept(bell, now):
    bell.pause("telegram", now + timedelta(days=1))
    assert bell.paused(now) == set()


def test_redis_answers(bell):
    assert bell.ping()
