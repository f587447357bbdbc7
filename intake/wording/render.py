"""From what to say to the words and buttons a channel can carry.

On a channel where each message costs money everything becomes *one* GSM-7
part: optional lines are left out first, then the citizen's own words are
shortened, then our sentences take their `brief` wording; ours are never cut.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from intake.messages import Button, Capabilities
from intake.state import Choice, Line, Say
from intake.wording.catalogue import BRIEF, CHAT, SMS, Catalogue
from intake.wording.sms import (
    PART_SIZES,
    SINGLE,
    measured,
    split_parts,
    to_gsm7,
    utf16_length,
)

ELASTIC = ("story", "place", "name", "address", "agency", "value", "before")
OPEN_ENDED = "agency"  # shortened last: it is a name people must recognise
SHORTEST = 6  # characters an elastic argument keeps
CLEAR = 18  # and keeps as long as a shorter wording of ours can save it
LABEL_WIDTHS = (
    30,
    22,
    16,
    11,
)  # characters a numbered choice may take in an SMS, tried in this order


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message, ready for a channel."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(slots=True)
class _Wording:
    """One sentence: its text with {placeholders}, the arguments, and whether it follows on the next line."""

    text: str
    args: dict[str, str]
    tight: bool = False


class _Args(dict[str, str]):
    """Arguments of a sentence; one that is missing is left blank rather than an error."""

    def __missing__(self, _name: str) -> str:
        return ""


Fits = Callable[[str], int]  # by how much a text is too long; 0 or less: it fits


def render(
    say: Say, language: str, capabilities: Capabilities, catalogue: Catalogue
) -> Rendered:
    """Words and buttons for a Say. Never empty; one part where `capabilities.segment`."""
    labels = [
        _label(choice, language, capabilities, catalogue) for choice in say.choices
    ]
    if capabilities.segment:
        return Rendered(_one_part(say, labels, language, catalogue))
    wording = [_wording(line, language, catalogue, CHAT) for line in say.lines]
    if len(labels) > capabilities.buttons or _cut(say.choices, labels, capabilities):
        wording.append(
            _Wording("{labels}", {"labels": "\n".join(_numbers(labels, ". "))})
        )
    text = _squeeze(
        wording, _paragraphs, lambda text: utf16_length(text) - capabilities.text
    )
    buttons = tuple(
        _button(say.turn, n, say.choices[n], label, capabilities)
        for n, label in enumerate(labels)
    )
    return Rendered(
        (text or _paragraphs(wording))[: capabilities.text],
        buttons if len(labels) <= capabilities.buttons else (),
    )


def render_whole(
    line: Line, language: str, capabilities: Capabilities, catalogue: Catalogue
) -> list[str]:
    """A line that may not be shortened, such as an officer's answer: as many messages as it takes."""
    if not capabilities.segment:
        return [
            _paragraphs([_wording(line, language, catalogue, CHAT)])[
                : capabilities.text
            ]
        ]
    squeezed = _squeeze(
        [_plain(line, language, catalogue, SMS)], _sentences, _over_one_part
    )
    return (
        [squeezed]
        if squeezed
        else split_parts(_sentences([_plain(line, language, catalogue, SMS)]))
    )


def _label(
    choice: Choice, language: str, capabilities: Capabilities, catalogue: Catalogue
) -> str:
    width = SMS if capabilities.segment else CHAT
    return catalogue.text(choice.key, language, width) if choice.key else choice.label


def _button(
    turn: int, n: int, choice: Choice, label: str, capabilities: Capabilities
) -> Button:
    return Button(
        f"c:{turn}:{n + 1}", _ellipsis(label, capabilities.button_title), choice.asks
    )


def _cut(
    choices: tuple[Choice, ...], labels: list[str], capabilities: Capabilities
) -> bool:
    """A label too long for a button is also written out, numbered, in the text."""
    return any(
        len(label) > capabilities.button_title and not c.asks
        for c, label in zip(choices, labels, strict=True)
    )


# --- wordings ---------------------------------------------------------------------


def _wording(line: Line, language: str, catalogue: Catalogue, width: str) -> _Wording:
    wants = ", ".join(catalogue.text(key, language, width) for key in line.refs)
    args = {**line.args, "wants": wants} if line.refs else dict(line.args)
    return _Wording(catalogue.text(line.key, language, width), args, line.tight)


def _plain(line: Line, language: str, catalogue: Catalogue, width: str) -> _Wording:
    """The same for SMS: in its alphabet, on one line."""
    wording = _wording(line, language, catalogue, width)
    args = {
        name: " ".join(to_gsm7(value).split()) for name, value in wording.args.items()
    }
    return _Wording(to_gsm7(wording.text), args)


def _paragraphs(wording: list[_Wording]) -> str:
    text = ""
    for one in wording:
        gap = "\n" if one.tight else "\n\n"
        text = f"{text}{gap}{_format(one)}" if text else _format(one)
    return text


def _sentences(wording: list[_Wording]) -> str:
    return " ".join(_format(one) for one in wording if one.text).strip()


def _format(wording: _Wording) -> str:
    return wording.text.format_map(_Args(wording.args))


# --- one part ---------------------------------------------------------------------


