"""`satupintu run` as an office starts it: whole journeys, and what happens when its processes die."""

import os
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Running, id_in, soon
from twilio.request_validator import RequestValidator

from gateway.setup.settings import read_settings

pytestmark = pytest.mark.xdist_group("run")

SAMPLE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
PUPR = ("whatsapp", "+6281300000002")
ENDS_WITHIN = 15.0  # seconds


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    one = Running(tmp_path_factory.mktemp("run"))
    try:
        yield one.start()
    finally:
        one.clean_up()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Running]:
    """One that the test itself starts."""
    one = Running(tmp_path)
    try:
        yield one
    finally:
        one.clean_up()


def complain(running: Running, citizen: str) -> str:
    """A complaint by SMS, in two messages; its id, once the administrator's phone shows it."""
    running.send("sms", citizen, SAMPLE)
    running.reads("sms", citizen, "alamat")
    running.send("sms", citizen, "SAMA")
    id_ = id_in(running.reads("sms", citizen, " diterima")["text"])
    running.reads(*PUPR, id_)
    return id_


# --- it starts, and a complaint goes all the way ---------------------------------------------------------


def test_it_says_in_three_lines_where_to_chat_where_to_work_and_how_to_stop(
    running: Running,
) -> None:
    chat, pages, stop = running.lines
    assert chat.endswith(f"http://127.0.0.1:{running.simulator_port}/")
    assert pages.endswith(f"http://127.0.0.1:{running.port}/admin/")
    assert "Ctrl-C" in stop


def test_by_sms_the_citizen_reads_what_the_administrator_wrote_in_a_reply(
    running: Running,
) -> None:
    me = ("sms", "+6281298765432")
    id_ = complain(running, me[1])
    running.send(*PUPR, f"TERIMA {id_}")
    running.reads(*me, "mulai ditangani")
    running.send(*PUPR, f"JAWAB {id_} Jalan ditambal hari Kamis.")
    running.reads(*me, "Jalan ditambal hari Kamis.")
    running.send(*PUPR, f"SELESAI {id_}")
    running.reads(*me, "selesai")
    assert [one["parts"] for one in running.phone(*me)] == [1] * len(running.phone(*me))

    shown = running.case(id_)
    assert shown["case"]["state"] == "resolved"
    assert shown["reporter"]["phone"] == me[1]


@pytest.mark.parametrize(
    ("channel", "id_"),
    [("whatsapp", "+6281234567890"), ("telegram", "700000001")],
    ids=lambda one: one,
)
def test_by_chat_the_citizen_taps_and_reads_what_the_administrator_tapped_and_wrote(
    running: Running, channel: str, id_: str
) -> None:
    me = (channel, id_)
    tracking_id = report_by_taps(running, me)
    desk = desk_that_was_told(running, tracking_id)
    notice = running.reads(*desk, tracking_id)
    running.press(*desk, "Jawab")
    running.reads(*desk, "tulis jawaban", after=notice["n"])
    running.send(*desk, f"Truk datang besok pagi untuk {channel}.")
    running.reads(*me, f"Truk datang besok pagi untuk {channel}.")


def report_by_taps(running: Running, me: tuple[str, str]) -> str:
    """Story and place typed, the rest tapped; the id."""
    steps = [
        (running.send, "Sampah menumpuk tidak diangkut"),
        (running.send, "Jl Ahmad Yani, Kambajawa"),
        (running.press, "Tanpa nama"),
        (running.press, "Kirim"),
    ]
    for do, words in steps:
        last = max([one["n"] for one in running.phone(*me)], default=0)
        do(*me, words)
        reply = running.reads(*me, "", after=last)
    return id_in(running.reads(*me, "LPR-", after=reply["n"] - 1)["text"])


def desk_that_was_told(running: Running, tracking_id: str) -> tuple[str, str]:
    """The administrator whose phone shows the case."""
    agency = soon(lambda: running.case(tracking_id).get("case"), "the case")["agency"]
    numbers = {"sumba-timur.dlh": "+6281300000008"}
    return "whatsapp", numbers[agency]


