"""What an administrator wrote back: a command of their own, or ordinary words.

The words are those of the table of verbs (`typed`: TERIMA id, JAWAB id words, SELESAI id [words],
BUKAN id reason, ALIH id desk reason), and DAFTAR for the list of open cases.

The id may be left out when a message about the case is replied to. Administrators are citizens too, and
"terima kasih" is not a command: words people begin sentences with need an id, a reply, or capitals.
"""

import re
from dataclasses import dataclass

from intake.complaint import PREFIX, read_tracking_id
from intake.wording.catalogue import Words
from routing.verbs import Note, Verb, Verbs

LIST = "list"
LIST_WORD = "daftar"

_FIRST_WORD = re.compile(r"\s*([A-Za-z]+)(?![A-Za-z])[\s:,.#-]*(.*)", re.DOTALL)
_PREFIXED = re.compile(
    r"[#\s]*LPR[\s#:-]*([A-Z0-9]+(?:-[A-Z0-9]+)*)|#\s*([A-Z0-9]+)", re.IGNORECASE
)
_BARE = re.compile(r"([A-Z0-9]{7})(?![A-Z0-9])", re.IGNORECASE)
_SEPARATORS = " \t\r\n:;,.#-"


@dataclass(frozen=True, slots=True)
class CaseCommand:
    """Something to be done."""

    action: str  # a verb's name, or "list"
    tracking_id: str  # "" for "list"
    note: str = ""  # the answer or the reason; with a verb that takes a desk, the desk before it
    to: str = ""  # the code of the desk, once it is known


@dataclass(frozen=True, slots=True)
class NeedsText:
    """An action whose words are still to be asked for."""

    action: str
    tracking_id: str


@dataclass(frozen=True, slots=True)
class Help:
    """A command we could not carry out as written; `why` says how to write it."""

    why: str


Read = CaseCommand | NeedsText | Help | None


def read_command(
    text: str,
    button: str | None,
    replied_tracking_id: str | None,
    verbs: Verbs,
    words: Words,
) -> Read:
    """What an administrator wants, or None for ordinary words.

    `button` is the payload of a button that was pressed, `replied_tracking_id` the case of the message
    that was replied to.
    """
    if button:
        return _from_button(button, verbs)
    match = _FIRST_WORD.fullmatch(text)
    if match is None:
        return None
    word, rest = match[1], match[2].strip()
    if word.casefold() == LIST_WORD:
        return None if rest else CaseCommand(LIST, "")
    verb = next(
        (verb for verb in verbs.values() if word.casefold() in verb.typed), None
    )
    return _Typed(word, verb, rest, words).read(replied_tracking_id) if verb else None


def _from_button(button: str, verbs: Verbs) -> Read:
    kind, _, rest = button.partition(":")
    name, _, typed = rest.partition(":")
    verb, tracking_id = verbs.get(name), read_tracking_id(typed)
    if kind != "case" or tracking_id is None or verb is None or not verb.officers:
        return None
    return _complete(verb, tracking_id, "")


def _complete(verb: Verb, tracking_id: str, note: str) -> Read:
    """The command, or what it still lacks."""
    if verb.note == Note.MUST and not note:
        return NeedsText(verb.name, tracking_id)
    return CaseCommand(verb.name, tracking_id, note)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A message that begins with a verb's word."""

    word: str  # as written
    verb: Verb
    rest: str
    words: Words

    def read(self, replied: str | None) -> Read:
        written, note = _split_id(self.rest, replied)
        tracking_id = read_tracking_id(written) if written else replied
        if written and tracking_id is None:
            return Help(
                self.words.say(
                    "command.mistyped", id=written, example=f"{PREFIX}7K2F9QX"
                )
            )
        if tracking_id is None or (not written and self._means_else(note)):
            return self._without_id(note)
        return _complete(self.verb, tracking_id, note)

    def _without_id(self, note: str) -> Read:
        ordinary = self.verb.everyday and note and not self.word.isupper()
        if ordinary or self._means_else(note):
            return None
        return Help(
            self.words.say("command.no_id", word=self.word.upper(), prefix=PREFIX)
        )

    def _means_else(self, note: str) -> bool:
        """As "terima kasih" does."""
        return re.split(r"\W", note.casefold(), maxsplit=1)[0] in self.verb.not_before


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
