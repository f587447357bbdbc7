"""What the pages show, as plain values for the templates: worded, dated, and cleaned of personal data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.flows.sniffing import ENDINGS
from gateway.web.admin.access import Visitor
from intake.complaint import Complaint, HomeAddress, Location, OccurredOn, Reporter
from intake.reading.category import singular
from intake.reading.words import normalise
from intake.wording.catalogue import Words
from routing.agencies import Agencies
from routing.case import CITIZEN, CLOCK, LIVE, OURS, SYSTEM, THEIRS, Case, HistoryEntry
from routing.clocks import date_text, time_text
from routing.life import may, offers, plays, speaks_for
from routing.notices import (
    REMARKS,
    Voice,
    details,
    event_text,
    held_words,
    veiled,
)
from routing.office import Office
from routing.verbs import Note, Verb
from storage.values import FoundFile, StoredAttachment

PLAYERS = {
    "image": "photo",
    "audio": "audio",
    "video": "video",
}  # by the first half of a media type
TO_THE_DAY = frozenset({"minute", "hour", "day"})
KILO = 1024
NOBODY = frozenset({CITIZEN, CLOCK, SYSTEM})  # actors that have no name of their own


@dataclass(frozen=True, slots=True)
class ActionForm:
    """Something the visitor can do to the case, as the table of verbs has it."""

    verb: str
    title: str
    button: str
    label: str = ""  # of the text field; "": there is none
    required: bool = False
    lines: int = 3
    takes_desk: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A deadline, in words."""

    name: str
    date: str
    left: str  # "besok", "3 hari lagi", "lewat 2 hari"; "sudah" when it binds no longer
    state: str  # done | late | soon | ahead


@dataclass(frozen=True, slots=True)
class ListRow:
    """A complaint in a list."""

    tracking_id: str
    title: str
    place: str
    desk: str
    state: str  # of the case, or of a complaint that no desk has yet
    label: str
    due: Step | None
    received: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An event of the history."""

    at: str
    who: str
    what: str
    note: str
    desk: str


@dataclass(frozen=True, slots=True)
class File:
    """Something the citizen sent along."""

    id: str
    words: str
    player: str  # photo | audio | video | download; "": there is nothing to open
    location: tuple[float, float] | None  # where the photo says it was taken


@dataclass(frozen=True, slots=True)
class CaseView:
    """A complaint on a page of its own."""

    row: ListRow
    kind: str
    description: str
    facts: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    point: tuple[float, float] | None  # latitude and longitude, in degrees
    files: tuple[File, ...]
    steps: tuple[Step, ...]
    history: tuple[HistoryLine, ...]  # newest first
    forms: tuple[ActionForm, ...]
    desks: tuple[
        tuple[str, str], ...
    ]  # code and name of the agencies it can be transferred to
    seen: int  # lines of the history: a form acts on what its reader saw
    anonymous: bool
    held: bool  # words wait for the coordinator


def case_view(
    about: Complaint,
    case: Case | None,
    status: str,
    files: Iterable[StoredAttachment],
    sight: "Sight",
) -> CaseView:
    """Everything the page of a complaint shows, save who reported it."""
    sight = sight.at(case)
    return CaseView(
        row=row(about, case, status, sight),
        kind=sight.words.say(f"kind.{about.kind}"),
        description=sight.clean(about.description, about),
        facts=(*_cleaned_facts(about, sight), *details(about, sight.voice)),
        remarks=_remarks(about, sight.words),
        point=_point(about.location),
        files=tuple(_file(file, sight.words) for file in files),
        steps=tuple(_step(case, name, sight) for name in _told_steps(case))
        if case
        else (),
        history=tuple(_line(entry, about, sight) for entry in reversed(case.history))
        if case
        else (),
        forms=_forms(case, sight) if case else (),
        desks=_transferable(case, sight.office.agencies) if case else (),
        seen=len(case.history) if case else 0,
        anonymous=about.anonymous,
        held=bool(held_words(about)),
    )


def _told_steps(case: Case) -> tuple[str, ...]:
    """What the desk owes or has done, and what we wait for from the citizen."""
    return (*OURS, *(step for step in LIVE[case.state] if step in THEIRS))


@dataclass(frozen=True, slots=True)
class Sight:
    """Who is looking, when, with which desks and calendar in mind, and how they are spoken to."""

    visitor: Visitor
    now: datetime
    office: Office
    voice: Voice
    desk: str = ""  # whose clock tells the time; "": the coordinator's

    def at(self, case: Case | None) -> "Sight":
        """The same by the clock of the desk that has the case."""
        return replace(self, desk=case.agency) if case else self

    @property
    def words(self) -> Words:
        """What officers read."""
        return self.voice.words

    def clean(self, text: str, about: Complaint) -> str:
        """The citizen's words without their name and without numbers of cards, phones and plates."""
        return veiled(text, about, self.voice)

    def date(self, at: datetime) -> str:
        """The local day of a moment."""
        return date_text(self.local(at).date(), self.words.language)

    def local(self, at: datetime) -> datetime:
        """A moment by the desk's clock."""
        return self.office.local(at, self.desk)


