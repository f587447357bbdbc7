"""Waiting for the citizen, helpers, oversight, colleagues: the rows of a case's life beside its main way."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from a_life import (
    ACCEPT,
    AGENCIES,
    ANSWER,
    COORDINATOR,
    DISHUB,
    DISPUTE,
    EVENTS,
    FINISH,
    ID,
    MONDAY,
    OFFICE,
    PUPR,
    ROADS,
    TO_DISHUB,
    WIB,
    after,
    happen,
    opened,
    said,
    told,
)
from hypothesis import given
from hypothesis import strategies as st

from intake.messages import Address
from routing.agencies import read_agencies
from routing.case import ActedBefore, Case, CaseState, NotAllowed
from routing.life import act, buttons, may, speaks_for
from routing.roles import Role
from routing.verbs import VERBS
from routing.watch import BY_THE_CLOCK, tick

ASK = said("query", note="Di depan rumah siapa?")
REPLY = said("reply", (), "Di depan rumah Pak RT")
SOLVED = said("solved", (), "sudah baik, terima kasih")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def ticked(
    case: Case, *moments: str, reached: bool = True
) -> tuple[Case, list[tuple[str, str]]]:
    """The case after these ticks, and what each of them told, with its local day."""
    heard = []
    for moment in moments:
        case, notices, _ = tick(case, at(moment), OFFICE, VERBS, reached=reached)
        heard += [(moment[:10], one.key) for one in notices]
    return case, heard


def every_day(start: str, days: int) -> list[str]:
    first = date.fromisoformat(start)
    return [f"{first + timedelta(days=n)}T09:00" for n in range(days)]


# --- the citizen is asked ---------------------------------------------------------------


def test_a_question_goes_to_the_citizen_and_the_case_waits():
    case = after(ACCEPT, ASK)
    assert case.state == CaseState.WAITING
    assert case.due == ("complete", at("2026-12-23T23:59"))
    assert told(after(ACCEPT), ASK) == [
        (
            None,
            "case.asked",
            {
                "id": ID,
                "agency": "Bidang Jalan",
                "question": "Di depan rumah siapa?",
            },
        )
    ]


def answered_on(day: str, case: Case | None = None) -> Case:
    case = case or after(ACCEPT, ASK)
    return act(case, REPLY, at(f"{day}T10:00"), OFFICE, VERBS)[0]


@pytest.mark.parametrize(
    ("day", "respond", "settle"),
    [
        pytest.param(
            "2026-11-23", "2026-11-30", "2026-12-11", id="on the day: nothing moves"
        ),
        pytest.param(
            "2026-11-26", "2026-12-03", "2026-12-16", id="three working days later"
        ),
        pytest.param(
            "2026-11-29", "2026-12-04", "2026-12-17", id="a weekend does not count"
        ),
        pytest.param(
            "2027-02-20", "2027-01-01", "2027-01-14", id="thirty days at the most"
        ),
    ],
)
def test_the_clocks_stand_still_while_the_citizen_is_asked(day, respond, settle):
    case = answered_on(day)
    assert case.state == CaseState.IN_FOLLOW_UP
    assert case.deadlines.respond.date().isoformat() == respond
    assert case.deadlines.settle.date().isoformat() == settle


def test_what_was_late_before_the_question_stays_late():
    case = after(ACCEPT)
    case, _ = act(case, ASK, at("2026-12-02T10:00"), OFFICE, VERBS)
    case = answered_on("2026-12-07", case)
    assert case.deadlines.respond.date() == date(2026, 11, 30)
    assert case.deadlines.settle.date() == date(2026, 12, 16)


def test_a_second_question_stops_the_clocks_no_further_than_thirty_days_in_all():
    first = answered_on("2026-12-22")
    again, _ = act(first, ASK, at("2026-12-22T11:00"), OFFICE, VERBS)
    assert again.due == ("complete", at("2026-12-29T23:59"))
    case = answered_on("2026-12-28", again)
    assert case.stopped == 30
    assert case.deadlines.respond == first.deadlines.respond + timedelta(days=1)


def test_a_citizen_who_does_not_answer_is_reminded_twice_then_the_desk_goes_on():
    case, heard = ticked(after(ACCEPT, ASK), *every_day("2026-11-24", 45))
    assert [one for one in heard if "overdue" not in one[1]][:3] == [
        ("2026-11-30", "case.nudge.complete"),
        ("2026-12-14", "case.nudge.complete"),
        ("2026-12-24", "admin.unanswered"),
    ]
    assert case.state == CaseState.IN_FOLLOW_UP
    assert case.deadlines.respond.date() == date(2027, 1, 1)


def test_the_desk_may_answer_without_waiting_and_loses_no_day():
    case, _ = act(after(ACCEPT, ASK), ANSWER, at("2026-11-26T10:00"), OFFICE, VERBS)
    assert case.state == CaseState.ANSWERED
    assert case.patience is None
    assert case.deadlines.settle.date() == date(2026, 12, 16)


# --- the citizen agrees, or says nothing -------------------------------------------------


def test_ten_working_days_of_silence_after_two_reminders_close_it():
    case, heard = ticked(after(ANSWER, FINISH), *every_day("2026-11-24", 30))
    assert heard == [
        ("2026-11-27", "case.nudge.close"),
        ("2026-12-03", "case.nudge.close"),
        ("2026-12-08", "case.closed"),
    ]
    assert case.state == CaseState.CLOSED


def test_a_clock_that_stood_still_gives_both_reminders_and_time_to_answer_them():
    _, heard = ticked(after(ANSWER, FINISH), *every_day("2027-01-04", 10))
    assert heard == [
        ("2027-01-04", "case.nudge.close"),
        ("2027-01-06", "case.nudge.close"),
        ("2027-01-08", "case.closed"),
    ]


def test_a_citizen_whom_nothing_reached_is_not_silent():
    days = every_day("2026-11-24", 60)
    case, heard = ticked(after(ANSWER, FINISH), *days, reached=False)
    assert case.state == CaseState.RESOLVED
    assert [key for _, key in heard].count("admin.undelivered") == 1
    assert 2 < [key for _, key in heard].count("case.nudge.close") < 8


@pytest.mark.parametrize("reached_from", [0, 5, 20, 40, 60])
@pytest.mark.parametrize("first", ["2026-11-24", "2026-12-23", "2027-01-04"])
@pytest.mark.parametrize(
    "waits", [pytest.param(FINISH, id="close"), pytest.param(ASK, id="complete")]
)
def test_no_reminder_names_a_day_past_and_nothing_ends_on_or_before_it(
    waits, first, reached_from
):
    """However late the clock comes, or the words do: who reads the last named day may still answer on it."""
    case, named = after(ANSWER, waits), None
    for n, moment in enumerate(every_day(first, 90)):
        case, notices, _ = tick(
            case, at(moment), OFFICE, VERBS, reached=n >= reached_from
        )
        for one in notices:
            if one.key.startswith("case.nudge"):
                named = date.fromisoformat(one.args["deadline"])
                assert named >= at(moment).date()
        if case.history[-1].action in ("autoclose", "unanswered"):
            assert named
            assert named < at(moment).date()
            return


def test_once_something_arrives_the_silence_begins_to_count():
    case, _ = ticked(after(ANSWER, FINISH), *every_day("2026-11-24", 20), reached=False)
    case, heard = ticked(case, *every_day("2026-12-14", 40))
    assert [key for _, key in heard] == [
        "case.nudge.close",
        "case.nudge.close",
        "case.closed",
    ]


@pytest.mark.parametrize(
    ("before", "action", "state"),
    [
        pytest.param([ANSWER], SOLVED, "closed", id="solved, after an answer"),
        pytest.param([ANSWER, FINISH], SOLVED, "closed", id="solved, after resolving"),
        pytest.param([ACCEPT], SOLVED, "in_follow_up", id="solved, before an answer"),
        pytest.param(
            [ANSWER, FINISH], said("rate", (), "5"), "closed", id="five of five"
        ),
        pytest.param(
            [ANSWER, FINISH], said("rate", (), "3"), "closed", id="three will do"
        ),
        pytest.param(
            [ANSWER, FINISH], said("rate", (), "1"), "resolved", id="one is no yes"
        ),
        pytest.param(
            [ANSWER, FINISH, SOLVED], said("rate", (), "4"), "closed", id="afterwards"
        ),
    ],
)
def test_who_says_that_it_is_solved(before, action, state):
    assert after(*before, action).state == state


def test_a_rating_is_kept_and_told_to_the_desk():
    case = after(ANSWER, FINISH, said("rate", (), "2"))
    assert case.rating == 2
    assert told(after(ANSWER, FINISH), said("rate", (), "2")) == [
        ("kab.pupr.jalan", "admin.rated", {"text": "2"})
    ]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("6", id="six"),
        pytest.param("0", id="nought"),
        pytest.param("bagus", id="a word"),
        pytest.param("²", id="a digit that counts nothing"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_rating_that_is_none_changes_nothing(note):
    with pytest.raises(NotAllowed):
        act(after(ANSWER), said("rate", (), note), MONDAY, OFFICE, VERBS)


# --- archived, and not for good ------------------------------------------------------------


def test_the_citizen_reads_why_it_is_archived_and_can_open_it_again():
    why = said("archive", COORDINATOR, "Sudah di pengadilan", actor="Ana")
    assert told(after(), why) == [
        (
            None,
            "case.archived",
            {
                "id": ID,
                "agency": "Bidang Jalan",
                "reason": "Sudah di pengadilan.",
            },
        )
    ]
    assert after(why).state == CaseState.ARCHIVED
    assert after(why, DISPUTE).state == CaseState.REOPENED


@pytest.mark.parametrize(
    ("action", "why"),
    [
        pytest.param(
            said("archive", ROADS, "Tidak jelas"), "Hanya koordinator", id="by a desk"
        ),
        pytest.param(
            said("archive", COORDINATOR, " "), "Sebutkan alasannya", id="without reason"
        ),
    ],
)
def test_nothing_is_archived_otherwise(action, why):
    with pytest.raises(NotAllowed, match=why):
        act(opened(), action, MONDAY, OFFICE, VERBS)


# --- no wrong door -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "agency"),
    [
        pytest.param(
            "Ini urusan Dinas Perhubungan", "kab.dishub", id="the desk it names"
        ),
        pytest.param(
            "bukan kami pak, ini dishub", "kab.dishub", id="by its short name"
        ),
        pytest.param("Jalan provinsi", "kab.pupr", id="none named: the desk above"),
        pytest.param("Coba Dinas Kosong", "kab.pupr", id="a desk where nobody works"),
        pytest.param("Ini Bidang Jalan juga", "kab.pupr", id="itself"),
    ],
)
def test_not_ours_goes_where_the_reason_says(reason, agency):
    assert after(said("return", note=reason)).agency == agency


def test_not_ours_never_goes_in_a_circle():
    to_dishub = said("return", note="Ini urusan Dinas Perhubungan")
    back = said("return", DISHUB, "Ini urusan Bidang Jalan", actor="Dewi")
    assert after(to_dishub, back).agency == "kab"


def test_a_desk_passes_it_on_itself_and_that_is_a_hop():
    on = said("transfer", ROADS, "Lampu, bukan jalan", "kab.dishub")
    case = after(on)
    assert (case.agency, case.hops, case.state) == ("kab.dishub", 1, "forwarded")
    assert case.deadlines == opened().deadlines
    assert after(TO_DISHUB).hops == 0


# --- helpers ------------------------------------------------------------------------------

HELP = said("help", ROADS, "Tolong cek lampu di sana", "kab.dishub")
OUTCOME = said("report", DISHUB, "Lampu sudah kami ganti", actor="Dewi")


def test_a_helper_has_a_part_and_a_clock_of_its_own_and_the_lead_keeps_the_case():
    case = after(ACCEPT, HELP)
    assert (case.agency, case.state) == ("kab.pupr.jalan", CaseState.IN_FOLLOW_UP)
    (task,) = case.tasks
    assert (task.desk, task.due.date()) == ("kab.dishub", date(2026, 11, 30))
    assert [one[:2] for one in told(after(ACCEPT), HELP)] == [
        ("kab.dishub", "admin.helping")
    ]


def test_the_outcome_goes_to_the_lead_and_not_to_the_citizen():
    assert told(after(ACCEPT, HELP), OUTCOME) == [
        ("kab.pupr.jalan", "admin.helped", {"text": "Lampu sudah kami ganti"})
    ]
    assert after(ACCEPT, HELP, OUTCOME).helpers == ()


def test_a_late_helper_is_told_of_and_the_lead_with_it():
    _, heard = ticked(
        after(ANSWER, HELP), "2026-11-27T08:00", "2026-11-27T08:01", "2026-12-01T08:00"
    )
    assert heard == [
        ("2026-11-27", "admin.help_due"),
        ("2026-12-01", "admin.help_overdue"),
        ("2026-12-01", "admin.help_overdue"),
        ("2026-12-01", "admin.help_overdue"),
    ]


@pytest.mark.parametrize(
    ("before", "action", "why"),
    [
        pytest.param([], OUTCOME, "sedang ditangani", id="an outcome nobody asked for"),
        pytest.param(
            [HELP, OUTCOME],
            said("report", DISHUB, "Satu lagi", actor="Dewi"),
            "sedang ditangani",
            id="a second outcome",
        ),
        pytest.param(
            [HELP],
            said("answer", DISHUB, "Sudah kami ganti", actor="Dewi"),
            "sedang ditangani",
            id="a helper answers the citizen",
        ),
        pytest.param(
            [],
            said("help", ROADS, "Bantu", "jalan"),
            "sendiri",
            id="help from themselves",
        ),
    ],
)
def test_who_helps_does_no_more_than_help(before, action, why):
    with pytest.raises(NotAllowed, match=why):
        act(after(*before), action, MONDAY + timedelta(days=1), OFFICE, VERBS)


# --- oversight -----------------------------------------------------------------------------

OVERSEE = said("oversee", COORDINATOR, "Petugasnya yang dilaporkan", actor="Ana")


def test_oversight_takes_the_case_out_of_the_sight_of_those_complained_of():
    case = after(ACCEPT, OVERSEE)
    assert (case.agency, case.state, case.kind) == (
        "kab",
        CaseState.RECEIVED,
        "oversight_complaint",
    )
    assert case.deadlines.settle.date() == date(2027, 2, 17)
    assert not may(case, VERBS["note"], ROADS, AGENCIES)
    assert may(case, VERBS["note"], COORDINATOR, AGENCIES)
    assert [one[:2] for one in told(after(ACCEPT), OVERSEE)] == [
        (None, "case.oversight")
    ]


@pytest.mark.parametrize(
    "desk",
    [
        pytest.param("kab.pupr.jalan", id="the desk itself"),
        pytest.param("jalan", id="by its short code"),
    ],
)
def test_under_oversight_it_never_goes_back_to_those_complained_of(desk):
    for verb in ("transfer", "help"):
        back = said(verb, COORDINATOR, "Mohon diperiksa", desk, "Ana")
        with pytest.raises(NotAllowed, match="termasuk yang dilaporkan"):
            act(after(OVERSEE), back, MONDAY + timedelta(days=1), OFFICE, VERBS)


def test_a_desk_above_those_complained_of_may_examine_them():
    up = said("transfer", COORDINATOR, "Mohon diperiksa", "kab.pupr", "Ana")
    case = after(OVERSEE, up)
    assert case.agency == "kab.pupr"
    assert may(case, VERBS["answer"], PUPR, AGENCIES)
    assert not may(case, VERBS["note"], ROADS, AGENCIES)


def test_a_dispute_under_oversight_stays_there():
    done = said("finish", COORDINATOR, "Sudah diperiksa", actor="Ana")
    case = after(OVERSEE, done, DISPUTE)
    assert (case.agency, case.lane) == ("kab", "oversight")


# --- two at once, and who may ------------------------------------------------------------------


def test_the_second_of_two_is_shown_whathappened_and_may_go_on():
    case = after(ANSWER)
    other = said("answer", note="Hari Jumat", actor="Eko")
    soon = MONDAY + timedelta(hours=1, minutes=5)
    with pytest.raises(ActedBefore, match=r"Citra .* Diperbaiki besok") as told_so:
        act(case, other, soon, OFFICE, VERBS)
    again = replace(other, seen=told_so.value.seen)
    assert act(case, again, soon, OFFICE, VERBS)[0].history[-1].note == "Hari Jumat"


@pytest.mark.parametrize(
    ("action", "minutes"),
    [
        pytest.param(said("answer", note="Lagi", actor="Citra"), 5, id="the same one"),
        pytest.param(said("answer", note="Lagi", actor="Eko"), 20, id="much later"),
        pytest.param(
            replace(said("answer", note="Lagi", actor="Eko"), seen=2),
            5,
            id="from a page that shows it",
        ),
        pytest.param(said("note", note="Siap", actor="Eko"), 5, id="only a note"),
    ],
)
def test_others_are_not_asked(action, minutes):
    now = MONDAY + timedelta(hours=1, minutes=minutes)
    assert act(after(ANSWER), action, now, OFFICE, VERBS)[0].history[-1].note


def test_a_page_that_does_not_show_it_yet_is_asked_even_much_later():
    stale = replace(said("answer", note="Lagi", actor="Eko"), seen=1)
    with pytest.raises(ActedBefore):
        act(after(ANSWER), stale, MONDAY + timedelta(days=2), OFFICE, VERBS)


@pytest.mark.parametrize(
    ("role", "verb", "able"),
    [
        pytest.param(Role.OFFICER, "answer", True, id="an officer answers"),
        pytest.param(Role.OFFICER, "query", True, id="an officer asks"),
        pytest.param(Role.OFFICER, "return", False, id="an officer moves nothing"),
        pytest.param(Role.SUPERVISOR, "answer", False, id="a supervisor only reads"),
        pytest.param(Role.SUPERVISOR, "note", False, id="and writes nothing"),
        pytest.param(Role.ADMINISTRATOR, "return", True, id="an administrator moves"),
    ],
)
def test_what_somebody_may_do_at_a_desk(role, verb, able):
    action = replace(said(verb, note="Jalan provinsi kiranya"), role=role)
    if able:
        assert act(opened(), action, MONDAY, OFFICE, VERBS)[0] != opened()
    else:
        with pytest.raises(NotAllowed, match="hanya untuk admin"):
            act(opened(), action, MONDAY, OFFICE, VERBS)


def test_a_verification_is_the_coordinators():
    case = opened("kab")
    assert case.state == CaseState.RECEIVED
    done = said("verify", COORDINATOR, actor="Ana")
    assert after(done, case=case).state == CaseState.VERIFIED
    assert [one.title for one in buttons(case, OFFICE, VERBS)] == [
        "Terima",
        "Jawab",
        "Alihkan",
    ]


# --- the chart tells all --------------------------------------------------------------------


def allowed() -> set[tuple[str, str]]:
    ways = {
        (state, to)
        for verb in VERBS.values()
        for state in verb.moves_from
        for to in verb.leads
    }
    ways |= {(state, to) for states, to, _ in BY_THE_CLOCK for state in states}
    return ways | {(state, state) for state in CaseState}


@given(
    start=st.sampled_from(sorted(AGENCIES.by_code.keys() - {"kab.kosong"})),
    events=st.lists(EVENTS, max_size=25),
)
def test_a_case_goes_no_way_that_the_chart_does_not_show(start, events):
    case, now, ways = opened(start), MONDAY, allowed()
    for pause, action in events:
        now += pause
        before, at_most = case.state, 2 if action is None else 1
        case, _ = happen(case, action, now, OFFICE)
        steps = {before}
        for _ in range(at_most):  # one pass of the clock may end a wait and go on
            steps |= {to for state, to in ways if state in steps}
        assert case.state in steps


@given(events=st.lists(EVENTS, max_size=25))
def test_moving_and_asking_never_bring_a_promised_day_forward(events):
    case, now = opened(), MONDAY
    for pause, action in events:
        now += pause
        before = case
        case, _ = happen(case, action, now, OFFICE)
        if case.state != CaseState.REOPENED:
            assert case.deadlines.respond >= before.deadlines.respond


SHARED = read_agencies(
    """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - code: kab.pupr
    name: Dinas PUPR
    administrators:
      - {name: Budi, role: officer, notify: ["telegram:2"]}
      - {name: Eko, role: supervisor, notify: ["telegram:2", "telegram:3"]}
  - {code: kab.dishub, name: Dishub, administrators: [{name: Eko, notify: ["telegram:3"]}]}
"""
)


@pytest.mark.parametrize(
    ("address", "verb", "desks", "role"),
    [
        pytest.param("1", "return", ("kab",), "administrator", id="an administrator"),
        pytest.param("2", "answer", ("kab.pupr",), "administrator", id="an officer"),
        pytest.param("2", "return", ("kab.pupr",), "officer", id="too much for one"),
        pytest.param(
            "3", "answer", ("kab.dishub",), "administrator", id="only where they may"
        ),
        pytest.param("9", "answer", (), "supervisor", id="nobody of ours"),
    ],
)
def test_a_shared_phone_may_what_somebody_at_it_may(address, verb, desks, role):
    roles = SHARED.roles_at(Address("telegram", address))
    assert speaks_for(roles, VERBS[verb]) == (desks, role)
