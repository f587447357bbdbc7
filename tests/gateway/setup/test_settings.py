import stat
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from channels.contract import Webhook
from gateway.setup.channels import build_channels
from gateway.setup.settings import TABLE, BadSettings, read_dotenv, read_settings
from gateway.setup.wiring import load_agencies

SECRET = "0123456789abcdefghijklmnopqrstuv"
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_SMS_NUMBER": "+628110001708",
}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"VAR_DIR": str(tmp_path / "var")}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        pytest.param(
            {"PORT": "eighty"}, "PORT must be a whole number", id="a port in words"
        ),
        pytest.param(
            {"PORT": "70000"},
            "PORT must be a whole number",
            id="a port that does not exist",
        ),
        pytest.param(
            {"PORT": "8001"},
            "PORT and SIMULATOR_PORT are both 8001",
            id="two servers on one port",
        ),
        pytest.param(
            {"PUBLIC_URL": "lapor.go.id"},
            "PUBLIC_URL must be",
            id="an address without https",
        ),
        pytest.param(
            {"DATABASE_URL": "mysql://x"},
            "DATABASE_URL must begin",
            id="a database we do not know",
        ),
        pytest.param(
            {"REDIS_URL": "localhost:6379"},
            "REDIS_URL must begin",
            id="a Redis without scheme",
        ),
        pytest.param(
            {"TIMEZONE": "WITA"},
            "TIMEZONE must be a name",
            id="a time zone by its local name",
        ),
        pytest.param(
            {"LANGUAGE": "fr"},
            "LANGUAGE must be one of",
            id="a language we do not speak",
        ),
        pytest.param(
            {"AGENCIES_FILE": "/none.yaml"},
            "does not exist",
            id="an agencies file that is not there",
        ),
        pytest.param(
            {"DATA_KEY": "short"},
            "DATA_KEY must be base64",
            id="a data key of another length",
        ),
        pytest.param(
            {"LOG_LEVEL": "LOUD"},
            "LOG_LEVEL must be one of",
            id="a log level there is not",
        ),
        pytest.param(
            {"LOG_FORMAT": "xml"},
            "LOG_FORMAT must be one of",
            id="a form of log there is not",
        ),
        pytest.param(
            {"TELEGRAM_MODE": "push"},
            "TELEGRAM_MODE must be one of",
            id="a mode there is not",
        ),
        pytest.param(
            {"TWILIO_AUTH_TOKEN": "t"},
            "TWILIO_ACCOUNT_SID is missing",
            id="half of Twilio",
        ),
        pytest.param(
            {**TWILIO, "TWILIO_SMS_NUMBER": "0811"},
            "TWILIO_SMS_NUMBER must be a number",
            id="a local number",
        ),
        pytest.param(
            {"TELEGRAM_BOT_TOKEN": "abc"}, "must look like", id="a token that is none"
        ),
        pytest.param(
            {"TELEGRAM_BOT_TOKEN": "1:abc"},
            "TELEGRAM_WEBHOOK_SECRET is missing",
            id="a bot without a secret",
        ),
        pytest.param(
            {"PUBLIC_URL": "https://lapor.go.id", **TWILIO, "SECRET_KEY": SECRET},
            "DATA_KEY is missing",
            id="a public address without a data key",
        ),
        *(
            pytest.param(
                {name: weak}, f"{name} is too easy to guess", id=f"{name}={weak[:8]}"
            )
            for name in ("SECRET_KEY", "METRICS_TOKEN")
            for weak in ("s", "change-me", "a" * 64, "0123456789" * 3)
        ),
    ],
)
def test_refuses_and_says_what_is_wrong(
    env: dict[str, str], wrong: dict[str, str], fault: str
) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(env | wrong)
    assert fault in str(refused.value)


