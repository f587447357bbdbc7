"""SMS through a modem and gammu-smsd's tables (M1-M7), and the hook that the daemon runs."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
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
            ["050003180201", "050003180201"],
            [[(1, "a")], [(1, "b")]],
            id="the first parts of two with one reference",
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


EIGHT, LATE = "2026-11-21 08:00:00", "2026-11-21 11:30:00"


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        pytest.param(
            [
                (1, EIGHT, "jalan "),
                (2, EIGHT, "rusak"),
                (1, LATE, "lampu "),
                (2, LATE, "mati"),
            ],
            ["jalan rusak", "lampu mati"],
            id="two whole ones",
        ),
        pytest.param(
            [(1, EIGHT, "jalan "), (1, LATE, "lampu "), (2, LATE, "mati")],
            ["jalan [bagian 2 tidak sampai]", "lampu mati"],
            id="the first lacks its second part",
        ),
        pytest.param(
            [(2, EIGHT, "rusak"), (1, LATE, "lampu "), (2, LATE, "mati")],
            ["[bagian 1 tidak sampai]rusak", "lampu mati"],
            id="the first lacks its first part",
        ),
        pytest.param(
            [(1, EIGHT, "jalan "), (2, LATE, "mati")],
            ["jalan [bagian 2 tidak sampai]", "[bagian 1 tidak sampai]mati"],
            id="half of each",
        ),
        pytest.param(
            [(1, EIGHT, "jalan "), (2, EIGHT, "rusak"), (1, EIGHT, "jalan ")],
            ["jalan rusak"],
            id="M5 the same part twice",
        ),
        pytest.param(
            [(1, EIGHT, "a"), (2, EIGHT, "b"), (1, LATE, "a"), (2, LATE, "b")],
            ["ab", "ab"],
            id="the same words hours later are said again",
        ),
        pytest.param(
            [
                (1, EIGHT, "a"),
                (1, "2026-11-21 08:00:30", "c"),
                (2, "2026-11-21 08:00:01", "b"),
                (2, "2026-11-21 08:00:31", "d"),
            ],
            ["ab", "cd"],
            id="two mixed within a minute: the nearer ones belong together",
        ),
        pytest.param(
            [
                (1, "", "a"),
                (2, "", "b"),
                (1, "0000-00-00", "c"),
                (2, "0000-00-00", "d"),
            ],
            ["ab", "cd"],
            id="without a time, in their order",
        ),
    ],
)
def test_one_reference_may_be_of_two_messages(tables, rows, messages):
    for position, time, text in rows:
        arrive(tables, text, f"0500030702{position:02}", ReceivingDateTime=time)
    done, bodies = ring(tables)
    told = [message.text for body in bodies for message in modem().parse(posted(body))]
    assert (done, told) == (True, messages)
    assert len(
        {m.external_id for b in bodies for m in modem().parse(posted(b))}
    ) == len(told)
    assert ring(tables) == (True, [])


HALF, OTHER_HALF, WHOLE = "EDA0BD", "EDB898", "\U0001f618"


def arrive_raw(
    tables: sqlite3.Connection, stored: str, udh: str = "", **changes
) -> None:
    """A row whose text is this SQL, as the daemon's own bytes."""
    arrive(tables, "?", udh, **changes)
    with tables:
        tables.execute(
            f"UPDATE inbox SET TextDecoded = {stored} WHERE ID = (SELECT max(ID) FROM inbox)"
        )


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        pytest.param(
            "CAST(x'6A616C616E20727573616B20EDA0BD' AS TEXT)",
            "jalan rusak \ufffd",
            id="half an emoji",
        ),
        pytest.param(
            "CAST(x'EDB898206D617469' AS TEXT)", "\ufffd mati", id="its other half"
        ),
        pytest.param(
            "CAST(x'EDA0BDEDB898' AS TEXT)",
            WHOLE,
            id="both halves, as CESU-8 writes them",
        ),
        pytest.param(
            "CAST(x'6A616C616EFF' AS TEXT)", "jalan\ufffd", id="a byte that is no UTF-8"
        ),
        pytest.param("CAST(x'63616665E9' AS TEXT)", "cafe\ufffd", id="Latin-1"),
        pytest.param("x'6A616C616E'", "jalan", id="a blob"),
        pytest.param("CAST(x'6A00616C616E' AS TEXT)", "jalan", id="a NUL within"),
        pytest.param("42", "42", id="a number"),
    ],
)
def test_a_row_that_is_no_text_holds_up_nobody(tables, stored, text):
    arrive_raw(tables, stored)
    arrive(tables, "lampu mati", SenderNumber="+6281200000001")
    with tables:
        tables.execute(
            "INSERT INTO sentitems (ID, CreatorID, Coding) VALUES (1, 'satu-pintu:token1', '')"
        )
    done, bodies = ring(tables)
    told = [modem().parse(posted(body))[0] for body in bodies]
    assert (done, [one.text for one in told[:2]]) == (True, [text, "lampu mati"])
    assert told[2] == DeliveryReport("sms", "token1", DeliveryStatus.SENT)


