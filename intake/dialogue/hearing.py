"""What a message does at this point of the conversation: the tables of acts first, then the model.

An act that does harm when wrong (a withdrawal, a person, anonymity) is sure only when the tables say so;
the model alone makes it a question.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from intake.places.home import begins_a_home
from intake.reading.act_model import ActGuess
from intake.reading.acts import Act, act_of
from intake.reading.category import classify
from intake.reading.clauses import Clause, clauses_of
from intake.reading.names import parse_name
from intake.reading.phrases import Phrases
from intake.reading.question import is_question
from intake.reading.telling import tells_of
from intake.reading.words import normalise
from intake.state import Context, Said, State, Turn

WHO = frozenset({"name", "address"})
SPOKEN = {"place": "open", "who": "open", "other": "open"}


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a message is taken for, and which of its clauses are what."""

    act: Act
    sure: bool  # by the tables, or beyond doubt
    clauses: tuple[Clause, ...]
    kinds: tuple[str, ...]  # of each clause: answer | story | an act
    chance: float = 1.0  # of the act, by the model


Handler = Callable[[State, Said, Utterance, Context], Turn | None]


def where_of(state: State) -> str:
    """The point of the conversation, as the readers know it: first, place, who, other, review, done."""
    if state.phase in {"review", "done"}:
        return state.phase
    if state.phase != "collect" or not state.draft.story:
        return "first"
    asked = set(state.draft.asked)
    if "place" in asked:
        return "place"
    return "who" if asked & WHO else "other"


def hear(text: str, where: str, ctx: Context) -> Utterance:
    """What this message does; an answer or a story when it does nothing else."""
    clauses = clauses_of(text) or (Clause(text, 0, len(text)),)
    kinds = tuple(_kind(one.text, where, ctx) for one in clauses)
    here = _says_only_here(text, where, ctx)
    act, sure = (Act.UNKNOWN, True) if here else _act(text, where, kinds, ctx)
    named = where == "who" and len(clauses) > 1 and _begins_with_a_name(clauses[0].text)
    if named and act not in OWN | STRICT:
        act, sure, kinds = Act.ANSWER, True, _named_kinds(clauses, kinds)
    guess = None if is_gibberish(text) else _guess(text, where, ctx)
    chance = guess.chances.get(act, 0.0) if guess else 1.0
    return Utterance(act, sure, clauses, kinds, chance)


# --- the whole ------------------------------------------------------------------------------

STRICT = frozenset({Act.CANCEL, Act.HUMAN})  # from the tables, or asked
OWN = frozenset(
    {Act.ANONYMOUS, Act.CONFIDENTIAL, Act.FEAR, Act.AGREE, Act.KEEP, Act.UNSOLVED}
)  # which the model does not know
LEADING = frozenset({Act.FIX, Act.NEW, Act.SOLVED})
VALUE = "value"  # a clause that surely is what was asked for
CERTAIN = 0.85
SURE = 0.6  # of the model's word
LIKELY = 0.4
CERTAINLY = 0.5
PROBABLE = 0.30  # of the model of topics, which has many to choose from
SHORT = 12  # words of a message that one clause can decide


def _act(
    text: str, where: str, kinds: tuple[str, ...], ctx: Context
) -> tuple[Act, bool]:
    if is_gibberish(text):
        return Act.NOISE, True
    spoken = SPOKEN.get(where, where)
    ruled = _ruled(text, where)
    guess = _guess(text, where, ctx)
    if ruled in OWN or (ruled in STRICT and _strict(text, kinds, guess)):
        return ruled, True
    if strict := _strict_clause(text, kinds):
        return strict, True
    if where == "other" or guess is None:
        return ruled or _plain(kinds), ruled is not None
    head = (
        act_of(next(iter(clauses_of(text))).text, spoken) if clauses_of(text) else None
    )
    return _between(where, ruled, head, guess, kinds)


