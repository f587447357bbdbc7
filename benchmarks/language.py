"""How often the language of a turn is told rightly, and how fast: `python -m benchmarks.language [file]`.

Reads labelled turns (tab-separated lang, words, text; by default those the tests use) and counts
those of at least three words, the shortest we decide on. Every language but English should be
answered in Indonesian.
"""

import csv
import sys
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path

from intake.reading.language import FEW_WORDS, LanguageScorer, words_of

ROWS = Path(__file__).parents[1] / "tests" / "data" / "langid.tsv"
ROUNDS = 20


def main() -> None:
    """Print accuracy per language and the time of one call."""
    scorer = _scorer()
    turns = _turns(Path(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    total, right = Counter[str](), Counter[str]()
    for language, text in turns:
        total[language] += 1
        right[language] += (scorer.log_odds(text) < 0) == (language == "en")
    for language, count in total.most_common():
        print(
            f"{language:5} {right[language]:4} of {count:4} right  {right[language] / count:.1%}"
        )
    print(
        f"{_seconds_per_call(scorer, turns) * 1e6:.0f} µs per call, {len(scorer.grams)} n-grams"
    )


def _scorer() -> LanguageScorer:
    profiles = files("langdetect") / "profiles"
    return LanguageScorer.from_profiles(
        (profiles / "id").read_text("utf-8"), (profiles / "en").read_text("utf-8")
    )


def _turns(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (row["lang"], row["text"])
            for row in rows
            if len(words_of(row["text"])) >= FEW_WORDS
        ]


def _seconds_per_call(scorer: LanguageScorer, turns: list[tuple[str, str]]) -> float:
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for _, text in turns:
            scorer.log_odds(text)
    return (time.perf_counter() - start) / (ROUNDS * len(turns))


if __name__ == "__main__":
    main()
