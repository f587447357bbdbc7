"""`satupintu setup`: what is typed is tried at once, written whole, and may be typed again."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import gettempdir
from threading import Thread

import pytest
from house import House
from hypothesis import given
from hypothesis import strategies as st

from gateway.operate.cli import SETUP_STEPS, main
from gateway.operate.installing.connecting import EVENTS
from gateway.operate.installing.dotenv import with_values
from gateway.operate.installing.steps import BY_NAME, SETUP
from gateway.operate.installing.trial import trial
from gateway.operate.installing.wizard import Wizard
from gateway.setup.settings import TABLE, read_dotenv, read_settings

TOKEN, WRONG_TOKEN = "1:" + "a" * 35, "2:" + "b" * 35
TELEGRAM = {
    "getMe": {"id": 1, "is_bot": True, "first_name": "Satu Pintu", "username": "sp"},
    "setMyCommands": True,
    "setWebhook": True,
    "deleteWebhook": True,
}
EXAMPLE = Path(__file__).parents[3] / "routing" / "data" / "sumba-timur.yaml"


class Providers(ThreadingHTTPServer):
    """Telegram and a phone with the SMS app, on loopback; they note what is asked of them."""

    webhook = ""
    asked: list[str]

    @property
    def url(self) -> str:
        """Where they are."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, path: str, body: bytes) -> tuple[int, object]:
        """What is said to a request."""
        self.asked.append(f"{path} {body.decode()}")
        token, _, method = path.removeprefix("/bot").rpartition("/")
        if path == "/health":
            return 200, {"status": "pass", "checks": {}}
        if path == "/webhooks":
            return 201, json.loads(body)
        if token != TOKEN:
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if method == "getWebhookInfo":
            info = {"url": self.webhook, "has_custom_certificate": False}
            return 200, {"ok": True, "result": info | {"pending_update_count": 0}}
        return 200, {"ok": True, "result": TELEGRAM[method]}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, said = self.server.answer(self.path, body)  # type: ignore[attr-defined]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def providers() -> Iterator[Providers]:
    server = Providers(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Talk:
    """Somebody at the terminal, who answers each question by its first word."""

    def __init__(self, path: Path, *, given: dict[str, str] | None = None) -> None:
        self.path = path
        self.given = {"VAR_DIR": str(path.parent), **(given or {})}
        self.read: list[str] = []
        self.asked: list[tuple[str, bool]] = []
        self.answers: dict[str, list[str]] = {}

    def ask(self, question: str, hidden: bool) -> str:
        """Their answer; Enter when there is none (left)."""
        self.asked.append((question, hidden))
        left = self.answers.get(question.split(maxsplit=1)[0], [])
        assert left or "[a]gain" not in question, self.text
        return left.pop(0) if left else ""

    def walk(
        self, *steps: str, silent: bool = False, **answers: str | list[str]
    ) -> bool:
        """Go through these steps."""
        self.answers = {
            name: [one] if isinstance(one, str) else one
            for name, one in answers.items()
        }
        ask = None if silent else self.ask
        wizard = Wizard(self.path, self.given, self.read.append, ask)
        well = wizard.walk(BY_NAME[name] for name in steps)
        self.missing = wizard.missing()
        return well

    @property
    def text(self) -> str:
        """All they read."""
        return "\n".join(self.read)

    @property
    def kept(self) -> dict[str, str]:
        """What the file holds now."""
        return read_dotenv(self.path)


@pytest.fixture
def talk(tmp_path: Path, providers: Providers) -> Talk:
    return Talk(tmp_path / ".env", given={"TELEGRAM_API_URL": providers.url})


def test_from_nothing_to_a_bot_that_is_connected(
    talk: Talk, providers: Providers
) -> None:
    assert talk.walk(
        "agencies", "telegram", AGENCIES_FILE=str(EXAMPLE), TELEGRAM_BOT_TOKEN=TOKEN
    )
    assert talk.missing == []
    assert talk.kept["TELEGRAM_MODE"] == "polling", "without https there is no webhook"
    assert len(talk.kept["TELEGRAM_WEBHOOK_SECRET"]) == 32
    assert talk.path.stat().st_mode & 0o777 == 0o600
    methods = [one.split()[0].rpartition("/")[2] for one in providers.asked]
    assert {"setMyCommands", "deleteWebhook", "getMe"} <= set(methods)
    assert read_settings({**talk.given, **talk.kept}).channels == ("telegram",)
    assert ("TELEGRAM_BOT_TOKEN", True) in [(q.split()[0], h) for q, h in talk.asked]


def test_with_an_address_the_webhook_is_registered_and_keys_are_made(
    talk: Talk, providers: Providers, tmp_path: Path
) -> None:
    (tmp_path / "data_key").write_text("a" * 43 + "=")
    providers.webhook = "https://lapor.example.go.id/webhooks/telegram"
    assert talk.walk(
        "place",
        "telegram",
        PUBLIC_URL="https://lapor.example.go.id",
        TIMEZONE="Asia/Makassar",
        TELEGRAM_BOT_TOKEN=TOKEN,
    )
    assert talk.kept["TELEGRAM_MODE"] == "webhook"
    assert talk.kept["DATA_KEY"] == "a" * 43 + "=", "what sealed data already"
    assert any("setWebhook" in one for one in providers.asked)
    assert talk.kept["SECRET_KEY"]


@pytest.mark.parametrize(
    ("choice", "kept", "well"),
    [
        pytest.param(["l"], False, False, id="left out"),
        pytest.param(["k"], True, False, id="kept all the same"),
        pytest.param(["what?", "a"], True, True, id="typed again, rightly"),
    ],
)
def test_a_token_that_telegram_refuses_is_told_at_once(
    talk: Talk, choice: list[str], kept: bool, well: bool
) -> None:
    tokens = [WRONG_TOKEN, TOKEN]
    done = talk.walk("telegram", TELEGRAM_BOT_TOKEN=tokens, **{"[a]gain,": choice})
    assert "FAULT" in talk.text
    assert WRONG_TOKEN not in talk.text
    assert (("TELEGRAM_BOT_TOKEN" in talk.kept), done) == (kept, well)


def test_what_cannot_be_read_is_asked_again_before_any_provider_is(
    talk: Talk, providers: Providers
) -> None:
    talk.walk("telegram", TELEGRAM_BOT_TOKEN=["no token", "-"])
    assert "FAULT TELEGRAM_BOT_TOKEN" in talk.text
    assert (providers.asked, talk.kept) == ([], {})


def test_a_phone_is_told_where_we_are(talk: Talk, providers: Providers) -> None:
    answers = {
        "ANDROID_SMS_URL": providers.url,
        "ANDROID_SMS_USERNAME": "sms",
        "ANDROID_SMS_PASSWORD": "p # ss",
        "ANDROID_SMS_SECRET": "sign",
        "ANDROID_SMS_NUMBER": "+628111000222",
    }
    assert talk.walk("phone", **answers)
    registered = [
        json.loads(one.split(" ", 1)[1])
        for one in providers.asked
        if one.startswith("/webhooks")
    ]
    assert [one["event"] for one in registered] == list(EVENTS)
    assert {one["url"] for one in registered} == {
        "http://127.0.0.1:8000/webhooks/android-sms"
    }
    assert talk.kept == answers


def test_a_second_time_what_is_set_is_offered_and_kept(talk: Talk) -> None:
    talk.walk("telegram", TELEGRAM_BOT_TOKEN=TOKEN)
    before = talk.path.read_text()
    assert talk.walk("telegram")
    assert talk.path.read_text() == before
    assert TOKEN not in "".join(question for question, _ in talk.asked)
    assert talk.walk("telegram", TELEGRAM_BOT_TOKEN="-")
    assert not talk.kept["TELEGRAM_BOT_TOKEN"]


def test_a_half_written_agencies_file_is_refused_with_its_lines(
    talk: Talk, tmp_path: Path
) -> None:
    half = tmp_path / "agencies.yaml"
    half.write_text("coordinator: a\nagencies:\n  - code: b\n")
    assert not talk.walk("agencies", AGENCIES_FILE=str(half), **{"[a]gain,": ["l"]})
    assert "line 1" in talk.text
    assert talk.kept == {}


def test_a_script_asks_nobody_and_leaves_out_what_it_was_not_given(
    talk: Talk,
) -> None:
    talk.given |= {"TELEGRAM_BOT_TOKEN": WRONG_TOKEN}
    assert not talk.walk(*BY_NAME, silent=True)
    assert (talk.asked, "TELEGRAM_BOT_TOKEN" in talk.kept) == ([], False)
    talk.given |= {"TELEGRAM_BOT_TOKEN": TOKEN}
    assert talk.walk(*BY_NAME, silent=True)
    assert talk.kept["TELEGRAM_BOT_TOKEN"] == TOKEN


@pytest.mark.parametrize(
    ("env", "said"),
    [
        pytest.param({}, "no channel is set up yet", id="nothing at all"),
        pytest.param(
            {"TELEGRAM_BOT_TOKEN": TOKEN}, "TELEGRAM_WEBHOOK_SECRET", id="half of one"
        ),
        pytest.param(
            {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_MODE": "polling",
                "TELEGRAM_API_URL": "https://api.telegram.org",
            },
            "AGENCIES_FILE",
            id="the agencies file",
        ),
    ],
)
def test_what_is_missing_is_named(talk: Talk, env: dict[str, str], said: str) -> None:
    talk.given |= env
    talk.walk()
    assert said in "".join(talk.missing)


def test_the_command_works_where_the_settings_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"PORT=none\nVAR_DIR={tmp_path}\n")
    monkeypatch.setattr("gateway.operate.cli.set_up_logs", lambda *_: None)
    monkeypatch.setattr("gateway.operate.cli.tell_crashes", lambda: None)
    monkeypatch.setattr("os.umask", lambda _: 0)
    monkeypatch.setattr("sys.argv", ["satupintu", "setup", "--missing"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "MISSING PORT must be" in capsys.readouterr().out


def test_every_step_can_be_named_and_asks_for_settings_there_are() -> None:
    assert tuple(step.name for step in SETUP) == SETUP_STEPS
    for step in SETUP:
        assert {*step.asks, *step.made, *step.suggests} <= set(TABLE)


# --- The file


def test_what_stood_around_the_values_stays() -> None:
    before = "# ours\nPORT=1\n\nexport BIND=::1\nPORT=2\n# end"
    after = with_values(before, {"PORT": "81", "LANGUAGE": "id"})
    assert after == "# ours\nPORT=81\n\nexport BIND=::1\n# end\nLANGUAGE=id\n"


@given(
    st.dictionaries(
        st.sampled_from(list(TABLE)),
        st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" ")).map(
            str.strip
        ),
    ),
    st.dictionaries(st.sampled_from(list(TABLE)), st.sampled_from(["a", "'b # c'"])),
)
def test_what_was_written_is_read_again(
    values: dict[str, str], before: dict[str, str]
) -> None:
    path = Path(gettempdir()) / f"dotenv-{os.getpid()}"
    text = "\n".join(f"{name}={value}" for name, value in before.items())
    path.write_text(with_values(text, values), encoding="utf-8")
    assert {name: read_dotenv(path)[name] for name in values} == values
    path.unlink()


def test_a_value_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="PORT"):
        with_values("", {"PORT": "1\nBIND=0.0.0.0"})


# --- A message each way


def test_a_message_each_way_is_waited_for(house: House) -> None:
    moments = iter([lambda: house.sms("halo"), house.settle, lambda: None])

    def wait() -> bool:
        house.now += timedelta(seconds=1)
        step = next(moments, None)
        if step:
            step()
        return step is not None

    lines = list(trial(house.parts, wait))
    assert [one for one in lines if "sms" in one] == [
        "sms: from your own phone, send an SMS to our number: any words",
        "ok    sms: your message is here",
        "ok    sms: our answer has left",
    ]
    assert [one.split()[1] for one in lines if "FAULT" in one] == [
        "telegram:",
        "whatsapp:",
    ]
