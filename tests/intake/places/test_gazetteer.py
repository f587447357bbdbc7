from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.places.gazetteer import Gazetteer
from intake.places.mentions import Hint, Reader
from intake.places.words import NICKNAMES

HOME = "53.11"  # Kabupaten Sumba Timur
DATA = Path(__file__).parents[3] / "intake" / "places" / "data" / "regions.txt.xz"
GAZETTEER = Gazetteer.from_bytes(DATA.read_bytes())


def codes(regions) -> list[str]:
    return [region.code for region in regions]


# What is known of a code


@pytest.mark.parametrize(
    ("code", "label", "kind"),
    [
        pytest.param("53", "Provinsi Nusa Tenggara Timur", "provinsi", id="province"),
        pytest.param("53.11", "Kabupaten Sumba Timur", "kabupaten", id="kabupaten"),
        pytest.param(
            "31.74", "Kota Jakarta Selatan", "kota", id="administrative kota is a kota"
        ),
        pytest.param(
            "53.11.01",
            "Kec. Kota Waingapu",
            "kecamatan",
            id="kecamatan keeps the Kota in its name",
        ),
        pytest.param(
            "53.11.01.1003",
            "Kel. Matawai",
            "kelurahan",
            id="village 1xxx is a kelurahan",
        ),
        pytest.param(
            "53.11.03.2005", "Desa Matawai Pawali", "desa", id="village 2xxx is a desa"
        ),
    ],
)
def test_knows_a_region_by_code(code, label, kind):
    region = GAZETTEER.region(code)
    assert (region.code, region.label, region.kind, region.level) == (
        code,
        label,
        kind,
        code.count(".") + 1,
    )


@pytest.mark.parametrize(
    "code", ["", "99", "53.99", "5311", "53.11.1", "53.11.01.9999", "x", "٥٣"]
)
def test_knows_no_other_codes(code):
    assert GAZETTEER.region(code) is None
    assert GAZETTEER.path(code) == (None, None, None, None)
    assert GAZETTEER.chain(code) == ""
    assert GAZETTEER.children(code) == ()


def test_holds_the_whole_country():
    provinces = [r for n in range(100) if (r := GAZETTEER.region(f"{n:02d}"))]
    regencies = [r for p in provinces for r in GAZETTEER.children(p.code)]
    districts = [r for k in regencies for r in GAZETTEER.children(k.code)]
    villages = [r for d in districts for r in GAZETTEER.children(d.code)]
    assert [len(each) for each in (provinces, regencies, districts, villages)] == [
        38,
        514,
        7285,
        83762,
    ]


def test_gives_the_path_of_the_envelope():
    assert GAZETTEER.path("53.11.01.1003") == (
        "Nusa Tenggara Timur",
        "Kabupaten Sumba Timur",
        "Kota Waingapu",
        "Matawai",
    )
    assert GAZETTEER.path("53.11") == (
        "Nusa Tenggara Timur",
        "Kabupaten Sumba Timur",
        None,
        None,
    )


@pytest.mark.parametrize(
    "end", [pytest.param(0, id="first"), pytest.param(-1, id="last")]
)
def test_each_province_is_in_the_path_of_its_own_villages(end):
    provinces = [r for n in range(100) if (r := GAZETTEER.region(f"{n:02d}"))]
    for province in provinces:
        regency = GAZETTEER.children(province.code)[end]
        district = GAZETTEER.children(regency.code)[end]
        village = GAZETTEER.children(district.code)[end]
        assert GAZETTEER.path(village.code) == (
            province.name,
            regency.label,
            district.name,
            village.name,
        )


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("53.11.01.1003", "Kel. Matawai, Kec. Kota Waingapu, Kab. Sumba Timur"),
        ("32.73.01", "Kec. Sukasari, Kota Bandung"),
        ("53", "Prov. Nusa Tenggara Timur"),
    ],
)
def test_reads_a_place_back(code, chain):
    assert GAZETTEER.chain(code) == chain


