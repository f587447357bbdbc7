"""What SMS costs, and what we do to a text so that it costs one part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.wording.sms import (
    BASIC,
    EXTENSION,
    GSM7,
    Segments,
    clip,
    segments,
    split_parts,
    to_gsm7,
)

GSM_TEXT = st.text(alphabet=sorted(GSM7))
WORDS = st.lists(
    st.text(alphabet=sorted(GSM7 - {" ", "\n", "\r", "\f"}), min_size=1, max_size=40),
    min_size=1,
    max_size=120,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Segments("GSM-7", 0, 1), id="nothing is one empty part"),
        pytest.param(
            "a" * 160, Segments("GSM-7", 160, 1), id="160 letters fit one part"
        ),
        pytest.param("a" * 161, Segments("GSM-7", 161, 2), id="161 letters take two"),
        pytest.param(
            "a" * 159 + "{", Segments("GSM-7", 161, 2), id="a brace counts two"
        ),
        pytest.param(
            "a" * 158 + "{",
            Segments("GSM-7", 160, 1),
            id="a brace may be the last to fit",
        ),
        pytest.param(
            "{" * 153,
            Segments("GSM-7", 306, 3),
            id="an escaped character does not straddle parts",
        ),
        pytest.param(
            "a" * 152 + "{" + "a" * 152,
            Segments("GSM-7", 306, 3),
            id="a wasted septet opens a third part",
        ),
        pytest.param(
            "a" * 306, Segments("GSM-7", 306, 2), id="306 letters fill two parts"
        ),
        pytest.param("a" * 307, Segments("GSM-7", 307, 3), id="307 letters take three"),
        pytest.param("😀" * 36, Segments("UCS-2", 72, 2), id="36 emoji take two"),
        pytest.param(
            "😀" * 70,
            Segments("UCS-2", 140, 3),
            id="a surrogate pair does not straddle parts",
        ),
        pytest.param(
            "á" * 70,
            Segments("UCS-2", 70, 1),
            id="70 characters outside the alphabet fit one part",
        ),
        pytest.param(
            "á" + "a" * 70,
            Segments("UCS-2", 71, 2),
            id="one of them makes the whole text dear",
        ),
        pytest.param(
            "€" * 80, Segments("GSM-7", 160, 1), id="the euro sign counts two"
        ),
        pytest.param(
            "\n" * 160, Segments("GSM-7", 160, 1), id="line breaks are characters"
        ),
    ],
)
def test_counts_what_the_network_counts(text, expected):
    assert segments(text) == expected


def test_the_alphabet_has_127_characters_and_10_more_by_escape():
    assert (len(BASIC), len(EXTENSION), len(BASIC & EXTENSION)) == (127, 10, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Jalan rusak, RT 04/RW 03!",
            "Jalan rusak, RT 04/RW 03!",
            id="plain words stay",
        ),
        pytest.param(
            "“Jalan” itu ‘rusak’",
            "\"Jalan\" itu 'rusak'",
            id="typographic quotes become plain",
        ),
        pytest.param(
            "08.00–16.00 — buka", "08.00-16.00 - buka", id="dashes become hyphens"
        ),
        pytest.param("Sebentar…", "Sebentar...", id="an ellipsis becomes three dots"),
        pytest.param(
            "RT\u00a004\u202f/\u2009RW", "RT 04 / RW", id="special spaces become spaces"
        ),
        pytest.param(
            "Désa Kébon, ångström",
            "Désa Kébon, ångström",
            id="accents of the alphabet stay",
        ),
        pytest.param(
            "kâdu, São, ŵ, Đà, ç", "kadu, Sao, w, Dà, c", id="other accents are dropped"
        ),
        pytest.param(
            "Terima kasih 🙏 Pak",
            "Terima kasih Pak",
            id="an emoji goes with one of its spaces",
        ),
        pytest.param("🚨 Darurat", "Darurat", id="a leading emoji goes with its space"),
        pytest.param(
            "Selesai 🎉", "Selesai", id="a trailing emoji goes with its space"
        ),
        pytest.param("a👨‍👩‍👧b", "ab", id="a joined emoji leaves no joiner"),
        pytest.param(
            "✅ Laporan diterima", "OK Laporan diterima", id="a tick becomes a word"
        ),
        pytest.param(
            "⚠️ Banjir", "! Banjir", id="a warning sign becomes an exclamation mark"
        ),
        pytest.param(
            "30° ½ ™ ﬁ", "30 1/2 TM fi", id="compatibility signs are written out"
        ),
        pytest.param(
            "`kode` • satu", "'kode' - satu", id="backticks and bullets become plain"
        ),
        pytest.param(
            "ꦗꦮ Ж 漢", "?? ? ?", id="another script shows that something stood there"
        ),
        pytest.param("dua  spasi", "dua  spasi", id="double spaces of the author stay"),
        pytest.param("a\tb\x00c", "a bc", id="a tab becomes a space and NUL goes"),
        pytest.param("\u200e\u200bhalo\u202e", "halo", id="invisible marks go"),
    ],
)
def test_writes_in_the_cheap_alphabet(text, expected):
    assert to_gsm7(text) == expected


@given(st.text())
def test_any_text_becomes_gsm7(text):
    assert GSM7.issuperset(to_gsm7(text))


@given(GSM_TEXT)
def test_gsm7_text_is_left_alone(text):
    assert to_gsm7(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a" * 160, ["a" * 160], id="what fits is not numbered"),
        pytest.param(
            ("kata " * 40).strip(),
            ["(1/2) " + ("kata " * 31).strip(), "(2/2) " + ("kata " * 9).strip()],
            id="the cut falls between words",
        ),
        pytest.param(
            "a" * 161,
            ["(1/2) " + "a" * 154, "(2/2) " + "a" * 7],
            id="an endless word is cut",
        ),
        pytest.param(
            "…" * 60,
            ["(1/2) " + "." * 154, "(2/2) " + "." * 26],
            id="length is taken after transliteration",
        ),
        pytest.param(
            "{" * 81, ["(1/2) " + "{" * 77, "(2/2) " + "{" * 4], id="a brace counts two"
        ),
    ],
)
def test_splits_a_long_text(text, expected):
    assert split_parts(text) == expected


def test_splits_without_numbers_when_asked():
    assert split_parts("kata " * 40, numbered=False) == [
        ("kata " * 32).strip(),
        ("kata " * 8).strip(),
    ]


@given(WORDS)
def test_every_part_is_one_sms_and_no_word_is_lost(words):
    text = " ".join(words)
    parts = split_parts(text)
    assert all(
        segments(part) == Segments("GSM-7", segments(part).characters, 1)
        for part in parts
    )
    bodies = parts if len(parts) == 1 else [part.split(" ", 1)[1] for part in parts]
    assert "".join("".join(bodies).split()) == "".join(words)


def test_more_than_nine_parts_keep_their_size():
    parts = split_parts("a" * 2000)
    assert parts[-1].startswith("(14/14) ")
    assert max(segments(part).characters for part in parts) == 160


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        pytest.param("jalan rusak", 11, "jalan rusak", id="what fits stays whole"),
        pytest.param("jalan rusak", 8, "jalan..", id="no space before the dots"),
        pytest.param("[[[[", 8, "[[[[", id="a sign of the extension takes two septets"),
        pytest.param("[[[[", 7, "[[..", id="and is never cut in half"),
        pytest.param("é→ž", 10, "é->z", id="in the alphabet first"),
    ],
)
def test_clips_to_septets(text, room, expected):
    assert clip(text, room) == expected
