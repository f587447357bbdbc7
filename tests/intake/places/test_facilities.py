"""Buildings with a name tell where: in a deployment's own regency they are not asked for again."""

import pytest

from gateway.operate.chat import Chat
from intake.form.title import brief
from intake.places.facilities import facility_before, spot_facility

HOME = "53.11"


def heard(story: str, home: str | None = HOME) -> Chat:
    chat = Chat("whatsapp", home)
    chat.send(story)
    return chat


@pytest.mark.parametrize(
    ("story", "building", "code"),
    [
        ("Puskesmas Melolo kehabisan obat malaria", "Puskesmas Melolo", HOME),
        ("Posyandu Palindi tidak ada obat", "Posyandu Palindi", HOME),
        ("Pasar Melolo becek sekali", "Pasar Melolo", HOME),
        ("RSUD Umbu Rara Meha antri lama", "RSUD Umbu Rara Meha", HOME),
        ("SD Katolik Santo Yosef atapnya bocor", "SD Katolik Santo Yosef", HOME),
        ("Bidan Pustu Nggoa jarang datang", "Pustu Nggoa", HOME),
        ("Guru SD Mondu Lambi tidak masuk", "SD Mondu Lambi", "53.11.18.2004"),
        ("Puskesmas Lewa tutup terus", "Puskesmas Lewa", "53.11.03"),
        ("puskesmas kambaniru tutup terus", "puskesmas kambaniru", "53.11.16.1003"),
        ("SMP Negeri 1 Lewa gurunya kurang", "SMP Negeri 1 Lewa", "53.11.03"),
        ("SMAN 1 Rindi kebanjiran", "SMAN 1 Rindi", "53.11.09"),
        ("SD Negeri Kambajawa atapnya bocor", "SD Negeri Kambajawa", "53.11.01.1001"),
        ("SDN Wunga kekurangan guru", "SDN Wunga", "53.11.02.2007"),
        ("pasar Inpres Matawai bau", "pasar Inpres Matawai", "53.11.01.1003"),
        ("kantor lurah Prailiu tutup terus", "kantor lurah Prailiu", "53.11.16.1002"),
        ("Kantor camat Haharu tutup terus", "Kantor camat Haharu", "53.11.02"),
        ("Polsek Lewa tidak datang", "Polsek Lewa", "53.11.03"),
    ],
)
def test_a_building_is_the_place_and_stays_in_the_title(story, building, code):
    chat = heard(story)
    place = chat.state.value("place")
    assert (place["text"], place["region_code"]) == (building, code)
    assert "place" not in chat.state.draft.asked
    assert building.split()[-1].lower() in brief(chat.state).lower()


@pytest.mark.parametrize(
    "story",
    [
        "Puskesmas kami kehabisan obat",
        "Pasar Baru becek",
        "Puskesmas Pembantu tutup terus",
        "Sekolah Dasar roboh",
        "SD kami rusak",
        "PUSKESMAS MELOLO KEHABISAN OBAT",
        "Pasar Malam terlalu bising",
        "puskesmas tidak ada dokter",
        "Guru sekolah anak saya jarang masuk",
        "Puskesmas Tutup Terus",
    ],
)
def test_a_building_without_a_name_is_asked_for(story):
    chat = heard(story)
    assert not (chat.state.value("place") or {}).get("region_code")
    assert "place" in chat.state.draft.asked


@pytest.mark.parametrize(
    "story",
    [
        "Puskesmas Melolo kehabisan obat malaria",
        "SD Katolik Santo Yosef atapnya bocor",
        "Pasar Melolo becek sekali",
        "RSUD Umbu Rara Meha antri lama",
        "Posyandu Palindi tidak ada obat",
    ],
)
@pytest.mark.parametrize("home", [None, "53"])
def test_where_no_regency_is_served_a_name_proves_nothing(story, home):
    assert not (heard(story, home).state.value("place") or {}).get("region_code")


def test_where_two_villages_of_the_regency_bear_its_name_it_is_asked_by_number():
    chat = heard("Puskesmas Praibakul tidak ada dokter")
    codes = {c.value["region_code"] for c in chat.state.draft.choices if c.label}
    assert codes >= {"53.11.02.2006", "53.11.19.2005"}


def test_a_regency_that_is_named_beside_it_is_where_it_stands():
    chat = heard("Puskesmas Ndetundora di Kabupaten Ende tidak ada dokter")
    assert chat.state.value("place")["region_code"] == "53.08"


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("Puskesmas Melolo Tutup Terus", "Puskesmas Melolo"),
        ("obat habis di apotek Puskesmas Melolo, tolong", "Puskesmas Melolo"),
        ("min Budi mau lapor", None),
        ("SMP", None),
        ("", None),
    ],
)
def test_a_name_ends_where_something_is_said_of_it(text, building):
    found = spot_facility(text)
    assert (found and found.value) == building


def test_a_building_begins_with_its_kind_and_number():
    text = "guru SMP Negeri 1 Lewa"
    assert facility_before(text, text.index("Lewa")) == text.index("SMP")
    assert facility_before(text, text.index("1")) == text.index("SMP")
    assert facility_before("jalan Lewa", 6) == 6
