import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.category import classify
from intake.reading.category_words import HEADS, NARKOTIKA, TABLE


@pytest.mark.parametrize(
    ("story", "head"),
    [
        pytest.param(
            "jln dkt psr kliwon rsk bgt",
            "Pekerjaan Umum dan Penataan Ruang",
            id="a bad road",
        ),
        pytest.param("lampu jalan mati", "Perhubungan", id="a street light is no road"),
        pytest.param(
            "pju gg melati mati", "Perhubungan", id="a street light by its abbreviation"
        ),
        pytest.param(
            "lampu merah perempatan mati", "Perhubungan", id="a traffic light"
        ),
        pytest.param(
            "lampu mati sekampung, PLN tolong",
            "Energi dan Sumber Daya Alam",
            id="a power cut",
        ),
        pytest.param(
            "air pdam ga ngalir", "Energi dan Sumber Daya Alam", id="tap water"
        ),
        pytest.param(
            "air sungai hitam kena limbah",
            "Lingkungan Hidup dan Kehutanan",
            id="river water",
        ),
        pytest.param("got mampet", "Pekerjaan Umum dan Penataan Ruang", id="a drain"),
        pytest.param(
            "pungli ktp di kelurahan",
            "Politik dan Hukum",
            id="a levy outweighs the office",
        ),
        pytest.param("ktp belum jadi", "Kependudukan", id="an identity card"),
        pytest.param(
            "sampah di depan puskesmas",
            "Lingkungan Hidup dan Kehutanan",
            id="a clinic as landmark",
        ),
        pytest.param("puskesmas tutup terus", "Kesehatan", id="a clinic as the matter"),
        pytest.param(
            "bpjs ketenagakerjaan ga bisa cair", "Ketenagakerjaan", id="the other BPJS"
        ),
        pytest.param(
            "bandar narkoba di kampung, polisi diam",
            NARKOTIKA,
            id="the matter outweighs its setting",
        ),
        pytest.param(
            "runtah teu diangkut", "Lingkungan Hidup dan Kehutanan", id="Sundanese"
        ),
        pytest.param(
            "dalane rusak nemen", "Pekerjaan Umum dan Penataan Ruang", id="Javanese"
        ),
        pytest.param(
            "no water from the tap", "Energi dan Sumber Daya Alam", id="English"
        ),
        pytest.param(
            "The road in front of SD Inpres Kambajawa ... full of holes",
            "Pekerjaan Umum dan Penataan Ruang",
            id="what is broken outweighs a school as landmark",
        ),
        pytest.param(
            "road near SMP 2 has potholes",
            "Pekerjaan Umum dan Penataan Ruang",
            id="near a school",
        ),
        pytest.param(
            "Surat tanah saya ditahan lurah",
            "Pekerjaan Umum dan Penataan Ruang",
            id="land papers",
        ),
        pytest.param(
            "tdk dpt surat panggilan DPT pemilu",
            "Politik dan Hukum",
            id="the voter roll",
        ),
        pytest.param(
            "nama sy tdk terdaftar di dpt",
            "Politik dan Hukum",
            id="the voter roll, small",
        ),
        pytest.param(
            "sy tdk dpt bansos", "Sosial dan Kesejahteraan", id="dpt is dapat elsewhere"
        ),
        pytest.param(
            "tidak dapat undangan pilkada", "Politik dan Hukum", id="an election"
        ),
        pytest.param(
            "banjir lagi di Rawa Buaya",
            "Lingkungan Hidup dan Kehutanan",
            id="a crocodile in a name",
        ),
    ],
)
def test_files_a_story_under_its_head(story, head):
    assert classify(story).head == head


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("selamat pagi pak", id="a greeting"),
        pytest.param("mau jalan-jalan ke kota", id="a stroll"),
        pytest.param("rumah saya di jalan melati no 5", id="an address"),
        pytest.param("", id="nothing"),
    ],
)
def test_no_evidence_is_no_category(text):
    guess = classify(text)
    assert (guess.head, guess.confidence, guess.evidence) == (None, 0.0, ())


def test_says_why():
    assert classify("sampah menumpuk dan bau").evidence == ("sampah menumpuk", "bau")


def test_two_matters_are_less_sure_than_one():
    assert (
        classify("jalan rusak, sampah menumpuk").confidence
        < classify("jalan rusak").confidence
    )


def test_there_are_the_38_official_heads_and_the_table_knows_no_other():
    assert len(set(HEADS)) == 38
    assert set(TABLE) <= set(HEADS)


@given(st.text())
def test_classifies_any_text(text):
    assert 0.0 <= classify(text).confidence < 1.0
