"""A verb added in one place is there everywhere: typed, tapped, on the page, in the history, told."""

import re
from dataclasses import replace

import pytest
from house import CITIZEN, House
from visiting import visiting

from gateway.web.app import create_app
from intake.messages import Address
from intake.wording.catalogue import Words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ME, DESK = f"sms:{CITIZEN}", "+6281300000002"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


@pytest.fixture
def office(house: House) -> House:
    """The house with the verb in its table."""
    here = visiting(house.parts.words.catalogue, house.parts.catalogue)
    house.parts = replace(
        house.parts,
        verbs=here.verbs,
        words=Words(here.officers, "id"),
        catalogue=here.citizens,
    )
    house.web = create_app(house.parts).test_client()
    return house


@pytest.fixture
def accepted(office: House) -> str:
    """A case that its desk has accepted."""
    for words in (STORY, "SAMA"):
        office.sms(words)
        office.settle()
    id_ = office.tracking_id(ME)
    say(office, f"TERIMA {id_}")
    return id_


def say(office: House, words: str, **more: str) -> str:
    """The desk writes, and reads our answer."""
    office.whatsapp(words, sender=DESK, **more)
    office.settle()
    return office.says(f"whatsapp:{DESK}")[-1]


def page(office: House, id_: str) -> tuple[str, str]:
    """The page of the case behind the link of a notice: its address, and what it shows."""
    url = office.parts.links.case(Address("whatsapp", DESK), id_).partition("/admin")[2]
    return f"/admin{url}", office.web.get(
        f"/admin{url}", base_url=office.settings.public_url
    ).text


def test_it_is_typed_and_the_citizen_is_told(office: House, accepted: str) -> None:
    assert (
        say(office, f"kunjungi {accepted} hari Kamis")
        == f"Kunjungan {accepted} dikabarkan."
    )
    assert office.says(ME)[-1].endswith("akan datang hari Kamis.")


def test_it_is_typed_in_every_spelling(office: House, accepted: str) -> None:
    assert (
        say(office, f"KUNJUNG {accepted} besok pagi")
        == f"Kunjungan {accepted} dikabarkan."
    )


def test_a_notice_names_it_and_its_button_asks_for_the_words(
    office: House, accepted: str
) -> None:
    office.sms("lubangnya makin dalam")
    office.settle()
    notice = office.wire.to(f"whatsapp:{DESK}")[-1]
    assert f"KUNJUNGI {accepted} kapan" in notice.text
    asked = say(
        office,
        "Kunjungi",
        ButtonText="Kunjungi",
        ButtonPayload=notice.buttons["Kunjungi"],
    )
    assert asked == f"Kapan {accepted} dikunjungi?"
    assert say(office, "Jumat sore") == f"Kunjungan {accepted} dikabarkan."
    assert office.says(ME)[-1].endswith("akan datang Jumat sore.")


def test_the_page_has_its_form_and_its_line_in_the_history(
    office: House, accepted: str
) -> None:
    url, shown = page(office, accepted)
    assert "Kapan dikunjungi" in shown
    assert "Kabari kunjungan" in shown
    token = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert token
    form = {"csrf": token[1], "note": "Senin jam 9"}
    done = office.web.post(
        f"{url}/visit", data=form, base_url=office.settings.public_url
    )
    assert done.status_code == 303
    office.settle()
    _, shown = page(office, accepted)
    assert f"Kunjungan {accepted} dikabarkan." in shown
    assert "<b>Akan dikunjungi</b>" in shown
    assert "Senin jam 9" in shown
    assert office.says(ME)[-1].endswith("akan datang Senin jam 9.")


def test_it_is_refused_in_its_own_words(office: House, accepted: str) -> None:
    assert (
        say(office, f"KUNJUNGI {accepted} ??") == f"Tulis: KUNJUNGI {accepted} kapan."
    )
    say(office, f"JAWAB {accepted} Sudah ditambal.")
    assert (
        say(office, f"KUNJUNGI {accepted} lusa pagi")
        == f"Terima {accepted} dulu, baru kunjungi."
    )
    assert "Kapan dikunjungi" not in page(office, accepted)[1]
