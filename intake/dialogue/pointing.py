"""A map's link, or a pair of degrees, counts as the point that a location message would have brought."""

import re
from dataclasses import replace

from intake.dialogue.command_words import read_command
from intake.messages import SharedPoint
from intake.places.points import Pointer, pointers_in
from intake.state import Said, State


def pointed(state: State, said: Said) -> Said:
    """What was said, with the first point in its words as if it had been shared.

    A story keeps its words; an answer is read without them, for the pin keeps them. What is added to a
    report that was sent goes to its desk word for word.
    """
    if said.location or said.edits or said.button or state.phase == "done":
        return said
    pointer = next((one for one in pointers_in(said.text) if one.point), None)
    if pointer is None or pointer.point is None or read_command(said.text):
        return said
    latitude, longitude = pointer.point
    words = said.text[pointer.start : pointer.end]
    shared = SharedPoint(latitude, longitude, words=words)
    return replace(said, text=_rest(said.text, pointer, state), location=shared)


def _rest(text: str, pointer: Pointer, state: State) -> str:
    rest = (
        f"{text[: pointer.start].rstrip(_EDGES)} {text[pointer.end :].lstrip(_EDGES)}"
    )
    if not any(c.isalpha() for c in _LEADS.sub("", rest)):
        return ""
    told = state.draft.story and state.draft.asked != ("story",)
    return rest.strip() if state.phase in ANSWERING and told else text


ANSWERING = frozenset({"collect", "review"})
_EDGES = " \t\n,;:()"
_LEADS = re.compile(
    r"\b(?:ini|di|titik|lokasi(?:nya)?|koordinat(?:nya)?|posisi|peta|map|maps|share|shareloc|link|linknya|kak|pak|bu|"
    r"min)\b",
    re.I,
)
