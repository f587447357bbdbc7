from datetime import date, datetime, timedelta

import pytest
from a_life import (
    ACCEPT,
    AGENCIES,
    ANSWER,
    APPEND,
    COMPLAINT,
    COORDINATOR,
    DISHUB,
    DISPUTE,
    EVENTS,
    FINISH,
    ID,
    MONDAY,
    NOT_OURS,
    OFFICE,
    PUPR,
    ROAD_DESK_GONE,
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

from routing.assign import Assignment
from routing.case import Case, CaseState, NotAllowed
from routing.clocks import Deadlines
from routing.life import act, buttons, open_case
from routing.verbs import VERBS
from routing.watch import tick
from storage.codec import dumps, loads


def test_opening_promises_a_day_and_tells_both_sides():
    case, notices = open_case(
        COMPLAINT, Assignment("kab.pupr", "Karena", ()), MONDAY, OFFICE, VERBS
    )
    assert (case.state, case.agency, case.hops) == (CaseState.FORWARDED, "kab.pupr", 0)
    assert case.opened_at.isoformat() == "2026-11-23T09:00:00+07:00"
    assert [(line.action, line.note) for line in case.history] == [("open", "Karena")]
    assert [(n.to, n.agency, n.key, n.args) for n in notices] == [
        (
            "citizen",
            None,
            "case.forwarded",
            {"id": ID, "agency": "Dinas PUPR", "deadline": "2026-11-30"},
        ),
        ("administrators", "kab.pupr", "admin.forwarded", {}),
    ]


@pytest.mark.parametrize(
    ("actions", "state", "agency"),
    [
        pytest.param([ACCEPT], "in_follow_up", "kab.pupr.jalan", id="accept"),
        pytest.param(
            [ACCEPT, ANSWER, FINISH], "resolved", "kab.pupr.jalan", id="the whole way"
        ),
        pytest.param(
            [ANSWER], "answered", "kab.pupr.jalan", id="an answer accepts as well"
        ),
        pytest.param(
            [ANSWER, said("answer", note="Sudah rata")],
            "answered",
            "kab.pupr.jalan",
            id="two answers",
        ),
        pytest.param(
            [said("finish", note="Sudah rata")],
            "resolved",
            "kab.pupr.jalan",
            id="finish with words answers",
        ),
        pytest.param(
            [ANSWER, ACCEPT],
            "answered",
            "kab.pupr.jalan",
            id="accepting late takes nothing back",
        ),
        pytest.param(
            [ACCEPT, NOT_OURS], "forwarded", "kab.pupr", id="not ours goes one up"
        ),
        pytest.param(
            [TO_DISHUB], "forwarded", "kab.dishub", id="the coordinator transfers"
        ),
        pytest.param(
            [ANSWER, TO_DISHUB],
            "forwarded",
            "kab.dishub",
            id="transfer of what was answered in part",
        ),
        pytest.param(
            [ANSWER, DISPUTE],
            "reopened",
            "kab.pupr",
            id="a disputed answer goes one up",
        ),
        pytest.param(
            [ANSWER, FINISH, DISPUTE],
            "reopened",
            "kab.pupr",
            id="a disputed closing reopens",
        ),
        pytest.param(
            [ANSWER, FINISH, APPEND],
            "resolved",
            "kab.pupr.jalan",
            id="details do not reopen",
        ),
        pytest.param(
            [said("answer", COORDINATOR, "Dicek")],
            "answered",
            "kab.pupr.jalan",
            id="a desk above may answer",
        ),
    ],
)
def test_the_way_of_a_case(actions, state, agency):
    case = after(*actions)
    assert (case.state, case.agency) == (state, agency)


@pytest.mark.parametrize(
    ("before", "action", "why"),
    [
        pytest.param(
            [], FINISH, "Pelapor belum mendapat jawaban", id="finish before any answer"
        ),
        pytest.param(
            [ACCEPT],
            FINISH,
            "Pelapor belum mendapat jawaban",
            id="finish after only accepting",
        ),
        pytest.param(
            [ANSWER, DISPUTE],
            said("finish", PUPR),
            "Pelapor belum mendapat jawaban",
            id="finish a disputed case on its old answer",
        ),
        pytest.param(
            [], said("answer"), "Jawaban masih kosong", id="answer without words"
        ),
        pytest.param(
            [],
            said("answer", note=" . "),
            "Jawaban masih kosong",
            id="answer of a full stop",
        ),
        pytest.param(
            [], said("return"), "Sebutkan alasannya", id="not ours without reason"
        ),
        pytest.param(
            [ANSWER], NOT_OURS, "sudah Anda jawab", id="not ours after answering"
        ),
        pytest.param(
            [ANSWER, FINISH], ACCEPT, "sudah selesai", id="accept what is closed"
        ),
        pytest.param(
            [ANSWER, FINISH],
            said("answer", note="Satu lagi"),
            "sudah selesai",
            id="answer what is closed",
        ),
        pytest.param(
            [ANSWER, FINISH], NOT_OURS, "sudah selesai", id="return what is closed"
        ),
        pytest.param(
            [],
            said("accept", DISHUB),
            "sedang ditangani Bidang Jalan",
            id="another desk's administrator",
        ),
        pytest.param(
            [],
            said("accept", ()),
            "sedang ditangani Bidang Jalan",
            id="nobody's administrator",
        ),
        pytest.param(
            [ACCEPT],
            said("accept", DISHUB, actor="Dewi"),
            "sedang ditangani Bidang Jalan",
            id="another desk, done before",
        ),
        pytest.param(
            [NOT_OURS],
            ACCEPT,
            "sedang ditangani Dinas PUPR",
            id="a desk that has passed it on",
        ),
        pytest.param(
            [],
            said("transfer", DISHUB, "Bukan kami", "kab.dishub"),
            "sedang ditangani Bidang Jalan",
            id="transfer by a desk that does not have it",
        ),
        pytest.param(
            [],
            said("transfer", COORDINATOR, "", "kab.dishub"),
            "Sebutkan alasannya",
            id="transfer without reason",
        ),
        pytest.param(
            [],
            said("transfer", COORDINATOR, "Lampu", "kab.antah"),
            "kab.antah tidak kami kenal",
            id="unknown code",
        ),
        pytest.param(
            [],
            said("transfer", COORDINATOR, "Lampu", "kab.kosong"),
            "belum punya admin",
            id="to an empty desk",
        ),
        pytest.param([], DISPUTE, "belum dijawab", id="dispute before an answer"),
    ],
)
def test_refuses_in_words(before, action, why):
    case = after(*before)
    with pytest.raises(NotAllowed, match=why):
        act(case, action, MONDAY + timedelta(days=1), OFFICE, VERBS)


@pytest.mark.parametrize(
    "actions",
    [
        pytest.param([ACCEPT], id="accept"),
        pytest.param([ANSWER], id="the same answer"),
        pytest.param([ANSWER, FINISH], id="finish"),
        pytest.param([said("finish", note="Sudah rata")], id="finish with words"),
        pytest.param([NOT_OURS], id="not ours, though the case has left the desk"),
        pytest.param([TO_DISHUB], id="transfer"),
        pytest.param([ANSWER, FINISH, DISPUTE], id="dispute"),
    ],
)
def test_the_same_again_changes_nothing_and_tells_nobody(actions):
    case = after(*actions)
    assert act(case, actions[-1], MONDAY + timedelta(days=1), OFFICE, VERBS) == (
        case,
        (),
    )


def test_a_transfer_to_where_the_case_is_changes_nothing():
    case = after(ACCEPT)
    here = said("transfer", COORDINATOR, "Urusan jalan", "JALAN", "Ana")
    assert act(case, here, MONDAY + timedelta(days=1), OFFICE, VERBS) == (case, ())


def test_two_transfers_for_the_same_reason_are_two():
    on_to_pupr = said("transfer", COORDINATOR, TO_DISHUB.note, "pupr", TO_DISHUB.actor)
    assert after(TO_DISHUB, on_to_pupr).agency == "kab.pupr"


def test_a_second_colleague_accepting_changes_nothing():
    case = after(ACCEPT)
    other = said("accept", actor="Eko")
    assert act(case, other, MONDAY + timedelta(days=1), OFFICE, VERBS) == (case, ())


@pytest.mark.parametrize(
    ("before", "action", "notices"),
    [
        pytest.param(
            [],
            ACCEPT,
            [(None, "case.accepted", {"id": ID, "agency": "Bidang Jalan"})],
            id="accepted",
        ),
        pytest.param(
            [],
            ANSWER,
            [
                (
                    None,
                    "case.answered",
                    {"id": ID, "agency": "Bidang Jalan", "answer": "Diperbaiki besok."},
                )
            ],
            id="answered",
        ),
        pytest.param(
            [ANSWER],
            FINISH,
            [(None, "case.resolved", {"id": ID, "agency": "Bidang Jalan"})],
            id="resolved",
        ),
        pytest.param(
            [],
            said("finish", note="Sudah rata"),
            [
                (
                    None,
                    "case.finished",
                    {"id": ID, "agency": "Bidang Jalan", "answer": "Sudah rata."},
                ),
            ],
            id="answered and resolved, in one message",
        ),
        pytest.param(
            [],
            NOT_OURS,
            [
                (None, "case.moved", {"id": ID, "agency": "Dinas PUPR"}),
                ("kab.pupr", "admin.moved", {"reason": "Jalan provinsi"}),
            ],
            id="each hop",
        ),
        pytest.param(
            [],
            TO_DISHUB,
            [
                (None, "case.moved", {"id": ID, "agency": "Dinas Perhubungan"}),
                ("kab.dishub", "admin.moved", {"reason": "Urusan lampu jalan"}),
            ],
            id="transfer",
        ),
        pytest.param(
            [ANSWER],
            DISPUTE,
            [
                (None, "case.reopened", {"id": ID, "agency": "Bidang Jalan"}),
                ("kab.pupr", "admin.reopened", {"text": "Masih berlubang"}),
                ("kab.pupr.jalan", "admin.reopened", {"text": "Masih berlubang"}),
            ],
            id="dispute",
        ),
        pytest.param(
            [],
            APPEND,
            [("kab.pupr.jalan", "admin.appended", {"text": "Dekat SD Inpres"})],
            id="details",
        ),
    ],
)
def test_tells(before, action, notices):
    assert told(after(*before), action) == notices


def test_the_same_details_twice_are_told_twice():
    assert told(after(APPEND), APPEND) == told(after(), APPEND)


def test_moving_does_not_restart_the_clocks():
    assert after(ACCEPT, NOT_OURS, TO_DISHUB).deadlines == opened().deadlines


def test_a_dispute_starts_a_round_of_its_own():
    case = after(ANSWER, FINISH)
    friday = MONDAY + timedelta(days=4)
    reopened, _ = act(case, DISPUTE, friday, OFFICE, VERBS)
    assert reopened.deadlines.accept.date() == date(2026, 12, 2)
    assert reopened.reminded == ()


def test_disputed_at_the_top_it_stays_there_and_is_told_once():
    answered = after(said("answer", COORDINATOR, "Dicek"), case=opened("kab"))
    case, notices = act(answered, DISPUTE, MONDAY + timedelta(days=1), OFFICE, VERBS)
    assert (case.agency, case.state) == ("kab", CaseState.REOPENED)
    assert [(n.agency, n.key) for n in notices] == [
        (None, "case.reopened"),
        ("kab", "admin.reopened"),
    ]


def test_after_three_returns_the_case_stays_with_the_coordinator():
    back_to_roads = said("transfer", COORDINATOR, "Coba lagi", "jalan", "Ana")
    second = said("return", PUPR, "Bukan kami", actor="Budi")
    case = after(NOT_OURS, second, back_to_roads, NOT_OURS)
    assert (case.hops, case.agency) == (3, "kab")
    with pytest.raises(NotAllowed, match="sudah 3 kali dikembalikan"):
        act(case, TO_DISHUB, MONDAY + timedelta(days=1), OFFICE, VERBS)
    with pytest.raises(NotAllowed, match="sudah di meja koordinator"):
        act(
            case,
            said("return", COORDINATOR, "Bukan kami"),
            MONDAY + timedelta(days=1),
            OFFICE,
            VERBS,
        )


def test_history_keeps_who_did_what_and_where_it_went():
    lines = [
        (line.actor, line.action, line.note, line.agency)
        for line in after(NOT_OURS, APPEND).history
    ]
    assert lines == [
        ("system", "open", "Kategori jalan", "kab.pupr.jalan"),
        ("Citra", "return", "Jalan provinsi", "kab.pupr"),
        ("citizen", "append", "Dekat SD Inpres", "kab.pupr"),
    ]


@pytest.mark.parametrize(
    ("actions", "agency", "titles"),
    [
        pytest.param([], "kab.pupr", ["Terima", "Jawab", "Bukan wewenang"], id="new"),
        pytest.param(
            [],
            "kab",
            ["Terima", "Jawab", "Alihkan"],
            id="the coordinator passes it on, not up",
        ),
        pytest.param(
            [ACCEPT],
            "kab.pupr.jalan",
            ["Jawab", "Tanya pelapor"],
            id="in follow-up",
        ),
        pytest.param(
            [ANSWER, DISPUTE],
            "kab.pupr.jalan",
            ["Terima", "Jawab", "Alihkan"],
            id="reopened",
        ),
        pytest.param([ANSWER], "kab.pupr.jalan", ["Jawab", "Selesai"], id="answered"),
        pytest.param([ANSWER, FINISH], "kab.pupr.jalan", [], id="resolved"),
    ],
)
def test_buttons_offer_what_is_allowed_now(actions, agency, titles):
    offered = buttons(after(*actions, case=opened(agency)), OFFICE, VERBS)
    assert [one.title for one in offered] == titles
    assert all(len(one.id.encode()) <= 64 for one in offered)


def clock(
    case: Case, *moments: str
) -> tuple[Case, list[tuple[str | None, str, str]], datetime | None]:
    """The case after ticks at these local moments; what the last one told, and the next."""
    for moment in moments:
        now = datetime.fromisoformat(moment).replace(tzinfo=WIB)
        case, notices, next_at = tick(case, now, OFFICE, VERBS)
    return case, [(n.agency, n.key, n.args.get("step", "")) for n in notices], next_at


@pytest.mark.parametrize(
    ("before", "moments", "notices", "next_at"),
    [
        pytest.param(
            [], ["2026-11-23T10:00"], [], "2026-11-25T08:00", id="nothing yet"
        ),
        pytest.param(
            [],
            ["2026-11-25T08:00"],
            [("kab.pupr.jalan", "admin.reminder", "Terima")],
            "2026-11-26T23:59",
            id="reminded the working day before",
        ),
        pytest.param(
            [],
            ["2026-11-25T08:00", "2026-11-25T08:01"],
            [],
            "2026-11-26T23:59",
            id="reminded once",
        ),
        pytest.param(
            [ACCEPT],
            ["2026-11-25T08:00"],
            [],
            "2026-11-27T08:00",
            id="what is done is not reminded of",
        ),
        pytest.param(
            [],
            ["2026-11-26T23:59"],
            [
                (None, "case.unowned", ""),
                ("kab", "admin.unowned", ""),
                ("kab.pupr", "admin.unowned", ""),
                ("kab.pupr.jalan", "admin.unowned", ""),
            ],
            "2026-11-27T08:00",
            id="taken up by nobody: it is the coordinator's, those above and the citizen hear",
        ),
        pytest.param(
            [],
            ["2026-11-26T23:59", "2026-11-30T23:59"],
            [("kab", "admin.overdue", "Jawab")],
            "2026-12-10T08:00",
            id="missed again: the citizen has heard",
        ),
        pytest.param(
            [],
            ["2027-01-04T10:00"],
            [
                (None, "case.unowned", ""),
                ("kab", "admin.unowned", ""),
                ("kab.pupr", "admin.unowned", ""),
                ("kab.pupr.jalan", "admin.unowned", ""),
            ],
            "2027-01-11T08:00",
            id="a clock that stood still alarms once",
        ),
        pytest.param(
            [],
            ["2027-01-04T10:00", "2027-01-11T08:00"],
            [("kab", "admin.overdue", "Selesaikan")],
            "2027-01-18T08:00",
            id="and again every fifth working day",
        ),
        pytest.param(
            [ANSWER],
            ["2026-12-11T23:59"],
            [
                (None, "case.overdue", ""),
                ("kab.pupr.jalan", "admin.overdue", "Selesaikan"),
                ("kab.pupr", "admin.overdue", "Selesaikan"),
            ],
            "2026-12-18T08:00",
            id="answered but never finished",
        ),
        pytest.param(
            [ANSWER, FINISH, said("solved", (), "sudah baik")],
            ["2027-01-04T10:00"],
            [],
            None,
            id="closed cases are left alone",
        ),
    ],
)
def test_the_clock(before, moments, notices, next_at):
    _, heard, then = clock(after(*before), *moments)
    assert heard == notices
    assert (then and then.strftime("%Y-%m-%dT%H:%M")) == next_at


def test_one_reminder_names_both_when_answer_and_settlement_fall_together():
    case = after(ACCEPT, case=opened(kind="information_request"))
    _, heard, _ = clock(case, "2026-11-27T08:00")
    assert heard == [("kab.pupr.jalan", "admin.reminder", "Jawab")]


def test_the_coordinators_own_delay_is_told_to_the_coordinator_once():
    _, heard, _ = clock(opened("kab"), "2026-11-26T23:59")
    assert heard == [(None, "case.overdue", ""), ("kab", "admin.overdue", "Terima")]


def test_a_desk_that_is_abolished_leaves_its_cases_to_the_coordinator():
    case, notices, _ = tick(
        after(ANSWER), MONDAY + timedelta(days=1), ROAD_DESK_GONE, VERBS
    )
    assert (case.agency, case.state) == ("kab", CaseState.RECEIVED)
    assert [(n.agency, n.key) for n in notices] == [
        (None, "case.moved"),
        ("kab", "admin.moved"),
    ]


def test_a_closed_case_of_an_abolished_desk_can_be_disputed():
    case, _ = act(
        after(ANSWER, FINISH),
        DISPUTE,
        MONDAY + timedelta(days=1),
        ROAD_DESK_GONE,
        VERBS,
    )
    assert (case.agency, case.state) == ("kab", CaseState.REOPENED)


def test_deadlines_are_local():
    assert opened().deadlines == Deadlines(
        accept=datetime(2026, 11, 26, 23, 59, tzinfo=WIB),
        respond=datetime(2026, 11, 30, 23, 59, tzinfo=WIB),
        settle=datetime(2026, 12, 11, 23, 59, tzinfo=WIB),
    )


@given(
    start=st.sampled_from(sorted(AGENCIES.by_code.keys() - {"kab.kosong"})),
    events=st.lists(EVENTS, max_size=25),
    abolished=st.booleans(),
)
def test_whatever_happens_a_case_has_an_owner_and_closes_only_after_an_answer(
    start, events, abolished
):
    case, now = opened(start), MONDAY
    later = ROAD_DESK_GONE if abolished else OFFICE
    for n, (pause, action) in enumerate(events):
        office = OFFICE if n < len(events) // 2 else later
        agencies = office.agencies
        now += pause
        case, notices = happen(case, action, now, office)
        assert agencies.by_code[case.agency].administrators
        assert all(
            agencies.by_code[notice.agency].administrators
            for notice in notices
            if notice.agency
        )
        assert case.state not in ENDED or _answered_this_round(case)
        assert loads(Case, dumps(case)) == case


ENDED = {CaseState.RESOLVED, CaseState.CLOSED}


def _answered_this_round(case: Case) -> bool:
    actions = [line.action for line in case.history]
    last_dispute = max(
        (n for n, action in enumerate(actions) if action == "dispute"), default=0
    )
    return "answer" in actions[last_dispute:]
