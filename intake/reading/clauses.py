"""Cuts a message into the clauses people think in: at stops, at line ends, and before words that go on.

    Maria Rambu. oh ya got di sebelahnya mampet   ->   Maria Rambu | oh ya got di sebelahnya mampet

Nothing is lost: the clauses are ranges of the text, and what lies between them is marks and blanks.
"""

import re
from dataclasses import dataclass

from intake.reading.memory import remembered


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a message, verbatim."""

    text: str
    start: int
    end: int


@remembered
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a message in their order; none is blank."""
    cuts = [0]
    for found in _CUT.finditer(text):
        cuts += [found.start(), found.end()]
    cuts.append(len(text))
    parts = (_trimmed(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    return tuple(part for part in parts if part)


def joined(text: str, clauses: list[Clause]) -> str:
    """These clauses as they stand in the text: neighbours with the marks between them."""
    runs: list[list[Clause]] = []
    for one in clauses:
        if runs and not _letters_between(text, runs[-1][-1].end, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    return "\n".join(text[run[0].start : _with_mark(text, run[-1].end)] for run in runs)


def _letters_between(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _with_mark(text: str, end: int) -> int:
    """A question or exclamation mark belongs to the words before it."""
    marks = re.compile(r"[?!.]+").match(text, end)
    return marks.end() if marks else end


def _trimmed(text: str, start: int, end: int) -> Clause | None:
    while start < end and not text[start].isalnum() and text[start] not in "\"'#+":
        start += 1
    while end > start and text[end - 1] in " \t\r\n,;:-–—":
        end -= 1
    if start == end:
        return None
    if asked := _ASKED.match(text, end):
        end = asked.end()
    return Clause(text[start:end], start, end)


_ASKED = re.compile(r"\s?\?+")  # a question is known by its mark


_SHORT = (
    r"(?<!\bjl)(?<!\bgg)(?<!\bds)(?<!\bkp)(?<!\bno)(?<!\brt)(?<!\brw)(?<!\bdr)(?<!\bhj)"
    r"(?<!\bst)(?<!\bir)"
)
_SHORTER = (
    r"(?<!\bkel)(?<!\bkec)(?<!\bkab)(?<!\bprov)(?<!\bdsn)(?<!\bjln)(?<!\bdes)(?<!\bperum)(?<!\bpak)"
    r"(?<!\bspd)(?<!\bdrs)(?<!\bdra)(?<!\balm)(?<!\ba\.n)(?<!\bs\.pd)"
)
_GOES_ON = (  # words that open a further thought in the same breath
    r"soalnya|soale|karena|krn|karna|gara-?gara|padahal|padahl|tapi|tp|tetapi|namun|makanya|mangkanya|"
    r"jadi(?!\s+(?:\d|deh|dah|lah|lapor\w*|dikirim|diperbaiki|korban|[a-z]+\s*$))|jd(?!\s+\d)|btw|"
    r"oh\s*(?:ya|iya)|o\s*iya|sekalian|trus|terus(?=\s+(?:sy|saya|"
    r"kami|itu|ada|juga|di|yg|yang|kalau|klo))|sedangkan|sampai-?sampai|sehingga|"
    r"because|but|also|and\s+(?=(?:my|the|it|there|we|i|they|he|she|also|please|please)\b)|"
    r"mulai\s+dari|apalagi|malahan|kalau(?=\s+(?:hujan|malam|siang|pagi|banjir))|klo(?=\s+(?:hujan|malam))"
)
_CUT = re.compile(
    rf"[;\n]+|[,](?!\d)|(?=[.])(?<=\w\w){_SHORT}{_SHORTER}[.](?!\d)(?=\s|$|[A-Za-z]{{3}})|"
    rf"[!?]+|\s[-–—]+\s|\.{{2,}}|…|\s+(?=(?:{_GOES_ON})\b)|"
    r"(?<=\w)\s*[\U0001F300-\U0001FAFF☀-➿]+\s*(?=\w)",
    re.IGNORECASE,
)
