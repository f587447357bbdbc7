"""How well and how fast addresses become region codes.

    python -m benchmarks.gazetteer

Places are drawn evenly over the regencies (then district, then village) and written as people
write them: levels left out, type words left out or abbreviated, typos, joined words, any case and
order, a street or landmark in front. Metrics, all in percent:

* kab, kec: the resolved region or the first candidate has the true kabupaten/kota, kecamatan. Over
  the samples whose names, spelled right, fit one place only (kec: and that name one).
* asked: the answer is a question. asked+: of those, the truth or what contains it is offered.
* wrong: resolved, without asking, to a region that is neither the truth nor contains it. Over all.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from intake.places.gazetteer import Gazetteer, Resolution
from intake.places.index import key

DATA = Path(__file__).parents[1] / "intake" / "places" / "data" / "regions.txt.xz"
SEEDS = (1, 2, 3)
SAMPLES = 1000  # for each seed and home

# which levels are written (1 province .. 4 village), how often
SHAPES = {
    (4, 3, 2): 30,
    (3, 2): 25,
    (4, 2): 12,
    (4, 3): 12,
    (2,): 8,
    (3,): 8,
    (3, 2, 1): 5,
}
TYPE_WORDS = {
    "kabupaten": ("Kabupaten", "Kab.", "kab", "KAB", "", ""),
    "kota": ("Kota", "kota", "kt", "Kodya", "", ""),
    "kecamatan": ("Kecamatan", "Kec.", "kec", "kecmatan", "", ""),
    "kelurahan": ("Kelurahan", "Kel.", "kel", "", ""),
    "desa": ("Desa", "Ds.", "desa", "ds", "", ""),
    "provinsi": ("Provinsi", "Prov.", "", ""),
}
ABBREVIATIONS = {
    "Timur": "tmr", "Barat": "brt", "Utara": "utr", "Selatan": "sel", "Tengah": "tgh", "Tanjung": "tj",
    "Sungai": "sei", "Gunung": "gn", "Kepulauan": "kep", "Kampung": "kp", "Teluk": "tlk",
}  # fmt: skip
BEFORE = (
    "",
    "",
    "",
    "rt 03 rw 05",
    "jl melati no 4,",
    "depan pasar",
    "RT.04/RW.03,",
    "dekat puskesmas",
    "di",
)
CASES: tuple[Callable[[str], str], ...] = (str, str.lower, str.lower, str.upper)


@dataclass(frozen=True)
class Sample:
    """A place, how it was written, whether the words fit no other, and how deep they go."""

    code: str
    text: str
    decidable: bool
    depth: int


@dataclass
class Score:
    """Counts over one run."""

    total: int = 0
    decidable: int = 0
    kab: int = 0
    deep: int = 0
    kec: int = 0
    asked: int = 0
    offered: int = 0
    wrong: int = 0


class Scribe:
    """Writes places the way people do."""

    def __init__(self, gazetteer: Gazetteer, seed: int) -> None:
        self.gazetteer = gazetteer
        self.random = random.Random(seed)
        self.provinces = [
            f"{n:02d}" for n in range(11, 97) if gazetteer.region(f"{n:02d}")
        ]
        self.regencies = [r.code for p in self.provinces for r in gazetteer.children(p)]
        self.places = names_of_all(gazetteer, self.regencies)

    def sample(self) -> Sample:
        """One place and its text."""
        regency = self.random.choice(self.regencies)
        district = self.random.choice(self.gazetteer.children(regency))
        village = self.random.choice(self.gazetteer.children(district.code))
        shape = self.random.choices(list(SHAPES), list(SHAPES.values()))[0]
        codes = {4: village.code, 3: district.code, 2: regency, 1: regency[:2]}
        order = self.order(list(shape))
        written, types = zip(*(self.part(codes[level]) for level in order), strict=True)
        glue = self.random.choices((", ", " "), (6, 4))[0]
        text = f"{self.random.choice(BEFORE)} {glue.join(written)}".strip()
        said = {level: codes[level] for level in shape}
        decidable = self.is_decidable(said, dict(zip(order, types, strict=True)))
        return Sample(
            codes[max(shape)], self.random.choice(CASES)(text), decidable, max(shape)
        )

    def order(self, levels: list[int]) -> list[int]:
        """Mostly small to large, at times the reverse, seldom mixed."""
        way = self.random.random()
        if way > 0.9:
            self.random.shuffle(levels)
        return sorted(levels, reverse=way < 0.7) if way <= 0.9 else levels

    def part(self, code: str) -> tuple[str, str]:
        """One name with its type word or without, and that word."""
        region = self.gazetteer.region(code)
        assert region is not None
        type_word = self.random.choice(TYPE_WORDS[region.kind])
        return (
            f"{type_word} {self.noisy(region.name)}".strip(),
            type_word and region.kind,
        )

    def noisy(self, name: str) -> str:
        """The name with its parts abbreviated, joined, or mistyped."""
        if self.random.random() < 0.15:
            name = " ".join(ABBREVIATIONS.get(part, part) for part in name.split())
        if self.random.random() < 0.1:
            name = name.replace(" ", "")
        if self.random.random() < 0.25 and len(name) > 4:
            twice = len(name) > 8 and self.random.random() < 0.3
            name = self.mistyped(self.mistyped(name)) if twice else self.mistyped(name)
        return name

    def mistyped(self, name: str) -> str:
        """One letter dropped, doubled, swapped with the next, or hit wrongly."""
        at = self.random.randrange(1, len(name) - 1)
        wrong = self.random.choice("aiueonrstkl")
        swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        return self.random.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                swapped,
                name[:at] + wrong + name[at + 1 :],
            )
        )

    def is_decidable(self, said: dict[int, str], types: dict[int, str]) -> bool:
        """Whether the names as spelled officially, with their type words, fit one place only.

        A lone village never does: the gazetteer must ask about it. Nor does a lone name without a
        type word that a kabupaten and other places share.
        """
        deepest = max(said)
        name = self.name(said[deepest])
        fitting = [
            one
            for one in self.places[deepest].get(name, ())
            if self._fits(one, said, types)
        ]
        if len(fitting) != 1 or len(said) > 1:
            return len(fitting) == 1
        alone = bool(types[deepest]) or self._namesakes(name) < 2
        return deepest == 2 or (deepest < 4 and alone)

    def _namesakes(self, name: str) -> int:
        return sum(len(self.places[level].get(name, ())) for level in (2, 3, 4))

    def _fits(self, place: str, said: dict[int, str], types: dict[int, str]) -> bool:
        """Whether every name that was said is one of this place's, and the kabupaten of the kind said."""
        named = all(
            self.name(place[: len(code)]) == self.name(code) for code in said.values()
        )
        return named and (
            not types.get(2) or 2 not in said or self.kind(place[:5]) == types[2]
        )

    def name(self, code: str) -> str:
        """The key of a region's name."""
        region = self.gazetteer.region(code)
        assert region is not None
        return key(region.name)

    def kind(self, code: str) -> str:
        """What sort of region it is."""
        region = self.gazetteer.region(code)
        assert region is not None
        return region.kind


