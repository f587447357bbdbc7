"""What an officer's phone does with cases, through the whole house."""

import pytest
from house import CITIZEN, House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DESK = "+6281300000002"
ME = f"whatsapp:{DESK}"
COORDINATOR = "telegram:1001"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


def say(house: House, words: str, **more: str) -> str:
    """The desk's officer writes, and reads our answer; "" for silence."""
    before = len(house.says(ME))
    house.whatsapp(words, sender=DESK, **more)
    house.settle()
    return "\n".join(house.says(ME)[before:])


def order(house: House, words: str) -> str:
    """The coordinator writes, and reads our answer."""
    before = len(house.says(COORDINATOR))
    house.telegram(words, 1001)
    house.settle()
    return "\n".join(house.says(COORDINATOR)[before:])


@pytest.fixture
def report(house: House) -> str:
    """A report at the desk."""
    for words in (STORY, "SAMA"):
        house.sms(words)
        house.settle()
    return house.tracking_id(f"sms:{CITIZEN}")


# --- a desk by its name -----------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "ALIH {id} Dinas Perhubungan karena lampu jalan",
        "TERUSKAN {id} dishub lampu jalan",
        "alih {id} dinas perhubngan sumba timur, lampu jalan",
    ],
)
def test_a_case_is_handed_on_by_the_name_of_a_desk(
    house: House, report: str, words: str
) -> None:
    told = say(house, words.format(id=report))
    assert "dialihkan ke Dinas Perhubungan Sumba Timur" in told
    case = house.case(report)["case"]
    assert case["agency"] == "sumba-timur.dishub"
    assert case["history"][-1]["note"] == "lampu jalan"


def test_a_desk_nobody_knows_is_chosen_by_number(house: House, report: str) -> None:
    asked = say(house, f"ALIH {report} Bina Marga karena ruas jalan kabupaten")
    assert "'Bina Marga'" in asked
    lines = [line for line in asked.splitlines() if line[:1].isdigit()]
    number, _, name = lines[1].partition(" ")
    assert name in say(house, number)
    case = house.case(report)["case"]
    assert case["agency"] != "sumba-timur.pupr"
    assert case["history"][-1]["note"] == "ruas jalan kabupaten"


def test_the_coordinators_list_says_where_each_case_is(
    house: House, report: str
) -> None:
    assert "(Dinas PUPR Sumba Timur)" in order(house, "DAFTAR")
    assert "Dinas PUPR" not in say(house, "DAFTAR")
