"""A conversation in the terminal: the core alone, with no server, no database and a clock of its own.

    satupintu chat --channel sms --save tests/transcripts/x.txt

What is typed is what a person sends; a line may also be `/photo [caption]` (or /video, /voice,
/document, /sticker), `/pin LAT LON`, `/tap N` (a button of the last message), `/wait 25h` (or 40m, 3d).
Each line takes a minute, from the same morning on, and ids are drawn alike every time, so that what
is saved replays word for word.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import (
    load_catalogue,
    load_gazetteer,
    load_models,
    load_places,
    load_scorer,
)
from intake.complaint import tracking_id
from intake.conversation import step
from intake.messages import Button, Media, MediaKind, SharedPoint
from intake.places.nearest import nearest_in
from intake.state import (
    AskOwner,
    Cancel,
    Context,
    Dispute,
    Effect,
    Event,
    Judge,
    Line,
    Said,
    Save,
    Say,
    State,
    Submit,
    TellStatus,
    Wake,
    Woke,
)
from intake.wording.render import Rendered, render
from intake.wording.sms import segments
from routing.status import NOTHING_SENT, Filed, standing

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
A_LINE = timedelta(minutes=1)
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
WAIT = re.compile(r"/wait (\d+)([mhd])")
PIN = re.compile(r"/pin (-?\d+(?:\.\d+)?)[ ,]+(-?\d+(?:\.\d+)?)")
TAP = re.compile(r"/tap (\d+)")
MEDIA = re.compile(r"/(photo|video|voice|audio|document|sticker)\b ?(.*)", re.S)


class NoSuchButton(ValueError):
    """The last message has no button of that number."""


@dataclass
class Chat:
    """One person's phone and the core behind it."""

    channel: str
    home: str | None = None
    language: str = "id"
    now: datetime = MORNING
    state: State = field(init=False)
    buttons: tuple[Button, ...] = ()
    wake_at: datetime | None = None
    filed: dict[str, str] = field(
        default_factory=dict
    )  # tracking id -> draft | completed | cancelled
    effects: list[Effect] = field(default_factory=list)  # all there have been
    draw: Callable[[int], int] = field(
        default_factory=lambda: random.Random(1).randrange  # noqa: S311  (alike each time)
    )

    def __post_init__(self) -> None:
        self.state = State(language=self.language)

    def send(self, line: str) -> list[Rendered]:
        """What comes back for a line as typed; NoSuchButton when `/tap` finds none."""
        if wait := WAIT.fullmatch(line.strip()):
            return self.wait(timedelta(**{UNITS[wait[2]]: int(wait[1])}))
        self.now += A_LINE
        return self.hear(self._event(line))

    def wait(self, long: timedelta) -> list[Rendered]:
        """What comes unasked while the person is silent that long."""
        until = self.now + long
        shown: list[Rendered] = []
        while self.wake_at and self.wake_at <= until:
            self.now, self.wake_at = self.wake_at, None
            shown += self.hear(Woke())
        self.now = until
        return shown

    def hear(self, event: Event) -> list[Rendered]:
        """One turn of the conversation, carried out as far as that goes without a house."""
        self.wake_at = None
        turn = step(self.state, event, self._context())
        self.state = turn.state
        self.effects += turn.effects
        return [shown for effect in turn.effects for shown in self._carry_out(effect)]

    def _context(self) -> Context:
        return Context(
            now=self.now,
            new_id=tracking_id(self.draw),
            gazetteer=load_gazetteer(),
            scorer=load_scorer(),
            models=load_models(),
            capabilities=CAPABILITIES[self.channel],
            home=self.home,
            nearest=nearest_in(load_places),
        )

    def _event(self, line: str) -> Said:
        if tap := TAP.fullmatch(line.strip()):
            return self._tapped(int(tap[1]))
        if pin := PIN.fullmatch(line.strip()):
            return Said(location=SharedPoint(float(pin[1]), float(pin[2])))
        if media := MEDIA.fullmatch(line.strip()):
            return Said(text=media[2], media=(Media(MediaKind(media[1]), "file"),))
        return Said(text=line)

    def _tapped(self, number: int) -> Said:
        if not 0 < number <= len(self.buttons):
            raise NoSuchButton(f"the last message has {len(self.buttons)} buttons")
        button = self.buttons[number - 1]
        return Said(text=button.title, button=button.id)

    def _carry_out(self, effect: Effect) -> list[Rendered]:
        do: dict[type[Any], Callable[[Any], list[Rendered]]] = {
            Say: self._say,
            Save: lambda _: self._file("draft"),
            Submit: lambda e: self._file("completed", e.of),
            Cancel: lambda _: self._file("cancelled"),
            AskOwner: lambda e: self._say(
                Say((self._status(e.tracking_id),), turn=self.state.turn)
            ),
            TellStatus: self._tell_status,
            Dispute: lambda e: self._say(
                Say(
                    (Line(e.said, {"id": e.tracking_id}),),
                    turn=self.state.turn,
                )
            ),
            Judge: lambda e: self._say(
                Say(
                    (Line("alike.different", {"id": e.tracking_id}),),
                    turn=self.state.turn,
                )
            ),
            Wake: self._sleep,
        }
        return do.get(type(effect), lambda _: [])(effect)

    def _say(self, effect: Say) -> list[Rendered]:
        shown = render(
            effect, self.state.language, CAPABILITIES[self.channel], load_catalogue()
        )
        self.buttons = shown.buttons
        return [shown]

    def _file(self, status: str, of: State | None = None) -> list[Rendered]:
        self.filed[(of or self.state).draft.id or ""] = status
        return []

    def _sleep(self, effect: Wake) -> list[Rendered]:
        self.wake_at = effect.at
        return []

    def _tell_status(self, effect: TellStatus) -> list[Rendered]:
        lead = (Line(effect.lead, optional=True),) if effect.lead else ()
        lines = (*lead, self._status(effect.tracking_id))
        return self._say(Say(lines, turn=self.state.turn))

    def _status(self, wanted: str | None) -> Line:
        id_ = wanted or next(reversed(self.filed), None)
        if id_ is None:
            return Line(NOTHING_SENT)
        filed = Filed(id_, self.filed[id_]) if id_ in self.filed else None
        told = standing(filed, {}, self.state.language)
        return Line(told.key, told.facts)


