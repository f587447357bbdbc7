"""A Redis that is of no use is found out by one caller; the others neither wait for it nor ask."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from storage import away
from storage.away import RedisHere
from storage.queue import BLIND, Doorbell


@contextmanager
def full(redis: Redis) -> Iterator[None]:
    redis.config_set("maxmemory", 1)
    yield
    redis.config_set("maxmemory", 0)


@contextmanager
def only_read(redis: Redis) -> Iterator[None]:
    redis.replicaof("127.0.0.1", 1)
    yield
    redis.replicaof("NO", "ONE")


@contextmanager
def short_of_replicas(redis: Redis) -> Iterator[None]:
    redis.config_set("min-replicas-to-write", 1)
    yield
    redis.config_set("min-replicas-to-write", 0)


TROUBLES = pytest.mark.parametrize(
    "trouble", [full, only_read, short_of_replicas], ids=lambda one: one.__name__
)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as one:
        yield one


@pytest.fixture
def here(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisHere]:
    monkeypatch.setattr(away, "SULK", 0.1)
    one = RedisHere(redis_url)
    yield one
    one.close()


@TROUBLES
def test_a_redis_that_takes_no_writes_is_away_and_back_when_it_does(
    here: RedisHere, redis: Redis, trouble: Callable
) -> None:
    with trouble(redis):
        here.probe()
        assert here.away
        time.sleep(0.2)
        assert here.away
    time.sleep(0.2)
    assert not here.away


@TROUBLES
def test_who_waits_at_a_bell_finds_out_that_nobody_can_ring_it(
    redis_url: str, redis: Redis, trouble: Callable
) -> None:
    bell = Doorbell(redis_url)
    with trouble(redis):
        bell.wait(("converse",), 0.05)
        assert bell.here.away
    bell.close()


def test_while_it_is_away_nobody_asks_it(here: RedisHere) -> None:
    def breaks() -> str:
        raise RedisError("away")

    assert here.tell(breaks, lambda: "rows") == "rows"
    asked: list[int] = []
    assert here.tell(lambda: asked.append(1), lambda: "rows") == "rows"
    assert asked == []


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[str]:
    """A Redis that takes connections and never says a word."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hanging.sock"))
        server.listen()
        yield f"unix://{tmp_path}/hanging.sock"


@pytest.mark.parametrize("where", ["hanging", "absent"])
def test_who_waits_while_it_is_away_looks_again_soon(
    where: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"unix://{tmp_path}/nobody.sock"
    bell = Doorbell(request.getfixturevalue("hanging") if where == "hanging" else url)
    bell.wait(("deliver",), 1.0)
    began = time.monotonic()
    for _ in range(3):
        bell.wait(("deliver",), 60)
    assert time.monotonic() - began < 3 * 3 * BLIND
    bell.close()