def test_refuses_another_file():
    with pytest.raises(ValueError, match="regions"):
        Gazetteer.from_bytes(b"not it")


def test_every_nickname_means_a_region():
    assert {
        code
        for codes in NICKNAMES.values()
        for code in codes.split()
        if not GAZETTEER.region(code)
    } == set()


# The answer to "where?"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "Kec. Syiah Kuala, Banda Aceh",
            "Kec. Syiah Kuala, Kota Banda Aceh",
            id="Aceh",
        ),
        pytest.param(
            "gampong lamlagang banda aceh",
            "Desa Lamlagang, Kec. Banda Raya, Kota Banda Aceh",
            id="Aceh, gampong",
        ),
        pytest.param(
            "kec medan johor, kota medan",
            "Kec. Medan Johor, Kota Medan",
            id="North Sumatra",
        ),
        pytest.param(
            "labusel", "Kab. Labuhanbatu Selatan", id="North Sumatra, nickname"
        ),
        pytest.param(
            "nagari koto gadang kec iv koto kab agam",
            "Desa Koto Gadang, Kec. IV Koto, Kab. Agam",
            id="West Sumatra, roman numeral",
        ),
        pytest.param("kuansing", "Kab. Kuantan Singingi", id="Riau, nickname"),
        pytest.param(
            "Kec Tampan/Payung Sekaki pekan baru",
            "Kel. Tampan, Kec. Payung Sekaki, Kota Pekanbaru",
            id="Riau, split name",
        ),
        pytest.param("tanjab barat", "Kab. Tanjung Jabung Barat", id="Jambi, nickname"),
        pytest.param(
            "kec. ilir timur satu palembang",
            "Kec. Ilir Timur Satu, Kota Palembang",
            id="South Sumatra, kecamatan spelled otherwise",
        ),
        pytest.param(
            "curup, rejang lebong", "Kec. Curup, Kab. Rejang Lebong", id="Bengkulu"
        ),
        pytest.param(
            "tubaba lampung",
            "Kab. Tulang Bawang Barat",
            id="Lampung, nickname and province",
        ),
        pytest.param(
            "Toboali Bangka Selatan",
            "Kec. Toboali, Kab. Bangka Selatan",
            id="Bangka Belitung",
        ),
        pytest.param(
            "batam centre, kec batam kota",
            "Kec. Batam Kota, Kota Batam",
            id="Riau Islands",
        ),
        pytest.param(
            "Kelurahan Tanjung Duren Utara, Kec. Grogol Petamburan, Jakbar",
            "Kel. Tanjung Duren Utara, Kec. Grogol Petamburan, Kota Jakarta Barat",
            id="Jakarta",
        ),
        pytest.param(
            "kelapa gading jakut",
            "Kec. Kelapa Gading, Kota Jakarta Utara",
            id="Jakarta, no level words",
        ),
        pytest.param(
            "Jl Melati no 5, Sukamaju, Depok",
            "Kel. Sukamaju, Kec. Cilodong, Kota Depok",
            id="West Java, village and kota",
        ),
        pytest.param(
            "kbb, kec lembang",
            "Kec. Lembang, Kab. Bandung Barat",
            id="West Java, initials",
        ),
        pytest.param(
            "kec karanganyar kab kebumn",
            "Kec. Karanganyar, Kab. Kebumen",
            id="Central Java, typo decides between namesakes",
        ),
        pytest.param(
            "semarang kab, ungaran barat",
            "Kec. Ungaran Barat, Kab. Semarang",
            id="Central Java, kecamatan decides",
        ),
        pytest.param("solo", "Kota Surakarta", id="Central Java, former name"),
        pytest.param(
            "kab. sleman diy depok caturtunggal",
            "Desa Caturtunggal, Kec. Depok, Kab. Sleman",
            id="Yogyakarta, top down",
        ),
        pytest.param("gunung kidul", "Kab. Gunungkidul", id="Yogyakarta, split name"),
        pytest.param(
            "dsn krajan ds. ngetos nganjuk",
            "Desa Ngetos, Kec. Ngetos, Kab. Nganjuk",
            id="East Java, hamlet is no village",
        ),
        pytest.param(
            "kec lowokwaru malang",
            "Kec. Lowokwaru, Kota Malang",
            id="East Java, kecamatan decides kota",
        ),
        pytest.param(
            "serpong tangsel", "Kec. Serpong, Kota Tangerang Selatan", id="Banten"
        ),
        pytest.param("ubud, gianyar, bali", "Kec. Ubud, Kab. Gianyar", id="Bali"),
        pytest.param(
            "praya lombok",
            "Kec. Praya, Kab. Lombok Tengah",
            id="Lombok, island and kecamatan",
        ),
        pytest.param("kec woha kab bima ntb", "Kec. Woha, Kab. Bima", id="Sumbawa"),
        pytest.param("labuan bajo", "Kab. Manggarai Barat", id="Flores, capital town"),
        pytest.param("sbd", "Kab. Sumba Barat Daya", id="Sumba, initials"),
        pytest.param(
            "sei raya kubu raya",
            "Kec. Sungai Raya, Kab. Kubu Raya",
            id="West Kalimantan, sei is sungai",
        ),
        pytest.param(
            "sampit kotim", "Kab. Kotawaringin Timur", id="Central Kalimantan"
        ),
        pytest.param(
            "kandangan HSS",
            "Kec. Kandangan, Kab. Hulu Sungai Selatan",
            id="South Kalimantan",
        ),
        pytest.param(
            "kec. sungai kunjang samarinda kaltim",
            "Kec. Sungai Kunjang, Kota Samarinda",
            id="East Kalimantan",
        ),
        pytest.param("tarakan", "Kota Tarakan", id="North Kalimantan"),
        pytest.param(
            "bolmong", "Kab. Bolaang Mongondow", id="North Sulawesi, nickname"
        ),
        pytest.param("palu timur", "Kec. Palu Timur, Kota Palu", id="Central Sulawesi"),
        pytest.param(
            "ujung pandang", "Kota Makassar", id="South Sulawesi, former name"
        ),
        pytest.param(
            "Sa'dan toraja utara",
            "Kec. Sa'dan, Kab. Toraja Utara",
            id="South Sulawesi, apostrophe",
        ),
        pytest.param(
            "kec baruga kendari", "Kec. Baruga, Kota Kendari", id="Southeast Sulawesi"
        ),
        pytest.param(
            "kota gorontalo", "Kota Gorontalo", id="Gorontalo, kota not kabupaten"
        ),
        pytest.param("polman", "Kab. Polewali Mandar", id="West Sulawesi"),
        pytest.param("kec sirimau ambon", "Kec. Sirimau, Kota Ambon", id="Maluku"),
        pytest.param("tidore", "Kota Tidore Kepulauan", id="North Maluku"),
        pytest.param(
            "Distrik Heram, Kota Jayapura",
            "Kec. Heram, Kota Jayapura",
            id="Papua, distrik",
        ),
        pytest.param("fak-fak", "Kab. Fak Fak", id="West Papua, hyphen"),
        pytest.param("merauke", "Kab. Merauke", id="South Papua"),
        pytest.param("timika", "Kab. Mimika", id="Central Papua, capital town"),
        pytest.param("Wamena", "Kab. Jayawijaya", id="Highland Papua, capital town"),
        pytest.param("raja ampat", "Kab. Raja Ampat", id="Southwest Papua"),
        pytest.param("west java", "Prov. Jawa Barat", id="English province"),
        pytest.param(
            "East Nusa Tenggara",
            "Prov. Nusa Tenggara Timur",
            id="English province, fixed",
        ),
        pytest.param("south jakarta", "Kota Jakarta Selatan", id="English kota"),
        pytest.param(
            "dki jakarta",
            "Prov. Daerah Khusus Ibukota Jakarta",
            id="province's short name",
        ),
        pytest.param("sumbatimur", "Kab. Sumba Timur", id="joined"),
        pytest.param("sumba tmr", "Kab. Sumba Timur", id="abbreviated direction"),
        pytest.param(
            "waingapukota",
            "Kec. Kota Waingapu, Kab. Sumba Timur",
            id="joined and turned round",
        ),
        pytest.param(
            "kota Waingapu",
            "Kec. Kota Waingapu, Kab. Sumba Timur",
            id="Kota is part of a kecamatan's name",
        ),
        pytest.param(
            "kecpandawai",
            "Kec. Pandawai, Kab. Sumba Timur",
            id="level word glued to the name",
        ),
        pytest.param(
            "kecamtan pandawai",
            "Kec. Pandawai, Kab. Sumba Timur",
            id="typo in the level word",
        ),
        pytest.param(
            "Kab Sumba Timur, Kec Pandawai, Kel Kawangu",
            "Kel. Kawangu, Kec. Pandawai, Kab. Sumba Timur",
            id="top down",
        ),
        pytest.param(
            "kota padang, nanggalo",
            "Kec. Nanggalo, Kota Padang",
            id="kota, though a kecamatan is named Kota Padang",
        ),
        pytest.param(
            "kota Pekanbaru",
            "Kota Pekanbaru",
            id="kota, though a kecamatan is named Pekanbaru Kota",
        ),
        pytest.param("kotabaru", "Kab. Kotabaru", id="kabupaten named Kotabaru"),
        pytest.param("kab bandung", "Kab. Bandung", id="kabupaten by its type word"),
        pytest.param("kota bandung", "Kota Bandung", id="kota by its type word"),
        pytest.param(
            "Karanganyar",
            "Kab. Karanganyar",
            id="kabupaten wins over six kecamatan of its name",
        ),
        pytest.param(
            "cilandak",
            "Kec. Cilandak, Kota Jakarta Selatan",
            id="lone kecamatan, unique in the country",
        ),
        pytest.param(
            "Kp Melayu jatinegara",
            "Kel. Kampung Melayu, Kec. Jatinegara, Kota Jakarta Timur",
            id="kp is kampung",
        ),
        pytest.param(
            "kelurahan bidara cina, jatinegara, jakrta timur",
            "Kel. Bidara Cina, Kec. Jatinegara, Kota Jakarta Timur",
            id="typo in the kota",
        ),
    ],
)
def test_resolves(text, place):
    found = GAZETTEER.resolve(text)
    assert (found.status, found.region and GAZETTEER.chain(found.region.code)) == (
        "resolved",
        place,
    )