def test_the_envelope_of_a_case_is_printed_whole(running: Running) -> None:
    shown = running.case(complain(running, "+6281298760001"))
    assert shown.keys() >= {
        *(
            "version",
            "tracking_id",
            "kind",
            "title",
            "description",
            "category",
            "category_confidence",
        ),
        *(
            "occurred_on",
            "location",
            "reporter",
            "anonymous",
            "confidential",
            "requested_outcome",
        ),
        *(
            "suspected_agency",
            "attachments",
            "flags",
            "received_at",
            "completed_at",
            "messages",
            "case",
        ),
    }
    assert shown["version"] == 1
    assert shown["location"].keys() == {
        *(
            "text",
            "landmark",
            "rt",
            "rw",
            "region_code",
            "region_path",
            "latitude",
            "longitude",
        )
    }
    assert shown["reporter"].keys() == {
        *(
            "name",
            "address",
            "phone",
            "nik",
            "channel",
            "address_on_channel",
            "language",
        )
    }
    assert shown["description"] == SAMPLE
    assert shown["location"]["region_code"].startswith("53.11.01")
    assert shown["reporter"]["nik"] is None
    assert shown["case"].keys() >= {"state", "agency", "deadlines", "history"}
    assert shown["case"]["agency"] == "sumba-timur.pupr"


def test_an_unknown_id_gets_one_line_and_status_1(running: Running) -> None:
    done = running.run("case", "LPR-2222222", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["no complaint has the id LPR-2222222"]


def test_the_clock_can_be_run_as_of_any_moment(running: Running) -> None:
    id_ = complain(running, "+6281298760002")
    ahead = ("--at", "2031-01-06T09:00:00+07:00")
    seen = running.run("tick", *ahead)
    assert seen.returncode == 0, seen.stderr
    assert "nothing was sent or written" in seen.stdout
    done = running.run("tick", *ahead, "--act")
    assert done.returncode == 0, done.stderr
    assert f"{id_}: case.unowned to the citizen" in seen.stdout
    assert f"{id_}: case.unowned to the citizen" in done.stdout
    again = running.run("tick", *ahead, "--act")
    assert id_ not in again.stdout


@pytest.mark.parametrize("moment", ["9999-12-31", "0001-01-01T00:00:00Z", "besok"])
def test_a_moment_that_is_none_is_refused_in_a_line(
    running: Running, moment: str
) -> None:
    done = running.run("tick", "--at", moment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("satupintu tick: error: argument")


def test_a_genuine_but_unreadable_request_is_listed(running: Running) -> None:
    settings = read_settings(running.env)
    url = f"{settings.public_url}/webhooks/twilio/sms"
    form = {"AccountSid": settings.twilio_account_sid, "Nothing": "we know"}
    signature = RequestValidator(settings.twilio_auth_token).compute_signature(
        url, form
    )
    secret = {"X-Telegram-Bot-Api-Secret-Token": settings.telegram_webhook_secret}

    assert status(url, b"Nothing=we+know", {"X-Twilio-Signature": "forged"}) == 403
    body = f"AccountSid={settings.twilio_account_sid}&Nothing=we+know".encode()
    assert status(url, body, {"X-Twilio-Signature": signature}) == 400
    assert (
        status(f"{settings.public_url}/webhooks/telegram", b"{not json", secret) == 200
    )

    lines = running.run("quarantine").stdout.splitlines()
    assert [line.split()[2] for line in lines[:-1]] == ["telegram", "sms"]
    assert lines[-1] == "2 in quarantine"


def status(url: str, body: bytes, headers: dict[str, str]) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, body, headers), timeout=10
        ) as response:
            code: int = response.status
    except urllib.error.HTTPError as error:
        with error:
            code = error.code
    return code


# --- parts that die --------------------------------------------------------------------------------------


def one_web_process(running: Running) -> list[int]:
    web = running.pids("web")
    return [pid for pid in web if running.parent_of(pid) in web][:1]


def the_web_server(running: Running) -> list[int]:
    web = running.pids("web")
    return [pid for pid in web if running.parent_of(pid) not in web][:1]


