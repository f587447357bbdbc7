import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.places.address import parse_place_parts, spot_place_span


@pytest.mark.parametrize(
    ("text", "rt", "rw"),
    [
        pytest.param("RT.04/RW.03", "04", "03", id="dots and slash"),
        pytest.param("rt 08 rw 02", "08", "02", id="small letters"),
        pytest.param("003/05", "003", "05", id="bare pair with zeros"),
        pytest.param("Rt.17 /01", "17", "01", id="rw left out"),
        pytest.param(
            "gg melati rt 03/05 kel sidomulyo", "03", "05", id="inside an address"
        ),
        pytest.param("RT 9 /RW X1", "9", "X1", id="roman rw"),
        pytest.param("RT/RW 003/005", "003", "005", id="as on the identity card"),
        pytest.param(
            "rt/rw: 3 5", "3", "5", id="as on the identity card, with a space"
        ),
        pytest.param("RT04RW03", None, None, id="glued is not guessed at"),
        pytest.param("RT 5 desa Napu", "5", None, id="rt alone"),
        pytest.param("warga rw 11", None, "11", id="rw alone"),
        pytest.param("tgl 06/12/17", None, None, id="a date"),
        pytest.param("rumah 1/2 jadi", None, None, id="a fraction"),
        pytest.param("sertifikat start 3", None, None, id="rt at the end of a word"),
    ],
)
def test_reads_rt_and_rw(text, rt, rw):
    parts = parse_place_parts(text)
    assert (parts.rt, parts.rw) == (rt, rw)


@pytest.mark.parametrize(
    ("text", "street"),
    [
        pytest.param(
            "Jl. Melati no 5 RT.04/RW.03",
            "Jl. Melati no 5",
            id="with house number, up to RT",
        ),
        pytest.param("jl melati", "jl melati", id="no full stop"),
        pytest.param("jl.melati 7, depok", "jl.melati 7", id="no space"),
        pytest.param(
            "jalan Melati rusak parah", "jalan Melati", id="jalan with a name"
        ),
        pytest.param(
            "jln raya bogor km 30 dekat pom bensin",
            "jln raya bogor km 30",
            id="raya and kilometre",
        ),
        pytest.param(
            "gg. mawar 3 blok c no. 12",
            "gg. mawar 3 blok c no. 12",
            id="alley and block",
        ),
        pytest.param(
            "dsn krajan ds ngetos", "dsn krajan", id="hamlet, up to the village"
        ),
        pytest.param(
            "Perum Griya Asri blok B2", "Perum Griya Asri blok B2", id="housing estate"
        ),
        pytest.param("kp. rawa rt 5", "kp. rawa", id="kampung"),
        pytest.param("gg mawar, jl melati", "gg mawar, jl melati", id="two"),
        pytest.param("jalan rusak", None, id="jalan rusak"),
        pytest.param("jalan di depan rumah saya", None, id="jalan di depan"),
        pytest.param("jalan desa berlubang", None, id="jalan desa"),
        pytest.param("jalan raya rusak", None, id="jalan raya without a name"),
        pytest.param("lewat jalan", None, id="nothing follows"),
        pytest.param("jalan, mawar", None, id="a comma follows"),
    ],
)
def test_reads_the_street(text, street):
    assert parse_place_parts(text).street == street


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        pytest.param(
            "depan masjid Al Ikhlas, Kel. Sukamaju",
            "depan masjid Al Ikhlas",
            id="up to a comma",
        ),
        pytest.param(
            "jl melati dkt sdn 2 kec lewa", "dkt sdn 2", id="up to a level word"
        ),
        pytest.param("dpn kantor pos rusak", "dpn kantor pos", id="up to a verdict"),
        pytest.param(
            "di perempatan tugu dari kemarin", "perempatan tugu", id="up to a time"
        ),
        pytest.param("samping warung bu Siti", "samping warung", id="up to a person"),
        pytest.param("seberang pasar jl mawar", "seberang pasar", id="up to a street"),
        pytest.param("arah Waingapu", "arah Waingapu", id="direction"),
        pytest.param("depan rumah saya", None, id="my house tells nothing"),
        pytest.param("di depan", None, id="nothing follows"),
        pytest.param("Kel. Matawai", None, id="no landmark"),
    ],
)
def test_reads_the_landmark(text, landmark):
    assert parse_place_parts(text).landmark == landmark


