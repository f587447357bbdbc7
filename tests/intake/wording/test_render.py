"""What the network is given: one GSM-7 part where each costs money, and never a cut in our own words."""

import re
from datetime import date, timedelta
from importlib import resources
from itertools import combinations, product
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.setup.channels import CAPABILITIES
from gateway.setup.own_topics import LONGEST_AREA
from gateway.setup.wiring import EXAMPLE, load_catalogue
from intake.form.slots import FORM
from intake.state import USUAL_DAYS, Choice, Line, Say
from intake.wording.catalogue import CHAT, SMS
from intake.wording.render import ELASTIC, render, render_whole
from intake.wording.sms import segments, to_gsm7
from routing.agencies import read_agencies
from routing.clocks import date_text

CATALOGUE = load_catalogue()
LANGUAGES = ("id", "en", "jv", "su")
KEYS = sorted({key for _, key in CATALOGUE.texts["id"]})
AGENCIES = read_agencies(
    resources.files("routing").joinpath("data", EXAMPLE).read_text(encoding="utf-8")
)
LONG = (
    'Jalan ambles {besar} 😡 di dpn SD [lama]\n"Kambajawa" – air meluap, motor jatuh ~3x; ²³ ½ '
    * 4
)[:200]
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
WANTS = tuple(
    f"want.{slot.id}" for slot in FORM.rows if slot.sms_tries and not slot.alone
)
REFS = {  # what `wants` is made of
    **dict.fromkeys((key for key in KEYS if key.startswith("ask.together")), WANTS),
    **dict.fromkeys(
        (key for key in KEYS if key.startswith("given_up.")), ("slot.story",)
    ),
    **dict.fromkeys(("review.kind", "changed.kind"), ("kind.information_request",)),
}


def worst(language: str) -> dict[str, str]:
    """The longest each argument may be."""
    return {
        "id": "LPR-WMWMWMW",
        "story": LONG,
        "place": LONG,
        "name": LONG,
        "value": LONG,
        "before": LONG,
        "answer": "Sudah ditambal hari Kamis.",
        "question": "Di depan kios siapa?",
        "reason": "Sudah di pengadilan.",
        "was": "Dinas PUPR Kabupaten Sumba Timur",
        "agency": max((agency.name for agency in AGENCIES.by_code.values()), key=len),
        "deadline": max((date_text(day, language) for day in YEAR), key=len),
        "until": max((date_text(day, language) for day in YEAR), key=len),
        "numbers": "112/110/113/119",
        "channel": "WhatsApp",
        "area": LONGEST_AREA,
        "link": "https://lapor.kabupaten-example.go.id/data/" + "x" * 70,
        **dict.fromkeys(USUAL_DAYS, "730"),
        "n": "8",
        "wants": "",
    }


