"""A process that is stopped is told from one that lives, and its orphans do not hold the house."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from running import soon

from gateway.operate import orphans, processes
from gateway.operate.processes import CannotStart, Family, only_one
from gateway.setup import hearts
from gateway.setup.hearts import PLACES, Hearts, OwnHeart, birth
from gateway.setup.settings import Settings, read_settings

FORK = multiprocessing.get_context("fork")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"VAR_DIR": str(tmp_path / "var")})


@pytest.fixture
def started() -> Iterator[Callable[..., multiprocessing.Process]]:
    """Processes of this test, gone with it."""
    own: list[multiprocessing.Process] = []

    def start(do: Callable[..., object], *given: object) -> multiprocessing.Process:
        own.append(FORK.Process(target=do, args=given))
        own[-1].start()
        return own[-1]

    yield start
    for one in own:
        one.kill()
        one.join()


def live(board: Hearts, name: str) -> None:
    OwnHeart(board).start(name)
    time.sleep(600)


def names(board: Hearts, seconds: float) -> list[str]:
    return [heart.name for heart in board.silent(seconds)]


def test_who_is_stopped_is_silent_and_who_goes_on_is_not(started) -> None:
    board = Hearts()
    stopped, going = (started(live, board, name) for name in ("stopped", "going"))
    soon(lambda: len(board.all()) == 2, "both hearts")
    os.kill(stopped.pid, signal.SIGSTOP)
    soon(lambda: names(board, 6) == ["stopped"], "the silence")
    os.kill(stopped.pid, signal.SIGCONT)
    soon(lambda: names(board, 6) == [], "the next beat")
    assert going.is_alive()


def test_who_has_ended_is_not_silent_but_gone(started) -> None:
    board = Hearts()
    one = started(live, board, "one")
    soon(board.all, "the heart")
    one.kill()
    one.join()
    time.sleep(0.1)
    assert names(board, 0.05) == []


def test_a_stranger_that_got_the_number_of_one_of_ours_is_not_taken_for_it() -> None:
    board = Hearts()
    board.begin("ours", os.getpid())
    (heart,) = board.all()
    time.sleep(0.1)
    assert heart.silent(0.05)
    assert not replace(heart, born=heart.born - 1).silent(0.05)


def test_a_loop_that_no_longer_turns_stops_the_heart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hearts, "STUCK", 0.3)
    monkeypatch.setattr(hearts, "PAUSE", 0.05)
    board = Hearts()
    own = OwnHeart(board)
    own.start("loop")
    own.turn()
    soon(lambda: names(board, 0.5) == ["loop"], "the silence")
    own.turn()
    soon(lambda: names(board, 0.2) == [], "the next beat")


def test_places_of_the_dead_are_given_to_the_living() -> None:
    board = Hearts()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for number in range(PLACES):
        board.begin(f"dead-{number}", dead.pid + number * PLACES)
    board.begin("alive", os.getpid())
    assert "alive" in [heart.name for heart in board.all()]


def sleep_long() -> None:
    time.sleep(600)


def test_a_part_that_hangs_is_ended_and_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "HANGS", 4.0)
    family = Family([("sleeper", sleep_long)])

    def tended() -> int | None:
        family.tend()
        process = family._parts[0].process
        return process.pid if process else None

    first = tended()
    try:
        assert first
        os.kill(first, signal.SIGSTOP)
        soon(lambda: tended() not in (None, first), "another in its place")
    finally:
        family.end()


def hold(settings: Settings, held: "multiprocessing.Queue[int]") -> None:
    """A parent and its child, which hold the house; the parent waits to be killed."""
    handle = only_one(settings)
    child = FORK.Process(target=sleep_long)
    child.start()
    held.put(child.pid or 0)
    time.sleep(600)
    handle.close()


def test_the_stopped_child_of_a_dead_parent_does_not_keep_the_next_from_starting(
    settings: Settings, started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LINGER", 0.5)
    held: multiprocessing.Queue[int] = FORK.Queue()
    parent = started(hold, settings, held)
    child = held.get(timeout=30)
    os.kill(child, signal.SIGSTOP)
    with pytest.raises(CannotStart):
        only_one(settings)
    parent.kill()
    parent.join()
    only_one(settings).close()
    soon(lambda: birth(child) == 0 or _zombie(child), "the child's end")


def _zombie(pid: int) -> bool:
    return b") Z " in Path(f"/proc/{pid}/stat").read_bytes()


def test_who_holds_a_lock_that_nobody_signed_is_left_alone(
    settings: Settings, started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier version, which wrote no name into it."""
    monkeypatch.setattr(processes, "LINGER", 0.2)
    held: multiprocessing.Queue[int] = FORK.Queue()
    parent = started(hold, settings, held)
    child = held.get(timeout=30)
    (settings.var_dir / "running").write_text("")
    orphans.end_orphans(settings.var_dir / "running")
    assert parent.is_alive()
    os.kill(child, signal.SIGKILL)


A_WORKER = """
import pathlib, signal, sys, time
from gateway.operate.processes import tend
here, told = pathlib.Path(sys.argv[1]), []

def role():
    signal.signal(signal.SIGTERM, lambda *_: told.append(1))
    (here / "begun").touch()
    while not told:
        time.sleep(0.02)
    time.sleep(0.3)
    (here / "finished").touch()

tend([("one", role)])
print((here / "finished").exists())
"""


def test_told_to_stop_it_ends_when_its_children_have_finished(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_WORKER, str(tmp_path)], stdout=subprocess.PIPE
    ) as worker:
        soon((tmp_path / "begun").exists, "the child")
        worker.terminate()
        said, _ = worker.communicate(timeout=60)
    assert (said.strip(), worker.returncode) == (b"True", 0)
