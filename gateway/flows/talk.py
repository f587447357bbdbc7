"""What is remembered of an exchange, beside what is said in it: pure functions over `Talk`.

It stands with the conversation, so that floods, echoes, doubles and loops are known without a
search. Whatever comes is stored and nobody is blocked: these rules only decide whether we answer.
"""

import zlib
from dataclasses import replace
from datetime import datetime, timedelta

from intake.messages import Capabilities, InboundMessage
from intake.wording.sms import to_gsm7
from storage.values import StoredInbound, Talk

BURST, BURST_SPAN = 40, timedelta(seconds=60)  # more messages than anyone types
DAILY, DAY = 300, timedelta(days=1)  # so many without one report are play
TELLING = 20  # characters; a shorter text says nothing about who wrote it first
DOUBLE_SPAN = timedelta(seconds=2)  # nobody has read our answer so soon
COPY_SPAN, SHORT_COPY_SPAN = timedelta(seconds=60), timedelta(seconds=5)
STAMPS_KEPT = 20  # a phone that brings its inbox again stamps some anew
LOOP = timedelta(minutes=10)
SAID_KEPT = 20  # of our last answers
HOUR = 3600


def heard(talk: Talk, one: StoredInbound) -> Talk:
    """After this message of theirs."""
    at, hour = one.written_at.timestamp(), _hour(one.written_at)
    hours = {
        h: n for h, n in talk.hours.items() if int(h) > hour - DAY / timedelta(hours=1)
    }
    hours[str(hour)] = hours.get(str(hour), 0) + 1
    return replace(
        talk,
        came=(*talk.came[-BURST:], at),
        hours=hours,
        last=(_print_of(one.message), at),
        stamps=_stamped(talk, one.message),
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
    since, until = (at - BURST_SPAN).timestamp(), at.timestamp()
    if sum(since < came <= until for came in talk.came) > BURST:
        return True
    return not reported and sum(talk.hours.values()) > DAILY


def is_double(talk: Talk, one: StoredInbound) -> bool:
    """Whether this is the message before once more, sent by an impatient thumb.

    Never a short text: "1" answers many questions.
    """
    if talk.last is None or len(one.message.text) < TELLING or one.message.edits:
        return False
    print_, at = talk.last
    soon = abs(one.written_at.timestamp() - at) <= DOUBLE_SPAN.total_seconds()
    return soon and print_ == _print_of(one.message)


def came_twice(talk: Talk, one: StoredInbound, able: Capabilities) -> bool:
    """Whether this is an earlier SMS delivered once more, with a stamp of its own.

    Our gateway phone gives a copy a stamp some seconds later, and equal SMS share their `messageId`.
    A short answer may honestly be given twice, but not by SMS within seconds: our question must
    have come between.
    """
    message = one.message
    if not able.segment or message.sent_at is None:
        return False
    print_, at = _print_of(message), message.sent_at.timestamp()
    apart = COPY_SPAN if len(message.text) >= TELLING else SHORT_COPY_SPAN
    return any(
        print_ == known and abs(at - stamp) <= apart.total_seconds()
        for known, stamp in talk.stamps
    )


def _stamped(talk: Talk, message: InboundMessage) -> tuple[tuple[int, float], ...]:
    if message.sent_at is None:
        return talk.stamps
    latest = (_print_of(message), message.sent_at.timestamp())
    return (*talk.stamps[1 - STAMPS_KEPT :], latest)


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
