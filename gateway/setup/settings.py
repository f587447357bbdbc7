"""All settings, read once from the environment (and `.env`), checked together.

`Settings.read` raises `BadSettings` with every fault, so that one look at one
message mends them all. Nothing else in the program reads the environment.
"""

import base64
import binascii
import contextlib
import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KEY_BYTES = 32
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LANGUAGES = ("id", "en", "jv", "su")
TWILIO = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
TWILIO_NUMBERS = ("TWILIO_SMS_NUMBER", "TWILIO_WHATSAPP_NUMBER")
SMTP = ("SMTP_HOST", "SMTP_USERNAME", "SMTP_PASSWORD", "SMTP_FROM")
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram accepts as a webhook secret
KANNEL = ("KANNEL_SEND_URL", "KANNEL_USERNAME", "KANNEL_PASSWORD", "KANNEL_SECRET", "KANNEL_NUMBER")
KANNEL_MORE = ("KANNEL_ALLOWED", "KANNEL_PREFIXES")
ANDROID_SMS = (
    *("ANDROID_SMS_URL", "ANDROID_SMS_USERNAME", "ANDROID_SMS_PASSWORD"),
    *("ANDROID_SMS_SECRET", "ANDROID_SMS_NUMBER"),
)
GAMMU = ("GAMMU_DATABASE", "GAMMU_SECRET", "GAMMU_NUMBER")
LOOPBACK = "127.0.0.1,::1"
OUR_NUMBER = re.compile(r"\+[1-9]\d{6,14}|\d{2,6}")
PREFIX = re.compile(r"\+?\d{2,9}")


class BadSettings(Exception):
    """One or more settings are missing or wrong; `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            "Satu Pintu cannot start with these settings:\n" + "\n".join(f"  - {f}" for f in faults)
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of interface.md, with its type. Secrets never appear in `repr`."""

    database_url: str
    redis_url: str  # empty: the embedded one under `var_dir`
    var_dir: Path
    port: int
    simulator_port: int
    public_url: str
    secret_key: str
    data_key: str  # base64 of 32 bytes; several, comma separated, while keys rotate
    agencies_file: str  # empty: the worked example (Sumba Timur)
    language: str
    timezone: str
    web_workers: int
    workers: int
    media_url: str  # a directory or any fsspec URL
    bind: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_sms_number: str
    twilio_whatsapp_number: str
    twilio_api_url: str
    twilio_signing_keys: str  # `id:secret`, comma separated: for webhooks signed with HMAC-SHA256
    telegram_bot_token: str
    telegram_webhook_secret: str
    telegram_api_url: str
    telegram_mode: str
    kannel_send_url: str
    kannel_username: str
    kannel_password: str
    kannel_secret: str
    kannel_number: str  # several, comma separated: the first is the one to send from
    kannel_allowed: str  # addresses and networks, comma separated
    kannel_prefixes: str  # beginnings of citizens' numbers, comma separated; so below
    kannel_dialect: str
    android_sms_url: str
    android_sms_username: str
    android_sms_password: str
    android_sms_secret: str
    android_sms_number: str
    android_sms_prefixes: str
    gammu_database: str
    gammu_secret: str
    gammu_number: str
    gammu_prefixes: str
    whatsapp_templates: str  # empty: none is approved
    sms_per_second: int  # 0: what the way SMS leave usually takes
    silent_after_hours: int
    log_format: str
    log_level: str
    smtp_host: str
    smtp_port: int
    smtp_username: str
    smtp_password: str
    smtp_from: str
    smtp_tls: Literal["starttls", "tls", "none"]
    simulated: bool = False  # no credentials at all: the providers are on this machine

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

    def __repr__(self) -> str:
        return f"Settings(channels={self.channels}, public_url={self.public_url!r})"


