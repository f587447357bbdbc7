"""What plain words may never do, whatever they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from desks import AGENCIES, LAMP, NOW, ROAD, did, seen, told
from hypothesis import given
from hypothesis import strategies as st
from officers import office_of, voice_of
from officers_lines import SAID

from intake.complaint import Location
from routing.case import CaseState
from routing.spoken.acts import DeskAct
from routing.spoken.desk import CHOICES, QUESTIONS, TO_CITIZEN, agencies_named, hear
from routing.spoken.memory import Held, Memory
from routing.spoken.reader import heard_in
from routing.spoken.sight import DeskSight
from routing.spoken.steps import Away, Do, Own, Tell
from routing.spoken.which import Seen

LINES = [text for texts in SAID.values() for text in texts]
MIXED = st.one_of(
    st.text(),
    st.lists(st.sampled_from(LINES), min_size=1, max_size=3).map(", ".join),
    st.lists(st.sampled_from(" ".join(LINES).split()), max_size=8).map(" ".join),
)


def sight(*cases: Seen, desk: str = "kab.pupr", short: bool = False) -> DeskSight:
    return DeskSight(
        cases, (desk,), "Petugas", office_of(AGENCIES), voice_of(), NOW, short=short
    )


ONE = sight(seen(ROAD, "Jalan berlubang"))
TWO = sight(seen(ROAD, "Jalan berlubang"), seen(LAMP, "Lampu mati"))
ANSWERED = sight(seen(ROAD, "Jalan berlubang", "answered"))
NONE = sight()


@given(MIXED, st.sampled_from([ONE, TWO, ANSWERED, NONE]))
def test_nothing_is_a_complaint_unless_it_is_said_to_be_one(
    text: str, here: DeskSight
) -> None:
    turn = hear(text, here, Memory())
    own = [step for step in turn.steps if isinstance(step, Own)]
    said = {heard_in(one).act for one in (text, *(step.words for step in own))}
    assert not own or DeskAct.OWN in said


@given(MIXED, st.sampled_from([ONE, TWO, NONE]))
def test_a_citizen_reads_nothing_of_words_that_were_not_shown(
    text: str, here: DeskSight
) -> None:
    assert did(hear(text, here, Memory()), *TO_CITIZEN) == []


@given(MIXED)
def test_an_answered_case_is_only_closed_by_words_that_say_so(text: str) -> None:
    closed = did(hear(text, ANSWERED, Memory()), *TO_CITIZEN)
    assert all(one.verb == "finish" and not one.words for one in closed)
    assert not closed or heard_in(text).act == DeskAct.FINISH


@given(MIXED, st.sampled_from(sorted(QUESTIONS)), st.sampled_from([ONE, TWO]))
def test_whatever_is_answered_is_heard(text: str, asks: str, here: DeskSight) -> None:
    verb = "return" if asks == "move" else "answer"
    held = (Held(verb, "besok kami cek", ROAD),)
    turn = hear(text, here, Memory(asks, held=held, at=NOW.isoformat()))
    assert turn.steps or turn.memory.asks == asks


@pytest.mark.parametrize("asks", QUESTIONS)
def test_each_choice_of_a_question_has_an_effect(asks: str) -> None:
    assert set(QUESTIONS[asks]) <= CHOICES.keys()


def test_a_button_of_an_earlier_question_does_nothing() -> None:
    held = (Held("answer", "besok", ROAD),)
    turn = hear(
        "Kirim", ONE, Memory("send", held=held, at=NOW.isoformat()), "desk:000:1"
    )
    assert did(turn, "answer") == []
    assert turn.memory.asks == "send"


def test_a_button_of_this_question_is_its_choice() -> None:
    memory = Memory("send", held=(Held("answer", "besok", ROAD),), at=NOW.isoformat())
    assert did(hear("Kirim", ONE, memory, f"desk:{memory.mark}:1"), "answer")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("ini dibaca pelapor ga?", id="a question to us"),
        pytest.param("siap", id="an assent"),
        pytest.param("halo pak", id="a greeting"),
        pytest.param("kirim daftarnya", id="a wish for the list"),
        pytest.param("ribet amat", id="a curse"),
    ],
)
def test_what_is_no_answer_leaves_our_question_open(words: str) -> None:
    asked = Memory("words", "answer", (ROAD,), at=NOW.isoformat())
    turn = hear(words, ONE, asked)
    assert did(turn, *TO_CITIZEN) == []
    assert (turn.memory.asks, turn.memory.ids) == ("words", (ROAD,))


def test_an_answer_to_our_question_goes_at_once() -> None:
    asked = Memory("words", "answer", (ROAD,), at=NOW.isoformat())
    turn = hear("besok pagi kami tambal", ONE, asked)
    assert [one.words for one in did(turn, "answer")] == ["besok pagi kami tambal"]


def test_not_ours_instead_of_an_answer_is_asked() -> None:
    asked = Memory("words", "answer", (ROAD,), at=NOW.isoformat())
    turn = hear("itu kewenangan provinsi", ONE, asked)
    assert turn.memory.asks == "either"
    assert did(turn, "answer", "return") == []


def test_a_courtesy_is_not_said_twice_in_a_row() -> None:
    first = hear("siap", NONE, Memory())
    assert told(first)
    assert told(hear("oke", NONE, first.memory)) == ""


def test_words_that_wait_are_kept_when_something_else_comes() -> None:
    waiting = Memory(
        "send", held=(Held("answer", "besok pagi", ROAD),), at=NOW.isoformat()
    )
    turn = hear("itu bukan wewenang kami", ONE, waiting)
    assert [one.words for one in did(turn, "note")] == ["besok pagi"]
    assert did(turn, "return")


def test_who_is_away_is_told_of_with_all_that_waits() -> None:
    turn = hear("saya cuti seminggu", TWO, Memory())
    assert [step.ids for step in turn.steps if isinstance(step, Away)] == [(ROAD, LAMP)]


@pytest.mark.parametrize(
    ("hidden", "expected"), [(True, "dirahasiakan"), (False, "halaman")]
)
def test_of_a_hidden_reporter_no_number_is_promised(
    hidden: bool, expected: str
) -> None:
    turn = hear(
        "minta nomor pelapor", sight(seen(ROAD, "Jalan", hidden=hidden)), Memory()
    )
    assert expected in told(turn)
    assert "8129876" not in told(turn)


def test_the_coordinator_passes_on_to_the_desk_that_is_named_after_a_yes() -> None:
    here = sight(seen(ROAD, "Lampu mati"), desk="kab")
    turn = hear("teruskan ke dishub", here, Memory())
    assert [(one.verb, one.to) for one in turn.memory.held] == [
        ("transfer", "kab.dishub")
    ]
    assert [one.to for one in did(hear("ya", here, turn.memory), "transfer")] == [
        "kab.dishub"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("teruskan ke dishub", "kab.dishub", id="by its short name"),
        pytest.param(
            "ke dinas perhubungan saja", "kab.dishub", id="by a word of its name"
        ),
        pytest.param("ke dinas saja", None, id="by a word that many have"),
        pytest.param("ke PLN", None, id="by one that is not ours"),
    ],
)
def test_a_desk_is_named(text: str, code: str | None) -> None:
    named = agencies_named(text, AGENCIES)
    assert (named[0].code if len(named) == 1 else None) == code


@given(MIXED)
def test_by_sms_a_question_is_one_part(text: str) -> None:
    here = replace(ONE, short=True)
    turn = hear(text, here, Memory())
    if turn.memory.asks in QUESTIONS:
        last = [step for step in turn.steps if isinstance(step, Tell)][-1]
        assert len(last.text) <= 160


def test_a_closed_case_takes_words_as_a_note_only() -> None:
    here = replace(ONE, cases=(seen(ROAD, "Jalan", CaseState.CLOSED),), quoted=ROAD)
    turn = hear("besok kami cek lagi", here, Memory())
    assert did(turn, "note")
    assert did(turn, *TO_CITIZEN) == []


def waiting(asks: str, words: str = "besok pagi", *, verb: str = "answer") -> Memory:
    return Memory(asks, held=(Held(verb, words, ROAD),), at=NOW.isoformat())


@pytest.mark.parametrize("asks", ["send", "unsure", "meaning", "either"])
@pytest.mark.parametrize("words", ["makasih ya", "oke makasih", "terima kasih pak"])
def test_thanks_send_nothing_and_the_question_is_put_again(
    asks: str, words: str
) -> None:
    turn = hear(words, ONE, waiting(asks))
    assert did(turn, *TO_CITIZEN, "note") == []
    assert turn.memory.asks == asks
    assert "besok pagi" in told(turn)


@pytest.mark.parametrize("asks", ["unsure", "meaning", "either"])
@pytest.mark.parametrize("words", ["siap pak", "ya", "ok", "iya betul"])
def test_a_bare_yes_to_for_whom_is_asked_again(asks: str, words: str) -> None:
    turn = hear(words, ONE, waiting(asks))
    assert did(turn, *TO_CITIZEN) == []
    assert turn.memory.asks == asks
    assert turn.choices


@pytest.mark.parametrize(
    "words", ["nomor warga berapa?", "daftar", "halo pak", "pelapornya baca ga?"]
)
def test_after_a_turn_in_between_the_question_is_put_again(words: str) -> None:
    turn = hear(words, ONE, waiting("send"))
    assert turn.memory.asks == "send"
    assert "besok pagi" in told(turn)


@pytest.mark.parametrize("words", ["kirim", "ok kirim", "siap kirim pak"])
def test_the_word_itself_sends_where_a_yes_does_not(words: str) -> None:
    assert did(hear(words, ONE, waiting("unsure")), "answer")


def test_a_correction_is_shown_and_what_it_replaces_is_kept() -> None:
    before = waiting("send", "obat datang hari kamis")
    turn = hear("eh salah, obatnya datang jumat", ONE, before)
    assert [one.words for one in did(turn, "note")] == ["obat datang hari kamis"]
    assert [one.words for one in turn.memory.held] == ["obatnya datang jumat"]
    assert turn.memory.asks == "send"
    assert [one.words for one in did(hear("ya", ONE, turn.memory), "answer")] == [
        "obatnya datang jumat"
    ]


@pytest.mark.parametrize(
    "words", ["tidak jadi", "eh jangan dikirim dulu", "salah pencet"]
)
def test_what_is_taken_back_stays_as_a_note(words: str) -> None:
    turn = hear(words, ONE, waiting("send"))
    assert [one.words for one in did(turn, "note")] == ["besok pagi"]
    assert turn.memory.asks == ""


def test_news_that_names_the_case_is_no_mere_name() -> None:
    here = sight(seen(ROAD, "Obat di puskesmas habis"))
    turn = hear("obat sudah tersedia lagi", here, Memory())
    assert [one.words for one in turn.memory.held] == ["obat sudah tersedia lagi"]


@pytest.mark.parametrize(
    "words",
    [
        "jalan depan rumah saya juga rusak parah, tidak pernah diperbaiki",
        "lampu di jalan depan rumah saya mati sudah seminggu pak",
        "got di kampung saya tersumbat terus",
    ],
)
def test_what_may_be_a_complaint_of_their_own_is_asked_with_that_choice(
    words: str,
) -> None:
    turn = hear(words, ONE, Memory())
    assert turn.memory.asks == "unsure"
    assert did(hear("ya", ONE, turn.memory), *TO_CITIZEN) == []


@pytest.mark.parametrize(
    "words",
    [
        "apakah warga sudah coba pestisida sendiri?",
        "warga sudah coba pestisida belum?",
        "apa pelapor sudah lapor RT?",
    ],
)
def test_a_question_to_the_citizen_is_kept(words: str) -> None:
    assert [one.words for one in did(hear(words, ONE, Memory()), "note")] == [words]


# --- which one?


def asked_which(*words: str, here: DeskSight = TWO) -> Memory:
    held = tuple(Held("", one) for one in words)
    return Memory(
        "which", ids=tuple(one.id for one in here.cases), held=held, at=NOW.isoformat()
    )


def test_which_one_says_which_words_it_asks_about() -> None:
    turn = hear("masih menunggu bahan", TWO, Memory())
    assert turn.memory.asks == "which"
    assert "'masih menunggu bahan'" in told(turn)


@pytest.mark.parametrize("words", ["ya", "ok", "iya betul", "siap pak", "makasih", "9"])
def test_a_yes_to_which_one_is_asked_again_and_kept_nowhere(words: str) -> None:
    turn = hear(words, TWO, asked_which("besok"))
    assert [one.words for one in turn.memory.held] == ["besok"]
    assert turn.memory.asks == "which"
    assert did(turn, "note", *TO_CITIZEN) == []


def test_a_place_that_two_have_leaves_those_two() -> None:
    market = ("Jalan berlubang di pasar", "Sampah di pasar")
    ids = (ROAD, LAMP, "LPR-4444444")
    here = sight(*map(seen, ids, (*market, "Jembatan patah")))
    here = replace(here, cases=(*here.cases[:2], _elsewhere(here.cases[2])))
    turn = hear("yang di pasar", here, asked_which("sdh ditambal", here=here))
    assert turn.memory.ids == (ROAD, LAMP)
    assert [one.words for one in turn.memory.held] == ["sdh ditambal"]


def _elsewhere(one: Seen) -> Seen:
    return replace(one, about=replace(one.about, location=Location(text="Payeti")))


def test_a_number_with_more_words_chooses_and_tells() -> None:
    turn = hear("1 sudah kami vaksin tadi", TWO, asked_which("besok tim turun"))
    assert [(one.id, one.words) for one in turn.memory.held] == [
        (ROAD, "besok tim turun. sudah kami vaksin tadi")
    ]


def test_a_number_that_counts_does_not_choose() -> None:
    turn = hear("2 hari lagi selesai", TWO, asked_which("besok tim turun"))
    assert turn.memory.asks == "which"


def test_news_of_one_waits_while_it_is_asked_which_one_other_words_mean() -> None:
    turn = hear("lampunya sudah kami ganti", TWO, asked_which("besok tim turun"))
    assert turn.memory.asks == "which"
    both = hear("1", TWO, turn.memory)
    words = {one.id: one.words for one in both.memory.held}
    assert words == {ROAD: "besok tim turun", LAMP: "lampunya sudah kami ganti"}


def test_a_case_that_just_left_is_not_offered() -> None:
    turn = hear("yang lampu bukan kami", TWO, asked_which("sdh selesai"))
    assert did(turn, "return")
    assert turn.memory.ids == (ROAD,)


def test_a_yes_after_which_one_reaches_the_citizen() -> None:
    first = hear("besok tim turun", TWO, Memory())
    shown = hear("yang lampu", TWO, first.memory)
    assert shown.memory.asks == "send"
    sent = did(hear("iya kirim", TWO, shown.memory), "answer")
    assert [(one.id, one.words) for one in sent] == [(LAMP, "besok tim turun")]


def test_words_whose_case_was_never_chosen_come_back_to_the_officer():
    turn = hear("lusa kami bongkar salurannya", TWO, Memory())
    assert turn.memory.asks == "which"
    later = replace(TWO, now=NOW + timedelta(hours=25))
    [told, *_] = hear("siap", later, replace(turn.memory, at=NOW.isoformat())).steps
    assert isinstance(told, Tell)
    assert "lusa kami bongkar salurannya" in told.text


@pytest.mark.parametrize(
    "words",
    [
        "jalan di depan rumah saya juga rusak parah tolong diperbaiki",
        "saya sebagai warga mau melapor got mampet",
    ],
)
def test_what_reads_as_a_complaint_of_their_own_is_no_answer_before_they_say_so(words):
    asked = Memory("words", "answer", (ROAD,), at=NOW.isoformat())
    turn = hear(words, ONE, asked)
    assert turn.memory.asks == "unsure"
    assert not [step for step in turn.steps if isinstance(step, Do)]
