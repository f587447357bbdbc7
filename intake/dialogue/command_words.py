"""What a person may say to steer the conversation, as a table.

A command counts only as a *whole message*: "stop" inside a sentence is text.
"""

import re
from dataclasses import dataclass

from intake.complaint import read_tracking_id
from intake.form.slots import FORM


@dataclass(frozen=True, slots=True)
class Command:
    """One command as understood: its id and what stood behind it."""

    id: str
    argument: str = ""


COMMAND_WORDS: dict[str, frozenset[str]] = {
    "help": frozenset(
        {
            "bantuan",
            "help",
            "info",
            "menu",
            "0",
            "?",
            "cara",
            "tolong",
            "bantu",
        }
        | {
            "petunjuk",
            "tulung",
            "pitulung",
            "bantosan",
            "pitulungan",
        }
        | {
            "gimana caranya",
            "mau tanya",
            "saya mau tanya",
            "mau nanya",
        }
    ),
    "cancel": frozenset(
        {
            "batal",
            "batalkan",
            "cancel",
            "ga jadi",
            "gak jadi",
            "tidak jadi",
            "nggak jadi",
            "tdk jadi",
            "gajadi",
        }
        | {
            "ga jd",
            "gk jadi",
            "urung",
            "never mind",
            "nevermind",
            "salah kirim",
            "maaf salah kirim",
            "salah sambung",
            "maaf salah sambung",
            "ora sido",
            "mboten sios",
            "teu jadi",
            "bolay",
        }
    ),
    "restart": frozenset(
        {
            "ulang",
            "ulangi",
            "restart",
            "mulai lagi",
            "dari awal",
            "start over",
            "mulai ulang",
            "mbaleni",
            "ti awal",
        }
    ),
    "back": frozenset(
        {"kembali", "back", "balik", "mundur", "undo", "mbalik", "wangsul", "deui"}
    ),
    "resume": frozenset(
        {
            "lanjut",
            "lanjutkan",
            "terus",
            "continue",
            "resume",
            "terusno",
            "lajengaken",
            "teraskeun",
            "lajengkeun",
        }
    ),
    "skip": frozenset(
        {
            "lewati",
            "lewat",
            "skip",
            "lewatin",
            "lompat",
            "-",
            "next",
            "liwat",
            "liwati",
            "langkahi",
            "langkung",
        }
    ),
    "human": frozenset(
        {
            "petugas",
            "operator",
            "admin",
            "human",
            "agent",
            "orang",
            "bicara dengan petugas",
            "hubungi petugas",
        }
        | {"mau bicara dengan petugas", "talk to a person", "cs"}
    ),
    "stop": frozenset(
        {"stop", "berhenti", "unreg", "unsubscribe", "jangan sms lagi", "stop all"}
    ),
    "new": frozenset(
        {
            "baru",
            "laporan baru",
            "lapor baru",
            "new",
            "new report",
            "lapor",
            "aduan",
            "pengaduan",
            "anyar",
            "laporan anyar",
        }
    ),
    "send": frozenset(
        {"kirim", "send", "kirimkan", "submit", "kirimno", "kintun", "kintunkeun"}
    ),
    "english": frozenset({"en", "english", "inggris", "bahasa inggris", "in english"}),
    "indonesian": frozenset(
        {"id", "indonesia", "bahasa indonesia", "indonesian", "bahasa"}
    ),
    "javanese": frozenset({"jv", "jawa", "basa jawa", "bahasa jawa", "boso jowo"}),
    "sundanese": frozenset({"su", "sunda", "basa sunda", "bahasa sunda"}),
    "status": frozenset(
        {
            "status",
            "cek",
            "cek status",
            "cek laporan",
            "check",
            "check status",
            "status laporan",
        }
    ),
    "change": frozenset(
        {"ubah", "ganti", "edit", "change", "ralat", "koreksi", "perbaiki", "salah"}
    ),
    "dispute": frozenset(
        {
            "belum",
            "belum selesai",
            "belum beres",
            "blm beres",
            "not solved",
            "not fixed",
        }
    ),
    "part": frozenset(
        {"beda", "berbeda", "different", "bedo", "benten", "tidak sama", "bukan sama"}
    ),
    "start": frozenset({"start", "mulai"}),
    "anonymous": frozenset(
        {
            "anonim",
            "anonymous",
            "tanpa nama",
            "tnp nama",
            "anonim saja",
            "tanpa jeneng",
            "tanpa nami",
        }
    ),
    "confidential": frozenset(
        {"rahasia", "rahasiakan", "dirahasiakan", "confidential", "secret", "rusiah"}
    ),
    "privacy": frozenset(
        {"privasi", "privacy", "data saya", "data pribadi", "hak data", "my data"}
    ),
    "data_copy": frozenset(
        {"lihatdata", "lihat data", "lihat data saya", "minta data saya"}
        | {"salinan data saya", "show my data", "copy of my data"}
    ),
    "data_correct": frozenset(
        {"koreksidata", "koreksi data", "koreksi data saya", "perbaiki data saya"}
        | {"data saya salah", "correct my data"}
    ),
    "data_limit": frozenset(
        {"batasidata", "batasi data", "batasi data saya", "restrict my data"}
    ),
    "data_withdraw": frozenset(
        {"tarikizin", "tarik izin", "tarik persetujuan", "cabut persetujuan"}
        | {"cabut izin", "withdraw consent"}
    ),
    "data_erase": frozenset(
        {"hapusdata", "hapus data", "hapus data saya", "hapus semua data saya"}
        | {"tolong hapus data saya", "delete my data", "erase my data"}
    ),
}
COMMAND_OF = {
    word: command for command, words in COMMAND_WORDS.items() for word in words
}

