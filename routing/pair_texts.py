"""What officers read about pairs of reports: why two may be one matter, and what came of it."""

from intake.wording.catalogue import Words
from routing.duplicates import Alike
from routing.supporters import Pair

MOST_WORDS = 5  # that are named as the reason


def reasons_text(found: Alike | Pair, words: Words) -> str:
    """Why two reports may be about one matter: where, how many days apart, the words of both."""
    where = "why.village" if found.one_village else "why.district"
    when = "why.days" if found.days else "why.one_day"
    parts = [words.say(where), words.say(when, n=found.days)]
    if found.shared:
        told = ", ".join(found.shared[:MOST_WORDS])
        parts.append(words.say("why.words", words=told))
    return ", ".join(parts)


def why_text(found: Alike, words: Words, tracking_id: str) -> str:
    """The line of a notice: the other report, why, and how to say whether it is the same."""
    other, why = found.tracking_id, reasons_text(found, words)
    return words.say("pair.suggested", id=tracking_id, other=other, why=why)
