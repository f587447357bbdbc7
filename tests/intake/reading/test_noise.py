import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.noise import Noise, noise_of


@pytest.mark.parametrize(
    ("text", "noise"),
    [
        pytest.param("halo", Noise.GREETING, id="hello"),
        pytest.param("Assalamualaikum wr wb", Noise.GREETING, id="a Muslim greeting"),
        pytest.param("selamat pagi pak", Noise.GREETING, id="good morning"),
        pytest.param("p", Noise.GREETING, id="a single p"),
        pytest.param("min", Noise.GREETING, id="calls the admin"),
        pytest.param("terima kasih banyak pak", Noise.THANKS, id="thanks"),
        pytest.param("suwun", Noise.THANKS, id="Javanese thanks"),
        pytest.param("tes", Noise.TEST, id="test"),
        pytest.param("test 123", Noise.TEST, id="test with digits"),
        pytest.param("???", Noise.PUNCTUATION, id="question marks"),
        pytest.param("🙏🙏", Noise.PUNCTUATION, id="emoji"),
        pytest.param(".", Noise.PUNCTUATION, id="a dot"),
        pytest.param("  \n", Noise.EMPTY, id="blanks"),
        pytest.param(
            "Sebarkan pesan ini ke 10 temanmu", Noise.CHAIN, id="a chain letter"
        ),
        pytest.param(
            "Selamat! Nomor Anda mendapat hadiah 50 juta",
            Noise.SPAM,
            id="a false prize",
        ),
        pytest.param(
            "Promo kuota 10GB hanya Rp20rb, ketik YA ke 363",
            Noise.SPAM,
            id="an operator's offer",
        ),
        pytest.param("dasar pemerintah goblok", Noise.ABUSE, id="an insult"),
    ],
)
def test_names_the_noise(text, noise):
    assert noise_of(text) is noise


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("halo pak lampu jalan mati", id="a greeting before a story"),
        pytest.param("anjing liar menggigit anak", id="a dog in a story"),
        pytest.param("tolong viralkan jalan rusak ini", id="asks for attention"),
        pytest.param(
            "saya dapat sms selamat nomor anda menang, tolong diblokir",
            id="complains of spam",
        ),
        pytest.param("1", id="an answer"),
        pytest.param("budi santoso", id="a name"),
    ],
)
def test_a_story_or_an_answer_is_no_noise(text):
    assert noise_of(text) is None


@given(st.text())
def test_looks_at_any_text(text):
    assert noise_of(text) in {None, *Noise}
