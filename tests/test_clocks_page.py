"""docs/clocks.md tells the truth: compared with the code it describes."""

import re
from pathlib import Path

import pytest

from routing.clocks import LIMITS
from routing.holidays_file import read_holidays
from routing.limits_file import read_limits

PAGE = (Path(__file__).parents[1] / "docs" / "clocks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_table_of_limits_is_what_is_shipped() -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [
        (step, f"{one.days} | {one.counted} | {one.since} | {one.source}")
        for step, one in LIMITS.items()
    ]


@pytest.mark.parametrize(
    ("reader", "beginning"), [(read_limits, "limits:"), (read_holidays, "days:")]
)
def test_the_examples_can_be_used_as_they_stand(reader, beginning) -> None:  # type: ignore[no-untyped-def]
    (example,) = [block for block in BLOCKS if block.startswith(beginning)]
    assert reader(example)
