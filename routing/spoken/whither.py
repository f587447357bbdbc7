"""Which desk an officer means when they hand a case on, and the words that say why.

`ALIH id Dinas PUPR karena jalan kabupaten`: the longest beginning that names a desk (`Agencies.matching`)
is the desk, the rest the reason. Where it names none or several, the likely ones are offered by number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from intake.complaint import Complaint
from intake.reading.words import word_set
from routing.agencies import Agencies, Agency
from routing.named import named

MOST_WORDS = 8  # of a desk's name, with what stands around it
MOST_LIKELY, MOST_ALIKE = 5, 8  # desks offered: by likeness, and that bear one name
ALIKE = 70  # of 100: from here on a mistyped name reminds of a desk
_BECAUSE = word_set(
    "karena krn karna sebab soalnya alasan alasannya untuk utk agar supaya mohon tolong minta because"
)
_REASON_OPENS = word_set("karena krn karna sebab soalnya alasan alasannya because")
_ENDS = re.compile(r"[,:;]$")
_EDGES = " \t\r\n.,:;-"
SPOKEN_OF = re.compile(  # "ke dinas bina marga": a desk is named, whether we know it or not
    r"\bke(?:pada)?\s+(?:dinas|badan|bagian|bidang|kantor|camat|kecamatan|lurah|kelurahan|unit|upt|"
    r"puskesmas)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Whither:
    """What was read: the desks that may be meant, the words that named them, and why."""

    desks: tuple[Agency, ...]
    name: str
    reason: str


def read_whither(text: str, agencies: Agencies) -> Whither:
    """The desk at the beginning of a text, and the reason behind it."""
    words = text.split()
    cut = next(_cuts(words), len(words))
    for end in range(min(cut, MOST_WORDS), 0, -1):
        name = _bare(words[:end])
        if found := agencies.matching(name):
            of_name = _without_tail(words[:end], found, agencies)
            return Whither(found, _bare(words[:of_name]), _reason(words[of_name:]))
    if cut < len(words):
        return Whither((), _bare(words[:cut]), _reason(words[cut:]))
    long = len(words) > MOST_WORDS // 2  # no name: they forgot the desk, and said why
    return Whither((), _bare(words), _reason(words) if long else "")


def likely(
    name: str, about: Complaint, agencies: Agencies, but: str
) -> tuple[Agency, ...]:
    """The desks to choose from, the likeliest first: alike in name, named in the report, of its category."""
    told = named(about.description, agencies, about.location.region_code, asked=True)
    place = about.location.region_code or ""

    def rank(desk: Agency) -> tuple[float, bool, bool, bool]:
        like = max(
            fuzz.token_set_ratio(name.casefold(), desk.name.casefold()),
            fuzz.ratio(name.casefold(), desk.code.rpartition(".")[2]),
        )
        return (
            -like if name and like >= ALIKE else 0,
            desk != told,
            about.category not in desk.categories,
            not place.startswith(desk.region or "-"),
        )

    there = [
        one
        for one in agencies.by_code.values()
        if one.administrators and one.code != but
    ]
    return tuple(sorted(there, key=rank)[:MOST_LIKELY])


def _cuts(words: list[str]) -> Iterator[int]:
    """Where a desk's name ends at the latest: behind a comma, before a "because"."""
    for n, word in enumerate(words):
        if n and _plain(word) in _BECAUSE:
            yield n
        if _ENDS.search(word) or word == "-":
            yield n + 1


def _without_tail(
    words: list[str], found: tuple[Agency, ...], agencies: Agencies
) -> int:
    """The length without small words at the end that the names do not bear: "pupr di" is "pupr"."""
    borne = {_plain(word) for one in found for word in one.name.split()}
    end = len(words)
    while (
        end > 1
        and _plain(words[end - 1]) not in borne
        and agencies.matching(_bare(words[: end - 1])) == found
    ):
        end -= 1
    return end


def _reason(words: list[str]) -> str:
    while words and (_plain(words[0]) in _REASON_OPENS or not _plain(words[0])):
        words = words[1:]
    return " ".join(words)


def _bare(words: list[str]) -> str:
    return " ".join(words).strip(_EDGES)


def _plain(word: str) -> str:
    return word.strip(_EDGES + "()\"'").casefold()
