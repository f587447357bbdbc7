"""One id in the log from a citizen's webhook to the answer, and nobody's words beside it."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from house import BOT, CITIZEN, ENV, SECRET, SID, TOKEN, House

from gateway.setup.logs import FORMATS, set_up_logs
from gateway.web.app import create_app
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import open_store

ROOT = Path(__file__).parents[3]
OFFICER = "+6281300000002"
NAME, NIK, WORDS = (
    "Budi Santoso",
    "5311014208900001",
    "jalan rusak parah di depan pasar Matawai",
)
ANSWER = "Jalan ditambal hari Kamis."
STORY = f"LAPOR {WORDS} Kota Waingapu sudah 3 bulan, nama saya {NAME}, NIK {NIK}"
CANARIES = (
    NAME,
    NIK,
    WORDS,
    ANSWER,
    CITIZEN,
    CITIZEN[1:],
    OFFICER,
    OFFICER[1:],
    TOKEN,
    BOT,
    SECRET,
    ENV["DATA_KEY"],
)

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written(request: pytest.FixtureRequest) -> io.StringIO:
    """What the log of a process holds at LOG_LEVEL=INFO, as JSON or as `text`."""
    stream = io.StringIO()
    set_up_logs(getattr(request, "param", "json"), "INFO", stream)
    return stream


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def a_complaint_and_its_answer(house: House) -> None:
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    house.whatsapp(
        f"JAWAB {house.tracking_id(f'sms:{CITIZEN}')} {ANSWER}", sender=OFFICER
    )
    house.settle()
    for number, one in enumerate(house.wire.to(f"sms:{CITIZEN}")):
        form = {
            "MessageSid": one.provider_id,
            "AccountSid": SID,
            "MessageStatus": "delivered",
            "To": CITIZEN,
        }
        assert house.post("/webhooks/twilio/status", form).status_code == 200, number


def test_one_id_leads_from_the_webhook_to_the_officers_notice_and_the_answer_back(
    house: House, lines: Lines
) -> None:
    a_complaint_and_its_answer(house)
    told = lines()
    (trace,) = {line["trace"] for line in told if line["message"] == "routed"}
    stages = [line["message"] for line in told if line["trace"] == trace]
    assert stages[:5] == ["received", "queued", "turn", "pushed", "routed"]
    assert [stage for stage in stages if stage in {"notified", "acted"}] == [
        "notified",
        "acted",
    ]
    assert (
        stages.count("sent") >= 4
    )  # the receipt, who handles it, the notice to the officer, the answer
    assert stages.count("reported") >= 3  # all but the officer's


def test_what_an_officer_wrote_is_led_to_the_complaint_by_its_own_id(
    house: House, lines: Lines
) -> None:
    a_complaint_and_its_answer(house)
    (acted,) = [line for line in lines() if line["message"] == "acted"]
    stages = [line["message"] for line in lines() if line["trace"] == acted["request"]]
    assert stages == ["received", "queued", "sent"]


def test_every_line_of_a_message_has_an_id(house: House, lines: Lines) -> None:
    a_complaint_and_its_answer(house)
    assert [line for line in lines() if not line.get("trace")] == []


def test_two_messages_have_two_ids(house: House, lines: Lines) -> None:
    for words in (STORY, "SAMA"):
        house.sms(words)
    received = [line["trace"] for line in lines() if line["message"] == "received"]
    assert len(set(received)) == 2


@pytest.mark.parametrize("written", ["text", "json"], indirect=True)
def test_no_line_holds_what_anybody_wrote_or_who_they_are(
    house: House, written: io.StringIO
) -> None:
    a_complaint_and_its_answer(house)
    assert len(written.getvalue().splitlines()) > 20
    assert [canary for canary in CANARIES if canary in written.getvalue()] == []


def test_what_waited_in_the_spool_keeps_its_id(
    house: House, lines: Lines, tmp_path: Path
) -> None:
    broken = open_store(
        f"sqlite:///{tmp_path}/no/such/folder.db", KeyRing.from_text(new_data_key())
    )
    house.web = create_app(house.parts_over(broken)).test_client()
    house.sms(STORY)
    house.drain()
    spooled, received = (
        lines()[0],
        next(line for line in lines() if line["message"] == "received"),
    )
    assert "goes to the spool" in spooled["message"]
    assert spooled["trace"] == received["trace"]


def test_a_line_of_text_names_its_facts_and_its_trace(house: House) -> None:
    shown = FORMATS["text"]().format(record("sent", outbox=7, complaint=None))
    assert shown.endswith("INFO gateway.flows.delivery sent outbox=7")


def test_a_fault_is_one_line_of_json_with_its_traceback() -> None:
    fault = record("a fault")
    fault.exc_info = (ValueError, ValueError("x"), None)
    assert json.loads(FORMATS["json"]().format(fault))["traceback"] == "ValueError"


def record(stage: str, **facts: Any) -> logging.LogRecord:
    made = logging.LogRecord(
        "gateway.flows.delivery", logging.INFO, "", 0, stage, (), None
    )
    made.facts = facts
    return made


def test_what_we_build_on_stays_quiet_however_much_we_tell() -> None:
    program = (
        "import logging; from gateway.setup.logs import set_up_logs; set_up_logs('json', 'DEBUG');"
        "logging.getLogger('gateway.flows').debug('ours');"
        "from werkzeug._internal import _log; _log('info', '/bot1:token');"
        "[logging.getLogger(n).info('/bot1:token') for n in ('httpx', 'twilio', 'rq', 'urllib3')]"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line)["message"] for line in done.stderr.splitlines()] == [
        "ours"
    ]


def test_the_settings_reach_the_log_of_a_command(tmp_path: Path) -> None:
    program = (
        "import contextlib, logging, sys; from gateway.operate.cli import main; sys.argv[1:] = ['migrate']\n"
        "with contextlib.suppress(SystemExit): main()\n"
        "logging.getLogger('gateway.flows').info('sent')"
    )
    env = {
        "VAR_DIR": str(tmp_path / "var"),
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "json",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line)["message"] for line in done.stderr.splitlines()] == [
        "sent"
    ]