def row(about: Complaint, case: Case | None, status: str, sight: Sight) -> ListRow:
    """A complaint in one line; `status` is that of a complaint without a case."""
    sight = sight.at(case)
    state = str(case.state) if case else status
    return ListRow(
        tracking_id=about.tracking_id,
        title=sight.clean(about.title, about),
        place=sight.clean(place(about.location), about),
        desk=_desk(case.agency, sight.office.agencies) if case else "",
        state=state,
        label=sight.words.say(f"state.{state}"),
        due=_step(case, case.due[0], sight) if case and case.due else None,
        received=sight.date(about.received_at),
    )


def place(there: Location) -> str:
    """Where, the narrowest first: `Jl. Melati, RT 2/RW 1, Temu, Kec. Kanatang, Kab. Sumba Timur`."""
    province, regency, district, village = there.region_path
    regions = (village, district and f"Kec. {district}", regency or province)
    return ", ".join(
        dict.fromkeys(part for part in (there.text, _unit(there), *regions) if part)
    )


def identity(
    reporter: Reporter, words: Words, channel: str
) -> tuple[tuple[str, str], ...]:
    """Who reported it, and by which channel. Show only what has been recorded as read."""
    unknown = words.say("reporter.unknown")
    home = ", ".join(filter(None, (reporter.address.text, _unit(reporter.address))))
    return (
        (words.say("reporter.name"), reporter.name or unknown),
        (words.say("reporter.phone"), reporter.phone or unknown),
        (words.say("reporter.nik"), reporter.nik or unknown),
        (words.say("reporter.address"), home or unknown),
        (words.say("reporter.channel"), f"{channel}, {reporter.address_on_channel}"),
    )


def _cleaned_facts(about: Complaint, sight: Sight) -> list[tuple[str, str]]:
    ours = sight.words.say("fact.category")  # holds nothing but what is shown anyway
    return [
        (name, value if name == ours else sight.clean(value, about))
        for name, value in _facts(about, sight)
        if value
    ]


def _facts(about: Complaint, sight: Sight) -> list[tuple[str, str]]:
    words = sight.words
    return [
        (words.say("fact.where"), place(about.location)),
        (words.say("fact.landmark"), about.location.landmark or ""),
        (
            words.say("fact.since"),
            _when(about.occurred_on, words) if about.occurred_on else "",
        ),
        (words.say("fact.category"), _category(about, sight)),
        (words.say("fact.outcome"), about.requested_outcome or ""),
        (words.say("fact.suspected"), about.suspected_agency or ""),
        (words.say("fact.received"), _moment(about.received_at, sight)),
    ]


def _category(about: Complaint, sight: Sight) -> str:
    """The likeliest, and what else it may be, each with the words of the story that spoke for it."""
    words = sight.words
    spoke, others = (
        _shown(said, about, sight)
        for said in (about.category_words, about.other_category_words)
    )
    if not about.category:
        return words.say("category.unsure")
    sure = about.category_confidence
    first = (
        about.category
        if sure is None
        else words.say("category.sure", category=about.category, sure=f"{sure:.0%}")
    )
    first = _because(first, spoke, words)
    if not about.other_category:
        return first
    other = _because(about.other_category, others, words)
    return words.say("category.two", first=first, other=other)


def _shown(spoke: tuple[str, ...], about: Complaint, sight: Sight) -> tuple[str, ...]:
    """Those that stand in what is read of the story: a name that is hidden there speaks for nothing here."""
    read = set(_plain(sight.clean(about.description, about)))
    return tuple(words for words in spoke if read.issuperset(_plain(words)))


def _plain(text: str) -> list[str]:
    return singular(normalise(text)).split()


def _because(category: str, spoke: tuple[str, ...], words: Words) -> str:
    if not spoke:
        return category
    return words.say("category.because", category=category, words=", ".join(spoke))


def _when(when: OccurredOn, words: Words) -> str:
    if when.date and when.precision in TO_THE_DAY:
        return f"{when.text} ({date_text(datetime.fromisoformat(when.date).date(), words.language)})"
    return when.text


