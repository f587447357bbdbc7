"""What the pages show, as plain values for the templates: worded, dated, and cleaned of personal data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from gateway.flows.sniffing import ENDINGS
from gateway.web.admin.access import Visitor
from intake.complaint import Complaint, HomeAddress, Location, OccurredOn, Reporter
from intake.reading.nik import mask_numbers
from routing.agencies import Agencies
from routing.case import LIVE, MOST_RETURNS, RULES, Case, CaseState, HistoryEntry, Verb
from routing.clocks import date_text
from routing.notices import KINDS, REMARKS, STEPS, without_reporter
from storage.values import FoundFile, StoredAttachment

STATES = {"forwarded": "Baru", "accepted": "Diterima", "answered": "Dijawab", "closed": "Selesai"}
UNROUTED = {"draft": "Draf", "completed": "Sedang disalurkan"}  # complaints that no desk has yet
EVENTS = {
    "open": "Laporan masuk",
    "rehome": "Dipindahkan",
    "remind": "Pengingat",
    "escalate": "Lewat tenggat",
    "accept": "Diterima",
    "answer": "Dijawab",
    "finish": "Selesai",
    "return": "Bukan wewenang",
    "transfer": "Dialihkan",
    "dispute": "Pelapor: belum beres",
    "append": "Tambahan pelapor",
}
ACTORS = {"citizen": "Pelapor", "clock": "Pengingat otomatis", "system": "Sistem"}
MEDIA = {
    "photo": "Foto",
    "video": "Video",
    "voice": "Pesan suara",
    "audio": "Audio",
    "document": "Dokumen",
    "sticker": "Stiker",
    "contact": "Kontak",
}
MISSING = {"story": "cerita", "place": "tempat", "name": "nama", "address": "alamat pelapor"}  # slots
MEDIA_STATES = {
    "waiting": "belum diambil",
    "gone": "tidak dapat diambil dari penyedia",
    "refused:big": "tidak diambil: lebih dari 20 MB",
    "refused:host": "tidak diambil: tautannya bukan milik penyedia",
    "refused:type": "tidak diambil: jenis berkas ini tidak diterima",
    "refused:broken": "tidak diambil: berkas rusak",
    "refused:pixels": "tidak diambil: ukuran gambar terlalu besar",
    "refused:crash": "tidak diambil: berkas berbahaya saat dibuka",
    "refused:words": "isinya ada dalam uraian",
}
PLAYERS = {"image": "photo", "audio": "audio", "video": "video"}  # by the first half of a media type
TO_THE_DAY = frozenset({"minute", "hour", "day"})
KILO = 1024


@dataclass(frozen=True, slots=True)
class Form:
    """Something the visitor can do to the case."""

    verb: str
    title: str
    label: str = ""  # of the text field; "": there is none
    required: bool = False
    button: str = "Kirim"


ACCEPT = Form("accept", "Terima", button="Terima laporan ini")
ANSWER = Form("answer", "Jawab", "Jawaban untuk pelapor", True, "Kirim jawaban")
FINISH = Form("finish", "Selesai", "Yang sudah dikerjakan (boleh kosong)", False, "Nyatakan selesai")
RETURN = Form("return", "Bukan wewenang", "Alasan, dan unit yang tepat bila tahu", True, "Kembalikan")
TRANSFER = Form("transfer", "Alihkan", "Alasan", True, "Alihkan")
FORMS = (ACCEPT, ANSWER, FINISH, RETURN, TRANSFER)


@dataclass(frozen=True, slots=True)
class Step:
    """A deadline, in words."""

    name: str
    date: str
    left: str  # "besok", "3 hari lagi", "lewat 2 hari"; "sudah" when it binds no longer
    state: str  # done | late | soon | ahead


@dataclass(frozen=True, slots=True)
class Row:
    """A complaint in a list."""

    tracking_id: str
    title: str
    place: str
    desk: str
    state: str  # a key of STATES or UNROUTED
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

    row: Row
    kind: str
    description: str
    facts: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    point: tuple[float, float] | None  # latitude and longitude, in degrees
    files: tuple[File, ...]
    steps: tuple[Step, ...]
    history: tuple[HistoryLine, ...]  # newest first
    forms: tuple[Form, ...]
    desks: tuple[tuple[str, str], ...]  # code and name of the agencies it can be transferred to
    anonymous: bool


def case_view(
    about: Complaint, case: Case | None, status: str, files: Iterable[StoredAttachment], sight: "Sight"
) -> CaseView:
    """Everything the page of a complaint shows, save who reported it."""
    return CaseView(
        row=row(about, case, status, sight),
        kind=KINDS[about.kind],
        description=clean(about.description, about),
        facts=tuple((name, clean(value, about)) for name, value in _facts(about, sight.zone) if value),
        remarks=_remarks(about),
        point=_point(about.location),
        files=tuple(map(_file, files)),
        steps=tuple(_step(case, name, sight) for name in STEPS) if case else (),
        history=tuple(_line(entry, about, sight) for entry in reversed(case.history)) if case else (),
        forms=_forms(case, sight) if case else (),
        desks=_transferable(case, sight.agencies) if case else (),
        anonymous=about.anonymous,
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """Who is looking, when, and with which agencies and time zone in mind."""

    visitor: Visitor
    now: datetime
    zone: tzinfo
    agencies: Agencies


def row(about: Complaint, case: Case | None, status: str, sight: Sight) -> Row:
    """A complaint in one line; `status` is that of a complaint without a case."""
    state = str(case.state) if case else status
    return Row(
        tracking_id=about.tracking_id,
        title=clean(about.title, about),
        place=clean(place(about.location), about),
        desk=_desk(case.agency, sight.agencies) if case else "",
        state=state,
        label=(STATES | UNROUTED)[state],
        due=_step(case, case.due[0], sight) if case and case.due else None,
        received=date_text(about.received_at.astimezone(sight.zone).date(), "id"),
    )


def clean(text: str, about: Complaint) -> str:
    """The citizen's words without numbers of identity cards, phones and plates, and without their name."""
    return mask_numbers(without_reporter(text, about))


