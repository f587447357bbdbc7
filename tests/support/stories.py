"""Transcripts: a conversation as a text that reads like a story, replayed by the real core and catalogues.

    # A road, told in one SMS            what it is about
    channel: sms
    home: 53.11                          the deployment's own region
                                         (a head line `near: X` says what lies next to every point)
    > what the citizen sends             or /photo, /voice, /sticker, /pin LAT LON, /tap N, /wait 25h
    < what they read
      and its further lines, [1 Buttons]

Each line takes a minute; `@ 3 s` makes the next one come so much later instead: up to ten seconds
our answer has not left by then. `/edit WORDS`
replaces the message before, `/album [WORDS]` is one photo of an album. `-` alone says that we are silent.

`python tests/support/stories.py` writes every transcript anew from what its citizens send.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from gateway.operate.chat import A_LINE, Chat, said
from intake.messages import Media, MediaKind
from intake.state import AskOwner, Context, Effect, Said, State, TellStatus
from intake.wording.render import Rendered
from storage.codec import dumps, loads
from storage.values import Conversation


def stored(state: State) -> State:
    """The state as it comes back from the database."""
    return loads(Conversation, dumps(Conversation(state))).state


HERE = Path(__file__).resolve().parent.parent / "transcripts"
AFTER = re.compile(r"@ (\d+) s")
EDIT = re.compile(r"/edit (.+)", re.S)
QUICK = 10  # so many seconds after the line before, our answer to that has not left yet
ALBUM = re.compile(r"/album ?(.*)", re.S)


@dataclass
class Story(Chat):
    """A Chat that also knows edits, albums, seconds, and what lies near a point."""

    near: str | None = None
    unread: bool = False
    sent: int = field(default=0, init=False)

    def _context(self) -> Context:
        near, usual = self.near, super()._context()
        return replace(
            usual,
            nearest=(lambda _lat, _lon: near) if near else usual.nearest,
            unread=self.unread,
        )

    def _event(self, line: str) -> Said:
        self.sent += 1
        if edit := EDIT.fullmatch(line):
            return Said(
                text=edit[1], edits=f"m{self.sent - 1}", reference=f"m{self.sent}"
            )
        if album := ALBUM.fullmatch(line):
            return Said(
                text=album[1], media=(Media(MediaKind.PHOTO, "file"),), group="album"
            )
        return replace(super()._event(line), reference=f"m{self.sent}")

    def _carry_out(self, effect: Effect) -> list[Rendered]:
        """Alone in the world, nobody else has a draft: an id quoted is asked for by its status."""
        return super()._carry_out(
            TellStatus(effect.tracking_id) if isinstance(effect, AskOwner) else effect
        )

    def send_after(self, line: str, seconds: int | None) -> list[str]:
        """The lines that come back, this long after the line before."""
        self.unread = seconds is not None and seconds <= QUICK
        if seconds is not None:
            self.now += timedelta(seconds=seconds) - A_LINE
        shown = [
            part for one in self.send(line.replace("\\n", "\n")) for part in said(one)
        ]
        return shown or ["-"]


@dataclass(frozen=True)
class Script:
    """What a transcript says about the citizen: its head, and what was sent and when."""

    head: tuple[str, ...]
    sent: tuple[tuple[int | None, str], ...]

    def story(self) -> Story:
        """A fresh conversation as the head describes it."""
        facts = dict(
            line.split(": ", 1) for line in self.head if not line.startswith("#")
        )
        return Story(facts["channel"], facts.get("home"), near=facts.get("near"))


def read(text: str) -> Script:
    """The script in a transcript."""
    head, _, body = text.partition("\n\n")
    return Script(tuple(head.splitlines()), tuple(_sent(body)))


def _sent(body: str) -> Iterator[tuple[int | None, str]]:
    after: int | None = None
    for line in body.splitlines():
        if match := AFTER.fullmatch(line):
            after = int(match[1])
        elif line.startswith("> "):
            yield after, line[2:]
            after = None


def replay(text: str) -> str:
    """The transcript again, as today's program would have it."""
    script = read(text)
    story = script.story()
    lines = list(script.head)
    for after, line in script.sent:
        lines += [
            "",
            *([f"@ {after} s"] if after is not None else []),
            f"> {line}",
            *story.send_after(line, after),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path in sorted(HERE.glob("*.txt")):
        path.write_text(replay(path.read_text(encoding="utf-8")), encoding="utf-8")