def _ruled(text: str, where: str) -> Act | None:
    """By the tables; "tidak tahu" after the receipt still answers what was asked before it."""
    ruled = act_of(text, SPOKEN.get(where, where))
    few = ruled is None and where == "done" and len(text.split()) <= SHORTEST
    return Act.UNKNOWN if few and act_of(text, "open") is Act.UNKNOWN else ruled


SHORTEST = 4  # words


def _between(
    where: str,
    ruled: Act | None,
    head: Act | None,
    guess: ActGuess,
    kinds: tuple[str, ...],
) -> tuple[Act, bool]:
    """The model's word, unless the tables stand against it and it is not sure."""
    if leads := _leading(ruled, head, guess):
        return leads, True
    if guess.label in ANSWERED or _holds_a_value(guess.label, kinds, where):
        return Act.ANSWER, True
    act = Act(guess.label)
    if act in STRICT and ruled is not act and act.value not in kinds:
        return (act if guess.sure > LIKELY else _plain(kinds)), False
    if ruled and _stands(ruled, act, guess):
        return ruled, True
    return act, guess.sure > LIKELY


def _says_only_here(text: str, where: str, ctx: Context) -> bool:
    """ "Di kampung saya" is where they are, and nobody else knows where; an SMS asks for more anyway."""
    if where != "place" or ctx.capabilities.segment:
        return False
    return _ONLY_HERE.search(normalise(text)) is not None


_ONLY_HERE = Phrases(
    r"^(?:(?:ya|iya|itu|pak|bu|min|kak|ada|kejadiannya) )*(?:(?:di|nang|ning|de|ring|ka) )?"
    r"(?:kampung|desa|tempat|daerah|lingkungan|dusun|wilayah|kelurahan|gang)"
    r"(?: (?:saya|kami|sini|situ|kita|aku|beta|abdi|sa|ku|kulo|tinggal|ini))+"
    r"(?: (?:saja|aja|sj|pak|bu|min|kak|ya|lah))*$"
)
ANSWERED = frozenset({"answer+story", "answer+ask"})


def _stands(ruled: Act, act: Act, guess: ActGuess) -> bool:
    """What the tables see, against a model that is not sure, or does not tell a push from a question."""
    if ruled is Act.HURRY and act is Act.STATUS:
        return True
    return ruled is not act and guess.sure < SURE


def _leading(ruled: Act | None, head: Act | None, guess: ActGuess) -> Act | None:
    """An act the tables see at the head of a message outweighs a model that is not certain."""
    if guess.sure > CERTAIN:
        return None
    unlikely = guess.label in {"answer+story", "answer", "story", "ask"}
    if ruled in LEADING and unlikely:
        return ruled
    return head if head in LEADING and unlikely else None


def _holds_a_value(label: str, kinds: tuple[str, ...], where: str) -> bool:
    """Told as a story, with an answer in it all the same: "my name is Maria and my son fell there"."""
    return label == "story" and where in {"place", "who"} and VALUE in kinds


def _strict(text: str, kinds: tuple[str, ...], guess: ActGuess | None) -> bool:
    """A cue in a long story proves nothing: most of the clauses tell."""
    tells = sum(kind == Act.STORY for kind in kinds)
    if guess and guess.label in {"story", "fix", "ask"} and guess.sure > SURE:
        return False
    return len(text.split()) <= SHORT or tells < len(kinds) / 2


def _strict_clause(text: str, kinds: tuple[str, ...]) -> Act | None:
    found = [Act(kind) for kind in kinds if kind in STRICT]
    return found[0] if found and len(text.split()) <= SHORT * 2 else None


def _plain(kinds: tuple[str, ...]) -> Act:
    for act in (Act.STORY, Act.ASK):
        if set(kinds) == {act}:
            return act
    return Act.ANSWER


# --- a clause -------------------------------------------------------------------------------


