"""Where a stranger's story takes place: what is taken, what is asked by number, and what is no place."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer, load_scorer
from intake.form.answers import parse_address, parse_place, region_choices
from intake.form.volunteered import volunteered
from intake.state import Answer, Context, State


@pytest.fixture(scope="module")
def ctx() -> Context:
    """A deployment with no region of its own."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    return Context(
        now, "LPR-2222222", load_gazetteer(), load_scorer(), CAPABILITIES["whatsapp"]
    )


def place_of(text: str, ctx: Context) -> dict[str, Any]:
    """The place read from a first message; empty when none is."""
    found = volunteered(text, State(), ctx).get("place")
    return dict(found.value) if found else {}


def offered(text: str, ctx: Context) -> list[str]:
    """The regions that would be offered by number, as the conversation asks for them."""
    place = place_of(text, ctx)
    if not place.get("text") or place["region_code"]:
        return []
    lenient = ctx.gazetteer.resolve(place["text"], ctx.home)
    choices = region_choices("place", lenient, place, ctx)
    return [choice.value["region_code"] for choice in choices if choice.label]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Saluran depan mampet mohon segera di bersihkan", id="di bersihkan"
        ),
        pytest.param("Data anak saya salah ketik tolong di betulkan", id="di betulkan"),
        pytest.param("Jalan rusak mohon di perbaiki secepatnya", id="di perbaiki"),
        pytest.param(
            "Lampu mati sudah dilapor tapi tidak di tindaklanjuti",
            id="di tindaklanjuti",
        ),
        pytest.param("Pohon besar itu agar di tebang saja", id="di tebang"),
        pytest.param("Sopir bus perlu di beri pengarahan", id="di beri"),
        pytest.param("Bantuan kami belum di kirim sampai sekarang", id="di kirim"),
        pytest.param("Data saya di website tidak muncul", id="a website"),
        pytest.param("Nama saya di kartu salah huruf", id="a card"),
        pytest.param("Nomor antrean di aplikasi selalu habis", id="an app"),
        pytest.param(
            "Pegawai kelurahan memungut uang untuk surat pindah",
            id="officials take money",
        ),
        pytest.param(
            "Petugas kecamatan mempersulit warga", id="officials make it hard"
        ),
        pytest.param(
            "pegawai kantor lurah jarang masuk pada jam kerja",
            id="officials are rarely in",
        ),
        pytest.param("Perumahan kami gelap sekali di akses masuk", id="the way in"),
    ],
)
def test_a_verb_or_a_thing_is_no_place(text: str, ctx: Context) -> None:
    assert place_of(text, ctx) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "jembatan di desa wolotopo ende mau ambruk",
            "di desa wolotopo ende",
            id="mau ambruk",
        ),
        pytest.param(
            "jalan di kecamatan lewa akan putus", "di kecamatan lewa", id="akan putus"
        ),
        pytest.param(
            "sekolah di desa kadahang nyaris roboh",
            "di desa kadahang",
            id="nyaris roboh",
        ),
        pytest.param(
            "pasar di kelurahan payeti sering tergenang",
            "di kelurahan payeti",
            id="sering",
        ),
        pytest.param(
            "sampah di desa kuta kami tolong diangkut", "di desa kuta", id="kami tolong"
        ),
        pytest.param(
            "parkir di depan pasar Matawai semrawut",
            "di depan pasar Matawai",
            id="semrawut",
        ),
        pytest.param(
            "lampu di Tarakan mati",
            "di Tarakan",
            id="a town that ends like a verb stays",
        ),
    ],
)
def test_a_place_ends_where_the_matter_goes_on(
    text: str, words: str, ctx: Context
) -> None:
    assert place_of(text, ctx)["text"] == words


