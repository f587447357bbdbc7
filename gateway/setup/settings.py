"""All settings, read once from the environment (and `.env`), checked together.

`Settings` is the table: a row for each, and nothing else in the program reads the environment.
`read_settings` raises `BadSettings` with every fault, so that one look at one message mends them all.
"""

import base64
import contextlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gateway.setup import readers as read
from gateway.setup.readers import Reader, Wrong

SMTP_PORTS = {
    "starttls": "587",
    "tls": "465",
    "none": "25",
}  # RFC 8314's and RFC 6409's
Default = (
    str | Callable[[Mapping[str, Any]], str]
)  # as one would write it, or made from rows above


class BadSettings(Exception):
    """One or more settings are missing or wrong; `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            "Satu Pintu cannot start with these settings:\n"
            + "\n".join(f"  - {f}" for f in faults)
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class SettingRow:
    """All there is to one setting but its name and type."""

    reader: Reader
    meaning: str
    default: Default


def row(reader: Reader, meaning: str, default: Default = "") -> Any:
    """A row of the table below."""
    return field(metadata={"row": SettingRow(reader, meaning, default)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting: its name, its type, how it is read, what it means, what it is when not given.

    In the environment names are in capitals. Secrets never appear in `repr`.
    """

    var_dir: Path = row(read.directory, "what must outlive a restart", "var")  # noqa: RUF009  (a field)
    bind: str = row(
        read.words, "what the web server and the simulator listen on", "127.0.0.1"
    )
    port: int = row(read.whole(1, 65535), "the web server's port", "8000")
    simulator_port: int = row(read.whole(1, 65535), "the simulator's port", "8001")
    public_url: str = row(
        read.root,
        "where we are reached",
        lambda given: f"http://127.0.0.1:{given['port']}",
    )
    database_url: str = row(
        read.database,
        "the database",
        lambda given: f"sqlite:///{given['var_dir'] / 'satupintu.db'}",
    )
    redis_url: str = row(read.redis, "Redis; empty: an embedded one under VAR_DIR")
    media_url: str = row(
        read.words,
        "a directory or an fsspec URL",
        lambda given: str(given["var_dir"] / "media"),
    )
    backup_to: str = row(
        read.words, "where a back-up is made every day; empty: none by itself"
    )
    backup_keep: int = row(
        read.whole(1, 1000), "how many of those stay; older ones go", "14"
    )
    secret_key: str = row(read.secret_key, "signs sessions and links")
    data_key: str = row(
        read.keys, "seals personal data; several, with commas, while keys rotate"
    )
    agencies_file: str = row(
        read.existing_file, "who looks after what; empty: the worked example"
    )
    topics_file: str = row(
        read.existing_file, "further questions we answer; empty: none"
    )
    limits_file: str = row(
        read.existing_file, "other limits, with source and day; empty: as shipped"
    )
    holidays_file: str = row(
        read.existing_file, "days the calendar does not know; empty: none"
    )
    language: str = row(read.language, "the language we begin in", "id")
    timezone: str = row(read.zone, "local time", "Asia/Jakarta")
    retain_talk_days: int = row(
        read.whole(0, 36500),
        "who never sent a report is forgotten then; 0: never",
        "365",
    )
    retain_case_days: int = row(
        read.whole(0, 36500),
        "who did, after their last word and their last case; 0: never",
        "1825",
    )
    retain_media_days: int = row(
        read.whole(0, 36500), "files go so long after their case ended; 0: never", "730"
    )
    retain_aside_days: int = row(
        read.whole(0, 36500), "what was put aside and dealt with; 0: never", "180"
    )
    web_workers: int = row(read.whole(1, 64), "web server processes", "2")
    workers: int = row(read.whole(1, 64), "processes that take turns", "1")
    metrics_token: str = row(
        read.secret_key, "who shows it may read /metrics; empty: our own network"
    )
    log_format: str = row(read.one_of("text", "json"), "how the log is written", "text")
    log_level: str = row(read.log_level, "how much the log tells", "WARNING")

    twilio_account_sid: str = row(read.words, "Twilio's account")
    twilio_auth_token: str = row(
        read.words, "its token; the new and the old, with a comma, while replaced"
    )
    twilio_sms_number: str = row(read.phone, "our number for SMS")
    twilio_whatsapp_number: str = row(read.phone, "our number for WhatsApp")
    twilio_api_url: str = row(
        read.root, "Twilio, or what speaks as it does", "https://api.twilio.com"
    )
    twilio_signing_keys: str = row(
        read.signing_keys, "for webhooks that are signed with HMAC-SHA256"
    )
    whatsapp_templates: str = row(
        read.existing_file, "the approved templates; empty: none"
    )

    telegram_bot_token: str = row(read.bot_token, "the bot")
    telegram_webhook_secret: str = row(read.webhook_secrets, "what proves a webhook")
    telegram_api_url: str = row(
        read.root, "Telegram, or a Bot API server", "https://api.telegram.org"
    )
    telegram_mode: str = row(
        read.one_of("webhook", "polling"), "polling needs no public address", "webhook"
    )

    kannel_send_url: str = row(read.address, "where SMS are handed over")
    kannel_username: str = row(read.words, "who we are there")
    kannel_password: str = row(read.words, "and what proves it")
    kannel_secret: str = row(read.secret_in_urls, "in its URLs to us")
    kannel_number: str = row(
        read.our_numbers, "ours, with commas: the first is the one to send from"
    )
    kannel_allowed: str = row(read.networks, "where it may call from", "127.0.0.1,::1")
    kannel_prefixes: str = row(
        read.prefixes, "beginnings of the citizens' numbers it is meant for"
    )
    kannel_dialect: str = row(
        read.one_of("kannel", "jasmin"), "as whom it speaks", "kannel"
    )

    android_sms_url: str = row(read.root, "the phone's SMS gateway")
    android_sms_username: str = row(read.words, "who we are there")
    android_sms_password: str = row(read.words, "and what proves it")
    android_sms_secret: str = row(read.words, "what its webhooks are signed with")
    android_sms_number: str = row(read.our_number, "the SIM's")
    android_sms_prefixes: str = row(read.prefixes, "as above")

    gammu_database: str = row(read.existing_file, "the tables of gammu-smsd")
    gammu_secret: str = row(read.words, "what its hook proves itself with")
    gammu_number: str = row(read.our_number, "the SIM's")
    gammu_prefixes: str = row(read.prefixes, "as above")

    sms_per_second: int = row(
        read.whole(0, 1000), "0: what the way SMS leave usually takes", "0"
    )
    pause_ms: int = row(
        read.whole(0, 10_000),
        "milliseconds a chat is left alone after a message, for the rest of it; 0: none",
        "1500",
    )
    silent_after_hours: int = row(
        read.whole(1, 24 * 30), "then the coordinator hears of a silent channel", "24"
    )

    smtp_host: str = row(read.words, "mail goes one way only, to administrators")
    smtp_username: str = row(read.words, "who we are there")
    smtp_password: str = row(read.words, "and what proves it")
    smtp_from: str = row(read.mail_address, "whom mail is from")
    smtp_tls: Literal["starttls", "tls", "none"] = row(
        read.one_of(*SMTP_PORTS), "how mail is sealed", "starttls"
    )
    smtp_port: int = row(
        read.whole(1, 65535),
        "the usual",
        lambda given: SMTP_PORTS.get(given["smtp_tls"], "25"),
    )

    simulated: bool = (
        False  # no setting: without any credentials the providers are on this machine
    )

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are on: those whose credentials are set."""
        on = {
            "sms": self.sms_sources,
            "whatsapp": self.twilio_account_sid and self.twilio_whatsapp_number,
            "telegram": self.telegram_bot_token,
            "email": self.smtp_host,
        }
        return tuple(name for name, value in on.items() if value)

    @property
    def sms_sources(self) -> tuple[str, ...]:
        """The ways SMS come and go that are on, the default first: Twilio has no two-way SMS in Indonesia."""
        on = {
            "kannel": self.kannel_send_url,
            "android-sms": self.android_sms_url,
            "gammu": self.gammu_database,
            "twilio": self.twilio_account_sid and self.twilio_sms_number,
        }
        return tuple(name for name, value in on.items() if value)

    @property
    def zone(self) -> ZoneInfo:
        """The deployment's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def public(self) -> bool:
        """Whether strangers reach us: then keys are given, not made."""
        return self.public_url.startswith("https://")

    def __repr__(self) -> str:
        return f"Settings(channels={self.channels}, public_url={self.public_url!r})"


