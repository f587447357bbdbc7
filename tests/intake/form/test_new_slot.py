"""A slot is one row: a vehicle's plate is added here and nowhere else, and asked, read, shown and filed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from house import CITIZEN, House

from gateway.operate.inspection import case_json
from gateway.setup.settings import BadSettings, read_settings
from gateway.setup.wiring import build, load_catalogue
from intake.form.filed import file_detail
from intake.form.questions import offer_skip
from intake.form.shown import show_words
from intake.form.slot import NEEDED, NOTHING, BrokenForm, Reading, Slot, check_form
from intake.form.slots import FORM, ROWS
from intake.messages import Capabilities
from intake.reading.spans import Spotted
from intake.state import Answer, Context, State
from intake.wording.catalogue import Catalogue

LANGUAGES = ("id", "en", "jv", "su")
PLATE = re.compile(r"\b([A-Z]{1,2}) ?(\d{1,4}) ?([A-Z]{1,3})\b", re.IGNORECASE)
TEXTS = {
    ("chat", "ask.plate"): "Berapa nomor plat kendaraannya?",
    ("chat", "ask.plate.again"): "Nomor platnya, contoh: ED 1234 AB",
    ("chat", "want.plate"): "no. plat",
    ("chat", "slot.plate"): "plat",
    ("chat", "review.plate"): "{n}. Plat: {value}",
    ("chat", "review.plate.none"): "{n}. Plat: tidak disebut",
}
STORY = "Truk besar bongkar muatan sembarangan di depan pasar Matawai Kota Waingapu sejak kemarin"
ME = f"whatsapp:{CITIZEN}"


def wanted(state: State, _capabilities: Capabilities) -> bool:
    return any("truk" in part.casefold() for part in state.draft.story)


def find(text: str, _ctx: Context) -> Spotted[str] | None:
    match = PLATE.search(text)
    return (
        Spotted(" ".join(match.groups()).upper(), match.start(), match.end())
        if match
        else None
    )


def read(text: str, _state: State, ctx: Context) -> Reading:
    hit = find(text, ctx)
    return Reading({"plate": Answer(hit.value, text)}, {}) if hit else NOTHING


ROW = Slot(
    id="plate",
    version=1,
    required=False,
    tries=2,
    sms_tries=1,
    why="the vehicle's number plate",
    wanted=wanted,
    parse=read,
    spot=find,
    claims=2,
    anywhere=True,
    show=show_words,
    file=file_detail("plate"),
    names=("plat", "nopol"),
    personal=False,
    offers=offer_skip,
)


@pytest.fixture
def roads(house: House) -> Iterator[House]:
    """The house with the row in the form, and its words in every language."""
    at = 1 + next(n for n, slot in enumerate(ROWS) if slot.id == "time")
    FORM.use((*ROWS[:at], ROW, *ROWS[at:]))
    texts = {
        language: {**known, **TEXTS}
        for language, known in load_catalogue().texts.items()
    }
    house.parts = replace(house.parts, catalogue=Catalogue(texts))
    house.rebuild()
    yield house
    FORM.use(ROWS)


def told(house: House) -> list[str]:
    """What officers read."""
    return [one.text for one in house.wire.sent if one.to != ME]


def chat(house: House, *words: str) -> list[str]:
    for one in words:
        house.whatsapp(one)
        house.settle(60)
    return house.says(ME)


def test_it_is_asked_in_its_turn_read_shown_and_filed(roads: House) -> None:
    assert chat(roads, STORY)[-1].endswith("Berapa nomor plat kendaraannya?")
    assert "contoh: ED 1234 AB" in chat(roads, "tidak kelihatan jelas")[-1]
    said = chat(roads, "ed 1234 ab", "Budi Santoso", "sama", "lewati")
    assert re.search(r"^\d\. Plat: ED 1234 AB$", said[-1], re.M)
    chat(roads, "kirim")
    shown = case_json(roads.parts, roads.tracking_id(ME))
    assert shown is not None
    assert shown["details"] == {"plate": "ED 1234 AB"}
    assert "Plate: ED 1234 AB" in [
        line for text in told(roads) for line in text.splitlines()
    ]


def test_it_is_changed_by_its_name_before_and_after_the_receipt(roads: House) -> None:
    chat(roads, STORY, "ED 1 A", "Budi Santoso", "sama", "lewati")
    assert "Plat: ED 2 B" in chat(roads, "ubah plat ED 2 B")[-1]
    chat(roads, "kirim", "ubah nopol ED 3 C")
    shown = case_json(roads.parts, roads.tracking_id(ME))
    assert shown is not None
    assert shown["details"] == {"plate": "ED 3 C"}
    assert any("ED 3 C" in text for text in told(roads))


def test_told_with_the_story_it_is_not_asked(roads: House) -> None:
    said = chat(roads, f"{STORY}, platnya ED 1234 AB")
    assert not any("Berapa nomor plat" in text for text in said)


def test_it_can_be_skipped_with_a_tap(roads: House) -> None:
    roads.telegram(STORY)
    roads.settle()
    roads.tap("Lewati")
    roads.settle()
    assert roads.says("telegram:7")[-1].startswith("Baik, kita lanjut tanpa itu.")


def test_by_sms_it_stands_in_the_one_question_and_is_found_wherever_it_is_answered(
    roads: House,
) -> None:
    roads.sms(STORY)
    roads.settle(60)
    assert "no. plat" in roads.says(f"sms:{CITIZEN}")[-1]
    roads.sms("Budi Santoso, alamat sama, ED 1234 AB")
    roads.settle(60)
    shown = case_json(roads.parts, roads.tracking_id(f"sms:{CITIZEN}"))
    assert shown is not None
    assert (shown["details"], shown["reporter"]["name"]) == (
        {"plate": "ED 1234 AB"},
        "Budi Santoso",
    )


def test_the_program_does_not_start_with_a_row_that_lacks_its_words(
    tmp_path: Path,
) -> None:
    settings = read_settings({"VAR_DIR": str(tmp_path)})
    FORM.use((*ROWS, ROW))
    try:
        with pytest.raises(
            BadSettings, match=r"slot plate: no words for `ask\.plate` in"
        ):
            build(settings)
    finally:
        FORM.use(ROWS)


def test_the_form_as_it_stands_is_whole() -> None:
    check_form(ROWS, load_catalogue().keys())


WORDS = {language: {key for _, key in TEXTS} for language in LANGUAGES}


@pytest.mark.parametrize("part", sorted(NEEDED))
def test_a_row_with_a_part_missing_is_refused_by_name(part: str) -> None:
    with pytest.raises(BrokenForm) as refused:
        check_form([replace(ROW, **{part: None})], WORDS)
    assert refused.value.faults == [f"slot plate: nothing {NEEDED[part]} ({part})"]


def test_a_required_row_that_keeps_no_raw_words_is_refused() -> None:
    with pytest.raises(BrokenForm) as refused:
        check_form([replace(ROW, required=True)], {})
    assert refused.value.faults == [
        "slot plate: nothing keeps its raw words, though it is required (keep)"
    ]


def test_a_row_found_anywhere_without_a_spotter_is_refused() -> None:
    with pytest.raises(BrokenForm) as refused:
        check_form([replace(ROW, spot=None)], {})
    assert refused.value.faults == [
        "slot plate: nothing finds it in an answer to several questions (spot)"
    ]


@pytest.mark.parametrize("key", ROW.texts())
def test_a_row_without_its_words_in_a_language_is_refused(key: str) -> None:
    lacking = {**WORDS, "su": WORDS["su"] - {key}}
    with pytest.raises(BrokenForm) as refused:
        check_form([ROW], lacking)
    assert refused.value.faults == [f"slot plate: no words for `{key}` in su"]
