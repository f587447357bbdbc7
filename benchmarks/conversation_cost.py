"""What a complaint costs: `python -m benchmarks.conversation_cost [--talk SUBSTRING]`.

Every citizen of `benchmarks.citizens` tells their matter over each channel, several times with other
seeds. They react: what they send depends on what they are asked. Counted up to the receipt (a mistake
they mend afterwards included), in Indonesian deployments of their own region:

* in, out: messages from the citizen, and from us; parts: what they cost as SMS.
* done: complaints that were sent to the queue before the citizen's patience ended.
* right: fields that say what is true (place: within what was told, at least as deep; category: the
  head; time: as exact as known; name; address; NIK), of the fields the citizen was able to tell.
The news of who handles the case comes after that and is the same for all: one message more from us.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median, quantiles

from benchmarks.citizens import CITIZENS, SAME, Citizen
from gateway.operate.chat import Chat
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer, load_heads
from intake.complaint import Complaint
from intake.form.filing import complaint_of
from intake.messages import Address, Capabilities
from intake.state import Choice, State, Submit
from intake.wording.render import Rendered
from intake.wording.sms import segments

CHANNELS = ("sms", "whatsapp", "telegram")
SEEDS = (1, 2, 3)
PATIENCE = {
    "sms": 8,
    "whatsapp": 20,
    "telegram": 20,
}  # messages a citizen is ready to send
SENDERS = {
    "sms": Address("sms", "+6281200000001"),
    "whatsapp": Address("whatsapp", "+6281200000001"),
    "telegram": Address("telegram", "7"),
}
WRONG_NAME = "Salah Tulis"
KK = "5311012304120007"


@dataclass
class Talk:
    """One citizen on one channel: the conversation as it went."""

    citizen: Citizen
    channel: str
    seed: int
    chat: Chat = field(init=False)
    dice: random.Random = field(init=False)
    sent: list[str] = field(default_factory=list)
    received: list[Rendered] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    did: set[str] = field(default_factory=set)  # the habits already lived out
    asked: set[str] = field(default_factory=set)  # the slots they were asked for

    def __post_init__(self) -> None:
        self.chat = Chat(self.channel, self.citizen.near)
        self.dice = random.Random(f"{self.seed} {self.citizen.story}")

    def run(self) -> "Talk":
        """Talk until the receipt, or until patience ends."""
        for opening in self._openings():
            self._send(opening)
        while (
            len(self.sent) < PATIENCE[self.channel]
            and (words := self._next()) is not None
        ):
            self._send(words)
        return self

    @property
    def done(self) -> bool:
        """The complaint reached the queue."""
        return any(isinstance(effect, Submit) for effect in self.chat.effects)

    def complaint(self) -> Complaint:
        """What the queue got, later corrections included."""
        return complaint_of(
            self.chat.state,
            SENDERS[self.channel],
            self._able,
            load_gazetteer(),
            self.chat.now,
            load_heads(),
        )

    @property
    def _able(self) -> Capabilities:
        return CAPABILITIES[self.channel]

    def _send(self, words: str) -> None:
        self.sent.append(words)
        shown = self.chat.send(words)
        self.received += shown
        self.log += [f"> {words}", *(f"< {one.text}" for one in shown)]

    # --- the beginning -----------------------------------------------------------

    def _openings(self) -> Iterator[str]:
        habits = self.citizen.manners
        if "photo" in habits and self._able.media:
            yield "/photo"
        if "greets" in habits:
            yield self.dice.choice(["halo", "selamat pagi", "assalamualaikum"])
        story = self.citizen.story
        if "split" in habits and ". " in story:
            yield from story.split(". ", 1)
        else:
            yield story

    # --- the next message ----------------------------------------------------------

    def _next(self) -> str | None:
        state = self.chat.state
        if state.phase in {"done", "cancelled"}:
            return self._after()
        if state.phase == "idle":
            return self.citizen.story
        habit = self._once("confused", "nudges")
        if habit:
            return {"confused": "maksudnya apa ya?", "nudges": "gimana pak?"}[habit]
        if state.phase == "review":
            return self._reviewed(state)
        if offered := self._pick(state):
            return offered
        return self._dress(self._answers(state))

    def _once(self, *habits: str) -> str | None:
        for habit in habits:
            if habit in self.citizen.manners and habit not in self.did:
                self.did.add(habit)
                return habit
        return None

    def _after(self) -> str | None:
        return f"UBAH NAMA {self.citizen.name}" if self._misnamed() else None

    def _misnamed(self) -> bool:
        """The wrong name stands there, and was not mended before."""
        stands = _bare(str(self.chat.state.value("name") or "")) == _bare(WRONG_NAME)
        before = "mended" in self.did
        self.did |= {"mended"} if stands else set()
        return stands and not before

    def _reviewed(self, state: State) -> str:
        if self._misnamed():
            number = next(
                line.split(".")[0]
                for line in self.received[-1].text.splitlines()
                if WRONG_NAME.casefold() in line.casefold()
            )
            return f"{number} {self.citizen.name}"
        if self._room_for_nik(state):
            return self._nik(state)
        return self._tap(state, "send") or self.dice.choice(
            ["ya", "sudah benar", "kirim", "Ya benar"]
        )

    def _room_for_nik(self, state: State) -> bool:
        """The review has a line for a NIK that they know and have not told."""
        room = "NIK:" in self.received[-1].text and not state.value("nik")
        return room and bool(
            self.citizen.nik or "kk" in self.citizen.manners - self.did
        )

    def _tap(self, state: State, target: str) -> str | None:
        """A tap on the button of this command or value, for those who like buttons."""
        if "taps" not in self.citizen.manners or not self._able.buttons:
            return None
        numbers = [
            n
            for n, choice in enumerate(state.draft.choices, start=1)
            if choice.target == target
        ]
        return f"/tap {numbers[0]}" if numbers else None

    def _pick(self, state: State) -> str | None:
        """The number of the true region among those on offer."""
        regions = [
            (n, _code(choice))
            for n, choice in enumerate(state.draft.choices, start=1)
            if choice.label
        ]
        if not regions:
            return None
        true = [n for n, code in regions if code and _related(code, self.citizen.code)]
        number = true[0] if true else len(state.draft.choices)
        return self.dice.choice([str(number), f"{number}.", f" {number}"])

    # --- answers ---------------------------------------------------------------------

    def _answers(self, state: State) -> list[tuple[str, str]]:
        asked = [slot for slot in state.draft.asked if slot in ANSWERS] or ["story"]
        self.asked |= set(asked)
        told = [(slot, ANSWERS[slot](self, state)) for slot in asked]
        told = [(slot, words) for slot, words in told if words]
        if len(told) > 1 and self._once("forgetful"):
            told.pop(self.dice.randrange(len(told)))
        if "shuffled" in self.citizen.manners:
            self.dice.shuffle(told)
        return told

    def _place(self, _state: State) -> str:
        return self.citizen.place

    def _time(self, state: State) -> str:
        if self.citizen.when:
            return self.citizen.when
        return (
            ""
            if len(state.draft.asked) > 1
            else self._tap(state, "skip") or self.dice.choice(["tidak tahu", "lupa"])
        )

    def _name(self, state: State) -> str:
        if not self.citizen.name:
            return self._tap(state, "anonymous") or self.dice.choice(
                ["anonim", "tanpa nama"]
            )
        return WRONG_NAME if self._once("corrects") else self.citizen.name

    def _address(self, state: State) -> str:
        if not self.citizen.name and len(state.draft.asked) > 1:
            return ""  # who stays without a name gives no address either
        if self.citizen.home == SAME:
            return self._tap(state, "address") or self.dice.choice(
                ["SAMA", "alamat sama", "sama", "alamatnya sama"]
            )
        cue = "alamat " if len(state.draft.asked) > 1 else ""
        return cue + self.citizen.home

    def _nik(self, state: State) -> str:
        if self._once("kk"):
            return KK
        if self.citizen.nik:
            digits = self.citizen.nik
            return self.dice.choice(
                [
                    digits,
                    f"{digits[:6]} {digits[6:12]} {digits[12:]}",
                    f"{digits[:4]}.{digits[4:]}",
                ]
            )
        return self._skip(state)

    def _skip(self, state: State) -> str:
        return self._tap(state, "skip") or self.dice.choice(
            ["lewati", "skip", "gak usah", "LEWATI"]
        )

    def _privacy(self, _state: State) -> str:
        return "rahasia" if self.citizen.name else "anonim"

    def _story(self, _state: State) -> str:
        return self.citizen.story

    # --- manner ------------------------------------------------------------------------

    def _dress(self, told: list[tuple[str, str]]) -> str:
        """The answers in one message, as this person writes."""
        habits = self.citizen.manners
        if "labels" in habits and len(told) > 1:
            return "\n".join(f"{LABELS[slot]}: {said}" for slot, said in told)
        text = (". " if "dots" in habits else ", ").join(said for _, said in told)
        if text.startswith("/"):
            return text
        dressed = self._chat(text) if "chatty" in habits and is_chat(told) else text
        return dressed.upper() if "caps" in habits else dressed

    def _chat(self, text: str) -> str:
        before = self.dice.choice(["Oh iya pak, ", "Baik min, ", ""])
        return before + text + self.dice.choice([", terima kasih", " ya pak", ""])


def is_chat(told: list[tuple[str, str]]) -> bool:
    """Whether it begins with something people chat about."""
    return bool(told) and told[0][0] not in {"nik", "phone", "privacy", "address"}


ANSWERS: dict[str, Callable[[Talk, State], str]] = {
    "story": Talk._story,
    "place": Talk._place,
    "time": Talk._time,
    "name": Talk._name,
    "address": Talk._address,
    "nik": Talk._nik,
    "phone": Talk._skip,
    "privacy": Talk._privacy,
}
LABELS = {
    "story": "Isi",
    "place": "Lokasi",
    "time": "Waktu",
    "name": "Nama",
    "address": "Alamat",
    "nik": "NIK",
}


def _code(choice: Choice) -> str:
    return (
        str(choice.value.get("region_code") or "")
        if isinstance(choice.value, dict)
        else ""
    )


def _related(code: str, true: str) -> bool:
    """One region is the other, or contains it."""
    a, b = f"{code}.", f"{true}."
    return a.startswith(b) or b.startswith(a)


# --- judging ------------------------------------------------------------------------


Judged = tuple[bool, str, str]  # whether it is right, what was expected, what we got


def fields(talk: Talk) -> dict[str, Judged]:
    """Per field the citizen could tell: how we understood it."""
    citizen, got = talk.citizen, talk.complaint()
    judged = {
        "place": _within(citizen.code, got.location.region_code or ""),
        "category": _same(citizen.head, got.category),
        "time": _as_exact(citizen.date, got) if asked_or_told(talk, got) else None,
        "name": _named(citizen, got, got.reporter.name or ""),
        "address": _housed(citizen, got) if citizen.name else None,
        "nik": _same(citizen.nik if talk.channel != "sms" else "", got.reporter.nik),
    }
    return {field: how for field, how in judged.items() if how}


def asked_or_told(talk: Talk, got: Complaint) -> bool:
    """Nobody asks when the lamp went out, where that makes no difference."""
    return "time" in talk.asked or bool(got.occurred_on)


def _within(code: str, place: str) -> Judged:
    return f"{place}.".startswith(f"{code}."), code, place


def _same(told: str, got: str | None) -> Judged | None:
    return (got == told, told, got or "") if told else None


def _as_exact(date: str, got: Complaint) -> Judged | None:
    when = (got.occurred_on.date if got.occurred_on else None) or ""
    return (when.startswith(date), date, when) if date else None


def _named(citizen: Citizen, got: Complaint, name: str) -> tuple[bool, str, str]:
    if not citizen.name:
        return got.anonymous or not name, "(anonymous)", name
    return _bare(name) == _bare(citizen.name), citizen.name, name


def _bare(name: str) -> str:
    titles = {"pak", "bu", "ibu", "bapak", "mama", "hajah", "hj", "guru"}
    return " ".join(
        word for word in name.casefold().replace(".", "").split() if word not in titles
    )


def _housed(citizen: Citizen, got: Complaint) -> tuple[bool, str, str]:
    text = (got.reporter.address.text or "").casefold()
    if citizen.home == SAME:
        right = got.reporter.address.region_code == got.location.region_code and bool(
            text
        )
        return right, "(as the place)", f"{text} {got.reporter.address.region_code}"
    return citizen.home.casefold() in text, citizen.home, text


# --- the table ----------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """The numbers of one channel. Messages and parts as (median, 90th percentile)."""

    talks: int
    sent: tuple[float, float]
    sent_parts: tuple[float, float]
    received: tuple[float, float]
    received_parts: tuple[float, float]
    done: float
    right: float
    by_field: dict[str, float]


def main() -> dict[str, Cost]:
    """Measure every channel; print the table and what was misread. `--talk`: one citizen's conversations."""
    if "--talk" in sys.argv:
        _show(sys.argv[sys.argv.index("--talk") + 1])
        return {}
    costs = {}
    wrong: Counter[str] = Counter()
    print(
        f"{'':10}{'in':>11}{'in parts':>11}{'out':>11}{'out parts':>11}{'done':>8}{'right':>8}   (median/p90)"
    )
    for channel in CHANNELS:
        talks = [
            Talk(citizen, channel, seed).run() for citizen in CITIZENS for seed in SEEDS
        ]
        costs[channel] = cost = _cost(talks)
        numbers = (cost.sent, cost.sent_parts, cost.received, cost.received_parts)
        spans = "".join(f"{f'{middle:g}/{high:g}':>11}" for middle, high in numbers)
        print(f"{channel:10}{spans}{cost.done:8.1%}{cost.right:8.1%}")
        wrong.update(_misread(talks))
    for channel, cost in costs.items():
        print(
            f"{channel:10}"
            + "  ".join(f"{name} {share:.1%}" for name, share in cost.by_field.items())
        )
    print(f"\n{len(CITIZENS)} citizens, {len(SEEDS)} seeds each\n")
    print("\n".join(f"{times:3}x {what}" for what, times in wrong.most_common()))
    return costs


