import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from storage import embedded_redis
from storage.embedded_redis import RedisFailed

HOUSE = Path(__file__).parents[2]
OWNER = """
import sys, pathlib
sys.path.insert(0, {house!r})
from storage import embedded_redis
server = embedded_redis.start(pathlib.Path({var!r}))
print(server.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def var_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def owner(var_dir):
    """Another process that runs Redis in our directory; with the server's process id."""
    program = OWNER.format(house=str(HOUSE), var=str(var_dir))
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        process.redis_pid = int(process.stdout.readline())
        yield process
        process.kill()


@pytest.fixture
def started(var_dir):
    server = embedded_redis.start(var_dir)
    yield server
    server.stop()


def set_up(url):
    with Redis.from_url(url, decode_responses=True) as redis:
        return redis.config_get(
            "port", "appendonly", "appendfsync", "maxmemory-policy", "unixsocketperm"
        )


def test_it_listens_for_us_alone_and_keeps_everything(started):
    assert set_up(started.url) == {
        "port": "0",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "unixsocketperm": "700",
    }
    path = Path(started.url.removeprefix("unix://"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_data_outlives_a_stop(var_dir):
    for expected in (None, b"1"):
        server = embedded_redis.start(var_dir)
        with Redis.from_url(server.url) as redis:
            assert redis.get("kept") == expected
            redis.set("kept", "1")
        server.stop()


def test_a_long_path_is_no_hindrance(var_dir):
    deep = var_dir / ("x" * 90)
    server = embedded_redis.start(deep)
    path = Path(server.url.removeprefix("unix://"))
    assert len(str(path)) <= 100
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    server.stop()
    path.parent.rmdir()


def test_a_path_with_spaces_and_quotes_is_no_hindrance(var_dir):
    server = embedded_redis.start(var_dir / 'a "b" c')
    server.stop()


def test_a_second_owner_is_refused(var_dir, owner):
    with pytest.raises(RedisFailed, match="another process"):
        embedded_redis.start(var_dir)
    assert _alive(owner.redis_pid)


def test_it_ends_with_an_owner_that_is_killed_and_starts_anew(var_dir, owner):
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    server = embedded_redis.start(var_dir)
    with Redis.from_url(server.url) as redis:
        assert redis.info()["process_id"] == server.pid != owner.redis_pid
    server.stop()


def test_a_server_left_behind_is_ended_first(var_dir):
    left = embedded_redis.start(var_dir)
    with Redis.from_url(left.url) as redis:
        redis.set("kept", "1")
    server = embedded_redis.start(
        var_dir
    )  # a POSIX lock does not keep out its own process
    with Redis.from_url(server.url) as redis:
        assert redis.get("kept") == b"1"
        assert redis.info()["process_id"] == server.pid != left.pid
    server.stop()
    left.stop()


def test_a_dead_socket_is_no_hindrance(var_dir):
    first = embedded_redis.start(var_dir)
    os.kill(first.pid, signal.SIGKILL)
    first.stop()
    assert Path(first.url.removeprefix("unix://")).exists()
    embedded_redis.start(var_dir).stop()


def test_a_server_of_someone_else_is_left_alone(var_dir, tmp_path_factory):
    theirs = embedded_redis.start(tmp_path_factory.mktemp("theirs"))
    (var_dir / "redis").mkdir()
    (var_dir / "redis/redis.sock").symlink_to(theirs.url.removeprefix("unix://"))
    with pytest.raises(RedisFailed, match="belongs to another"):
        embedded_redis.start(var_dir)
    assert _alive(theirs.pid)
    theirs.stop()


def test_why_it_does_not_start_is_said_in_one_sentence(var_dir):
    embedded_redis.start(var_dir).stop()
    manifest = next((var_dir / "redis/appendonlydir").glob("*.manifest"))
    manifest.write_text("nonsense")
    with pytest.raises(RedisFailed, match=r"Redis ended at once; its log ends: .+"):
        embedded_redis.start(var_dir)


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
