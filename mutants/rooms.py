"""What is broken on purpose, which tests look for it, and how a sample is drawn."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutants.faults import Fault, faults_in

ROOT = Path(__file__).parents[1]
ROOMS = ("intake", "routing", "channels", "storage", "gateway")
DONE_WITH = ("storage/migrations/versions/",)  # ran once, and will never run otherwise
DRILLS = {  # slow, and mostly of child processes whose lines are not seen: for what nothing else reaches
    "gateway/operate": ("tests/test_run.py",),
    "gateway/web": ("tests/test_run.py",),
    "worker.py": ("tests/test_run.py",),
}
UNMEASURED = (  # drills, and tests that read the code instead of running it
    "tests/test_benchmarks.py",
    "tests/test_browser.py",
    "tests/test_checklist.py",
    "tests/test_damage.py",
    "tests/test_earlier_versions.py",
    "tests/test_faults.py",
    "tests/test_growth.py",
    "tests/test_house.py",
    "tests/test_mutants.py",
    "tests/test_nobody_waits.py",
    "tests/test_peers.py",
    "tests/test_readme.py",
    "tests/test_run.py",
    "tests/test_sentences.py",
    "tests/test_shape.py",
    "tests/test_six_processes.py",
)


def modules(only: str = "") -> Iterator[str]:
    """The files of all rooms, or those whose path begins so, as `intake/reading/when.py`."""
    files = [ROOT / "worker.py"]
    files += [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    for file in sorted(str(file.relative_to(ROOT)) for file in files):
        if file.startswith(only) and not file.startswith(DONE_WITH):
            yield file


def test_files() -> list[str]:
    """Those whose reach is measured."""
    found = sorted(
        str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")
    )
    return [file for file in found if file not in UNMEASURED]


def sample(seed: int, count: int, only: str = "") -> list[Fault]:
    """The same faults for a seed, however the code around them changes."""
    faults = (
        fault
        for file in modules(only)
        for fault in faults_in((ROOT / file).read_text(encoding="utf-8"), file)
    )
    return sorted(faults, key=lambda fault: _rank(seed, fault))[:count]


def mirrors(file: str) -> list[str]:
    """Tests whose place and name follow the module's, else those of its folder."""
    folder = ROOT / "tests" / Path(file).parent
    named = [*folder.glob(f"test_{Path(file).stem}*.py")] or [*folder.glob("test_*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in named)


def drills(file: str) -> list[str]:
    return [
        test
        for begin, tests in DRILLS.items()
        if file.startswith(begin)
        for test in tests
    ]


def digests(files: Iterable[str]) -> dict[str, str]:
    """A file's content by a short name, to see whether it has changed."""
    return {file: digest(file) for file in files}


def digest(file: str) -> str:
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:16]


def _rank(seed: int, fault: Fault) -> str:
    return hashlib.sha256(f"{seed} {fault.name}".encode()).hexdigest()
