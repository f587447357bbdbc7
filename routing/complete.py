"""Is every row of the table of verbs whole? Asked when the program starts, and by a test.

| part of a row | needed |
|---|---|
| a name, who may do it, the states it may be done in, its name in the history | always |
| words on the phone, title, form button, what is said once done | of an officer's |
| a notice to the citizen | of an officer's that does not stay among the desks |
| a notice to the desk | of a citizen's |
| hint and label of the text field | when words go with it; question and refusal when they must |
| a refusal in another state, by a stranger, for a bar | when there is such a thing |
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from intake.wording.catalogue import CHAT, Catalogue
from routing.case import OVER, CaseState
from routing.verbs import LONGEST_TITLE, MOST_BUTTONS, By, Note, Verb, Verbs

NAME = re.compile(r"[a-z]+")
WORD = re.compile(r"[a-z]+")
Needed = Callable[[Verb], bool]


class BrokenVerbs(ValueError):
    """The table of verbs cannot be used; `faults` names each verb and the part that it lacks."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def check_verbs(verbs: Verbs, officers: Catalogue, citizens: Catalogue) -> None:
    """BrokenVerbs, naming every fault, unless each verb has all its parts and each part its words."""
    faults = [
        fault
        for name, verb in verbs.items()
        for fault in (
            *_name(name, verb),
            *_fields(verb, verbs),
            *_sentences(verb, officers),
            *_notices(verb, officers, citizens),
        )
    ]
    faults += [*_spoken_twice(verbs), *_too_many_buttons(verbs)]
    if faults:
        raise BrokenVerbs(faults)


def _always(_verb: Verb) -> bool:
    return True


def _officers(verb: Verb) -> bool:
    return verb.officers


def _tells_citizen(verb: Verb) -> bool:
    return verb.officers and not verb.internal


def _citizens(verb: Verb) -> bool:
    return not verb.officers


def _takes_words(verb: Verb) -> bool:
    return verb.note != Note.NONE


def _must_have_words(verb: Verb) -> bool:
    return verb.note == Note.MUST


FIELDS: tuple[
    tuple[str, str, Needed], ...
] = (  # of the row: name, meaning, who needs it
    ("during", "the states it may be done in", _always),
    ("typed", "its words on the phone", _officers),
    ("tells", "the notice to the citizen", _tells_citizen),
    ("tells_desk", "the notice to the desk", _citizens),
)
SENTENCES: tuple[
    tuple[str, str, Needed], ...
] = (  # of the catalogue, under `verb.NAME.`
    ("event", "its name in the history", _always),
    ("title", "the title of its button and form", _officers),
    ("send", "the button that sends its form", _officers),
    ("done", "what is said once it is done", _officers),
    ("hint", "what is typed behind its word", _takes_words),
    ("label", "the label of the form's text field", _takes_words),
    (
        "label.must",
        "that label while words are needed",
        lambda verb: bool(verb.with_words),
    ),
    ("ask", "the question for missing words", _must_have_words),
    ("empty", "the refusal of an action without words", _must_have_words),
    ("otherwise", "the refusal in another state", lambda verb: bool(_refused(verb))),
    (
        "stranger",
        "the refusal of others than the coordinator",
        lambda verb: verb.by == By.COORDINATOR,
    ),
    (
        "barred",
        "the refusal when something else stands against it",
        lambda verb: verb.bar is not None,
    ),
)


def sentences_of(verb: Verb) -> list[str]:
    """The keys of the officers' catalogue that this verb needs."""
    return [verb.key(part) for part, _, needed in SENTENCES if needed(verb)]


def _name(name: str, verb: Verb) -> Iterator[str]:
    if not NAME.fullmatch(verb.name) or name != verb.name:
        yield f"The verb `{name}` has no name of small letters by which it can be stored."
    if verb.by not in tuple(By):
        yield f"The verb `{name}` has no `by`: who may do it."


def _fields(verb: Verb, verbs: Verbs) -> Iterator[str]:
    for field, what, needed in FIELDS:
        if needed(verb) and not getattr(verb, field):
            yield f"The verb `{verb.name}` has no `{field}`: {what}."
    for word in verb.typed:
        if not WORD.fullmatch(word):
            yield f"The verb `{verb.name}` has `{word}` in `typed`, which is not one word of small letters."
    if verb.with_words and verb.words_are not in verbs:
        yield f"The verb `{verb.name}` has no `words_are`: the verb that its words alone would have been."


def _sentences(verb: Verb, officers: Catalogue) -> Iterator[str]:
    for part, what, needed in SENTENCES:
        for language in officers.languages if needed(verb) else ():
            words = officers.texts[language].get((CHAT, verb.key(part)))
            if not words:
                yield _unworded(
                    verb, part, what, f"routing/texts/{language}.po", verb.key(part)
                )
            elif part == "title" and len(words) > LONGEST_TITLE:
                yield f"The verb `{verb.name}` has a `title` in {language} longer than a button: {words}."


def _notices(verb: Verb, officers: Catalogue, citizens: Catalogue) -> Iterator[str]:
    for field, tells, catalogue, where in (
        ("tells", verb.tells, citizens, "intake/wording"),
        ("tells_desk", verb.tells_desk, officers, "routing"),
    ):
        for language in catalogue.languages if tells else ():
            if tells and (CHAT, tells.key) not in catalogue.texts[language]:
                yield _unworded(
                    verb, field, "the notice", f"{where}/texts/{language}.po", tells.key
                )


def _unworded(verb: Verb, part: str, what: str, file: str, key: str) -> str:
    return f"The verb `{verb.name}` has no words for its `{part}`, {what}: `{key}` is missing from {file}."


def _refused(verb: Verb) -> set[CaseState]:
    """The states it is refused in by words of its own; what is resolved or over is refused alike by all."""
    return set(CaseState) - verb.during - verb.already - OVER - {CaseState.RESOLVED}


def _spoken_twice(verbs: Verbs) -> Iterator[str]:
    for word, times in Counter(
        word for verb in verbs.values() for word in verb.typed
    ).items():
        if times > 1:
            owners = " and ".join(
                f"`{verb.name}`" for verb in verbs.values() if word in verb.typed
            )
            yield f"The verbs {owners} are both typed `{word}`."


def _too_many_buttons(verbs: Verbs) -> Iterator[str]:
    for state in CaseState:
        shown = [
            v.name
            for v in verbs.values()
            if v.by == By.DESK and state in v.during - v.untapped
        ]
        if len(shown) > MOST_BUTTONS:
            names = ", ".join(f"`{name}`" for name in shown)
            yield f"While a case is {state}, a desk would have the buttons {names}: put one into `untapped`."