def _kind(text: str, where: str, ctx: Context) -> str:
    """What a clause is: an act, part of the story, or what can be an answer."""
    spoken = SPOKEN.get(where, where)
    ruled = act_of(text, spoken)
    if ruled in {Act.CANCEL, Act.HUMAN, *OWN}:
        return str(ruled)
    if where == "who" and (introduced(text) or _is_a_home(text)):
        return VALUE
    if ctx.topics.of(text) or (is_question(text) and where != "first"):
        return str(Act.ASK)
    guess = _guess(text, where, ctx, clause=True)
    return _told_or_done(text, ruled, guess)


def _told_or_done(text: str, ruled: Act | None, guess: ActGuess | None) -> str:
    if guess is None:
        return str(ruled or (Act.STORY if tells_of(text) else Act.ANSWER))
    label = "answer" if guess.label.startswith("answer") else guess.label
    if label not in {"answer", "story"} or guess.sure >= SURE:
        return label
    return str(ruled or ("story" if tells_of(text) else label))


_INTRODUCES = re.compile(
    r"\s*(?:(?:baik|ok\w*|ya|iya|oh|maaf|pak|bu|min|kak|perkenalkan|halo)[\s,.]+)*(?:nama(?:ku| "
    r"(?:saya|sy|lengkap|aku))?|my name is|i am|i'm|"
    r"(?:saya|sy)(?: adalah)?|dengan|dgn|tulis (?:aja|saja)|panggil (?:aja|saja)|atas nama|a/n|dari|"
    r"ini)\s*[:,]?\s+"
    r"(?:(?:pak|bu|ibu|bapak|mama|bapa|mas|mbak|om|"
    r"tante)\s+)?(?P<name>[^\W\d_]+(?:[ '.-]+[^\W\d_]+){0,4})[\s.]*",
    re.I,
)


def _begins_with_a_name(text: str) -> bool:
    """Asked who they are, they say it first: "Ros. Sampahnya sudah sampai jalan"."""
    most = 4
    few = len(text.split()) <= most and text[:1].isupper()
    return few and act_of(text, "open") is None and _is_a_name(text)


def _named_kinds(
    clauses: tuple[Clause, ...], kinds: tuple[str, ...]
) -> tuple[str, ...]:
    """Behind the name a few words that tell nothing are where they live: "Syahrul, Lappara rt 3"."""
    home = clauses[1].text
    few = len(home.split()) <= MOST_OF_A_VILLAGE and act_of(home, "open") is None
    if few and not tells_of(home) and not is_question(home):
        return (VALUE, VALUE, *kinds[2:])
    return (VALUE, *kinds[1:])


MOST_OF_A_VILLAGE = 6  # words


def _is_a_name(text: str) -> bool:
    return isinstance(parse_name(text), str) and not tells_of(text)


MOST_OF_A_HOME = 12  # words


def _is_a_home(text: str) -> bool:
    """Asked who they are, they say where they live."""
    few = len(text.split()) <= MOST_OF_A_HOME
    return few and begins_a_home(text) and not tells_of(text)


def introduced(text: str) -> str:
    """The name in "dengan Ibu Maria", "tulis aja Mama Maria", where it is all there is; else nothing."""
    found = _INTRODUCES.fullmatch(text)
    if not found or tells_of(found["name"]):
        return ""
    return found["name"] if isinstance(parse_name(found["name"]), str) else ""


def _guess(
    text: str, where: str, ctx: Context, *, clause: bool = False
) -> ActGuess | None:
    if ctx.models is None:
        return None
    model = ctx.models.clauses if clause else ctx.models.acts
    return model.guess(text, "who" if where == "other" else where)


def topic_of(text: str, where: str, ctx: Context) -> str | None:
    """What a question to us is about: by the table, else what it most likely is."""
    if topic := ctx.topics.of(text):
        return topic
    if ctx.models is None:
        return None
    guess = ctx.models.topics.guess(text, "who" if where == "other" else where)
    least = CERTAINLY if where == "first" and not speaks_of_us(text) else PROBABLE
    return guess.label if guess.label != "other" and guess.sure > least else None