def _cost(talks: list[Talk]) -> Cost:
    total, good = _tally(talks)
    return Cost(
        talks=len(talks),
        sent=_spread([len(talk.sent) for talk in talks]),
        sent_parts=_spread([_parts(talk.sent) for talk in talks]),
        received=_spread([len(talk.received) for talk in talks]),
        received_parts=_spread(
            [_parts([one.text for one in talk.received]) for talk in talks]
        ),
        done=sum(talk.done for talk in talks) / len(talks),
        right=good.total() / total.total(),
        by_field={name: good[name] / total[name] for name in total},
    )


def _tally(talks: list[Talk]) -> tuple[Counter[str], Counter[str]]:
    """How often each field could be told, and how often it was understood."""
    judged = [
        (name, right) for talk in talks for name, (right, _, _) in fields(talk).items()
    ]
    return Counter(name for name, _ in judged), Counter(
        name for name, right in judged if right
    )


def _parts(texts: list[str]) -> int:
    """What these cost by SMS."""
    return sum(segments(text).parts for text in texts)


def _spread(numbers: list[int]) -> tuple[float, float]:
    return median(numbers), quantiles(numbers, n=10)[-1]


def _misread(talks: list[Talk]) -> Iterator[str]:
    for talk in talks:
        told = " > ".join(talk.sent).replace("\n", " / ")
        if not talk.done:
            yield f"{talk.channel} NOT DONE | {told}"
        for name, (right, expected, got) in fields(talk).items():
            if not right:
                yield f"{talk.channel} {name} | {told} | expected {expected!r} | got {got!r}"


def _show(wanted: str) -> None:
    for citizen in CITIZENS:
        if wanted in citizen.story:
            for channel in CHANNELS:
                print(
                    channel, *Talk(citizen, channel, SEEDS[0]).run().log, "", sep="\n"
                )


if __name__ == "__main__":
    main()
