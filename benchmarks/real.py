"""How well reports of real people are understood: `python -m benchmarks.real [FILE] [-v]`.

FILE holds a JSON object a line: `text`, and where known `category` (the head), `regency_of_agency` (the
Kemendagri code of the agency that got it) and `region_by_hand` ("Kab. X" named in the text, "*Kab. X" known
by local knowledge, "P:X" the province only, "?" cannot be known). Each text is the first message of a
stranger in a chat, to a deployment without a region of its own; what the core then holds is counted:

* regency: right or wrong, offered by number with or without the truth, or nothing.
* titles: wrong by rule when they open with an address, greeting, hashtag or digits, or are short.
* names: how many were taken, by the words before them. Who they are nobody wrote down: read them (-v).
* alarms, kinds, category: how many; the category against the file's, by how sure we were.
* step: how long the turn took, without rendering.

With -v every text whose regency is not right is told, with its titles, names and alarms.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.tables import beside, goal, show
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import (
    load_gazetteer,
    load_heads,
    load_models,
    load_scorer,
)
from intake.conversation import step
from intake.form.slots import kind
from intake.form.title import brief
from intake.places.index import REGENCY
from intake.reading.category import Guess, classify
from intake.reading.second_vote import Verdict, judge
from intake.state import Context, Said, State

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "real_reports.jsonl"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
CHANNEL = "whatsapp"
SHORTEST_TITLE = 12  # letters
SURE = (0.9, 0.7, 0.5, 0.0)  # how sure of a category, in bands
OUTCOMES = (
    "right",
    "wrong",
    "offered with the truth",
    "offered without it",
    "nothing",
)
WRONG_TITLES = {
    "an address": re.compile(
        r"(?:jl|jln|gang|gg|kec|kel|kab|rt|rw|alamat|di|(?:jalan|kota|desa) (?-i:[A-Z]))\b",
        re.I,
    ),
    "a greeting": re.compile(
        r"(?:yth|kpd|kepada|yang terhormat|ass?al?amu|selamat|slamat|salam|dengan hormat|dear|halo|hai)\b|"
        r"ass?al",
        re.I,
    ),
    "a hashtag": re.compile(r"[#@]"),
    "digits": re.compile(r"\d"),
}
CUES = {
    "nama saya": re.compile(r"\bnama\s+(?:saya|sy|kami|lengkap)\W*$", re.I),
    "saya": re.compile(r"\b(?:saya|sy|kami|aku)\W*$", re.I),
    "atas nama": re.compile(r"(?:\batas nama|\ba\.?[n/]\.?|\ban)\W*$", re.I),
    "nama": re.compile(r"\bnama\W*$", re.I),
}


@dataclass(frozen=True)
class Report:
    """One line of the file."""

    text: str
    category: str | None = None
    agency: str | None = None
    by_hand: str | None = None


@dataclass(frozen=True)
class Understood:
    """What the core holds after the first message."""

    report: Report
    state: State
    milliseconds: float

    @property
    def regency(self) -> str | None:
        """The code of the regency it took, if any."""
        return _regency_of(self.state.value("place"))

    @property
    def offered(self) -> set[str | None]:
        """The regencies that may be chosen by number; empty where no place is offered."""
        named = [c.value for c in self.state.draft.choices if c.label]
        return {_regency_of(value) for value in named if isinstance(value, dict)}

    @property
    def title(self) -> str:
        """What the report is called."""
        return brief(self.state)

    @property
    def name(self) -> str | None:
        """Who we think writes."""
        return self.state.value("name")

    def against(self, truth: str) -> str:
        """One of `OUTCOMES`."""
        if self.regency:
            return "right" if self.regency == truth else "wrong"
        if self.offered:
            return (
                "offered with the truth"
                if truth in self.offered
                else "offered without it"
            )
        return "nothing"


def _regency_of(place: Any) -> str | None:
    code = (place or {}).get("region_code") or ""
    return ".".join(code.split(".")[:REGENCY]) if "." in code else None


def read(path: Path) -> Iterator[Report]:
    """The file's reports."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Report(
            row["text"],
            row.get("category"),
            row.get("regency_of_agency"),
            row.get("region_by_hand"),
        )


