"""What cannot be done is said in a sentence: before the first run, with a slip, without a network."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.operate import cli
from gateway.operate.processes import only_one
from gateway.setup.real_providers import demand_own_agencies
from gateway.setup.settings import BadSettings, read_settings
from storage.migrations import migrate

Typed = Callable[..., tuple[int, str]]
NOBODY = "http://127.0.0.1:9"  # nothing listens there
CHAT = {
    "TELEGRAM_BOT_TOKEN": "1:" + "a" * 35,
    "TELEGRAM_WEBHOOK_SECRET": "s",
    "TELEGRAM_API_URL": NOBODY,
}
EMPTY = "the database is empty yet"


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Typed:
    """`satupintu ...` in a fresh directory: the exit code, and all that a person reads."""
    for name in ("excepthook", "argv"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(os, "umask", lambda _: 0)
    monkeypatch.setattr(time, "tzset", lambda: None)
    monkeypatch.setattr(cli, "set_up_logs", lambda *_: None)
    monkeypatch.setattr(cli, "tell_crashes", lambda: None)
    monkeypatch.chdir(tmp_path)

    def run(command: str, **env: str) -> tuple[int, str]:
        for name, value in {"TZ": "UTC", "VAR_DIR": str(tmp_path), **env}.items():
            monkeypatch.setenv(name, value)
        sys.argv = ["satupintu", *command.split()]
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("outbox", EMPTY, id="the outbox"),
        pytest.param("outbox --resend all", EMPTY, id="sending again"),
        pytest.param("quarantine", EMPTY, id="what was put aside"),
        pytest.param("quarantine show 1", EMPTY, id="one of those"),
        pytest.param("funnel", EMPTY, id="the funnel"),
        pytest.param("case LPR-ABCDEFG", EMPTY, id="a case"),
        pytest.param("tick", EMPTY, id="the clock"),
        pytest.param("repair", EMPTY, id="what providers hold"),
        pytest.param("unblock sms:+628110000001", EMPTY, id="a flood"),
        pytest.param("backup elsewhere", EMPTY, id="a back-up"),
        pytest.param("admin-logout telegram:1001", EMPTY, id="a lost phone"),
        pytest.param("worker", EMPTY, id="workers alone"),
        pytest.param("web", EMPTY, id="the web server alone"),
    ],
)
def test_before_the_first_run_one_is_told_to_begin(
    typed: Typed, command: str, said: str
) -> None:
    code, read = typed(command)
    assert (code, said in read, "Traceback" in read) == (2, True, False)
    assert "satupintu run" in read


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        pytest.param("admin-link pupr", 2, "telegram:1001", id="a desk's code"),
        pytest.param("admin-link +62811", 2, "telegram:1001", id="a bare number"),
        pytest.param("admin-link sms:+62811", 1, "is not in the agencies", id="nobody"),
        pytest.param("admin-logout x", 2, "no address", id="who is no address"),
        pytest.param("tick --at besok", 2, "no moment", id="no moment"),
    ],
)
def test_a_slip_is_answered_with_how_it_is_written(
    typed: Typed, command: str, code: int, said: str
) -> None:
    ended, read = typed(command)
    assert (ended, said in read) == (code, True)


def test_without_a_network_telegram_is_not_connected_and_that_is_said(
    typed: Typed,
) -> None:
    code, read = typed("telegram set-webhook", **CHAT)
    assert code == 1
    assert "The provider does not take that" in read
    assert len(read.splitlines()) == 1


def test_a_database_that_cannot_be_is_named_in_a_sentence(
    typed: Typed, tmp_path: Path
) -> None:
    (tmp_path / "db").mkdir()
    code, read = typed("outbox", DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert (code, "The database does not answer" in read) == (1, True)
    assert "DATABASE_URL" in read


def test_a_fault_of_ours_is_still_a_crash(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "migrate", (fault, "x", {}))
    with pytest.raises(ZeroDivisionError):
        typed("migrate")


def test_the_doctor_blames_nothing_that_has_not_been_started(
    typed: Typed, tmp_path: Path
) -> None:
    code, read = typed("doctor")
    faults = [line for line in read.splitlines() if line.startswith("FAULT")]
    assert code == 1
    assert ["database" in fault and "satupintu run" in fault for fault in faults] == [
        True
    ]
    migrate(f"sqlite:///{tmp_path}/satupintu.db")
    assert typed("doctor")[0] == 0


def test_the_doctor_asks_redis_of_what_runs(typed: Typed, tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/satupintu.db")
    with only_one(read_settings({"VAR_DIR": str(tmp_path)})):
        read = typed("doctor")[1]
    assert "FAULT redis: no answer" in read


REAL = {**CHAT, "TELEGRAM_API_URL": "https://api.telegram.org"}
KANNEL = {
    "KANNEL_SEND_URL": "http://10.0.0.7:13013/cgi-bin/sendsms",
    "KANNEL_USERNAME": "u",
    "KANNEL_PASSWORD": "p",
    "KANNEL_SECRET": "s",
    "KANNEL_NUMBER": "+628110000001",
}
MAIL = {"SMTP_HOST": "mail.example.go.id", "SMTP_FROM": "lapor@example.go.id"}


@pytest.mark.parametrize(
    ("env", "named"),
    [
        pytest.param(REAL, "api.telegram.org", id="Telegram"),
        pytest.param(KANNEL, "10.0.0.7", id="a gateway in the office"),
        pytest.param({**CHAT, **MAIL}, "mail.example.go.id", id="mail alone is real"),
    ],
)
def test_real_providers_demand_an_agencies_file_of_ones_own(
    typed: Typed, env: dict[str, str], named: str
) -> None:
    code, read = typed("run", **env)
    assert (code, "AGENCIES_FILE is missing" in read, named in read) == (2, True, True)
    assert "FAULT agencies file" in typed("doctor", **{**env, **CHAT, **MAIL})[1]


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({}, id="the simulator"),
        pytest.param(CHAT, id="fakes on this machine"),
        pytest.param(
            {**CHAT, "TELEGRAM_API_URL": "http://localhost:81"}, id="by its name"
        ),
        pytest.param({**REAL, "AGENCIES_FILE": "README.md"}, id="a file of one's own"),
    ],
)
def test_the_worked_example_does_for_a_first_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    monkeypatch.chdir(Path(__file__).parents[3])
    demand_own_agencies(read_settings({"VAR_DIR": str(tmp_path), **env}))


def test_all_that_https_needs_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as told:
        read_settings({"VAR_DIR": str(tmp_path), "PUBLIC_URL": "https://x.go.id"})
    assert [fault.split()[0] for fault in told.value.faults] == [
        "SECRET_KEY",
        "DATA_KEY",
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("worker", "AGENCIES_FILE", id="all workers"),
        pytest.param(
            "worker --queue deliver", "AGENCIES_FILE", id="the one that sends"
        ),
        pytest.param("worker --queue converse", EMPTY, id="one that takes turns"),
        pytest.param("web", EMPTY, id="the web server"),
    ],
)
def test_what_writes_to_nobody_is_not_asked_for_it(
    typed: Typed, command: str, said: str
) -> None:
    code, read = typed(command, **REAL)
    assert (code, said in read) == (2, True)
