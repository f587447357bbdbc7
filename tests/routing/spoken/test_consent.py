import pytest

from routing.spoken.consent import agrees, chosen_in, is_answer
from routing.spoken.second_thoughts import instead_in, says_more

SEND, FOR_WHOM = ("send", "note"), ("send", "note", "own")


@pytest.mark.parametrize(
    "words",
    [
        *("ya", "iya pak", "ok", "okee", "siap", "siap kirim", "iya kirim", "ok kirim"),
        *(
            "kirim aja pak",
            "ya udah kirim",
            "silakan dikirim",
            "boleh",
            "setuju",
            "lanjut",
        ),
        *(
            "baik kirim",
            "ok krm",
            "kirim ke pelapor",
            "👍👍",
            "ya kirim, makasih",
            "nggih",
        ),
    ],
)
def test_consent_to_what_was_shown_sends_it(words: str) -> None:
    assert agrees(words)
    assert chosen_in(words, "send", SEND) == "send"


@pytest.mark.parametrize(
    "words",
    [
        *(
            "makasih",
            "makasih ya",
            "oke makasih ya",
            "siap, terima kasih",
            "matur nuwun",
        ),
        *(
            "kirim?",
            "siap?",
            "ya besok",
            "ya tapi jangan sekarang",
            "sudah dikirim",
            "86",
        ),
        *("kirim ke dishub", "tidak masalah", "baik pak", ""),
    ],
)
def test_thanks_questions_and_vague_words_send_nothing(words: str) -> None:
    assert chosen_in(words, "send", SEND) is None


@pytest.mark.parametrize("words", ["jangan", "jangan kirim", "gak usah, makasih", "ga"])
def test_a_no_keeps_the_words_as_a_note(words: str) -> None:
    assert chosen_in(words, "send", SEND) == "note"


@pytest.mark.parametrize("words", ["ya", "siap pak", "ok", "betul", "oke makasih"])
@pytest.mark.parametrize("asks", ["unsure", "meaning", "which", "either"])
def test_a_bare_yes_does_not_choose_among_several(words: str, asks: str) -> None:
    assert chosen_in(words, asks, FOR_WHOM) is None
    assert is_answer(words)


@pytest.mark.parametrize("words", ["kirim", "ok kirim", "siap dikirim pak"])
def test_the_word_of_a_choice_chooses_it(words: str) -> None:
    assert chosen_in(words, "unsure", FOR_WHOM) == "send"


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        pytest.param(
            "eh salah, obatnya datang jumat", "obatnya datang jumat", id="after a comma"
        ),
        pytest.param(
            "eh salah obatnya datang jumat", "obatnya datang jumat", id="without one"
        ),
        pytest.param(
            "eh bukan kamis tapi jumat",
            "bukan kamis tapi jumat",
            id="not this but that",
        ),
        pytest.param("salah pencet", "", id="only a slip"),
        pytest.param("gak jadi deh, nanti saya jawab dari kantor", "", id="given up"),
        pytest.param("eh jangan dikirim dulu", "", id="held back"),
    ],
)
def test_what_is_said_instead(words: str, instead: str) -> None:
    assert instead_in(words) == instead


def test_a_regret_that_tells_more_is_worth_a_note() -> None:
    assert says_more("ternyata belum selesai")
    assert not says_more("eh salah kirim, maaf")
