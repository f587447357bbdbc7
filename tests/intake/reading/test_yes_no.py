import pytest

from intake.reading.yes_no import read_yes_no, thanks_in

YES = "1|satu|ya|y|iya|Iyaaa|betul|ok|OK!!|oke|benar|nggih|inggih|muhun|iyo|yes|sama|ya pak|iya benar|👍"
NO = "tidak|ga|gak|Gak.|bukan|mboten|henteu|indak|no|nggak|tdk|tidak benar|bukan itu pak|salah|ora"
NEITHER = "2|0|3|halo|ya tapi alamatnya salah|jalan rusak|makasih|???||tidak tahu alamatnya di mana pak"


@pytest.mark.parametrize("text", YES.split("|"))
def test_reads_yes(text):
    assert read_yes_no(text) is True


@pytest.mark.parametrize("text", NO.split("|"))
def test_reads_no(text):
    assert read_yes_no(text) is False


@pytest.mark.parametrize("text", NEITHER.split("|"))
def test_reads_neither(text):
    assert read_yes_no(text) is None


def test_not_wrong_is_yes():
    assert read_yes_no("tidak apa-apa") is True


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        pytest.param("makasih ya", True, id="Indonesian"),
        pytest.param("matur suwun", True, id="Javanese"),
        pytest.param("hatur nuhun", True, id="Sundanese"),
        pytest.param("tarimo kasih", True, id="Minang"),
        pytest.param("thank you", True, id="English"),
        pytest.param("jalan rusak", False, id="a story"),
        pytest.param("kasih tahu saya", False, id="kasih alone is to give"),
    ],
)
def test_hears_thanks(text, thanks):
    assert thanks_in(text) is thanks