@pytest.mark.parametrize(
    "text",
    [
        "Jembatan di salah satu kampung putus",
        "Musik keras tiap malam di dekat bangku taman",
        "Perumahan kami gelap sekali di akses masuk",
        "pegawai kantor lurah jarang masuk pada jam kerja",
        "Foto di paspor kelak harus sama",
        "Mohon di taman Widosari dipasang lampu",
        "Anak-anak bermain di lapangan bolak balik",
        "Ada lubang di pinggir trotoar",
    ],
)
def test_a_story_gets_no_menu_for_words_that_resemble_names(
    text: str, ctx: Context
) -> None:
    assert offered(text, ctx) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(
            "Taksi di bandara Bandung mahal", ["32.73", "32.04"], id="kota or kabupaten"
        ),
        pytest.param(
            "Sampah di pasar Cirebon menumpuk",
            ["32.74", "32.09"],
            id="of a market, too",
        ),
    ],
)
def test_a_story_still_gets_the_menu_its_names_ask_for(
    text: str, codes: list[str], ctx: Context
) -> None:
    assert offered(text, ctx) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("Di kota Surabaya pada 5 Mei 2017 sampah menumpuk", "35.78", id="before a date"),
        pytest.param(
            "Jl Melati Seminyak minggu kemarin Kabupaten Badung banjir", "51.03.01.1005", id="around a date"
        ),
        pytest.param("Pada 3 Juni 2017 di Kabupaten Garut air mati", "32.05", id="behind a date"),
        pytest.param("Jalan Anggrek Bandung rusak, sudah lapor PU Kota Bandung", "32.73", id="kota later"),
        pytest.param("Walikota Cirebon mohon selokan Jl Kenanga Cirebon dikeruk", "32.74", id="the mayor"),
        pytest.param("Yth Bupati, jalan depan pasar Bogor rusak", "32.01", id="the regent"),
        pytest.param("pemkot tolong banjir di pasar Bekasi", "32.75", id="the city's government"),
        pytest.param("Tolong tertibkan pengamen di jl karawitan 103 Bandung", "32.73", id="a street's town"),
        pytest.param("taman di kota Kendal gelap", "33.24", id="the town of a kabupaten"),
        pytest.param("urus KK di dukcapil ketapang sdh 3 bln", "61.04", id="an office of its regency"),
        pytest.param("antre di samsat Sleman sejak pagi", "34.04", id="another office"),
        pytest.param("sampah di jalan raya dayeuhkolot kab bandung menumpuk", "32.04.12", id="behind a road"),
        pytest.param("macet di jl raya Cilimus Kabupaten Kuningan", "32.08.13", id="another road"),
        pytest.param("tebing sungai dekat Teras Terunjam longsor", "17.06.03", id="a name of its own"),
        pytest.param(
            "Kantor Pertanahan Kabupaten Tanggerang digugat, berkas ada pada PTUN Bandung", "36.03",
            id="the announced one, with a typo",
        ),
    ],
)  # fmt: skip
def test_a_region_that_was_said_is_not_lost(text: str, code: str, ctx: Context) -> None:
    assert place_of(text, ctx).get("region_code") == code


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Kalau medan rusak begini truk tidak bisa lewat", id="rough ground"
        ),
        pytest.param(
            "sopir menyesuaikan dengan medan yang kurang rata", id="uneven ground"
        ),
        pytest.param("Parkir RS PKU bikin macet", id="a hospital's short name"),
        pytest.param(
            "Penipu mengaku dari Manado membawa uang saya",
            id="whence a cheat claims to be",
        ),
        pytest.param("Angkot jurusan Depok sering ugal-ugalan", id="a line"),
        pytest.param(
            "Anak pindahan dari Makassar ditolak sekolah", id="whence somebody moved"
        ),
        pytest.param("Bus tujuan Surabaya tidak berhenti", id="a destination"),
        pytest.param(
            "Paket dikirim dari Jakarta belum datang", id="whence a parcel comes"
        ),
        pytest.param("Harus mutar sampai Depok", id="how far one must drive"),
        pytest.param("klu mlm banyak yang resah", id="klu for kalau"),
        pytest.param(
            "Contohlah taman ke kota Semarang atau kab Jepara", id="where it is better"
        ),
        pytest.param(
            "tlogosari gelap, tolong area tlogosari", id="a name said twice is no chain"
        ),
    ],
)
def test_a_region_that_is_not_the_scene_is_not_taken(text: str, ctx: Context) -> None:
    assert place_of(text, ctx).get("region_code") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(
            "Lampu mati di Medan", "12.71", id="the town, where one would stand"
        ),
        pytest.param(
            "Banjir di jl sisingamangaraja medan",
            "12.71",
            id="the town behind a street",
        ),
        pytest.param(
            "Jalan dari Kabupaten Ende ke bandara rusak",
            "53.08",
            id="a road from there",
        ),
        pytest.param(
            "Kami warga dari Kabupaten Sikka kekurangan air",
            "53.07",
            id="we from there",
        ),
        pytest.param(
            "Petugas dari Kecamatan Lewa Sumba Timur minta uang",
            "53.11.03",
            id="a district's people",
        ),
        pytest.param(
            "banjir di pku sampai lutut",
            "14.71",
            id="a nickname where a place would stand",
        ),
    ],
)
def test_the_scene_stays_the_scene(text: str, code: str, ctx: Context) -> None:
    assert (place_of(text, ctx).get("region_code") or "").startswith(code)


def test_the_one_address_of_the_old_form_is_the_place(ctx: Context) -> None:
    told = parse_address(
        "Jl Kenari 3 RT 01 RW 02 Kel Hambala Kota Waingapu", State(), ctx
    )
    assert told.answers["place"] == told.answers["address"]
    assert told.answers["place"].value["region_code"] == "53.11.01.1002"


def test_an_address_that_was_asked_for_is_no_place(ctx: Context) -> None:
    asked = State().with_(asked=("address",))
    told = parse_address(
        "Jl Kenari 3 RT 01 RW 02 Kel Hambala Kota Waingapu", asked, ctx
    )
    assert set(told.answers) == {"address"}


@pytest.mark.parametrize(
    ("before", "words"),
    [
        pytest.param({"text": "di ujung sana"}, "Jl Merdeka 5 Kel Hambala Kota Waingapu", id="vague go"),
        pytest.param(
            {"text": "depan pasar", "landmark": "depan pasar"},
            "depan pasar, Jl Merdeka 5 Kel Hambala Kota Waingapu",
            id="a landmark stays",
        ),
    ],
)  # fmt: skip
def test_a_full_address_replaces_vague_words(
    before: dict[str, Any], words: str, ctx: Context
) -> None:
    state = State().with_(
        values={"place": Answer(before, before["text"], how="volunteered")}
    )
    told = parse_place("Jl Merdeka 5 Kel Hambala Kota Waingapu", state, ctx)
    assert told.answers["place"].value["text"] == words
