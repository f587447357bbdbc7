import csv
import math
from importlib.resources import files
from pathlib import Path

import pytest
from langdetect.detector_factory import DetectorFactory

from intake.reading.language import (
    SMOOTHING,
    LanguageScorer,
    LanguageState,
    observe,
    regional_hint,
    words_of,
)

PROFILES = files("langdetect") / "profiles"
ID, EN = ((PROFILES / name).read_text("utf-8") for name in ("id", "en"))
ROWS = Path(__file__).parents[2] / "data" / "langid.tsv"
INDONESIAN, ENGLISH = LanguageState("id", 12.0), LanguageState("en", -12.0)
ADDRESS = "Jalan Sudirman 45, Kelurahan Menteng, Jakarta Pusat"


@pytest.fixture(scope="module")
def scorer():
    return LanguageScorer.from_profiles(ID, EN)


@pytest.fixture(scope="module")
def rows():
    with ROWS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_gram_weighs_what_langdetect_would_give_it(scorer):
    factory = DetectorFactory()
    factory.load_json_profile([ID, EN])
    for gram, (indonesian, english) in factory.word_lang_prob_map.items():
        if len(gram) <= 3:
            assert scorer.grams[gram] == pytest.approx(
                math.log((indonesian + SMOOTHING) / (english + SMOOTHING))
            )


@pytest.mark.parametrize(
    ("language", "floor"),
    [
        pytest.param("id", 1.0, id="every Indonesian turn of three words"),
        pytest.param("en", 0.98, id="98 of 100 English turns"),
        pytest.param("ms", 0.98, id="Malay counts as Indonesian"),
        pytest.param("su", 0.95, id="Sundanese counts as Indonesian"),
        pytest.param("min", 0.95, id="Minang counts as Indonesian"),
    ],
)
def test_tells_the_languages_apart(scorer, rows, language, floor):
    turns = [
        row["text"]
        for row in rows
        if row["lang"] == language and len(words_of(row["text"])) >= 3
    ]
    right = [
        turn for turn in turns if (scorer.log_odds(turn) < 0) == (language == "en")
    ]
    assert len(turns) >= 10
    assert len(right) >= floor * len(turns)


def test_capitals_count_like_any_letters(scorer):
    assert (
        scorer.log_odds("JALAN KAMI RUSAK PARAH")
        == scorer.log_odds("jalan kami rusak parah")
        > 0
    )


def test_a_text_that_is_no_profile_is_refused():
    with pytest.raises(ValueError, match="profile"):
        LanguageScorer.from_profiles("{}", EN)


@pytest.mark.parametrize(
    ("state", "text", "first", "language"),
    [
        pytest.param(
            LanguageState(),
            "the road is broken",
            True,
            "en",
            id="an English story first",
        ),
        pytest.param(
            LanguageState(), "street flooded", True, "en", id="two clear words first"
        ),
        pytest.param(
            LanguageState(), "help", True, "id", id="a single word says nothing"
        ),
        pytest.param(
            INDONESIAN, "thank you", False, "id", id="two words later say nothing"
        ),
        pytest.param(
            INDONESIAN,
            "the road is broken",
            False,
            "id",
            id="one English sentence does not turn",
        ),
        pytest.param(
            ENGLISH, ADDRESS, False, "en", id="an Indonesian address does not turn"
        ),
        pytest.param(
            LanguageState(),
            "lampune mati wiwit wingi sore",
            True,
            "id",
            id="Javanese is no English",
        ),
        pytest.param(
            LanguageState("id", 0.0, locked=True),
            "the road is broken",
            True,
            "id",
            id="a stated choice stays",
        ),
    ],
)
def test_decides_the_language(scorer, state, text, first, language):
    assert observe(state, text, scorer, first).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(
            "Info vaksin booster dong min", "id", id="a particle and an admin"
        ),
        pytest.param("Web online error min", "id", id="an admin behind loan words"),
        pytest.param("Server e-ktp down lagi", "id", id="again, in Indonesian"),
        pytest.param("Info beasiswa online dong", "id", id="a scholarship asked for"),
        pytest.param("website error terus gan", "id", id="still, and a friend"),
        pytest.param("Login akun failed kak", "id", id="a sister behind loan words"),
        pytest.param("internet desa down sdh lama", "id", id="a short form of already"),
        pytest.param(
            "Please fix the street lamp pak", "en", id="English with one polite word"
        ),
        pytest.param("Help, my street is flooded pak", "en", id="English that binds"),
        pytest.param("Street lamp broken", "en", id="English without any binding"),
    ],
)
def test_loan_words_make_no_english(scorer, text, language):
    assert observe(LanguageState(), text, scorer, first=True).language == language


def test_two_english_sentences_turn_a_conversation(scorer):
    state = observe(
        INDONESIAN, "the road in front of my house is broken", scorer, first=False
    )
    assert (
        observe(state, "please send somebody to fix it", scorer, first=False).language
        == "en"
    )


def test_a_chosen_language_keeps_its_score(scorer):
    chosen = LanguageState("en", 0.0, locked=True)
    assert observe(chosen, "jalan di depan rumah rusak", scorer, first=False) == chosen


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("dalanku rusak, piye iki pak", "jv", id="Javanese"),
        pytest.param("runtah teu diangkut", "su", id="Sundanese"),
        pytest.param("aia pdam indak iduik", "min", id="Minang"),
        pytest.param("jalan rusak parah pak", None, id="Indonesian"),
        pytest.param("the road is broken", None, id="English"),
        pytest.param("punten pak lampu mati", None, id="one borrowed word"),
    ],
)
def test_notes_a_regional_language(text, hint):
    assert regional_hint(text) == hint