def every_worker(running: Running) -> list[int]:
    return [
        pid
        for name in ("scheduler", "deliver", "push", "central")
        for pid in running.pids(name)
    ]


def redis(running: Running) -> list[int]:
    return running.pids("valkey-server")


def the_simulator(running: Running) -> list[int]:
    return running.pids("simulator")


@pytest.mark.parametrize(
    ("victims", "citizen"),
    [
        (one_web_process, "+6281298761001"),
        (the_web_server, "+6281298761002"),
        (every_worker, "+6281298761003"),
        (redis, "+6281298761004"),
        (the_simulator, "+6281298761005"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_after_kill_9_of_a_part_complaints_go_through(
    running: Running, victims: Any, citizen: str
) -> None:
    killed = victims(running)
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    soon(
        lambda: (
            len(replaced := victims(running)) == len(killed)
            and not {*replaced} & {*killed}
        ),
        "a new one",
    )
    soon(running.ready, "all to answer")
    complain(running, citizen)


# --- it stops, and starts again --------------------------------------------------------------------------


def test_a_second_instance_on_the_same_directory_is_refused_in_one_sentence(
    running: Running,
) -> None:
    done = running.run("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"Satu Pintu is already running on {running.env['VAR_DIR']}; stop it first.\n"
    )
    assert running.ready()


def test_sigterm_and_ctrl_c_end_every_process_and_a_second_start_keeps_the_data(
    installation: Running,
) -> None:
    installation.start()
    id_ = complain(installation, "+6281298762001")
    everyone = installation.pids()
    assert len(everyone) > 5
    assert installation.stop(signal.SIGTERM) == 0
    soon(lambda: not installation.pids(), "every process to end", ENDS_WITHIN)

    installation.start()
    assert installation.case(id_)["tracking_id"] == id_
    assert installation.stop(signal.SIGINT, everyone=True) == 0
    soon(lambda: not installation.pids(), "every process to end", ENDS_WITHIN)
    assert "Traceback" not in installation.log()


def test_kill_9_of_the_whole_leaves_nothing_behind_and_the_next_start_works(
    installation: Running,
) -> None:
    installation.start()
    id_ = complain(installation, "+6281298762002")
    before = installation.pids()
    installation.stop(signal.SIGKILL)
    installation.start()
    soon(
        lambda: not {*before} & {*installation.pids()},
        "the old processes to end",
        ENDS_WITHIN,
    )
    assert installation.case(id_)["tracking_id"] == id_
    complain(installation, "+6281298762003")


# --- it refuses to start ---------------------------------------------------------------------------------


def test_a_taken_port_is_named_in_one_sentence(installation: Running) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.simulator_port))
        taken.listen()
        done = installation.run("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"Port {installation.simulator_port} is taken; set SIMULATOR_PORT to a free one.\n"
    )
    assert installation.pids() == []


def test_every_bad_setting_is_named_at_once(installation: Running) -> None:
    bad = {
        "PORT": "eighty",
        "TIMEZONE": "Mars/Olympus",
        "TWILIO_AUTH_TOKEN": "x",
        "DATABASE_URL": "mysql://h/d",
    }
    done = installation.run("run", **bad)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Satu Pintu cannot start")
    for name in (
        *bad.keys() - {"TWILIO_AUTH_TOKEN"},
        "TWILIO_ACCOUNT_SID",
        "TWILIO_SMS_NUMBER",
    ):
        assert f"- {name}" in done.stderr


def test_every_fault_of_the_agencies_file_is_named_with_its_line(
    installation: Running,
) -> None:
    file = installation.var_dir / "agencies.yaml"
    file.write_text(
        "coordinator: nobody\n"
        "agencies:\n"
        "  - code: a\n"
        "    name: A\n"
        '    region: "99.99"\n'
        "    administrators:\n"
        "      - name: X\n"
        '        notify: ["pigeon:1"]\n'
    )
    done = installation.run("run", AGENCIES_FILE=str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    for line in (1, 8):
        assert f"line {line}" in done.stderr