def names_of_all(
    gazetteer: Gazetteer, regencies: list[str]
) -> dict[int, dict[str, list[str]]]:
    """Codes by level and key."""
    places: dict[int, dict[str, list[str]]] = {2: {}, 3: {}, 4: {}}
    for code in regencies:
        regency = gazetteer.region(code)
        districts = gazetteer.children(code)
        villages = [v for d in districts for v in gazetteer.children(d.code)]
        for region in (regency, *districts, *villages):
            assert region is not None
            places[region.level].setdefault(key(region.name), []).append(region.code)
    return places


def count(score: Score, sample: Sample, found: Resolution) -> None:
    """Add one answer to the score."""
    score.total += 1
    answers = (
        [found.region.code] if found.region else [c.code for c in found.candidates]
    )
    first = answers[0] if answers else ""
    if sample.decidable:
        score.decidable += 1
        score.kab += first[:5] == sample.code[:5]
        score.deep += sample.depth > 2
        score.kec += sample.depth > 2 and first[:8] == sample.code[:8]
    if found.status == "ambiguous":
        score.asked += 1
        score.offered += any(is_on_line(code, sample.code) for code in answers)
    score.wrong += found.status == "resolved" and not is_on_line(first, sample.code)


def is_on_line(code: str, truth: str) -> bool:
    """Whether a code is the truth or contains it."""
    return truth == code or truth.startswith(code + ".")


def run(
    gazetteer: Gazetteer, seed: int, home: str
) -> tuple[Score, list[float], list[str]]:
    """Score one generated set; `home`: none, own, other. Also each lookup's seconds and the wrong ones."""
    scribe, score, seconds, wrong = Scribe(gazetteer, seed), Score(), [], []
    for _ in range(SAMPLES):
        sample = scribe.sample()
        other = scribe.random.choice(scribe.regencies)
        code = {"none": None, "own": sample.code[:5], "other": other}[home]
        start = time.process_time()
        found = gazetteer.resolve(sample.text, code)
        seconds.append(time.process_time() - start)
        before = score.wrong
        count(score, sample, found)
        if score.wrong > before and found.region:
            wrong.append(
                f"{sample.text!r} is {gazetteer.chain(sample.code)}, not {gazetteer.chain(found.region.code)}"
            )
    return score, seconds, wrong


def percent(part: int, whole: int) -> str:
    """A share as text."""
    return f"{100 * part / max(whole, 1):6.1f}"


def resident_mb() -> float:
    """Memory in use by this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    """Print the tables."""
    data = DATA.read_bytes()
    memory, start = resident_mb(), time.process_time()
    gazetteer = Gazetteer.from_bytes(data)
    print(
        f"file {len(data) / 1000:.0f} kB, load {time.process_time() - start:.2f} s",
        end=", ",
    )
    print(f"memory +{resident_mb() - memory:.0f} MB\n")
    print(
        f"{'home':6} {'seed':>4} {'texts':>6} {'kab':>6} {'kec':>6} {'asked':>6} {'asked+':>6} {'wrong':>6}"
    )
    seconds: list[float] = []
    wrong: list[str] = []
    for home in ("none", "own", "other"):
        for seed in SEEDS:
            score, took, errors = run(gazetteer, seed, home)
            seconds += took
            wrong += [f"{home}: {error}" for error in errors]
            print(
                f"{home:6} {seed:4} {score.total:6}",
                percent(score.kab, score.decidable),
                percent(score.kec, score.deep),
                percent(score.asked, score.total),
                percent(score.offered, score.asked),
                percent(score.wrong, score.total),
            )
    seconds.sort()
    print(
        "\nlookup p50",
        f"{seconds[len(seconds) // 2] * 1e3:.2f} ms, p99 {seconds[len(seconds) * 99 // 100] * 1e3:.2f} ms",
    )
    print("\nwrong, for example:", *wrong[:15], sep="\n  ")


if __name__ == "__main__":
    main()
