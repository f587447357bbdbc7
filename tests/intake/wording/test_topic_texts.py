"""The answers to questions: there for every topic, true, and short enough to leave the question its room."""

import re

import pytest

from gateway.setup.channels import CAPABILITIES
from gateway.setup.own_topics import LONGEST_AREA, ROOM
from gateway.setup.wiring import load_catalogue, load_gazetteer
from intake.places.gazetteer import COUNTRY
from intake.reading.topics import TOPICS
from intake.state import USUAL_DAYS, Line, Say
from intake.wording.catalogue import CHAT, SMS
from intake.wording.render import render
from intake.wording.sms import segments
from routing.clocks import LIMITS

CATALOGUE = load_catalogue()
SMS_CHANNEL = CAPABILITIES["sms"]
LANGUAGES = ("id", "en", "jv", "su")
KEYS = [
    *(one.key for one in TOPICS),
    "topic.unknown",
    "topic.unknown.sent",
    "topic.invite",
]
ARGS = {"area": LONGEST_AREA, "id": "LPR-7K2F9QX", **USUAL_DAYS}
EVERY_WANT = ("want.place", "want.time", "want.name", "want.address")
TWO_SENTENCES_AND_A_LITTLE = 250  # characters


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_an_answer_by_sms_leaves_room_for_the_open_question(
    key: str, language: str
) -> None:
    text = CATALOGUE.text(key, language, SMS).format(**ARGS)
    size = segments(text)
    assert size.encoding == "GSM-7"
    assert size.characters <= ROOM


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_an_answer_and_the_whole_open_question_are_one_sms(
    key: str, language: str
) -> None:
    answer = Line(key, dict(ARGS))
    question = Line("ask.together.again", dict(ARGS), refs=EVERY_WANT)

    text = render(Say((answer, question)), language, SMS_CHANNEL, CATALOGUE).text
    assert segments(text).parts == 1
    assert CATALOGUE.text(key, language, SMS).format(**ARGS) in text
    for want in EVERY_WANT:
        assert CATALOGUE.text(want, language, "brief") in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [one.key for one in TOPICS])
def test_an_answer_and_the_invitation_are_one_sms(key: str, language: str) -> None:
    lines = (Line(key, dict(ARGS)), Line("topic.invite"))
    text = render(Say(lines), language, SMS_CHANNEL, CATALOGUE).text
    assert segments(text).parts == 1
    assert text.endswith(CATALOGUE.text("topic.invite", language, SMS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_an_answer_in_a_chat_is_short_and_has_words_of_its_own(
    key: str, language: str
) -> None:
    assert (CHAT, key) in CATALOGUE.texts[language]
    assert len(CATALOGUE.text(key, language, CHAT)) <= TWO_SENTENCES_AND_A_LITTLE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("width", "days"), [(CHAT, {"respond", "settle"}), (SMS, {"respond"})]
)
def test_the_days_we_name_are_those_of_the_clocks(
    language: str, width: str, days: set[str]
) -> None:
    text = CATALOGUE.text("topic.how_long", language, width)
    assert set(re.findall(r"\{(\w+)\}", text)) == days
    assert not re.search(r"\d", text)


def test_the_days_we_name_are_the_limits_as_shipped() -> None:
    assert {
        "respond": str(LIMITS["respond"].days),
        "settle": str(LIMITS["settle:complaint"].days),
    } == USUAL_DAYS


def test_no_regency_has_a_longer_name_than_we_count_with() -> None:
    gazetteer = load_gazetteer()
    codes = [f"{p}.{k:02d}" for p in range(11, 98) for k in range(1, 100)]
    names = [gazetteer.area(code) for code in codes if gazetteer.region(code)]
    assert len(names) == 514
    assert max(map(len, names)) == len(LONGEST_AREA)


@pytest.mark.parametrize(
    ("home", "area"),
    [
        pytest.param("53.11", "Kabupaten Sumba Timur", id="a regency"),
        pytest.param("53.71", "Kota Kupang", id="a city"),
        pytest.param(None, COUNTRY, id="an installation for all of the country"),
        pytest.param("99.99", COUNTRY, id="a region there is not"),
    ],
)
def test_the_area_served_has_a_name(home: str | None, area: str) -> None:
    assert load_gazetteer().area(home) == area
