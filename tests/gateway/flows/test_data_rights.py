"""A person as the owner of their data: a copy, keeping it only, erasing it; and who read what."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from house import CITIZEN, PUBLIC, House
from sqlalchemy import text

from gateway.flows import data_rights
from gateway.flows.data_rights import Unknown, copy_of, held_by
from gateway.operate import subjects
from gateway.operate.aside import again_each
from gateway.web import admin
from intake.messages import Address
from storage.crypto import KeyRing, new_data_key
from storage.unit_of_work import open_store

ME, OTHER = Address("sms", CITIZEN), Address("sms", "+6281234567999")
STORY = (
    "LAPOR jalan berlubang di depan pasar Matawai Kota Waingapu sejak Mei, Budi Santoso"
)
HERS = "lampu jalan mati di depan kantor camat Lewa"
ACTOR = "tests"


@pytest.fixture
def told(house: House) -> House:
    """Two people have written, one of them has a case."""
    house.sms(STORY)
    house.settle()
    house.sms("SAMA")
    house.settle()
    house.sms(HERS, sender=OTHER.id)
    house.settle()
    return house


def test_a_copy_holds_all_that_was_said_both_ways_and_nothing_of_others(
    told: House,
) -> None:
    held = held_by(told.parts, ME, ACTOR)
    flat = json.dumps(held, ensure_ascii=False)
    assert [
        len(held[name]) for name in ("contact", "inbound", "complaint", "cases")
    ] == [*(1, 2, 1, 1)]
    for words in ("berlubang", CITIZEN, "Budi Santoso", told.tracking_id(str(ME))):
        assert words in flat
    assert all(answer in flat for answer in map(_inside, told.says(str(ME))))
    assert HERS not in flat
    assert OTHER.id not in flat


def _inside(said: str) -> str:
    return json.dumps(said, ensure_ascii=False)[1:-1]


def test_a_copy_is_a_zip_one_can_open(told: House) -> None:
    with ZipFile(BytesIO(copy_of(told.parts, ME, ACTOR))) as packed:
        assert packed.namelist() == ["data.json"]
        assert "berlubang" in packed.read("data.json").decode()


def test_what_is_damaged_is_told_as_such(told: House) -> None:
    with told.store._engine.begin() as connection:
        connection.execute(
            text("UPDATE complaint SET envelope = inbound.body FROM inbound")
        )
    held = held_by(told.parts, ME, ACTOR)
    assert [row["envelope"] for row in held["complaint"]] == ["damaged"]
    assert "berlubang" in json.dumps(held["inbound"])


def test_who_was_erased_is_a_stranger_and_nothing_of_theirs_opens(told: House) -> None:
    id_ = told.tracking_id(str(ME))
    assert data_rights.erase(told.parts, ME, ACTOR) == 0
    with pytest.raises(Unknown):
        held_by(told.parts, ME, ACTOR)
    assert told.case(id_) is None
    assert held_by(told.parts, OTHER, ACTOR)["inbound"]
    told.sms("STATUS")
    told.settle()
    assert id_ not in told.says(str(ME))[-1]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(held_by, id="a copy"),
        pytest.param(data_rights.erase, id="erasing"),
        pytest.param(data_rights.restrict, id="keeping only"),
    ],
)
def test_each_is_recorded_and_of_a_stranger_nothing_is_held(told: House, act) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Unknown):
        act(told.parts, Address("telegram", "55"), ACTOR)
    with told.store.reading() as tx:
        contact = tx.find_contact(ME)
    assert contact
    act(told.parts, ME, ACTOR)
    with told.store.reading() as tx:
        (entry,) = tx.audit_of(f"subject:{contact.subject_id}")
        assert tx.verify_audit()
    assert entry.actor == ACTOR
    assert CITIZEN not in entry.detail


def test_of_restricted_data_nobody_is_shown_whose_they_are_until_they_are_used_again(
    told: House,
) -> None:
    id_ = told.tracking_id(str(ME))
    desk = told.browser("telegram:1001")

    def looked() -> str:
        page = told.fill_in(
            desk,
            f"/admin/kasus/{id_}",
            f"/admin/kasus/{id_}/identitas",
            reason="hubungi",
        )
        return str(page.text)

    assert "Budi Santoso" in looked()
    data_rights.restrict(told.parts, ME, ACTOR)
    seen = looked()
    assert "Budi Santoso" not in seen
    assert "Dibatasi" in seen
    told.sms("STATUS")
    told.settle()
    assert id_ in told.says(str(ME))[-1], "they are still answered"
    data_rights.restrict(told.parts, ME, ACTOR, lift=True)
    assert "Budi Santoso" in looked()


def test_keys_are_wrapped_anew_while_all_goes_on(told: House, keys: KeyRing) -> None:
    new = new_data_key()
    both = KeyRing.from_text(new)  # as "new,old" would be read
    both._masters |= keys._masters
    both._index_key = keys._index_key
    url = told.store._engine.url.render_as_string(hide_password=False)
    rotated = open_store(url, both)
    told.parts = told.parts_over(rotated)
    lines = list(subjects.rotate(told.parts))
    with rotated.reading() as tx:
        people = len(tx._all(text("SELECT id FROM subject")))
    assert lines[-1].startswith(f"done: {people} keys")
    assert list(subjects.rotate(told.parts))[-1].startswith("done: 0 keys")
    assert held_by(told.parts, ME, ACTOR)["inbound"], "people are still found"
    rotated.dispose()
    alone = open_store(url, KeyRing.from_text(new))
    with alone.reading() as tx:
        rows = tx._all(text("SELECT id, wrapped_key FROM subject"))  # type: ignore[arg-type]
        assert [tx._keys.subject_key(row.wrapped_key, row.id) for row in rows]
    alone.dispose()


def test_a_breach_report_counts_who_read_what_and_says_what_must_be_told(
    told: House,
) -> None:
    begun = told.now
    id_ = told.tracking_id(str(ME))
    told.now += timedelta(hours=1)
    told.browser("telegram:1001").get(f"/admin/kasus/{id_}", base_url=PUBLIC)
    held_by(told.parts, ME, ACTOR)
    report = subjects.breach_report(told.parts, begun, told.now)
    assert "1 read_case by" in report
    assert "1 subject_export by tests" in report
    assert id_ in report
    assert "3 x 24 hours" in report
    assert "whole" in report
    assert CITIZEN not in report
    assert "    0 in all" in subjects.breach_report(
        told.parts, begun, begun + timedelta(minutes=1)
    )


def test_all_that_was_put_aside_is_taken_in_oldest_first(house: House) -> None:
    assert list(again_each(house.parts, "all")) == []
    assert list(again_each(house.parts, "7")) == [("7", "is no number of the list")]
    assert list(again_each(house.parts, "x")) == [("x", "is no number of the list")]
    with house.store.transaction() as tx:
        for _ in range(2):
            tx.add_quarantine("sms", "unreadable", b"not a webhook", house.now)
    done = list(again_each(house.parts, "all"))
    assert [number for number, _ in done] == ["1", "2"]
    assert all(fault.startswith("stays where it is") for _, fault in done)


# --- By chat


def test_privacy_is_told_with_the_words_for_each_right_and_the_question_stays(
    house: House,
) -> None:
    house.sms("jalan rusak parah sejak minggu lalu, banyak yang jatuh")
    house.settle()
    house.sms("PRIVASI")
    house.settle()
    said = house.says(str(ME))[-1]
    assert all(
        word in said
        for word in ("LIHATDATA", "KOREKSIDATA", "BATASIDATA", "TARIKIZIN", "HAPUSDATA")
    )
    house.sms("di depan pasar Matawai Kota Waingapu")
    house.settle()
    assert "pasar Matawai" in json.dumps(held_by(house.parts, ME, ACTOR)["complaint"])


def link_in(text_: str) -> str:
    return text_[text_.index("/data/") :].split(maxsplit=1)[0]


def test_a_citizen_downloads_their_data_by_a_link_that_gives_nothing_to_a_preview(
    told: House,
) -> None:
    told.sms("lihat data saya")
    told.settle()
    link = link_in(told.says(str(ME))[-1])
    seen = told.web.get(link, base_url=PUBLIC)
    assert seen.status_code == 200
    assert "berlubang" not in seen.text
    answer = told.web.post(link, base_url=PUBLIC)
    with ZipFile(BytesIO(answer.data)) as packed:
        assert "berlubang" in packed.read("data.json").decode()
    assert answer.headers["Cache-Control"] == "no-store"
    told.now += timedelta(days=8)
    assert told.web.post(link, base_url=PUBLIC).status_code == 404


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda told, link: link[:-3] + "abc", id="another signature"),
        pytest.param(lambda told, link: "/data/x", id="no token at all"),
        pytest.param(
            lambda told, link: told.parts.links.case(ME, "LPR-2222222").replace(
                f"{PUBLIC}/admin/c/", "/data/"
            ),
            id="a link for something else",
        ),
        pytest.param(
            lambda told, link: told.parts.links.copy(OTHER, 1, told.now).removeprefix(
                PUBLIC
            ),
            id="of another address",
        ),
    ],
)
def test_no_other_link_opens_anybodys_data(told: House, spoilt) -> None:  # type: ignore[no-untyped-def]
    told.sms("LIHATDATA")
    told.settle()
    link = spoilt(told, link_in(told.says(str(ME))[-1]))
    assert told.web.get(link, base_url=PUBLIC).status_code == 404
    assert told.web.post(link, base_url=PUBLIC).status_code == 404


def test_who_was_forgotten_has_no_link_any_more(told: House) -> None:
    told.sms("LIHATDATA")
    told.settle()
    link = link_in(told.says(str(ME))[-1])
    data_rights.erase(told.parts, ME, ACTOR)
    assert told.web.post(link, base_url=PUBLIC).status_code == 404


def test_data_are_limited_at_once(told: House) -> None:
    told.sms("BATASIDATA")
    told.settle()
    assert "hanya disimpan" in told.says(str(ME))[-1]
    with told.store.reading() as tx:
        contact = tx.find_contact(ME)
        assert contact
        assert tx.restricted_since(contact.id) is not None


COORDINATOR = "telegram:1001"


def wished(told: House, word: str = "HAPUSDATA") -> None:
    told.sms(word)
    told.settle()
    assert "Balas" in told.says(str(ME))[-1], "it is asked first"
    told.sms("1")
    told.settle()
    assert "3 x 24" in told.says(str(ME))[-1]


def decided(told: House, how: str, **fields: str) -> None:
    browser = told.browser(COORDINATOR)
    shown = browser.get("/admin/hak", base_url=PUBLIC).text
    assert told.tracking_id(str(ME)) in shown
    assert told.fill_in(
        browser, "/admin/hak", f"/admin/hak/1/{how}", **fields
    ).status_code in {303}
    told.settle()


@pytest.mark.parametrize(
    "word", ["HAPUSDATA", "tolong hapus data saya", "TARIKIZIN", "cabut persetujuan"]
)
def test_a_wish_to_be_erased_is_asked_granted_told_and_carried_out(
    told: House, word: str
) -> None:
    wished(told, word)
    assert any("Hak data" in said for said in told.says(COORDINATOR))
    decided(told, "hapus")
    assert "kami hapus sesudah" in told.says(str(ME))[-1]
    told.tick()
    with pytest.raises(Unknown):
        held_by(told.parts, ME, ACTOR)
    told.tick()
    assert held_by(told.parts, OTHER, ACTOR)["inbound"]


def test_nobody_is_erased_before_they_were_told(told: House) -> None:
    wished(told)
    told.wire.fail = True  # type: ignore[attr-defined]
    assert data_rights.grant(told.parts, 1, ACTOR)
    assert not data_rights.grant(told.parts, 1, ACTOR), "somebody was first"
    assert data_rights.carry_out(told.parts, told.now) == []
    assert held_by(told.parts, ME, ACTOR)["inbound"]
    late = told.now + data_rights.WAITS_FOR_GOODBYE
    assert data_rights.carry_out(told.parts, late) == ["request 1: erased"]


def test_who_is_refused_is_told_why_and_stays(told: House) -> None:
    wished(told)
    decided(told, "tolak", reason="Laporan sedang di pengadilan")
    assert "Laporan sedang di pengadilan" in told.says(str(ME))[-1]
    assert held_by(told.parts, ME, ACTOR)["inbound"]


def test_a_refusal_needs_a_reason_that_fits_one_sms(told: House) -> None:
    wished(told)
    decided(told, "tolak", reason=" ")
    decided(told, "tolak", reason="x" * 91)
    with told.store.reading() as tx:
        assert len(tx.open_requests(9)) == 1


def test_a_second_thought_leaves_all_as_it_is(told: House) -> None:
    told.sms("HAPUSDATA")
    told.settle()
    told.sms("2")
    told.settle()
    with told.store.reading() as tx:
        assert tx.open_requests(9) == []


def test_a_request_that_is_late_is_told_once_a_day(told: House) -> None:
    wished(told)
    assert data_rights.carry_out(told.parts, told.now) == []
    told.now += timedelta(hours=73)
    assert len(data_rights.carry_out(told.parts, told.now)) == 1
    assert data_rights.carry_out(told.parts, told.now) == []


def test_the_page_of_requests_is_the_coordinators(told: House) -> None:
    browser = told.browser("telegram:1002")
    assert browser.get("/admin/hak", base_url=PUBLIC).status_code == 404


def test_what_is_white_for_the_head_of_the_page_stands_nowhere_else() -> None:
    """On a card it would be a button nobody sees."""
    pages = Path(admin.__file__).parent / "templates" / "admin"
    white = [one.name for one in pages.iterdir() if 'class="plain"' in one.read_text()]
    assert white == ["base.html"]