@pytest.mark.parametrize(
    "change",
    [str.upper, str.lower, str.title],
    ids=["capitals", "small letters", "titles"],
)
def test_does_not_mind_the_case(change):
    assert (
        GAZETTEER.resolve(change("kel. matawai kec. kota waingapu")).region.code
        == "53.11.01.1003"
    )


@pytest.mark.parametrize(
    ("text", "home", "code", "assumed"),
    [
        pytest.param(
            "Waingapu", HOME, "53.11.01", False, id="kecamatan known by its short name"
        ),
        pytest.param(
            "Matawai", HOME, "53.11.01.1003", True, id="village unique at home"
        ),
        pytest.param("Lewa", HOME, "53.11.03", False, id="kecamatan at home"),
        pytest.param(
            "desa napu", HOME, "53.11.02.2009", True, id="announced village at home"
        ),
        pytest.param("budi, matawai", HOME, "53.11.01.1003", True, id="with a name"),
        pytest.param("mattawai", HOME, "53.11.01.1003", True, id="with a typo"),
        pytest.param(
            "Kec Cilandak",
            HOME,
            "31.74.06",
            False,
            id="a kecamatan elsewhere is believed",
        ),
        pytest.param(
            "kec karanganyar",
            "33.05",
            "33.05.20",
            True,
            id="home decides between namesakes",
        ),
        pytest.param(
            "karanganyar",
            "33.05",
            "33.05.20",
            True,
            id="kecamatan at home beats a kabupaten elsewhere",
        ),
        pytest.param("bandung", "32.73", "32.73", True, id="home is the kota"),
        pytest.param("bandung", "32.04", "32.04", True, id="home is the kabupaten"),
        pytest.param(
            "kab bandung", "32.73", "32.04", False, id="the type word beats home"
        ),
        pytest.param("Lewa", "53", "53.11.03", False, id="home is a province"),
        pytest.param(
            "cilandak",
            "99",
            "31.74.06",
            False,
            id="a home that does not exist is no home",
        ),
    ],
)
def test_leans_on_the_home_region(text, home, code, assumed):
    found = GAZETTEER.resolve(text, home)
    assert (found.region and found.region.code, found.assumed_home) == (code, assumed)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param("Bandung", ["32.73", "32.04"], id="kota and kabupaten"),
        pytest.param("kab/kota bogor", ["32.71", "32.01"], id="kab/kota as on a form"),
        pytest.param(
            "jl ahmad yani bekasi", ["32.75", "32.16"], id="street tells nothing"
        ),
        pytest.param(
            "Matawai",
            ["53.11.01.1003"],
            id="lone village, even if unique, is asked about",
        ),
        pytest.param("sumba", ["53.11", "53.12", "53.17", "53.18"], id="island"),
        pytest.param(
            "sidomulyo",
            ["18.01.07"],
            id="lone kecamatan with a hundred villages of its name",
        ),
        pytest.param(
            "warga bandung barat lapor jalan di garut",
            ["32.17", "32.05"],
            id="two places",
        ),
    ],
)
def test_asks_when_it_stays_open(text, candidates):
    found = GAZETTEER.resolve(text)
    assert (found.status, found.region) == ("ambiguous", None)
    assert sorted(codes(found.candidates)) == sorted(candidates)


