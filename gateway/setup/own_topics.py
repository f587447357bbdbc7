"""The topics of this installation, read from its file: further questions it answers, other words for ours.

    topics:
      - id: opening_hours                      # a new one: how it is asked, and what is said
        asks: [jam buka, jam layanan, buka jam berapa]
        says: {id: "Kantor buka Senin sampai Jumat, pukul 8 sampai 15.", en: "..."}
        sms: {id: "Kantor buka Sen-Jum 8-15."}
      - id: free                               # one of ours (TOPICS): these words instead, in all languages
        says: {id: "Gratis, juga SMS-nya."}

A phrase counts in a short clause that asks, whole words only. Where a language has no words of its own,
the Indonesian ones are said; where `sms` has none, `says` is, so it must be as short. `{area}` stands
for the region served, `{respond}` and `{settle}` for the days until an answer and a settlement.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yaml import Node

from gateway.setup.readers import LANGUAGES
from intake.reading.phrases import Phrases
from intake.reading.topics import NO_PHRASES, TOPICS, Topic, Topics
from intake.reading.words import MARKS, normalise
from intake.wording.catalogue import CHAT, SMS, SOURCE_LANGUAGE, Catalogue
from intake.wording.sms import measured, to_gsm7
from routing.by_hand import BrokenFile, HandWritten, compose

ROOM = (
    88  # septets of an answer by SMS: the open question stands in the same part of 160
)
LONGEST_CHAT = 400  # characters: what is read on a phone without scrolling
LONGEST_AREA = "Kabupaten Kepulauan Siau Tagulandang Biaro"  # of all 514
SHORTEST_WORD = 5  # letters of a phrase of one word

_ID = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = frozenset({"unknown", "invite"})  # keys beside the topics
_FILE_KEYS = {"topics": True}
_TOPIC_KEYS = {"id": True, "asks": False, "says": False, "sms": False}
_PER_LANGUAGE = dict.fromkeys(LANGUAGES, False)
_NEEDED = _PER_LANGUAGE | {SOURCE_LANGUAGE: True}


class BrokenTopics(BrokenFile):
    """The topics file cannot be used."""


@dataclass(frozen=True, slots=True)
class OwnTopics:
    """What an installation adds: rows for the table, and words for the catalogue."""

    rows: tuple[Topic, ...] = ()
    catalogue: Catalogue = Catalogue({})  # noqa: RUF009  (immutable)

    def among(self, rows: tuple[Topic, ...]) -> Topics:
        """All topics of the installation."""
        return Topics(rows).joined(self.rows)

    def over(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with these words: of a topic they reword, nothing is left in any language."""
        reworded = {key for keys in self.catalogue.keys().values() for key in keys}
        return catalogue.without(reworded).joined(self.catalogue)


NO_OWN_TOPICS = OwnTopics()


def read_topics(text: str) -> OwnTopics:
    """The topics described by a YAML text; BrokenTopics, naming every fault, if it is not sound."""
    reader = HandWritten()
    fields = reader.mapping(compose(text, BrokenTopics), _FILE_KEYS, "the file")
    nodes = reader.items(fields.get("topics"), "topics")
    seen: set[str] = set()
    read = [_topic(reader, node, seen) for node in nodes]
    reader.done(BrokenTopics)
    return OwnTopics(
        tuple(row for row, _ in read),
        Catalogue(
            {
                language: {
                    (width, row.key): words
                    for row, said in read
                    for (width, tongue), words in said.items()
                    if tongue == language
                }
                for language in LANGUAGES
            }
        ),
    )


Said = dict[tuple[str, str], str]  # (width, language): words


def _topic(reader: HandWritten, node: Node, seen: set[str]) -> tuple[Topic, Said]:
    fields = reader.mapping(node, _TOPIC_KEYS, "a topic")
    id_ = _id(reader, fields.get("id"), seen)
    if id_ and id_ not in {row.id for row in TOPICS}:
        for key in ("asks", "says"):
            if key not in fields:
                reader.refuse(node, f"the new topic `{id_}` has no `{key}`")
    phrases = [
        _phrase(reader, item) for item in reader.items(fields.get("asks"), "asks")
    ]
    own = Phrases(*phrases) if phrases else NO_PHRASES
    return Topic(id_, own=own), _said(reader, fields)


def _id(reader: HandWritten, node: Node | None, seen: set[str]) -> str:
    id_ = reader.text(node, "id")
    if id_ and (not _ID.fullmatch(id_) or id_ in _TAKEN):
        reader.refuse(
            node,
            f"id `{id_}` is not one of its own in lower-case letters, digits and _",
        )
    elif id_ in seen:
        reader.refuse(node, f"the id `{id_}` is used twice")
    seen.add(id_)
    return id_


def _phrase(reader: HandWritten, node: Node) -> str:
    text = reader.text(node, "a phrase")
    words = [word.text for word in normalise(text).words if word.text not in MARKS]
    if text and (not words or (len(words) == 1 and len(words[0]) < SHORTEST_WORD)):
        reader.refuse(
            node,
            f"the phrase `{text}` is too short to be sure of: two words, or one of {SHORTEST_WORD} letters",
        )
    return re.escape(" ".join(words)).replace(r"\ ", " ")


def _said(reader: HandWritten, fields: Mapping[str, Node]) -> Said:
    """The words in each language and width; what is said by SMS fits beside the open question."""
    if "says" not in fields:
        if "sms" in fields:
            reader.refuse(fields["sms"], "a topic has `sms` but no `says`")
        return {}
    says = reader.mapping(fields["says"], _NEEDED, "says")
    sms = reader.mapping(fields["sms"], _PER_LANGUAGE, "sms") if "sms" in fields else {}
    for language, node in (says | sms).items():
        for fault in _too_much_for_sms(node):
            which = "sms" if language in sms else "says"
            more = "" if language in sms else f"; give an sms.{language}, too"
            reader.refuse(node, f"{which}.{language} {fault}{more}")
    return {
        (width, language): _words(reader, node, f"{what}.{language}")
        for width, what, given in ((CHAT, "says", says), (SMS, "sms", sms))
        for language, node in given.items()
    }


def _too_much_for_sms(node: Node) -> Iterator[str]:
    """What is wrong with words that are said by SMS."""
    words = str(node.value)
    if lost := sorted({sign for sign in words if sign != "?" and to_gsm7(sign) == "?"}):
        yield f"has letters that SMS cannot carry: {' '.join(lost)}"
    longest = to_gsm7(words).replace("{area}", LONGEST_AREA)
    _, size = measured(re.sub(r"\{(?:respond|settle)\}", "000", longest))
    if size > ROOM:
        yield f"takes {size} of the {ROOM} characters that it may in an SMS"


def _words(reader: HandWritten, node: Node, what: str) -> str:
    words = reader.text(node, what)
    if len(words) > LONGEST_CHAT:
        reader.refuse(node, f"{what} has {len(words)} characters, not {LONGEST_CHAT}")
    try:
        words.format(area="", respond="", settle="")
    except (ValueError, LookupError, AttributeError):
        reader.refuse(
            node,
            f"{what} has a {{ or }} that is not of {{area}}, {{respond}} or {{settle}}",
        )
    return words