# --- no words -------------------------------------------------------------------------------

FEW = 2  # words of a message that says nothing; letters of such a word
_VOWELS = re.compile(r"[aeiou]", re.I)
_LAUGHS = re.compile(
    r"(?:(?:wk|kw|ha|he|hi|xi|ah|hu|wa){2,}\w{0,2}|w+k+\w*|lol|hm+|uh+|oo+h*)", re.I
)
_SAME = re.compile(r"(.)\1+")
_KEYS = re.compile(r"[qwrtpsdfghjklzxcvbnm]{5,}", re.I)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # of a keyboard


def is_gibberish(text: str) -> bool:
    """Laughter, a lap on the keys, one letter many times: nothing that says anything."""
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return False
    return len(words) <= FEW and all(_says_nothing(word) for word in words)


def _says_nothing(word: str) -> bool:
    most = 4
    if _LAUGHS.fullmatch(word) or _KEYS.fullmatch(word):
        return True
    bare = _SAME.sub(r"\1", word.lower())
    if len(word) <= most:
        return False
    return not _VOWELS.search(bare) or len(set(bare)) <= FEW or _a_lap(bare)


def _a_lap(word: str) -> bool:
    """Each letter lies beside the one before it on the keyboard."""
    near = 2
    rows = {c: (n, at) for n, row in enumerate(_ROWS) for at, c in enumerate(row)}
    steps = [(rows.get(a), rows.get(b)) for a, b in pairwise(word)]
    return all(a and b and a[0] == b[0] and abs(a[1] - b[1]) <= near for a, b in steps)


# --- a first message ----------------------------------------------------------------------------


def is_matter(text: str) -> bool:
    """Whether a first message tells of something an office could see to."""
    return classify(text).head is not None


def courtesy(kinds: tuple[str, ...]) -> bool:
    """Nothing but greetings and thanks."""
    return set(kinds) <= {Act.GREET, Act.THANKS}


def questions(heard: Utterance) -> Iterator[str]:
    """The clauses that ask us."""
    return (
        one.text
        for one, kind in zip(heard.clauses, heard.kinds, strict=True)
        if kind == Act.ASK
    )


_US = Phrases(
    r"(?:me|nge|ma|di|me)?lapor\S*|ngalapor\S*|(?:meng|nga|me|di|ng)?adu(?:kan|in|an)?|"
    r"(?:pe)?ngaduan\S*|aduan|report(?:ing)?|complain\S*|"
    r"(?:di |ka |ke )?sini|disini|kesini|mriki|dieu|here|this number|this (?:a )?(?:bot|robot|real|"
    r"official)|bot|robot|mesin|manusia|admin|chatbot|"
    r"(?:nomor|nomer|no|layanan|chat|sms|pesan|akun|wa|aplikasi) (?:ini|niki|iki|ieu|tu|itu)|ini "
    r"(?:nomor|nomer|siapa|sapa|saha|punya|dari mana|cuma|hanya|khusus|untuk|layanan|resmi|apa|"
    r"beneran|penipuan|betul)|"
    r"(?:yang|sing|nu|nang) (?:balas|bales|jawab|baca|membalas|menjawab)|nama (?:saya|sy|ku|pelapor)|"
    r"(?:di|me)layani\S*|berlaku|format(?:nya)?|formulir(?:nya)?|mewakili|(?:harus )?(?:ngetik|ketik|"
    r"tulis) apa|gratis\S*|namaku|pulsa|kalian|situ|sampeyan|jenengan"
)
AT_MOST = 18  # words of a question to us


def speaks_of_us(text: str) -> bool:
    """Few words, about reporting, this number or whoever answers here: asked of us, not of an office."""
    return len(text.split()) <= AT_MOST and _US.search(normalise(text)) is not None
