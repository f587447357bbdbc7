"""What one desk reads of all that one pass of the clock has to say: a line for each case, in one message.

A storm of single messages would be left unread, and costs money by SMS. Which cases it is about is told in
full by DAFTAR; here stand the most pressing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.complaint import Complaint
from routing.agencies import Agencies
from routing.case import Case, Notice
from routing.notices import Voice, title_text

OVERDUE, REMINDER, MOVED = "admin.overdue", "admin.reminder", "admin.moved"
UNOWNED = "admin.unowned"
GATHERED = (
    UNOWNED,
    OVERDUE,
    MOVED,
    REMINDER,
)  # what waits for the others, the worst first
LISTED = 10  # cases in one message
TITLE = 30  # characters of a title


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One case's line in a digest."""

    key: str  # of the notice it stands for
    line: str
    at: datetime | None  # the nearest deadline; what is pressing comes first


@dataclass(frozen=True, slots=True)
class Digest:
    """What one desk is told in one message."""

    desk: str  # its code
    told: tuple[DigestLine, ...]

    def long(self, voice: Voice, name: str) -> str:
        """For a channel on which length is free."""
        words = voice.words
        ranked = sorted(
            self.told, key=lambda one: (GATHERED.index(one.key), str(one.at))
        )
        rest = len(ranked) - LISTED
        more = [words.say("digest.more", n=rest)] if rest > 0 else []
        return "\n".join(
            [
                words.say("digest.head", n=len(ranked), agency=name),
                *(one.line for one in ranked[:LISTED]),
                *more,
                words.say("digest.end"),
            ]
        )

    def short(self, voice: Voice) -> str:
        """One SMS."""
        number = Counter(one.key for one in self.told)
        words = voice.words
        parts = [
            words.brief(f"digest.{key.partition('.')[2]}", n=number[key])
            for key in GATHERED
            if number[key]
        ]
        return words.brief("digest.head", n=len(self.told), what=", ".join(parts))


def told_of(
    notice: Notice, case: Case, about: Complaint, agencies: Agencies, voice: Voice
) -> DigestLine:
    """The line that stands for a notice; whose case it is, where it is not the reader's own."""
    what = voice.words.say(
        f"digest.{notice.key.partition('.')[2]}", **{"reason": "", **notice.args}
    ).strip()
    desk = agencies.by_code.get(case.agency)
    whose = f" ({desk.name})" if desk and desk.code != notice.agency else ""
    title = title_text(about, voice)
    short = title if len(title) <= TITLE else f"{title[: TITLE - 2].rstrip()}.."
    line = f"{case.tracking_id} {short}{whose}: {what}"
    return DigestLine(notice.key, line, case.due[1] if case.due else None)


def desks_with_several(
    notices: Sequence[tuple[Notice, DigestLine]], several: int
) -> tuple[Digest, ...]:
    """A digest for each desk that would get so many messages or more."""
    by_desk: dict[str, list[DigestLine]] = {}
    for notice, told in notices:
        by_desk.setdefault(notice.agency or "", []).append(told)
    return tuple(
        Digest(desk, tuple(told))
        for desk, told in by_desk.items()
        if len(told) >= several
    )
