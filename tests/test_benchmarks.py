"""The benches still run: with tiny numbers, so that figures come out, and say nothing about speed."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from benchmarks import __main__ as bench
from benchmarks import door, footprint, turn, whole
from benchmarks.installed import installation
from benchmarks.load import Result, closed_loop, joined, open_loop
from benchmarks.webhooks import TOKEN, People, bytes_of, signature

ROOT = Path(__file__).parents[1]
STALL = 0.3  # seconds


class Server(BaseHTTPRequestHandler):
    """Answers as its path says."""

    protocol_version = "HTTP/1.1"
    asked = 0
    stalled = threading.Lock()

    def do_GET(self) -> None:
        type(self).asked += 1
        if self.path == "/stall" and self.asked == 1:
            with self.stalled:
                threading.Event().wait(STALL)
        if self.path == "/break":
            self.close_connection = True
            return
        with self.stalled:
            self.send_response(500 if self.path == "/fault" else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Server.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def asking(path: str, times: int) -> list[bytes]:
    return [f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()] * times


# --- the load generator


def test_a_closed_loop_gets_an_answer_to_each_request(port: int) -> None:
    seen = closed_loop(port, asking("/", 20), connections=3)
    assert (len(seen.latencies), seen.errors) == (20, 0)


def test_an_open_loop_takes_as_long_as_its_schedule(port: int) -> None:
    seen = open_loop(port, asking("/", 20), rate=100)
    assert (len(seen.latencies), seen.errors) == (20, 0)
    assert seen.seconds >= 0.19


def test_an_answer_that_is_not_200_is_an_error(port: int) -> None:
    seen = closed_loop(port, asking("/fault", 5), connections=2)
    assert (seen.latencies, seen.errors) == ([], 5)


def test_a_connection_that_breaks_is_an_error_and_the_others_go_on(port: int) -> None:
    mixed = asking("/break", 1) + asking("/", 9)
    seen = closed_loop(port, mixed, connections=2)
    assert (len(seen.latencies), seen.errors) == (9, 1)


def test_an_open_loop_charges_a_stall_to_all_who_should_have_been_sent(
    port: int,
) -> None:
    seen = open_loop(port, asking("/stall", 20), rate=100)
    late = [one for one in seen.latencies if one > STALL / 2]
    assert len(seen.latencies) == 20
    assert len(late) >= 10


def test_percentiles_are_of_the_answers_in_milliseconds() -> None:
    halves = [Result([0.001] * 50, 1, 1.0), Result([0.003] * 50, 0, 1.0)]
    seen = joined(halves)
    assert (seen.percentile(0.25), seen.percentile(0.99)) == (1.0, 3.0)
    assert (seen.errors, seen.rate) == (1, 50.0)


def test_a_request_is_signed_as_twilio_signs_it() -> None:
    form = next(People().forms())
    url = "http://127.0.0.1:8000/webhooks/twilio/sms"
    assert signature(url, form) == RequestValidator(TOKEN).compute_signature(url, form)
    assert signature(url, form).encode() in bytes_of(8000, form)


def test_no_two_messages_have_the_same_id_or_sender() -> None:
    forms = list(islice(People().forms(), 3000))
    assert len({form["MessageSid"] for form in forms}) == 3000
    assert len({form["From"] for form in forms}) == 3000


# --- the benches


def test_a_bench_that_does_not_exist_is_refused_by_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench.main(["door", "windows"]) == 2
    assert "windows" in capsys.readouterr().err


def test_to_name_the_benches_reads_nothing_of_the_product() -> None:
    look = "import sys, benchmarks.__main__; print('gateway' in sys.modules)"
    command = [sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_door_takes_every_message_at_each_of_the_doors() -> None:
    sizes = door.Sizes(
        rounds=1, seconds=0.2, rates=(50,), on_postgres=False, warm_up=32
    )
    done = door.main(sizes)
    assert set(done) == {"closed", "open 50"}
    for rounds in done.values():
        assert set(rounds) == {door.BARE, door.TEXTBOOK, door.OURS}
        for seen in map(joined, rounds.values()):
            assert (seen.errors, bool(seen.latencies)) == (0, True)


def test_turn_takes_whole_dialogues_to_their_reports() -> None:
    measured = turn.main(turn.Sizes(rounds=1, people=2, warm_up=1, watched=2))
    assert {turn.OURS, turn.PTB} <= set(measured.rounds)
    assert [one.turns for took in measured.rounds.values() for one in took] == [
        12
    ] * len(measured.rounds)
    assert measured.shares["completed"] == 2
    assert measured.shares["step"] > 0


def test_whole_sees_every_reply_and_a_backlog_drained() -> None:
    sizes = whole.Sizes(messages=5, backlog=20, warm_up=2, patience=20.0)
    with installation() as house:
        way, drained = whole.way(house, sizes), whole.drain(house, sizes)
    whole.print_ways({0.0: way}, sizes)
    whole.print_drains({1: drained}, sizes)
    assert (len(way.waits), way.door.errors) == (5, 0)
    assert (drained.left, drained.replies, drained.door.errors) == (0, 20, 0)


def test_footprint_finds_every_process_of_an_installation() -> None:
    found = footprint.main(footprint.Sizes(calm=0.5, idle=0.5))
    assert {"web", "simulator", "valkey-server"} <= set(found.megabytes)
    assert min(found.megabytes.values()) > 0
    assert 0 < found.answered < found.announced
