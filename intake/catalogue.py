"""Every sentence we say, by key, language and width.

The source is gettext: one `.po` file a language in intake/texts/, read by
Babel, with symbolic keys as `msgid` and the width as `msgctxt`: `sms` for the
one-part wording, `chat` for the other. A key without an `sms` wording has one
wording for both; a key a language lacks falls back to Indonesian, the source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from babel.messages.pofile import read_po

SOURCE = "id"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wordings of all languages: {language: {(context, key): text}}."""

    texts: Mapping[str, Mapping[tuple[str, str], str]]

    def text(self, key: str, language: str, *, sms: bool) -> str:
        """The wording of a key; KeyError when not even the source language has it."""
        contexts = ("sms", "chat") if sms else ("chat", "sms")
        for tongue in (language, SOURCE):
            for context in contexts:
                found = self.texts.get(tongue, {}).get((context, key))
                if found:
                    return found
        raise KeyError(key)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are files for."""
        return tuple(self.texts)


def read_catalogue(files: Mapping[str, bytes]) -> Catalogue:
    """A Catalogue from {language: content of its .po file}."""
    return Catalogue({language: _read(content) for language, content in files.items()})


def _read(content: bytes) -> dict[tuple[str, str], str]:
    return {
        (message.context or "chat", str(message.id)): str(message.string)
        for message in read_po(BytesIO(content))
        if message.id and message.string
    }
