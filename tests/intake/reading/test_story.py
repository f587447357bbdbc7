import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.reading.story import Story, read_story, title_of


@pytest.mark.parametrize(
    ("text", "story"),
    [
        pytest.param("jalan rusak ", Story("jalan rusak"), id="a story as it is"),
        pytest.param("LAPOR jalan rusak", Story("jalan rusak", "LAPOR"), id="keyword"),
        pytest.param(
            "lapor: jalan rusak",
            Story("jalan rusak", "lapor"),
            id="keyword with a colon",
        ),
        pytest.param(
            "laporjalan rusak", Story("jalan rusak", "lapor"), id="glued keyword"
        ),
        pytest.param(
            "LAPOR#Budi#Jl Mawar 5#jalan rusak",
            Story("jalan rusak", "LAPOR", "Budi", "Jl Mawar 5"),
            id="name, address and story",
        ),
        pytest.param(
            "lapor # Siti # Depok # got # mampet",
            Story("got#mampet", "lapor", "Siti", "Depok"),
            id="further signs belong to the story",
        ),
        pytest.param(
            "LAPOR#Budi#jalan rusak",
            Story("jalan rusak", "LAPOR", "Budi"),
            id="name and story",
        ),
        pytest.param(
            "LAPOR#jalan rusak", Story("jalan rusak", "LAPOR"), id="story in the form"
        ),
        pytest.param(
            "LAPOR##Depok#banjir",
            Story("banjir", "LAPOR", None, "Depok"),
            id="an empty field",
        ),
        pytest.param(
            "KAB. NGANJUK air mati",
            Story("air mati", "KAB. NGANJUK"),
            id="a region in front",
        ),
        pytest.param(
            "kab sumba timur jalan rusak",
            Story("jalan rusak", "kab sumba timur"),
            id="a region of two words",
        ),
        pytest.param(
            "TANGKAB jalan rusak",
            Story("jalan rusak", "TANGKAB"),
            id="a region's short word",
        ),
        pytest.param("BJN air mati", Story("air mati", "BJN"), id="another"),
        pytest.param("LAPOR", Story("", "LAPOR"), id="keyword alone"),
        pytest.param("lapor pak", Story("", "lapor pak"), id="announces a report"),
        pytest.param(
            "saya mau lapor", Story("", "saya mau lapor"), id="announces in a sentence"
        ),
        pytest.param(
            "laporan saya ditutup",
            Story("laporan saya ditutup"),
            id="laporan is a noun here",
        ),
        pytest.param(
            "kota ini kotor", Story("kota ini kotor"), id="kota is a noun here"
        ),
        pytest.param("", Story(""), id="nothing"),
    ],
)
def test_takes_a_message_apart(text, story):
    assert read_story(text) == story


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "LAPOR jln dkt psr rsk bgt",
            "Jalan dekat pasar rusak banget",
            id="spelled out",
        ),
        pytest.param(
            "Assalamualaikum pak, got mampet",
            "Got tersumbat",
            id="without the greeting",
        ),
        pytest.param(
            "yth bapak bupati, air PDAM mati", "Air PDAM mati", id="without the address"
        ),
        pytest.param("JALAN RUSAK PARAH", "Jalan rusak parah", id="not shouted"),
        pytest.param(
            "ibu saya pingsan", "Ibu saya pingsan", id="a mother is no address"
        ),
        pytest.param(
            "nama saya Budi. got mampet di Depok",
            "Got tersumbat di Depok",
            id="the telling clause",
        ),
        pytest.param(
            "sy mau lapor lampu mati", "Lampu mati", id="without the announcement"
        ),
        pytest.param(
            "jalan rusak. tolong diperbaiki", "Jalan rusak", id="the first clause"
        ),
        pytest.param(
            "sampah menumpuk di belakang pasar sudah dua minggu",
            "Sampah menumpuk di belakang pasar",
            id="cut",
        ),
    ],
)
def test_makes_a_title(text, title):
    assert title_of(text, 36) == title


def test_leaves_out_the_ranges_it_is_told():
    text = "lampu mati di Gg Mawar"
    assert title_of(text, 40, [(text.index("di"), len(text))]) == "Lampu mati"


@example("\u00df00000<0", 8)  # its capital would be two letters
@given(st.text(), st.integers(8, 80))
def test_any_title_fits(text, width):
    assert len(title_of(text, width)) <= width


@given(st.text())
def test_the_body_stands_in_the_message_unless_fields_were_joined(text):
    story = read_story(text)
    assert story.body in text or "#" in story.body
