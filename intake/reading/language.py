"""Which language we answer in: Indonesian or English.

langdetect as shipped is unfit for chat (55 languages, random sampling, words in capitals
skipped), so only its own `id` and `en` profiles are used and scored exactly: lower-cased,
the sum over all 1- to 3-grams of log((p_id + w) / (p_en + w)), w being langdetect's own
smoothing. One message never turns a conversation: a clipped running score with hysteresis
does, and a stated choice ends the matter. Javanese, Sundanese and Minang are noted for the
report and never selected.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from intake.reading.memory import remembered
from intake.reading.words import word_set

DEFAULT = "id"

SMOOTHING = 0.5 / 10_000  # langdetect's alpha over its base frequency
LONGEST_GRAM = 3

TURNS_AT = 8.0  # the running score that changes the language
CLIP = 12.0  # neither the running score nor one message counts for more than this
FEW_WORDS = 3  # fewer words than this say nothing later on,
FIRST_WORDS = 2  # but on the first message two are enough
FIRST_ODDS = 5.0  # when they are this clear


@dataclass(frozen=True, slots=True)
class LanguageScorer:
    """Log-odds of Indonesian against English for every n-gram either profile knows."""

    grams: Mapping[str, float]

    @classmethod
    def from_profiles(cls, id_json: str, en_json: str) -> "LanguageScorer":
        """From the texts of langdetect's package files `profiles/id` and `profiles/en`.

        ValueError when a text is no profile.
        """
        indonesian, english = _probabilities(id_json), _probabilities(en_json)
        return cls(
            {
                gram: math.log(
                    (indonesian.get(gram, 0.0) + SMOOTHING)
                    / (english.get(gram, 0.0) + SMOOTHING)
                )
                for gram in indonesian.keys() | english.keys()
            }
        )

    def log_odds(self, text: str) -> float:
        """How much likelier Indonesian is than English: positive for Indonesian, 0.0 for no evidence."""
        plain = f" {' '.join(words_of(text))} "
        grams = [
            plain[start : start + length]
            for length in range(1, LONGEST_GRAM + 1)
            for start in range(len(plain) - length + 1)
        ]
        return sum(map(self.grams.get, grams, repeat(0.0)))


def _probabilities(profile: str) -> dict[str, float]:
    try:
        data = json.loads(profile)
        freq, totals = data["freq"], data["n_words"]
        return {
            gram: count / totals[len(gram) - 1]
            for gram, count in freq.items()
            if len(gram) <= LONGEST_GRAM
        }
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError("not a langdetect profile") from error


_WORD = re.compile(r"[^\W\d_]+")
_NOT_WORDS = re.compile(r"https?://|@[^@]*\.|\d")  # in a stretch without spaces


@remembered
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without links, addresses and anything with a digit."""
    words: list[str] = []
    for stretch in text.lower().split():
        if stretch.isalpha():
            words.append(stretch)
        elif not _NOT_WORDS.search(stretch):
            words += _WORD.findall(stretch)
    return tuple(words)


@dataclass(frozen=True, slots=True)
class LanguageState:
    """The language of a conversation, the running score behind it, and whether it was chosen."""

    language: str = DEFAULT
    score: float = 0.0
    locked: bool = False


def observe(
    state: LanguageState, text: str, scorer: LanguageScorer, first: bool
) -> LanguageState:
    """The state after one more free text of the person's; `first` for their first message.

    Rule and limits: conversation.md, "Language".
    """
    words = words_of(text)
    if state.locked or len(words) < FIRST_WORDS:
        return state
    odds = _clipped(scorer.log_odds(text))
    if odds < 0 and (regional_hint(text) or _only_looks_english(words)):
        return state  # neither profile knows Javanese or chat; it is not English
    if first and abs(odds) >= FIRST_ODDS:
        return LanguageState("id" if odds > 0 else "en", odds)
    if len(words) < FEW_WORDS:
        return state
    score = _clipped(state.score + odds)
    return replace(state, score=score, language=_turned(state.language, score))


def _only_looks_english(words: Sequence[str]) -> bool:
    """`Info vaksin booster dong min`: loan words with Indonesian ones around, and none that binds English."""
    return not _INDONESIAN.isdisjoint(words) and _ENGLISH.isdisjoint(words)


