"""What to tell whom. Citizens' notices are worded by their catalogues, administrators' here.

| to | key | args |
|---|---|---|
| citizen | case.forwarded | id, agency, deadline (the day the first answer is promised for) |
| citizen | case.answered | id, agency, answer |
| citizen | case.accepted, case.closed, case.moved, case.overdue, case.reopened | id, agency |
| administrators | admin.forwarded | |
| administrators | admin.moved | reason |
| administrators | admin.appended, admin.reopened | text |
| administrators | admin.reminder, admin.overdue | step, deadline |

A message to an administrator holds no NIK, no phone number and not the reporter's name: those are on the
page behind the link, where each reading is recorded.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.complaint import Complaint
from intake.messages import Button
from routing.clocks import date_text

if TYPE_CHECKING:  # a case gives out notices, and their words look at the case
    from routing.case import Case

SMS = 160  # characters of one GSM-7 part
LONG = 1000
TITLE, LINE = 120, 200  # characters of a title and of any other fact in the long form
LISTED = 15  # cases in one answer to DAFTAR

TITLES = {
    "accept": "Terima",
    "answer": "Jawab",
    "finish": "Selesai",
    "return": "Bukan wewenang",
    "transfer": "Alihkan",
}
TYPED = {
    "accept": ("TERIMA", ""),
    "answer": ("JAWAB", " isi jawaban"),
    "finish": ("SELESAI", " hasilnya"),
    "return": ("BUKAN", " alasan"),
    "transfer": ("ALIH", " kode alasan"),
}
STEPS = {"accept": "Terima", "respond": "Jawab", "settle": "Selesaikan"}
KINDS = {"complaint": "Pengaduan", "aspiration": "Aspirasi", "information_request": "Permintaan informasi"}

HEADLINES = {  # the short form stops at the first full stop
    "admin.forwarded": "Laporan baru {id}.",
    "admin.moved": "Laporan {id} dialihkan kepada Anda. Alasan: {reason}",
    "admin.appended": "Tambahan pelapor untuk {id}. {text}",
    "admin.reopened": "Pelapor: {id} BELUM beres. {text}",
    "admin.reminder": "Pengingat {id}. {step} paling lambat {deadline}.",
    "admin.overdue": "{id} LEWAT tenggat. {step} seharusnya paling lambat {deadline}. Mohon dibantu.",
}
REMARKS = {
    "emergency": "DARURAT",
    "possible_duplicate": "mungkin sama dengan {}",
    "needs_operator": "perlu dilengkapi ({})",
}

DONE = {
    "accept": "Terima kasih, {id} Anda terima. Pelapor diberi tahu.",
    "answer": "Jawaban {id} diteruskan ke pelapor. Bila sudah tuntas, balas SELESAI {id}.",
    "finish": "{id} selesai. Pelapor diberi tahu dan dapat membukanya lagi bila belum beres.",
    "return": "{id} dikembalikan. Terima kasih atas alasannya.",
    "transfer": "{id} dialihkan. Pelapor diberi tahu.",
}
ASK = {
    "answer": "Silakan tulis jawaban untuk pelapor {id}.",
    "return": "Mengapa {id} bukan wewenang Anda? Tulis alasannya, dan instansi yang tepat bila tahu.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell, not yet in words."""

    to: str  # "citizen" | "administrators"
    agency: str | None  # whose administrators; None for the citizen
    key: str
    args: dict[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


def button(verb: str, tracking_id: str) -> Button:
    """The button that does a verb to a case: `case:accept:LPR-7K2F9QX`, read back by `read_command`."""
    return Button(f"case:{verb}:{tracking_id}", TITLES[verb])


def administrator_text(
    notice: Notice, complaint: Complaint, case: "Case", *, short: bool, link: str, mask: Callable[[str], str]
) -> str:
    """A notice in Indonesian: what, where, since when, until when, which case, and how to act.

    `short` gives one GSM-7 part of at most 160 characters, without the link; else up to 1000 characters.
    `mask` hides identity and phone numbers in free text.
    """

    def clean(text: str) -> str:
        return mask(without_reporter(text, complaint))

    return _short(notice, complaint, case, clean) if short else _long(notice, complaint, case, link, clean)


def done_text(verb: str, tracking_id: str) -> str:
    """What administrators hear once their action is done."""
    return DONE[verb].format(id=tracking_id)


def ask_text(verb: str, tracking_id: str) -> str:
    """The question for the words an action still needs."""
    return ASK[verb].format(id=tracking_id)


def open_cases_text(cases: Iterable[tuple["Case", Complaint]], mask: Callable[[str], str]) -> str:
    """The answer to DAFTAR: a line for each open case, the nearest deadline first, at most 15."""
    due = [(case.due[1], case, about) for case, about in cases if case.due]
    rows = sorted(due, key=lambda row: row[0])
    if not rows:
        return "Tidak ada laporan terbuka."
    lines = [
        f"{case.tracking_id} {_cut(mask(without_reporter(about.title, about)), 30)}. {_due(case)}"
        for _, case, about in rows[:LISTED]
    ]
    more = [f"dan {len(rows) - LISTED} lagi di halaman admin."] if len(rows) > LISTED else []
    return "\n".join([f"{len(rows)} laporan terbuka:", *lines, *more])


def _long(notice: Notice, about: Complaint, case: "Case", link: str, clean: Callable[[str], str]) -> str:
    args = {name: _cut(clean(value), LINE) for name, value in notice.args.items()}
    facts = {
        KINDS[about.kind]: _cut(clean(about.title), TITLE),
        "Di mana": _cut(clean(_place(about)), LINE),
        "Kejadian": _cut(clean(about.occurred_on.text if about.occurred_on else ""), TITLE),
        "Harapan": _cut(clean(about.requested_outcome or ""), TITLE),
        "Masuk": date_text(case.opened_at.date(), "id"),
        "Tenggat": _due(case),
        "Catatan": _cut(_remarks(about), TITLE),
    }
    top = [HEADLINES[notice.key].format(id=case.tracking_id, **args).strip()]
    top += [f"{name}: {value}" for name, value in facts.items() if value]
    end = [*_commands(notice, case), f"Selengkapnya: {link}"]
    room = LONG - len("\n".join([*top, "Isi: ", *end]))
    return "\n".join([*top, f"Isi: {_cut(clean(about.description), room)}", *end])


def _short(notice: Notice, about: Complaint, case: "Case", clean: Callable[[str], str]) -> str:
    head = HEADLINES[notice.key].split(".")[0].format(id=case.tracking_id)
    verbs = "/".join(TYPED[verb][0] for verb in _verbs(notice))
    end = "".join(
        [f". {_due(case)}" if case.due else "", f". Balas {verbs} {case.tracking_id}" if verbs else ""]
    )
    what = _gsm7(clean(", ".join(filter(None, [about.title, _place(about)]))))
    return f"{head}: {_cut(what, SMS - len(head) - len(': ') - len(end))}{end}"


def _verbs(notice: Notice) -> list[str]:
    return [one.id.split(":")[1] for one in notice.buttons]


def _commands(notice: Notice, case: "Case") -> list[str]:
    """Every way to act by typing; finishing needs no button where it still needs words."""
    verbs = {*_verbs(notice), "finish"} if notice.buttons else set()
    ways = [f"{word} {case.tracking_id}{words}" for verb, (word, words) in TYPED.items() if verb in verbs]
    return [f"Balas: {' | '.join(ways)}"] if ways else []


def _due(case: "Case") -> str:
    return f"{STEPS[case.due[0]]} s.d. {date_text(case.due[1].date(), 'id')}" if case.due else ""


def _place(about: Complaint) -> str:
    """Where, the narrowest first; parts that say the same are said once."""
    there = about.location
    _, _, district, village = there.region_path
    unit = f"RT {there.rt or '-'}/RW {there.rw or '-'}" if there.rt or there.rw else None
    parts = [there.text or there.landmark, unit, village, district]
    told: list[str] = []
    for part in filter(None, parts):
        if not any(part.casefold() in said.casefold() for said in told):
            told.append(part)
    return ", ".join(told)


def _remarks(about: Complaint) -> str:
    flags = [flag.partition(":") for flag in about.flags]
    said = [REMARKS[name].format(rest) for name, _, rest in flags if name in REMARKS]
    return ", ".join([*said, *(["RAHASIA"] if about.confidential else []), *_attached(about)])


def _attached(about: Complaint) -> list[str]:
    return [f"{len(about.attachments)} lampiran"] if about.attachments else []


def without_reporter(text: str, about: Complaint) -> str:
    """The reporter's name never travels; of anonymous ones neither does any word of it."""
    name = (about.reporter.name or "").strip()
    hidden = [name] + (name.split() if about.anonymous or about.confidential else [])
    for part in (part for part in hidden if part):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "[pelapor]", text, flags=re.IGNORECASE)
    return text


def _cut(text: str, room: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= room else one_line[: max(room - len(".."), 0)].rstrip() + ".."


def _gsm7(text: str) -> str:
    """Letters without their marks, and nothing outside GSM-7 or counted twice in it."""
    bare = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^\n!-Z_a-z ]", "", bare)
