"""Fuzz for minutes: signatures against Twilio's own validator, links that lead elsewhere, odd texts.

    python -m drills.fuzz [HOW MANY SIGNATURES] [LINKS] [TEXTS] [SEED]

Each finds nothing, or says what it found with the seed that finds it again; the exit status is 1 then.
"""

import random
import string
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from twilio.request_validator import RequestValidator

from channels.contract import BadSignature, Malformed, SendError, Unwanted, Webhook
from channels.fetching import Downloader, Limits, Source
from channels.twilio import (
    MEDIA_HOSTS,
    TRUSTED_HOSTS,
    SharedKey,
    TwilioSms,
    twilio_client,
)
from gateway.operate.chat import Chat
from intake.state import Said
from storage.codec import dumps, loads
from storage.values import Conversation

SIGNATURES, LINKS, TEXTS, SEED = 1_000_000, 200_000, 100_000, 1708
TOKEN, ACCOUNT = "0123456789abcdef0123456789abcdef", "AC" + "5a7" * 10 + "00"
KEY = SharedKey("SK1", "another-secret-of-32-characters!")
LINES = Path(__file__).parents[1] / "tests" / "data" / "lines"
LONG_CHAT = 25  # turns with one person, then somebody else writes
TELL = 10.0  # seconds between two lines of progress

# Where our verdict is meant to differ from the validator's (`_is_genuine` in channels/twilio.py).
MEANT = {
    "a fragment, which never travels": lambda url: "#" in url,
    "a user name or brackets in the host": lambda url: "@" in url or "[" in url,
    "what the validator breaks on": lambda _url: False,  # seen by its exception
}


class Found(Exception):
    """Something that must not be."""


def main() -> int:
    """Run all three; 0 when nothing was found."""
    given = [int(one) for one in sys.argv[1:]]
    signatures, links, texts, seed = (
        given + [SIGNATURES, LINKS, TEXTS, SEED][len(given) :]
    )
    print(f"seed {seed}")
    try:
        differing = fuzz_signatures(signatures, seed)
        print(
            f"signatures: {signatures}, differing as meant: {dict(differing) or 'none'}"
        )
        print(f"links: {fuzz_links(links, seed)} refused, none followed")
        print(f"texts: {fuzz_texts(texts, seed)} turns, each answered and stored")
    except Found as found:
        print(f"FOUND {found}")
        return 1
    return 0


# --- signatures -------------------------------------------------------------------


def fuzz_signatures(many: int, seed: int) -> Counter[str]:
    """Our verdict on so many requests beside Twilio's validator's; how often which differed as meant."""
    draw, ours, differing = random.Random(seed), _twilio(), Counter[str]()
    for n in _progress(many, "signatures"):
        webhook, secret, algorithm = _request(draw)
        theirs = _their_verdict(webhook, secret, algorithm)
        if theirs is None:
            differing["what the validator breaks on"] += 1
            _our_verdict(ours, webhook)
        elif _our_verdict(ours, webhook) != theirs:
            why = next((why for why, holds in MEANT.items() if holds(webhook.url)), "")
            if not why:
                raise Found(f"signature {n}: we differ from Twilio on {webhook}")
            differing[why] += 1
    return differing


def _twilio() -> TwilioSms:
    client = twilio_client(ACCOUNT, TOKEN, "https://api.twilio.com")
    return TwilioSms(
        "+6281100001708", client, (TOKEN, KEY), ACCOUNT, "https://lapor.example/s"
    )


def _our_verdict(ours: TwilioSms, webhook: Webhook) -> bool:
    try:
        ours.parse(webhook)
    except BadSignature as refusal:
        return str(refusal) != "sms: signature"  # another account's, well signed
    except Malformed:
        return True
    return True


def _their_verdict(webhook: Webhook, secret: str, algorithm: str) -> bool | None:
    """None when it raises, which is no verdict."""
    signature = webhook.headers["X-Twilio-Signature"]
    try:
        return bool(
            RequestValidator(secret).validate(
                webhook.url, _Repeated(webhook.form), signature, algorithm
            )
        )
    except Exception:  # noqa: BLE001  (whatever it is)
        return None


class _Repeated(dict[str, str]):
    """A form with repeated keys, as Twilio's validator likes them."""

    def __init__(self, pairs: Any) -> None:
        super().__init__(pairs)
        self._pairs = list(pairs)

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._pairs])

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]


