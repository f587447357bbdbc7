"""The administrators' pages, through Flask, over a real database."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from arrivals import belongs, came
from flask.testing import FlaskClient
from house import House
from officers import WORDS
from werkzeug.test import TestResponse

from gateway.flows.cases import act_on
from gateway.setup.links import BadLink, Links
from gateway.web.admin.sign_in import end_sessions
from gateway.web.app import create_app
from intake.complaint import (
    Complaint,
    HomeAddress,
    Location,
    OccurredOn,
    Reporter,
    tracking_id,
)
from intake.messages import Address, InboundMessage, Media, MediaKind
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Action, Case, CaseState, HistoryEntry
from routing.clocks import Calendar
from routing.life import open_case
from routing.notices import done_text
from routing.verbs import VERBS
from storage.crypto import KeyRing
from storage.unit_of_work import Store, Transaction, open_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

URL = "http://localhost"
COORDINATOR, ROADS, WATER, TRAFFIC = (
    Address("telegram", id_) for id_ in ("1", "2", "3", "4")
)
ROADS_PHONE = Address("whatsapp", "+6281200000002")
STRANGER = Address("telegram", "99")
NAMES = {COORDINATOR: "Kepala", ROADS: "Petugas PU"}
NIK, PHONE, NAME = "5311014507900003", "+6281234567890", "Maria Rambu"
REPORTER = Reporter(
    "sms", PHONE, "id", NAME, HomeAddress("Jl. Mawar 3", "04", "02"), PHONE, NIK
)
STORY = f"Lampu jalan mati. Nama saya {NAME}, HP 081234567890, NIK {NIK}. <script>alert(1)</script>"
CALENDAR = Calendar(frozenset(), ZoneInfo("Asia/Jakarta"))
AGENCIES = """
coordinator: kota
agencies:
  - {code: kota, name: Koordinator Kota, administrators: [{name: Kepala, notify: ["telegram:1"]}]}
  - code: kota.pu
    name: Dinas PU
    parent: kota
    administrators: [{name: Petugas PU, notify: ["telegram:2", "whatsapp:+6281200000002"]}]
  - {code: kota.pu.air, name: Air, parent: kota.pu, administrators: [{name: Ani, notify: ["telegram:3"]}]}
  - {code: kota.dishub, name: Dishub, parent: kota, administrators: [{name: Jalan, notify: ["telegram:4"]}]}
