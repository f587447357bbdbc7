"""No leak: values nobody else has go through every door, fault and crash, and stand nowhere they should not.

What is walked: all of VAR_DIR (database, its log, spool, files, Redis' own), Redis' values, the standard
output and error of every process and command, the temporary files, /metrics, /ready and every refusal,
and the command lines of the processes.
"""

import json
import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from files_server import photo
from leaks import (
    Fault,
    Providers,
    canaries_in,
    command_lines,
    files_of,
    spellings,
    values_of,
)
from running import Running, soon
from twilio.request_validator import RequestValidator

from storage.crypto import new_data_key
from storage.embedded_redis import url_of

pytestmark = pytest.mark.xdist_group("run")

OFFICER, COORDINATOR = "+6281399900188", "555000188"
SID = "AC" + "c1a" * 10 + "ry"
CITIZEN, CHAT = "+6281277700199", "777000199"
PEOPLE = {
    "number": CITIZEN[1:],
    "chat": CHAT,
    "officer's number": OFFICER[1:],
    "NIK": "5311046504900077",
    "name": "Zulaikha Kanaria",
    "words": "kenaribocor",
    "home": "Jalan Kenarihitam",
    "answer": "jawabankenari",
    "reason": "alasankenari",
    "file": "TelefonRahasia",
}
SECRETS = {
    "Twilio's token": "kenari-twilio-token-0123456789",
    "the bot's token": "1708:kenari-bot-token-AAbbCCddEEff",
    "Telegram's secret": "kenari-telegram-secret-42",
    "Kannel's secret": "kenari-kannel-secret-42",
    "Kannel's password": "kenari-kannel-password-42",
    "SECRET_KEY": "kenari-secret-key-0123456789abcdef0123456789",
}
AGENCIES = f"""\
coordinator: kab
agencies:
  - code: kab
    name: Koordinator
    region: "53.11"
    administrators: [{{name: Siti, notify: ["telegram:{COORDINATOR}"]}}]
  - code: kab.pupr
    name: Dinas PUPR
    parent: kab
    region: "53.11"
    categories: ["Pekerjaan Umum dan Penataan Ruang"]
    administrators: [{{name: Adi, notify: ["whatsapp:{OFFICER}"]}}]
"""
STORY = (
    f"LAPOR jalan rusak parah {PEOPLE['words']} di depan pasar Matawai Kota Waingapu sudah 3 bulan, "
    f"nama saya {PEOPLE['name']}, NIK {PEOPLE['NIK']}"
)
REFUSALS = (
    500,
    400,
    0,
    403,
    401,
)  # 0: it hangs up; a third trouble would rest the channel
LOGIN = r"/admin/masuk/[\w.=-]+"
LINK = r"/admin/c/[\w.=-]+"


class Office:
    """The product with every channel on, and hands to write to it with."""

    def __init__(self, directory: Path, providers: Providers) -> None:
        agencies = directory / "agencies.yaml"
        agencies.write_text(AGENCIES)
        self.temporary = directory / "temporary"
        self.temporary.mkdir()
        self.providers = providers
        self.data_key = new_data_key()
        self.running = Running(
            directory / "office",
            TMPDIR=str(self.temporary),
            AGENCIES_FILE=str(agencies),
            SECRET_KEY=SECRETS["SECRET_KEY"],
            DATA_KEY=self.data_key,
            LOG_LEVEL="DEBUG",
            TWILIO_ACCOUNT_SID=SID,
            TWILIO_AUTH_TOKEN=SECRETS["Twilio's token"],
            TWILIO_WHATSAPP_NUMBER="+6281100001709",
            TWILIO_API_URL=providers.url,
            TELEGRAM_BOT_TOKEN=SECRETS["the bot's token"],
            TELEGRAM_WEBHOOK_SECRET=SECRETS["Telegram's secret"],
            TELEGRAM_API_URL=providers.url,
            KANNEL_SEND_URL=f"{providers.url}/cgi-bin/sendsms",
            KANNEL_USERNAME="kenari",
            KANNEL_PASSWORD=SECRETS["Kannel's password"],
            KANNEL_SECRET=SECRETS["Kannel's secret"],
            KANNEL_NUMBER="1708",
        )
        self.url = f"http://127.0.0.1:{self.running.port}"
        self.sent = 0
        self.answers: list[tuple[str, bytes]] = []  # what a stranger was told

    def whatsapp(self, text: str, sender: str = CITIZEN, **more: str) -> int:
        self.sent += 1
        form = {
            "MessageSid": f"SM{self.sent:032x}",
            "AccountSid": SID,
            "From": f"whatsapp:{sender}",
            "To": "whatsapp:+6281100001709",
            "Body": text,
            "NumMedia": "0",
            **more,
        }
        return self.twilio("whatsapp", form)

    def twilio(self, path: str, form: dict[str, str]) -> int:
        url = f"{self.url}/webhooks/twilio/{path}"
        validator = RequestValidator(SECRETS["Twilio's token"])
        signed = {"X-Twilio-Signature": validator.compute_signature(url, form)}
        return requests.post(url, form, headers=signed, timeout=30).status_code

    def telegram(self, text: str, chat: str = CHAT) -> int:
        self.sent += 1
        person = {"id": int(chat), "is_bot": False, "first_name": PEOPLE["name"]}
        message = {
            "message_id": self.sent,
            "date": 0,
            "from": person,
            "chat": {"id": int(chat), "type": "private"},
            "text": text,
        }
        return self.update(json.dumps({"update_id": self.sent, "message": message}))

    def update(self, body: str) -> int:
        secret = {"X-Telegram-Bot-Api-Secret-Token": SECRETS["Telegram's secret"]}
        url = f"{self.url}/webhooks/telegram"
        return requests.post(url, body, headers=secret, timeout=30).status_code

    def sms(self, text: str, **more: str) -> int:
        """As Kannel has it: the secret and the words in the URL."""
        self.sent += 1
        query = {
            "secret": SECRETS["Kannel's secret"],
            "from": CITIZEN,
            "to": "1708",
            "text": text,
        }
        query |= {"id": f"K{self.sent}", "charset": "UTF-8", "coding": "0", **more}
        return requests.get(
            f"{self.url}/webhooks/kannel", query, timeout=30
        ).status_code

    def stranger(self, method: str, path: str, **options: object) -> int:
        """Somebody without any right; what they are told is looked at, too."""
        answer = requests.request(method, self.url + path, timeout=30, **options)  # type: ignore[arg-type]
        self.answers.append((f"{method} {path[:30]}", answer.content))
        return answer.status_code

    def hears(self, pattern: str) -> str:
        """Wait until we have written this to somebody."""
        return soon(
            lambda: self.providers.said(pattern),
            lambda: f"{pattern}\n{self.running.log()}",
        )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    providers = Providers(photo=photo())
    one = Office(tmp_path_factory.mktemp("leaks"), providers)
    try:
        one.running.start()
        yield one
    finally:
        one.running.clean_up()
        providers.close()


