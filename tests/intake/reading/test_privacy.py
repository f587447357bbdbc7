import pytest

from intake.reading.privacy import asks_anonymous, sensitive


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        pytest.param("jgn sebut nama sy", True, id="do not say my name"),
        pytest.param(
            "tolong rahasiakan identitas saya", True, id="keep my identity secret"
        ),
        pytest.param(
            "nama saya jangan ditulis ya pak", True, id="my name, do not write it"
        ),
        pytest.param("lapor tanpa nama", True, id="without a name"),
        pytest.param("saya mau anonim", True, id="anonymous"),
        pytest.param("please keep my name secret", True, id="English"),
        pytest.param("ojo disebut jenengku", True, id="Javanese"),
        pytest.param(
            "jalan tanpa nama di belakang masjid", False, id="a street without a name"
        ),
        pytest.param(
            "tidak usah anonim, sebut saja nama saya", False, id="says no to it"
        ),
        pytest.param("nama saya Budi", False, id="gives the name"),
        pytest.param(
            "kebocoran data rahasia perusahaan", False, id="secrets of a company"
        ),
    ],
)
def test_hears_a_wish_not_to_be_named(text, asks):
    assert asks_anonymous(text) is asks


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        pytest.param(
            "oknum kelurahan minta 150rb", True, id="an officer and an illegal levy"
        ),
        pytest.param("petugas minta uang rokok", True, id="money for cigarettes"),
        pytest.param("kades korupsi dana desa", True, id="corruption"),
        pytest.param("saya diancam preman", True, id="a threat"),
        pytest.param("bansos dipotong ketua rt", True, id="a cut of social aid"),
        pytest.param("they asked for bribes", True, id="bribes in English"),
        pytest.param("jalan rusak", False, id="a bad road"),
        pytest.param(
            "sinyal hilang di Sabu Raijua", False, id="a place that sounds like a drug"
        ),
    ],
)
def test_sees_where_telling_may_harm(text, risky):
    assert sensitive(text) is risky
