"""12. What an earlier version left behind goes on under this one.

Under tests/fixtures lies the VAR_DIR that each release left when its power was cut, and beside it what that
release itself would have gone on to say. What people read, what is stored and what is printed is compared;
nothing here looks into the state of a conversation.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from back_ups import back_up_of, restored_from
from earlier import (
    FIXTURES,
    Earlier,
    Told,
    alarms,
    answer,
    answers,
    audit,
    buttons,
    case,
    catch_up,
    counts,
    funnel,
    opened,
    report,
    shown,
    work,
)
from files_server import Answer, photo, serving
from house import BOT, PUBLIC, House, move_in, reopened

EARLIER = Earlier("2c7346a")
LEFT = EARLIER.index
KNOWN = LEFT["ids"]
OPENED_AT = datetime.fromisoformat(LEFT["opened_at"])
PEOPLE = {person["at"]: person for person in LEFT["people"]}
COORDINATOR = "telegram:1001"


@pytest.fixture(scope="session", params=["as it was left", "from a back-up"])
def var_dir(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What was left behind, brought up to date as a start does; to be copied.

    Or the same on another machine, on which there was nothing: from a back-up, beside its two keys.
    """
    directory = EARLIER.unpack(tmp_path_factory.mktemp("left"))
    move_in(directory)
    if request.param == "as it was left":
        return directory
    back_up_of(directory, place := str(tmp_path_factory.mktemp("safe")))
    return restored_from(place, directory, tmp_path_factory.mktemp("empty"))


@pytest.fixture
def house(var_dir: Path, redis_url: str, tmp_path: Path) -> Iterator[House]:
    """A house over a copy, ten minutes after the power cut; nothing has been done in it yet."""
    yield from over_a_copy(var_dir, redis_url, tmp_path / "var")