# Commands that take something behind them; each pattern covers the whole message.
WITH_ARGUMENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "status",
        re.compile(
            r"(?:cek\s+)?(?:status|cek|check)(?:\s+(?:laporan|aduan|report))?\s*[:#]?\s*(?P<id>\S.{4,18})",
            re.I,
        ),
    ),
    (
        "dispute",
        re.compile(
            r"(?:belum|blm|belum selesai|belum beres)\s+(?P<id>(?:LPR)?[\s-]*\w{7})\b[\s,.:]*(?P<rest>.*)",
            re.I | re.S,
        ),
    ),
    (
        "part",
        re.compile(
            r"(?:beda|berbeda|different)\s+(?P<id>(?:LPR)?[\s-]*\w{7})\b(?P<rest>)[\s.!]*",
            re.I,
        ),
    ),
    (
        "change",
        re.compile(
            r"(?:ubah|ganti|ralat|koreksi|change|edit)\s+(?P<slot>[a-z]+)\b[\s:=]*(?P<rest>.*)",
            re.I | re.S,
        ),
    ),
    ("start", re.compile(r"/start\s+(?P<rest>\S+)", re.I)),
    ("quote", re.compile(r"(?P<rest>#?LPR[\s-]?[A-Z0-9]{5,9})[\s.!?]*", re.I)),
)

_EDGES = " \t\r\n.!,;:\"'()*_~`"


def read_command(text: str) -> Command | None:
    """The command this whole message is, or None."""
    bare = " ".join(text.casefold().split()).removeprefix("/").strip(_EDGES)
    if text.strip() in {"?", "-", "/?"}:
        return Command(COMMAND_OF[text.strip()[-1]])
    if bare in COMMAND_OF:
        return Command(COMMAND_OF[bare])
    commands = (
        _with_argument(id_, pattern, text.strip()) for id_, pattern in WITH_ARGUMENT
    )
    return next(filter(None, commands), None)


def _with_argument(id_: str, pattern: re.Pattern[str], text: str) -> Command | None:
    match = pattern.fullmatch(text.removeprefix("/") if id_ != "start" else text)
    if not match:
        return None
    found = match.groupdict()
    if "slot" in found:
        return _about_slot(id_, found["slot"], found["rest"])
    if "id" in found:
        return _about_report(id_, found["id"], found.get("rest", ""))
    return Command(id_, found["rest"])


def _about_slot(id_: str, name: str, rest: str) -> Command | None:
    slot = FORM.by_name.get(name.casefold())
    return Command(id_, f"{slot} {rest}".strip()) if slot else None


def _about_report(id_: str, written: str, rest: str) -> Command | None:
    if tracking_id := read_tracking_id(written):
        return Command(id_, f"{tracking_id} {rest}".strip())
    return (
        Command(id_, written.strip())
        if id_ == "status" and _looks_like_id(written)
        else None
    )


def _looks_like_id(text: str) -> bool:
    """A mistyped id still deserves an answer about the id, not a new complaint."""
    bare = len(text) in {7, 8} and text.isalnum() and any(map(str.isdigit, text))
    return bare or text.upper().startswith("LPR")
