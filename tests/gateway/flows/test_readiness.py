"""`/ready` tells what does not answer, and answers itself whatever hangs."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from house import House

from gateway.flows import readiness
from gateway.flows.readiness import Asker
from gateway.setup.hearts import Hearts
from storage.unit_of_work import DatabaseDown, Store


class Frozen:
    """A database that takes the connection and never answers."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def ping(self) -> None:
        self.gate.wait(60)
        raise DatabaseDown("gone after all")


def test_a_database_that_hangs_is_told_of_in_time_and_asked_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.1)
    monkeypatch.setattr(readiness, "ASKER", Asker())
    frozen, threads = Frozen(), threading.active_count()
    parts = replace(house.parts, store=cast("Store", frozen))
    began = time.monotonic()
    told = [readiness.readiness(parts)["database"] for _ in range(5)]
    assert told == ["no answer"] * 5
    assert time.monotonic() - began < 5
    assert threading.active_count() <= threads + 1
    frozen.gate.set()


def test_a_silent_process_is_named(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearts = Hearts()
    monkeypatch.setattr(readiness, "HEARTS", hearts)
    assert readiness.readiness(house.parts)["processes"] == "ok"
    hearts.begin("deliver", 1)
    monkeypatch.setattr(readiness, "SILENT", -1.0)
    assert readiness.readiness(house.parts)["processes"] == "no answer: deliver"
    assert house.web.get("/ready").status_code == 503


def test_a_channel_that_rests_is_named(house: House) -> None:
    house.parts.bell.pause("telegram", house.now + timedelta(minutes=1))
    assert readiness.readiness(house.parts)["paused"] == "telegram"