# --- on the screen ------------------------------------------------------------------


def talk(chat: Chat, typed: Iterable[str]) -> Iterator[str]:
    """What appears on the screen for the lines typed, a fault in a line included."""
    for line in filter(str.strip, typed):
        try:
            shown = chat.send(line)
        except NoSuchButton as fault:
            yield f"({fault})"
            continue
        yield from (_on_screen(one, chat) for one in shown) if shown else ["(no reply)"]


def _on_screen(shown: Rendered, chat: Chat) -> str:
    size = segments(shown.text)
    cost = (
        f"   ({size.parts} SMS, {size.characters})"
        if CAPABILITIES[chat.channel].segment
        else ""
    )
    return "\n".join(said(shown)) + cost


def said(shown: Rendered) -> list[str]:
    """A message of ours as lines: `< ` before the first, two spaces before the others, buttons last."""
    lines = shown.text.splitlines()
    taps = " ".join(
        f"[{n} {button.title}]" for n, button in enumerate(shown.buttons, start=1)
    )
    rest = [f"  {line}".rstrip() for line in lines[1:]] + (
        [f"  {taps}"] if taps else []
    )
    return [f"< {lines[0]}", *rest]


# --- transcripts --------------------------------------------------------------------


def transcript(channel: str, home: str | None, typed: Iterable[str]) -> str:
    """The conversation these lines lead to: a head, then `> ` what was sent and `< ` what came back.

    `-` stands for silence. The tests replay such files, so that a good conversation stays one.
    """
    chat, sent = Chat(channel, home), list(typed)
    lines = [
        f"# {sent[0]}" if sent else "#",
        f"channel: {channel}",
        *([f"home: {home}"] if home else []),
    ]
    for line in sent:
        shown = [part for one in chat.send(line) for part in said(one)]
        lines += ["", f"> {line}", *(shown or ["-"])]
    return "\n".join(lines) + "\n"


def save(path: Path, chat: Chat, typed: Iterable[str]) -> None:
    """Write the transcript of what was typed, begun anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(transcript(chat.channel, chat.home, typed), encoding="utf-8")
