"""Three web servers and three converse workers on one PostgreSQL and Redis, one of each killed under load."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from house import ENV, SID, SMS, TOKEN
from running import free_ports, soon
from twilio.request_validator import RequestValidator

from intake.messages import Address
from storage.crypto import KeyRing
from storage.unit_of_work import Store, open_store

pytestmark = pytest.mark.xdist_group("run")

EACH = 3  # processes of a kind
PEOPLE, MESSAGES = 24, 8
KILLED_AFTER = PEOPLE * MESSAGES // 3  # messages
PUBLIC = "http://lapor.example"
PATH = "/webhooks/twilio/sms"


class Office:
    """The processes, and citizens who send again what was not acknowledged, as a provider does."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.ports = free_ports(EACH)
        self.webs = [self._start("web", PORT=str(port)) for port in self.ports]
        self.workers = [
            self._start("worker", "--queue", "converse") for _ in range(EACH)
        ]
        self.acknowledged = 0
        self.counting = threading.Lock()

    def _start(self, *command: str, **settings: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "gateway.operate.cli", *command],
            env={**self.env, **settings},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_for_answers(self) -> None:
        for port in self.ports:
            soon(lambda port=port: _answers(port), "the web servers", 60)

    def send(self, person: int, number: int) -> None:
        """One message, until some server acknowledges it."""
        form = {
            "MessageSid": f"SM{person:016x}{number:016x}",
            "AccountSid": SID,
            "NumMedia": "0",
            "From": sender(person),
            "To": SMS,
            "Body": words(person, number),
        }
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + PATH, form)
        tried = iter(range(person, person + 1000))
        soon(lambda: self._post(next(tried), form, signature), "an acknowledgement", 60)
        with self.counting:
            self.acknowledged += 1

    def _post(self, turn: int, form: dict[str, str], signature: str) -> bool:
        url = f"http://127.0.0.1:{self.ports[turn % EACH]}{PATH}"
        request = Request(
            url, urlencode(form).encode(), {"X-Twilio-Signature": signature}
        )
        try:
            with urlopen(request, timeout=20) as answer:
                return bool(answer.status == 200)
        except (HTTPError, URLError, OSError):
            return False

    def kill_one_of_each(self) -> None:
        for victim in (self.webs[0], self.workers[0]):
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()

    def clean_up(self) -> None:
        for one in (*self.webs, *self.workers):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def sender(person: int) -> str:
    return f"+62812900001{person:02}"


def words(person: int, number: int) -> str:
    return f"Jalan rusak parah di gang {person} dekat pasar lubang ke {number} belum diperbaiki"


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    server = request.getfixturevalue("postgres")
    url: str = server.create("migrated")
    yield url
    server.drop(url)


@pytest.fixture
def office(postgres_url: str, redis_url: str, tmp_path: Path) -> Iterator[Office]:
    one = Office(
        {
            **ENV,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "PUBLIC_URL": PUBLIC,
            "WEB_WORKERS": "1",
            "VAR_DIR": str(tmp_path / "var"),
            "DATABASE_URL": postgres_url,
            "REDIS_URL": redis_url,
        }
    )
    try:
        yield one
    finally:
        one.clean_up()


@pytest.fixture
def rows(postgres_url: str) -> Iterator[Store]:
    store = open_store(postgres_url, KeyRing.from_text(ENV["DATA_KEY"]))
    yield store
    store.dispose()


def test_of_six_processes_two_are_killed_and_nothing_is_lost_doubled_or_out_of_order(
    office: Office, rows: Store
) -> None:
    office.wait_for_answers()

    def talk(person: int) -> None:
        for number in range(MESSAGES):
            office.send(person, number)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        talks = [crowd.submit(talk, person) for person in range(PEOPLE)]
        soon(lambda: office.acknowledged >= KILLED_AFTER, "the load", 60)
        office.kill_one_of_each()
        for one in talks:
            one.result(120)
    soon(lambda: not _waits(rows), "the last turn", 60)
    for person in range(PEOPLE):
        came, heard, story = _told(rows, person)
        assert came == [words(person, number) for number in range(MESSAGES)]
        assert heard == MESSAGES
        assert max(Counter(story).values(), default=1) == 1
        assert [one for one in came if one in story] == story


def _waits(rows: Store) -> bool:
    with rows.reading() as tx:
        return tx.oldest_waiting() is not None


def _told(rows: Store, person: int) -> tuple[list[str], int, list[str]]:
    """What a person's row hold: their messages, how many turns were taken, and their report's story."""
    with rows.reading() as tx:
        contact = tx.find_contact(Address("sms", sender(person)))
        assert contact is not None
        came = [one.message.text for one in reversed(tx.recent_inbound(contact.id, 99))]
        stored = tx.conversation(contact.id)
        assert stored is not None
        return came, stored.state.turn, list(stored.state.draft.story)
