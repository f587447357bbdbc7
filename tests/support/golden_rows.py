"""One value of each stored type, and a sealed row of it from every release that wrote another shape.

`tests/fixtures/rows_<n>.json` is never changed once a release has it. A release that changes a shape
adds its own: `python tests/support/golden_rows.py tests/fixtures/rows_<n>.json`.
"""

import base64
import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from intake.complaint import (
    Attachment,
    Complaint,
    HomeAddress,
    Location,
    OccurredOn,
    Reporter,
)
from intake.messages import (
    Address,
    Button,
    ContactStopped,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    Media,
    MediaKind,
    OutboundMessage,
    SharedPoint,
    Template,
)
from intake.state import Answer, Choice, Draft, State
from routing.case import Case, CaseState, HistoryEntry
from routing.clocks import Deadlines
from storage.codec import dumps
from storage.crypto import KeyRing
from storage.values import Conversation, FoundFile, Outcome, Outgoing

FIXTURES = Path(__file__).parents[1] / "fixtures"
KEYS = KeyRing.from_text("Z29sZGVuIHJvd3MsIGdvbGRlbiByb3dzLCBnb2xkZW4=")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
BUDI, NUMBER = Address("whatsapp", "+6281200000001"), "+6281200000001"
PHOTO = Media(MediaKind.PHOTO, "ref", "image/jpeg", 700)
PLACE = {
    "text": "depan pasar",
    "landmark": "depan pasar",
    "street": None,
    "rt": None,
    "rw": None,
    "region_code": "53.11.04",
    "latitude": None,
    "longitude": None,
}
MESSAGE = InboundMessage(
    external_id="SM1",
    sender=BUDI,
    text="jalan rusak \ud83d",  # half an emoji
    media=(PHOTO,),
    location=SharedPoint(-9.65, 120.26, "Waingapu"),
    replied_to="SM0",
    sent_at=AT,
    profile_name="Budi",
    language_hint="id",
    group="album1",
    to="+628110001709",
    reference="SM1",
    alias=Address("whatsapp", "ID.1"),
)
OUTGOING = Outgoing(
    OutboundMessage(
        to=BUDI,
        text="Terima kasih",
        buttons=(Button("c:1:1", "Ya"),),
        reply_to="SM1",
        short="Tks",
        acknowledge="cb",
        via="+628110001709",
        template=Template("HX1", ("a", "b")),
    ),
    (Address("sms", NUMBER),),
)
DRAFT = Draft(
    id="LPR-2222222",
    opened_at=AT.isoformat(),
    story=("jalan rusak", "di depan pasar"),
    values={
        "place": Answer(PLACE, "depan pasar", 1, "volunteered"),
        "name": Answer("Budi", "Budi"),
    },
    attic={"witness": "Ina"},
    flags=("emergency",),
    anonymous=True,
    confidential=True,
    asked=("name",),
    choices=(Choice("set", "name", "Budi", label="Budi"),),
    pending="x",
    misses={"place": 1},
    counted={"place": 1},
    trail=({"name": None, "place": Answer(PLACE, "depan pasar")},),
    offered=("place",),
    who_asked=True,
    replacing=True,
    told_at=AT.isoformat(),
    owes=True,
    attachments=2,
    album="album1",
    refs={"SM1": "story:0"},
    nudged=True,
    alarmed=True,
    stuck=1,
    claim={"by": 3, "id": "LPR-2222222", "at": AT.isoformat()},
    additions=1,
)
STATE = State(
    phase="review",
    draft=DRAFT,
    language="en",
    language_score=3.5,
    language_locked=True,
    regional="jv",
    turn=4,
    shown=4,
    said="aa",
    repeats=1,
    touched_at=AT.isoformat(),
    last="LPR-3333333",
    last_category="Perhubungan",
    known={"name": Answer("Siti", "Siti")},
)
COMPLAINT = Complaint(
    tracking_id="LPR-2222222",
    kind="complaint",
    title="Jalan rusak",
    description="jalan rusak",
    received_at=AT,
    reporter=Reporter(
        "whatsapp",
        NUMBER,
        "id",
        "Budi",
        HomeAddress("Jl 1", "1", "2", "53.11"),
        NUMBER,
        "5311014208900001",
    ),
    location=Location(
        "depan pasar",
        "pasar",
        "1",
        "2",
        "53.11.04",
        ("NTT", "Kabupaten Sumba Timur", "Kambera", None),
        -9.65,
        120.26,
    ),
    occurred_on=OccurredOn("2026-11-20", "day", "jumat"),
    category="Pekerjaan Umum dan Penataan Ruang",
    category_confidence=0.9,
    anonymous=True,
    requested_outcome="diperbaiki",
    suspected_agency="PU",
    attachments=(Attachment("a1", "image/jpeg", 700, "ab"),),
    flags=("emergency",),
    completed_at=AT,
)
CASE = Case(
    tracking_id="LPR-2222222",
    kind="complaint",
    agency="kab.pupr",
    state=CaseState.ANSWERED,
    opened_at=AT,
    deadlines=Deadlines(AT, AT, AT),
    hops=1,
    reminded=("accept:reminder",),
    history=(HistoryEntry(AT, "system", "open", "alasan", "kab"),),
)
VALUES = (
    MESSAGE,
    ContactStopped("u1", Address("telegram", "7"), True),
    DeliveryReport(
        "sms", "SM2", DeliveryStatus.FAILED, "30005", "unknown", stops_contact=True
    ),
    OUTGOING,
    Outcome("SM3", "30005"),
    PHOTO,
    FoundFile("ab", 700, "image/jpeg", (-9.65, 120.26), "cd", "ef"),
    Conversation(STATE, {"action": "answer", "id": "LPR-3333333"}),
    COMPLAINT,
    CASE,
)


def rows(file: Path) -> dict[str, bytes]:
    """What a release sealed, opened: {type: JSON}."""
    sealed = json.loads(file.read_text(encoding="utf-8"))
    return {
        kind: KEYS.open(base64.b64decode(row), f"golden.{kind}")
        for kind, row in sealed.items()
    }


def write(file: Path) -> None:
    """Seal today's rows."""
    names = {type(value).__name__: value for value in VALUES}
    sealed = {
        kind: KEYS.seal(dumps(value), f"golden.{kind}") for kind, value in names.items()
    }
    shown = {kind: base64.b64encode(row).decode() for kind, row in sealed.items()}
    file.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