def test_offers_at_most_five_and_says_how_many_there_are():
    found = GAZETTEER.resolve("desa sidomulyo")
    assert (found.status, len(found.candidates)) == ("ambiguous", 5)
    assert found.alternatives > 90


def test_offers_the_kota_first():
    assert codes(GAZETTEER.resolve("cirebon").candidates) == ["32.74", "32.09"]


SMALL_TALK = [
    "mau lihat dulu",
    "sekarang",
    "halo pak",
    "kurang jelas",
    "sebentar ya",
    "saya mau tanya",
    "maksudnya apa ya?",
    "gimana pak?",
    "mau nanya dulu",
    "bagaimana caranya",
]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "tidak tahu",
        "di rumah saya",
        "iya",
        "saya tidak mau",
        "tidak ketemu",
        "12345",
        "lupa pak",
        *SMALL_TALK,
    ],
)
@pytest.mark.parametrize("home", [None, HOME])
def test_finds_nothing_in_other_answers(text, home):
    assert GAZETTEER.resolve(text, home).status == "unknown"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("kec pandawai sumba timur", True),
        ("kec pandawi sumba timur", False),
        ("kec pandawai kab sumba timr", False),
    ],
)
def test_says_whether_it_corrected(text, exact):
    found = GAZETTEER.resolve(text)
    assert (found.region.code, found.exact) == ("53.11.07", exact)