class _Reader:
    """Collects values and faults, one variable at a time."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.env.get(name, "").strip() or default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        raw = self.text(name, str(default))
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        self.faults.append(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
        return default

    def one_of(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw not in allowed:
            self.faults.append(f"{name} must be one of {', '.join(allowed)}, not {raw!r}")
            return default
        return raw

    def url(self, name: str, default: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
        raw = self.text(name, default)
        parts = urlsplit(raw)
        if parts.scheme not in schemes or not parts.netloc:
            self.faults.append(
                f"{name} must be an address such as {schemes[-1]}://example.go.id, not {raw!r}"
            )
            return default
        return raw.rstrip("/")


def read_settings(env: Mapping[str, str]) -> Settings:
    """The settings in these variables; BadSettings names every fault at once."""
    reader = _Reader(env)
    var_dir = Path(reader.text("VAR_DIR", "var")).absolute()
    port = reader.number("PORT", 8000, 1, 65535)
    simulator_port = reader.number("SIMULATOR_PORT", 8001, 1, 65535)
    values: dict[str, Any] = {
        "database_url": _database(reader, var_dir),
        "redis_url": _redis(reader),
        "var_dir": var_dir,
        "port": port,
        "simulator_port": simulator_port,
        "public_url": reader.url("PUBLIC_URL", f"http://127.0.0.1:{port}"),
        "agencies_file": _file(reader, "AGENCIES_FILE"),
        "language": _language(reader),
        "timezone": _zone(reader),
        "web_workers": reader.number("WEB_WORKERS", 2, 1, 64),
        "workers": reader.number("WORKERS", 1, 1, 64),
        "media_url": reader.text("MEDIA_URL", str(var_dir / "media")),
        "bind": reader.text("BIND", "127.0.0.1"),
        "twilio_api_url": reader.url("TWILIO_API_URL", "https://api.twilio.com"),
        "telegram_api_url": reader.url("TELEGRAM_API_URL", "https://api.telegram.org"),
        "telegram_mode": reader.one_of("TELEGRAM_MODE", "webhook", ("webhook", "polling")),
        **_twilio(reader),
        **_telegram(reader),
        **_kannel(reader),
        **_android_sms(reader),
        **_gammu(reader),
        "whatsapp_templates": _file(reader, "WHATSAPP_TEMPLATES"),
        "sms_per_second": reader.number("SMS_PER_SECOND", 0, 0, 1000),
        "silent_after_hours": reader.number("SILENT_AFTER_HOURS", 24, 1, 24 * 30),
        **_email(reader),
        "log_format": reader.one_of("LOG_FORMAT", "text", ("text", "json")),
        "log_level": reader.one_of("LOG_LEVEL", "WARNING", LEVELS),
    }
    demanded = values["public_url"].startswith("https://")
    values["secret_key"] = _key(reader, "SECRET_KEY", var_dir, bool, demanded)
    values["data_key"] = _key(reader, "DATA_KEY", var_dir, _are_keys, demanded)
    if port == simulator_port:
        reader.faults.append(f"PORT and SIMULATOR_PORT are both {port}; give them different numbers")
    if reader.faults:
        raise BadSettings(reader.faults)
    settings = Settings(**values)
    return settings if set(settings.channels) - {"email"} else _simulate(settings)


def _language(reader: _Reader) -> str:
    """LANGUAGE is also gettext's own variable: a value such as `en_GB:en` is not meant for us."""
    raw = reader.text("LANGUAGE")
    return "id" if "_" in raw or ":" in raw else reader.one_of("LANGUAGE", "id", LANGUAGES)


