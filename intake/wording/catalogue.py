"""Every sentence we say, by key, language and width.

The source is gettext: one `.po` file a language in intake/wording/texts/, read by
Babel, with symbolic keys as `msgid` and the width as `msgctxt`: `chat`, `sms`
for one part, `brief` for when even that is too long next to another sentence.
A width without a wording of its own takes the next wider one's; a key that a
language lacks falls back to Indonesian, the source.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "id"
CHAT, SMS, BRIEF = "chat", "sms", "brief"
WIDTHS = {CHAT: (CHAT, SMS), SMS: (SMS, CHAT), BRIEF: (BRIEF, SMS, CHAT)}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wordings of all languages: {language: {(width, key): text}}."""

    texts: Mapping[str, Mapping[tuple[str, str], str]]

    def text(self, key: str, language: str, width: str) -> str:
        """The wording of a key for `chat`, `sms` or `brief`; KeyError when not even the source has it."""
        for tongue in (language, SOURCE_LANGUAGE):
            for context in WIDTHS[width]:
                found = self.texts.get(tongue, {}).get((context, key))
                if found:
                    return found
        raise KeyError(key)

    def keys(self) -> dict[str, set[str]]:
        """Which keys each language has words for."""
        return {
            language: {key for _, key in texts}
            for language, texts in self.texts.items()
        }

    def joined(self, other: "Catalogue") -> "Catalogue":
        """Both catalogues as one; a key that both have is the other's."""
        both = {*self.texts, *other.texts}
        return Catalogue(
            {
                one: {**self.texts.get(one, {}), **other.texts.get(one, {})}
                for one in both
            }
        )

    def without(self, keys: Iterable[str]) -> "Catalogue":
        """This catalogue without the words of these keys, in any language and width."""
        gone = frozenset(keys)
        return Catalogue(
            {
                language: {at: text for at, text in texts.items() if at[1] not in gone}
                for language, texts in self.texts.items()
            }
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are files for."""
        return tuple(self.texts)


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue's sentences in one language, their places filled in."""

    catalogue: Catalogue
    language: str

    def say(self, key: str, /, **args: object) -> str:
        """The sentence of a key where there is room."""
        return self.catalogue.text(key, self.language, CHAT).format_map(Blanks(args))

    def brief(self, key: str, /, **args: object) -> str:
        """The same where each character costs."""
        return self.catalogue.text(key, self.language, SMS).format_map(Blanks(args))

    def __contains__(self, key: str) -> bool:
        return any(key == known for _, known in self.catalogue.texts[SOURCE_LANGUAGE])


class Blanks(dict[str, object]):
    """Arguments of a sentence; one that is missing is left blank rather than an error."""

    def __missing__(self, _name: str) -> str:
        return ""


def read_catalogue(files: Mapping[str, bytes]) -> Catalogue:
    """A Catalogue from {language: content of its .po file}."""
    return Catalogue({language: _read(content) for language, content in files.items()})


def _read(content: bytes) -> dict[tuple[str, str], str]:
    return {
        (message.context or CHAT, str(message.id)): str(message.string)
        for message in read_po(BytesIO(content))
        if message.id and message.string
    }