def test_says_which_words_it_used():
    text = "Jl Melati 5, Kel. Matawai, kec. Kota Waingapu ya"
    assert [text[start:end] for start, end in GAZETTEER.resolve(text).spans] == [
        "Kel. Matawai",
        "kec. Kota Waingapu",
    ]


# In a story


@pytest.mark.parametrize(
    ("text", "home", "code"),
    [
        pytest.param(
            "jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso",
            HOME,
            "53.11.01.1003",
            id="village vouched for by its kecamatan",
        ),
        pytest.param(
            "KAB. NGANJUK air pdam dsn krajan ds. ngetos ga ngalir 5hr tlg pak",
            None,
            "35.18.02.2004",
            id="keyword first, as on SMS",
        ),
        pytest.param(
            "sampah di bojongsoang numpuk teu diangkat",
            None,
            "32.04.08",
            id="kecamatan after di",
        ),
        pytest.param("sampah di jaksel menumpuk", None, "31.74", id="nickname"),
        pytest.param(
            "lampu mati di Jl. Diponegoro Surabaya sejak kemarin",
            None,
            "35.78",
            id="not the street",
        ),
        pytest.param(
            "lampu jalan mati di Matawai",
            HOME,
            "53.11.01.1003",
            id="village at home after di",
        ),
        pytest.param(
            "Puskesmas Lewa tutup terus", HOME, "53.11.03", id="public building"
        ),
        pytest.param(
            "pak bupati sumba timur tolong jalan di Kananggar",
            HOME,
            "53.11.12.2001",
            id="office holder",
        ),
        pytest.param(
            "SAMPAH DI KELURAHAN PRAILIU TIDAK DIANGKUT",
            HOME,
            "53.11.16.1002",
            id="all capitals",
        ),
        pytest.param(
            "mohon jalan di Sumba Timur diperbaiki", None, "53.11", id="kabupaten"
        ),
        pytest.param(
            "Sampah menumpuk di Jl Ahmad Yani, Kambajawa",
            HOME,
            "53.11.01.1001",
            id="village behind a street",
        ),
        pytest.param(
            "lampu mati di Jl Merpati 5, Lambanapu, Budi",
            HOME,
            "53.11.16.1007",
            id="then a name",
        ),
        pytest.param(
            "Matawai Waingapu rusak parah dan banyak motor jatuh",
            HOME,
            "53.11.01.1003",
            id="village and kecamatan side by side",
        ),
        pytest.param(
            "The market Waingapu has been out",
            HOME,
            "53.11.01",
            id="a market in English",
        ),
        pytest.param("lamp broken near Lewa", HOME, "53.11.03", id="near, in English"),
        pytest.param(
            "KEBAKARAN rumah di Jl Ahmad Yani Kambajawa waingapu sekarang tolong cepat!!",
            HOME,
            "53.11.01.1001",
            id="behind a street, in a hurry",
        ),
    ],
)
def test_spots_a_place_in_a_story(text, home, code):
    found = GAZETTEER.spot(text, home)
    assert (found.status, found.region and found.region.code) == ("resolved", code)


