"""Neighbours who report one thing, and its desk: played through the house, written as a story.

    budi: sms                      the people: by which channel each writes; `pu` is the desk
    lampu: whatsapp

    budi> what Budi sends          or `*Title` to tap a button of what was read last
    budi< what Budi reads          and so everybody, after each line
    = hari berikut 2               so many days pass

A report's number is written as its citizen's name: LPR-BUDI. `python tests/support/neighbours.py` cannot
write them anew, the test tells what differs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from house import House

HERE = Path(__file__).parents[1] / "transcripts" / "neighbours"
PHONES = {  # of the agencies file
    "pu": "+6281300000002",
    "dishub": "+6281300000003",
    "camat": "+6281300000021",
    "koordinator": "1001",
}
ID = re.compile(r"LPR-\w{7}\b")
LINK = re.compile(r"https?://\S+")
SAID = re.compile(r"(\w+)> (.*)", re.DOTALL)
PASS = re.compile(r"= (\d+) hari")


@dataclass
class Street:
    """The people of a story, and what they have read so far."""

    house: House
    people: dict[str, str]  # name -> address
    ids: dict[str, str] = field(default_factory=dict)  # number -> name
    read: dict[str, int] = field(default_factory=dict)

    def say(self, name: str, words: str) -> None:
        for id_, owner in self.ids.items():
            words = re.sub(rf"LPR-{owner}\b", id_, words)
        channel, _, number = self.people[name].partition(":")
        if words.startswith("*"):
            self._tap(name, channel, number, words[1:])
        elif channel == "telegram":
            self.house.telegram(words, int(number))
        else:
            getattr(self.house, channel)(words, sender=number)
        self.house.settle()

    def _tap(self, name: str, channel: str, number: str, title: str) -> None:
        if channel == "telegram":
            self.house.tap(title, int(number))
            return
        shown = next(
            one
            for one in reversed(self.house.wire.to(self.people[name]))
            if title in one.buttons
        )
        self.house.whatsapp(
            title, number, ButtonText=title, ButtonPayload=shown.buttons[title]
        )

    def news(self) -> Iterator[str]:
        """What everybody has read since the last time, as lines."""
        for name, address in self.people.items():
            sent = self.house.wire.to(address)
            for one in sent[self.read.get(address, 0) :]:
                if name not in PHONES:
                    for id_ in ID.findall(one.text)[:1]:
                        self.ids.setdefault(id_, self._fresh(name))
                text = self._plain(one.text).replace("\n", "\n  ")
                taps = "".join(f" [{title}]" for title in one.buttons)
                yield f"{name}< {text}" + (f"\n {taps}" if taps else "")
            self.read[address] = len(sent)

    def _fresh(self, name: str) -> str:
        """A person's further reports are BUDI2, BUDI3."""
        mine = sum(owner.rstrip("23") == name.upper() for owner in self.ids.values())
        return name.upper() + (str(mine + 1) if mine else "")

    def _plain(self, text: str) -> str:
        told = LINK.sub("LINK", text)
        return ID.sub(lambda match: f"LPR-{self.ids.get(match[0], 'NEW')}", told)


def street(house: House, facts: dict[str, str]) -> Street:
    """The people of a story's head."""
    people = {}
    for number, (name, channel) in enumerate(facts.items(), start=1):
        phone = PHONES.get(name, f"+62812000000{number:02d}")
        people[name] = (
            f"{channel}:{70 + number if channel == 'telegram' and name not in PHONES else phone}"
        )
    return Street(house, people)


def played(written: str, house: House) -> str:
    """The story as it goes: what is said in it is said again, what was read is read anew."""
    head, *parts = written.strip().split("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    story = street(house, facts)
    told = [head]
    for part in parts:
        first = part.splitlines()[0]
        if match := SAID.fullmatch(first):
            story.say(match[1], match[2])
        elif match := PASS.fullmatch(first):
            house.now += timedelta(days=int(match[1]))
            house.tick()
        told.append("\n".join([first, *story.news()]))
    return "\n\n".join(told) + "\n"
