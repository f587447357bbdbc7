"""Days of a kabupaten over the real core; and the reading of what was told, which must find what is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest
from a_life import ANSWER, CALENDAR, FINISH, MONDAY, after, opened

from gateway.operate.rehearsal.checker import Log, NewsTold, day_in, findings
from gateway.operate.rehearsal.rehearse import rehearse

LATER = MONDAY + timedelta(days=40)


def told(kind: str, text: str, state: str = "forwarded", days: int = 0) -> NewsTold:
    at = MONDAY.astimezone(CALENDAR.zone) + timedelta(days=days, minutes=1)
    return NewsTold(at, "sms:+628", kind, text, "LPR-2222222", state)


PROMISE = told("case.forwarded", "Dijawab plg lambat Kam 26 Nov 2026. Cek: STATUS")
LATE = told("case.overdue", "LPR-2222222 terlambat dijawab", days=4)


def found(case, *messages: NewsTold) -> list[str]:
    return findings(Log(list(messages)), [case], LATER, CALENDAR)


def test_three_days_leave_nobody_in_silence_and_tell_nothing_untrue() -> None:
    days: list[int] = []
    outcome = rehearse(3, 7, lambda day, _of: days.append(day), a_day=2)
    assert outcome.findings == []
    figures = dict(outcome.numbers)
    assert (figures["cases"], figures["never owned"]) == ("6", "0")
    assert days == [1, 2, 3]


def test_a_promise_that_was_kept_is_none_of_its_business() -> None:
    news = told("case.closed", "LPR-2222222 ditutup", days=39)
    assert found(after(ANSWER), PROMISE, news) == []


def test_a_promise_that_was_explained_is_none_either() -> None:
    assert found(opened(), PROMISE, LATE, told("reply", "Halo", days=39)) == []


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        pytest.param([PROMISE], "promised an answer", id="a day that nobody kept"),
        pytest.param(
            [replace(LATE, at=LATE.at + timedelta(days=9)), PROMISE],
            "promised an answer",
            id="a day explained too late",
        ),
        pytest.param(
            [told("reply", "LPR-2222222 sudah dijawab Bidang Jalan")],
            "while forwarded",
            id="a state that was not so",
        ),
        pytest.param(
            [told("case.nudge.close", "ditutup stlh Kam 12 Nov 2026")],
            "which was past",
            id="a day that was past",
        ),
        pytest.param([LATE], "no word since", id="nothing for thirty working days"),
    ],
)
def test_what_was_untrue_is_found(messages: list[NewsTold], says: str) -> None:
    later = MONDAY + timedelta(days=70)
    lines = findings(Log(messages), [opened()], later, CALENDAR)
    assert any(says in line for line in lines)


def test_a_case_closed_on_the_last_day_named_is_found() -> None:
    done = after(ANSWER, FINISH)
    line = replace(done.history[-1], action="autoclose")
    closed = replace(done, history=(*done.history, line))
    nudge = told("case.nudge.close", "ditutup stlh Kam 26 Nov 2026")
    assert any("was closed on" in one for one in found(closed, nudge))


def test_whom_nobody_owns_and_nobody_answered_is_found() -> None:
    log = Log(silences=["x"], unowned=["LPR-2222222"])
    assert len(findings(log, [], LATER, CALENDAR)) == 2


def test_a_day_is_read_as_we_write_it() -> None:
    assert str(day_in("paling lambat Kam 26 Nov 2026.")) == "2026-11-26"
    assert day_in("tanpa tanggal") is None