def _one_part(say: Say, labels: list[str], language: str, catalogue: Catalogue) -> str:
    """The first wording that fits, from the fullest to the barest."""
    wording: list[_Wording] = []
    for kept, width, keep in _sacrifices(say.lines):
        for choices in _choice_texts(say.choices, labels):
            wording = [_plain(line, language, catalogue, width) for line in kept]
            if choices:
                wording.append(_Wording("{labels}", {"labels": choices}))
            if fitted := _squeeze(wording, _sentences, _over_one_part, keep):
                return fitted
    return split_parts(_sentences(wording), numbered=False)[0]


def _sacrifices(lines: tuple[Line, ...]) -> Iterator[tuple[tuple[Line, ...], str, int]]:
    """What is given up, step by step: lines kept, our wording, characters left of the citizen's words."""
    kept = _by_need(lines)
    for fewer in kept:
        yield fewer, SMS, CLEAR
    yield kept[-1], BRIEF, CLEAR
    yield kept[-1], SMS, SHORTEST
    yield kept[-1], BRIEF, SHORTEST


def _by_need(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """All lines, then ever fewer of the optional ones."""
    kept = [lines]
    while any(line.optional for line in kept[-1]):
        drop = next(line for line in kept[-1] if line.optional)
        kept.append(tuple(line for line in kept[-1] if line is not drop))
    return kept


def _over_one_part(text: str) -> int:
    encoding, size = measured(text)
    return size - SINGLE if size > PART_SIZES[encoding][0] else 0


def _squeeze(
    wording: list[_Wording],
    join: Callable[[list[_Wording]], str],
    over: Fits,
    keep: int = SHORTEST,
) -> str | None:
    """The joined text when it fits, shortening the longest elastic argument a little at a time."""
    while (excess := over(text := join(wording))) > 0:
        elastic = [(name, one.args) for one in wording for name in _elastic(one, keep)]
        if not elastic:
            return None
        name, args = max(elastic, key=_to_spare)
        less = max(2, excess // 3)
        args[name] = _ellipsis(
            args[name].rstrip("."), max(keep, len(args[name]) - less), ".."
        )
    return text


def _elastic(one: _Wording, keep: int) -> Iterator[str]:
    """The arguments of a sentence that may still be shortened."""
    for name, value in one.args.items():
        if name in ELASTIC and f"{{{name}}}" in one.text and len(value) > keep:
            yield name


def _to_spare(elastic: tuple[str, dict[str, str]]) -> int:
    name, args = elastic
    return len(args[name]) // 2 if name == OPEN_ENDED else len(args[name])


# --- choices as numbers -----------------------------------------------------------


def _choice_texts(choices: tuple[Choice, ...], labels: list[str]) -> Iterator[str]:
    """The numbered choices, from full to short, each of them different from the others."""
    if not labels:
        yield ""
        return
    plain = [" ".join(to_gsm7(label).split()) for label in labels]
    regions = [
        label for choice, label in zip(choices, plain, strict=True) if not choice.key
    ]
    for width, view in product(LABEL_WIDTHS, VIEWS):
        short = [_ellipsis(label, width, "..") for label in view(regions)]
        shown = _with_regions(choices, plain, short)
        if len(set(shown)) == len(set(plain)):
            yield " ".join(_numbers(shown, " "))
    yield " ".join(
        _numbers([_ellipsis(label, LABEL_WIDTHS[-1], "..") for label in plain], " ")
    )


def _with_regions(
    choices: tuple[Choice, ...], labels: list[str], regions: list[str]
) -> list[str]:
    """The labels, those of regions worded so."""
    worded = iter(regions)
    return [
        label if choice.key else next(worded)
        for choice, label in zip(choices, labels, strict=True)
    ]


def _numbers(labels: list[str], gap: str) -> list[str]:
    return [f"{n}{gap}{label}" for n, label in enumerate(labels, start=1)]


def _unshared(regions: list[str]) -> list[str]:
    """Regions without what their chains have in common: `Kel. Sukamaju, Kec. Cilodong, Kota Depok`."""
    chains = [region.split(", ") for region in regions]
    shared = set.intersection(*map(set, chains)) if chains else set()
    bare = [", ".join(part for part in chain if part not in shared) for chain in chains]
    return [short or region for short, region in zip(bare, regions, strict=True)]


def _endings(regions: list[str]) -> list[str]:
    """Regions without the words they all begin with: `Kec. Kepulauan Seribu Utara`, `.. Selatan`."""
    words = [region.split() for region in _unshared(regions)]
    common = next(
        (n for n, same in enumerate(zip(*words, strict=False)) if len(set(same)) > 1), 0
    )
    return [" ".join(one[common:]) for one in words]


def _second(regions: list[str]) -> list[str]:
    """The region above the smallest."""
    return [(region.split(", ")[1:] or [region])[0] for region in regions]


def _largest(regions: list[str]) -> list[str]:
    """The largest region only: villages of one name differ in their regency."""
    return [region.split(", ")[-1] for region in regions]


VIEWS: tuple[Callable[[list[str]], list[str]], ...] = (
    list,
    _unshared,
    _second,
    _largest,
    _endings,
)


def _ellipsis(text: str, width: int, mark: str = "…") -> str:
    if len(text) <= width:
        return text
    return text[: max(1, width - len(mark))].rstrip(" ,.") + mark
