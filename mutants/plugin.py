"""Two things pytest does for us: note which lines each test reaches, and run tests in our order.

`--reach FILE` measures with coverage, one context a test; `--only-these FILE` takes a list of
node ids, and runs these in the list's order, across files.
"""

import json
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

from mutants.rooms import ROOMS, digests, modules

ONE, ALL = 90, 240  # seconds for a test, and for all of one fault


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reach", type=Path, help="where to note what each test reaches")
    parser.addoption("--only-these", type=Path, help="node ids to run, in this order")


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin before the first module of ours is imported."""
    options = early_config.known_args_namespace
    if options.reach:
        early_config.pluginmanager.register(Measuring(options.reach))
    if options.only_these:
        early_config.pluginmanager.register(InOrder(options.only_these))


class Measuring:
    """Coverage of the rooms, with the test's node id as the context of every line."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.coverage = coverage.Coverage(
            data_file=str(file),
            include=[*(f"{room}/*" for room in ROOMS), "worker.py"],
            config_file=False,
        )
        self.coverage.set_option("run:disable_warnings", ["no-data-collected"])
        self.coverage.erase()
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.coverage.stop()
        self.coverage.save()
        known = {
            "seconds": self.seconds,
            "failed": sorted(self.failed),
            "tests": digests({one.nodeid.partition("::")[0] for one in session.items}),
            "sources": digests(modules()),
        }
        self.file.with_suffix(".json").write_text(json.dumps(known))


class InOrder:
    """Only these tests, in the order of the list; a file's name stands for all of its tests.

    A test that goes on for long has failed: a fault can make a loop of anything. When the time for
    all is up, the rest are not run.
    """

    def __init__(self, file: Path) -> None:
        self.until = time.monotonic() + ALL
        signal.signal(signal.SIGALRM, _never_ends)
        self.places = {
            name: place for place, name in enumerate(file.read_text().splitlines())
        }

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        places = {item: self._place_of(item.nodeid) for item in items}
        items[:] = sorted(
            (item for item in items if places[item] >= 0), key=places.__getitem__
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        if time.monotonic() > self.until:
            return True  # that is: somebody has run it
        signal.alarm(ONE)
        return None

    def pytest_runtest_logfinish(self) -> None:
        signal.alarm(0)

    def _place_of(self, test: str) -> int:
        file = self.places.get(test.partition("::")[0], -1)
        return self.places.get(test, file)


def _never_ends(*_: object) -> None:
    pytest.exit("it never ended", returncode=1)  # a failure would be tried once more