def _request(draw: random.Random) -> tuple[Webhook, str, str]:
    """A request that is well signed, or was tampered with in one way."""
    host = draw.choice(
        (
            "lapor.example",
            "lapor.example:443",
            "h:80",
            "10.0.0.1:8443",
            "u:p@h",
            "[::1]:443",
        )
    )
    tail = draw.choice(
        (
            "",
            "/",
            "/sms",
            "/sms?a=1&b=",
            "/s%20ms;v=1?x=:443",
            "/sms#rc=3",
            f"/{_word(draw)}",
        )
    )
    url = f"{draw.choice(('https', 'http'))}://{host}{tail}"
    pairs = [(_name(draw), _word(draw)) for _ in range(draw.randrange(8))]
    sha256 = draw.random() < 0.5
    secret, algorithm = (KEY.secret, "HMAC_SHA256") if sha256 else (TOKEN, "HMAC_SHA1")
    signature = _signed(
        draw.choice((secret, secret, secret, TOKEN, f"{secret}!")),
        url,
        pairs,
        algorithm,
    )
    signature, url, pairs = _tampered(draw, signature, url, pairs)
    settings = (
        f"key={KEY.id},algorithm={algorithm}" if sha256 or draw.random() < 0.5 else ""
    )
    headers = {
        "X-Twilio-Signature": signature,
        "X-Twilio-Webhooks-Signature-Settings": settings,
    }
    return Webhook(url, headers, pairs), secret, algorithm


def _signed(secret: str, url: str, pairs: list[tuple[str, str]], algorithm: str) -> str:
    try:
        return str(
            RequestValidator(secret).compute_signature(url, _Repeated(pairs), algorithm)
        )
    except Exception:  # noqa: BLE001  (it signs no such thing)
        return ""


def _tampered(
    draw: random.Random, signature: str, url: str, pairs: list[tuple[str, str]]
) -> tuple[str, str, list[tuple[str, str]]]:
    how = draw.randrange(8)
    if how == 0:
        return signature[:-2] + draw.choice(("", "==", "AA")), url, pairs
    if how == 1:
        return signature, f"{url}/x", pairs
    if how == 2:
        return signature, url, [*pairs, (_name(draw), _word(draw))]
    if how == 3 and pairs:
        return signature, url, [*pairs, pairs[0]]
    if how == 4:
        return signature, url, pairs[1:]
    return signature, url, draw.sample(pairs, len(pairs))


def _name(draw: random.Random) -> str:
    return draw.choice(
        ("From", "To", "Body", "MessageSid", "AccountSid", "Zzz", _word(draw) or "x")
    )


def _word(draw: random.Random) -> str:
    alphabet = draw.choice(
        (string.ascii_letters, string.printable.strip(), "é&=%+ 😀\u200f", "\0\n~")
    )
    return "".join(draw.choices(alphabet, k=draw.randrange(9)))


# --- links ------------------------------------------------------------------------

LOOPBACK = (
    "127.0.0.1",
    "127.1",
    "0",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "[::1]",
    "[::ffff:7f00:1]",
    "localhost",
    "LOCALHOST.",
)
INSIDE = (
    "169.254.169.254",
    "100.100.100.200",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "metadata.google.internal",
    "192.168.0.1",
)
OURS = (
    "api.twilio.com",
    "mms.twiliocdn.com",
    "media.twiliocdn.com",
    "s3-external-1.amazonaws.com",
)
SCHEMES = (
    "https://",
    "http://",
    "HTTPS://",
    "https:/",
    "//",
    "ftp://",
    "gopher://",
    "file://",
    "https:\\\\",
    "jar:https://",
)
GLUE = (
    "",
    "@",
    "#@",
    "\\@",
    "%23",
    "%2f",
    "?",
    ".",
    ":443@",
    "%00",
    "\u2028",
    "\t",
    "/../",
    "%2e%2e/",
    "\uff0e",
    "\u3002",
)


def fuzz_links(many: int, seed: int) -> int:
    """So many links to elsewhere, none of which may be looked up or called; how many were refused."""
    draw, called, refused = random.Random(seed), list[str](), 0
    files = Downloader(
        Source("https://api.twilio.com", TRUSTED_HOSTS, MEDIA_HOSTS, "Basic c2VjcmV0"),
        Limits(step=0.1, whole=0.1),
        lambda host, _port: called.append(host) or ["127.0.0.1"],
    )
    sys.addaudithook(
        lambda event, args: (
            called.append(str(args)) if event == "socket.connect" else None
        )
    )
    for n in _progress(many, "links"):
        link, called[:] = _link(draw), []
        try:
            files.get(link)
        except Unwanted:
            refused += 1
        except SendError:
            if not all(map(_is_ours, called)):  # a right name that leads inside
                raise Found(f"link {n}: {link!r} called {called}") from None
        except Exception as error:
            raise Found(f"link {n}: {link!r} raised {error!r}") from error
        else:
            raise Found(f"link {n}: {link!r} was fetched")
        if any(one.startswith("(") for one in called):
            raise Found(f"link {n}: {link!r} connected {called}")
    return refused