def say(
    *keys: str,
    language: str,
    refs: tuple[str, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Say:
    args = worst(language)
    lines = tuple(Line(key, args, refs=refs if key in REFS else ()) for key in keys)
    return Say(lines, choices, 3)


def on_sms(spoken: Say, language: str) -> str:
    return render(spoken, language, CAPABILITIES["sms"], CATALOGUE).text


def assert_one_part(text: str) -> None:
    measured = segments(text)
    assert (measured.encoding, measured.parts) == ("GSM-7", 1), text


def assert_whole(
    text: str, key: str, language: str, refs: tuple[str, ...] = ()
) -> None:
    """A wording of the key stands in the text, in order and uncut; what may not shrink is all there."""
    wordings = [t for (width, k), t in CATALOGUE.texts[language].items() if k == key]
    assert any(
        re.search(_pattern(wording, language, refs), text) for wording in wordings
    ), (key, text)


def _pattern(wording: str, language: str, refs: tuple[str, ...]) -> str:
    parts = []
    for literal, name, _, _ in Formatter().parse(to_gsm7(wording)):
        parts.append(re.escape(literal))
        if name:
            parts.append(".{4,}" if name in ELASTIC else _exactly(name, language, refs))
    return "".join(parts)


def _exactly(name: str, language: str, refs: tuple[str, ...]) -> str:
    if name != "wants":
        return re.escape(worst(language)[name])
    words = [
        {to_gsm7(CATALOGUE.text(ref, language, width)) for width in (SMS, "brief")}
        for ref in refs
    ]
    return ", ".join(f"(?:{'|'.join(map(re.escape, sorted(one)))})" for one in words)


# --- each sentence alone --------------------------------------------------------------

NEWS = [key for key in KEYS if key.startswith("case.")]
QUOTING = ("case.answered", "case.finished", "case.asked", "case.archived")
ALONE = [key for key in KEYS if key not in QUOTING]


@pytest.mark.parametrize(("language", "key"), [*product(LANGUAGES, ALONE)])
def test_a_sentence_is_one_sms_at_its_worst_and_ours_stays_whole(
    language: str, key: str
) -> None:
    refs = REFS.get(key, ())
    text = on_sms(say(key, language=language, refs=refs), language)
    assert_one_part(text)
    assert_whole(text, key, language, refs)


@pytest.mark.parametrize(
    ("language", "key"),
    [*product(LANGUAGES, [k for k in KEYS if k.startswith("case.")])],
)
@pytest.mark.parametrize(
    "words", ["Sudah ditambal.", LONG * 5], ids=["a short answer", "a long answer"]
)
def test_news_is_whole_in_single_parts_that_are_one_unless_an_officer_wrote_more(
    language: str, key: str, words: str
) -> None:
    quoted = dict.fromkeys(("answer", "question", "reason"), words)
    line = Line(key, worst(language) | quoted)
    parts = render_whole(line, language, CAPABILITIES["sms"], CATALOGUE)
    for part in parts:
        assert_one_part(part)
    assert len(parts) == 1 or key in QUOTING
    if key in QUOTING:
        told = " ".join(re.sub(r"^\(\d+/\d+\) ", "", part) for part in parts)
        assert (
            to_gsm7(words).split()
            == [word for word in told.split() if word in to_gsm7(words).split()][
                : len(to_gsm7(words).split())
            ]
        )


def test_a_short_answer_of_an_officer_is_one_part_with_the_way_back() -> None:
    line = Line(
        "case.answered", worst("id") | {"agency": "Dinas PUPR Kabupaten Sumba Timur"}
    )
    assert render_whole(line, "id", CAPABILITIES["sms"], CATALOGUE) == [
        "LPR-WMWMWMW dijawab Dinas PUPR Kabupaten Sumba Timur: Sudah ditambal hari Kamis."
        " Belum beres? Balas BELUM LPR-WMWMWMW"
    ]


# --- sentences that stand together ----------------------------------------------------

LEADS = [
    "emergency",
    "change.not_understood",
    "changed",
    "back",
    "back.nothing",
    "language.set",
    "resumed",
    "restarted",
    "not_understood",
    "button.stale",
    "anonymous.noted",
    "location.noted",
    "phone.noted",
    "media.noted",
    "added_to_draft",
    *(key for key in KEYS if key.startswith("invalid.")),
]
SUBSETS = [WANTS, *combinations(WANTS, 1)]
ENDINGS = [
    key for key in KEYS if key.startswith("receipt.lacks.") or key == "receipt.tail"
]


@pytest.mark.parametrize(("language", "lead"), [*product(LANGUAGES, LEADS)])
@pytest.mark.parametrize(
    "question", ["ask.together", "ask.together.again", "ask.story"]
)
def test_a_word_before_the_question_leaves_both_whole(
    language: str, lead: str, question: str
) -> None:
    for wants in SUBSETS:
        text = on_sms(say(lead, question, language=language, refs=wants), language)
        assert_one_part(text)
        assert_whole(text, lead, language)
        assert_whole(text, question, language, wants)


@pytest.mark.parametrize(("language", "ending"), [*product(LANGUAGES, ENDINGS)])
@pytest.mark.parametrize("named", ["receipt.name", "receipt.anonymous"])
@pytest.mark.parametrize("urgent", [(), ("emergency",)], ids=["calm", "urgent"])
def test_the_receipt_shows_story_place_and_name_with_the_way_to_mend_them(
    language: str, ending: str, named: str, urgent: tuple[str, ...]
) -> None:
    keys = (*urgent, "receipt", "receipt.place", named, ending)
    text = on_sms(say(*keys, language=language), language)
    assert_one_part(text)
    for key in keys:
        assert_whole(text, key, language)


def test_the_citizens_words_are_kept_as_long_as_there_is_room() -> None:
    lines = (
        Line("receipt", {"id": "LPR-7K2F9QX", "story": "jalan rusak parah"}),
        Line("receipt.place", {"place": "Jl Melati, Sukamaju"}),
        Line("receipt.name", {"name": "Budi"}),
        Line("receipt.tail"),
    )
    assert on_sms(Say(lines), "id") == (
        "LPR-7K2F9QX diterima. Isi: jalan rusak parah. Lokasi: Jl Melati, Sukamaju. Nama: Budi."
        " Salah? Balas UBAH LOKASI/NAMA .. Cek: STATUS"
    )


def test_an_optional_sentence_goes_before_the_citizens_words_do() -> None:
    lines = (
        Line("noise.chain", optional=True),
        Line(
            "ask.together",
            {"id": "LPR-7K2F9QX", "story": "jalan rusak parah"},
            refs=WANTS[:2],
        ),
    )
    text = on_sms(Say(lines), "id")
    assert text.startswith("LPR-7K2F9QX dicatat: jalan rusak parah.")


# --- choices ------------------------------------------------------------------------

SUKAMAJU = (
    "Kel. Sukamaju, Kec. Cilodong, Kota Depok",
    "Desa Sukamaju, Kec. Jonggol, Kab. Bogor",
    "Desa Sukamaju, Kec. Megamendung, Kab. Bogor",
    "Kel. Sukamaju, Kec. Sail, Kota Pekanbaru",
    "Desa Sukamaju, Kec. Seluma Utara, Kab. Seluma",
)
OTHER = Choice("set", "place", {}, key="choice.other_place")


def regions(*labels: str) -> tuple[Choice, ...]:
    return (*(Choice("set", "place", {}, label=label) for label in labels), OTHER)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(SUKAMAJU, id="one village name in five places"),
        pytest.param(
            tuple(
                f"Kec. Kepulauan Sangkarrang {n}, Kota Administrasi Jakarta Selatan"
                for n in range(5)
            ),
            id="long names that differ at the end of the first",
        ),
        pytest.param(("Kab. Bogor", "Kota Bogor"), id="a regency and its city"),
        pytest.param(
            (
                "Kota Waingapu 😀 {x}",
                "Kel. Hambala, Kec. Kota Waingapu, Kab. Sumba Timur",
            ),
            id="two levels",
        ),
    ],
)
def test_five_regions_are_told_apart_in_one_sms(
    language: str, labels: tuple[str, ...]
) -> None:
    text = on_sms(
        say("which_place", language=language, choices=regions(*labels)), language
    )
    assert_one_part(text)
    assert_whole(text, "which_place", language)
    shown = re.findall(r"(?<= )(\d) (.+?)(?= \d |$)", text[text.rindex(":") :])
    assert [number for number, _ in shown] == [
        str(n + 1) for n in range(len(labels) + 1)
    ]
    assert len({label for _, label in shown}) == len(labels) + 1


