"""Which desk of the agencies file a report names as its matter: `pelayanan kantor camat Haharu lambat`.

Desks are known by the name in the file without the area that all of a region share ("Dinas Perhubungan
Sumba Timur": dinas perhubungan), and by the last part of their code, which is mostly the usual short form.
What only tells where (`depan kantor camat`) or who was told before (`sudah lapor ke dinas PU`) is no matter.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from intake.reading.agency import BODIES
from intake.reading.words import normalise, word_set
from routing.agencies import Agencies, Agency

Words = tuple[str, ...]

AREAS = {
    "kecamatan": "camat",
    "kelurahan": "lurah",
    "desa": "kades",
    "distrik": "distrik",
}
"""What is a place as well as an office, and who heads it: the bare name tells where."""
STAFF = word_set(
    "kantor pelayanan layanan petugas petugasnya pegawai pegawainya staf staff staff oknum pihak aparat "
    "loket admin kepala"
)
OFFICES = word_set("dinas badan kantor bagian")
ONLY_WHERE = word_set(
    "depan dekat samping belakang sebelah seberang sekitar pertigaan perempatan simpang arah menuju jalan"
)
TOLD = word_set(
    "lapor melapor laporkan melaporkan dilaporkan laporan mengadu adukan diadukan surati hubungi menghubungi "
    "dihubungi telepon telpon"
)
ASKED = word_set("mohon tolong minta meminta yth terhormat harap agar supaya semoga")
BETWEEN = word_set(
    "ke kepada di pada sama dengan pihak kantor petugas pak bu bapak ibu dinas badan kepala"
)
REGENCY_PARTS = 2  # of a code: 53.11


def named(
    text: str, agencies: Agencies, place: str | None, *, asked: bool
) -> Agency | None:
    """The one desk a text names, near the place if that is known; None when it names none or several.

    With `asked` also one that is only asked to help (`mohon dinas PU`): a citizen's guess, no matter.
    """
    said = normalise(text).text.split()
    desks = [a for a in agencies.by_code.values() if a.code != agencies.coordinator]
    areas = _shared_endings(desks)
    found = [
        (length, desk)
        for desk in desks
        if _near(desk.region, place)
        and (length := _named_by(said, _ways(desk, areas), asked=asked))
    ]
    longest = max((length for length, _ in found), default=0)
    best = [desk for length, desk in found if length == longest]
    return best[0] if len(best) == 1 else None


def _named_by(said: list[str], ways: Iterable[Words], *, asked: bool) -> int:
    """How many words name a desk at most; 0 when none do."""
    words = set(said)
    lengths = (
        len(way)
        for way in ways
        if words.issuperset(way) and _is_the_matter(said, way, asked=asked)
    )
    return max(lengths, default=0)


def _near(region: str | None, place: str | None) -> bool:
    """Whether a desk of this region may be meant by who writes of this place."""
    if region is None or place is None:
        return True
    here, there = region.split(".")[:REGENCY_PARTS], place.split(".")[:REGENCY_PARTS]
    shorter = min(len(here), len(there))
    return here[:shorter] == there[:shorter]


def _shared_endings(desks: list[Agency]) -> Counter[tuple[str | None, Words]]:
    """How many desks of a region have names that end alike: the area's name."""
    return Counter(
        (desk.region, ending)
        for desk in desks
        for words in [_plain(desk.name)]
        for ending in (words[at:] for at in range(1, len(words)))
    )


def _ways(desk: Agency, areas: Counter[tuple[str | None, Words]]) -> Iterator[Words]:
    """The words that name a desk."""
    core = _core(desk, areas)
    if core[0] in AREAS and len(core) > 1:
        yield (AREAS[core[0]], *core[1:])
        yield from ((staff, *core) for staff in STAFF)
        return
    yield core
    short = _plain(desk.code.rpartition(".")[2].replace("-", " "))
    if re.fullmatch(BODIES, " ".join(short)):
        yield short
    yield from ((office, *short) for office in OFFICES | STAFF)


def _core(desk: Agency, areas: Counter[tuple[str | None, Words]]) -> Words:
    """A desk's name without the area's, and without "kantor"."""
    words = _plain(desk.name)
    ends = [at for at in range(1, len(words)) if areas[desk.region, words[at:]] > 1]
    core = words[: ends[0]] if ends else words
    return core[1:] if core[0] == "kantor" and len(core) > 1 else core


def _plain(name: str) -> Words:
    return tuple(normalise(name).text.split())


def _is_the_matter(said: list[str], way: Words, *, asked: bool) -> bool:
    """Whether a text says these words, and not only to tell where, or who was told."""
    return any(
        not _in_passing(said[:at], asked=asked)
        for at in range(len(said) - len(way) + 1)
        if tuple(said[at : at + len(way)]) == way
    )


def _in_passing(before: list[str], *, asked: bool) -> bool:
    """Whether these words before an office's name make a landmark of it, or somebody who was told."""
    addressed = False
    while before and before[-1] in BETWEEN:
        addressed = addressed or before[-1] == "kepada"
        before = before[:-1]
    last = before[-1] if before else ""
    if last in ONLY_WHERE | TOLD:
        return True
    return not asked and (addressed or last in ASKED)