def _database(reader: _Reader, var_dir: Path) -> str:
    raw = reader.text("DATABASE_URL", f"sqlite:///{var_dir / 'satupintu.db'}")
    if not raw.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        reader.faults.append("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return raw


def _redis(reader: _Reader) -> str:
    raw = reader.text("REDIS_URL")
    if raw and not raw.startswith(("redis://", "rediss://", "unix://")):
        reader.faults.append("REDIS_URL must begin with redis://, rediss:// or unix://")
    return raw


def _file(reader: _Reader, name: str) -> str:
    raw = reader.text(name)
    if raw and not Path(raw).is_file():
        reader.faults.append(f"{name} names a file that does not exist: {raw}")
    return raw


def _zone(reader: _Reader) -> str:
    raw = reader.text("TIMEZONE", "Asia/Jakarta")
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reader.faults.append(
            f"TIMEZONE must be a name such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura, not {raw!r}"
        )
        return "Asia/Jakarta"
    return raw


def _twilio(reader: _Reader) -> dict[str, str]:
    values = {name: reader.text(name) for name in TWILIO + TWILIO_NUMBERS}
    if any(values.values()):
        reader.faults += [
            f"{name} is missing: the Twilio channels need it" for name in TWILIO if not values[name]
        ]
        if not any(values[name] for name in TWILIO_NUMBERS):
            reader.faults.append(
                "TWILIO_SMS_NUMBER or TWILIO_WHATSAPP_NUMBER is missing: one of them is needed"
            )
    for name in TWILIO_NUMBERS:
        if values[name] and not re.fullmatch(r"\+[1-9]\d{6,14}", values[name]):
            reader.faults.append(f"{name} must be a number such as +628111000222")
    keys = reader.text("TWILIO_SIGNING_KEYS")
    if not all(re.fullmatch(r"\w+:\S+", one) for one in secrets_in(keys)):
        reader.faults.append("TWILIO_SIGNING_KEYS must be id:secret, several with commas between")
    return {name.lower(): value for name, value in values.items()} | {"twilio_signing_keys": keys}


def _telegram(reader: _Reader) -> dict[str, str]:
    token, secret = reader.text("TELEGRAM_BOT_TOKEN"), reader.text("TELEGRAM_WEBHOOK_SECRET")
    polling = reader.text("TELEGRAM_MODE", "webhook") == "polling"
    if secret and not token:
        reader.faults.append("TELEGRAM_BOT_TOKEN is missing: TELEGRAM_WEBHOOK_SECRET is set")
    if token and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
        reader.faults.append("TELEGRAM_BOT_TOKEN must look like 123456:ABC...; @BotFather gives it")
    if token and not secret and not polling:
        reader.faults.append("TELEGRAM_WEBHOOK_SECRET is missing: without it anyone could forge messages")
    if secret and not all(SECRET_SHAPE.fullmatch(one) for one in secrets_in(secret)):
        reader.faults.append("TELEGRAM_WEBHOOK_SECRET may hold only letters, digits, _ and -, at most 256")
    return {"telegram_bot_token": token, "telegram_webhook_secret": secret}


def _kannel(reader: _Reader) -> dict[str, str]:
    values = _together(reader, KANNEL, KANNEL_MORE, "Kannel")
    values["KANNEL_ALLOWED"] = values["KANNEL_ALLOWED"] or LOOPBACK
    values["KANNEL_DIALECT"] = reader.one_of("KANNEL_DIALECT", "kannel", ("kannel", "jasmin"))
    _check_url(reader, values, "KANNEL_SEND_URL")
    _check_each(
        reader, values, "KANNEL_NUMBER", OUR_NUMBER.fullmatch, "numbers such as +628111000222 or 1708"
    )
    _check_each(reader, values, "KANNEL_PREFIXES", PREFIX.fullmatch, "beginnings of numbers such as +62811")
    _check_each(
        reader, values, "KANNEL_ALLOWED", _is_network, "addresses or networks such as 127.0.0.1,10.0.0.0/8"
    )
    if values["KANNEL_SECRET"] and not SECRET_SHAPE.fullmatch(values["KANNEL_SECRET"]):
        reader.faults.append("KANNEL_SECRET may hold only letters, digits, _ and -: it stands in URLs")
    return {name.lower(): value for name, value in values.items()}


def _android_sms(reader: _Reader) -> dict[str, str]:
    values = _together(reader, ANDROID_SMS, ("ANDROID_SMS_PREFIXES",), "the Android SMS gateway")
    values["ANDROID_SMS_URL"] = _check_url(reader, values, "ANDROID_SMS_URL")
    _check_each(reader, values, "ANDROID_SMS_NUMBER", OUR_NUMBER.fullmatch, "a number such as +628111000222")
    _check_each(
        reader, values, "ANDROID_SMS_PREFIXES", PREFIX.fullmatch, "beginnings of numbers such as +62811"
    )
    return {name.lower(): value for name, value in values.items()}


def _gammu(reader: _Reader) -> dict[str, str]:
    values = _together(reader, GAMMU, ("GAMMU_PREFIXES",), "Gammu")
    _file(reader, "GAMMU_DATABASE")
    _check_each(reader, values, "GAMMU_NUMBER", OUR_NUMBER.fullmatch, "a number such as +628111000222")
    _check_each(reader, values, "GAMMU_PREFIXES", PREFIX.fullmatch, "beginnings of numbers such as +62811")
    return {name.lower(): value for name, value in values.items()}


def _together(reader: _Reader, needed: tuple[str, ...], more: tuple[str, ...], what: str) -> dict[str, str]:
    """Settings of which either all that are needed are given, or none at all."""
    values = {name: reader.text(name) for name in needed + more}
    if any(values.values()):
        reader.faults += [f"{name} is missing: {what} needs it" for name in needed if not values[name]]
    return values


def _check_url(reader: _Reader, values: dict[str, str], name: str) -> str:
    return reader.url(name, "") if values[name] else ""


def _check_each(
    reader: _Reader, values: dict[str, str], name: str, valid: Callable[[str], object], what: str
) -> None:
    if not all(valid(one) for one in listed(values[name])):
        reader.faults.append(f"{name} must be {what}, not {values[name]!r}")


def listed(raw: str) -> tuple[str, ...]:
    """The items of a comma separated setting."""
    return tuple(filter(None, (one.strip() for one in raw.split(","))))


def _is_network(raw: str) -> bool:
    try:
        ipaddress.ip_network(raw)
    except ValueError:
        return False
    return True


def _email(reader: _Reader) -> dict[str, Any]:
    """Mail goes one way only, to administrators; the usual ports are RFC 8314's and RFC 6409's."""
    tls = reader.one_of("SMTP_TLS", "starttls", tuple(SMTP_PORTS))
    values = {name.lower(): reader.text(name) for name in SMTP}
    host, sender = values["smtp_host"], values["smtp_from"]
    if sender and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", sender):
        reader.faults.append("SMTP_FROM must be an address such as lapor@example.go.id, without a name")
    if host and not sender:
        reader.faults.append("SMTP_FROM is missing: mail must say whom it is from")
    if not host and any(values.values()):
        reader.faults.append("SMTP_HOST is missing: other SMTP settings are given")
    if values["smtp_username"] and tls == "none":
        reader.faults.append("SMTP_TLS=none would send SMTP_PASSWORD in the clear; use starttls or tls")
    return {**values, "smtp_tls": tls, "smtp_port": reader.number("SMTP_PORT", SMTP_PORTS[tls], 1, 65535)}


def secrets_in(raw: str) -> tuple[str, ...]:
    """Several secrets while one is being replaced: comma separated, the new one first."""
    return tuple(one.strip() for one in raw.split(",") if one.strip())


def _are_keys(raw: str) -> bool:
    return all(_is_key(one) for one in raw.split(","))


def _is_key(raw: str) -> bool:
    try:
        return len(base64.b64decode(raw.strip(), validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _key(reader: _Reader, name: str, var_dir: Path, valid: Callable[[str], bool], demanded: bool) -> str:
    """A secret from the environment, or one made for a first local run and kept under VAR_DIR."""
    raw = reader.text(name)
    if raw and not valid(raw):
        reader.faults.append(
            f"{name} must be base64 of {KEY_BYTES} bytes; `openssl rand -base64 32` makes one"
        )
    if raw or reader.faults:
        return raw
    if demanded:
        reader.faults.append(
            f"{name} is missing: PUBLIC_URL is https, so keys must be given (`openssl rand -base64 32`)"
        )
        return ""
    return _kept(var_dir / name.lower())


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        with contextlib.suppress(FileExistsError):  # another process was first: its key counts
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
        telegram_webhook_secret=re.sub(r"\W", "", _kept(settings.var_dir / "simulated_telegram_secret")),
        telegram_api_url=provider,
    )


def read_dotenv(path: Path) -> dict[str, str]:
    """The variables in a `.env` file: NAME=value lines, # comments, optional quotes."""
    if not path.is_file():
        return {}
    lines = (line.strip().removeprefix("export ") for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): _unquote(value.strip()) for name, equals, value in pairs if equals}


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()


def settings_here() -> Settings:
    """The settings of this process: its environment over the `.env` file of its directory."""
    return read_settings({**read_dotenv(Path(".env")), **os.environ})