TABLE: Mapping[str, SettingRow] = {
    one.name.upper(): one.metadata["row"]
    for one in fields(Settings)
    if "row" in one.metadata
}

# Settings of which either all are given or none; the last are not needed, but mean nothing alone.
TOGETHER: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "the Twilio channels need it",
        ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
        ("TWILIO_SMS_NUMBER", "TWILIO_WHATSAPP_NUMBER"),
    ),
    (
        "Kannel needs it",
        (
            "KANNEL_SEND_URL",
            "KANNEL_USERNAME",
            "KANNEL_PASSWORD",
            "KANNEL_SECRET",
            "KANNEL_NUMBER",
        ),
        ("KANNEL_ALLOWED", "KANNEL_PREFIXES"),
    ),
    (
        "the Android SMS gateway needs it",
        tuple(
            f"ANDROID_SMS_{what}"
            for what in ("URL", "USERNAME", "PASSWORD", "SECRET", "NUMBER")
        ),
        ("ANDROID_SMS_PREFIXES",),
    ),
    (
        "Gammu needs it",
        ("GAMMU_DATABASE", "GAMMU_SECRET", "GAMMU_NUMBER"),
        ("GAMMU_PREFIXES",),
    ),
)

# What no two settings may say together, each with its sentence.
CONTRADICTIONS: tuple[tuple[Callable[[Settings], object], str], ...] = (
    (
        lambda s: (
            (s.twilio_account_sid or s.twilio_auth_token)
            and not (s.twilio_sms_number or s.twilio_whatsapp_number)
        ),
        "TWILIO_SMS_NUMBER or TWILIO_WHATSAPP_NUMBER is missing: one of them is needed",
    ),
    (
        lambda s: s.telegram_webhook_secret and not s.telegram_bot_token,
        "TELEGRAM_BOT_TOKEN is missing: TELEGRAM_WEBHOOK_SECRET is set",
    ),
    (
        lambda s: (
            s.telegram_bot_token
            and not s.telegram_webhook_secret
            and s.telegram_mode != "polling"
        ),
        "TELEGRAM_WEBHOOK_SECRET is missing: without it anyone could forge messages",
    ),
    (
        lambda s: s.smtp_host and not s.smtp_from,
        "SMTP_FROM is missing: mail must say whom it is from",
    ),
    (
        lambda s: (
            not s.smtp_host and (s.smtp_from or s.smtp_username or s.smtp_password)
        ),
        "SMTP_HOST is missing: other SMTP settings are given",
    ),
    (
        lambda s: s.smtp_username and s.smtp_tls == "none",
        "SMTP_TLS=none would send SMTP_PASSWORD in the clear; use starttls or tls",
    ),
    (
        lambda s: s.port == s.simulator_port,
        "PORT and SIMULATOR_PORT are both {0.port}; give them different numbers",
    ),
    *(
        (
            lambda s, name=name: s.public and not getattr(s, name.lower()),
            f"{name} is missing: PUBLIC_URL is https, so keys must be given (`openssl rand -base64 32`)",
        )
        for name in ("SECRET_KEY", "DATA_KEY")
    ),
)


