"""The door: inbound messages per second and the webhook's p50 and p99, beside a bare view in the same run.

The bare view checks the same signature with Twilio's own validator and does one durable
insert (SQLite, WAL, synchronous=FULL), on the same server with as many processes and
threads. Ours stores the message sealed, takes a whole turn of the conversation, and puts
the reply into the outbox before it answers. Rounds alternate, because the machine is noisy:
read the ratios, not the absolutes.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from storage import embedded_redis

ROUNDS = 5
LOADS = ((1, 60), (16, 320))  # connections, requests a round
SID, TOKEN, NUMBER = "AC" + "0" * 32, "bench-token", "+628110001708"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@dataclass(frozen=True)
class Round:
    """What one round of requests took."""

    per_second: float
    latencies: list[float]  # seconds


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        with _ours(var) as ours, _bare(var) as bare:
            doors = {"bare view": bare, "Satu Pintu": ours}
            for name, port in doors.items():
                _load(
                    port, 64, name, 16
                )  # warm: the gazetteer is read, connections are open
            for connections, requests in LOADS:
                rounds: dict[str, list[Round]] = {name: [] for name in doors}
                for _ in range(ROUNDS):
                    for name, port in doors.items():
                        rounds[name].append(_load(port, requests, name, connections))
                _print(rounds, connections, requests)


def _print(rounds: dict[str, list[Round]], connections: int, requests: int) -> None:
    floor = statistics.median(one.per_second for one in rounds["bare view"])
    print(
        f"{ROUNDS} alternating rounds of {requests} messages, {connections} at a time"
    )
    print(f"{'':12} {'msgs/s':>8} {'ratio':>6} {'p50 ms':>7} {'p99 ms':>7}")
    for name, of_name in rounds.items():
        rate = statistics.median(one.per_second for one in of_name)
        times = sorted(t for one in of_name for t in one.latencies)
        p50, p99 = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
        print(f"{name:12} {rate:8.0f} {rate / floor:6.2f} {p50:7.1f} {p99:7.1f}")


@contextmanager
def _ours(var: Path) -> Iterator[int]:
    port = _free_port()
    env = {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "VAR_DIR": str(var / "ours"),
        "DATA_KEY": KEY,
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_SMS_NUMBER": NUMBER,
    }
    cli = [sys.executable, "-m", "gateway.operate.cli"]
    subprocess.run([*cli, "migrate"], env=env, check=True)
    redis = embedded_redis.start(var / "ours")
    try:
        with _running([*cli, "web"], env, port):
            yield port
    finally:
        redis.stop()


@contextmanager
def _bare(var: Path) -> Iterator[int]:
    port = _free_port()
    env = {
        "PATH": os.environ["PATH"],
        "BARE_DB": str(var / "bare.db"),
        "BARE_PORT": str(port),
    }
    with _running([sys.executable, "-m", "benchmarks.bare_view"], env, port):
        yield port


@contextmanager
def _running(command: list[str], env: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=env)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"{command[-1]} did not start")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/health", timeout=1
        ) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _load(port: int, requests: int, name: str, connections: int) -> Round:
    """Send signed webhooks over kept-open connections, as fast as they are answered."""
    batches = [
        _requests(port, requests // connections, f"{name}{time.time_ns()}{n}")
        for n in range(connections)
    ]
    latencies: list[float] = []
    threads = [
        threading.Thread(target=_send_all, args=(port, batch, latencies))
        for batch in batches
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Round(len(latencies) / (time.perf_counter() - started), latencies)


def _requests(port: int, number: int, salt: str) -> list[bytes]:
    validator, url = (
        RequestValidator(TOKEN),
        f"http://127.0.0.1:{port}/webhooks/twilio/sms",
    )
    made = []
    for n in range(number):
        sid = f"SM{abs(hash((salt, n))):032x}"[:34]
        sender = f"+628{abs(hash((salt, n, 'from'))) % 10**9 + 10**9}"
        form = {
            "MessageSid": sid,
            "AccountSid": SID,
            "From": sender,
            "To": NUMBER,
            "Body": STORY,
            "NumMedia": "0",
        }
        body = urlencode(form).encode()
        head = (
            f"POST /webhooks/twilio/sms HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {validator.compute_signature(url, form)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def _send_all(port: int, batch: list[bytes], latencies: list[float]) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in batch:
            began = time.perf_counter()
            line.sendall(request)
            status = _read_answer(line)
            if status != 200:
                raise RuntimeError(f"answered {status}")
            latencies.append(time.perf_counter() - began)


def _read_answer(line: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        int(row.split(b":")[1])
        for row in head.split(b"\r\n")
        if row.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += line.recv(65536)
    return int(head.split(b" ", 2)[1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
