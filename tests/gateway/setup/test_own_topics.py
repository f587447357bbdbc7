"""The topics file of an installation: what it changes, and every fault of it with its line."""

from pathlib import Path

import pytest

from gateway.setup.own_topics import NO_OWN_TOPICS, BrokenTopics, read_topics
from gateway.setup.settings import BadSettings, read_settings
from gateway.setup.wiring import build, load_catalogue, load_own_topics
from intake.reading.topics import TOPICS
from intake.wording.catalogue import CHAT, SMS

SOUND = """\
topics:
  - id: opening_hours
    asks: [jam buka, "buka jam berapa"]
    says: {id: "Kantor buka pukul 8 sampai 15.", en: "Open from 8 to 15."}
  - id: free
    asks: [uang rokok]
    says:
      id: "Gratis di {area}, juga SMS-nya – tanpa pulsa."
"""


def test_a_new_topic_is_asked_and_answered():
    own = read_topics(SOUND)
    assert own.among(TOPICS).of("kantornya buka jam brp ya?") == "opening_hours"
    catalogue = own.over(load_catalogue())
    assert catalogue.text("topic.opening_hours", "en", SMS) == "Open from 8 to 15."
    assert catalogue.text("topic.opening_hours", "su", CHAT).startswith("Kantor buka")


@pytest.mark.parametrize("language", ["id", "en", "jv", "su"])
@pytest.mark.parametrize("width", [CHAT, SMS])
def test_nothing_is_left_of_our_words_where_an_installation_has_its_own(
    language: str, width: str
) -> None:
    catalogue = read_topics(SOUND).over(load_catalogue())
    assert catalogue.text("topic.free", language, width).startswith("Gratis di {area}")


def test_our_words_stay_where_only_phrases_are_added():
    own = read_topics("topics:\n  - {id: free, asks: [uang rokok]}\n")
    assert own.among(TOPICS).of("ada uang rokok?") == "free"
    assert own.over(load_catalogue()) == load_catalogue()


def test_without_a_file_all_is_ours():
    assert NO_OWN_TOPICS.over(load_catalogue()) == load_catalogue()
    assert NO_OWN_TOPICS.among(TOPICS).ids == tuple(one.id for one in TOPICS)


def topic(*lines: str) -> str:
    return "topics:\n  - " + "\n    ".join(lines) + "\n"


