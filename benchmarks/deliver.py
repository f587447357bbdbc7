"""Replies that leave: how many a second from one process, with providers that take 200 ms a call.

Real adapters over loopback HTTP, SQLite with synchronous=FULL, Redis for the rates. Then the time
from the commit of a Telegram reply until it is at the provider, beside WhatsApp answering and
beside WhatsApp hanging: the second must be no worse than the first.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.flows.courier import Courier
from gateway.setup.parts import Parts
from gateway.setup.settings import read_settings
from gateway.setup.wiring import build
from intake.messages import Address, OutboundMessage
from storage import embedded_redis
from storage.migrations import migrate

CALL = 0.2  # seconds
HANGS = 3600.0
BACKLOGS = {"whatsapp": 640, "telegram": 240}
GOALS = {"whatsapp": 60, "telegram": 30}
REPLIES, EVERY = 100, 0.08  # Telegram replies beside the other channel, seconds between
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PEOPLE = {"whatsapp": "+62812{:08d}", "telegram": "1{:08d}"}


def main() -> None:
    """Print the rates, and the latencies beside a channel that hangs."""
    print(f"providers that take {CALL * 1000:.0f} ms a call, one deliver process")
    for channel, number in BACKLOGS.items():
        rate = _rate(channel, number)
        goal = GOALS[channel]
        print(f"{channel:10} {rate:6.1f} replies/s of {number} waiting (goal {goal})")
    for words, seconds in (("answers", CALL), ("hangs", HANGS)):
        times = sorted(_latencies(seconds))
        p50, p99 = (times[int(len(times) * one)] * 1000 for one in (0.5, 0.99))
        print(f"telegram   p50 {p50:5.1f} ms, p99 {p99:6.1f} ms while whatsapp {words}")


def _rate(channel: str, number: int) -> float:
    """From the first that came to the last."""
    with _house(CALL, CALL) as (parts, port), _courier(parts) as courier:
        for first in range(0, number, 80):
            _put(parts, channel, range(first, min(first + 80, number)))
            courier.wake()
        came = _until(port, number).values()
    return (number - 1) / (max(came) - min(came))


def _latencies(whatsapp: float) -> list[float]:
    with _house(whatsapp, CALL) as (parts, port):
        _put(parts, "whatsapp", range(100))
        with _courier(parts) as courier:
            committed = {}
            for n in range(REPLIES):
                time.sleep(EVERY)
                _put(parts, "telegram", range(n, n + 1))
                committed[f"telegram:{PEOPLE['telegram'].format(n)}"] = (
                    time.perf_counter()
                )
                courier.wake()
            came = _until(port, REPLIES, "telegram")
            return [came[to] - moment for to, moment in committed.items()]


def _put(parts: Parts, channel: str, people: range) -> None:
    with parts.store.transaction() as tx:
        for n in people:
            to = Address(channel, PEOPLE[channel].format(n))
            contact = tx.contact(to, parts.clock())
            message = OutboundMessage(to, f"Laporan Anda sudah kami terima, nomor {n}.")
            tx.add_outbox(contact.id, message, parts.clock(), kind="reply")


def _until(port: int, number: int, channel: str = "") -> dict[str, float]:
    """When each person was written to, once so many were."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/log") as answer:
            came = {to: at for to, at in json.load(answer) if to.startswith(channel)}
        if len(came) >= number:
            return came
        time.sleep(0.2)
    raise RuntimeError(f"only {len(came)} of {number} came")


@contextmanager
def _courier(parts: Parts) -> Iterator[Courier]:
    stop, courier = threading.Event(), Courier(parts)
    thread = threading.Thread(target=courier.run, args=(stop,))
    thread.start()
    yield courier
    stop.set()
    courier.wake()
    thread.join()


@contextmanager
def _house(whatsapp: float, telegram: float) -> Iterator[tuple[Parts, int]]:
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.slow_providers"]
    provider = subprocess.Popen([*command, str(port), str(whatsapp), str(telegram)])
    with tempfile.TemporaryDirectory() as folder:
        redis = embedded_redis.start(Path(folder))
        try:
            settings = read_settings(_environment(Path(folder), port))
            migrate(settings.database_url)
            _wait_for(port)
            parts = build(settings)
            yield parts, port
            parts.store.dispose()
        finally:
            provider.terminate()
            provider.wait(10)
            redis.stop()


def _environment(var: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(var),
        "DATA_KEY": KEY,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "bench-token",
        "TWILIO_WHATSAPP_NUMBER": "+628110001709",
        "TWILIO_API_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_BOT_TOKEN": "1708:bench",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_MODE": "polling",
    }


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the providers did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
