"""What becomes of the plain words of officers: `make bench WHAT="officers [FILE]"`.

Each line of a table is written to the real house (webhook, turns, SQLite, provider's wire) by an
officer in the situation it is labelled with, a yes is given when we ask for one, and what came of it is
judged: handled as its act asks for, or harm done. The lines are nobody's training data and not ours to keep.

Columns: context, line, act, detail; or scenario, context, line, act, detail with a table of scenarios
beside the file (`NAME_scenarios.tsv`: scenario, id of A, story of A, id of B, story of B, office).

harm: a complaint of the officer's own that was not said; words to a citizen that are no answer, or
without a yes; a case accepted, closed or moved by words that did not say so, or the wrong one.
"""

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from redis import Redis

from benchmarks.tables import show
from gateway.flows import cases
from intake.complaint import Complaint, Location, Reporter, tracking_id
from intake.messages import Address
from routing.agencies import Agencies, read_agencies
from routing.case import CITIZEN, Action
from storage import embedded_redis
from storage.crypto import KeyRing
from storage.migrations import migrate
from storage.unit_of_work import open_store

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "support"))  # the house of the tests
from house import ENV, House  # noqa: E402

LINES = ROOT.parent / "shared" / "data" / "officer_lines.tsv"
COLUMNS = 4  # without the scenario
OFFICER = "+6281300000002"
ME, COORDINATOR = f"whatsapp:{OFFICER}", "telegram:1001"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
ROAD = "Jalan berlubang di depan pasar Matawai, Waingapu, sudah dua motor jatuh"
LAMP = "Lampu jalan mati di Payeti sejak minggu lalu, gelap sekali kalau malam"
OFFICES = """
coordinator: kab
agencies:
  - code: kab
    name: Admin Koordinator
    region: "53.11"
    administrators: [{{name: Koordinator, notify: ["telegram:1001"]}}]
  - code: kab.desk
    name: "{desk}"
    parent: kab
    administrators: [{{name: Petugas, notify: ["whatsapp:{me}"]}}]
  - code: kab.satpol
    name: Satpol PP
    parent: kab
    categories: ["Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat"]
    administrators: [{{name: Satpol, notify: ["telegram:1005"]}}]
"""


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    context: str
    text: str
    act: str
    detail: str
    scenario: str = ""


@dataclass(frozen=True)
class Scenario:
    """Two reports at one desk."""

    ids: tuple[str, str]
    stories: tuple[str, str]
    desk: str


GIVEN = Scenario(
    ("LPR-7K2F9QX", "LPR-3M8WTZA"), (ROAD, LAMP), "Dinas PUPR Kabupaten Sumba Timur"
)


@dataclass
class Scene:
    """A house with its reports, and what happened since the line."""

    house: House
    ids: dict[str, str]  # A, B -> the number
    before: dict[str, int]

    def entries(self, name: str) -> list[dict[str, Any]]:
        """What was done to a case since."""
        return _history(self.house, self.ids[name])[self.before[name] :]

    def did(self, name: str, *actions: str) -> bool:
        """Whether one of these was done to it."""
        return any(one["action"] in actions for one in self.entries(name))

    def noted(self, name: str, *actions: str) -> str:
        """The words of it."""
        return " ".join(
            one["note"] for one in self.entries(name) if one["action"] in actions
        )

    @property
    def told(self) -> str:
        """All that the officer has read since."""
        return "\n".join(self.house.says(ME)[self.before["told"] :])

    @property
    def asks(self) -> str:
        """The question that is open."""
        kept = self._conversation().desk or {}
        return kept.get("asks", "") or ("words" if kept.get("action") else "")

    @property
    def complains(self) -> bool:
        """Whether the officer has begun a complaint of their own."""
        with self.house.store.reading() as tx:
            contact = tx.find_contact(Address.from_text(ME))
            return bool(contact and tx.complaints_of(contact.id, 1))

    @property
    def invited(self) -> bool:
        """Whether the citizens' conversation listens to them."""
        return (self._conversation().desk or {}).get("own") == "1"

    @property
    def warned(self) -> str:
        """What the coordinator has read since."""
        return "\n".join(self.house.says(COORDINATOR)[self.before["warned"] :])

    def _conversation(self) -> Any:
        with self.house.store.reading() as tx:
            contact = tx.find_contact(Address.from_text(ME))
            return tx.conversation(contact.id)

    def hear(self, text: str, **more: str) -> None:
        """The officer writes."""
        self.house.whatsapp(text, sender=OFFICER, **more)
        self.house.settle()


