"""The approved WhatsApp templates of this installation, read from a YAML file.

Outside 24 hours after a person's last message WhatsApp takes only texts it has approved.
The file says which template (Twilio's ContentSid) tells which news in which language, and
in which order its variables come:

    case.answered:                       # the outbox's kind; "*" stands for every other
      id: {content_sid: HX0123..., variables: [id, agency, text]}
      en: {content_sid: HX4567..., variables: [id, agency, text]}
    notice:                              # to administrators
      id: {content_sid: HX89ab..., variables: [id, text]}

`id` is the tracking id, `agency` the desk's name, `text` the whole message on one line.
https://www.twilio.com/docs/content/using-variables-with-content-api
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from intake.messages import Template

SID = re.compile(r"HX[0-9a-f]{32}")
KEY = re.compile(r"\*|[a-z_]+(\.[a-z_]+)*")
LANGUAGE = re.compile(r"[a-z]{2}")
VARIABLES = ("id", "agency", "text")
OTHERS = "*"
SOURCE_LANGUAGE = "id"
LONGEST = 700  # characters of a variable: a body may hold 1024 with what is approved around it
EMPTY = "-"  # a variable may not be empty


class BrokenTemplates(Exception):
    """The file cannot be used; `faults` holds a sentence for each reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Approved:
    """One approved template and the order of its variables."""

    content_sid: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """What is approved: {(kind, language): template}."""

    approved: Mapping[tuple[str, str], Approved]

    def find(
        self, kind: str, language: str, facts: Mapping[str, str]
    ) -> Template | None:
        """The template that tells this news, filled in from `facts` (see VARIABLES), if there is one."""
        for key in (
            (kind, language),
            (kind, SOURCE_LANGUAGE),
            (OTHERS, language),
            (OTHERS, SOURCE_LANGUAGE),
        ):
            if found := self.approved.get(key):
                values = tuple(
                    _one_line(facts.get(name, "")) for name in found.variables
                )
                return Template(found.content_sid, values)
        return None


NO_TEMPLATES = Templates({})


def read_templates(text: str) -> Templates:
    """The templates of a file; BrokenTemplates, naming every fault, when it is not as described above."""
    try:
        file = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BrokenTemplates([f"not YAML: {_place(error)}"]) from error
    if not isinstance(file, dict):
        raise BrokenTemplates(
            ["the file must hold kinds of news, each with its languages"]
        )
    rows = list(_rows(file))
    if faults := [row for row in rows if isinstance(row, str)]:
        raise BrokenTemplates(faults)
    return Templates(dict(row for row in rows if not isinstance(row, str)))


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else "unreadable"


def _rows(file: dict[Any, Any]) -> Iterator[tuple[tuple[str, str], Approved] | str]:
    for kind, languages in file.items():
        if not KEY.fullmatch(str(kind)) or not isinstance(languages, dict):
            yield f"{kind}: must be a kind of news such as case.answered, with its languages"
            continue
        for language, entry in languages.items():
            fault = _fault(language, entry)
            yield (
                f"{kind}, {language}: {fault}"
                if fault
                else _row(str(kind), language, entry)
            )


def _row(
    kind: str, language: str, entry: dict[str, Any]
) -> tuple[tuple[str, str], Approved]:
    return (kind, language), Approved(
        entry["content_sid"], tuple(entry.get("variables", ()))
    )


def _fault(language: object, entry: object) -> str:
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        return "a language has two letters, id"
    if not isinstance(entry, dict) or not entry.keys() <= {"content_sid", "variables"}:
        return "must hold content_sid and variables, nothing else"
    if not SID.fullmatch(str(entry.get("content_sid", ""))):
        return "content_sid must be HX and 32 of 0-9a-f"
    names = entry.get("variables", [])
    if not isinstance(names, list) or not set(map(str, names)) <= set(VARIABLES):
        return f"variables must be a list of {', '.join(VARIABLES)}"
    return ""


def _one_line(value: str) -> str:
    """As WhatsApp takes a variable: without breaks or runs of spaces, not empty."""
    line = " ".join(value.split())
    return (
        f"{line[: LONGEST - 1].rstrip()}…" if len(line) > LONGEST else line
    ) or EMPTY
