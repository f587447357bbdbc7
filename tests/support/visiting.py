"""A verb that the product does not have, written as any other: its row, and its words in each language."""

from dataclasses import dataclass

from intake.wording.catalogue import CHAT, Catalogue
from routing.case import CaseState
from routing.moves import Tells
from routing.verbs import VERBS, By, Note, Verb, Verbs, table

VISIT = Verb(
    name="visit",
    by=By.DESK,
    during=frozenset({CaseState.IN_FOLLOW_UP}),
    tells=Tells("case.visited", "when"),
    typed=("kunjungi", "kunjung"),
    note=Note.MUST,
    said_once=True,
)
OFFICERS_WORDS = {  # part: Indonesian, English
    "event": ("Akan dikunjungi", "To be visited"),
    "title": ("Kunjungi", "Visit"),
    "send": ("Kabari kunjungan", "Tell of the visit"),
    "done": ("Kunjungan {id} dikabarkan.", "The visit for {id} is told."),
    "hint": ("kapan", "when"),
    "label": ("Kapan dikunjungi", "When you visit"),
    "ask": ("Kapan {id} dikunjungi?", "When do you visit {id}?"),
    "empty": ("Tulis: {word} {id} kapan.", "Write: {word} {id} when."),
    "otherwise": ("Terima {id} dulu, baru kunjungi.", "Accept {id} first, then visit."),
}
CITIZENS_WORDS = "{id}: {agency} akan datang {when}."


@dataclass(frozen=True)
class Visiting:
    """The table and the catalogues with the verb in them."""

    verbs: Verbs
    officers: Catalogue
    citizens: Catalogue


def visiting(officers: Catalogue, citizens: Catalogue, verb: Verb = VISIT) -> Visiting:
    words = [
        {
            (CHAT, f"verb.visit.{part}"): texts[n]
            for part, texts in OFFICERS_WORDS.items()
        }
        for n in (0, 1)
    ]
    return Visiting(
        table(*VERBS.values(), verb),
        officers.joined(Catalogue(dict(zip(("id", "en"), words, strict=True)))),
        citizens.joined(
            Catalogue(
                {
                    tongue: {(CHAT, "case.visited"): CITIZENS_WORDS}
                    for tongue in citizens.languages
                }
            )
        ),
    )