def place(there: Location) -> str:
    """Where, the narrowest first: `Jl. Melati, RT 2/RW 1, Temu, Kec. Kanatang, Kab. Sumba Timur`."""
    province, regency, district, village = there.region_path
    regions = (village, district and f"Kec. {district}", regency or province)
    return ", ".join(dict.fromkeys(part for part in (there.text, _unit(there), *regions) if part))


def identity(reporter: Reporter, channel: str) -> tuple[tuple[str, str], ...]:
    """Who reported it, and by which channel. Show only what has been recorded as read."""
    return (
        ("Nama", reporter.name or "tidak disebut"),
        ("Telepon", reporter.phone or "tidak disebut"),
        ("NIK", reporter.nik or "tidak disebut"),
        (
            "Alamat",
            ", ".join(filter(None, (reporter.address.text, _unit(reporter.address)))) or "tidak disebut",
        ),
        ("Lewat", f"{channel}, {reporter.address_on_channel}"),
    )


def _facts(about: Complaint, zone: tzinfo) -> list[tuple[str, str]]:
    sure = f" ({about.category_confidence:.0%} yakin)" if about.category_confidence is not None else ""
    return [
        ("Di mana", place(about.location)),
        ("Patokan", about.location.landmark or ""),
        ("Sejak kapan", _when(about.occurred_on) if about.occurred_on else ""),
        ("Kategori", f"{about.category}{sure}" if about.category else "Belum pasti"),
        ("Harapan pelapor", about.requested_outcome or ""),
        ("Instansi menurut pelapor", about.suspected_agency or ""),
        ("Masuk", _moment(about.received_at, zone)),
    ]


def _when(when: OccurredOn) -> str:
    if when.date and when.precision in TO_THE_DAY:
        return f"{when.text} ({date_text(datetime.fromisoformat(when.date).date(), 'id')})"
    return when.text


def _remarks(about: Complaint) -> tuple[str, ...]:
    flags = [flag.partition(":") for flag in about.flags]
    said = [REMARKS[name].format(MISSING.get(rest, rest)) for name, _, rest in flags if name in REMARKS]
    marks = (("RAHASIA", about.confidential), ("Anonim", about.anonymous))
    return (*said, *(name for name, holds in marks if holds))


def _point(there: Location) -> tuple[float, float] | None:
    return None if there.latitude is None or there.longitude is None else (there.latitude, there.longitude)


def _unit(there: Location | HomeAddress) -> str:
    return f"RT {there.rt or '-'}/RW {there.rw or '-'}" if there.rt or there.rw else ""


def _file(file: StoredAttachment) -> File:
    size = f"{max(1, round(file.bytes / KILO))} KB" if file.bytes else ""
    kind = ENDINGS.get(file.media_type, "").upper()
    parts = (MEDIA[file.media.kind], kind, size, MEDIA_STATES.get(file.state, ""))
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
    deadline = getattr(case.deadlines, name).astimezone(sight.zone)
    days = (deadline.date() - sight.now.astimezone(sight.zone).date()).days
    live = name in LIVE[case.state]
    state = "done" if not live else "late" if deadline < sight.now else "soon" if days <= 1 else "ahead"
    return Step(STEPS[name], date_text(deadline.date(), "id"), _left(days) if live else "sudah", state)


def _left(days: int) -> str:
    if days < 0:
        return f"lewat {-days} hari"
    return {0: "hari ini", 1: "besok"}.get(days, f"{days} hari lagi")


def _line(entry: HistoryEntry, about: Complaint, sight: Sight) -> HistoryLine:
    return HistoryLine(
        at=_moment(entry.at, sight.zone),
        who=ACTORS.get(entry.actor, entry.actor),
        what=EVENTS.get(entry.action, entry.action),
        note=clean(STEPS.get(entry.note, entry.note), about),
        desk=_desk(entry.agency, sight.agencies),
    )


def _forms(case: Case, sight: Sight) -> tuple[Form, ...]:
    return tuple(_worded(form, case) for form in FORMS if _possible(form, case, sight))


def _possible(form: Form, case: Case, sight: Sight) -> bool:
    rule = RULES[Verb(form.verb)]
    if case.state not in rule.during | rule.with_words:
        return False
    if form is RETURN:
        return case.agency != sight.agencies.coordinator
    return form is not TRANSFER or (sight.visitor.coordinates and case.hops <= MOST_RETURNS)


def _worded(form: Form, case: Case) -> Form:
    """Finishing before an answer needs the answer's words."""
    if form is FINISH and case.state != CaseState.ANSWERED:
        return replace(form, label="Yang sudah dikerjakan", required=True)
    return form


def _transferable(case: Case, agencies: Agencies) -> tuple[tuple[str, str], ...]:
    staffed = (agency for agency in agencies.by_code.values() if agency.administrators)
    return tuple((agency.code, agency.name) for agency in staffed if agency.code != case.agency)


def _desk(code: str, agencies: Agencies) -> str:
    return agencies.by_code[code].name if code in agencies.by_code else code


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{date_text(local.date(), 'id')}, {local:%H.%M}"
