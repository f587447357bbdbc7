import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import bell_jobs
import pytest
from redis import Redis

from storage.queue import QUEUE_OF, QUEUES, SLOTS, Doorbell

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


def waiting(redis, queue):
    return redis.llen(f"rq:queue:{queue}")


def test_a_ring_runs_the_job_with_its_ids(bell):
    assert bell.ring("deliver", 7, 8)
    assert bell.ring("route", 42)
    bell.work("deliver", burst=True)
    bell.work("central", burst=True)
    assert bell_jobs.ran == [("deliver", 7, 8), ("route", 42)]


def test_one_wake_waits_however_often_it_is_rung(bell, redis):
    assert all(bell.ring("deliver") for _ in range(50))
    assert waiting(redis, "deliver") == 1
    bell.work("deliver", burst=True)
    assert bell_jobs.ran == [("deliver",)]


def test_each_complaint_waits_once_on_the_central_queue(bell, redis):
    for complaint_id in (1, 2, 1, "LPR-2222222", 2):
        assert bell.ring("route", complaint_id)
    assert redis.lrange("rq:queue:central", 0, -1) == [b"1", b"2", b"LPR-2222222"]


def test_a_wake_can_be_rung_again_after_it_ran(bell):
    for _ in range(3):
        bell.ring("deliver")
        bell.work("deliver", burst=True)
    assert bell_jobs.ran == [("deliver",)] * 3


def test_a_wake_rung_while_one_runs_is_not_lost(bell, redis):
    depths = []
    bell_jobs.meanwhile.append(
        lambda: depths.extend(
            bell.ring("deliver") and waiting(redis, "deliver") for _ in range(3)
        )
    )
    bell.ring("deliver")
    bell.work("deliver", burst=True)
    assert bell_jobs.ran == [("deliver",)] * 2
    assert depths == [1, 1, 1]


def test_a_failing_job_is_tried_again_and_blocks_no_later_ring(bell, caplog):
    bell.ring("fetch")
    bell.work("media", burst=True)
    assert bell_jobs.ran == [("fetch",)] * 4
    bell.ring("fetch")
    bell.work("media", burst=True)
    assert bell_jobs.ran == [("fetch",)] * 8


def test_why_a_job_failed_is_not_kept_in_redis(bell, redis, caplog):
    bell.ring("fetch")
    bell.work("media", burst=True)
    kept = b"".join(redis.dump(key) for key in redis.scan_iter())
    assert b"fetch" in kept
    assert b"6281200000001" not in kept


def test_a_killed_worker_blocks_no_later_ring(bell, redis, redis_url):
    bell.ring("push", 1)
    program = f"from storage.queue import Doorbell; Doorbell({redis_url!r}).work('push', burst=True)"
    path = (
        f"import sys; sys.path[:0] = {[str(HOUSE), str(HOUSE / 'tests/support')]!r}; "
    )
    worker = subprocess.run(
        [sys.executable, "-c", path + program], timeout=30, check=False
    )
    assert worker.returncode == -signal.SIGKILL
    assert waiting(redis, "push") == 0
    assert bell.ring("push", 1)
    assert waiting(redis, "push") == 1


def test_a_wake_lost_between_queue_and_worker_blocks_no_later_ring(bell, redis):
    bell.ring("deliver")
    redis.lpop("rq:queue:deliver")
    assert bell.ring("deliver")
    bell.work("deliver", burst=True)
    assert bell_jobs.ran == [("deliver",)]


def test_when_every_wake_is_lost_the_caller_is_told(bell, redis, caplog):
    for _ in range(SLOTS):
        assert bell.ring("deliver")
        redis.lpop("rq:queue:deliver")
    assert not bell.ring("deliver")


def test_an_emptied_redis_is_rung_again(bell, redis):
    bell.ring("deliver")
    redis.flushall()
    redis.script_flush()
    assert bell.ring("deliver")
    assert waiting(redis, "deliver") == 1


def test_every_ring_has_a_queue():
    assert set(QUEUE_OF.values()) == set(QUEUES)


def test_nothing_but_ids_and_names_reaches_redis(bell, redis):
    bell.ring("route", 42)
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
    hour = timedelta(hours=1)
    assert bell.pause("sms", now + hour)
    assert bell.pause("telegram", now + 2 * hour)
    assert bell.paused(now) == {"sms", "telegram"}
    assert bell.paused(now + hour) == {"telegram"}


def test_redis_answers(bell):
    assert bell.ping()