def test_keeps_the_words():
    assert parse_place_parts("  Jl Melati \n").text == "Jl Melati"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso",
            "di depan pasar Matawai Kota Waingapu",
            id="up to a time",
        ),
        pytest.param(
            "LAPOR jln dkt psr kliwon rsk bgt udh 3bln blm dibenerin",
            "dkt psr kliwon",
            id="abbreviated landmark",
        ),
        pytest.param(
            "pak min pju gg melati rt 03/05 kel sidomulyo mati dr kmrn malem",
            "gg melati rt 03/05 kel sidomulyo",
            id="alley to village",
        ),
        pytest.param(
            "KAB. NGANJUK air pdam dsn krajan ds. ngetos ga ngalir 5hr",
            "dsn krajan ds. ngetos",
            id="keyword first, then the matter",
        ),
        pytest.param(
            "KAB. SUMBA TIMUR air PDAM tidak mengalir",
            "KAB. SUMBA TIMUR",
            id="a keyword and the matter",
        ),
        pytest.param(
            "di Kec. Lewa lampu jalan mati",
            "di Kec. Lewa",
            id="the matter behind a kecamatan",
        ),
        pytest.param(
            "dekat pasar jalan rusak", "dekat pasar", id="the matter behind a landmark"
        ),
        pytest.param(
            "macet di lampu merah Kambajawa",
            "di lampu merah Kambajawa",
            id="a traffic light",
        ),
        pytest.param(
            "The street light in front of Matawai market Waingapu has been out for two weeks",
            "in front of Matawai market Waingapu",
            id="in front of, in English",
        ),
        pytest.param(
            "a dead dog near SD Lewa since Monday",
            "near SD Lewa",
            id="near, in English",
        ),
        pytest.param("fix it in two weeks", None, id="in, but no place"),
        pytest.param(
            "dalane rusak nemen ngarep pasar Matawai wis telung wulan",
            "ngarep pasar Matawai",
            id="Javanese",
        ),
        pytest.param(
            "Jalanna ruksak hareupeun pasar Matawai ti kamari",
            "hareupeun pasar Matawai",
            id="Sundanese, then since",
        ),
        pytest.param(
            "runtah numpuk gigireun masjid Agung tos lami",
            "gigireun masjid Agung",
            id="Sundanese",
        ),
        pytest.param(
            "sampah di Air Molek menumpuk", "di Air Molek", id="a town called Air"
        ),
        pytest.param(
            "sampah di bojongsoang numpuk teu diangkat",
            "di bojongsoang",
            id="name after di",
        ),
        pytest.param(
            "usul trotoar dpn sdn 2 dikasi zebra cross", "dpn sdn 2", id="school"
        ),
        pytest.param(
            "lampu mati di Jl. Melati no 5, RT 3, Kel. Matawai, Budi",
            "di Jl. Melati no 5, RT 3, Kel. Matawai",
            id="goes on after commas, but not to a name",
        ),
        pytest.param(
            "banjir di perempatan tugu dari kemarin",
            "di perempatan tugu",
            id="up to dari",
        ),
        pytest.param("jalan di depan rumah saya rusak parah", None, id="my house"),
        pytest.param("jalan rusak parah sudah 3 bulan", None, id="no place"),
        pytest.param(
            "oknum kelurahan minta 150rb urus ktp", None, id="an office, no place"
        ),
        pytest.param("di sini gelap", None, id="here"),
        pytest.param("rumah sy kebakaran!!", None, id="no cue"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_spots_where_the_place_is_told(text, place):
    found = spot_place_span(text)
    assert (found and found.value) == place
    assert found is None or text[found.start : found.end] == place


_CUES = [
    "jl",
    "jl.",
    "rt 3",
    "/",
    "di",
    "depan",
    ",",
    "rusak",
    "melati",
    "kec.",
    "5",
    "sudah",
    "RT.04/RW.03",
]


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(_CUES), max_size=12).map(" ".join),
    )
)
def test_any_text_is_taken_apart(text):
    parts, found = parse_place_parts(text), spot_place_span(text)
    assert parts.text == text.strip()
    assert found is None or (
        found.value and text[found.start : found.end] == found.value
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Kepala desa potong dana BLT warga 100 ribu",
            id="what a village head does is no place",
        ),
        pytest.param(
            "perangkat desa minta uang terus", id="nor what the village's officials do"
        ),
        pytest.param("dana desa dikorupsi", id="nor the village's money"),
    ],
)
def test_an_office_is_not_a_place(text: str) -> None:
    assert spot_place_span(text) is None