"""


class Office:
    """The house with desks of its own, the pages over it, and what the tests look at afterwards."""

    def __init__(
        self, house: House, store: Store | None = None, public_url: str = URL
    ) -> None:
        self.time = house.now
        self.numbers = count(1).__next__
        self.store = store or house.store
        self.links = Links("secret", public_url)
        self.parts = replace(
            house.parts,
            settings=replace(
                house.settings, public_url=public_url, secret_key="secret"
            ),
            store=self.store,
            calendar=CALENDAR,
            links=self.links,
            clock=lambda: self.time,
        )
        self.restart(AGENCIES)

    def restart(self, agencies: str) -> None:
        """Begin anew with this agencies file."""
        self.agencies = read_agencies(agencies)
        self.parts = replace(self.parts, agencies=self.agencies)
        self.app = create_app(self.parts)

    @property
    def letters(self) -> list[tuple[Address, str]]:
        """What was written to administrators, oldest first."""
        with self.store.reading() as tx:
            items = tx.outbox("pending", 100)
        return [(item.message.to, item.message.text) for item in reversed(items)]

    def act(self, tracking_id: str, action: Action) -> str:
        return act_on(self.parts, tracking_id, action)

    def case(self, tx: Transaction, complaint_id: int) -> Case:
        return tx.case(complaint_id).case

    def complain(
        self, agency: str = "", *, status: str = "completed", **fields: object
    ) -> str:
        """A complaint of a person of its own, with a case at this agency unless it is ""; its tracking id."""
        number = self.numbers()
        digits = iter((2, 3, 4, 5, *divmod(number, 31)))
        complaint = Complaint(
            tracking_id(lambda _: next(digits)),
            "complaint",
            "Lampu jalan mati",
            STORY,
            self.time,
            REPORTER,
        )
        complaint = replace(complaint, **fields)
        with self.store.transaction() as tx:
            contact = tx.contact(Address("sms", f"+62812000{number:05}"), self.time)
            id_ = tx.save_complaint(complaint, contact.id, status, self.time)
            if agency:
                case, _ = open_case(
                    complaint,
                    Assignment(agency, "", ()),
                    self.time,
                    self.parts.office,
                    VERBS,
                )
                tx.add_case(id_, case, case.deadlines.accept, self.time)
        return complaint.tracking_id

    def saved(self, id_: str) -> Case:
        with self.store.reading() as tx:
            return self.case(tx, tx.complaint(id_).id)

    def audited(self, id_: str) -> list[tuple[str, str, str]]:
        with self.store.reading() as tx:
            return [(row.actor, row.action, row.detail) for row in tx.audit_of(id_)]

    def browser(self, address: Address | None = None) -> "Browser":
        browser = Browser(self.app.test_client())
        if address:
            browser.post(path(self.links.login(address, self.time)))
        return browser


@dataclass
class Browser:
    """A browser that fills in the hidden field of forms, as the page it is on would."""

    client: FlaskClient
    token: str = ""

    def get(self, url: str) -> TestResponse:
        response = self.client.get(url)
        found = re.search(r'name="csrf" value="([^"]+)"', response.text)
        self.token = found[1] if found else self.token
        return response

    def post(
        self,
        url: str,
        page: str = "",
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> TestResponse:
        """Open the page that has the form, and send the form."""
        self.get(page or url)
        return self.client.post(
            url, data={"csrf": self.token, **fields}, headers=headers
        )

    def act(self, id_: str, verb: str, **fields: str) -> TestResponse:
        return self.post(f"/admin/kasus/{id_}/{verb}", f"/admin/kasus/{id_}", **fields)


def path(url: str) -> str:
    return url.removeprefix(URL)


def listed(html: str) -> list[str]:
    return re.findall(r'href="/admin/kasus/([^"]+)"', html)


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.mark.parametrize(
    ("who", "agency", "status"),
    [
        pytest.param(ROADS, "kota.pu", 200, id="a desk sees its own case"),
        pytest.param(
            ROADS, "kota.pu.air", 200, id="a desk sees the case of a desk below it"
        ),
        pytest.param(
            WATER,
            "kota.pu",
            404,
            id="a desk does not see the case of the desk above it",
        ),
        pytest.param(
            TRAFFIC,
            "kota.pu",
            404,
            id="a desk does not see the case of the desk beside it",
        ),
        pytest.param(
            COORDINATOR,
            "kota.pu.air",
            200,
            id="the coordinator sees the case of every desk",
        ),
        pytest.param(
            COORDINATOR,
            "",
            200,
            id="the coordinator sees a complaint that no desk has yet",
        ),
        pytest.param(
            ROADS, "", 404, id="a desk does not see a complaint that no desk has yet"
        ),
    ],
)
def test_shows_a_case_to_those_it_concerns(office, who, agency, status):
    id_ = office.complain(agency)
    browser = office.browser(who)
    assert browser.get(f"/admin/kasus/{id_}").status_code == status
    assert (id_ in listed(browser.get("/admin/").text)) == (
        status == 200 and agency != ""
    )


def test_an_id_nobody_has_looks_like_one_that_is_not_yours(office):
    id_ = office.complain("kota.pu")
    browser = office.browser(TRAFFIC)
    unknown, foreign = (
        browser.get("/admin/kasus/LPR-2222222"),
        browser.get(f"/admin/kasus/{id_}"),
    )
    assert (unknown.status_code, unknown.text) == (foreign.status_code, foreign.text)
    assert office.audited(id_) == []


@pytest.mark.parametrize(
    ("method", "url"),
    [
        pytest.param("GET", "/admin/", id="the list"),
        pytest.param("GET", "/admin/draf", id="the drafts"),
        pytest.param("GET", "/admin/kasus/{id}", id="a case"),
    ],
)
def test_sends_a_stranger_to_the_login(office, method, url):
    response = office.browser().client.open(
        url.format(id=office.complain("kota.pu")), method=method
    )
    assert (response.status_code, response.location) == (302, "/admin/login")


def test_after_the_login_comes_the_case_that_was_wanted(office):
    id_ = office.complain("kota.pu")
    browser = office.browser()
    browser.get(f"/admin/kasus/{id_}")
    response = browser.post(path(office.links.login(ROADS, office.time)))
    assert response.location == f"/admin/kasus/{id_}"


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        pytest.param("2", [ROADS], id="a Telegram id"),
        pytest.param("telegram:2", [ROADS], id="a Telegram id as in the file"),
        pytest.param("0812-0000-0002", [ROADS_PHONE], id="a number as people write it"),
        pytest.param("+6281200000002", [ROADS_PHONE], id="a number with its country"),
        pytest.param("6281200000002", [ROADS_PHONE], id="a number without the plus"),
        pytest.param("0812-0000-0009", [], id="a number that is nobody's"),
        pytest.param("", [], id="nothing"),
        pytest.param("' OR 1=1 --", [], id="mischief"),
    ],
)
def test_a_login_link_goes_only_to_an_address_of_the_file(office, typed, to):
    answer = office.browser().post("/admin/login", contact=typed)
    assert "tautan masuk sudah dikirim" in answer.text
    assert [address for address, _ in office.letters] == to


def test_the_answer_does_not_tell_whether_an_address_is_known(office):
    answers = [
        office.browser().post("/admin/login", contact=typed).text
        for typed in ("2", "999")
    ]
    assert len({re.sub(r'value="[^"]+"', "", answer) for answer in answers}) == 1


def test_a_link_to_log_in_is_sent_once_a_minute(office):
    for seconds in (0, 30, 29, 1):
        office.time += timedelta(seconds=seconds)
        office.browser().post("/admin/login", contact="2")
    assert len(office.letters) == 2


def test_links_to_one_contact_are_counted_by_all_processes_together(office):
    processes = [create_app(office.parts) for _ in range(4)]
    for app in processes * 3:
        Browser(app.test_client()).post("/admin/login", contact="2")
    assert len(office.letters) == 1


def test_whoever_asks_every_minute_gets_six_links_an_hour(office):
    for _ in range(40):
        office.time += timedelta(minutes=1)
        office.browser().post("/admin/login", contact="2")
    assert len(office.letters) in range(6, 12)


def test_asking_for_links_again_and_again_is_refused_by_address(office):
    def ask(address: str, forwarded: str = "") -> int:
        browser = office.browser()
        browser.get("/admin/login")
        environ = {"REMOTE_ADDR": address}
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        form = {"csrf": browser.token, "contact": "999"}
        return browser.client.post(
            "/admin/login", data=form, headers=headers, environ_overrides=environ
        ).status_code

    assert {ask("203.0.113.7") for _ in range(20)} == {200}
    assert ask("203.0.113.7") == 429
    assert ask("203.0.113.7", "198.51.100.1") == 429
    assert ask("203.0.113.8") == 200
    assert {ask("127.0.0.1", f"10.9.9.{n}, 198.51.100.9") for n in range(20)} == {200}
    assert ask("127.0.0.1", "198.51.100.9") == 429


def test_the_letter_leads_in(office):
    browser = office.browser()
    browser.post("/admin/login", contact="2")
    link = re.search(rf"{URL}(\S+)", office.letters[0][1])[1]
    assert "Petugas PU" in browser.get(link).text
    assert browser.post(link).location == "/admin/"
    assert browser.get("/admin/").status_code == 200


def test_looking_at_a_login_link_does_not_use_it_up(office):
    link = path(office.links.login(ROADS, office.time))
    assert [office.browser().get(link).status_code for _ in range(3)] == [200] * 3
    assert office.browser().post(link).status_code == 303


def test_a_login_link_works_once(office):
    link = path(office.links.login(ROADS, office.time))
    assert [office.browser().post(link).status_code for _ in range(2)] == [303, 403]


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(
            lambda o: o.links.login(ROADS, o.time - timedelta(minutes=16)), id="too old"
        ),
        pytest.param(
            lambda o: o.links.login(STRANGER, o.time),
            id="of somebody who is in no file",
        ),
        pytest.param(
            lambda o: Links("other", URL).login(ROADS, o.time),
            id="signed by somebody else",
        ),
        pytest.param(lambda o: o.links.login(ROADS, o.time)[:-1], id="cut short"),
        pytest.param(
            lambda o: o.links.case(ROADS, "LPR-2222222").replace("/c/", "/masuk/"),
            id="for a case",
        ),
        pytest.param(lambda o: f"{URL}/admin/masuk/x", id="invented"),
    ],
)
def test_refuses_a_login_link(office, link):
    browser = office.browser()
    browser.get("/admin/login")
    url = path(link(office))
    assert [browser.get(url).status_code, browser.post(url).status_code] == [403, 403]
    assert browser.client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("end", "lives"),
    [
        pytest.param(lambda o: None, True, id="nothing happened"),
        pytest.param(
            lambda o: setattr(o, "time", o.time + timedelta(hours=1, minutes=59)),
            True,
            id="less than two hours without a look",
        ),
        pytest.param(
            lambda o: setattr(o, "time", o.time + timedelta(hours=2, seconds=1)),
            False,
            id="two hours without a look",
        ),
        pytest.param(
            lambda o: o.restart(AGENCIES.replace("telegram:2", "telegram:5")),
            False,
            id="the file names somebody else",
        ),
    ],
)
def test_a_session_lives_while_it_is_used_and_its_owner_is_in_the_file(
    office, end, lives
):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    end(office)
    browser.client.application = office.app
    assert (browser.get(f"/admin/kasus/{id_}").status_code == 200) == lives


def test_a_session_ends_after_half_a_day_however_much_it_is_used(office):
    browser, began = office.browser(ROADS), office.time
    while office.time - began <= timedelta(hours=12):
        assert browser.get("/admin/").status_code == 200
        office.time += timedelta(minutes=90)
    assert browser.get("/admin/").status_code == 302


def test_logging_out_everywhere_ends_the_sessions_of_this_person_alone(office):
    here, there, other = (office.browser(who) for who in (ROADS, ROADS, TRAFFIC))
    assert here.post("/admin/keluar", "/admin/", everywhere="1").status_code == 303
    assert [one.get("/admin/").status_code for one in (here, there, other)] == [
        302,
        302,
        200,
    ]
    office.time += timedelta(seconds=1)
    assert office.browser(ROADS).get("/admin/").status_code == 200


def test_an_operator_ends_the_sessions_of_a_lost_phone(office):
    browser = office.browser(ROADS)
    end_sessions(office.parts, ROADS, "shell")
    assert browser.get("/admin/").status_code == 302


def test_refused_pages_are_logged(office, caplog):
    id_ = office.complain("kota.pu")
    office.browser().get("/admin/c/nothing-of-ours")
    office.browser(TRAFFIC).get(f"/admin/kasus/{id_}")
    office.browser(ROADS).client.post(f"/admin/kasus/{id_}/accept", data={"csrf": "x"})
    told = [record.getMessage() for record in caplog.records]
    assert [line.split(": ")[1] for line in told if "refused" in line] == [
        "link",
        "not_here",
        "not from a page of ours",
    ]
    assert id_ not in caplog.text


def test_a_cookie_planted_before_the_login_is_nobodys_session(office):
    victim, thief = office.browser(), office.browser()
    thief.get("/admin/login")
    planted = thief.client.get_cookie("satupintu").value
    victim.client.set_cookie("satupintu", planted)
    victim.post(path(office.links.login(ROADS, office.time)))
    assert victim.get("/admin/").status_code == 200
    assert victim.client.get_cookie("satupintu").value != planted
    assert thief.get("/admin/").status_code == 302
    assert thief.client.post(
        "/admin/keluar", data={"csrf": thief.token}
    ).status_code in {401, 403}
    assert victim.get("/admin/").status_code == 200


def test_logging_out_ends_copies_of_the_cookie_too(office):
    browser, thief = office.browser(ROADS), office.browser()
    cookie = browser.client.get_cookie("satupintu")
    thief.client.set_cookie("satupintu", cookie.value)
    assert thief.get("/admin/").status_code == 200
    assert browser.post("/admin/keluar", "/admin/").location == "/admin/login"
    assert [browser.get("/admin/").status_code, thief.get("/admin/").status_code] == [
        302,
        302,
    ]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        pytest.param({}, {"csrf": ""}, id="without a token"),
        pytest.param({}, {"csrf": "x" * 22}, id="with an invented token"),
        pytest.param({}, {"csrf": "é"}, id="with a token that is not even ASCII"),
        pytest.param(
            {"Origin": "https://evil.example"}, {}, id="sent from another site"
        ),
        pytest.param({"Origin": "null"}, {}, id="sent from nowhere"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site"}, {}, id="that the browser calls cross-site"
        ),
        pytest.param(
            {"Sec-Fetch-Site": "same-site"}, {}, id="from a neighbour of our domain"
        ),
    ],
)
def test_refuses_a_form_but_keeps_its_words(office, headers, fields):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    url = f"/admin/kasus/{id_}"
    response = browser.post(
        f"{url}/answer", url, headers, **{"note": "Sudah kami perbaiki.", **fields}
    )
    assert response.status_code == 403
    assert "Sudah kami perbaiki." in response.text
    assert office.saved(id_).state == CaseState.FORWARDED


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="of an old browser"),
        pytest.param({"Origin": URL}, id="with our origin"),
        pytest.param(
            {"Origin": URL, "Sec-Fetch-Site": "same-origin"}, id="of a modern browser"
        ),
    ],
)
def test_takes_a_form_of_our_own_page(office, headers):
    id_ = office.complain("kota.pu")
    url = f"/admin/kasus/{id_}"
    assert office.browser(ROADS).post(f"{url}/accept", url, headers).status_code == 303


def test_another_sessions_token_is_worth_nothing(office):
    id_ = office.complain("kota.pu")
    mine, theirs = office.browser(ROADS), office.browser(TRAFFIC)
    theirs.get("/admin/")
    assert mine.act(id_, "accept", csrf=theirs.token).status_code == 403


def test_words_survive_a_session_that_ended_while_they_were_written(office):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    browser.get(f"/admin/kasus/{id_}")
    office.time += timedelta(hours=13)
    response = browser.client.post(
        f"/admin/kasus/{id_}/answer",
        data={"csrf": browser.token, "note": "Sudah kami perbaiki."},
    )
    assert (response.status_code, "Sudah kami perbaiki." in response.text) == (
        401,
        True,
    )


@pytest.mark.parametrize(
    ("who", "verb", "fields", "state", "agency"),
    [
        pytest.param(ROADS, "accept", {}, "in_follow_up", "kota.pu", id="accept"),
        pytest.param(
            ROADS,
            "answer",
            {"note": "Besok diperbaiki."},
            "answered",
            "kota.pu",
            id="answer",
        ),
        pytest.param(
            ROADS,
            "finish",
            {"note": "Sudah diganti."},
            "resolved",
            "kota.pu",
            id="finish with words",
        ),
        pytest.param(
            ROADS,
            "return",
            {"note": "Lampu milik Dishub."},
            "forwarded",
            "kota.dishub",
            id="return, to the desk that the reason names",
        ),
        pytest.param(
            COORDINATOR,
            "transfer",
            {"note": "Lampu milik Dishub.", "to": "kota.dishub"},
            "forwarded",
            "kota.dishub",
            id="transfer",
        ),
    ],
)
def test_carries_out_an_action_and_says_so(office, who, verb, fields, state, agency):
    id_ = office.complain("kota.pu")
    browser = office.browser(who)
    response = browser.act(id_, verb, **fields)
    assert response.status_code == 303
    case = office.saved(id_)
    desk = office.parts.agencies.by_code[case.agency].name
    said = done_text(VERBS[verb], id_, WORDS, desk)
    assert said in browser.get(response.location).text
    assert (case.state, case.agency, case.history[-1].actor) == (
        state,
        agency,
        NAMES[who],
    )


@pytest.mark.parametrize(
    ("who", "verb", "fields", "why"),
    [
        pytest.param(
            ROADS,
            "answer",
            {"note": "??"},
            "Jawaban masih kosong",
            id="an answer that says nothing",
        ),
        pytest.param(
            ROADS,
            "answer",
            {"note": "a" * 1001},
            "Terlalu panjang",
            id="an answer of 1001 letters",
        ),
        pytest.param(
            ROADS,
            "finish",
            {"note": "ok"},
            "belum mendapat jawaban",
            id="finishing without an answer",
        ),
        pytest.param(
            ROADS,
            "archive",
            {"note": "Bukan kami."},
            "Hanya koordinator",
            id="no power",
        ),
        pytest.param(
            COORDINATOR,
            "transfer",
            {"note": "Ke sana.", "to": "mars"},
            "tidak kami kenal",
            id="an unknown agency",
        ),
    ],
)
def test_says_why_an_action_is_refused_and_keeps_the_words(
    office, who, verb, fields, why
):
    id_ = office.complain("kota.pu")
    response = office.browser(who).act(id_, verb, **fields)
    assert (response.status_code, why in response.text) == (409, True)
    assert f">{fields['note']}</textarea>" in response.text
    assert office.saved(id_).state == CaseState.FORWARDED


def test_refused_words_stand_in_their_field_again(office):
    id_ = office.complain("kota.pu")
    html = (
        office.browser(COORDINATOR).act(id_, "transfer", to="kota", note="</b>?").text
    )
    assert "&lt;/b&gt;?</textarea>" in html
    assert '<option value="kota" selected>' in html


@pytest.mark.parametrize("verb", ["dispute", "append", "erase", "identitas"])
def test_a_case_page_does_nothing_that_is_not_an_administrators(office, verb):
    id_ = office.complain("kota.pu")
    before = office.saved(id_)
    assert office.browser(ROADS).act(
        id_, verb, note="Belum beres sama sekali."
    ).status_code in (404, 422)
    assert office.saved(id_) == before


def test_another_desks_case_cannot_be_acted_on(office):
    id_ = office.complain("kota.pu")
    browser = office.browser(TRAFFIC)
    assert browser.post(f"/admin/kasus/{id_}/accept", "/admin/").status_code == 404
    assert office.saved(id_).state == CaseState.FORWARDED


@pytest.mark.parametrize(
    ("verb", "note"), [("accept", ""), ("answer", "Besok diperbaiki.")]
)
def test_sending_a_form_twice_does_it_once(office, verb, note):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    assert [browser.act(id_, verb, note=note).status_code for _ in range(2)] == [
        303,
        303,
    ]
    assert [entry.action for entry in office.saved(id_).history] == ["open", verb]


def test_a_returned_case_leaves_its_desk_with_a_word_of_thanks(office):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    response = browser.act(id_, "return", note="Lampu milik Dishub.")
    assert response.location == "/admin/"
    assert "Terima kasih atas alasannya" in browser.get("/admin/").text


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        pytest.param("Lampu jalan mati", NIK, id="the story without the NIK"),
        pytest.param("Nama saya [pelapor]", NAME, id="the story without the name"),
        pytest.param(
            "HP ************", "081234567890", id="the story without the phone number"
        ),
        pytest.param(
            "&lt;script&gt;alert(1)&lt;/script&gt;", "<script", id="tags as text"
        ),
    ],
)
@pytest.mark.parametrize("by", ["session", "link"])
def test_a_case_page_shows_the_story_cleaned(office, by, shown, hidden):
    id_ = office.complain("kota.pu", title=f"Lampu <script>alert(1)</script> {NAME}")
    urls = {
        "session": f"/admin/kasus/{id_}",
        "link": path(office.links.case(ROADS, id_)),
    }
    html = office.browser(ROADS).get(urls[by]).text
    assert shown in html
    assert hidden not in html
    assert hidden not in office.browser(ROADS).get("/admin/").text


def test_a_case_page_shows_where_when_and_what_came_along(office):
    there = Location(
        "Jl. Melati",
        "depan SD 2",
        "02",
        "01",
        "53.11.04.1002",
        ("Nusa Tenggara Timur", "Kab. Sumba Timur", "Kota Waingapu", "Matawai"),
        -9.65,
        120.26,
    )
    id_ = office.complain(
        "kota.pu",
        location=there,
        occurred_on=OccurredOn("2026-11-20", "day", "sejak Jumat"),
        category="Perhubungan",
        category_confidence=0.87,
        requested_outcome="Diperbaiki",
        flags=("emergency", "needs_operator:place"),
    )
    with office.store.transaction() as tx:
        stored = tx.complaint(id_)
        contact = tx.contact_by_id(stored.contact_id)
        inbound = came(tx, InboundMessage("1", contact.address), office.time)
        photo = Media(MediaKind.PHOTO, "ref", "image/jpeg", 20480)
        belongs(tx, inbound, id_, office.time, [photo])
    html = office.browser(ROADS).get(f"/admin/kasus/{id_}").text
    for words in (
        "Jl. Melati, RT 02/RW 01, Matawai, Kec. Kota Waingapu, Kab. Sumba Timur",
        "depan SD 2",
        'href="geo:-9.65,120.26"',
        "sejak Jumat (Jum 20 Nov 2026)",
        "Perhubungan (87% yakin)",
        "Foto, JPG, 20 KB, belum diambil",
        "DARURAT",
        "perlu dilengkapi (tempat)",
        "Kam 26 Nov 2026</span> <b>3 hari lagi",
    ):
        assert words in html


def test_a_case_page_shows_both_candidates_and_the_words_for_each(office):
    id_ = office.complain(
        "kota.pu",
        description="oknum minta 150rb urus ktp",
        category="Kependudukan",
        category_confidence=0.49,
        category_words=("urus ktp",),
        other_category="Politik dan Hukum",
        other_category_words=("oknum minta", "150rb"),
    )
    html = office.browser(ROADS).get(f"/admin/kasus/{id_}").text
    assert (
        "Kependudukan (49% yakin), dari kata: urus ktp; "
        "atau Politik dan Hukum, dari kata: oknum minta, 150rb"
    ) in html


def test_a_hidden_name_speaks_for_no_category_and_no_other_word_is_hidden(office):
    id_ = office.complain(
        "kota.pu",
        description="petugas minta uang urus ktp di jalan, saya siti kuning",
        anonymous=True,
        category="Kependudukan",
        category_confidence=0.49,
        category_words=("petugas", "siti", "urus ktp", "jalan"),
    )
    html = office.browser(ROADS).get(f"/admin/kasus/{id_}").text
    assert "dari kata: petugas, urus ktp, jalan<" in html


@pytest.mark.parametrize(
    ("reason", "status", "shown", "audited"),
    [
        pytest.param("hubungi", 200, True, ["read_identity"], id="for a reason"),
        pytest.param("", 422, False, [], id="without a reason"),
        pytest.param(
            "penasaran", 422, False, [], id="for a reason that is not on the list"
        ),
    ],
)
def test_who_reported_it_is_shown_for_a_reason_and_recorded(
    office, reason, status, shown, audited
):
    id_ = office.complain("kota.pu")
    response = office.browser(ROADS).act(id_, "identitas", reason=reason)
    assert response.status_code == status
    assert [fact in response.text for fact in (NIK, PHONE, NAME, "Jl. Mawar 3")] == [
        shown
    ] * 4
    assert [
        action for _, action, _ in office.audited(id_) if action != "read_case"
    ] == audited


@pytest.mark.parametrize(
    "who",
    [pytest.param(ROADS, id="its desk"), pytest.param(COORDINATOR, id="coordinator")],
)
def test_an_anonymous_reporter_is_shown_to_nobody(office, who):
    id_ = office.complain("kota.pu", anonymous=True)
    browser = office.browser(who)
    html = (
        browser.get(f"/admin/kasus/{id_}").text
        + browser.act(id_, "identitas", reason="hubungi").text
    )
    assert "Anonim" in html
    assert [
        fact for fact in (NIK, PHONE, *NAME.split(), "Jl. Mawar 3") if fact in html
    ] == []
    assert "read_identity" not in [action for _, action, _ in office.audited(id_)]


HELD = "Kades minta rokok, saksi Bu Siti. Nama saya Maria Rambu"


def test_the_coordinator_reads_the_original_and_lets_held_words_go(office):
    id_ = office.complain("kota.pu", anonymous=True, description=HELD)
    desk, coordinator = office.browser(ROADS), office.browser(COORDINATOR)
    assert (
        "saksi Bu [ditahan]. Nama saya [pelapor]"
        in desk.get(f"/admin/kasus/{id_}").text
    )
    shown = coordinator.act(id_, "asli").text
    assert HELD in unescape(shown)
    assert coordinator.act(id_, "lepas").status_code == 303
    after = desk.get(f"/admin/kasus/{id_}").text
    assert "saksi Bu Siti. Nama saya [pelapor]" in after
    assert WORDS.say("event.release") in after
    done = [row[:2] for row in office.audited(id_) if row[1] != "read_case"]
    assert done == [("Kepala", "read_original"), ("Kepala", "release_words")]
    assert [
        to for to, text in office.letters if "sudah dibuka koordinator" in text
    ] == [ROADS]
    assert coordinator.act(id_, "asli").status_code == 404


@pytest.mark.parametrize("what", ["asli", "lepas"])
def test_no_desk_reads_or_lets_go_what_is_held(office, what):
    id_ = office.complain("kota.pu", anonymous=True, description=HELD)
    browser = office.browser(ROADS)
    page = browser.get(f"/admin/kasus/{id_}").text
    assert WORDS.say("page.held.show") not in page
    answer = browser.act(id_, what)
    assert answer.status_code == 404
    assert "Siti" not in answer.text


def test_the_coordinator_hears_once_of_words_that_wait(office):
    id_ = office.complain("kota.pu", anonymous=True, description=HELD)
    for note in ("satu lagi", "dua lagi"):
        office.act(id_, Action("append", "citizen", (), note))
    told = [to for to, text in office.letters if "menunjuk siapa pelapornya" in text]
    assert told == [COORDINATOR]
    assert not any("Siti" in text for _, text in office.letters)


def test_a_link_alone_never_opens_who_reported_it(office):
    id_ = office.complain("kota.pu")
    browser, link = office.browser(), path(office.links.case(ROADS, id_))
    assert "Tampilkan identitas" not in browser.get(link).text
    assert browser.post(f"{link}/identitas", link, reason="hubungi").status_code == 404
    assert (
        browser.post(
            f"/admin/kasus/{id_}/identitas", link, reason="hubungi"
        ).status_code
        == 401
    )


def test_each_reading_is_recorded_without_what_was_read(office):
    id_ = office.complain("kota.pu")
    browser = office.browser(ROADS)
    browser.get(f"/admin/kasus/{id_}")
    browser.post(
        f"/admin/kasus/{id_}/identitas", f"/admin/kasus/{id_}", reason="periksa"
    )
    browser.get(path(office.links.case(COORDINATOR, id_)))
    assert office.audited(id_) == [
        ("Petugas PU", "read_case", "session"),
        ("Petugas PU", "read_case", "session"),
        ("Petugas PU", "read_case", "session"),
        ("Petugas PU", "read_identity", "periksa"),
        ("Kepala", "read_case", "link"),
    ]


def test_a_link_opens_its_case_and_acts_as_its_owner(office):
    id_ = office.complain("kota.pu")
    browser, link = office.browser(), path(office.links.case(ROADS_PHONE, id_))
    assert browser.post(f"{link}/accept", link).location == link
    assert done_text(VERBS["accept"], id_, WORDS) in browser.get(link).text
    assert office.saved(id_).history[-1].actor == "Petugas PU"


def test_a_link_holds_nothing_that_names_its_owner(office):
    link = office.links.case(ROADS_PHONE, "LPR-2222222")
    assert office.links.read(link.rpartition("/")[2], "case", office.time).mark not in (
        str(ROADS_PHONE),
        "",
    )
    with pytest.raises(BadLink):
        office.links.read(link.rpartition("/")[2], "login", office.time)


@pytest.mark.parametrize(
    ("owner", "days", "state", "status"),
    [
        pytest.param(ROADS, 0, CaseState.FORWARDED, 200, id="of an open case"),
        pytest.param(
            ROADS,
            90,
            CaseState.ANSWERED,
            200,
            id="of a case that is still open after months",
        ),
        pytest.param(
            ROADS, 30, CaseState.CLOSED, 200, id="of a case closed a month ago"
        ),
        pytest.param(
            ROADS, 31, CaseState.CLOSED, 404, id="of a case closed longer ago"
        ),
        pytest.param(
            TRAFFIC, 0, CaseState.FORWARDED, 404, id="of a case that is at another desk"
        ),
        pytest.param(
            STRANGER, 0, CaseState.FORWARDED, 403, id="whose owner left the file"
        ),
    ],
)
def test_a_case_link_lasts_as_long_as_its_case(office, owner, days, state, status):
    id_ = office.complain("kota.pu")
    with office.store.transaction() as tx:
        case = office.saved(id_)
        closed = replace(
            case,
            state=state,
            history=(
                *case.history,
                HistoryEntry(office.time, "Air", "x", "", "kota.pu"),
            ),
        )
        tx.save_case(tx.complaint(id_).id, closed, None, office.time)
    office.time += timedelta(days=days)
    assert (
        office.browser().get(path(office.links.case(owner, id_))).status_code == status
    )


def test_after_giving_a_case_away_by_link_its_page_is_gone_with_a_word_of_thanks(
    office,
):
    id_ = office.complain("kota.pu")
    browser, link = office.browser(), path(office.links.case(ROADS, id_))
    assert (
        browser.post(f"{link}/return", link, note="Lampu milik Dishub.").location
        == link
    )
    page = browser.get(link)
    assert (page.status_code, "Terima kasih atas alasannya" in page.text) == (404, True)


def test_lists_the_nearest_deadline_first_and_marks_what_is_late(office):
    late = office.complain("kota.pu")
    office.time += timedelta(days=7)
    fresh, answered = office.complain("kota.pu"), office.complain("kota.pu")
    office.act(
        answered, Action("answer", "Petugas PU", ("kota.pu",), "Besok diperbaiki.")
    )
    html = office.browser(ROADS).get("/admin/").text
    assert listed(html) == [late, fresh, answered]
    assert html.count('<li class="late">') == 1
    assert "Terima: lewat 4 hari" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", [0], id="open ones at first"),
        pytest.param("?status=selesai", [2, 1], id="closed ones, newest first"),
        pytest.param("?status=semua", [0, 2, 1], id="all: open ones, then closed ones"),
        pytest.param(
            "?status=nonsense&sesudah=-3",
            [0],
            id="open ones when the filter is nonsense",
        ),
        pytest.param(
            "?sesudah=99990101T000000000000-9", [], id="nothing after all of them"
        ),
        pytest.param(
            "?sesudah=99999999T000000000000-9", [0], id="all after what is no moment"
        ),
        pytest.param(
            "?sebelum=99990101T000000000000-9", [0], id="the last before the end"
        ),
    ],
)
def test_filters_the_list(office, query, expected):
    ids = [office.complain("kota.pu") for _ in range(3)]
    for id_ in ids[1:]:
        office.act(id_, Action("finish", "Petugas PU", ("kota.pu",), "Sudah diganti."))
    assert listed(office.browser(ROADS).get(f"/admin/{query}").text) == [
        ids[n] for n in expected
    ]


def test_turns_pages_across_open_and_closed_cases(office):
    ids = [office.complain("kota.pu") for _ in range(43)]
    for id_ in ids[22:]:
        office.act(id_, Action("finish", "Petugas PU", ("kota.pu",), "Sudah diganti."))
    browser = office.browser(ROADS)
    pages = [browser.get("/admin/?status=semua").text]
    while after := turn(pages[-1], "Berikutnya"):
        pages.append(browser.get(after).text)
    there = [ids[:20], [*ids[20:22], *ids[:24:-1]], [ids[24], ids[23], ids[22]]]
    assert [listed(page) for page in pages] == there
    back = [pages[-1]]
    while before := turn(back[-1], "Sebelumnya"):
        back.append(browser.get(before).text)
    assert [listed(page) for page in back] == there[::-1]


def turn(html: str, name: str) -> str:
    """Where the link with this name leads; "" when there is none."""
    found = re.search(rf'href="([^"]+)">{name}<', html)
    return unescape(found[1]) if found else ""


def test_no_case_is_skipped_when_one_is_closed_between_two_pages(office):
    ids = [office.complain("kota.pu") for _ in range(22)]
    browser = office.browser(ROADS)
    after = turn(browser.get("/admin/").text, "Berikutnya")
    office.act(ids[0], Action("finish", "Petugas PU", ("kota.pu",), "Sudah diganti."))
    assert listed(browser.get(after).text) == ids[20:]


def test_says_how_many_there_are_and_how_many_are_late(office):
    ids = [office.complain("kota.pu") for _ in range(3)]
    office.act(ids[0], Action("finish", "Petugas PU", ("kota.pu",), "Sudah diganti."))
    office.time += timedelta(days=9)
    office.complain("kota.pu")
    browser = office.browser(ROADS)
    said = [
        re.sub("<[^>]+>", "", re.search(r'"small">(\d+ laporan.*)</span>', page)[1])
        for name in ("terbuka", "selesai", "semua")
        for page in [browser.get(f"/admin/?status={name}").text]
    ]
    assert said == [
        "3 laporan, 2 lewat tenggat",
        "1 laporan",
        "4 laporan, 2 lewat tenggat",
    ]


@pytest.mark.parametrize("typed", ["{id}", "{bare}", " {low} "])
def test_finds_a_case_by_its_number(office, typed):
    id_ = office.complain("kota.pu")
    sought = typed.format(id=id_, bare=id_.removeprefix("LPR-"), low=id_.lower())
    response = office.browser(ROADS).client.get("/admin/", query_string={"q": sought})
    assert response.location == f"/admin/kasus/{id_}"


def test_says_when_what_is_sought_is_no_number(office):
    assert (
        "&lt;b&gt; bukan nomor laporan"
        in office.browser(ROADS).get("/admin/?q=<b>").text
    )


def test_the_coordinator_sees_drafts_that_were_left(office):
    quiet = office.complain(status="draft")
    office.complain(status="draft", description="")
    office.time += timedelta(hours=2)
    office.complain(status="draft")
    browser = office.browser(COORDINATOR)
    assert listed(browser.get("/admin/draf").text) == [quiet]
    assert "Draf" in browser.get(f"/admin/kasus/{quiet}").text
    assert office.audited(quiet) == [("Kepala", "read_case", "session")]


def test_drafts_are_for_the_coordinator_only(office):
    id_ = office.complain(status="draft")
    browser = office.browser(ROADS)
    assert [
        browser.get(url).status_code for url in ("/admin/draf", f"/admin/kasus/{id_}")
    ] == [404, 404]


def test_someone_forgotten_is_gone_from_the_pages(office):
    id_ = office.complain("kota.pu")
    with office.store.transaction() as tx:
        tx.erase_subject(
            tx.contact_by_id(tx.complaint(id_).contact_id).subject_id, office.time
        )
    browser = office.browser(ROADS)
    assert listed(browser.get("/admin/").text) == []
    assert browser.get(f"/admin/kasus/{id_}").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ],
)
@pytest.mark.parametrize("url", ["/admin/", "/admin/login", "/admin/c/forged"])
def test_every_page_keeps_to_itself(office, url, name, value):
    assert office.browser(ROADS).get(url).headers[name] == value


def test_pages_load_nothing_from_elsewhere_and_run_nothing(office):
    page = office.browser(ROADS).get(f"/admin/kasus/{office.complain('kota.pu')}")
    assert page.headers["Content-Security-Policy"].startswith(
        "default-src 'self'; frame-ancestors 'none'"
    )
    assert re.findall(r"<script|<style| on\w+=| style=", page.text) == []


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        pytest.param(
            "https://lapor.example.go.id",
            {"__Host-satupintu", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"},
            id="over https only, for this host only",
        ),
        pytest.param(
            URL,
            {"satupintu", "HttpOnly", "Path=/", "SameSite=Lax"},
            id="over http on one's own machine",
        ),
    ],
)
def test_the_cookie_stays_where_it_belongs(house, public_url, expected):
    office = Office(house, public_url=public_url)
    cookie = (
        office.browser()
        .client.get("/admin/login", base_url=public_url)
        .headers["Set-Cookie"]
    )
    assert {
        part.partition("=")[0] if "satupintu" in part else part
        for part in cookie.split("; ")
    } == expected


def test_a_form_that_is_far_too_big_is_not_read(office):
    id_ = office.complain("kota.pu")
    assert (
        office.browser(ROADS).act(id_, "answer", note="a" * 100_000).status_code == 413
    )


def test_says_so_when_the_database_is_away(house, keys: KeyRing, tmp_path):
    link = path(Office(house).links.case(ROADS, Office(house).complain("kota.pu")))
    away = Office(house, open_store(f"sqlite:///{tmp_path / 'no' / 'such.db'}", keys))
    page = away.browser().get(link)
    assert (page.status_code, "Sedang ada gangguan" in page.text) == (503, True)