@pytest.fixture(scope="module")
def busy_house(
    var_dir: Path, redis_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house that has caught up with what waited; whoever goes on in it disturbs nobody else."""
    for house in over_a_copy(
        var_dir, redis_server, tmp_path_factory.mktemp("busy") / "var"
    ):
        catch_up(house)
        yield house


@pytest.fixture(scope="module")
def desks(
    var_dir: Path, redis_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The same for administrators, each with a case of their own."""
    for house in over_a_copy(
        var_dir, redis_server, tmp_path_factory.mktemp("desks") / "var"
    ):
        catch_up(house)
        yield house


@pytest.fixture(scope="module")
def idle_house(
    var_dir: Path, redis_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house that is only looked at: no worker runs in it."""
    yield from over_a_copy(
        var_dir, redis_server, tmp_path_factory.mktemp("idle") / "var"
    )


@pytest.fixture(scope="module")
def late_house(
    var_dir: Path, redis_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, Told]]:
    """A house in which those for whom something waited wrote on before a worker came, and what all read."""
    said = [
        (address_of(person), person["next"]["send"])
        for person in LEFT["people"]
        if person["waits"]
    ]
    for house in over_a_copy(
        var_dir, redis_server, tmp_path_factory.mktemp("late") / "var"
    ):
        yield house, answers(house, said, KNOWN)


def over_a_copy(var_dir: Path, redis_url: str, copy: Path) -> Iterator[House]:
    shutil.copytree(var_dir, copy)
    with reopened(copy, redis_url, OPENED_AT) as house:
        yield house


# --- People go on where they stood


SINCE: dict[str, Any] = json.loads(
    (FIXTURES / "var_2c7346a_since.json").read_text("utf-8")
)


def same(what: str, now: Any, then: Any) -> None:
    """As that version had it, or as this one has it on purpose.

    On purpose STATUS tells the day that the receipt promised, a title is the matter, has no holes and names
    nobody, quoted words end in a stop, and how sure we are of a category is by two votes.
    """
    before = SINCE.get(what, then)
    if isinstance(now, dict) and "category_words" in now:  # filed by this version
        now, before = _without_votes(now), _without_votes(before)
    assert _unasked(now) == _unasked(before)


def _unasked(value: Any) -> Any:
    """Whether a like report is asked about in the news depends on who wrote before: the news alone counts."""
    if isinstance(value, dict):
        return {name: _unasked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_unasked(one) for one in value]
    if not isinstance(value, str):
        return value
    told = re.sub(r"\s*1 Ya 2 Beda$", "", value)
    return "(passed on)" if PASSED_ON.search(told) else told


PASSED_ON = re.compile(
    r"diteruskan ke |passed to |went to |sampun dugi |diteruskeun ka |mirip|sarupa|like it"
)


def _without_votes(report: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in report.items() if name not in VOTES}


VOTES = {
    "category_confidence",
    "category_words",
    "other_category",
    "other_category_words",
}


# What is answered otherwise than that version would have, and why.
ANSWERED_OTHERWISE = {
    # what they chose is said back
    "a WhatsApp draft at the question for privacy": [
        "Baik, dirahasiakan: hanya petugas yang menangani yang membacanya.\n\n"
        "Siapa nama Anda? Nama diperlukan agar laporan bisa ditangani, dan hanya dilihat petugas."
    ],
    # a question that was put before is put in fewer words
    "a WhatsApp draft asked of which kind it is": [
        "Sudah diubah.\n\nLalu, di mana alamat Anda? Boleh jawab SAMA, atau lewati."
    ],
    # who waits for news is told it, and what they say is no part of the report
    "a citizen who wanted a person to help": [
        "Laporan LPR-EQ2F6ZG ada pada Dinas Lingkungan Hidup Sumba Timur, menunggu diterima petugas. "
        "Jawaban paling lambat Jum 4 Des 2026."
    ],
    # thanks are answered
    "a Telegram draft at the question for the name, in a circle": [
        "Sama-sama.\n\nBoleh tahu nama Anda? Kalau keberatan, boleh tanpa nama."
    ],
}
LATER = {  # thanks are no try at an answer, so that they are not yet in a circle
    "a Telegram draft at the question for the name, in a circle": {
        "send": {"text": "asdfghjkl"},
        "replies": [
            "Maaf, kami belum paham.\n\n"
            "Tulis nama Anda saja, misalnya: Siti Rahma. Boleh juga tanpa nama."
        ],
    }
}
REPORTED_OTHERWISE: dict[str, dict[str, Any]] = {
    "a citizen who wanted a person to help": {
        "description": "Sampah menumpuk sejak kemarin di Kambajawa"
    },
    "a Telegram draft at the question for the name, in a circle": {"flags": None},
}


def goes_on(house: House, person: dict[str, Any], read: Told) -> None:
    """They are answered as before, and again, and what they told is all there."""
    address, following = address_of(person), person["next"]
    replies = ANSWERED_OTHERWISE.get(person["at"], following["replies"])
    same(f"{person['at']}: replies", read.get(address, []), replies)
    shown = buttons(house, address)
    same(f"{person['at']}: buttons", shown, following["buttons"])
    assert {to: read.get(to, []) for to in following["also"]} == following["also"]
    if then := LATER.get(person["at"], person["then"]):
        again = answer(house, address, then["send"], KNOWN).get(address, [])
        same(f"{person['at']}: then", again, then["replies"])
    expected = person["report"]
    if otherwise := REPORTED_OTHERWISE.get(person["at"]):
        told = expected | otherwise
        expected = {field: value for field, value in told.items() if value is not None}
    same(f"{person['at']}: report", report(house, person["tracking_id"]), expected)


def address_of(person: dict[str, Any]) -> str:
    return f"{person['channel']}:{person['address']}"


def people(*, waits: bool) -> list[Any]:
    chosen = (person for person in LEFT["people"] if person["waits"] is waits)
    return [pytest.param(person, id=f"{person['at']} goes on") for person in chosen]


@pytest.mark.parametrize("person", people(waits=False))
def test_whoever_was_answered_by_an_earlier_version(
    busy_house: House, person: dict[str, Any]
) -> None:
    goes_on(
        busy_house,
        person,
        answer(busy_house, address_of(person), person["next"]["send"], KNOWN),
    )


@pytest.mark.parametrize("person", people(waits=True))
def test_whoever_waits_for_an_earlier_version(
    late_house: tuple[House, Told], person: dict[str, Any]
) -> None:
    house, read = late_house
    goes_on(house, person, read)


def test_a_message_that_its_provider_delivers_again_changes_nothing(
    busy_house: House,
) -> None:
    person = PEOPLE["an SMS draft at the question for the address"]
    sid = LEFT["reports"][person["tracking_id"]]["messages"][0]["id"]
    before = shown(busy_house, person["tracking_id"])
    assert (
        answer(busy_house, address_of(person), {"text": "BATAL", "sid": sid}, KNOWN)
        == {}
    )
    assert shown(busy_house, person["tracking_id"]) == before


# --- What waits is done, once


def test_what_waited_to_be_sent_leaves_once_and_in_order(house: House) -> None:
    assert counts(house)["outbox_pending"] == len(LEFT["pending"])
    sent = work(house, KNOWN)
    same("what waited", sent, LEFT["leaves"])
    for waiting in LEFT["pending"]:
        ways = [waiting["to"], *waiting.get("otherwise", [])]
        assert sum(waiting["text"] in sent.get(way, []) for way in ways) == 1
    house.now += timedelta(hours=1)
    assert work(house, KNOWN) == {}
    assert counts(house) == LEFT["spool"]["before"]


def test_the_spool_is_taken_in_once(house: House) -> None:
    work(house, KNOWN)
    assert house.drain() == LEFT["spool"]["records"]
    assert house.drain() == 0
    same("the spool", work(house, KNOWN), LEFT["spool"]["told"])
    assert counts(house) == LEFT["spool"]["after"]


def test_a_delivery_report_that_was_ahead_of_its_message_is_remembered(
    busy_house: House,
) -> None:
    before, numbers = counts(busy_house)["outbox_delivered"], busy_house.wire.numbers
    busy_house.wire.numbers = count(int(LEFT["ahead"].removeprefix("SM")))
    answer(busy_house, "sms:+6281399999999", {"text": "halo"}, KNOWN)
    busy_house.wire.numbers = numbers
    assert counts(busy_house)["outbox_delivered"] == before + 1


def test_the_clock_goes_on(house: House) -> None:
    catch_up(house)
    person = PEOPLE[LEFT["clock"]["writes_on"]]
    for following in (person["next"], person["then"]):
        answer(house, address_of(person), following["send"], KNOWN)
    for moment in LEFT["clock"]["moments"]:
        beside = TOLD_BESIDE.get(moment["when"], {})
        now_told = alarms(house, datetime.fromisoformat(moment["at"]), KNOWN)
        same(f"the clock {moment['when']}", now_told, moment["told"] | beside)
    same("the clock: funnel", funnel(house), LEFT["clock"]["funnel"])


# What the clock tells beside that: a request in the spool that nobody could read was put aside.
TOLD_BESIDE = {
    "hours later": {
        "telegram:1001": [
            "1 pesan atau catatan tidak terbaca dan dikesampingkan di karantina."
            " Petugas TI: satupintu quarantine"
        ]
    }
}


# --- Cases go on


@pytest.mark.parametrize("id_", KNOWN)
def test_a_report_and_its_case_read_as_before(idle_house: House, id_: str) -> None:
    same(f"{id_}: shown", shown(idle_house, id_), LEFT["reports"][id_])


@pytest.mark.parametrize(
    "verb", [pytest.param(verb, id=verb["at"]) for verb in LEFT["verbs"]]
)
def test_a_case_goes_on(desks: House, verb: dict[str, Any]) -> None:
    told = answer(desks, verb["who"], verb["send"], KNOWN)
    same(f"{verb['at']}: told", told, verb["told"])
    same(f"{verb['at']}: case", case(desks, verb["tracking_id"]), verb["case"])


def test_the_link_in_an_old_notice_opens_its_case(idle_house: House) -> None:
    page = idle_house.web.get(LEFT["link"]["path"], base_url=PUBLIC)
    assert page.status_code == 200
    assert LEFT["link"]["tracking_id"] in page.text


# --- Files go on


def test_every_file_is_in_the_state_it_was_in(idle_house: House) -> None:
    states = {
        name: state for id_ in KNOWN for name, state in idle_house.files(id_).items()
    }
    assert states == {
        one["id"]: one["state"] for one in LEFT["files"] if one["state"] != "erased"
    }


def test_every_file_opens_to_the_same_bytes(busy_house: House) -> None:
    stored = [one for one in LEFT["files"] if one["state"] == "stored"]
    browser = busy_house.browser(COORDINATOR)
    assert {one["id"]: opened(busy_house, browser, one) for one in stored} == {
        one["id"]: one["opens"] for one in stored
    }


def test_a_file_that_waited_is_fetched(house: House) -> None:
    waiting = [one for one in LEFT["files"] if one["state"] == "waiting"]
    content = photo(24, 24)
    house.now += timedelta(hours=1)
    with serving() as provider:
        for one in waiting:
            provider.says(
                f"/file/bot{BOT}/photos/{one['ref']}.jpg", Answer(body=content)
            )
        house.files_at(provider.url)
        assert house.fetch() == len(waiting)
    for one in waiting:
        assert house.files(one["tracking_id"])[one["id"]] == "stored"
        assert house.original(one["tracking_id"], one["id"]) == content


# --- Who was forgotten stays forgotten


def test_nothing_of_an_erased_person_is_readable(busy_house: House) -> None:
    [id_] = [id_ for id_, found in LEFT["reports"].items() if found is None]
    [file] = [one for one in LEFT["files"] if one["state"] == "erased"]
    assert file["tracking_id"] == id_
    assert busy_house.case(id_) is None
    with pytest.raises(LookupError):
        busy_house.original(id_, file["id"])
    browser = busy_house.browser(COORDINATOR)
    assert browser.get(f"/admin/kasus/{id_}", base_url=PUBLIC).status_code == 404
    asked = [
        answer(busy_house, "telegram:999", {"text": f"STATUS {one}"}, ())
        for one in (id_, "LPR-2222222")
    ]
    assert asked[0]["telegram:999"] == asked[1]["telegram:999"]


# --- Records go on


def test_what_was_counted_and_recorded_is_there(house: House) -> None:
    assert counts(house) == LEFT["counts"]
    assert funnel(house) == LEFT["funnel"]
    assert audit(house, KNOWN) == LEFT["audit"]


def test_the_record_of_readings_is_one_unbroken_chain(busy_house: House) -> None:
    [id_, *_] = LEFT["audit"]
    before = len(audit(busy_house, [id_])[id_])
    busy_house.case(id_)
    assert len(audit(busy_house, [id_])[id_]) == before + 1
    with busy_house.store.reading() as tx:
        assert tx.verify_audit()


def test_the_schema_has_become_that_of_a_new_database(
    var_dir: Path, migrated_sqlite: Path
) -> None:
    assert schema(var_dir / "satupintu.db") == schema(migrated_sqlite)


def test_bringing_it_up_to_date_again_changes_nothing(
    var_dir: Path, tmp_path: Path
) -> None:
    shutil.copytree(var_dir, tmp_path / "var")
    move_in(tmp_path / "var")
    assert schema(tmp_path / "var" / "satupintu.db") == schema(var_dir / "satupintu.db")


def schema(database: Path) -> dict[str, list[str]]:
    """The columns of each table, and the indexes."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        ]
        found = {
            name: sorted(
                column
                for _, column, *_ in connection.execute(f'PRAGMA table_info("{name}")')
            )
            for name in names
        }
        indexes = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
        )
        found["indexes"] = [name for (name,) in indexes]
    connection.close()
    return found
