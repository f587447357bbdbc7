"""How often reports of one matter are found, and others are taken for one: `make bench WHAT=duplicates`.

The labelled pairs are ours (tests/data/duplicate_pairs.tsv). The tables of words were made with odd groups
before one's eyes; the even ones were only counted. A file of reports (a JSON object with `text` a line,
`make bench WHAT="duplicates reports.jsonl"`) tells more: pairs of them drawn blindly are hardly ever one
matter, so nearly all that is found there is wrong.
"""

import csv
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, utils

from benchmarks.tables import show
from gateway.setup.wiring import load_gazetteer, load_models
from intake.complaint import Complaint, Location, Reporter
from intake.reading.second_vote import judge
from routing.duplicates import ASKED, SUGGESTED, alike
from routing.likeness import likeness, read_matter

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "duplicate_pairs.tsv"
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
KINDS = ("repeat", "again", "elsewhere", "other", "own")
ONE_MATTER = frozenset({"repeat", "again"})
DRAWN = 60_000
WORDS_ALIKE = (
    70  # of 100: what an earlier version compared, whole texts of one category
)

Judge = Callable[[Complaint, Complaint], bool]


@dataclass(frozen=True)
class Labelled:
    """Two reports, and what a person says of them."""

    group: int
    what: str  # one of KINDS
    one: Complaint
    other: Complaint


@dataclass(frozen=True)
class Found:
    """How many of each kind were taken for one matter, and of how many."""

    taken: dict[str, int]
    all: dict[str, int]

    @property
    def precision(self) -> float:
        """Of those that were taken for one matter, how many are."""
        right = sum(self.taken[what] for what in ONE_MATTER)
        return right / max(1, sum(self.taken.values()))

    @property
    def recall(self) -> float:
        """Of other people's repeats, how many were found."""
        return self.taken["repeat"] / max(1, self.all["repeat"])


def main() -> None:
    """Print the table, and what pairs drawn from a file of reports say."""
    pairs = read_pairs()
    print(f"{len(pairs)} pairs")
    halves = {
        "tables made with": lambda pair: pair.group % 2 == 1,
        "only counted": lambda pair: pair.group % 2 == 0,
        "all": lambda _pair: True,
    }
    judges = {
        "suggested": scored(SUGGESTED),
        "asked": scored(ASKED),
        "whole texts": whole_texts,
    }
    rows = [
        row(name, half, found(judge_, filter(of_half, pairs)))
        for half, of_half in halves.items()
        for name, judge_ in judges.items()
    ]
    show(["taken for one matter", "half", *KINDS, "precision", "recall"], rows)
    if len(sys.argv) > 1:
        drawn(Path(sys.argv[1]))


def row(name: str, half: str, result: Found) -> list[object]:
    """One line of the table."""
    counts = [f"{result.taken[what]}/{result.all[what]}" for what in KINDS]
    return [name, half, *counts, result.precision, result.recall]


def found(is_one: Judge, pairs: Iterable[Labelled]) -> Found:
    """What a judge makes of labelled pairs."""
    taken, count = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for pair in pairs:
        count[pair.what] += 1
        taken[pair.what] += is_one(pair.one, pair.other)
    return Found(taken, count)


def scored(threshold: float) -> Judge:
    """Ours, from this score on."""

    def is_one(one: Complaint, other: Complaint) -> bool:
        best = next(iter(alike(other, [one])), None)
        return best is not None and best.score >= threshold

    return is_one


def whole_texts(one: Complaint, other: Complaint) -> bool:
    """The earlier way: the same category and place, and texts whose words are alike."""
    there, here = one.location.region_code, other.location.region_code
    texts = [utils.default_process(each.description) for each in (one, other)]
    same = there == here and one.category == other.category
    return same and fuzz.token_set_ratio(*texts) >= WORDS_ALIKE


def read_pairs() -> list[Labelled]:
    """The labelled pairs as complaints."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Labelled(
                int(row["group"]),
                row["what"],
                _report("LPR-2222222", row["text"], row["region"], 0),
                _report(
                    "LPR-3333333",
                    row["other_text"],
                    row["other_region"],
                    int(row["days"]),
                ),
            )
            for row in rows
        ]


def _report(id_: str, text: str, region: str, days: int) -> Complaint:
    return Complaint(
        tracking_id=id_,
        kind="complaint",
        title=text,
        description=text,
        received_at=BEGIN + timedelta(days=days),
        reporter=Reporter("sms", id_, "id"),
        location=Location(
            region_code=region, region_path=load_gazetteer().path(region)
        ),
        category=judge(text, load_models().heads()).guess.head,
    )


def drawn(file: Path) -> None:
    """How many of blindly drawn pairs would be taken for one matter, were they of one village."""
    lines = file.read_text(encoding="utf-8").splitlines()
    matters = [read_matter(json.loads(line)["text"][:4000]) for line in lines]
    random, start = Random(1708), time.perf_counter()
    scores = [likeness(*random.sample(matters, 2)).score for _ in range(DRAWN)]
    micros = (time.perf_counter() - start) / DRAWN * 1e6
    shares = [
        sum(one >= least for one in scores) / DRAWN for least in (SUGGESTED, ASKED)
    ]
    print(
        f"{len(matters)} reports, {DRAWN} pairs drawn: suggested {shares[0]:.2%}, asked {shares[1]:.2%}; "
        f"{micros:.0f} µs a pair"
    )


if __name__ == "__main__":
    main()