def test_what_all_regions_share_is_left_out_when_it_is_tight() -> None:
    text = on_sms(
        Say(
            (Line("which_place", {"id": "LPR-7K2F9QX", "place": "Sukamaju"}),),
            regions(*SUKAMAJU),
        ),
        "id",
    )
    assert text.endswith(
        "1 Kec. Cilodong 2 Kec. Jonggol 3 Kec. Megamendung 4 Kec. Sail 5 Kec. Seluma Utara 6 lain"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("question", "labels"),
    [("append_or_new", ("append", "new")), ("dormant", ("resume", "new"))],
)
def test_a_question_with_two_answers_shows_both(
    language: str, question: str, labels: tuple[str, str]
) -> None:
    choices = tuple(Choice("command", label, key=f"choice.{label}") for label in labels)
    text = on_sms(say(question, language=language, choices=choices), language)
    first, second = (
        CATALOGUE.text(f"choice.{label}", language, SMS) for label in labels
    )
    assert_one_part(text)
    assert_whole(text, question, language)
    assert text.endswith(f"1 {first} 2 {second}")


def test_buttons_carry_their_turn_and_number_and_a_long_one_is_also_written_out() -> (
    None
):
    spoken = say("which_place", language="id", choices=regions(*SUKAMAJU[:2]))
    shown = render(spoken, "id", CAPABILITIES["whatsapp"], CATALOGUE)
    assert [(b.id, b.title) for b in shown.buttons] == [
        ("c:3:1", "Kel. Sukamaju, Kec…"),
        ("c:3:2", "Desa Sukamaju, Kec…"),
        ("c:3:3", "Bukan semua ini"),
    ]
    assert shown.text.endswith(
        f"1. {SUKAMAJU[0]}\n2. {SUKAMAJU[1]}\n3. Bukan semua ini"
    )