def _is_ours(host: str) -> bool:
    return host in OURS or host.endswith(".twilio.com")


def _link(draw: random.Random) -> str:
    hosts = [draw.choice(LOOPBACK + INSIDE + OURS) for _ in range(draw.randrange(1, 3))]
    port = draw.choice(
        ("", ":22", ":443", ":443x", ":-1", f":{draw.randrange(70_000)}")
    )
    tail = draw.choice(
        (
            "/",
            "",
            "/a b",
            "/\r\nHost: x",
            "/media.twiliocdn.com/../x",
            f"/{_word(draw)}",
        )
    )
    link = draw.choice(SCHEMES) + draw.choice(GLUE).join(hosts) + port + tail
    at = draw.randrange(len(link) + 1)
    return link if draw.random() < 0.7 else link[:at] + draw.choice(GLUE) + link[at:]


# --- texts ------------------------------------------------------------------------


def fuzz_texts(many: int, seed: int) -> int:
    """So many odd messages through the conversation, each answered and what it leaves stored; the turns."""
    draw, known, chat = random.Random(seed), _known_lines(), Chat("sms")
    for n in _progress(many, "texts"):
        if n % LONG_CHAT == 0:
            chat = Chat(
                draw.choice(("sms", "whatsapp", "telegram")),
                draw.choice((None, "53.11")),
            )
        text, before = _text(draw, known), chat.state
        try:
            said = chat.hear(_said(draw, text))
            kept = loads(Conversation, dumps(Conversation(chat.state)))
        except Exception as error:
            raise Found(
                f"text {n}: {text!r} after {before.phase} raised {error!r}"
            ) from error
        _judge(n, text, said, kept)
    return many


def _judge(n: int, text: str, said: list[Any], kept: Conversation) -> None:
    """Two halves of one character become whole by being stored; from then on nothing changes."""
    if loads(Conversation, dumps(kept)) != kept:
        raise Found(f"text {n}: {text!r} leaves a state that is stored as another")
    if any(not one.text.strip() for one in said):
        raise Found(f"text {n}: {text!r} gets an empty answer")


def _said(draw: random.Random, text: str) -> Said:
    button = (
        f"c:{draw.randrange(12)}:{draw.randrange(9)}" if draw.random() < 0.05 else None
    )
    shared = replace(Said(text=text), button=button)
    return replace(shared, shared_phone=_word(draw)) if draw.random() < 0.02 else shared


def _known_lines() -> list[str]:
    files = sorted(LINES.glob("*.tsv"))
    return [
        line.split("\t")[-1]
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line
    ]


ODD = (
    "\u202e",
    "\u200d",
    "\ufeff",
    "\0",
    "\ud83d",
    "😡",
    "ꦧ",
    "ا",
    "\u0301" * 40,
    "1" * 16,
    "08123",
    "LPR-",
    "LPR-2222222",
    "\r\n",
    "\t",
    "<b>",
    "{0}",
    "%s",
    "'; --",
    "53.11.04",
    "-9.65,120.26",
    "https://maps.app.goo.gl/x",
    "STOP",
    "ANONIM",
    "UBAH NAMA",
    "BATAL",
    "2",
    "NIK 5311046504900077",
    "a" * 5000,
    "?!" * 30,
    "\x1b[2J",
    "٣",
    "½",
    "Ⅳ",
    "ſ",
    "ı",
)


def _text(draw: random.Random, known: list[str]) -> str:
    """A line people wrote, cut, doubled, mixed with another or with something odd; or only odd things."""
    one = draw.choice(known)
    how = draw.randrange(7)
    if how == 0:
        return one
    if how == 1:
        return "".join(draw.choices(ODD, k=draw.randrange(1, 6)))
    if how == 2:
        return f"{one[: draw.randrange(len(one) + 1)]} {draw.choice(known)}"
    if how == 3:
        return "".join(
            chr(draw.randrange(0x11_0000)) for _ in range(draw.randrange(30))
        )
    if how == 4:
        return one.upper()[::-1]
    at = draw.randrange(len(one) + 1)
    return one[:at] + draw.choice(ODD) + one[at:]


def _progress(many: int, what: str) -> Iterator[int]:
    began = told = time.monotonic()
    for n in range(many):
        if n % 100 == 0 and time.monotonic() - told > TELL:
            told = time.monotonic()
            print(
                f"  {what}: {n} of {many}, {n / (told - began):.0f} a second",
                flush=True,
            )
        yield n


if __name__ == "__main__":
    sys.exit(main())