def everything(office: Office) -> dict[str, str]:
    """Send it all, and every value that must not be found; what came to be on the way is among them."""
    id_ = report(office)
    came_to_be = visit(office, id_)
    strangers(office)
    refuse(office)
    crash(office)
    return {
        **PEOPLE,
        **SECRETS,
        "DATA_KEY": office.data_key.split(",")[0],
        **came_to_be,
    }


def report(office: Office) -> str:
    """The same story by every channel; one goes all the way and is answered."""
    media = f"{office.providers.url}/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
    for words in (STORY, f"{PEOPLE['home']} 7", "1", "kirim"):
        office.telegram(words)
        assert office.sms(words) in {200, 202}
    office.whatsapp(
        STORY, NumMedia="1", MediaUrl0=media, MediaContentType0="image/jpeg"
    )
    office.hears("alamat")
    for words in (f"{PEOPLE['home']} 7", "kirim"):
        office.whatsapp(words)
        time.sleep(0.3)
    return office.hears(r"Laporan baru LPR-\w{7}")[-11:]


def visit(office: Office, id_: str) -> dict[str, str]:
    """The coordinator logs in, reads, asks who it was; the desk answers by its link."""
    with requests.Session() as browser:
        send_form(browser, office, "/admin/login", "/admin/login", contact=COORDINATOR)
        login = office.hears(LOGIN)
        send_form(browser, office, login, login)
        page = f"/admin/kasus/{id_}"
        assert PEOPLE["words"] in browser.get(office.url + page, timeout=30).text
        shown = send_form(browser, office, page, f"{page}/identitas", reason="lain")
        assert PEOPLE["NIK"] in shown
        send_form(browser, office, page, f"{page}/note", note=PEOPLE["reason"])
        send_form(browser, office, page, f"{page}/answer", note="")  # refused
        browser.post(
            f"{office.url}{page}/answer", {"note": PEOPLE["answer"]}, timeout=30
        )
        cookie = next(iter(browser.cookies)).value or ""
    link = office.hears(LINK)
    with requests.Session() as browser:
        send_form(browser, office, link, f"{link}/answer", note=PEOPLE["answer"])
    office.hears(PEOPLE["answer"])
    told = {"a session": cookie, "a login link": login, "a case link": link}
    return {name: re.split(r"[./]", value)[-1] for name, value in told.items()}


def send_form(
    browser: requests.Session, office: Office, page: str, path: str, **fields: str
) -> str:
    shown = browser.get(office.url + page, timeout=30).text
    token = re.search(r'name="csrf" value="([^"]+)"', shown)
    form = {"csrf": token[1] if token else "", **fields}
    return browser.post(office.url + path, form, timeout=30).text


