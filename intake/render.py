"""From what to say to the words and buttons a channel can carry.

On a channel where each message costs money everything becomes *one* GSM-7
part: optional lines are left out first, then the elastic arguments (the
citizen's own words) are shortened, never ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.catalogue import Catalogue
from intake.messages import Button, Capabilities
from intake.sms_text import segments, split_parts, to_gsm7
from intake.state import Choice, Line, Say

ELASTIC = ("story", "place", "name", "address", "agency", "label", "when", "value")
LABEL_WIDTHS = (30, 22, 16, 11)  # characters a numbered choice may take in an SMS, tried in this order
SHORTEST = 6  # characters an elastic argument keeps
OPEN_ENDED = "agency"  # shortened last: it is a name people must recognise


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message, ready for a channel."""

    text: str
    buttons: tuple[Button, ...] = ()


def render(say: Say, language: str, capabilities: Capabilities, catalogue: Catalogue) -> Rendered:
    """Words and buttons for a Say. Never empty; one part where `capabilities.segment`."""
    labels = [_label(choice, language, capabilities, catalogue) for choice in say.choices]
    if capabilities.segment:
        return Rendered(_one_part(say.lines, labels, language, catalogue))
    text = ""
    for line in say.lines:
        words = _format(
            catalogue.text(line.key, language, sms=False), _args(line, language, catalogue, sms=False)
        )
        text = f"{text}{chr(10) if line.tight else chr(10) * 2}{words}" if text else words
    if len(labels) > capabilities.buttons or _cut(say.choices, labels, capabilities):
        text += "\n\n" + "\n".join(f"{n}. {label}" for n, label in enumerate(labels, start=1))
    return Rendered(
        text[: capabilities.text],
        tuple(_button(say.turn, n, say.choices[n], label, capabilities) for n, label in enumerate(labels))
        if len(labels) <= capabilities.buttons
        else (),
    )


def render_whole(line: Line, language: str, capabilities: Capabilities, catalogue: Catalogue) -> list[str]:
    """A line that may not be shortened, such as an officer's answer: as many messages as it takes."""
    if not capabilities.segment:
        return [_format(catalogue.text(line.key, language, sms=False), line.args)[: capabilities.text]]
    squeezed = _squeeze([(catalogue.text(line.key, language, sms=True), dict(line.args))])
    return (
        [squeezed]
        if squeezed
        else split_parts(_format(catalogue.text(line.key, language, sms=True), line.args))
    )


def _args(line: Line, language: str, catalogue: Catalogue, *, sms: bool) -> dict[str, str]:
    wants = ", ".join(catalogue.text(key, language, sms=sms) for key in line.refs)
    return {**line.args, "wants": wants} if line.refs else dict(line.args)


def _label(choice: Choice, language: str, capabilities: Capabilities, catalogue: Catalogue) -> str:
    return catalogue.text(choice.key, language, sms=capabilities.segment) if choice.key else choice.label


def _button(turn: int, n: int, choice: Choice, label: str, capabilities: Capabilities) -> Button:
    return Button(f"c:{turn}:{n + 1}", _ellipsis(label, capabilities.button_title), choice.asks)


def _cut(choices: tuple[Choice, ...], labels: list[str], capabilities: Capabilities) -> bool:
    """A label too long for a button is also written out, numbered, in the text."""
    return any(
        len(label) > capabilities.button_title and not c.asks
        for c, label in zip(choices, labels, strict=True)
    )


def _one_part(lines: tuple[Line, ...], labels: list[str], language: str, catalogue: Catalogue) -> str:
    for kept in _by_need(lines):
        for width in LABEL_WIDTHS if labels else LABEL_WIDTHS[:1]:
            wording = [
                (catalogue.text(line.key, language, sms=True), _args(line, language, catalogue, sms=True))
                for line in kept
            ]
            if labels:
                wording.append((to_gsm7(_numbered(labels, width)).replace("{", "(").replace("}", ")"), {}))
            fitted = _squeeze(wording)
            if fitted:
                return fitted
    return _clip(_join(wording))


def _numbered(labels: list[str], width: int) -> str:
    return " ".join(f"{n} {_ellipsis(label, width, '..')}" for n, label in enumerate(labels, start=1))


def _by_need(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """All lines, then ever fewer of the optional ones."""
    kept = [lines]
    while any(line.optional for line in kept[-1]):
        drop = next(line for line in kept[-1] if line.optional)
        kept.append(tuple(line for line in kept[-1] if line is not drop))
    return kept


def _squeeze(wording: list[tuple[str, dict[str, str]]]) -> str | None:
    """The joined text in one part, shortening the longest elastic argument a little at a time."""
    while segments(text := _join(wording)).parts > 1:
        elastic = [
            (len(value) if name != OPEN_ENDED else len(value) // 2, name, args)
            for wording_text, args in wording
            for name, value in args.items()
            if name in ELASTIC and f"{{{name}}}" in wording_text and len(value) > SHORTEST
        ]
        if not elastic:
            return None
        _, name, args = max(elastic, key=lambda one: one[0])
        args[name] = _ellipsis(args[name].rstrip("."), len(args[name]) - 2, "..")
    return text


def _join(wording: list[tuple[str, dict[str, str]]]) -> str:
    return " ".join(to_gsm7(_format(text, args)) for text, args in wording if text).strip()


def _clip(text: str) -> str:
    while segments(text).parts > 1:
        text = text[:-1]
    return text


def _format(text: str, args: Mapping[str, str]) -> str:
    return text.format_map(args)


def _ellipsis(text: str, width: int, mark: str = "…") -> str:
    if len(text) <= width:
        return text
    return text[: max(1, width - len(mark))].rstrip(" ,.") + mark
