"""A long SMS that its network does not join comes as several, each but the last as full as a part can be.

Such a piece waits a moment for the rest; pieces that wait together are read as one message, without a
gap. The rest of a piece that was answered already corrects it, as an edited message does. Nobody types
a full part within two seconds of their last message, so a full one just behind a short one is its
beginning, which the network brought second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.flows.conversing import Run
from gateway.flows.pieces import is_plain, only_words
from intake.wording.sms import measured, utf16_length
from storage.values import StoredInbound
from storage.waiting import Caller

FULL = frozenset({152, 153})  # septets of a part, its reference in two bytes or one
FULL_UCS2 = frozenset({66, 67})  # UTF-16 units of one that is not in GSM-7
REST = timedelta(seconds=3)  # a full piece waits so long for what follows
TOO_SOON = timedelta(seconds=2)  # for anyone to have typed a full part
LATE = timedelta(seconds=10)  # the rest comes so late at most: nobody has answered yet
SENT_APART = timedelta(minutes=2)  # by the network's clock: two messages after all
LOOKED_AT = 8  # of their last messages; longer SMS are not sent


def is_cut(text: str) -> bool:
    """Whether the text fills a part to the last place, so that it may go on in the next SMS."""
    encoding, size = measured(text)
    return (encoding == "GSM-7" and size in FULL) or utf16_length(text) in FULL_UCS2


def waits_for_rest(caller: Caller, now: datetime) -> datetime | None:
    """Until when the last of their SMS waits for what may follow; None: it is whole."""
    last = caller.messages[-1]
    if not (only_words(last.message) and is_cut(last.message.text)):
        return None
    until = last.received_at + REST
    return until if until > now else None


def sms_groups(messages: Sequence[StoredInbound]) -> Iterator[list[StoredInbound]]:
    """The messages, the pieces of one SMS as one group."""
    group: list[StoredInbound] = []
    for one in messages:
        if group and not _goes_on(group, one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def read_whole(run: Run, group: Sequence[StoredInbound]) -> StoredInbound:
    """One message of all the pieces; with those that were answered already it is a correction of them."""
    earlier = _answered(run, group[0])
    if not earlier:
        return _joined(group)
    joined = _joined([*earlier, *group])
    first = earlier[0].message.reference
    return replace(joined, message=replace(joined.message, edits=first))


def _answered(run: Run, one: StoredInbound) -> list[StoredInbound]:
    """The pieces, oldest first, that this message goes on from and that have had their turn."""
    if run.talk.last is None or not is_plain(one.message):
        return []
    since = timedelta(seconds=abs(one.written_at.timestamp() - run.talk.last[1]))
    if not _is_near(since, cut=run.talk.cut, here=is_cut(one.message.text)):
        return []
    recent = run.store.recent_inbound(run.contact.id, LOOKED_AT)
    earlier = sorted((row for row in recent if row.id < one.id), key=lambda row: row.id)
    *_, last = sms_groups([*earlier, one])
    return last[:-1]


def _joined(group: Sequence[StoredInbound]) -> StoredInbound:
    """Known by the first, so that a late one finds it."""
    if len(group) == 1:
        return group[0]
    first, last = group[0].message, group[-1]
    message = replace(last.message, text=_text(group), reference=first.reference)
    return replace(last, message=message)


def _goes_on(group: list[StoredInbound], one: StoredInbound) -> bool:
    """Whether this is the next piece of what the group has so far."""
    last = group[-1]
    apart = abs(one.written_at - last.written_at)
    cut, here = (is_cut(row.message.text) for row in (last, one))
    near = _is_near(apart, cut=cut, here=here)
    ended = sum(not is_cut(row.message.text) for row in group)
    words = only_words(last.message) and only_words(one.message)
    return words and near and ended + (not here) <= 1 and not _sent_apart(last, one)


def _is_near(apart: timedelta, *, cut: bool, here: bool) -> bool:
    """Whether a message comes so soon that it can only be of one piece with the one before."""
    return (cut and apart <= LATE) or (here and apart <= TOO_SOON)


def _sent_apart(one: StoredInbound, other: StoredInbound) -> bool:
    """Whether the network took them at times that no two pieces have."""
    times = one.message.sent_at, other.message.sent_at
    return None not in times and abs(times[1] - times[0]) > SENT_APART  # type: ignore[operator]


def _text(group: Sequence[StoredInbound]) -> str:
    """The pieces in their order, the one that is not full last; one that came twice once."""
    pieces = [
        one.message.text
        for before, one in zip([None, *group], group, strict=False)
        if before is None or before.message.text != one.message.text
    ]
    return "".join(sorted(pieces, key=lambda text: not is_cut(text)))
