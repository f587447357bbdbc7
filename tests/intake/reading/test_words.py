import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.words import normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        pytest.param(
            "jln rsk bgt, byk yg jatuh",
            "jalan rusak banget , banyak yang jatuh",
            id="abbreviations",
        ),
        pytest.param(
            "urus kk di kel",
            "urus kartu keluarga di kelurahan",
            id="offices win over slang",
        ),
        pytest.param(
            "jalan2 dan org2nya",
            "jalan-jalan dan orang-orangnya",
            id="2 doubles a word",
        ),
        pytest.param("berx2 lapor", "berkali-kali lapor", id="x2 is times and times"),
        pytest.param(
            "udh 2x dlm 3bln",
            "sudah 2 kali dalam 3 bulan",
            id="a unit glued to its number",
        ),
        pytest.param("minta 150rb", "minta 150 ribu", id="money glued to its number"),
        pytest.param("sdn2 rt03", "sdn 2 rt 03", id="a numbered school is not doubled"),
        pytest.param("M0h0n", "mohon", id="zero for o"),
        pytest.param("rusak.tolong", "rusak . tolong", id="glued full stop"),
        pytest.param(
            "ds. ngetos no. 5",
            "desa ngetos nomor 5",
            id="the full stop of a short form",
        ),
        pytest.param(
            "tgl 27.11.2017 jam 08.30",
            "tanggal 27.11.2017 jam 08.30",
            id="dates stay whole",
        ),
        pytest.param("RT.04/RW.03", "rt 04 rw 03", id="rt and rw"),
        pytest.param("no water", "no water", id="English no is no number"),
        pytest.param(
            "pkl 22, pkl liar",
            "pukul 22 , pedagang kaki lima liar",
            id="pkl is an hour or a hawker",
        ),
        pytest.param(
            "a/n Budi, an. Siti", "atas nama budi , atas nama siti", id="on behalf of"
        ),
        pytest.param("banjirrrr!!!", "banjir !", id="stretched letters"),
        pytest.param("???", "?", id="punctuation alone"),
        pytest.param("🙏🙏", "", id="emoji alone"),
    ],
)
def test_spells_out(written, plain):
    assert normalise(written).text == plain


def test_a_range_of_the_plain_text_leads_back_to_the_words_written():
    written = "tlg pak, kk sy hilang"
    normal = normalise(written)
    start = normal.text.index("kartu")
    first, last = normal.span(start, start + len("kartu keluarga saya"))
    assert written[first:last] == "kk sy"


@given(st.text())
def test_reads_any_text_and_every_word_knows_its_range(text):
    normal = normalise(text)
    for word, start in zip(normal.words, normal.starts, strict=True):
        assert normal.text[start:].startswith(word.text)
        assert 0 <= word.start < word.end <= len(text)
        assert normal.span(start, start + len(word.text)) == (word.start, word.end)