@pytest.mark.parametrize("home", [None, HOME, "32.04", "33.72", "11.08", "12.07"])
@pytest.mark.parametrize(
    "text",
    [
        "jalan di depan rumah saya rusak parah",
        "lampu jalan mati sudah tiga hari",
        "oknum kelurahan minta 150rb urus ktp tp jgn sebut nama sy",
        "mau tny syarat bkin kk baru krn bru nikah, mksh",
        "usul trotoar dpn sdn 2 dikasi zebra cross",
        "nasib malang pak, jatuh di batu besar padang rumput",
        "smg cepat ditangani, makasih mks",
        "air mati, pasar kotor, sawah kering, sari dan baru pindah",
        "matur nuwun sanget pak lurah",
        "RUMAH SAYA BANJIR SUDAH LAMA TIDAK ADA BANTUAN",
        "kecamatan kami belum ada dokter, desa sebelah sudah",
        "kota ini makin kotor dan desa kami gelap",
        "harga beras naik terus",
        "rumah sy kebakaran!!",
    ],
)
def test_takes_ordinary_words_for_words(text, home):
    assert GAZETTEER.spot(text, home).status == "unknown"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("jalan di Malang rusak", "ambiguous", id="written as a name"),
        pytest.param(
            "pju gg melati kel sidomulyo mati",
            "unknown",
            id="village with too many namesakes",
        ),
        pytest.param(
            "lampu jalan mati di Matawai", "unknown", id="lone village far from home"
        ),
        pytest.param(
            "sampah di Jl Ahmad Yani, Kambajawa",
            "unknown",
            id="behind a street far from home",
        ),
    ],
)
def test_is_careful_in_a_story(text, status):
    assert GAZETTEER.spot(text).status == status


