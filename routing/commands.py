"""What an administrator wrote back: a command of their own, or ordinary words.

| typed, in any case | means |
|---|---|
| TERIMA id | accept |
| JAWAB id words | answer |
| SELESAI id [words] | finish, the words being the answer |
| BUKAN id reason | return: not ours |
| ALIH id code reason | transfer |
| DAFTAR | list the open cases |

The id may be left out when a message about the case is replied to. Administrators are citizens too, and
"terima kasih" is not a command: words people begin sentences with need an id, a reply, or capitals.
"""

import re
from dataclasses import dataclass

from intake.complaint import PREFIX, read_tracking_id

ACTIONS = {
    "terima": "accept",
    "jawab": "answer",
    "selesai": "finish",
    "bukan": "return",
    "alih": "transfer",
    "daftar": "list",
}
EVERYDAY = frozenset({"terima", "selesai", "bukan", "daftar"})
NEED_WORDS = frozenset({"answer", "return"})
THANKS = re.compile(r"(?:kasih|kasi|ksh)\b", re.IGNORECASE)

_FIRST_WORD = re.compile(r"\s*([A-Za-z]+)(?![A-Za-z])[\s:,.#-]*(.*)", re.DOTALL)
_PREFIXED = re.compile(r"[#\s]*LPR[\s#:-]*([A-Z0-9]+(?:-[A-Z0-9]+)*)|#\s*([A-Z0-9]+)", re.IGNORECASE)
_BARE = re.compile(r"([A-Z0-9]{7})(?![A-Z0-9])", re.IGNORECASE)
_SEPARATORS = " \t\r\n:;,.#-"


@dataclass(frozen=True, slots=True)
class Command:
    """Something to be done."""

    action: str  # a verb of a case, or "list"
    tracking_id: str  # "" for "list"
    note: str = ""  # the answer or the reason
    to: str = ""  # transfer: the agency as typed


@dataclass(frozen=True, slots=True)
class NeedsText:
    """An action whose words are still to be asked for."""

    action: str
    tracking_id: str


@dataclass(frozen=True, slots=True)
class Help:
    """A command we could not carry out as written; `why` is Indonesian and says how to write it."""

    why: str


Read = Command | NeedsText | Help | None


def read_command(text: str, button: str | None, replied_tracking_id: str | None) -> Read:
    """What an administrator wants, or None for ordinary words.

    `button` is the payload of a button that was pressed, `replied_tracking_id` the case of the message
    that was replied to.
    """
    if button:
        return _from_button(button)
    match = _FIRST_WORD.fullmatch(text)
    action = ACTIONS.get(match[1].casefold()) if match else None
    if match is None or action is None:
        return None
    word, rest = match[1], match[2].strip()
    if action == "list":
        return None if rest else Command("list", "")
    return _of_case(word, action, rest, replied_tracking_id)


def _from_button(button: str) -> Read:
    kind, _, rest = button.partition(":")
    action, _, typed = rest.partition(":")
    tracking_id = read_tracking_id(typed)
    if kind != "case" or tracking_id is None or action not in set(ACTIONS.values()) - {"list"}:
        return None
    if action == "transfer":
        return _transfer(tracking_id, "")
    return NeedsText(action, tracking_id) if action in NEED_WORDS else Command(action, tracking_id)


def _of_case(word: str, action: str, rest: str, replied: str | None) -> Read:
    written, note = _split_id(rest, replied)
    tracking_id = read_tracking_id(written) if written else replied
    if written and tracking_id is None:
        return Help(
            f"Nomor {written} tidak cocok, mungkin salah ketik. Periksa lagi, contoh: {PREFIX}7K2F9QX."
        )
    if tracking_id is None or (action == "accept" and not written and THANKS.match(note)):
        return _without_id(word, note)
    if action == "transfer":
        return _transfer(tracking_id, note)
    if action in NEED_WORDS and not note:
        return NeedsText(action, tracking_id)
    return Command(action, tracking_id, note)


def _without_id(word: str, note: str) -> Read:
    ordinary = word.casefold() in EVERYDAY and note and not word.isupper()
    if ordinary or THANKS.match(note):
        return None
    return Help(
        f"Sebutkan nomor laporannya: {word.upper()} {PREFIX}... atau balas langsung pesan laporannya."
    )


def _transfer(tracking_id: str, note: str) -> Read:
    code, _, reason = note.partition(" ")
    if not (code and reason.strip()):
        return Help(f"Sebutkan kode unit dan alasannya: ALIH {tracking_id} kode alasan.")
    return Command("transfer", tracking_id, reason.strip(), code.rstrip(_SEPARATORS))


def _split_id(rest: str, replied: str | None) -> tuple[str, str]:
    """The id as written, or "", and the words after it."""
    match = _PREFIXED.match(rest) or _bare_id(rest, replied)
    if match is None:
        return "", rest
    return match[0].strip(), rest[match.end() :].lstrip(_SEPARATORS)


def _bare_id(rest: str, replied: str | None) -> re.Match[str] | None:
    """Seven characters without prefix: an id if they mix letters and digits, or if nothing else names one."""
    match = _BARE.match(rest)
    if match is None:
        return None
    mixed = match[1].isalnum() and not match[1].isalpha() and not match[1].isdigit()
    return match if mixed or (replied is None and read_tracking_id(match[1])) else None