def settings_here() -> Settings:
    """The settings of this process: its environment over the `.env` file of its directory."""
    return read_settings({**read_dotenv(Path(".env")), **os.environ})


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings in these variables; BadSettings names every fault at once."""
    faults: list[str] = []
    given: dict[str, Any] = {}
    for name, one in TABLE.items():
        default = one.default if isinstance(one.default, str) else one.default(given)
        given[name.lower()], wrong = _value(one, env.get(name, "").strip() or default)
        faults += [f"{name} {wrong}"] if wrong else []
    settings = Settings(**given)
    faults += _missing(env)
    faults += [
        fault.format(settings) for holds, fault in CONTRADICTIONS if holds(settings)
    ]
    if faults:
        raise BadSettings(faults)
    settings = _with_keys(settings)
    return settings if set(settings.channels) - {"email"} else _simulate(settings)


def _value(one: SettingRow, raw: str) -> tuple[Any, str]:
    """The value of one row, and what is wrong. A wrong one stays as written: so it is not missed as well."""
    try:
        return (one.reader(raw) if raw else raw), ""
    except Wrong as wrong:
        return raw, str(wrong)


def _missing(env: Mapping[str, str]) -> Iterator[str]:
    for why, needed, more in TOGETHER:
        given = {name for name in needed + more if env.get(name, "").strip()}
        if given:
            yield from (
                f"{name} is missing: {why}" for name in needed if name not in given
            )


def _with_keys(settings: Settings) -> Settings:
    """For a first local run keys are made and kept under VAR_DIR."""
    return replace(
        settings,
        secret_key=settings.secret_key or _kept(settings.var_dir / "secret_key"),
        data_key=settings.data_key or _kept(settings.var_dir / "data_key"),
    )


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(base64.b64encode(secrets.token_bytes(read.KEY_BYTES)).decode())
        with contextlib.suppress(
            FileExistsError
        ):  # another process was first: its key counts
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def _simulate(settings: Settings) -> Settings:
    """Without any credentials the providers are simulated, behind the same adapters."""
    provider = f"http://127.0.0.1:{settings.simulator_port}"
    return replace(
        settings,
        simulated=True,
        twilio_account_sid="AC" + "5a7" * 10 + "00",
        twilio_auth_token=_kept(settings.var_dir / "simulated_twilio_token"),
        twilio_sms_number="+6281100001708",
        twilio_whatsapp_number="+6281100001709",
        twilio_api_url=provider,
        telegram_bot_token="1708:simulated-"
        + re.sub(r"\W", "", _kept(settings.var_dir / "simulated_telegram_token")),
        telegram_webhook_secret=re.sub(
            r"\W", "", _kept(settings.var_dir / "simulated_telegram_secret")
        ),
        telegram_api_url=provider,
    )


def read_dotenv(path: Path) -> dict[str, str]:
    """The variables in a `.env` file: NAME=value lines, # comments, optional quotes.

    As editors on Windows write it, too. BadSettings when it is no text.
    """
    if not path.is_file():
        return {}
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadSettings([f"{path} is no text in UTF-8: save it as such"]) from None
    lines = (line.strip().removeprefix("export ") for line in written.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {
        name.strip(): _unquote(value.strip()) for name, equals, value in pairs if equals
    }


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()
