"""What is remembered of an exchange, beside what is said in it: pure functions over `Talk`.

It stands with the conversation, so that floods, echoes, doubles and loops are known without a
search. Whatever comes is stored and nobody is blocked: these rules only decide whether we answer.
"""

import zlib
from dataclasses import replace
from datetime import datetime, timedelta

from intake.messages import InboundMessage
from intake.wording.sms import to_gsm7
from storage.values import StoredInbound, Talk

BURST, BURST_SPAN = 40, timedelta(seconds=60)  # more messages than anyone types
DAILY, DAY = 300, timedelta(days=1)  # so many without one report are play
TELLING = 20  # characters; a shorter text says nothing about who wrote it first
DOUBLE_SPAN = timedelta(seconds=2)  # nobody has read our answer so soon
LOOP = timedelta(minutes=10)
SAID_KEPT = 20  # of our last answers
HOUR = 3600


def heard(talk: Talk, one: StoredInbound) -> Talk:
    """After this message of theirs."""
    at, hour = one.received_at.timestamp(), _hour(one.received_at)
    hours = {
        h: n for h, n in talk.hours.items() if int(h) > hour - DAY / timedelta(hours=1)
    }
    hours[str(hour)] = hours.get(str(hour), 0) + 1
    return replace(
        talk,
        came=(*talk.came[-BURST:], at),
        hours=hours,
        last=(_print_of(one.message), at),
        number=one.message.to or talk.number,
    )


def said(talk: Talk, text: str, at: datetime) -> Talk:
    """After this answer of ours."""
    now = (fingerprint(text), at.timestamp())
    return replace(talk, said=(*talk.said[1 - SAID_KEPT :], now))


def lifted(talk: Talk) -> Talk:
    """What came so far counts no more."""
    return replace(talk, came=(), hours={}, flooded="")


def in_flood(talk: Talk, at: datetime, *, reported: bool) -> bool:
    """Whether this person's messages, the present one included, come faster than a person's do."""
    since = (at - BURST_SPAN).timestamp()
    if sum(came > since for came in talk.came) > BURST:
        return True
    return not reported and sum(talk.hours.values()) > DAILY


def is_double(talk: Talk, one: StoredInbound) -> bool:
    """Whether this is the message before once more, sent by an impatient thumb.

    Never a short text: "1" answers many questions.
    """
    if talk.last is None or len(one.message.text) < TELLING or one.message.edits:
        return False
    print_, at = talk.last
    soon = one.received_at.timestamp() - at <= DOUBLE_SPAN.total_seconds()
    return soon and print_ == _print_of(one.message)


def is_echo(talk: Talk, text: str, at: datetime) -> bool:
    """Our own words coming back: a machine is at the other end, or someone forwards our answers to us."""
    since = (at - DAY).timestamp()
    mine = {print_ for print_, moment in talk.said if moment > since}
    return len(_plain(text)) >= TELLING and fingerprint(text) in mine


def said_before(talk: Talk, text: str, at: datetime) -> int:
    """How often we have said the same in the last ten minutes."""
    since, print_ = (at - LOOP).timestamp(), fingerprint(text)
    return sum(one == print_ and moment > since for one, moment in talk.said)


def fingerprint(text: str) -> int:
    """The same for what reads the same, whatever its case and spaces."""
    return zlib.crc32(_plain(text).encode())


def same_words(one: str, other: str) -> bool:
    """Whether two texts read the same."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    plain = text if text.isascii() else to_gsm7(text)
    return " ".join(plain.split()).casefold()


def _print_of(message: InboundMessage) -> int:
    told = repr((message.text, message.media))
    return zlib.crc32(told.encode("utf-8", "surrogatepass"))


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // HOUR