# Choosing by words


@pytest.mark.parametrize(
    ("offered", "text", "chosen"),
    [
        pytest.param(["32.73", "32.04"], "yang kabupaten", "32.04", id="by type"),
        pytest.param(["32.73", "32.04"], "kota", "32.73", id="by type alone"),
        pytest.param(["32.73", "32.04"], "bandung", None, id="fits both"),
        pytest.param(
            ["53.11", "53.12", "53.17"], "sumba tengah", "53.17", id="by name"
        ),
        pytest.param(
            ["53.12", "53.18"], "sumba barat daya", "53.18", id="by the longer name"
        ),
        pytest.param(
            ["53.12", "53.18"], "sumba barat", "53.12", id="by the shorter name"
        ),
        pytest.param(
            ["33.05.20", "33.13.09"],
            "yg di kebumen",
            "33.05.20",
            id="by what contains it",
        ),
        pytest.param(["33.05.20", "33.13.09"], "kebumn", "33.05.20", id="with a typo"),
        pytest.param(["33.05.20", "33.13.09"], "bukan semuanya", None, id="fits none"),
        pytest.param([], "sumba", None, id="nothing offered"),
    ],
)
def test_chooses_among_what_was_offered(offered, text, chosen):
    region = GAZETTEER.within(offered, text)
    assert (region and region.code) == chosen


# Whatever comes

_WORDS = [
    "kec",
    "kel.",
    "desa",
    "kota",
    "kab",
    "sidomulyo",
    "tanjung",
    "baru",
    "bandung",
    "jl",
    ",",
    "rt 03",
    "matawai",
    "timur",
]


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join),
    )
)
def test_answers_any_text_the_same_way_twice(text):
    for read in (GAZETTEER.resolve, GAZETTEER.spot):
        found = read(text, HOME)
        assert found == read(text, HOME)
        assert (found.region is not None) == (found.status == "resolved")
        assert all(0 <= start < end <= len(text) for start, end in found.spans)
        assert len(found.candidates) <= 5


@pytest.mark.parametrize(
    ("text", "sure", "region"),
    [
        pytest.param("kec. Daer", False, "81.08.02", id="four letters, announced"),
        pytest.param("kec. Ruaru", True, "35.29.15", id="five letters, announced"),
        pytest.param("Merngin", False, "15.02", id="seven letters alone"),
        pytest.param("Sijnjung", True, "13.03", id="eight letters alone"),
    ],
)
def test_a_mistyped_name_that_is_all_there_is_is_taken_from_so_many_letters_on(
    text, sure, region
):
    found = GAZETTEER.resolve(text)
    assert found.status == ("resolved" if sure else "ambiguous")
    assert codes([found.region] if found.region else found.candidates) == [region]


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        pytest.param("kecamatan Lewa desa", 1, Hint(3, None, 0), id="the first word"),
        pytest.param("desa kecamatan Lewa kab", 2, Hint(3, None, 0), id="the nearest"),
        pytest.param("di kota Lewa kota", 2, Hint(2, "kota", 1), id="only before it"),
        pytest.param("kota, Lewa kota", 1, None, id="none beyond a comma"),
    ],
)
def test_what_a_name_is_announced_as_stands_before_it(text, name, hint):
    """And never at the end of the text, where one would come to by going on to the left."""
    assert Reader(GAZETTEER._index, text).hint(name) == hint


@pytest.mark.parametrize("typos", [1, 2])
def test_names_alike_are_those_near_ones_that_begin_with_the_same_letter(typos):
    index = GAZETTEER._index
    for at in index.upper[::40]:
        for mistyped in (
            index.keys[at][:-1] + "x",
            "x" + index.keys[at],
            index.keys[at][0] + index.keys[at],
        ):
            near = [
                hit
                for hit in index.near(mistyped, typos)
                if index.keys[hit[0]][0] == mistyped[0]
            ]
            assert list(index.near(mistyped, typos, alike=True)) == near
