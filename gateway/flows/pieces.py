"""A thought in pieces: who is still writing is not interrupted, and what came together is read together.

On chat channels only, where messages are free; of SMS see `sms_pieces`. A tap, a command, a photo
and a first greeting never wait.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

from intake.dialogue.command_words import read_command
from intake.messages import InboundMessage
from intake.reading.noise import Noise, noise_of
from storage.values import StoredInbound
from storage.waiting import Caller

LABEL = re.compile(
    r"\s*(?:nama(?:ku| saya| sy| lengkap)?|alamat(?:ku| saya)?|saya|di|lokasi(?:nya)?)\b(?:\s+\S+){0,2}\s*$",
    re.I,
)
FEW = 2  # words that go on with such a line
MOST_PAUSES = 4  # however fast somebody writes, they are answered after this many


def left_alone_until(
    caller: Caller, now: datetime, pause: timedelta
) -> datetime | None:
    """When this person may be answered; None: at once."""
    if not pause:
        return None
    first, last = caller.messages[0], caller.messages[-1]
    if not all(is_plain(one.message) for one in caller.messages) or _greets(caller):
        return None
    until = min(last.received_at + pause, first.received_at + MOST_PAUSES * pause)
    return until if until > now else None


def together(messages: Sequence[StoredInbound]) -> Iterator[list[StoredInbound]]:
    """The messages, those that are plain words and follow each other as one group."""
    group: list[StoredInbound] = []
    for one in messages:
        if group and not (is_plain(one.message) and is_plain(group[-1].message)):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def joined(group: Sequence[StoredInbound]) -> StoredInbound:
    """One message of all their words, known by the last of them."""
    text = reduce(_follow, (one.message.text for one in group))
    last = group[-1]
    return replace(last, message=replace(last.message, text=text))


def _follow(before: str, after: str) -> str:
    """A name goes on in the same line: "nama saya", "Tono", "Umbu Tanggu"."""
    line = before.rsplit("\n", 1)[-1]
    goes_on = LABEL.match(line) and len(after.split()) <= FEW
    return f"{before} {after}" if goes_on else f"{before}\n{after}"


def is_plain(message: InboundMessage) -> bool:
    """Words and nothing else, a command neither."""
    return only_words(message) and read_command(message.text) is None


def only_words(message: InboundMessage) -> bool:
    """No tap, file, point or edit, and typed by a person."""
    beside = (
        message.button,
        message.media,
        message.location,
        message.shared_phone,
        message.edits,
        message.opt_out,
        message.automatic,
    )
    return bool(message.text.strip()) and not any(beside)


def _greets(caller: Caller) -> bool:
    """The first thing they ever said, and no more than a greeting."""
    first = caller.conversation is None and len(caller.messages) == 1
    return first and noise_of(caller.messages[0].message.text) is Noise.GREETING
