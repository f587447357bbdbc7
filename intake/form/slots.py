"""The form: one row a slot. The conversation, the README's chart and the funnel all follow this table.

A slot is *asked* when it is wanted in this form (`wanted`) and not filled
(`filled`), in the order of the table. `tries` is how often it is asked at all;
after that a required slot keeps the citizen's raw words, or nothing, and is
flagged `needs_operator:<slot>`; an optional one is left out.
"""

from collections.abc import Iterable
from dataclasses import replace

from intake.form.answers import (
    kind_answer,
    name_answer,
    nik_answer,
    parse_address,
    parse_place,
    phone_answer,
    privacy_answer,
    time_answer,
)
from intake.form.filed import (
    file_address,
    file_elsewhere,
    file_of_reporter,
    file_place,
    file_time,
)
from intake.form.questions import (
    ask_address,
    ask_name,
    ask_place,
    offer_address,
    offer_name,
    offer_phone,
    offer_place,
    offer_privacy,
    offer_skip,
    offer_time,
)
from intake.form.shown import show_place, show_time, show_words
from intake.form.slot import NOTHING, Reading, Slot, Wanted, always
from intake.form.spotters import name_in, nik_in, phone_in, place_in, time_in
from intake.messages import Capabilities
from intake.reading.kind import COMPLAINT, INFORMATION, depends_on_place, kind_of
from intake.reading.relevance import needs_a_day, needs_a_number
from intake.state import Answer, Context, State

DISTRICT_DOTS = 2  # 53.11.04
REGENCY_DOTS = 1
LONGEST_PLACE, LONGEST_NAME = 200, 80  # characters of raw words worth showing


def kind(state: State) -> str:
    """The kind the citizen stated, else what their words sound like."""
    return str(state.value("kind") or kind_of(_story(state))[0])


def _somewhere(state: State, _capabilities: Capabilities) -> bool:
    """A question whose answer is the same everywhere has no place."""
    return kind(state) != INFORMATION or depends_on_place(_story(state))


def _happened(state: State, _capabilities: Capabilities) -> bool:
    """A wish or a question has no date."""
    return kind(state) == COMPLAINT


def _named(state: State, _capabilities: Capabilities) -> bool:
    """Identity is not asked of someone who wants to stay without a name."""
    return not state.draft.anonymous


def _one_event(state: State, _capabilities: Capabilities) -> bool:
    """Of what lasts the officer sees for himself that it does; the review still shows what is missing."""
    return needs_a_day(_story(state))


def only_on_wish(_state: State, _capabilities: Capabilities) -> bool:
    """The review has room for it; nobody is asked."""
    return False


def _papers(slot: str) -> Wanted:
    def papers(state: State, capabilities: Capabilities) -> bool:
        """A number by which the office finds them, where the matter needs one or they told it unasked."""
        free = not capabilities.segment and not state.draft.anonymous
        return free and bool(state.value(slot) or needs_a_number(_story(state)))

    return papers


def _phone_unknown(state: State, capabilities: Capabilities) -> bool:
    return _papers("phone")(state, capabilities) and not capabilities.phone_is_address


def _story(state: State) -> str:
    return "\n".join(state.draft.story)


def _sensitive(state: State, capabilities: Capabilities) -> bool:
    """Offered where naming oneself may be a risk; on SMS the receipt says how instead."""
    return not capabilities.segment and state.draft.confidential


def place_is_clear(answer: Answer) -> bool:
    """A district, or a regency with a street or landmark, or a shared point, can be found by an officer."""
    value = answer.value or {}
    dots = (value.get("region_code") or "").count(".")
    pinned = value.get("latitude") is not None
    detail = any(value.get(part) for part in ("landmark", "street", "rt"))
    return (
        answer.how in {"kept", "skipped"}
        or dots >= DISTRICT_DOTS
        or pinned
        or (dots >= REGENCY_DOTS and detail)
    )


def _told(_text: str, _state: State, _ctx: Context) -> Reading:
    """The story is told, not answered."""
    return NOTHING


