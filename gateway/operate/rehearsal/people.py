"""Who lives in a rehearsal: citizens and officers, each with a habit. All they know is what they read."""

from dataclasses import dataclass, field
from random import Random

from intake.state import State


@dataclass(frozen=True, slots=True)
class Habit:
    """How a citizen reports, and what they do with an answer."""

    name: str
    channel: str
    opens: tuple[
        str, ...
    ]  # what they write before anything is asked; {what} the matter
    verdicts: tuple[str, ...]  # to each "is it solved?" in turn; none left: silence
    replies: bool = True  # to an officer's question
    asks: int = 0  # days between two STATUS, while it is open; 0: never
    same: bool = False  # a neighbour's report is the same matter


HABITS = (
    Habit("abbreviates", "sms", ("LAPOR yth {what} sdh lama blm diperbaiki",), ("4",)),
    Habit(
        "chats", "whatsapp", ("Selamat pagi", "{what}, sudah berbulan-bulan"), ("5",)
    ),
    Habit("forgets", "sms", ("LAPOR {what}",), (), replies=False, asks=9),
    Habit("doubts", "whatsapp", ("{what}, tolong segera",), ("BERES",), asks=5),
    Habit("silent", "whatsapp", ("{what}",), (), replies=False),
    Habit("rates low", "sms", ("LAPOR {what}",), ("2",)),
    Habit("says no", "sms", ("LAPOR {what}",), ("BELUM masih sama saja", "4")),
    Habit("says no, then why", "whatsapp", ("{what}",), ("BELUM", "BELUM", "3")),
    Habit("neighbour", "sms", ("LAPOR {what}",), ("5",), same=True),
    Habit("anonymous", "whatsapp", ("{what}", "ANONIM"), ("BERES",)),
)

MATTERS = (
    ("jalan rusak parah penuh lubang", "Bidang Jalan"),
    ("lampu jalan mati total", "lampu"),
    ("sampah menumpuk tidak diangkut", "sampah"),
    ("air PDAM tidak mengalir", "air"),
    ("antrian di puskesmas terlalu lama", "puskesmas"),
    ("KTP belum jadi sejak bulan lalu di Dukcapil", "ktp"),
    ("jembatan kayu hampir putus", "jembatan"),
    ("bantuan sosial tidak sampai kepada warga miskin", "bansos"),
)
PLACES = (
    "di depan pasar Matawai Kota Waingapu",
    "di Kelurahan Kambaniru Kecamatan Kambera",
    "di Desa Mauliru Kecamatan Kambera",
    "di Kelurahan Hambala Kota Waingapu",
    "di Kelurahan Lewa Paku Kecamatan Lewa",
)
NAMES = ("Budi Santoso", "Maria Rambu", "Umbu Ndapa", "Yohana Babang", "Petrus Ndjawa")
TO_QUESTIONS = {  # what they say to the question about this slot
    "place": "{place}",
    "time": "sejak dua minggu lalu",
    "name": "{name}",
    "address": "SAMA",
    "story": "{what} {place}",
}


@dataclass
class Citizen:
    """One person with one matter."""

    address: str
    habit: Habit
    what: str
    place: str
    name: str
    id: str = ""
    verdicts: list[str] = field(default_factory=list)

    def words(self, text: str) -> str:
        """Their words, with what they are about."""
        return text.format(
            what=f"{self.what} {self.place}", place=self.place, name=self.name
        )

    def answer(self, state: State) -> str | None:
        """To what is asked of them now; None: nothing is."""
        if state.phase == "review":
            return "KIRIM"
        if state.draft.choices:
            return "1" if state.phase == "collect" or self.habit.same else "2"
        if state.phase != "collect":
            return None
        asked = state.draft.asked[0] if state.draft.asked else "story"
        return self.words(TO_QUESTIONS.get(asked, "LEWATI"))


def citizen(number: int, random: Random, neighbour: Citizen | None) -> Citizen:
    """The next one; a neighbour reports what the one before reported."""
    habit = HABITS[number % len(HABITS)]
    what, place = random.choice(MATTERS)[0], random.choice(PLACES)
    if habit.same and neighbour:
        what, place = neighbour.what, neighbour.place
    return Citizen(
        f"{habit.channel}:+62812{50_000_000 + number}",
        habit,
        what,
        place,
        random.choice(NAMES),
        verdicts=list(habit.verdicts),
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """What an officer does with a case, in order: after so many hours, these words."""

    name: str
    does: tuple[tuple[int, str], ...]


DONE = "SELESAI {id} Sudah diperbaiki oleh petugas kami."
PACES = (
    Pace(
        "quick",
        ((3, "TERIMA {id}"), (30, "JAWAB {id} Petugas datang besok pagi."), (90, DONE)),
    ),
    Pace(
        "slow",
        (
            (70, "TERIMA {id}"),
            (190, "JAWAB {id} Masih menunggu anggaran."),
            (500, DONE),
        ),
    ),
    Pace(
        "asks",
        ((5, "TERIMA {id}"), (26, "TANYA {id} Di depan rumah siapa?"), (160, DONE)),
    ),
    Pace(
        "wrong door",
        (
            (20, "BUKAN {id} Ini bukan urusan kantor kami"),
            (60, "TERIMA {id}"),
            (120, DONE),
        ),
    ),
    Pace("silent", ()),
    Pace("moved on", ((3, "TERIMA {id}"), (40, DONE))),
)
COORDINATOR = Pace(
    "coordinator",
    ((4, "TERIMA {id}"), (28, "JAWAB {id} Kami tangani langsung."), (100, DONE)),
)


@dataclass
class Officer:
    """Somebody at a desk, with a phone."""

    phone: str
    pace: Pace
    busy: set[str] = field(default_factory=set)  # cases they have in mind
