"""Copies of the project in which faults live, and a run of chosen tests in one.

Each copy has an environment of its own whose first place to look is the copy: what is installed
editable would lead child processes back to the tree itself.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
import sysconfig
import time
import venv
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from mutants.faults import Fault
from mutants.rooms import ROOT

NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "build", "var", "__pycache__", ".*_cache", ".hypothesis"
)
PATIENCE = (
    300.0  # seconds for one fault's tests; a fault may also make a program never end
)
ROOM = (
    8 << 30
)  # bytes of addresses for one run: what never ends may also grow without end
LAST_WORDS = 15.0  # seconds a stopped run has to end its own children
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
NOTHING_FAILED, NOTHING_RUN = 0, 5  # pytest's exit codes


@dataclass(frozen=True)
class Outcome:
    """How the tests took a fault: `by` names the test that noticed."""

    fault: Fault
    noticed: bool
    by: str
    tests: int
    seconds: float


class Tree:
    """One copy."""

    def __init__(self, directory: Path, source: Path = ROOT) -> None:
        self.directory = directory
        shutil.copytree(source, directory, ignore=NOT_COPIED)
        venv.create(directory / ".venv", symlinks=True)
        self.python = directory / ".venv" / "bin" / "python"
        packages = Path(
            sysconfig.get_path("purelib", vars={"base": str(directory / ".venv")})
        )
        borrowed = sysconfig.get_path("purelib")
        (packages / "first.pth").write_text(
            f"{directory}\nimport site; site.addsitedir({borrowed!r})\n"
        )

    def outcome(self, fault: Fault, tests: list[str]) -> Outcome:
        """Put the fault in, run the tests until one notices, take it out again."""
        began = time.monotonic()
        file = self.directory / fault.file
        sound = file.read_bytes()
        try:
            self._write(file, fault.put_into(sound))
            noticed, by = self._noticed(tests)
        finally:
            self._write(file, sound)
            shutil.rmtree(self.directory / ".hypothesis", ignore_errors=True)
        return Outcome(fault, noticed, by, len(tests), time.monotonic() - began)

    def _noticed(self, tests: list[str]) -> tuple[bool, str]:
        process = subprocess.Popen(
            self._command(tests),
            cwd=self.directory,
            env={**os.environ, "VIRTUAL_ENV": str(self.directory / ".venv")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        resource.prlimit(process.pid, resource.RLIMIT_AS, (ROOM, ROOM))
        try:
            said, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            _stop(process)
            return True, "it never ended"
        if process.returncode in (NOTHING_FAILED, NOTHING_RUN):
            return False, ""
        found = FAILED.search(said)
        return True, found[1] if found else " ".join(said.split())[-200:]

    def _command(self, tests: list[str]) -> list[str]:
        listed = self.directory / "build.these"
        listed.write_text("\n".join(tests))
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        command = [str(self.python), "-m", "pytest", "-x", "-q", "--tb=no", "-rfE"]
        command += ["-p", "no:cacheprovider", "-p", "mutants.plugin"]
        return [*command, "--only-these", str(listed), *files]

    def _write(self, file: Path, content: bytes) -> None:
        """Without what was compiled from it: that is told apart by the second and the size only."""
        file.write_bytes(content)
        Path(cache_from_source(str(file))).unlink(missing_ok=True)


def _stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=LAST_WORDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