ROWS: tuple[Slot, ...] = (
    Slot(
        id="story",
        version=1,
        required=True,
        tries=3,
        sms_tries=3,
        why="what happened, word for word",
        wanted=always,
        parse=_told,
        show=show_words,
        file=file_elsewhere,
        names=("laporan", "isi", "cerita", "story", "report", "aduan"),
        personal=False,
        keep=str,
        alone=True,
    ),
    Slot(
        id="place",
        version=1,
        required=True,
        tries=3,
        sms_tries=2,
        why="where it happened, down to a Kemendagri code",
        wanted=_somewhere,
        parse=parse_place,
        spot=place_in,
        claims=5,
        show=show_place,
        file=file_place,
        names=("lokasi", "tempat", "place", "location", "kejadian"),
        personal=False,
        offers=offer_place,
        question=ask_place,
        keep=lambda words: {"text": words[:LONGEST_PLACE]},
        filled=place_is_clear,
    ),
    Slot(
        id="time",
        version=1,
        required=False,
        tries=2,
        sms_tries=1,
        why="since when",
        wanted=_happened,
        parse=time_answer,
        spot=time_in,
        claims=4,
        show=show_time,
        file=file_time,
        names=("waktu", "tanggal", "tgl", "time", "date", "kapan", "sejak"),
        personal=False,
        offers=offer_time,
        worth=_one_event,
        beside="place",
    ),
    Slot(
        id="privacy",
        version=1,
        required=False,
        tries=2,
        sms_tries=0,
        why="with name, confidential or anonymous",
        wanted=_sensitive,
        parse=privacy_answer,
        show=show_words,
        file=file_elsewhere,
        names=(),  # ANONIM and RAHASIA are commands of their own
        personal=False,
        offers=offer_privacy,
        alone=True,
        in_review=False,
    ),
    Slot(
        id="name",
        version=1,
        required=True,
        tries=3,
        sms_tries=2,
        why="who complains (UU 25/2009 art. 42)",
        wanted=_named,
        parse=name_answer,
        spot=name_in,
        claims=3,
        show=show_words,
        file=file_of_reporter("name"),
        names=("nama", "name"),
        personal=True,
        offers=offer_name,
        question=ask_name,
        keep=lambda words: words[:LONGEST_NAME],
    ),
    Slot(
        id="address",
        version=1,
        required=True,
        tries=2,
        sms_tries=2,
        why="where the reporter lives: same as the place?",
        wanted=_named,
        parse=parse_address,
        show=show_place,
        file=file_address,
        names=("alamat", "address", "rumah"),
        personal=True,
        offers=offer_address,
        question=ask_address,
        beside="name",
        keep=lambda words: {"text": words[:LONGEST_PLACE]},
    ),
    Slot(
        id="nik",
        version=1,
        required=False,
        tries=2,
        sms_tries=0,
        why="16 digits, may be skipped",
        wanted=_papers("nik"),
        worth=only_on_wish,
        parse=nik_answer,
        spot=nik_in,
        claims=1,
        anywhere=True,
        show=show_words,
        file=file_of_reporter("nik"),
        names=("nik", "ktp"),
        personal=True,
        offers=offer_skip,
        alone=True,
    ),
    Slot(
        id="phone",
        version=1,
        required=False,
        tries=2,
        sms_tries=0,
        why="where the channel does not tell it",
        wanted=_phone_unknown,
        worth=only_on_wish,
        parse=phone_answer,
        spot=phone_in,
        claims=2,
        anywhere=True,
        show=show_words,
        file=file_of_reporter("phone"),
        names=("hp", "telepon", "telpon", "phone", "nomor", "no"),
        personal=True,
        offers=offer_phone,
        alone=True,
    ),
    Slot(
        id="kind",
        version=1,
        required=False,
        tries=0,
        sms_tries=0,
        why="read from the words, shown in the review, never asked",
        wanted=always,
        parse=kind_answer,
        show=show_words,
        file=file_elsewhere,
        names=("jenis", "kind", "type", "tipe"),
        personal=False,
    ),
)


class Form:
    """The table as the process uses it; a deployment's own rows are put here before it starts."""

    def __init__(self, rows: Iterable[Slot]) -> None:
        self.use(rows)

    def use(self, rows: Iterable[Slot]) -> None:
        """Ask for these from now on."""
        self.rows = tuple(rows)
        self.by_id = {slot.id: slot for slot in self.rows}
        self.by_name = {name: slot.id for slot in self.rows for name in slot.names}


FORM = Form(ROWS)


def stamped(answers: dict[str, Answer]) -> dict[str, Answer]:
    """These answers, with the version of the parser that read them."""
    return {
        slot: replace(one, version=FORM.by_id[slot].version)
        for slot, one in answers.items()
    }


def is_filled(slot: Slot, state: State) -> bool:
    """The slot has an answer that needs no further question."""
    if slot.id == "story":
        return bool(state.draft.story)
    answer = state.answer(slot.id)
    return answer is not None and slot.filled(answer)


def lacking(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """The slots this form wants and does not have, asked out or not, in order."""
    return tuple(
        slot
        for slot in FORM.rows
        if not is_filled(slot, state) and slot.wanted(state, capabilities)
    )


def missing(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """The slots still to be asked, in order."""
    return tuple(
        slot
        for slot in lacking(state, capabilities)
        if state.draft.misses.get(slot.id, 0) < tries(slot, capabilities)
    )


def tries(slot: Slot, capabilities: Capabilities) -> int:
    """How often this slot is asked at the most."""
    return slot.sms_tries if capabilities.segment else slot.tries


def next_question(state: State, capabilities: Capabilities) -> tuple[Slot, ...]:
    """What to ask now: everything at once where messages cost money, else the first."""
    open_ = missing(state, capabilities)
    if not open_:
        return ()
    if not capabilities.segment:
        return _in_chat(state, capabilities, open_)
    if open_[0].alone:
        return open_[:1]
    together = tuple(slot for slot in open_ if not slot.alone)
    # A question that costs the citizen an SMS is worth it for required facts only.
    return together if any(slot.required for slot in together) else ()


def _in_chat(
    state: State, capabilities: Capabilities, open_: tuple[Slot, ...]
) -> tuple[Slot, ...]:
    """One thing at a time, and what stands beside it; who could not answer both is asked for each."""
    lead = next((slot for slot in open_ if _is_worth(slot, state, capabilities)), None)
    if lead is None:
        return ()
    missed = set(state.draft.misses)
    beside = (slot for slot in open_ if slot.beside == lead.id)
    first = not is_part_known(lead, state)
    return (lead, *(s for s in beside if first and not missed & {s.id, lead.id}))


def _is_worth(slot: Slot, state: State, capabilities: Capabilities) -> bool:
    """By the table, or because they wished to tell it and have not yet."""
    return slot.worth(state, capabilities) or state.draft.asked == (slot.id,)


def is_part_known(slot: Slot, state: State) -> bool:
    """Something was told of it that only needs completing."""
    return state.answer(slot.id) is not None
