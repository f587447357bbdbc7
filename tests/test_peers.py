"""A whole `satupintu run` beside the real Kannel and the real gammu-smsd, on loopback.

Left out, and said so, where the programs are not installed; `.ci/run` installs them.
"""

import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError

import pytest
from peers import Kannel, Smsd
from requests import Session
from running import Running, free_ports, soon

from channels import gammu_hook
from gateway.setup.settings import read_settings
from gateway.setup.wiring import build
from intake.messages import Address

pytestmark = pytest.mark.xdist_group("run")

PROJECT = Path(__file__).parents[1]
SECRET, CITIZEN, US = "peer-secret", "+6281298765432", "+628110001708"
STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"


def start(running: Running) -> None:
    running.launch()

    def ready() -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{running.port}/ready", timeout=5
            ) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except (URLError, ConnectionError):
            return False

    soon(ready, running.log, 60)


def outbox(running: Running, status: str) -> list[str]:
    """What we sent and where it stands, as the gateway has it."""
    with build(read_settings(running.env)).store.reading() as tx:
        return [item.message.text for item in tx.outbox(status, 50)]


# --- Kannel


@pytest.fixture
def kannel(tmp_path: Path) -> Iterator[tuple[Kannel, Running]]:
    real = Kannel(tmp_path / "kannel", free_ports(6)[2:])
    running = Running(
        tmp_path / "gateway",
        KANNEL_SEND_URL=real.send_url,
        KANNEL_USERNAME="satu",
        KANNEL_PASSWORD="pintu",
        KANNEL_SECRET=SECRET,
        KANNEL_NUMBER=f"{US},1708",
    )
    try:
        start(running)
        real.run(f"http://127.0.0.1:{running.port}/webhooks/kannel", SECRET)
        yield real, running
    finally:
        running.clean_up()
        real.stop()


@pytest.mark.peer("kannel")
def test_a_complaint_goes_through_a_real_kannel_and_its_reports_come_back(kannel):
    real, running = kannel
    real.phone(CITIZEN.removeprefix("+"), "1708", "text", STORY)
    assert real.reads("alamat")[:2] == ("1708", CITIZEN)
    real.phone(
        CITIZEN.removeprefix("+"), "1708", "ucs2", "%00S%00A%00M%00A%20%26"
    )  # "SAMA…" in UCS-2
    assert real.reads("LPR-")[:2] == ("1708", CITIZEN)
    soon(
        lambda: len(outbox(running, "delivered")) >= 2,
        lambda: f"reports; {running.log()}",
    )
    done = running.run("doctor")
    assert "sms: answers us" in done.stdout, done.stdout


@pytest.mark.peer("kannel")
def test_what_came_while_we_were_down_is_brought_again(kannel):
    real, running = kannel
    running.stop()
    real.phone(CITIZEN.removeprefix("+"), "1708", "text", STORY)
    soon(
        lambda: "sent message 1" in real.log("phone.log"), "the SMS to leave the phone"
    )
    start(running)
    assert real.reads("alamat")[:2] == ("1708", CITIZEN)


# --- Gammu


@pytest.fixture
def smsd(tmp_path: Path) -> Iterator[tuple[Smsd, Running]]:
    real = Smsd(tmp_path / "smsd")
    running = Running(
        tmp_path / "gateway",
        GAMMU_DATABASE=str(real.database),
        GAMMU_SECRET=SECRET,
        GAMMU_NUMBER=US,
    )
    try:
        start(running)
        real.run(f"http://127.0.0.1:{running.port}/webhooks/gammu", SECRET, PROJECT)
        yield real, running
    finally:
        real.stop()
        running.clean_up()


@pytest.mark.peer("gammu-smsd")
def test_a_complaint_goes_through_a_real_gammu_smsd(smsd):
    real, running = smsd
    real.arrives(CITIZEN, STORY)
    assert real.sent("alamat")[0] == CITIZEN
    real.arrives(CITIZEN, "SAMA…")
    assert real.sent("LPR-")[0] == CITIZEN
    real.arrives("TELKOMSEL", "Promo pulsa murah")
    soon(
        lambda: rung(real, running) and real.count("inbox", "Processed = 'true'") == 3,
        "every row to be taken",
    )
    told = "CreatorID LIKE '%=sent'"
    soon(
        lambda: rung(real, running) and real.count("sentitems", told) >= 2,
        "what was sent to be told",
    )
    with (
        real.tables
    ):  # the dummy phone has no delivery reports: this is how the daemon notes one
        real.tables.execute("UPDATE sentitems SET Status = 'DeliveryOK'")
    assert rung(real, running)
    soon(
        lambda: len(outbox(running, "delivered")) >= 2,
        lambda: f"reports; {running.log()}",
    )
    done = running.run("doctor")
    assert "sms: answers us" in done.stdout, done.stdout


@pytest.mark.peer("gammu-smsd")
def test_a_long_sms_is_joined_and_a_lost_part_is_marked(smsd):
    real, running = smsd
    whole, holed = "+6281200000001", "+6281200000002"
    for n, part in enumerate((STORY[:40], STORY[40:]), start=1):
        real.arrives(whole, part, f"050003A102{n:02X}")
    for n in (1, 3):
        real.arrives(holed, f"bagian {n} ", f"050003A203{n:02X}")
    assert real.sent("alamat")[0] == whole
    assert heard(running, whole) == [STORY]
    soon(
        lambda: rung(real, running) and heard(running, holed),
        lambda: real.log("smsd.log")[-3000:],
    )
    assert heard(running, holed) == ["bagian 1 [bagian 2 tidak sampai]bagian 3 "]


def rung(real: Smsd, running: Running) -> bool:
    """The hook, run as cron does each minute."""
    url = f"http://127.0.0.1:{running.port}/webhooks/gammu"
    return gammu_hook.run(real.tables, url, SECRET, Session())


def heard(running: Running, number: str) -> list[str]:
    """What a person's messages say, as the gateway has them."""
    with build(read_settings(running.env)).store.reading() as tx:
        contact = tx.find_contact(Address("sms", number))
        return (
            [one.message.text for one in tx.recent_inbound(contact.id, 9)]
            if contact
            else []
        )
