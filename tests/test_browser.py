"""The pages in a real Chromium: what a person types and taps, reads, and never sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import ARGUMENTS, chromium
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from running import Running, id_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
PATIENCE = 20_000  # milliseconds
SAMPLE = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
PUPR = "whatsapp +6281300000002"
WASTE = "whatsapp +6281300000008"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    one = Running(tmp_path_factory.mktemp("browser"))
    try:
        yield one.start()
    finally:
        one.clean_up()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at desk and at phone width. Afterwards: it complained of nothing."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="id-ID",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text) if said.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def shows_well(page: Page, pictures: Path, name: str) -> None:
    """Nothing sticks out sideways; a picture for whoever wants to look."""
    page.screenshot(path=pictures / f"{name}-{page.viewport_size['width']}.png")  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


class Phone:
    """One of the phones on the page, in a person's hand."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.frame: Locator = page.get_by_test_id(f"phone-{key}")
        self.tab: Locator = page.get_by_test_id(f"tab-{key}")

    def look(self) -> "Phone":
        """Bring it into view, by its tab where they do not fit side by side."""
        if self.tab.is_visible():
            self.tab.click()
            expect(self.tab).to_have_attribute("aria-current", "true")
        return self

    def become(self, account: str) -> "Phone":
        """Take another account's phone into the hand."""
        field = self.frame.get_by_test_id("account")
        if field.evaluate("one => one.tagName") == "SELECT":
            option = field.locator("option", has_text=account)
            field.select_option(value=option.get_attribute("value"))
        else:
            field.fill(account)
            field.press("Enter")
        return self

    def write(self, text: str) -> "Phone":
        self.frame.get_by_test_id("text").fill(text)
        self.frame.get_by_test_id("send").click()
        return self

    def tap(self, title: str) -> "Phone":
        """Tap the newest button of this title, opening a WhatsApp list where it is in one."""
        button = (
            self.frame.locator(".screen")
            .get_by_role("button", name=title, exact=True)
            .last
        )
        closed = self.frame.locator(
            "details.list:not([open])", has_text=title
        ).get_by_test_id("open-list")
        expect(button.or_(closed.last).last).to_be_visible()
        if not button.is_visible():
            closed.last.click()
        button.click()
        return self

    def bubble(self, words: str) -> Locator:
        """The newest message from us with these words, once it is there."""
        found = self.frame.locator(".bubble.in", has_text=words).last
        expect(found).to_be_visible()
        return found

    def reads(self, words: str) -> str:
        return self.bubble(words).inner_text()


@pytest.fixture
def phones(page: Page, running: Running) -> dict[str, Phone]:
    page.goto(f"http://127.0.0.1:{running.simulator_port}/")
    return {key: Phone(page, key) for key in ("sms", "whatsapp", "telegram", "admin")}


def number_for(page: Page, last: str) -> str:
    """A citizen's number of this width's own: the phones keep what the other width wrote."""
    return f"+62812987{page.viewport_size['width']:04d}{last}"  # type: ignore[index]


def test_a_complaint_by_sms_is_typed_and_its_answer_read(
    page: Page, phones: dict[str, Phone], tmp_path: Path
) -> None:
    me, admin = phones["sms"], phones["admin"]
    me.look().become(number_for(page, "1")).write(SAMPLE).reads("alamat")
    id_ = id_in(me.write("SAMA").reads(" diterima"))
    me.reads("Dinas PUPR")
    admin.look().become(PUPR).reads(id_)
    shows_well(page, tmp_path, "admin-told")
    admin.write(f"JAWAB {id_} Jalan ditambal hari Kamis.")
    assert "1 SMS" in me.look().reads("Jalan ditambal hari Kamis.")
    shows_well(page, tmp_path, "sms-answered")


@pytest.mark.parametrize("key", ["whatsapp", "telegram"])
def test_a_complaint_by_chat_is_tapped_and_its_answer_read(
    page: Page, phones: dict[str, Phone], tmp_path: Path, key: str
) -> None:
    me, admin = phones[key], phones["admin"]
    mine = {
        "whatsapp": number_for(page, "2"),
        "telegram": number_for(page, "3").lstrip("+"),
    }[key]
    me.look().become(mine).write("Sampah menumpuk tidak diangkut").bubble("LPR-")
    me.write("Jl Ahmad Yani, Kambajawa, kemarin").tap("Tanpa nama")
    shows_well(page, tmp_path, f"{key}-before-sending")
    id_ = id_in(me.tap("Kirim").reads("LPR-"))
    me.reads("Dinas Lingkungan Hidup")
    admin.look().become(WASTE).bubble(id_)
    admin.tap("Jawab").bubble("tulis jawaban")
    admin.write(f"Truk {id_} datang besok pagi.").reads(id_)
    me.look().bubble(f"Truk {id_} datang besok pagi.")
    shows_well(page, tmp_path, f"{key}-answered")


def test_an_administrator_logs_in_by_the_link_on_the_phone_and_answers_on_the_page(
    page: Page, phones: dict[str, Phone], running: Running, tmp_path: Path
) -> None:
    narrow = page.viewport_size == {"width": 390, "height": 844}
    contact = (
        "1002" if narrow else PUPR.split()[1]
    )  # of the same person; a link a minute for each
    me, admin = phones["sms"], phones["admin"]
    me.look().become(number_for(page, "4")).write(SAMPLE).reads("alamat")
    id_ = id_in(me.write("SAMA").reads(" diterima"))
    me.reads("Dinas PUPR")

    page.goto(f"http://127.0.0.1:{running.port}/admin/")
    shows_well(page, tmp_path, "page-login")
    page.get_by_label("Nomor HP").fill(contact)
    page.get_by_role("button", name="Kirim tautan masuk").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(f"http://127.0.0.1:{running.simulator_port}/")
    link = admin.look().become(contact).bubble("Tautan masuk").get_by_role("link")
    page.goto(link.get_attribute("href") or "no link")
    page.get_by_role("button", name="Masuk").click()
    shows_well(page, tmp_path, "page-list")
    page.get_by_role("link").filter(has_text=id_).first.click()
    shows_well(page, tmp_path, "page-case")
    page.locator("summary", has_text="Jawab").click()
    page.locator("#note-answer").fill("Lubang ditutup besok pagi.")
    page.locator("details[open] button.main").click()
    expect(page.get_by_role("status")).to_be_visible()
    shows_well(page, tmp_path, "page-answered")

    page.goto(f"http://127.0.0.1:{running.simulator_port}/")
    me.look().become(number_for(page, "4")).reads("Lubang ditutup besok pagi.")


def test_the_front_page_shows_how_to_reach_us(
    page: Page, running: Running, tmp_path: Path
) -> None:
    page.goto(f"http://127.0.0.1:{running.port}/")
    expect(page.get_by_role("heading", name="Satu Pintu")).to_be_visible()
    expect(page.get_by_text("WhatsApp")).to_be_visible()
    shows_well(page, tmp_path, "front")
