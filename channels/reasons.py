"""Why a provider refused or is silent, in the language of this installation.

The adapters say it in Indonesian, the source language; `texts/<language>.po` has each of
those sentences as gettext does: the sentence itself is the `msgid`, with {1} {2} for its gaps.
What stands in brackets behind a sentence (a code, an error's name) is the same everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from babel.messages.pofile import read_po

GAP = re.compile(r"\\\{\d\\\}")
BEHIND = re.compile(r"(?P<why>.*?)(?P<code> \([^()]*\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The adapters' sentences in one language; without any they stay as they are."""

    texts: Mapping[str, str]

    def say(self, reason: str) -> str:
        """The sentence in this language; one that is not known stays as it is."""
        parts = BEHIND.fullmatch(reason)
        if parts is None:
            return reason
        return self._say(parts["why"]) + (parts["code"] or "")

    def _say(self, why: str) -> str:
        if why in self.texts:
            return self.texts[why]
        for source, text in self.texts.items():
            match = re.fullmatch(GAP.sub("(.+)", re.escape(source)), why)
            if match:
                return text.format("", *map(self._say, match.groups()))
        return why


AS_THEY_ARE = Reasons({})


def read_reasons(content: bytes) -> Reasons:
    """The reasons in a language's .po file."""
    known = (message for message in read_po(BytesIO(content)) if message.id)
    return Reasons({str(one.id): str(one.string) for one in known})