def main(file: str = "") -> None:
    """Play every line of the file and print who was understood."""
    path = Path(file or (sys.argv[1] if len(sys.argv) > 1 else LINES))
    if not path.is_file():
        print(f"no lines to play: there is no {path.name} at {path.parent}")
        return
    lines, scenarios = read_lines(path), read_scenarios(path)
    with the_house() as opened:
        judged = [
            judge(opened, line, scenarios.get(line.scenario, GIVEN)) for line in lines
        ]
    report(lines, judged)


def read_lines(path: Path) -> list[Line]:
    """The table, with or without a scenario in front."""
    return [
        Line(*row[1:5], scenario=row[0]) if len(row) > COLUMNS else Line(*row)
        for row in _rows(path)
    ]


def read_scenarios(path: Path) -> dict[str, Scenario]:
    """The scenarios beside the table, if there are."""
    beside = path.with_name(f"{path.stem}_scenarios.tsv")
    return {
        row[0]: Scenario((row[1], row[3]), (row[2], row[4]), row[5])
        for row in (_rows(beside) if beside.is_file() else [])
    }


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip()]


@contextmanager
def the_house() -> Iterator[Callable[[Scenario], House]]:
    """Opens a house with an empty database of its own, as often as it is called."""
    with tempfile.TemporaryDirectory(prefix="officers-") as folder:
        template, numbers = Path(folder) / "empty.db", iter(range(10**6))
        migrate(f"sqlite:///{template}")
        redis = embedded_redis.start(Path(folder))

        def opened(scenario: Scenario) -> House:
            here = Path(folder) / str(next(numbers))
            here.mkdir()
            shutil.copy(template, here / "house.db")
            store = open_store(
                f"sqlite:///{here / 'house.db'}", KeyRing.from_text(ENV["DATA_KEY"])
            )
            Redis.from_url(
                redis.url
            ).flushall()  # what it knows of how fast people were written to
            house = House(store, redis.url, here, NOW)
            house.parts = replace(house.parts, agencies=offices(scenario))
            house.rebuild()
            return house

        yield opened
        redis.stop()


def offices(scenario: Scenario) -> Agencies:
    """The desk that has both reports, the coordinator above it, and one beside."""
    return read_agencies(OFFICES.format(desk=scenario.desk, me=OFFICER))


def scene(house: House, line: Line, scenario: Scenario) -> Scene:
    """The situation in which the line is said."""
    names = {"idle": "", "two": "AB"}.get(line.context, "A")
    ids = {name: _filed(house, n, scenario.stories[n]) for n, name in enumerate(names)}
    house.settle()
    for words in _words_before(line.context, ids):
        house.whatsapp(words, sender=OFFICER)
        house.settle()
    if line.context == "belum":
        with house.store.transaction() as tx:
            cases.act_within(
                house.parts, tx, ids["A"], Action("dispute", CITIZEN, (), "masih rusak")
            )
        house.settle()
    before = {name: len(_history(house, id_)) for name, id_ in ids.items()}
    before |= {"told": len(house.says(ME)), "warned": len(house.says(COORDINATOR))}
    return Scene(house, ids, before)


def _history(house: House, id_: str) -> list[dict[str, Any]]:
    return list((house.case(id_) or {})["case"]["history"])


