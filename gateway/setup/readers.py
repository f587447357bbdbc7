"""How a setting is read: its words become its value, or a fault in words that go on after its name."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECRET_LENGTH, SECRET_VARIETY = 32, 10  # characters
KEY_BYTES = 32
LANGUAGES = ("id", "en", "jv", "su")
LETTERS = r"[A-Za-z0-9_-]{1,256}"  # what Telegram accepts as a webhook secret

Reader = Callable[[str], Any]


class Wrong(Exception):
    """What is wrong, as it goes on after the setting's name."""


def words(raw: str) -> str:
    """Anything."""
    return raw


def directory(raw: str) -> Path:
    """A directory, from here on the same whatever directory we are in."""
    return Path(raw).absolute()


def existing_file(raw: str) -> str:
    """The name of a file."""
    if not Path(raw).is_file():
        raise Wrong(f"names a file that does not exist: {raw}")
    return raw


def whole(low: int, high: int) -> Reader:
    """A whole number between these."""

    def read(raw: str) -> int:
        if raw.isascii() and raw.isdigit() and low <= int(raw) <= high:
            return int(raw)
        raise Wrong(f"must be a whole number from {low} to {high}, not {raw!r}")

    return read


def one_of(*allowed: str) -> Reader:
    """One of these words."""
    return that(
        allowed.__contains__, f"must be one of {', '.join(allowed)}, not {{!r}}"
    )


def in_capitals(read: Reader) -> Reader:
    """What `read` takes, also in small letters."""
    return lambda raw: read(raw.upper())


def language(raw: str) -> str:
    """LANGUAGE is also gettext's own variable: a value such as `en_GB:en` is not meant for us."""
    return "id" if "_" in raw or ":" in raw else str(one_of(*LANGUAGES)(raw))


def that(valid: Callable[[str], object], fault: str) -> Reader:
    """Words that are valid; `{!r}` in the fault is what was given instead."""

    def read(raw: str) -> str:
        if not valid(raw):
            raise Wrong(fault.format(raw))
        return raw

    return read


def like(pattern: str, fault: str) -> Reader:
    """Words of this shape, all of them."""
    return that(re.compile(pattern).fullmatch, fault)


def each(valid: Callable[[str], object], fault: str) -> Reader:
    """Several with commas between, each of them valid."""
    return that(lambda raw: all(valid(one) for one in listed(raw)), fault)


def each_like(pattern: str, fault: str) -> Reader:
    """Several with commas between, each of this shape."""
    return each(re.compile(pattern).fullmatch, fault)


def root(raw: str) -> str:
    """An address that paths are put behind."""
    return str(address(raw)).rstrip("/")


def zone(raw: str) -> str:
    """The name of a time zone."""
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        names = "Asia/Jakarta, Asia/Makassar or Asia/Jayapura"
        raise Wrong(f"must be a name such as {names}, not {raw!r}") from None
    return raw


def is_network(raw: str) -> bool:
    """Whether it is an address or a network."""
    try:
        ipaddress.ip_network(raw)
    except ValueError:
        return False
    return True


def is_hard_to_guess(raw: str) -> bool:
    """Whether a secret looks as if it was drawn: long, and of many different characters."""
    return len(raw) >= SECRET_LENGTH and len(set(raw)) >= SECRET_VARIETY


def are_keys(raw: str) -> bool:
    """Whether each is a key for personal data."""
    return all(_is_key(one) for one in raw.split(","))


def _is_key(raw: str) -> bool:
    try:
        return len(base64.b64decode(raw.strip(), validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def listed(raw: str) -> tuple[str, ...]:
    """The items of a comma separated setting; of secrets while one is being replaced, the new one first."""
    return tuple(filter(None, (one.strip() for one in raw.split(","))))


def _is_address(raw: str) -> bool:
    parts = urlsplit(raw)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


address = that(
    _is_address, "must be an address such as https://example.go.id, not {!r}"
)
phone = like(r"\+[1-9]\d{6,14}", "must be a number such as +628111000222")
our_number = each_like(
    r"\+[1-9]\d{6,14}|\d{2,6}", "must be a number such as +628111000222, not {!r}"
)
our_numbers = each_like(
    r"\+[1-9]\d{6,14}|\d{2,6}",
    "must be numbers such as +628111000222 or 1708, not {!r}",
)
prefixes = each_like(
    r"\+?\d{2,9}", "must be beginnings of numbers such as +62811, not {!r}"
)
networks = each(
    is_network, "must be addresses or networks such as 127.0.0.1,10.0.0.0/8, not {!r}"
)
secret_key = that(
    is_hard_to_guess,
    f"is too easy to guess: give {SECRET_LENGTH} random characters (`openssl rand -base64 32`)",
)
keys = that(
    are_keys,
    f"must be base64 of {KEY_BYTES} bytes; `openssl rand -base64 32` makes one",
)
database = that(
    lambda raw: raw.startswith(
        ("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")
    ),
    "must begin with sqlite:/// or postgresql://",
)
redis = that(
    lambda raw: raw.startswith(("redis://", "rediss://", "unix://")),
    "must begin with redis://, rediss:// or unix://",
)
log_level = in_capitals(one_of("DEBUG", "INFO", "WARNING", "ERROR"))
bot_token = like(
    r"\d+:[A-Za-z0-9_-]+", "must look like 123456:ABC...; @BotFather gives it"
)
webhook_secrets = each_like(
    LETTERS, "may hold only letters, digits, _ and -, at most 256"
)
secret_in_urls = like(
    LETTERS, "may hold only letters, digits, _ and -: it stands in URLs"
)
signing_keys = each_like(r"\w+:\S+", "must be id:secret, several with commas between")
mail_address = like(
    r"[^@\s<>,]+@[^@\s<>,]+",
    "must be an address such as lapor@example.go.id, without a name",
)