def understood(report: Report) -> Understood:
    """The report as a stranger's first message."""
    ctx = Context(
        now=NOW,
        new_id="LPR-7K2F9QX",
        gazetteer=load_gazetteer(),
        scorer=load_scorer(),
        models=load_models(),
        capabilities=CAPABILITIES[CHANNEL],
    )
    start = perf_counter()
    turn = step(State(language="id"), Said(text=report.text), ctx)
    return Understood(report, turn.state, (perf_counter() - start) * 1000)


def main(argv: list[str] | None = None) -> None:
    """Print every count; with -v each text whose place is not right."""
    args = sys.argv[1:] if argv is None else argv
    files = [Path(arg) for arg in args if arg != "-v"]
    path = files[0] if files else DEFAULT
    if not path.exists():
        print(f"no reports to read: {path} is not there; name a file of your own")
        return
    heard = [understood(report) for report in read(path)]
    print(f"{len(heard)} reports of {path.name}, {beside()}")
    for part in (regencies, unknowable, titles, names, flags, categories, times):
        part(heard)
    if "-v" in args:
        tell(heard)


# --- where -----------------------------------------------------------------------------


@cache
def code_of(label: str) -> str | None:
    """The code of "Kab. Badung"; None for no regency's name."""
    gazetteer = load_gazetteer()
    for number in range(11, 97):
        for region in gazetteer.children(str(number)):
            if label == gazetteer.chain(region.code):
                return region.code
    return None


def truth_by_agency(report: Report) -> str | None:
    """The regency whose agency got the report: it may stand nowhere in the text."""
    return report.agency


def truth_by_agency_named(report: Report) -> str | None:
    """The same, where its name stands in the text: more reports than were read by hand, and less sure."""
    region = load_gazetteer().region(report.agency) if report.agency else None
    said = region and re.search(rf"\b{region.name}\b", report.text, re.I)
    return report.agency if said else None


def truth_by_hand(report: Report) -> str | None:
    """The regency that the text names, as a person read it."""
    return code_of(report.by_hand or "")


def truth_by_local_knowledge(report: Report) -> str | None:
    """The regency that only who lives there reads from the text."""
    by_hand = report.by_hand or ""
    return code_of(by_hand[1:]) if by_hand.startswith("*") else None


TRUTHS: dict[str, Callable[[Report], str | None]] = {
    "of the agency": truth_by_agency,
    "... and named in it": truth_by_agency_named,
    "named (by hand)": truth_by_hand,
    "local knowledge": truth_by_local_knowledge,
}


def regencies(heard: list[Understood]) -> None:
    """Right, wrong, offered or nothing, against each of the truths."""
    rows = []
    for name, truth in TRUTHS.items():
        known = [(one, code) for one in heard if (code := truth(one.report))]
        counts = Counter(one.against(code) for one, code in known)
        rows.append(
            [name, len(known), *(_share(counts[o], len(known)) for o in OUTCOMES)]
        )
    show(["regency", "reports", *OUTCOMES], rows)
    named = [(one, code) for one in heard if (code := truth_by_hand(one.report))]
    judged = Counter(one.against(code) for one, code in named)
    if named:
        goal("named, right %", 100 * judged["right"] / len(named), least=92)
        goal("named, wrong %", 100 * judged["wrong"] / len(named), most=1)


def unknowable(heard: list[Understood]) -> None:
    """Where no regency can be known: how often one was invented, how often a menu."""
    kinds = {"cannot be known": "?", "province only": "P:"}
    for name, mark in kinds.items():
        some = [one for one in heard if (one.report.by_hand or "").startswith(mark)]
        invented = sum(bool(one.regency) for one in some)
        menus = sum(bool(one.offered) for one in some)
        print(
            f"{name}: {len(some)}, a regency invented {invented}, a menu offered {menus}"
        )


# --- what, who, how ------------------------------------------------------------------------


def faults_of(title: str) -> list[str]:
    """Why a title cannot be the matter, by rule; empty when nothing speaks against it."""
    faults = [what for what, opening in WRONG_TITLES.items() if opening.match(title)]
    short = sum(c.isalpha() for c in title) < SHORTEST_TITLE
    return [*faults, f"under {SHORTEST_TITLE} letters"] if short else faults


def titles(heard: list[Understood]) -> None:
    """How many titles are wrong by rule, and by which."""
    faults = [faults_of(one.title) for one in heard]
    _count("titles wrong by rule", sum(map(bool, faults)), heard, chain(*faults))


