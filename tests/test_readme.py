"""The README and `.env.example` tell the truth: compared with the code they describe."""

import ast
import re
from pathlib import Path

import pytest
from house import House

from gateway.operate.cli import COMMANDS
from gateway.setup.settings import TABLE, read_dotenv
from gateway.web.webhooks import ROUTES
from intake.form.chart import state_chart
from routing.agencies import read_agencies
from routing.chart import case_chart

ROOT = Path(__file__).parents[1]
PACKAGES = ("intake", "routing", "channels", "storage", "gateway")
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ = set(TABLE)


def test_the_state_chart_is_the_one_drawn_from_the_slot_table() -> None:
    assert state_chart() in README


def test_the_chart_of_a_case_is_the_one_drawn_from_the_verbs_and_the_clock() -> None:
    assert case_chart() in README


def test_env_example_names_every_setting_and_no_other() -> None:
    assert set(read_dotenv(ROOT / ".env.example")) == READ


def test_the_readme_names_every_setting() -> None:
    assert [name for name in sorted(READ) if f"`{name}`" not in README] == []


def test_the_readme_names_every_command() -> None:
    assert [
        name for name in COMMANDS if not re.search(rf"`(?:satupintu )?{name}\b", README)
    ] == []


def test_every_command_in_the_readme_exists() -> None:
    assert set(re.findall(r"`satupintu ([a-z-]+)", README)) <= set(COMMANDS)


@pytest.mark.parametrize("folder", PACKAGES)
def test_every_module_the_map_names_exists(folder: str) -> None:
    row = next(
        line for line in README.splitlines() if line.startswith(f"| `{folder}/`")
    )
    named = re.findall(r"`(\w+\.py)`", row)
    assert [name for name in named if not (ROOT / folder / name).is_file()] == []


CHANGES = re.findall(
    r"^\| (?P<what>[^|`]+) \| `(?P<file>[\w/]+\.\w+)` \| `(?P<name>[\w.]+)` \|$",
    README,
    re.MULTILINE,
)
CODE = [
    *ROOT.glob("worker.py"),
    *(p for folder in PACKAGES for p in (ROOT / folder).rglob("*.py")),
]


def test_the_map_says_where_the_usual_changes_are_made() -> None:
    assert len(CHANGES) >= 12


@pytest.mark.parametrize(
    ("file", "name"), [pytest.param(f, n, id=what) for what, f, n in CHANGES]
)
def test_what_one_would_change_is_in_the_file_the_map_names_and_in_no_other(
    file: str, name: str
) -> None:
    if file.endswith(".po"):
        assert f'msgid "{name}"' in (ROOT / file).read_text(encoding="utf-8")
    else:
        assert [
            str(path.relative_to(ROOT)) for path in CODE if name in _defined(path)
        ] == [file]


def _defined(path: Path) -> set[str]:
    """The names a module gives a value, a function or a class at its top."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [getattr(node, "target", None)]
        )
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def test_the_routes_of_the_interface_exist(house: House) -> None:
    served = {rule.rule for rule in house.web.application.url_map.iter_rules()}
    assert {"/", "/admin/", "/health", "/ready", "/metrics"} <= served
    for path in ROUTES:
        answer = house.web.post(path)
        assert answer.status_code == 403 or "channel is off" in answer.text, path


def test_the_example_agencies_file_is_sound() -> None:
    text = (ROOT / "routing" / "data" / "sumba-timur.yaml").read_text(encoding="utf-8")
    assert read_agencies(text).home_region() == "53.11"


STUMBLES = (ROOT / "docs" / "stumbles.md").read_text(encoding="utf-8")


def test_each_test_that_is_named_for_what_others_stumbled_over_is_there() -> None:
    """The file is named once, before the first of its tests."""
    file, missing, found = "", [], 0
    for path, name in re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", STUMBLES):
        file = path or file
        found += 1
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert missing == []
    assert found > 20