def _words_before(context: str, ids: dict[str, str]) -> list[str]:
    words = {
        "accepted": ["TERIMA {A}"],
        "asked": ["JAWAB {A}"],
        "belum": ["TERIMA {A}", "JAWAB {A} Sudah kami perbaiki kemarin."],
    }
    return [one.format(**ids) for one in words.get(context, [])]


def _filed(house: House, n: int, story: str) -> str:
    address = Address("sms", f"+62812987654{n:02d}")
    complaint = Complaint(
        tracking_id=tracking_id(house.parts.draw),
        kind="complaint",
        title=story[:60],
        description=story,
        received_at=house.now,
        reporter=Reporter("sms", address.id, "id", name="Maria Rambu"),
        location=Location(text=story.partition(" di ")[2] or story),
        completed_at=house.now,
    )
    with house.store.transaction() as tx:
        contact = tx.contact(address, house.now)
        stored = tx.save_complaint(complaint, contact.id, "completed", house.now)
    cases.route(house.parts, stored)
    return complaint.tracking_id


def judge(
    opened: Callable[[Scenario], House], line: Line, scenario: Scenario
) -> tuple[bool, str]:
    """Whether the line was handled, and what harm it did."""
    house = opened(scenario)
    here = scene(house, line, scenario)
    text = line.text
    for given, name in zip(scenario.ids, "AB", strict=True):
        bare = here.ids.get(name, given).removeprefix("LPR-")
        text = text.replace(given.removeprefix("LPR-"), bare)
    quoted = {}
    if line.context == "quoted":
        quoted = {"OriginalRepliedMessageSid": house.wire.to(ME)[-1].provider_id}
    here.hear(text, **quoted)
    harm = harm_in(here, line)
    handled = HANDLED[line.act](here, line) and not harm
    house.store.dispose()
    return handled, harm


# --- harm ---------------------------------------------------------------------------

MAY: dict[
    str, tuple[str, ...]
] = {  # what plain words of an act may do at once, without a yes
    "accept": ("accept", "answer"),
    "plan": ("answer", "accept"),
    "answer": ("answer", "accept"),
    "finish": ("finish", "answer"),
    "notours": ("return",),
    "forward": ("return", "transfer"),
}
DEEDS = ("accept", "answer", "finish", "return", "transfer")


def harm_in(here: Scene, line: Line) -> str:
    """What the line did that it should not have, before any yes; "" for nothing."""
    if line.act != "own" and (here.complains or here.invited):
        return "complaint"
    found = (_harm_to(name, here, line) for name in here.ids)
    return next(filter(None, found), "")


def _harm_to(name: str, here: Scene, line: Line) -> str:
    done = [deed for deed in DEEDS if here.did(name, deed)]
    if line.act == "which":
        return ""
    if done and name not in (named_in(line) or here.ids):
        return f"wrong case: {done}"
    if not set(done) <= set(MAY.get(line.act, ())):
        return f"{done}"
    unasked = "answer" in done and line.context != "asked"
    return "sent without a yes" if unasked else ""


def named_in(line: Line) -> list[str]:
    """The cases that the label names: `A;words`, `B words`, `AB`, `B;besok;A;jumat`, `?`."""
    if line.context != "two":
        return []
    heads = [one.split(" ")[0] for one in line.detail.split(";")]
    return [name for head in heads if head in ("A", "B", "AB") for name in head]


# --- handled, by act ------------------------------------------------------------------


def _cases(here: Scene, line: Line) -> list[str]:
    return named_in(line) or list(here.ids)[:1]


def _elsewhere(here: Scene, line: Line) -> bool:
    """A disputed case has moved up: the words go with it."""
    return line.context == "belum" and here.did("A", "note")


def _chosen(here: Scene, line: Line) -> None:
    """Asked which case, they say the one that was meant, or the first."""
    if here.asks == "which":
        both = len(named_in(line)) > 1
        here.hear("3" if both else {"A": "1", "B": "2"}[_cases(here, line)[0]])


