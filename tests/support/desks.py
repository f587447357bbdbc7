"""Two desks below a coordinator, cases at them, and what a turn of an officer led to."""

from dataclasses import replace
from datetime import UTC, datetime

from cases import a_case

from intake.complaint import Complaint, Location, Reporter
from intake.messages import Address
from routing.agencies import Administrator, Agencies, Agency
from routing.spoken.steps import DeskTurn, Do, Tell
from routing.spoken.which import Seen

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROAD, LAMP = "LPR-2222222", "LPR-3M8WTZA"
CHIEF = Administrator("Koordinator", (Address("telegram", "1"),))
DESK = Administrator("Petugas", (Address("telegram", "2"),))
AGENCIES = Agencies(
    "kab",
    {
        "kab": Agency("kab", "Admin Koordinator", administrators=(CHIEF,)),
        "kab.pupr": Agency("kab.pupr", "Dinas PUPR", "kab", administrators=(DESK,)),
        "kab.dishub": Agency(
            "kab.dishub", "Dinas Perhubungan", "kab", administrators=(DESK,)
        ),
    },
)


def seen(
    id_: str, title: str, state: str = "forwarded", *, hidden: bool = False
) -> Seen:
    case = replace(a_case("kab.pupr", NOW, state), tracking_id=id_)
    who = Reporter("sms", "+6281298765432", "id", phone="+6281298765432")
    place = Location(text="pasar Matawai")
    return Seen(
        case,
        Complaint(id_, "complaint", title, title, NOW, who, place, anonymous=hidden),
    )


def did(turn: DeskTurn, *verbs: str) -> list[Do]:
    return [step for step in turn.steps if isinstance(step, Do) and step.verb in verbs]


def told(turn: DeskTurn) -> str:
    return "\n".join(step.text for step in turn.steps if isinstance(step, Tell))
