"""A small office and a case at one of its desks, for the tests of a case's life."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from officers import office_of

from intake.complaint import Complaint, Reporter
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import OVER, Action, Case, NotAllowed
from routing.clocks import Calendar
from routing.life import act, open_case
from routing.verbs import VERBS
from routing.watch import tick

ID = "LPR-2222222"
WIB = ZoneInfo("Asia/Jakarta")
CALENDAR = Calendar(frozenset({date(2026, 12, 24), date(2026, 12, 25)}), WIB)
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta

FILE = """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.pupr, name: Dinas PUPR, administrators: [{name: Budi, notify: ["telegram:2"]}]}
  - {code: kab.pupr.jalan, name: Bidang Jalan, parent: kab.pupr,
     administrators: [{name: Citra, notify: ["telegram:3"]}]}
  - {code: kab.dishub, name: Dinas Perhubungan, administrators: [{name: Dewi, notify: ["telegram:4"]}]}
  - {code: kab.kosong, name: Dinas Kosong}
"""
AGENCIES = read_agencies(FILE)
OFFICE = office_of(AGENCIES, CALENDAR)
ROAD_DESK_GONE = office_of(
    read_agencies(FILE.replace("kab.pupr.jalan", "kab.pupr.trotoar")), CALENDAR
)

COMPLAINT = Complaint(
    tracking_id=ID,
    kind="complaint",
    title="Jalan rusak",
    description="Jalan rusak parah",
    received_at=MONDAY,
    reporter=Reporter("sms", "+6281200000001", "en"),
)
COORDINATOR, PUPR, ROADS, DISHUB = (
    ("kab",),
    ("kab.pupr",),
    ("kab.pupr.jalan",),
    ("kab.dishub",),
)


def opened(agency: str = "kab.pupr.jalan", kind: str = "complaint") -> Case:
    complaint = replace(COMPLAINT, kind=kind)
    return open_case(
        complaint, Assignment(agency, "Kategori jalan", ()), MONDAY, OFFICE, VERBS
    )[0]


def said(
    verb: str,
    desks: tuple[str, ...] = ROADS,
    note: str = "",
    to: str = "",
    actor: str = "Citra",
) -> Action:
    return Action(verb, actor if desks else "citizen", desks, note, to)


ACCEPT = said("accept")
ANSWER = said("answer", note="Diperbaiki besok")
FINISH = said("finish")
NOT_OURS = said("return", note="Jalan provinsi")
DISPUTE = said("dispute", (), "Masih berlubang")
APPEND = said("append", (), "Dekat SD Inpres")
TO_DISHUB = said("transfer", COORDINATOR, "Urusan lampu jalan", "kab.dishub", "Ana")


def after(*actions: Action, case: Case | None = None) -> Case:
    case = case or opened()
    for hour, action in enumerate(actions, start=1):
        case, _ = act(case, action, MONDAY + timedelta(hours=hour), OFFICE, VERBS)
    return case


def told(case: Case, action: Action) -> list[tuple[str | None, str, dict[str, str]]]:
    _, notices = act(case, action, MONDAY + timedelta(days=1), OFFICE, VERBS)
    return [(notice.agency, notice.key, notice.args) for notice in notices]


DESKS = st.sampled_from(
    [(), COORDINATOR, PUPR, ROADS, DISHUB, ("nowhere",), (*COORDINATOR, *ROADS)]
)
ACTIONS = st.builds(
    Action,
    verb=st.sampled_from(sorted(VERBS)),
    actor=st.sampled_from(["citizen", "Ana", "Budi"]),
    desks=DESKS,
    note=st.sampled_from(["", ".", "Sudah rata", "Bukan kami"]),
    to=st.sampled_from(["", *AGENCIES.by_code, "nowhere", "JALAN"]),
)
EVENTS = st.tuples(
    st.timedeltas(timedelta(0), timedelta(days=9)), st.one_of(st.none(), ACTIONS)
)


def happen(case, action, now, office):
    if action is not None:
        with suppress(NotAllowed):
            return act(case, action, now, office, VERBS)
    case, notices, next_at = tick(case, now, office, VERBS)
    assert (next_at is None) == (case.state in OVER)
    assert next_at is None or next_at > now
    return case, notices