def test_more_choices_than_buttons_are_numbers_only() -> None:
    choices = tuple(Choice("command", "x", label=str(n)) for n in range(9))
    shown = render(
        Say((Line("change.which"),), choices), "id", CAPABILITIES["telegram"], CATALOGUE
    )
    assert shown.buttons == ()
    assert shown.text.endswith("8. 7\n9. 8")


# --- chat ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "language"), [*product(("whatsapp", "telegram", "email"), LANGUAGES)]
)
def test_a_chat_message_fits_its_channel_and_keeps_our_last_word(
    channel: str, language: str
) -> None:
    facts = ("review.story", "review.place", "review.name", "review.address")
    lines = tuple(
        Line(key, {"n": "1", "value": "😀 panjang " * 900}, tight=True) for key in facts
    )
    spoken = Say(
        (Line("review.head", {"id": "LPR-7K2F9QX"}), *lines, Line("review.tail"))
    )
    text = render(spoken, language, CAPABILITIES[channel], CATALOGUE).text
    assert len(text.encode("utf-16-le")) // 2 <= CAPABILITIES[channel].text
    assert "LPR-7K2F9QX" in text
    assert text.endswith(CATALOGUE.text("review.tail", language, CHAT))


def test_an_argument_nobody_gave_is_a_gap_and_not_a_fault() -> None:
    assert on_sms(Say((Line("receipt.place"),)), "id") == "Lokasi: ."


def test_braces_in_a_citizens_words_are_only_words() -> None:
    told = {"id": "LPR-7K2F9QX", "story": "{id} {} {0} {story.__class__}"}
    chat = render(
        Say((Line("opened", told),)), "id", CAPABILITIES["telegram"], CATALOGUE
    )
    assert "{id} {} {0} {story.__class__}" in chat.text
    assert "{id} {} {0} {story.__class__}" in on_sms(
        Say((Line("receipt", told),)), "id"
    )


@settings(max_examples=150, deadline=None)
@given(
    key=st.sampled_from(ALONE),
    language=st.sampled_from(LANGUAGES),
    words=st.text(max_size=400),
    labels=st.lists(st.text(min_size=1, max_size=60), max_size=5),
)
def test_whatever_a_citizen_writes_comes_back_in_one_part_with_the_id(
    key: str, language: str, words: str, labels: list[str]
) -> None:
    told = worst(language) | dict.fromkeys(("story", "place", "name", "value"), words)
    choices = tuple(Choice("set", "place", {}, label=label) for label in labels)
    room = key in {"which_place", "append_or_new", "dormant", "change.which"}
    text = on_sms(Say((Line(key, told),), choices if room else ()), language)
    assert_one_part(text)
    if "{id}" in CATALOGUE.text(key, language, SMS):
        assert told["id"] in text
