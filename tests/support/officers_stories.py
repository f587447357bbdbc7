"""Officers' conversations written down: played through the house, and what everybody read put beside it.

`>` the officer writes, `@` answers our last notice of a case with these words, `*` taps a button;
`~` the citizen writes; `<` the officer reads, `=` the citizen reads, `!` the coordinator reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from house import House

from intake.messages import Address
from routing.agencies import Agencies

HERE = Path(__file__).parents[1] / "transcripts" / "officers"
OFFICER = {"whatsapp": "+6281300000002", "sms": "+6281300000002", "telegram": "1002"}
COORDINATOR = "telegram:1001"
REPORTS = {  # by the name a story calls it: the citizen, and what they send
    "road": (
        "+6281298765401",
        "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso",
    ),
    "bridge": (
        "+6281298765402",
        "LAPOR jembatan patah di Kelurahan Kambajawa Kota Waingapu sejak kemarin, Maria Rambu",
    ),
}
ID = re.compile(r"LPR-\w{7}")
CODE = re.compile(r"\b\d{6}\b")  # written down as KODE
LINK = re.compile(r"https?://\S+")


@dataclass
class Story:
    """One story being played."""

    house: House
    channel: str
    ids: dict[str, str] = field(default_factory=dict)  # number -> name
    read: dict[str, int] = field(default_factory=dict)

    @property
    def officer(self) -> str:
        return f"{self.channel}:{OFFICER[self.channel]}"

    def begin(self, names: list[str]) -> None:
        for name in names:
            phone, words = REPORTS[name]
            for text in (words, "SAMA"):
                self.house.sms(text, sender=phone)
                self.house.settle()
            self.ids[self.house.tracking_id(f"sms:{phone}")] = name.upper()
        list(self.news())

    def say(self, mark: str, words: str) -> None:
        text = words
        for id_, name in self.ids.items():
            text = text.replace(f"LPR-{name}", id_)
        text = text.replace("KODE", self._code())
        if mark == "~":
            self.house.sms(text, sender=REPORTS["road"][0])
        elif mark == "*":
            self._tap(text)
        else:
            self._write(text, quoting=mark == "@")
        self.house.settle()

    def _write(self, text: str, *, quoting: bool) -> None:
        sender = OFFICER[self.channel]
        if self.channel == "telegram":
            self.house.telegram(text, int(sender))
            return
        more = {}
        if quoting:
            notice = next(
                one
                for one in reversed(self.house.wire.to(self.officer))
                if "Laporan baru" in one.text
            )
            more = {"OriginalRepliedMessageSid": notice.provider_id}
        hear = self.house.sms if self.channel == "sms" else self.house.whatsapp
        hear(text, sender=sender, **more)

    def _tap(self, title: str) -> None:
        shown = next(
            one
            for one in reversed(self.house.wire.to(self.officer))
            if title in one.buttons
        )
        self.house.whatsapp(
            title,
            sender=OFFICER[self.channel],
            ButtonText=title,
            ButtonPayload=shown.buttons[title],
        )

    def news(self) -> Iterator[str]:
        """What everybody has read since the last time."""
        people = [
            ("<", self.officer),
            *(("=", f"sms:{phone}") for phone, _ in REPORTS.values()),
            ("!", COORDINATOR),
        ]
        for mark, address in people:
            sent = self.house.wire.to(address)
            for one in sent[self.read.get(address, 0) :]:
                text = self._plain(one.text).replace("\n", "\n  ")
                taps = "".join(f" [{title}]" for title in one.buttons)
                yield f"{mark} {text}" + (f"\n {self._plain(taps)}" if taps else "")
            self.read[address] = len(sent)

    def _code(self) -> str:
        """The code that was sent to the officer last."""
        sent = reversed(self.house.says(self.officer))
        return next((found[0] for one in sent if (found := CODE.search(one))), "")

    def _plain(self, text: str) -> str:
        told = CODE.sub("KODE", LINK.sub("LINK", text))
        return ID.sub(lambda match: f"LPR-{self.ids.get(match[0], 'NEW')}", told)


def reached_by(agencies: Agencies, channel: str) -> Agencies:
    """The agencies of the example, whose public works are reached by this channel."""
    desk = agencies.by_code["sumba-timur.pupr"]
    person = replace(
        desk.administrators[0], notify=(Address(channel, OFFICER[channel]),)
    )
    staffed = replace(desk, administrators=(person,))
    return replace(agencies, by_code={**agencies.by_code, desk.code: staffed})


def played(written: str, house: House) -> str:
    """The story as it goes: what is said in it is said again, what was read is read anew."""
    head, *parts = written.strip().split("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    story = Story(house, facts["channel"])
    house.parts = replace(
        house.parts, agencies=reached_by(house.parts.agencies, story.channel)
    )
    house.rebuild()
    story.begin(facts["reports"].split())
    told = [head]
    for part in parts:
        first = part.splitlines()[0]
        story.say(first[0], first[2:])
        told.append("\n".join([first, *story.news()]))
    return "\n\n".join(told) + "\n"