_INDONESIAN = word_set(
    "dong min nih sih deh kok lho loh kan ya yah aja saja udah udh sudah sdh belum blm gak ga nggak ngga "
    "tidak tdk bukan tolong tlg mohon mhn minta gan kak mas mbak pak bu bapak ibu saya sy aku kami gimana "
    "gmn bagaimana kenapa knp mengapa kapan apa apakah dimana mana bisa mau lagi masih juga jg dan yang yg "
    "di ke dari untuk utk dengan dgn ini itu terus trus banget bgt selalu sering lapor"
)
_ENGLISH = word_set(
    "the is are was were am been my your our their his her its it to of for and with not no has have had "
    "please there this that from in on at we you they he she do does did can cannot will would should "
    "how what when where why who broken i"
)


def _clipped(score: float) -> float:
    return max(-CLIP, min(CLIP, score))


def _turned(language: str, score: float) -> str:
    if score >= TURNS_AT:
        return "id"
    return "en" if score <= -TURNS_AT else language


_STRONG = {  # one of these is enough
    "jv": "ora mboten piye pripun kepriye kadospundi wis dereng omahku kulo kula njaluk nyuwun ojo didandani "
    "didandosi dipun kuwi iki opo nganti wiwit kobong gek lurahe dalane panjenengan kretege "
    "cedhak mburi ngarep suwe bengi wingi nganggo jenengku bocahku laporanku",
    "su": "teu henteu kumaha naha iraha euweuh geus kuring pisan runtah solokan pareum deukeut hareupeun "
    "tukangeun "
    "ayeuna diomean dibenerkeun ngocor nyuhunkeun hoyong hayang sanes embung cenah caah sasakna abdi "
    "nuju kamari "
    "tulungan batalkeun hatur",
    "min": "indak ambo alun taruih saminggu kasadonyo manga bilo sarok patang dakek kampuang masuak "
    "jatuah rusaknyo "
    "urang pitih tibo balubang malapor harago tampeknyo namo lamo",
}
_WEAK = {  # two of these are
    "jv": "durung petugase lampune carane dalan omah banyu sing nek yen karo ning neng ing arep kowe enggal "
    "angel esuk isuk dina kapan akeh padha "
    "kabeh rame tenan ngendi kene kana wong duit dhuwit regane mambu griya margi toya ngajeng nggih "
    "telung rong saiki "
    "teka mlebu tiba ambruk gurune sampahe ana mili ndang maneh udan pundi sinten saged dudu gelem tekan "
    "entuk "
    "kerep disik blas mesti sugih sanget meh listrike mlarat sore dikon bocah jeneng rabuk golekane",
    "su": "tos acan can urang punten kang teh atuh saha naon loba cai imah bumi jalanna poe butut ruksak "
    "walungan "
    "lila lami enggal aya deui wae nepi tiasa bade gaduh nuhun muhun leres tara mah labuh ragrag digegel "
    "budak lembur "
    "ngaran nami gandeng hese unggal anyar naros mun sumping asup nu ka ti tangkal sasak kuring heula "
    "jalmi dicandak",
    "min": "jambatan ndak alah awak uda uni muko baa bana capek aia kini diangkek nio punyo bareh naiak "
    "anjiang "
    "runtuah banda "
    "ado se lah kantua pasa alamaik sakik dek ko iduik acok kaba latak dima kanai karuah dapek lai surau",
}
_REGIONAL = {
    name: dict.fromkeys(_WEAK[name].split(), 1)
    | dict.fromkeys(_STRONG[name].split(), 2)
    for name in _STRONG
}
_TELLING = 2  # the sum of a language's own words in one message


@remembered
def regional_hint(text: str) -> str | None:
    """`jv`, `su` or `min` when a message is in that language; for the report only, never selected."""
    words = set(words_of(text))
    found = Counter(
        {
            name: sum(own[word] for word in words & own.keys())
            for name, own in _REGIONAL.items()
        }
    )
    (best, count), (_, second) = found.most_common(2)
    return best if count >= _TELLING and count > second else None
