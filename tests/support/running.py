"""A whole `satupintu run`, as an office would start it, and hands to use and to hurt it with."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

PATIENCE = 30.0  # seconds: a busy machine is slow, a broken one never comes
PAUSE = 0.05
TRACKING_ID = re.compile(r"LPR-\w{7}")

T = TypeVar("T")


def soon(
    look: Callable[[], T], what: str | Callable[[], str], patience: float = PATIENCE
) -> T:
    """Look again and again until there is something, and return it."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        waits = time.monotonic() < deadline
        assert waits, f"waited in vain: {what if isinstance(what, str) else what()}"
        time.sleep(PAUSE)
    return found


def free_ports(wanted: int) -> list[int]:
    """Ports nobody listens on, from below the range the system gives to outgoing connections."""
    ports: list[int] = []
    first = 20000 + os.getpid() * 37 % 10000
    for port in range(first, first + 2000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                ports.append(port)
            except OSError:
                continue
        if len(ports) == wanted:
            return ports
    raise AssertionError("no free ports")


class Running:
    """One installation in a directory of its own: start it, stop it, start it again."""

    def __init__(self, var_dir: Path, **settings: str) -> None:
        self.var_dir = var_dir
        var_dir.mkdir(parents=True, exist_ok=True)
        self.port, self.simulator_port = free_ports(2)
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(var_dir),
            "VAR_DIR": str(var_dir / "var"),
            "PORT": str(self.port),
            "SIMULATOR_PORT": str(self.simulator_port),
            "PAUSE_MS": "0",
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None
        self.lines: list[str] = []

    def launch(self) -> subprocess.Popen[str]:
        """`satupintu run`, not waited for; its output goes to files."""
        with (
            (self.var_dir / "out").open("w") as out,
            (self.var_dir / "err").open("a") as err,
        ):
            self.process = subprocess.Popen(
                self._command("run"),
                env=self.env,
                cwd=self.var_dir,
                text=True,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        return self.process

    def start(self) -> "Running":
        """Start it and wait for its three lines."""
        process = self.launch()
        soon(
            lambda: len(self._said()) >= 3 or process.poll() is not None,
            "the three lines",
            60,
        )
        self.lines = self._said()
        assert process.poll() is None, self.log()
        return self

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Another `satupintu` command beside it, to its end."""
        return subprocess.run(
            self._command(*arguments),
            env={**self.env, **settings},
            cwd=self.var_dir,
            text=True,
            capture_output=True,
            timeout=60,
            check=False,
        )

    def stop(self, number: int = signal.SIGTERM, *, everyone: bool = False) -> int:
        """Signal it, or as a terminal does its whole group, and wait; its exit status."""
        assert self.process is not None
        (os.killpg if everyone else os.kill)(self.process.pid, number)
        return self.process.wait(PATIENCE)

    def clean_up(self) -> None:
        """Whatever the test did, leave nothing behind."""
        if self.process and self.process.poll() is None:
            self.stop()
        for pid in self.pids():
            os.kill(pid, signal.SIGKILL)

    def log(self) -> str:
        """What it wrote on its standard error, over all its starts."""
        return (self.var_dir / "err").read_text()

    def pids(self, name: str = "") -> list[int]:
        """Its living processes; those of one name only."""
        every = [
            path
            for path in Path("/proc").iterdir()
            if path.name.isdigit() and self._is_ours(path)
        ]
        return sorted(
            int(one.name)
            for one in every
            if name in ("", _bytes(one / "comm").decode().strip())
        )

    def _is_ours(self, process: Path) -> bool:
        """Started with our VAR_DIR; Redis, which overwrites its environment, works in it."""
        try:
            works_in = process.joinpath("cwd").readlink()
        except OSError:  # it has ended
            return False
        var = self.env["VAR_DIR"]
        return works_in.is_relative_to(var) or f"VAR_DIR={var}\0".encode() in _bytes(
            process / "environ"
        )

    def parent_of(self, pid: int) -> int:
        return int(_bytes(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()[1])

    def ready(self) -> bool:
        """Whether the simulator answers, and database and Redis behind the web server."""
        urls = (
            f"http://127.0.0.1:{self.port}/ready",
            f"http://127.0.0.1:{self.simulator_port}/health",
        )
        return None not in [self._get(url) for url in urls]

    def send(self, channel: str, id_: str, text: str, **more: Any) -> dict[str, Any]:
        """A person writes; what the simulator says of it."""
        return self._post(f"/phones/{channel}/{id_}/send", {"text": text, **more})

    def press(self, channel: str, id_: str, button: str) -> dict[str, Any]:
        """A person taps the newest button of this title."""
        return self._post(f"/phones/{channel}/{id_}/press", {"button": button})

    def phone(self, channel: str, id_: str) -> list[dict[str, Any]]:
        """All that lies on a phone and came from us, oldest first."""
        lies = (
            self._get(
                f"http://127.0.0.1:{self.simulator_port}/phones/{channel}/{id_}/messages"
            )
            or []
        )
        return [one for one in lies if one["direction"] == "in"]

    def reads(
        self, channel: str, id_: str, words: str, after: int = 0
    ) -> dict[str, Any]:
        """Wait until a person reads a message with these words, newer than message `after`."""

        def look() -> dict[str, Any] | None:
            newer = [one for one in self.phone(channel, id_) if one["n"] > after]
            return next((one for one in newer if words in one["text"]), None)

        def lies() -> str:
            return f"{words!r} on {channel} {id_}; there lies {self.phone(channel, id_)}\n{self.log()}"

        return soon(look, lies)

    def case(self, tracking_id: str) -> dict[str, Any]:
        """`satupintu case ID --json`."""
        done = self.run("case", tracking_id, "--json")
        assert done.returncode == 0, done.stderr
        shown: dict[str, Any] = json.loads(done.stdout)
        return shown

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gateway.operate.cli", *arguments]

    def _said(self) -> list[str]:
        return (self.var_dir / "out").read_text().splitlines()

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.simulator_port}{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    def _get(self, url: str) -> Any:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                return json.load(response)
        except (urllib.error.URLError, ConnectionError):
            return None


def id_in(text: str) -> str:
    """The tracking id in a message."""
    found = TRACKING_ID.search(text)
    assert found, text
    return found[0]


def _bytes(path: Path) -> bytes:
    """A file of /proc; nothing when its process is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