def _accept(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    if line.context in ("accepted", "asked"):
        return bool(here.told)
    done = all(here.did(name, "accept") for name in _cases(here, line))
    return done or _elsewhere(here, line) or (not here.ids and bool(here.told))


def _answer(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    if _elsewhere(here, line):
        return True
    if here.asks in ("send", "unsure", "either"):
        here.hear("1")
    if here.asks == "meaning":
        here.hear("2")
    return all(here.did(name, "answer") for name in _cases(here, line))


def _finish(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    if here.asks in ("send", "words", "close", "unsure"):
        here.hear("1")
    if here.asks == "close":
        here.hear("1")
    done = all(here.did(name, "finish") for name in _cases(here, line))
    return done or _elsewhere(here, line) or (not here.ids and "terbuka" in here.told)


def _moved(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    if here.asks in ("move", "unsure"):
        here.hear("1")
    if here.asks == "either":
        here.hear("2")
    done = all(here.did(name, "return", "transfer") for name in _cases(here, line))
    return done or _elsewhere(here, line) or line.text[:40] in here.warned


def _asked_citizen(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    return (
        all(here.did(name, "note") for name in _cases(here, line))
        and "catat" in here.told.casefold()
    )


def _more(here: Scene, line: Line) -> bool:
    _chosen(here, line)
    return "Yang kami punya" in here.told


def _listed(here: Scene, _line: Line) -> bool:
    return "laporan terbuka" in here.told


def _helped(here: Scene, _line: Line) -> bool:
    return "mesin penerus" in here.told


def _quiet(here: Scene, line: Line) -> bool:
    """Nothing done and nothing new asked."""
    still = "words" if line.context == "asked" else ""
    return here.asks == still and not any(here.did(name, *DEEDS) for name in here.ids)


def _warned(here: Scene, line: Line) -> bool:
    return line.text[:30] in here.warned


def _own(here: Scene, _line: Line) -> bool:
    return here.complains or here.invited


def _regretted(here: Scene, _line: Line) -> bool:
    return not here.asks and bool(here.told)


def _which(here: Scene, line: Line) -> bool:
    named = [here.ids[name] for name in _cases(here, line)]
    return here.asks == "which" or any(id_ in here.told for id_ in named)


HANDLED: dict[str, Callable[[Scene, Line], bool]] = {
    "accept": _accept,
    "answer": _answer,
    "plan": _answer,
    "finish": _finish,
    "notours": _moved,
    "forward": _moved,
    "askcitizen": _asked_citizen,
    "needmore": _more,
    "list": _listed,
    "help": _helped,
    "ack": _quiet,
    "smalltalk": _quiet,
    "angry": _quiet,
    "moved": _warned,
    "leave": _warned,
    "own": _own,
    "regret": _regretted,
    "which": _which,
}


def report(lines: Sequence[Line], judged: Sequence[tuple[bool, str]]) -> None:
    """Per act and per context, then what went wrong, line by line."""
    for name in ("act", "context"):
        rows = Counter[str](), Counter[str](), Counter[str]()
        for line, (handled, harm) in zip(lines, judged, strict=True):
            key = getattr(line, name)
            rows[0][key] += 1
            rows[1][key] += handled
            rows[2][key] += bool(harm)
        show(
            (name, "lines", "handled", "harm"),
            [(key, *(one[key] for one in rows)) for key in rows[0]],
        )
        print()
    for line, (handled, harm) in zip(lines, judged, strict=True):
        if not handled:
            print(
                f"{'HARM ' + harm if harm else 'missed'}: {line.context}, {line.act}: {line.text}"
            )
    total = len(lines)
    handled, harmed = (
        sum(done for done, _ in judged),
        sum(bool(harm) for _, harm in judged),
    )
    print(
        f"\nhandled {handled} of {total} ({handled / total:.1%}), harm {harmed} ({harmed / total:.1%})"
    )


if __name__ == "__main__":
    main()
