"""Real programs our adapters must get on with: Kannel and its fake SMSC, gammu-smsd and a dummy phone."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from glob import glob
from pathlib import Path

import smsd_tables
from running import soon

BIN = f"{os.environ['PATH']}:/usr/sbin:/usr/lib/kannel/test"
# name -> the Debian packages it comes from, and the files that must be there
PACKAGES = {
    "kannel": ("kannel kannel-extras", ("bearerbox", "smsbox", "fakesmsc")),
    "gammu-smsd": (
        "gammu-smsd libdbd-sqlite3",
        ("gammu-smsd", "/usr/lib/*/dbd/libdbdsqlite3.so"),
    ),
}


def missing() -> dict[str, str]:
    """The programs that this machine lacks, and the packages that would bring them."""
    return {
        name: packages
        for name, (packages, files) in PACKAGES.items()
        if not all(
            glob(file) if "/" in file else shutil.which(file, path=BIN)
            for file in files
        )
    }


class _Programs:
    """Processes of one test, ended with it."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(
        self, log: str, program: str, *arguments: str, **env: str
    ) -> subprocess.Popen[bytes]:
        path = shutil.which(program, path=BIN)
        assert path
        with (self.directory / log).open("ab") as out:
            process = subprocess.Popen(
                [path, *arguments],
                cwd=self.directory,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self._processes.append(process)
        return process

    def log(self, name: str) -> str:
        file = self.directory / name
        return file.read_text(errors="replace") if file.exists() else ""

    def stop(self) -> None:
        self.end(reversed(self._processes))

    def end(self, processes: Iterable[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            process.terminate()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


KANNEL = """
group = core
admin-port = {0}
admin-password = unused
smsbox-port = {1}
box-allow-ip = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
port = {2}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {3}
http-request-retry = 5
http-queue-delay = 2

group = sendsms-user
username = satu
password = pintu

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{url}?secret={secret}&from=%p&to=%P&text=%b&charset=%C&coding=%c&mclass=%m&id=%I&time=%T"
"""
GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (text|data|udh \S+ \S+|ucs2) (.*)>")


class Kannel(_Programs):
    """bearerbox and smsbox on four ports of loopback; `phone` is a fakesmsc."""

    def __init__(self, directory: Path, ports: list[int]) -> None:
        super().__init__(directory)
        self.ports = ports
        self.send_url = f"http://127.0.0.1:{ports[3]}/cgi-bin/sendsms"
        self._phone: subprocess.Popen[bytes] | None = None

    def run(self, url: str, secret: str) -> None:
        (self.directory / "kannel.conf").write_text(
            KANNEL.format(*self.ports, url=url, secret=secret)
        )
        self.start("bearerbox.log", "bearerbox", "kannel.conf")
        soon(
            lambda: "HTTP: Opening server at port" in self.log("bearerbox.log"),
            self._logs,
        )
        self.start("smsbox.log", "smsbox", "kannel.conf")
        soon(lambda: "Connected to bearerbox" in self.log("smsbox.log"), self._logs)

    def phone(self, sender: str, to: str, kind: str, words: str) -> None:
        """A phone sends one SMS, in place of the phone before, and stays to receive."""
        if self._phone:
            self.end([self._phone])
        arguments = ("-H", "127.0.0.1", "-r", str(self.ports[2]), "-m", "1")
        self._phone = self.start(
            "phone.log", "fakesmsc", *arguments, f"{sender} {to} {kind} {words}"
        )

    def reads(self, words: str) -> tuple[str, str, str]:
        """Wait for an SMS with these words: who it is from, to whom, and its text."""
        return soon(lambda: self._received(words), self._logs)

    def _received(self, words: str) -> tuple[str, str, str] | None:
        got = [
            (sender, to, text)
            for sender, to, _, text in GOT.findall(self.log("phone.log"))
        ]
        return next((one for one in got if words in one[2]), None)

    def _logs(self) -> str:
        return "\n".join(
            self.log(name)[-2000:]
            for name in ("bearerbox.log", "smsbox.log", "phone.log")
        )


SMSDRC = """
[gammu]
device = {directory}/phone
connection = none
model = dummy

[smsd]
service = sql
driver = sqlite3
database = smsd.db
dbdir = {directory}/
logfile = {directory}/smsd.log
debuglevel = 1
phoneid = modem1
checksecurity = 0
commtimeout = 1
receivefrequency = 1
multiparttimeout = 1
runonreceive = cd {project} && {python} -m channels.gammu_hook {directory}/smsd.db {url} {directory}/secret
"""
SMSBACKUP = """
[SMSBackup000]
PDU = Deliver
DateTime = {time}
State = UnRead
Number = "{number}"
NumberUnicode = {number_hex}
{udh}
{text}
Coding = {coding}
Folder = 1
Length = {length}
Class = {class_}
ReplySMSC = False
RejectDuplicates = False
"""
LINE = 200  # hexadecimal digits


class Smsd(_Programs):
    """gammu-smsd with a phone that is a directory."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.database = directory / "smsd.db"
        self.tables = smsd_tables.create(self.database)
        self.inbox = directory / "phone" / "sms" / "1"
        self.inbox.mkdir(parents=True)
        self._slot = 0

    def run(self, url: str, secret: str, project: Path) -> None:
        (self.directory / "secret").write_text(secret)
        config = SMSDRC.format(
            directory=self.directory, url=url, project=project, python=sys.executable
        )
        (self.directory / "smsdrc").write_text(config)
        self.start("out.log", "gammu-smsd", "-c", "smsdrc", TZ="Asia/Jakarta")

    def arrives(self, number: str, text: str, udh: str = "", class_: int = -1) -> None:
        """An SMS reaches the phone."""
        self._slot += 1
        digits = text.encode("utf-16-be").hex().upper()
        lines = [digits[at : at + LINE] for at in range(0, len(digits), LINE)]
        content = SMSBACKUP.format(
            time=time.strftime("%Y%m%dT%H%M%S", time.gmtime()),
            number=number,
            number_hex=number.encode("utf-16-be").hex().upper(),
            udh=f"UDH = {udh}" if udh else "",
            text="\n".join(f"Text{n:02d} = {line}" for n, line in enumerate(lines)),
            coding="Default_No_Compression"
            if text.isascii()
            else "Unicode_No_Compression",
            length=len(text),
            class_=class_,
        )
        whole = self.directory / f"sms{self._slot}"
        whole.write_text(content)
        whole.rename(self.inbox / str(self._slot))

    def sent(self, words: str) -> tuple[str, str]:
        """Wait until the daemon has sent an SMS with these words: to whom, and its text."""
        found = "SELECT DestinationNumber, TextDecoded FROM sentitems WHERE instr(TextDecoded, ?) LIMIT 1"
        return soon(
            lambda: self.tables.execute(found, (words,)).fetchone(),
            lambda: self.log("smsd.log")[-3000:],
        )

    def count(self, table: str, condition: str) -> int:
        number: int = self.tables.execute(
            f"SELECT count(*) FROM {table} WHERE {condition}"
        ).fetchone()[0]
        return number

    def stop(self) -> None:
        super().stop()
        self.tables.close()
