"""The table of verbs: each row whole, and a row with a part missing refused by name."""

from dataclasses import replace

import pytest
from officers import WORDS
from visiting import OFFICERS_WORDS, VISIT, visiting

from gateway.setup.wiring import load_catalogue, load_officers_catalogue
from intake.wording.catalogue import CHAT, Catalogue
from routing.case import CaseState
from routing.commands import CaseCommand, NeedsText, read_command
from routing.complete import BrokenVerbs, check_verbs, sentences_of
from routing.moves import Tells
from routing.verbs import VERBS, By, Note, table

OFFICERS, CITIZENS = load_officers_catalogue(), load_catalogue()


def faults(verb=VISIT, officers=OFFICERS, citizens=CITIZENS) -> list[str]:
    """What is wrong once this verb stands in the table."""
    here = visiting(officers, citizens, verb)
    try:
        check_verbs(here.verbs, here.officers, here.citizens)
    except BrokenVerbs as error:
        return error.faults
    return []


def without(catalogue: Catalogue, language: str, key: str) -> Catalogue:
    texts = {
        pair: text
        for pair, text in catalogue.texts[language].items()
        if pair != (CHAT, key)
    }
    return Catalogue({**catalogue.texts, language: texts})


def test_the_table_is_whole():
    check_verbs(VERBS, OFFICERS, CITIZENS)


def test_a_whole_new_row_is_taken():
    assert faults() == []


@pytest.mark.parametrize(
    ("part", "nothing"),
    [
        pytest.param("by", "", id="who may do it"),
        pytest.param("during", frozenset(), id="its states"),
        pytest.param("typed", (), id="its words on the phone"),
        pytest.param("tells", None, id="the notice to the citizen"),
    ],
)
def test_a_row_without_a_part_is_refused_by_name(part, nothing):
    (fault,) = faults(replace(VISIT, **{part: nothing}))
    assert "`visit`" in fault
    assert f"`{part}`" in fault


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", OFFICERS_WORDS)
def test_a_row_without_one_of_its_sentences_is_refused_by_name(part, language):
    here = visiting(OFFICERS, CITIZENS)
    with pytest.raises(BrokenVerbs) as refused:
        check_verbs(
            here.verbs,
            without(here.officers, language, f"verb.visit.{part}"),
            here.citizens,
        )
    (fault,) = refused.value.faults
    assert "`visit`" in fault
    assert f"`{part}`" in fault
    assert f"`verb.visit.{part}` is missing from routing/texts/{language}.po" in fault


def test_a_row_whose_notice_has_no_words_is_refused_by_name():
    here = visiting(OFFICERS, CITIZENS)
    with pytest.raises(
        BrokenVerbs,
        match=r"`visit` has no words for its `tells`.*`case\.visited` is missing",
    ):
        check_verbs(here.verbs, here.officers, CITIZENS)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(
            {"name": "visit it"},
            "has no name of small letters",
            id="a name that cannot be stored",
        ),
        pytest.param(
            {"typed": ("jawab",)},
            "`answer` and `visit` are both typed `jawab`",
            id="a taken word",
        ),
        pytest.param(
            {"typed": ("KUNJUNGI",)}, "`KUNJUNGI` in `typed`", id="a word in capitals"
        ),
        pytest.param(
            {"during": frozenset({CaseState.FORWARDED})},
            "put one into `untapped`",
            id="a fourth button",
        ),
        pytest.param(
            {"with_words": frozenset({CaseState.ANSWERED})},
            "no `words_are`",
            id="words of no other verb",
        ),
        pytest.param(
            {"by": By.COORDINATOR},
            "`stranger`",
            id="for the coordinator, without a refusal",
        ),
        pytest.param(
            {"bar": lambda case, agencies: True},
            "`barred`",
            id="a bar without a refusal",
        ),
        pytest.param(
            {"by": By.CITIZEN}, "`tells_desk`", id="a citizen's that tells no desk"
        ),
        pytest.param(
            {"tells_desk": Tells("admin.visited")},
            "`admin.visited` is missing",
            id="a notice without words",
        ),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_words(change, why):
    assert any(why in fault for fault in faults(replace(VISIT, **change)))


def test_a_row_under_another_name_is_refused():
    with pytest.raises(BrokenVerbs, match="`visits` has no name"):
        check_verbs({**VERBS, "visits": VERBS["answer"]}, OFFICERS, CITIZENS)


def test_no_sentence_is_left_that_no_verb_says():
    said = {key for _, key in OFFICERS.texts["id"] if key.startswith("verb.")}
    assert said == {key for verb in VERBS.values() for key in sentences_of(verb)}


@pytest.mark.parametrize("verb", [verb for verb in VERBS.values() if verb.officers])
def test_every_spelling_is_understood_and_every_button_read_back(verb):
    note = "dishub karena bukan kami" if verb.takes_desk else "sudah rata"
    for word in verb.typed:
        read = read_command(f"{word} LPR-2222222 {note}", None, None, VERBS, WORDS)
        assert isinstance(read, CaseCommand)
        assert read.action == verb.name
    pressed = read_command("", f"case:{verb.name}:LPR-2222222", None, VERBS, WORDS)
    assert isinstance(pressed, NeedsText) == (verb.note == Note.MUST)


def test_a_table_is_read_as_it_stands():
    assert read_command("KUNJUNGI LPR-2222222", None, None, VERBS, WORDS) is None
    assert read_command(
        "kunjung LPR-2222222 besok", None, None, table(VISIT), WORDS
    ) == CaseCommand("visit", "LPR-2222222", "besok")