def _remarks(about: Complaint, words: Words) -> tuple[str, ...]:
    flags = [flag.partition(":") for flag in about.flags]
    said = [
        words.say(f"remark.{name}", about=_slot(rest, words))
        for name, _, rest in flags
        if name in REMARKS
    ]
    marks = (("confidential", about.confidential), ("anonymous", about.anonymous))
    held = ("held", bool(held_words(about)))
    shown = (words.say(f"remark.{name}") for name, holds in (*marks, held) if holds)
    return (*said, *shown)


def _slot(name: str, words: Words) -> str:
    return words.say(f"missing.{name}") if f"missing.{name}" in words else name


def _point(there: Location) -> tuple[float, float] | None:
    return (
        None
        if there.latitude is None or there.longitude is None
        else (there.latitude, there.longitude)
    )


def _unit(there: Location | HomeAddress) -> str:
    return f"RT {there.rt or '-'}/RW {there.rw or '-'}" if there.rt or there.rw else ""


def _file(file: StoredAttachment, words: Words) -> File:
    size = f"{max(1, round(file.bytes / KILO))} KB" if file.bytes else ""
    kind = ENDINGS.get(file.media_type, "").upper()
    state = words.say(f"file.{file.state}") if f"file.{file.state}" in words else ""
    parts = (words.say(f"media.{file.media.kind}"), kind, size, state)
    found = file.found
    return File(
        file.id,
        ", ".join(filter(None, parts)),
        _player(found) if found else "",
        found.location if found else None,
    )


def _player(found: FoundFile) -> str:
    """A picture that could not be drawn anew is not shown, but given out."""
    player = PLAYERS.get(found.media_type.partition("/")[0], "download")
    return "download" if player == "photo" and not found.shown else player


def _step(case: Case, name: str, sight: Sight) -> Step:
    """By the clock it was promised by, whichever desk has the case by now."""
    words, deadline = sight.words, case.limit(name)
    days = (deadline.date() - sight.now.astimezone(deadline.tzinfo).date()).days
    live = name in LIVE[case.state]
    state = (
        "done"
        if not live
        else "late"
        if deadline < sight.now
        else "soon"
        if days <= 1
        else "ahead"
    )
    left = _left(days, words) if live else words.say("left.done")
    return Step(words.say(f"step.{name}"), _day(deadline, words), left, state)


def _day(deadline: datetime, words: Words) -> str:
    return date_text(deadline.date(), words.language)


def _left(days: int, words: Words) -> str:
    if days < 0:
        return words.say("left.late", days=-days)
    return words.say(
        {0: "left.today", 1: "left.tomorrow"}.get(days, "left.days"), days=days
    )


def _line(entry: HistoryEntry, about: Complaint, sight: Sight) -> HistoryLine:
    words, step = sight.words, f"step.{entry.note}"
    return HistoryLine(
        at=_moment(entry.at, sight),
        who=words.say(f"actor.{entry.actor}") if entry.actor in NOBODY else entry.actor,
        what=event_text(entry.action, sight.voice.verbs, words),
        note=sight.clean(words.say(step) if step in words else entry.note, about),
        desk=_desk(entry.agency, sight.office.agencies),
    )


def _forms(case: Case, sight: Sight) -> tuple[ActionForm, ...]:
    visitor, agencies = sight.visitor, sight.office.agencies
    able = offers(case, visitor.desks, agencies, sight.voice.verbs)
    return tuple(
        _form(verb, case, sight.words)
        for verb in able
        if _plays_here(case, verb, sight)
    )


def _plays_here(case: Case, verb: Verb, sight: Sight) -> bool:
    desks, role = speaks_for(sight.visitor.roles, verb)
    return plays(role, verb) and may(case, verb, desks, sight.office.agencies)


def _form(verb: Verb, case: Case, words: Words) -> ActionForm:
    """Finishing before an answer needs the answer's words, and says so."""
    label = "label.must" if case.state in verb.with_words else "label"
    return ActionForm(
        verb.name,
        words.say(verb.key("title")),
        words.say(verb.key("send")),
        words.say(verb.key(label)) if verb.note != Note.NONE else "",
        verb.needs_words(case.state),
        verb.lines,
        verb.takes_desk,
    )


def _transferable(case: Case, agencies: Agencies) -> tuple[tuple[str, str], ...]:
    staffed = (agency for agency in agencies.by_code.values() if agency.administrators)
    return tuple(
        (agency.code, agency.name) for agency in staffed if agency.code != case.agency
    )


def _desk(code: str, agencies: Agencies) -> str:
    return agencies.by_code[code].name if code in agencies.by_code else code


def _moment(at: datetime, sight: Sight) -> str:
    return f"{sight.date(at)}, {time_text(sight.local(at))}"