def test_a_character_cut_in_two_is_one_again(tables):
    arrive_raw(tables, f"CAST(x'6A616C616E20{HALF}' AS TEXT)", "050003090201")
    arrive_raw(tables, f"CAST(x'{OTHER_HALF}20727573616B' AS TEXT)", "050003090202")
    [body] = ring(tables)[1]
    assert modem().parse(posted(body))[0].text == f"jalan {WHOLE} rusak"


@pytest.mark.parametrize(
    ("stored", "udh", "expected"),
    [
        pytest.param("NULL", "", ("", True), id="alone"),
        pytest.param(
            "NULL", "050003090201", ("", True), id="one part of two that never came"
        ),
    ],
)
def test_a_text_that_is_not_there_is_answered_as_unreadable(
    tables, stored, udh, expected
):
    arrive_raw(tables, stored, udh)
    [body] = ring(tables)[1]
    message = modem().parse(posted(body))[0]
    assert (message.text, message.unreadable) == expected
    assert message.sender.id == CITIZEN


def test_a_part_whose_text_is_not_there_is_a_gap(tables):
    arrive_raw(tables, "NULL", "050003090201")
    arrive(tables, "rusak", "050003090202")
    [body] = ring(tables)[1]
    message = modem().parse(posted(body))[0]
    assert (message.text, message.unreadable) == ("[bagian 1 tidak sampai]rusak", False)


@pytest.mark.parametrize(
    "column", ["Class", "UDH", "UpdatedInDB", "ReceivingDateTime", "SenderNumber"]
)
@pytest.mark.parametrize(
    "value", ["x'ff'", "'aneh'", "CAST(x'EDA0BD' AS TEXT)", "-1", "''"]
)
def test_no_strange_column_holds_up_the_others(tables, column, value):
    arrive(tables, "jalan", SenderNumber="+6281200000001")
    with tables:
        tables.execute(f"UPDATE inbox SET {column} = {value}")
    arrive(tables, "lampu")
    done, bodies = ring(tables)
    assert (done, words(bodies)) == (True, [[(1, "jalan")], [(1, "lampu")]])


@pytest.mark.parametrize("status", [400, 413, 422, 500])
def test_a_row_that_the_gateway_chokes_on_holds_up_its_sender_only(tables, status):
    arrive(tables, "a")
    arrive(tables, "b")
    arrive(tables, "c", SenderNumber="+6281200000001")
    done, bodies = ring(tables, answer(status), answer(200))
    assert (done, words(bodies)) == (False, [[(1, "a")], [(1, "c")]])
    assert words(ring(tables)[1]) == [[(1, "a")], [(1, "b")]]


def test_what_goes_wrong_is_told_without_a_word_of_theirs(
    file, tables, tmp_path, monkeypatch, capsys
):
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    arrive(tables, "nama saya Budi")
    with tables:
        tables.execute("ALTER TABLE inbox RENAME COLUMN Processed TO Budi")
    monkeypatch.setattr("sys.argv", ["hook", str(file), HOOK, str(secret)])
    assert gammu_hook.main() == 1
    told = capsys.readouterr().err
    assert told.startswith("gammu hook: OperationalError at ")
    assert "Budi" not in told
    assert told.count("\n") == 1


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


# --- What the hook could not bring


def _kept(file: Path, known: frozenset[str] = frozenset()):
    return modem(file).kept(
        datetime(2026, 11, 22, tzinfo=JAKARTA), lambda ids: set(ids) - known
    )


def test_what_waits_in_the_tables_is_the_message_the_hook_would_post(tables, file):
    arrive(tables, "Jalan rusak")
    kept = _kept(file)
    assert list(kept.messages) == [heard()]
    assert kept.newest == heard().sent_at


def test_what_we_have_already_and_what_was_taken_is_left(tables, file):
    arrive(tables, "Jalan rusak")
    arrive(tables, "Jembatan patah", SenderNumber="+6281200000009", Processed="true")
    kept = _kept(file, frozenset({heard().external_id}))
    assert (kept.messages, kept.looked_at) == ((), 1)


def test_a_long_one_whose_parts_are_still_coming_is_waited_for(tables, file):
    arrive(tables, "Jalan ", "0500030A0201", UpdatedInDB=LATER)
    assert _kept(file).looked_at == 0


def test_a_row_without_a_sender_is_odd_and_holds_up_no_other(tables, file):
    arrive(tables, "Jalan rusak", SenderNumber="")
    arrive(tables, "Jalan rusak")
    kept = _kept(file)
    assert (len(kept.messages), len(kept.odd)) == (1, 1)


def test_tables_that_are_not_there_are_told():
    with pytest.raises(Misconfigured):
        _kept(Path("/nowhere/smsd.db"))
