"""What officers read about cases: notices, answers to their commands, names in the history.

| to | key | args |
|---|---|---|
| citizen | case.forwarded | id, agency, deadline (the day the first answer is promised for) |
| citizen | case.answered | id, agency, answer |
| citizen | case.accepted, case.closed, case.moved, case.overdue, case.reopened | id, agency |
| administrators | admin.forwarded | alike (another report and why, if it may be the same) |
| administrators | admin.moved | reason |
| administrators | admin.appended, admin.reopened, admin.noted | text |
| administrators | admin.released, admin.parted | |
| administrators | admin.supported | other (report that follows), n (people) |
| administrators | admin.reminder, admin.overdue | step, deadline |

Citizens' notices are worded by intake/wording, officers' here, both from their catalogues. A message to
an officer holds no NIK, no phone number and not the reporter's name: those are on the page behind the
link, where each reading is recorded. Of a secret or anonymous reporter it holds nothing that tells who they
are; a name of which nobody can tell whose it is waits for the coordinator.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from intake.complaint import Complaint
from intake.form.veil import Marks, veil_of
from intake.wording.catalogue import Words
from intake.wording.sms import SINGLE, clip, segments, to_gsm7
from routing.case import Case, Notice
from routing.clocks import date_text
from routing.duplicates import ALIKE
from routing.moves import with_stop
from routing.updates import field_name
from routing.verbs import By, Verb, Verbs

LONG = 1000
TITLE, LINE = 120, 200  # characters of a title and of any other fact in the long form
DESK = 40  # characters of a desk's name in a list
KINDS = ("image", "audio", "video")  # of files, by the head of their media type
LISTED = 15  # cases in one answer to DAFTAR
GOES_ON = frozenset(  # notices in which a sentence of ours follows the citizen's words
    {"admin.solved", "admin.withdrawn", "admin.asked"}
)
REMARKS = frozenset(
    {"emergency", "possible_duplicate", "needs_operator"}
)  # flags that officers read


@dataclass(frozen=True, slots=True)
class Voice:
    """How officers are spoken to."""

    words: Words
    verbs: Verbs
    mask: Callable[[str], str]  # hides identity and phone numbers in free text


def administrator_text(
    notice: Notice,
    complaint: Complaint,
    case: Case,
    voice: Voice,
    *,
    short: bool,
    link: str,
) -> str:
    """A notice: what, where, since when, until when, which case, and how to act.

    `short` gives one GSM-7 part, without the link; else up to 1000 characters.
    """
    about = _About(notice, complaint, case, voice)
    return about.short() if short else about.long(link)


def done_text(verb: Verb, tracking_id: str, words: Words, desk: str = "") -> str:
    """What administrators hear once their action is done; citizens hear it from the conversation.

    `desk`: the name of the one that the case was handed to, or that was asked to help.
    """
    told = verb.key("done")
    return words.say(told, id=tracking_id, agency=desk) if verb.officers else ""


def ask_text(verb: Verb, tracking_id: str, words: Words) -> str:
    """The question for the words an action still needs."""
    return words.say(verb.key("ask"), id=tracking_id, word=verb.word)


def event_text(action: str, verbs: Verbs, words: Words) -> str:
    """How the history calls what happened; what it does not know, by its stored name."""
    key = verbs[action].key("event") if action in verbs else f"event.{action}"
    return words.say(key) if key in words else action


def open_cases_text(
    cases: Iterable[tuple[Case, Complaint]],
    voice: Voice,
    others: Mapping[str, str] = {},
) -> str:
    """The answer to DAFTAR: a line for each open case, the nearest deadline first, at most 15.

    `others`: the names of desks that are not the reader's own, by code; their cases say where they are.
    """
    due = [(case.due[1], case, about) for case, about in cases if case.due]
    rows = sorted(due, key=lambda row: row[0])
    words = voice.words
    if not rows:
        return words.say("list.none")
    lines = [
        f"{case.tracking_id} {_cut(veiled(about.title, about, voice), 30)}. "
        f"{_due(case, words)}{_held_by(case, others)}"
        for _, case, about in rows[:LISTED]
    ]
    more = [words.say("list.more", n=len(rows) - LISTED)] if len(rows) > LISTED else []
    return "\n".join([words.say("list.head", n=len(rows)), *lines, *more])


def _held_by(case: Case, others: Mapping[str, str]) -> str:
    desk = others.get(case.agency)
    return f" ({_cut(desk, DESK)})" if desk else ""


@dataclass(frozen=True, slots=True)
class _About:
    """One notice being worded."""

    notice: Notice
    complaint: Complaint
    case: Case
    voice: Voice

    def long(self, link: str) -> str:
        words = self.voice.words
        args = {
            name: self._told(_cut(self._clean(value), LINE))
            for name, value in self.notice.args.items()
        }
        top = [words.say(self.notice.key, id=self.case.tracking_id, **args).strip()]
        top += [f"{name}: {value}" for name, value in self._facts() if value]
        end = [*self._commands(), words.say("notice.more", link=link)]
        room = LONG - len("\n".join([*top, words.say("notice.story"), *end]))
        story = words.say(
            "notice.story", story=_cut(self._clean(self.complaint.description), room)
        )
        return "\n".join([*top, story, *end])

    def _told(self, value: str) -> str:
        return with_stop(value) if self.notice.key in GOES_ON else value

    def short(self) -> str:
        id_, words = self.case.tracking_id, self.voice.words
        head = to_gsm7(words.brief(self.notice.key, id=id_))
        verbs = "/".join(verb.word for verb in self._tapped())
        acts = words.brief("notice.reply", ways=f"{verbs} {id_}") if verbs else ""
        end = to_gsm7(
            "".join(f". {part}" for part in (_due(self.case, words), acts) if part)
        )
        what = self._clean(
            ", ".join(
                filter(
                    None,
                    [
                        self.complaint.title,
                        _place(self.complaint),
                        files_text(self.complaint, words),
                    ],
                )
            )
        )
        room = SINGLE - segments(f"{head}: {end}").characters
        return f"{head}: {clip(_one_line(what), room)}{end}"

    def _facts(self) -> list[tuple[str, str]]:
        about, words = self.complaint, self.voice.words
        when = about.occurred_on.text if about.occurred_on else ""
        received = date_text(self.case.opened_at.date(), words.language)
        return [
            (words.say(f"kind.{about.kind}"), _cut(self._clean(about.title), TITLE)),
            (words.say("fact.where"), _cut(self._clean(_place(about)), LINE)),
            (words.say("fact.point"), point_text(about)),
            (words.say("fact.happened"), _cut(self._clean(when), TITLE)),
            *((name, _cut(value, TITLE)) for name, value in details(about, self.voice)),
            (
                words.say("fact.hope"),
                _cut(self._clean(about.requested_outcome or ""), TITLE),
            ),
            (words.say("fact.received"), received),
            (words.say("fact.deadline"), _due(self.case, words)),
            (words.say("fact.remarks"), _cut(self._remarks(), TITLE)),
            (words.say("fact.alike"), self.notice.args.get("alike", "")),
        ]

    def _remarks(self) -> str:
        """A report that may be the same is not named twice."""
        told = ALIKE if "alike" in self.notice.args else None
        flags = tuple(f for f in self.complaint.flags if not told or told not in f)
        return _remarks(replace(self.complaint, flags=flags), self.voice.words)

    def _commands(self) -> list[str]:
        """Every way to act by typing; what needs words just now has no button, but a line here."""
        tapped, state = self._tapped(), self.case.state
        more = [
            one
            for one in self.voice.verbs.values()
            if one.by == By.DESK and state in one.with_words
        ]
        ways = [
            self._typed(verb)
            for verb in self.voice.verbs.values()
            if verb in tapped or (tapped and verb in more)
        ]
        return (
            [self.voice.words.say("notice.reply", ways=" | ".join(ways))]
            if ways
            else []
        )

    def _typed(self, verb: Verb) -> str:
        hint = verb.key("hint")
        behind = f" {self.voice.words.say(hint)}" if hint in self.voice.words else ""
        return f"{verb.word} {self.case.tracking_id}{behind}"

    def _tapped(self) -> list[Verb]:
        names = [one.id.split(":")[1] for one in self.notice.buttons]
        return [self.voice.verbs[name] for name in names]

    def _clean(self, text: str) -> str:
        return veiled(text, self.complaint, self.voice)


def files_text(about: Complaint, words: Words) -> str:
    """What was sent along, by kind: "2 foto, 1 rekaman suara"; "" for nothing."""
    kinds = Counter(_kind_of(one.media_type) for one in about.attachments)
    return ", ".join(
        words.say(f"files.{kind}", n=kinds[kind]) for kind in sorted(kinds)
    )


def _kind_of(media_type: str | None) -> str:
    """One that is still being fetched is of no kind yet."""
    head = (media_type or "").partition("/")[0]
    return head if head in KINDS else "other"


def point_text(about: Complaint) -> str:
    """The point that was shared, as a link a phone opens as a map; "" for none.

    Of who is secret or anonymous it may be where they live.
    """
    there, hidden = about.location, about.anonymous or about.confidential
    if there.latitude is None or there.longitude is None or hidden:
        return ""
    return f"https://maps.google.com/?q={there.latitude:.6f},{there.longitude:.6f}"


def title_text(about: Complaint, voice: Voice) -> str:
    """What a case is about, as officers may read it on any channel."""
    return _one_line(veiled(about.title, about, voice))


def place_text(about: Complaint, voice: Voice) -> str:
    """Where it is, as officers may read it on any channel."""
    return _cut(veiled(_place(about), about, voice), LINE)


def _due(case: Case, words: Words) -> str:
    if case.due is None:
        return ""
    step, deadline = case.due
    return words.say(
        "step.due",
        step=words.say(f"step.{step}"),
        date=date_text(deadline.date(), words.language),
    )


def _place(about: Complaint) -> str:
    """Where, the narrowest first; parts that say the same are said once."""
    there = about.location
    _, _, district, village = there.region_path
    unit = (
        f"RT {there.rt or '-'}/RW {there.rw or '-'}" if there.rt or there.rw else None
    )
    parts = [there.text or there.landmark, unit, village, district]
    told: list[str] = []
    for part in filter(None, parts):
        if not any(part.casefold() in said.casefold() for said in told):
            told.append(part)
    return ", ".join(told)


def _remarks(about: Complaint, words: Words) -> str:
    flags = [flag.partition(":") for flag in about.flags]
    said = [
        words.say(f"remark.{name}", about=field_name(rest, words))
        for name, _, rest in flags
        if name in REMARKS
    ]
    secret = [words.say("remark.confidential")] if about.confidential else []
    files = [sent] if (sent := files_text(about, words)) else []
    held = [words.say("remark.held")] if held_words(about) else []
    return ", ".join([*said, *secret, *held, *files])


def veiled(text: str, about: Complaint, voice: Voice) -> str:
    """A text about a report as officers may read it: it tells no more of the reporter than they may know.

    Their name never travels; of the secret and the anonymous neither do home, people and contacts.
    """
    return voice.mask(veil_of(about).over(text, marks_of(voice.words)))


def marks_of(words: Words) -> Marks:
    """What stands for hidden words."""
    marks = ("reporter", "home", "contact", "held")
    return Marks(*(words.say(f"notice.{mark}") for mark in marks))


def held_words(about: Complaint) -> tuple[str, ...]:
    """Names in the report of which the coordinator must say whether officers may read them."""
    return veil_of(about).held(about.description)


def details(about: Complaint, voice: Voice) -> list[tuple[str, str]]:
    """What this form asked for beyond the envelope's own fields.

    A fact, so its numbers stay readable, but for a reporter whom such a number would tell.
    """
    hidden = about.anonymous or about.confidential
    own = voice if hidden else replace(voice, mask=str)
    return [
        (name.capitalize(), veiled(told, about, own))
        for name, told in about.details.items()
    ]


def _cut(text: str, room: int) -> str:
    one_line = _one_line(text)
    return (
        one_line
        if len(one_line) <= room
        else one_line[: max(room - len(".."), 0)].rstrip() + ".."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
