"""Which tests reach a line: measured once, and again only for the tests whose file has changed.

A batch is one run of pytest with `mutants.plugin`: coverage's data, and beside it what each test
took and what the files were. Where a source has changed since, its tests are those that reached
any of its lines. Lines that run only in child processes are reached by nobody: for these the
tests that mirror the module stand in, and a drill.
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from coverage import CoverageData

from mutants.faults import Fault
from mutants.rooms import ROOT, digest, digests, drills, mirrors, test_files

KEPT = ROOT / "build" / "mutants"
BUDGET = 150.0  # seconds of tests for one fault, as measured


@dataclass(frozen=True)
class Batch:
    """One measurement: `a1.coverage` and `a1.json`."""

    file: Path

    @cached_property
    def known(self) -> Any:
        return json.loads(self.file.with_suffix(".json").read_text())

    @cached_property
    def data(self) -> CoverageData:
        data = CoverageData(str(self.file))
        data.read()
        return data

    def fresh(self) -> set[str]:
        """The test files that still are what they were."""
        now = digests(file for file in self.known["tests"] if (ROOT / file).is_file())
        return {
            file for file, was in self.known["tests"].items() if now.get(file) == was
        }

    def reaching(self, file: str, lines: range) -> set[str]:
        """The tests that ran one of these lines, or any when the file is not what it was."""
        found = self.data.contexts_by_lineno(str(ROOT / file))
        if self.known["sources"].get(file) != digest(file):
            return {test for tests in found.values() for test in tests}
        return {test for line in lines for test in found.get(line, ())}


class Reach:
    """All batches together."""

    def __init__(self, kept: Path = KEPT) -> None:
        self.batches = [Batch(file) for file in _by_age(kept)]
        self.newest = {test: batch for batch in self.batches for test in batch.fresh()}
        self.seconds = {
            test: seconds
            for batch in self.batches
            for test, seconds in batch.known["seconds"].items()
            if self.newest.get(_file_of(test)) is batch
            and test not in batch.known["failed"]  # without a fault it proves nothing
        }

    def tests_for(self, fault: Fault) -> list[str]:
        """Node ids, what mirrors the module first, then the quickest; files of drills."""
        nearest = set(mirrors(fault.file))
        lines = None if fault.at_import else fault.lines
        found = self._reaching(fault.file, lines) or self._reaching(fault.file, None)
        if found:
            return self._affordable(self._ordered(found, nearest))
        beside = {test for test in self.seconds if _file_of(test) in nearest}
        return [*self._affordable(self._ordered(beside, nearest)), *drills(fault.file)]

    def _reaching(self, file: str, lines: range | None) -> set[str]:
        everywhere = range(1, 1 + len((ROOT / file).read_bytes().splitlines()))
        return {
            test
            for batch in self.batches
            for test in batch.reaching(file, lines or everywhere)
            if self.newest.get(_file_of(test)) is batch and test in self.seconds
        }

    def _ordered(self, tests: set[str], nearest: set[str]) -> list[str]:
        return sorted(
            tests,
            key=lambda test: (_file_of(test) not in nearest, self.seconds[test], test),
        )

    def _affordable(self, tests: list[str]) -> list[str]:
        spent, taken = 0.0, list[str]()
        for test in tests:
            spent += self.seconds[test]
            if spent > BUDGET and taken:
                break
            taken.append(test)
        return taken


def measure() -> None:
    """Measure the test files that are new or have changed, two folders at a time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    known = set().union(*(Batch(file).fresh() for file in _by_age(KEPT)))
    wanted = [file for file in test_files() if file not in known]
    folders = [list(group) for _, group in groupby(wanted, key=_folder_of)]
    with ThreadPoolExecutor(2) as pool:
        for done in as_completed([pool.submit(_measured, tests) for tests in folders]):
            print(done.result(), flush=True)


def _measured(tests: list[str]) -> str:
    number = digest(tests[0]) + f"-{len(tests)}"
    command = [sys.executable, "-m", "pytest", "-p", "mutants.plugin", "-q"]
    command += ["-p", "no:cacheprovider", "--reach", f"{KEPT / number}.coverage"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, *tests], cwd=ROOT, check=False, capture_output=True
    )
    failed = "; what failed is left out" if done.returncode else ""
    took = f"{time.monotonic() - began:.0f} s"
    return f"measured {len(tests)} files of {_folder_of(tests[0])}, {took}{failed}"


def _by_age(kept: Path) -> list[Path]:
    files = [
        file for file in kept.glob("*.coverage") if file.with_suffix(".json").exists()
    ]
    return sorted(files, key=lambda file: file.stat().st_mtime)


def _folder_of(test: str) -> str:
    return str(Path(test).parent)


def _file_of(test: str) -> str:
    return test.partition("::")[0]
