"""One day is promised to a citizen, and it is the same everywhere until a new round begins.

Whatever desks do, and whatever becomes of holidays, limits, desks and their clocks in the meantime.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from officers import WORDS, voice_of

from gateway.web.admin.access import Visitor
from gateway.web.admin.views import Sight, case_view
from intake.complaint import Complaint, Reporter
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Action, Case, NotAllowed, Notice
from routing.clocks import SHIPPED, Calendar, Limit, LimitTable, date_text
from routing.life import act, open_case
from routing.notices import open_cases_text
from routing.office import Office
from routing.status import Filed, promised_day, standing
from routing.verbs import VERBS
from routing.watch import tick
from storage.codec import dumps, loads

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FILE = """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, region: "53.11", administrators: [{name: A, notify: ["telegram:1"]}]}
  - {code: kab.pu, name: Dinas PU, region: "53.11", administrators: [{name: B, notify: ["telegram:2"]}]}
  - {code: kab.pu.jalan, name: Jalan, parent: kab.pu, administrators: [{name: C, notify: ["telegram:3"]}]}
  - {code: kab.timur, name: Kantor Timur, timezone: WIT, administrators: [{name: D, notify: ["telegram:4"]}]}
"""
DESKS = ("kab", "kab.pu", "kab.pu.jalan", "kab.timur")
TWO_WEEKS = frozenset(date(2026, 11, 24) + timedelta(days=n) for n in range(14))
NO_HOLIDAYS = Calendar(frozenset(), ZoneInfo("Asia/Jakarta"))
MANY_HOLIDAYS = replace(NO_HOLIDAYS, holidays=TWO_WEEKS)
SHORTER = LimitTable(
    {
        step: (*rows, Limit(1, "from today", since=date(2026, 11, 24)))
        for step, rows in SHIPPED.rows.items()
    }
)
OFFICES = [
    Office(read_agencies(file), calendar, WORDS, limits)
    for file, calendar, limits in product(
        (
            FILE,
            FILE.replace("kab.pu.jalan", "kab.pu.trotoar"),
            FILE.replace('"53.11"', '"91.01"'),
        ),
        (NO_HOLIDAYS, MANY_HOLIDAYS),
        (SHIPPED, SHORTER),
    )
]
COMPLAINT = Complaint(
    "LPR-2222222",
    "complaint",
    "Jalan rusak",
    "Jalan rusak",
    MONDAY,
    Reporter("sms", "+62812", "id"),
)
VERB_NAMES = [
    *("accept", "answer", "finish", "return", "transfer", "dispute", "append"),
    *("tick", "tick", "wait"),
]
DAY = re.compile(r"\w{3} \d{1,2} \w{3} \d{4}")


@dataclass(frozen=True)
class Step:
    verb: str
    office: Office
    to: str


steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(VERB_NAMES),
        st.sampled_from(OFFICES),
        st.sampled_from(DESKS),
    ),
    max_size=10,
)


def done(case: Case, step: Step, now: datetime) -> tuple[Case, tuple[Notice, ...]]:
    if step.verb in ("tick", "wait"):
        case, notices, _ = tick(case, now, step.office, VERBS)
        return case, notices
    desks = () if step.verb in ("dispute", "append") else ("kab",)
    action = Action(step.verb, "Ana", desks, "Sudah kami periksa", step.to)
    with suppress(NotAllowed):
        return act(case, action, now, step.office, VERBS)
    return case, ()


def days_told(case: Case, notices: tuple[Notice, ...], office: Office) -> set[str]:
    """Every day that stands in what a citizen reads of it now, in Indonesian."""
    told = standing(Filed(case.tracking_id, "completed", case), {}, "id").facts
    said = [told["deadline"], *(n.args.get("deadline", "") for n in notices)]
    return {day for words in said for day in DAY.findall(words)}


@settings(max_examples=60, deadline=None)
@given(start=st.sampled_from(OFFICES), desk=st.sampled_from(DESKS), life=steps)
def test_a_citizen_reads_one_day_everywhere_until_a_new_round_begins(start, desk, life):
    now = MONDAY
    desk = start.agencies.staffed(desk).code
    case, first = open_case(COMPLAINT, Assignment(desk, "", ()), now, start, VERBS)
    promised, rounds = promised_day(case), 0
    citizen = tuple(one for one in first if one.to == "citizen")
    assert days_told(case, citizen, start) == {date_text(promised, "id")}
    for step in life:
        now += timedelta(days=3 if step.verb == "wait" else 0, hours=5)
        case, notices = done(loads(Case, dumps(case)), step, now)
        begun = sum(line.action == "dispute" for line in case.history)
        if begun > rounds:
            promised, rounds = promised_day(case), begun
        citizen = tuple(one for one in notices if one.to == "citizen")
        assert days_told(case, citizen, step.office) == {date_text(promised, "id")}


@settings(max_examples=20, deadline=None)
@given(
    start=st.sampled_from(OFFICES),
    later=st.sampled_from(OFFICES),
    to=st.sampled_from(DESKS),
)
def test_officers_read_the_day_that_was_promised_on_page_and_phone(start, later, to):
    desk = start.agencies.staffed("kab.pu.jalan").code
    case, _ = open_case(COMPLAINT, Assignment(desk, "", ()), MONDAY, start, VERBS)
    promised = date_text(promised_day(case), "id")
    case, _ = act(case, Action("accept", "A", ("kab",)), MONDAY, start, VERBS)
    case, _ = done(case, Step("transfer", later, to), MONDAY + timedelta(hours=1))
    case, _ = act(case, Action("accept", "A", ("kab",)), MONDAY, later, VERBS)
    visitor = Visitor("A", ("kab",), None)
    page = case_view(
        COMPLAINT, case, "completed", (), Sight(visitor, MONDAY, later, voice_of())
    )
    assert page.row.due is not None
    assert page.row.due.date == promised
    assert promised in open_cases_text([(case, COMPLAINT)], voice_of())
    whose = later.local(MONDAY, case.agency).tzname()
    assert whose in {"WITA", "WIT"}
    assert all(line.at.endswith(f" {whose}") for line in page.history)
