"""A pattern that looks only where its words begin finds what a search finds."""

from pathlib import Path

import pytest

from intake.reading import emergency, privacy
from intake.reading.kind import _CLUES
from intake.reading.phrases import Phrases, heads_of
from intake.reading.when import _TABLE, _possible
from intake.reading.words import normalise

TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"
TOLD = sorted(
    {
        line.removeprefix("> ")
        for file in TRANSCRIPTS.glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    }
    | {
        "tolong rumah tetangga kebakaran sekarang, api makin besar",
        "tgl 19 juni 2017 jam set.8 pagi, sudah 3 bulan rusak, tiap malam gelap",
        "oknum lurah minta uang 50 ribu, jangan sebut nama saya",
        "usul: bagaimana kalau lampu dipasang? kapan dibuka pendaftaran",
        "",
    }
)
PHRASES = {
    **{
        f"clue {kind} {n}": clue
        for kind, row in _CLUES.items()
        for n, (_, clue) in enumerate(row)
    },
    **{
        name: value
        for name, value in vars(emergency).items()
        if isinstance(value, Phrases)
    },
    **{
        name: value
        for name, value in vars(privacy).items()
        if isinstance(value, Phrases)
    },
    **{
        f"danger {n} {part}": getattr(danger, part)
        for n, danger in enumerate(emergency._DANGERS)
        for part in ("sure", "maybe", "harmless")
    },
}


@pytest.mark.parametrize("name", PHRASES)
def test_phrases_find_what_their_pattern_finds(name):
    phrases = PHRASES[name]
    for text in TOLD:
        normal = normalise(text)
        found, plain = phrases.search(normal), phrases.pattern.search(normal.text)
        assert (found and found.span()) == (plain and plain.span())


@pytest.mark.parametrize(
    ("source", "heads"),
    [
        ("mati|padam", {"mat", "pad"}),
        ("rt|rw", {"rt", "rw"}),
        ("accidents?", {"acc"}),
        ("ax?", {"a"}),
        ("x?", {""}),
        ("(?:sangat )?bau", {"san", "bau"}),
        ("(?:a|bc)d", {"a", "bc"}),
        ("(?<!sampai )sekarang|^api", {"sek", "api"}),
        (r"\d+ hari", {""}),
        (r"\?|apa", {"?", "apa"}),
        ("(?P<office>dinas|kantor) desa", {"din", "kan"}),
        (r"\b(?:nama(?:ku)?|sy)\b", {"nam", "sy"}),
        (".*", {""}),
    ],
)
def test_the_first_letters_of_a_pattern_are_known(source, heads):
    assert set(heads_of(source)) == heads


def test_a_time_pattern_that_matches_is_always_tried():
    for text in TOLD:
        matching = {p.regex for p in _TABLE if p.regex.search(text)}
        assert matching <= {p.regex for p in _possible(text)}


def test_most_time_patterns_are_not_tried_on_a_text_without_a_time():
    assert len(list(_possible("Sampah menumpuk di depan rumah"))) < len(_TABLE) / 4