ASKS, SAYS = "asks: [jam buka]", 'says: {id: "Buka."}'


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        pytest.param(
            "topics: [", "line 1: not YAML", id="brackets that are never closed"
        ),
        pytest.param("", "the file must be a list of keys", id="an empty file"),
        pytest.param("topics: []", "line 1: topics must be a list", id="no topic"),
        pytest.param(
            "topic: x", "line 1: the file has an unknown key `topic`", id="another key"
        ),
        pytest.param(
            topic("id: hours", ASKS, SAYS, "answer: x"),
            "a topic has an unknown key `answer`",
            id="an unknown key of a topic",
        ),
        pytest.param(
            topic(ASKS, SAYS), "line 2: a topic has no `id`", id="a topic without id"
        ),
        pytest.param(
            topic("id: Jam Buka", ASKS, SAYS),
            "line 2: id `Jam Buka` is not one",
            id="an id with capitals and a space",
        ),
        pytest.param(
            topic("id: unknown", ASKS, SAYS),
            "line 2: id `unknown` is not one",
            id="an id that means something else",
        ),
        pytest.param(
            topic("id: hours", ASKS, SAYS) + "  - {id: hours, asks: [jam buka]}\n",
            "line 5: the id `hours` is used twice",
            id="one id twice",
        ),
        pytest.param(
            topic("id: hours", SAYS),
            "line 2: the new topic `hours` has no `asks`",
            id="a new topic that nobody can ask",
        ),
        pytest.param(
            topic("id: hours", ASKS),
            "line 2: the new topic `hours` has no `says`",
            id="a new topic without an answer",
        ),
        pytest.param(
            topic("id: free", 'says: {en: "Free."}'),
            "line 3: says has no `id`",
            id="no Indonesian words",
        ),
        pytest.param(
            topic("id: free", 'says: {id: "Gratis.", fr: "Gratuit."}'),
            "line 3: says has an unknown key `fr`",
            id="a language we do not speak",
        ),
        pytest.param(
            topic("id: free", 'sms: {id: "Gratis."}'),
            "line 3: a topic has `sms` but no `says`",
            id="words for SMS alone",
        ),
        pytest.param(
            topic("id: hours", "asks: [jam]", SAYS),
            "line 3: the phrase `jam` is too short",
            id="a phrase of one short word",
        ),
        pytest.param(
            topic("id: hours", 'asks: ["?!"]', SAYS),
            "line 3: the phrase `?!` is too short",
            id="a phrase without a word",
        ),
        pytest.param(
            topic("id: free", f'says: {{id: "{"Gratis. " * 12}"}}'),
            "line 3: says.id takes 96 of the 88 characters that it may in an SMS; give an sms.id, too",
            id="long words and none for SMS",
        ),
        pytest.param(
            topic("id: free", SAYS, f'sms: {{id: "{"x" * 89}"}}'),
            "line 4: sms.id takes 89 of the 88",
            id="words too long for SMS",
        ),
        pytest.param(
            topic("id: free", SAYS, f'sms: {{id: "{"x" * 60} {{area}}"}}'),
            "line 4: sms.id takes 103 of the 88",
            id="too long with the longest name of a regency",
        ),
        pytest.param(
            topic("id: free", SAYS, 'sms: {id: "ꦒꦿꦠꦶꦱ꧀"}'),
            "line 4: sms.id has letters that SMS cannot carry",
            id="letters of another script by SMS",
        ),
        pytest.param(
            topic("id: free", f'says: {{id: "{"x" * 401}"}}', 'sms: {id: "Gratis."}'),
            "line 3: says.id has 401 characters",
            id="an answer that nobody reads to its end",
        ),
        pytest.param(
            topic("id: free", 'says: {id: "Hubungi {kantor}"}'),
            "line 3: says.id has a { or }",
            id="a place that nobody fills",
        ),
        pytest.param(
            topic("id: free", 'says: {id: "Buka {8-15"}'),
            "line 3: says.id has a { or }",
            id="a lone brace",
        ),
        pytest.param(
            topic("id: free", "says: {id: 2026}"),
            "line 3: says.id 2026 is a int to YAML",
            id="a number without quotes",
        ),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_line(file: str, fault: str) -> None:
    with pytest.raises(BrokenTopics) as broken:
        read_topics(file)
    assert fault in str(broken.value)


def test_every_fault_is_named_at_once_in_the_order_of_the_file():
    with pytest.raises(BrokenTopics) as broken:
        read_topics(topic("id: Hours", "asks: [jam]", 'says: {en: "x"}', "sms: []"))
    lines = [int(fault.split()[1].rstrip(":")) for fault in broken.value.faults]
    assert lines == sorted(lines)
    assert len(lines) >= 4


@pytest.fixture
def broken_file(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "topics.yaml"
    path.write_text("topics:\n  - id: hours\n", encoding="utf-8")
    return {"VAR_DIR": str(tmp_path / "var"), "TOPICS_FILE": str(path)}


def test_a_start_with_a_broken_file_is_refused(broken_file: dict[str, str]) -> None:
    with pytest.raises(BadSettings) as refused:
        build(read_settings(broken_file))
    assert len(refused.value.faults) == 2
    assert f"TOPICS_FILE {broken_file['TOPICS_FILE']}, line 2" in str(refused.value)


def test_a_file_that_is_not_text_is_refused(broken_file: dict[str, str]) -> None:
    Path(broken_file["TOPICS_FILE"]).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadSettings, match="TOPICS_FILE cannot be read"):
        load_own_topics(read_settings(broken_file))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    env = {"VAR_DIR": str(tmp_path), "TOPICS_FILE": "/none.yaml"}
    with pytest.raises(BadSettings, match="TOPICS_FILE names a file"):
        read_settings(env)
