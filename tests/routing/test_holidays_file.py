from datetime import date
from zoneinfo import ZoneInfo

import pytest

from routing.clocks import Calendar
from routing.holidays_file import BrokenHolidays, calendar_with, read_holidays

WITA = ZoneInfo("Asia/Makassar")
CHRISTMAS = Calendar(frozenset({date(2026, 12, 25)}), WITA)
FILE = """\
days:
  - {day: 2026-11-30, is: holiday, name: Pilkada}
  - {day: "2026-12-28", is: joint_leave, name: Cuti bersama}
  - {day: 2026-12-25, is: worked, name: Siaga bencana, region: "53.11.04"}
  - {day: 2026-12-05, is: worked, name: Sabtu pengganti}
  - {day: 2026-12-01, is: holiday, name: HUT, region: "53.11"}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(BrokenHolidays) as broken:
        read_holidays(text)
    return broken.value.faults


@pytest.mark.parametrize(
    ("region", "day", "works"),
    [
        pytest.param(None, date(2026, 11, 30), False, id="a holiday by decree"),
        pytest.param(None, date(2026, 12, 28), False, id="joint leave by decree"),
        pytest.param(None, date(2026, 12, 5), True, id="a Saturday worked instead"),
        pytest.param(None, date(2026, 12, 25), False, id="what we knew before"),
        pytest.param(
            "53.11.04", date(2026, 12, 25), True, id="worked in one kecamatan"
        ),
        pytest.param("53.11.01", date(2026, 12, 1), False, id="a local holiday"),
        pytest.param("53.12", date(2026, 12, 1), True, id="not next door"),
    ],
)
def test_its_days_are_in_the_calendar(region, day, works):
    calendar = calendar_with(CHRISTMAS, read_holidays(FILE)).at(region, WITA)
    assert calendar.works_on(day) is works


ROW = "  - {day: 2026-11-30, is: holiday, name: Pilkada}\n"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param(
            ROW.replace("2026-11-30", "30-11-2026"),
            "line 2: day must be a day such as",
            id="a day the other way round",
        ),
        pytest.param(
            ROW.replace("holiday", "libur"), "is `libur` is not one of", id="a kind"
        ),
        pytest.param(
            ROW.replace("Pilkada", "Pilkada, region: Sumba"),
            "region `Sumba` is not a Kemendagri code",
            id="a region by its name",
        ),
        pytest.param(
            ROW.replace("Pilkada", "Pilkada, region: 53.11"),
            "put quotes around it",
            id="a region that YAML makes a number of",
        ),
        pytest.param(ROW.replace(", name: Pilkada", ""), "no `name`", id="no name"),
        pytest.param(ROW + ROW, "line 3: the day 2026-11-30 stands", id="a day twice"),
    ],
)
def test_a_fault_is_named_with_its_line_and_reason(rows, fault):
    assert any(fault in one for one in faults(f"days:\n{rows}"))
