from datetime import date
from pathlib import Path

import pytest

from routing.clocks import SHIPPED, Counting, Limit
from routing.limits_file import BrokenLimits, read_limits

EXAMPLE = Path(__file__).parents[2] / "routing" / "data" / "limits.yaml"
OWN = """\
limits:
  - {step: respond, days: 3, since: 2027-01-01, source: a regency's own rule}
  - {step: respond, days: 2, since: "2027-07-01", source: a later one}
  - {step: complete, days: 10, counted: calendar, since: 2001-01-01, source: a rule of old}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(BrokenLimits) as broken:
        read_limits(text)
    return broken.value.faults


def test_the_file_to_copy_holds_what_is_shipped():
    assert read_limits(EXAMPLE.read_text(encoding="utf-8")) == SHIPPED


@pytest.mark.parametrize(
    ("step", "day", "days"),
    [
        pytest.param("respond", date(2026, 12, 31), 5, id="until then as shipped"),
        pytest.param("respond", date(2027, 1, 1), 3, id="from its day on its own"),
        pytest.param("respond", date(2027, 8, 1), 2, id="the latest of several"),
        pytest.param("complete", date(2026, 1, 1), 10, id="older than ours: only its"),
        pytest.param("accept", date(2027, 8, 1), 3, id="not in it: as shipped"),
    ],
)
def test_which_limit_holds(step, day, days):
    assert read_limits(OWN).on(step, day).days == days


def test_reads_every_field():
    assert read_limits(OWN).rows["complete"] == (
        Limit(10, "a rule of old", Counting.CALENDAR, date(2001, 1, 1)),
    )


ROW = "  - {step: respond, days: 3, since: 2027-01-01, source: rule}\n"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param(
            ROW.replace("respond", "reply"), "line 2: step `reply`", id="unknown step"
        ),
        pytest.param(ROW.replace("3", "0"), "from 1 to 730", id="no days"),
        pytest.param(ROW.replace("3", "-3"), "from 1 to 730", id="days below nothing"),
        pytest.param(ROW.replace("3", "[3]"), "from 1 to 730", id="a list of days"),
        pytest.param(ROW.replace("3", "3.5"), "from 1 to 730", id="half a day"),
        pytest.param(
            ROW.replace("2027-01-01", "1 Januari 2027"),
            "a day such as 2026-12-28",
            id="a day in words",
        ),
        pytest.param(
            ROW.replace("2027-01-01", "2027-02-29"),
            "a day such as 2026-12-28",
            id="a day that no calendar has",
        ),
        pytest.param(
            ROW.replace(", source: rule", ""), "has no `source`", id="no source"
        ),
        pytest.param(
            ROW.replace("source: rule", 'source: " "'), "source is empty", id="empty"
        ),
        pytest.param(
            ROW.replace("days", "hari"), "unknown key `hari`", id="a key in Indonesian"
        ),
        pytest.param(ROW + ROW, "line 3: `respond` has two limits", id="twice a day"),
        pytest.param(
            ROW.replace("days: 3", "days: 3, counted: lunar"),
            "`lunar` is not one of working, calendar",
            id="other days",
        ),
        pytest.param("  - respond\n", "must be a list of keys", id="no row at all"),
    ],
)
def test_a_fault_is_named_with_its_line_and_reason(rows, fault):
    assert any(fault in one for one in faults(f"limits:\n{rows}"))


@pytest.mark.parametrize("text", ["", "limits:", "limits: []", "- x", "limits: {"])
def test_a_file_without_rows_is_refused(text):
    assert faults(text)