def strangers(office: Office) -> None:
    """Every bad path: forged, half, odd, too large, unknown; and what is genuine and cannot be read."""
    form = {"From": CITIZEN, "Body": STORY, "MessageSid": "SM1"}
    for path in (
        "twilio/sms",
        "twilio/whatsapp",
        "twilio/status",
        "telegram",
        "android-sms",
        "gammu",
    ):
        office.stranger("POST", f"/webhooks/{path}", data=form)
        office.stranger("POST", f"/webhooks/{path}", data=STORY.encode())
        office.stranger("PUT", f"/webhooks/{path}", data=form)
    for path in (
        "",
        "admin/",
        "admin/masuk/",
        "admin/c/",
        "admin/kasus/",
        "static/",
        "webhooks/",
    ):
        for words in (
            PEOPLE["words"],
            f"../{PEOPLE['name']}",
            f"%00{CITIZEN}",
            f"\r\nX: {CITIZEN}",
        ):
            office.stranger("GET", f"/{path}{words}?q={PEOPLE['NIK']}&{PEOPLE['name']}")
    office.stranger(
        "GET",
        "/webhooks/kannel",
        params={"secret": "wrong", "text": STORY, "from": CITIZEN},
    )
    office.stranger(
        "POST", "/admin/login", data={"contact": CITIZEN, "csrf": PEOPLE["words"]}
    )
    office.stranger("POST", "/webhooks/telegram", data=(STORY * 30_000).encode())
    assert office.update(f'{{"update_id": 1, "message": {json.dumps(STORY)}}}') == 200
    assert office.update(f"{{{STORY}") == 200
    assert (
        office.twilio("whatsapp", {"From": CITIZEN, "Body": STORY, "AccountSid": SID})
        == 400
    )
    office.sms(STORY, **{"from": ""})
    for path in ("/metrics", "/ready", "/health", "/"):
        assert office.stranger("GET", path) == 200


def refuse(office: Office) -> None:
    """Providers refuse, and quote what we sent; one says nothing at all."""
    quoted = f"{STORY} {CITIZEN} {' '.join(SECRETS.values())}"
    bodies = {
        "/Messages.json": {"code": 21211, "message": quoted, "more_info": quoted},
        "/sendMessage": {"ok": False, "error_code": 400, "description": quoted},
        "/cgi-bin/": {"3": quoted},
    }
    for path, body in bodies.items():
        said = json.dumps(body)
        office.providers.faults[path] = [Fault(status, said) for status in REFUSALS]
    for number in range(len(REFUSALS)):
        words = f"STATUS {PEOPLE['words']}"
        office.whatsapp(words, f"{CITIZEN}{number}")
        office.telegram(words, f"{CHAT}{number}")
        office.sms(words, **{"from": f"{CITIZEN}{number}"})
    soon(lambda: not any(office.providers.faults.values()), "the faults to be met")


def crash(office: Office) -> None:
    """The database is held, a row is damaged, and everyone is killed in the middle of it."""
    file = Path(office.running.env["VAR_DIR"]) / "satupintu.db"
    with sqlite3.connect(file, timeout=30) as held:
        held.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor() as threads:
            writers = (office.whatsapp, office.telegram, office.sms)
            taken = [*threads.map(lambda write: write(STORY), writers)]
        assert {*taken} <= {200, 202}
        spool = file.parent / "spool"
        assert canaries_in(b"".join(one for _, one in files_of(spool)), PEOPLE) == []
        assert any(spool.iterdir())
        held.rollback()
        held.execute("UPDATE conversation SET state = CAST(x'00' || state AS BLOB)")
    office.telegram(STORY)
    for name in ("converse-1", "deliver", "central", "web", "valkey-server"):
        for pid in office.running.pids(name):
            with suppress(ProcessLookupError):  # it ended with its parent
                os.kill(pid, signal.SIGKILL)
    soon(lambda: answers(office), "the web server again")
    office.whatsapp(STORY)


def answers(office: Office) -> bool:
    try:
        return requests.get(f"{office.url}/ready", timeout=5).status_code == 200
    except requests.RequestException:
        return False


COMMANDS = (
    ("doctor",),
    ("outbox", "--status", "failed"),
    ("quarantine",),
)


def test_nothing_of_anybody_stands_where_it_should_not(office: Office) -> None:
    canaries = everything(office)
    running = office.running
    var = Path(running.env["VAR_DIR"])
    found: dict[str, list[str]] = {}

    def look(where: str, content: bytes) -> None:
        if told := canaries_in(content, canaries):
            found.setdefault(where, []).extend(told)

    with ThreadPoolExecutor() as threads:
        ended = [*threads.map(lambda command: running.run(*command), COMMANDS)]
    for command, done in zip(COMMANDS, ended, strict=True):
        assert done.stdout, done.stderr
        look(" ".join(command), (done.stdout + done.stderr).encode())
    for where, content in [
        *office.answers,
        *values_of(url_of(var)),
        *command_lines(running.pids()),
    ]:
        look(where, content)
    running.stop()
    files = [*files_of(running.var_dir, office.temporary)]
    for where, content in files:
        look(where, content)
    assert {"var/satupintu.db", "err"} <= {name for name, _ in files}
    assert found == {}
    assert (
        "Traceback (most recent call last)" not in running.log()
    )  # Python's own, with words


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_the_walk_finds_what_is_there(name: str) -> None:
    value = PEOPLE[name]
    for content in spellings(value):
        assert canaries_in(b"before" + content + b"after", PEOPLE) != []
    assert canaries_in(b"nothing", PEOPLE) == []
