"""SMS through a modem and gammu-smsd's tables (M1-M7), and the hook that the daemon runs."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from http_gateway import FakeGateway, answer
from requests import ConnectionError as NotThere
from smsd_tables import arrive, create

from channels import gammu_hook
from channels.contract import BadSignature, Malformed, Misconfigured, Webhook
from channels.gammu import GammuChannel, Modem
from intake.messages import (
    Address,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    OutboundMessage,
)

HOOK = "http://127.0.0.1:8000/webhooks/gammu"
SECRET, CITIZEN, US = "gammu-secret", "+6281298765432", "+628110001708"
JAKARTA = ZoneInfo("Asia/Jakarta")
SMS = {
    "from": CITIZEN,
    "time": "2026-11-21 22:15:17",
    "class": -1,
    "coding": "Default_No_Compression",
    "of": 1,
    "parts": [{"position": 1, "text": "Jalan rusak"}],
}
LATER = "2999-01-01 00:00:00"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "smsd.db"


@pytest.fixture
def tables(file: Path) -> Iterator[sqlite3.Connection]:
    tables = create(file)
    yield tables
    tables.close()


def modem(file: Path = Path("/nowhere/smsd.db")) -> GammuChannel:
    numbers = count(1)
    return GammuChannel(
        Modem(file, SECRET, US, JAKARTA), lambda: f"token{next(numbers)}"
    )


def posted(body: Any, secret: str = SECRET) -> Webhook:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Webhook(HOOK, {"Authorization": f"Bearer {secret}"}, body=raw)


def heard(**changes: Any) -> InboundMessage:
    [message] = modem().parse(posted({**SMS, **changes}))
    return message


# --- What the hook posts


@pytest.mark.parametrize(
    "webhook",
    [
        pytest.param(Webhook(HOOK, {}, body=b"{}"), id="without a secret"),
        pytest.param(posted(SMS, "guess"), id="with a wrong one"),
        pytest.param(posted(SMS, "é"), id="with one that is not ASCII"),
        pytest.param(
            Webhook(HOOK, {"Authorization": SECRET}, body=b"{}"),
            id="with one that says not what it is",
        ),
    ],
)
def test_nobody_is_heard(webhook):
    with pytest.raises(BadSignature):
        modem().parse(webhook)


def test_a_message_is_read_whole():
    message = heard()
    assert (message.sender, message.text, message.to) == (
        Address("sms", CITIZEN),
        "Jalan rusak",
        US,
    )
    assert not message.automatic
    assert not message.unreadable


@pytest.mark.parametrize(
    ("parts", "of", "text"),
    [
        pytest.param(
            [(1, "Jalan ru"), (2, "sak")], 2, "Jalan rusak", id="M1 all there"
        ),
        pytest.param(
            [(2, "sak"), (1, "Jalan ru")], 2, "Jalan rusak", id="M1 in any order"
        ),
        pytest.param(
            [(1, "Jalan"), (3, "parah")],
            3,
            "Jalan[bagian 2 tidak sampai]parah",
            id="M1 a gap is marked",
        ),
        pytest.param(
            [(2, "sak")],
            2,
            "[bagian 1 tidak sampai]sak",
            id="M1 the beginning never came",
        ),
    ],
)
def test_parts_are_joined(parts, of, text):
    listed = [{"position": position, "text": words} for position, words in parts]
    assert heard(parts=listed, of=of).text == text


@pytest.mark.parametrize(
    ("changes", "automatic"),
    [
        pytest.param({"class": 127}, True, id="M2 USSD"),
        pytest.param({"class": 0}, True, id="M2 flash"),
        pytest.param({"from": "TELKOMSEL"}, True, id="M2 an operator's promotion"),
        pytest.param({"from": "3636"}, True, id="M2 a short code"),
        pytest.param({"class": 1}, False, id="an ordinary one"),
    ],
)
def test_what_no_citizen_sends_is_never_answered(changes, automatic):
    assert heard(**changes).automatic is automatic


@pytest.mark.parametrize(
    "written", ["081298765432", "6281298765432"], ids=["M3 08…", "M3 62…"]
)
def test_a_number_is_known_however_written(written):
    assert heard(**{"from": written}).sender.id == CITIZEN


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        ("2026-11-21 22:15:17", "2026-11-21T22:15:17+07:00"),
        ("2026-11-21 22:15:17+09:00", "2026-11-21T22:15:17+09:00"),
        ("1970-01-01 00:00:00", "1970-01-01T00:00:00+07:00"),
        ("0000-00-00", None),
    ],
    ids=[
        "M4 local time",
        "M4 with its zone",
        "M4 never set, and told so",
        "M4 no time",
    ],
)
def test_the_networks_clock_is_noted(time, moment):
    sent_at = heard(time=time).sent_at
    assert (sent_at.isoformat() if sent_at else None) == moment


@pytest.mark.parametrize(
    ("change", "repeat"),
    [
        pytest.param({}, True, id="M5 a doubled row"),
        pytest.param(
            {"time": "2026-11-21 22:15:18"}, False, id="M6 said again a second later"
        ),
        pytest.param({"from": "+6281200000001"}, False, id="M6 by another person"),
    ],
)
def test_a_repeat_is_known_by_sender_words_and_time(change, repeat):
    assert (heard().external_id == heard(**change).external_id) is repeat


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="half a JSON"),
        pytest.param([1], id="a list"),
        pytest.param({}, id="nothing"),
        pytest.param({**SMS, "parts": 5}, id="no parts"),
        pytest.param({**SMS, "of": 999}, id="too many parts"),
        pytest.param({**SMS, "from": None}, id="nobody"),
        pytest.param(
            {"message": "t", "status": "eaten", "error": ""}, id="an unknown state"
        ),
        pytest.param(
            {"message": "", "status": "sent", "error": ""}, id="a report of nothing"
        ),
    ],
)
def test_what_the_hook_would_not_post_is_malformed(body):
    with pytest.raises(Malformed):
        modem().parse(posted(body))


# --- Sending


def test_a_message_becomes_a_row(file, tables):
    assert (
        modem(file).send(OutboundMessage(Address("sms", CITIZEN), "Terima kasih – é €"))
        == "token1"
    )
    [row] = tables.execute(
        "SELECT DestinationNumber, TextDecoded, MultiPart, UDH, CreatorID FROM outbox"
    )
    assert row == (CITIZEN, "Terima kasih - é €", "false", "", "satu-pintu:token1")


def test_a_long_message_becomes_the_parts_of_one(file, tables):
    text = "kata " * 60
    modem(file).send(OutboundMessage(Address("sms", CITIZEN), text))
    first = tables.execute(
        "SELECT ID, UDH, TextDecoded, MultiPart FROM outbox"
    ).fetchone()
    rest = tables.execute(
        "SELECT ID, UDH, TextDecoded FROM outbox_multipart ORDER BY SequencePosition"
    ).fetchall()
    headers = [bytes.fromhex(header) for _, header, *_ in (first, *rest)]
    assert [(header[:3], header[4:]) for header in headers] == [
        (b"\x05\x00\x03", b"\x03\x01"),
        (b"\x05\x00\x03", b"\x03\x02"),
        (b"\x05\x00\x03", b"\x03\x03"),
    ]
    assert len({header[3] for header in headers}) == 1
    assert {row[0] for row in rest} == {first[0]}
    assert " ".join(row[2] for row in (first, *rest)).split() == text.split()
    assert first[3] == "true"


def test_without_the_daemons_tables_it_is_our_own_fault(file, tmp_path):
    with pytest.raises(Misconfigured):
        modem(file).send(OutboundMessage(Address("sms", CITIZEN), "halo"))
    assert not file.exists()
    sqlite3.connect(file).close()
    file.write_bytes(b"not a database, whatever its name says" * 100)
    with pytest.raises(Misconfigured):
        modem(file).send(OutboundMessage(Address("sms", CITIZEN), "halo"))


@pytest.mark.parametrize(
    ("phones", "faults"),
    [
        pytest.param(
            [],
            ["Gammu: gammu-smsd belum pernah tersambung ke modem"],
            id="M7 never there",
        ),
        pytest.param(
            [("a", "2020-01-01 00:00:00")],
            ["Gammu: modem atau gammu-smsd mati"],
            id="M7 dead for long",
        ),
        pytest.param(
            [("a", "2020-01-01 00:00:00"), ("b", LATER)], [], id="M7 one lives"
        ),
    ],
)
def test_checks_the_modems_pulse(file, tables, phones, faults):
    with tables:
        tables.executemany("INSERT INTO phones (IMEI, TimeOut) VALUES (?, ?)", phones)
    assert modem(file).check() == faults


# --- The hook


def ring(tables: sqlite3.Connection, *answers) -> tuple[bool, list[dict[str, Any]]]:
    """Run the hook once; whether it got through, and what it posted."""
    gateway = FakeGateway(*answers or (answer(200),))
    done = gammu_hook.run(tables, HOOK, SECRET, gateway.session())
    assert all(
        one.headers["Authorization"] == f"Bearer {SECRET}" for one in gateway.asked
    )
    return done, [json.loads(one.body or b"") for one in gateway.asked]


def words(bodies: list[dict[str, Any]]) -> list[list[tuple[int, str]]]:
    return [
        [(part["position"], part["text"]) for part in body["parts"]] for body in bodies
    ]


@pytest.mark.parametrize(
    ("headers", "posted_parts"),
    [
        pytest.param(["", ""], [[(1, "a")], [(1, "b")]], id="two messages"),
        pytest.param(
            ["050003180201", "050003180202"],
            [[(1, "a"), (2, "b")]],
            id="M1 one in two parts",
        ),
        pytest.param(
            ["060804001802" + "02", "06080400180201"],
            [[(1, "b"), (2, "a")]],
            id="M1 a wide reference",
        ),
        pytest.param(
            ["0B0504158A000000031802" + "01", "050003180202"],
            [[(1, "a"), (2, "b")]],
            id="M1 with ports",
        ),
        pytest.param(
            ["050003180201", "050003190201"],
            [[(1, "a")], [(1, "b")]],
            id="M1 halves of two",
        ),
        pytest.param(
            ["050003180201", "050003180201"], [[(1, "b")]], id="M5 the same part twice"
        ),
        pytest.param(
            ["050003180205", "0500"],
            [[(1, "a")], [(1, "b")]],
            id="M1 headers of nonsense",
        ),
        pytest.param(
            ["zz", "00"], [[(1, "a")], [(1, "b")]], id="headers that are none"
        ),
    ],
)
def test_parts_travel_together(tables, headers, posted_parts):
    for text, header in zip("ab", headers, strict=True):
        arrive(tables, text, header)
    done, bodies = ring(tables)
    assert (done, words(bodies)) == (True, posted_parts)


def test_parts_of_two_people_are_not_mixed(tables):
    arrive(tables, "a", "050003180201")
    arrive(tables, "b", "050003180202", SenderNumber="+6281200000001")
    assert words(ring(tables)[1]) == [[(1, "a")], [(2, "b")]]


def test_a_message_half_written_waits(tables):
    arrive(tables, "a", "050003180201", UpdatedInDB=LATER)
    arrive(tables, "b", UpdatedInDB=LATER)
    assert words(ring(tables)[1]) == [[(1, "b")]]


def test_what_was_taken_is_not_posted_again(tables):
    arrive(tables, "a")
    assert [len(ring(tables)[1]) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    "first",
    [NotThere(), answer(503), answer(403)],
    ids=["is not there", "is unwell", "has another secret"],
)
def test_while_the_gateway_is_away_everything_stays(tables, first):
    arrive(tables, "a")
    arrive(tables, "b")
    done, bodies = ring(tables, first)
    assert (done, len(bodies)) == (False, 1)
    assert words(ring(tables)[1]) == [[(1, "a")], [(1, "b")]]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["SendingOK"], "sent"),
        (["SendingOKNoReport"], "sent"),
        (["DeliveryPending"], "sent"),
        (["DeliveryOK"], "delivered"),
        (["DeliveryFailed"], "failed"),
        (["SendingError"], "failed"),
        (["DeliveryOK", "DeliveryOK"], "delivered"),
        (["DeliveryOK", "SendingOK"], "sent"),
        (["DeliveryOK", "Error"], "failed"),
    ],
    ids=lambda one: " + ".join(one) if isinstance(one, list) else one,
)
def test_what_became_of_ours_is_told_once(tables, states, told):
    with tables:
        rows = [
            (1, n, state, "satu-pintu:token1")
            for n, state in enumerate(states, start=1)
        ]
        tables.executemany(
            "INSERT INTO sentitems (ID, SequencePosition, Status, CreatorID, Coding) VALUES (?,?,?,?,'')",
            rows,
        )
        tables.execute(
            "INSERT INTO sentitems (ID, CreatorID, Coding) VALUES (2, 'Gammu 1.42.0', '')"
        )
    assert ring(tables) == (True, [{"message": "token1", "status": told, "error": ""}])
    assert ring(tables) == (True, [])


def test_each_step_of_ours_is_told(tables):
    with tables:
        tables.execute(
            "INSERT INTO sentitems (ID, CreatorID, Coding) VALUES (1, 'satu-pintu:token1', '')"
        )
    _, first = ring(tables)
    with tables:
        tables.execute(
            "UPDATE sentitems SET Status = 'DeliveryFailed', StatusError = 65"
        )
    _, second = ring(tables)
    [report] = modem().parse(posted(second[0]))
    assert [body["status"] for body in first + second] == ["sent", "failed"]
    assert report == DeliveryReport("sms", "token1", DeliveryStatus.FAILED, "65")


def test_what_the_hook_posts_is_what_we_read(tables):
    arrive(tables, "Jalan ru", "050003180301")
    arrive(tables, "parah", "050003180303")
    [body] = ring(tables)[1]
    [message] = modem().parse(posted(body))
    assert message.text == "Jalan ru[bagian 2 tidak sampai]parah"