def cue_of(one: Understood) -> str:
    """The words by which a name was taken."""
    answer = one.state.answer("name")
    before = one.report.text.partition(answer.raw)[0] if answer else ""
    return next(
        (cue for cue, words in CUES.items() if words.search(before)), "otherwise"
    )


def names(heard: list[Understood]) -> None:
    """How many names were taken, by cue."""
    taken = [one for one in heard if one.name]
    _count("names taken", len(taken), heard, map(cue_of, taken))


def flags(heard: list[Understood]) -> None:
    """Alarms and kinds."""
    _count("alarms", sum(one.state.draft.alarmed for one in heard), heard, ())
    opened = [one for one in heard if one.state.draft.story]
    _count("reports opened", len(opened), heard, (kind(one.state) for one in opened))


def categories(heard: list[Understood]) -> None:
    """How often the first category is the file's, by how sure we were; and how often we named none."""
    heads, known = load_heads(), [one.report for one in heard if one.report.category]
    if not known:
        return
    verdicts = [judge(report.text, heads) for report in known]
    truths = [report.category for report in known]
    both = list(zip([verdict.guess for verdict in verdicts], truths, strict=True))
    tables = [(classify(report.text), report.category) for report in known]
    _right("category", both)
    _right("... by the tables alone", tables)
    _by_agreement(verdicts, truths)
    _by_sureness(both)


def _by_sureness(both: list[tuple[Guess, str | None]]) -> None:
    rows = []
    for least, most in zip(SURE, (1.01, *SURE), strict=False):
        band = [g.head == t for g, t in both if g.head and least <= g.confidence < most]
        rows.append([f"from {least:.0%}", len(band), _share(sum(band), len(band))])
    show(["sure", "reports", "right"], rows)


def _right(name: str, known: list[tuple[Guess, str | None]]) -> None:
    none = sum(guess.head is None for guess, _ in known)
    right = sum(guess.head == truth for guess, truth in known)
    print(
        f"{name}: right {_share(right, len(known))}, none named {_share(none, len(known))}"
    )


def _by_agreement(verdicts: list[Verdict], truths: list[str | None]) -> None:
    """How often the first of two that differ is the file's, how often either, and the only one."""
    both = list(zip(verdicts, truths, strict=True))
    one = [v.guess.head == t for v, t in both if v.guess.head and not v.other]
    two = [
        (v.guess.head == t, t in (v.guess.head, v.other.head))
        for v, t in both
        if v.other
    ]
    first, either = sum(f for f, _ in two), sum(e for _, e in two)
    print(f"one candidate {len(one)}: right {_share(sum(one), len(one))}")
    print(
        f"two candidates {len(two)}: the first right {_share(first, len(two))}, "
        f"one of them {_share(either, len(two))}"
    )


def times(heard: list[Understood]) -> None:
    """How long a turn took."""
    cuts = quantiles([one.milliseconds for one in heard], n=100)
    print(f"step: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms")


def _count(
    what: str, count: int, heard: list[Understood], parts: Iterable[str]
) -> None:
    details = ", ".join(f"{name} {n}" for name, n in Counter(parts).most_common())
    print(f"{what}: {_share(count, len(heard))}" + (f" ({details})" if details else ""))


def _share(count: int, of: int) -> str:
    return f"{count} = {100 * count / of:.1f} %" if of else f"{count}"


# --- to read ---------------------------------------------------------------------------------


def tell(heard: list[Understood]) -> None:
    """Each text with what is to be judged of it by eye."""
    for one in heard:
        if verdict := _verdict(one):
            print(f"\n{verdict}: {one.report.text}")
            print(
                f"    place {one.state.value('place')}, offered {sorted(map(str, one.offered))}"
            )
        print(
            f"    title {one.title!r}, name {one.name!r}, alarmed {one.state.draft.alarmed}"
        )


def _verdict(one: Understood) -> str:
    """What is wrong with the place; "" when nothing is, or nobody knows."""
    if one.report.by_hand == "?":
        return "invented" if one.regency else "menu" if one.offered else ""
    for truth in (truth_by_hand, truth_by_local_knowledge, truth_by_agency):
        if (code := truth(one.report)) and one.against(code) != "right":
            return f"{one.against(code)}, truth {code} ({truth.__name__})"
    return ""


if __name__ == "__main__":
    main()