def test_names_every_fault_in_one_message(env: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(
            env | {"PORT": "x", "TIMEZONE": "x", "PUBLIC_URL": "x", "WORKERS": "0"}
        )
    assert len(refused.value.faults) == 4


def test_a_value_that_cannot_be_read_hides_no_contradiction_between_others(
    env: dict[str, str],
) -> None:
    wrong = {
        "PORT": "x",
        "TWILIO_AUTH_TOKEN": "t",
        "SMTP_HOST": "mail",
        "KANNEL_DIALECT": "smpp",
    }
    with pytest.raises(BadSettings) as refused:
        read_settings(env | wrong | {"PUBLIC_URL": "https://lapor.go.id"})
    named = [
        "PORT",
        "KANNEL_DIALECT",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_SMS_NUMBER",
        "SMTP_FROM",
    ]
    assert [fault.split()[0] for fault in refused.value.faults] == [
        *named,
        "SECRET_KEY",
        "DATA_KEY",
    ]


def test_each_setting_says_what_it_means() -> None:
    assert [name for name, row in TABLE.items() if not row.meaning] == []


def test_how_much_the_log_tells_may_be_written_small(env: dict[str, str]) -> None:
    assert read_settings(env | {"LOG_LEVEL": "info"}).log_level == "INFO"


def test_without_credentials_the_providers_are_simulated(env: dict[str, str]) -> None:
    settings = read_settings(env)
    assert settings.simulated
    assert settings.channels == ("sms", "whatsapp", "telegram")
    assert settings.twilio_api_url == "http://127.0.0.1:8001"


def test_keys_made_for_a_first_run_stay_the_same(env: dict[str, str]) -> None:
    first, second = read_settings(env), read_settings(env)
    assert first.data_key == second.data_key
    assert first.telegram_webhook_secret == second.telegram_webhook_secret


def test_only_the_channels_with_credentials_are_on(env: dict[str, str]) -> None:
    settings = read_settings(env | TWILIO)
    assert not settings.simulated
    assert settings.channels == ("sms",)


def test_gettext_own_language_variable_is_not_taken_for_ours(
    env: dict[str, str],
) -> None:
    assert read_settings(env | {"LANGUAGE": "en_GB:en"}).language == "id"


def test_secrets_do_not_appear_when_settings_are_printed(env: dict[str, str]) -> None:
    settings = read_settings(env | {"SECRET_KEY": SECRET, "DATA_KEY": KEY})
    assert SECRET not in repr(settings)
    assert KEY not in f"{settings}"


def test_the_secrets_it_makes_are_for_their_owners_eyes_only(
    env: dict[str, str],
) -> None:
    settings = read_settings(env)
    made = [file for file in settings.var_dir.iterdir() if file.is_file()]
    assert {"data_key", "secret_key"} <= {file.name for file in made}
    assert {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}


def test_a_dotenv_file_may_hold_comments_quotes_and_export(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        '# comment\nexport PORT=9000\nSECRET_KEY="a b"\nLANGUAGE=en # English\n\nBROKEN\n'
    )
    assert read_dotenv(path) == {"PORT": "9000", "SECRET_KEY": "a b", "LANGUAGE": "en"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("'a # b'", "a # b", id="a # inside quotes is no comment"),
        pytest.param('"half', '"half', id="a quote that is not closed is kept"),
        pytest.param('half"', 'half"', id="so is one that was not opened"),
        pytest.param("\"a'", "\"a'", id="another quote does not close it"),
        pytest.param('"', '"', id="nor does a quote close itself"),
        pytest.param('""', "", id="quotes around nothing"),
        pytest.param("aba", "aba", id="other letters are no quotes"),
        pytest.param("a#b", "a#b", id="a # within a word is no comment"),
        pytest.param("a # b # c", "a", id="a comment may hold a comment"),
    ],
)
def test_of_a_dotenv_value_only_its_own_quotes_and_comment_are_taken(
    tmp_path: Path, written: str, read: str
) -> None:
    path = tmp_path / ".env"
    path.write_text(f"SECRET_KEY={written}\n")
    assert read_dotenv(path) == {"SECRET_KEY": read}


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"PORT=81\r\nBIND=::1\r\n", id="lines as Windows ends them"),
        pytest.param(b"\xef\xbb\xbfPORT=81\nBIND=::1", id="a mark of its order first"),
        pytest.param(b" export PORT = 81 \n\n# x\nBIND='::1'", id="blanks and export"),
    ],
)
def test_a_dotenv_of_any_editor_is_read(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / ".env"
    path.write_bytes(written)
    assert read_dotenv(path) == {"PORT": "81", "BIND": "::1"}


def test_a_dotenv_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes("PORT=81".encode("utf-16"))
    with pytest.raises(BadSettings, match=r"\.env is no text in UTF-8"):
        read_dotenv(path)


def test_with_only_the_port_changed_links_follow(tmp_path: Path) -> None:
    example = Path(__file__).parents[3] / ".env.example"
    env = read_dotenv(example) | {"PORT": "8123", "VAR_DIR": str(tmp_path)}
    assert read_settings(env).public_url == "http://127.0.0.1:8123"


def test_a_broken_agencies_file_is_refused_with_lines(
    env: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "agencies.yaml"
    path.write_text(
        "coordinator: a\nagencies:\n  - code: b\n    name: B\n    region: 53.11\n"
    )
    with pytest.raises(BadSettings) as refused:
        load_agencies(read_settings(env | {"AGENCIES_FILE": str(path)}))
    assert len(refused.value.faults) >= 2
    assert "line 5" in str(refused.value)


def test_two_tokens_are_accepted_while_one_is_replaced(env: dict[str, str]) -> None:
    both = read_settings(env | TWILIO | {"TWILIO_AUTH_TOKEN": "new, old"})
    url, form = (
        f"{both.public_url}/webhooks/twilio/sms",
        {
            "MessageSid": "SM1",
            "AccountSid": both.twilio_account_sid,
            "From": "+6281200000001",
            "To": both.twilio_sms_number,
        },
    )
    for token in ("new", "old"):
        signature = RequestValidator(token).compute_signature(url, form)
        webhook = Webhook(url, {"X-Twilio-Signature": signature}, tuple(form.items()))
        assert build_channels(both)["sms"].parse(webhook)


@pytest.mark.parametrize("keys", ["SK1", "SK1:", ":secret", "SK1:a b"])
def test_signing_keys_without_an_id_or_a_secret_are_refused(
    env: dict[str, str], keys: str
) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(env | TWILIO | {"TWILIO_SIGNING_KEYS": keys})
    assert "TWILIO_SIGNING_KEYS" in str(refused.value)
