"""One case from the SMS to the rating: both phones side by side, as the product said it.

`RECORD=1 pytest` of this file writes the transcript anew; read it before it is kept.
"""

import os
import re
import textwrap
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from house import CITIZEN, House

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / "tests/transcripts/cases/life.txt"
ME, DESK, HELPER, CHIEF = (
    f"sms:{CITIZEN}",
    "whatsapp:+6281300000002",
    "whatsapp:+6281300000003",
    "telegram:1001",
)
NAMES = {ME: "", DESK: "PUPR", HELPER: "Perhubungan", CHIEF: "Koordinator"}
WIDE = 52  # characters of a column
STORY: list[tuple[str, float, str]] = [  # who, after how many hours, what they write
    (
        ME,
        0,
        "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan",
    ),
    (ME, 0, "Budi Santoso, alamat sama"),
    (DESK, 2, "TERIMA {id}"),
    (DESK, 0, "TANYA {id} Di depan kios siapa?"),
    (ME, 1, "kios bapak Umbu dekat pohon beringin"),
    (DESK, 3, "BANTU {id} DISHUB Tolong alihkan lalu lintas"),
    (HELPER, 1, "HASIL {id} Lalu lintas sudah dialihkan"),
    (DESK, 1, "CATAT {id} Aspal dipesan"),
    (DESK, 1, "JAWAB {id} Jalan ditambal hari Kamis."),
    (ME, 20, "STATUS"),
    (DESK, 48, "SELESAI {id} Sudah ditambal."),
    (ME, 5, "BELUM {id} masih berlubang di ujung"),
    (CHIEF, 3, "TERIMA {id}"),
    (CHIEF, 24, "SELESAI {id} Ujungnya sudah ditambal juga."),
    (ME, 4, "5"),
    (ME, 1, "STATUS"),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_case_from_the_sms_to_the_rating(house: House) -> None:
    told = recorded(house)
    if os.environ.get("RECORD"):
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(told, encoding="utf-8")
    assert told == KEPT.read_text(encoding="utf-8")


def test_the_readme_shows_a_part_of_it() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = re.search(r"<!-- life -->\n```\n(.*?)```", readme, re.S)
    assert excerpt
    assert excerpt[1] in KEPT.read_text(encoding="utf-8")


def recorded(house: House) -> str:
    """The story, each message in the column of the phone it stands on; `>` was written there."""
    id_, lines = "", [_row("Warga (SMS)", "Petugas"), _row("-" * WIDE, "-" * WIDE)]
    for who, hours, text in STORY:
        house.now += timedelta(hours=hours)
        words, before = text.format(id=id_), len(house.wire.sent)
        channel, _, phone = who.partition(":")
        lines += _shown(who, f"> {words}")
        {"sms": house.sms, "whatsapp": house.whatsapp}.get(channel, _telegram(house))(
            words, phone
        )
        house.settle()
        for one in sorted(house.wire.sent[before:], key=lambda one: one.to):
            lines += _shown(one.to, one.text)
        if not id_ and "LPR-" in "".join(house.says(ME)):
            id_ = house.tracking_id(ME)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _telegram(house: House):
    return lambda text, chat: house.telegram(text, int(chat))


def _shown(who: str, text: str) -> list[str]:
    """A message in its column, wrapped, and a free line."""
    text = re.sub(r"https?://\S+", "(tautan)", text)
    name = f"[{NAMES[who]}] " if NAMES[who] else ""
    lines = [
        part
        for line in f"{name}{text}".splitlines()
        for part in textwrap.wrap(line, WIDE) or [""]
    ]
    left, right = (lines, []) if who == ME else ([], lines)
    rows = [_row(a, b) for a, b in zip_longest(left, right, fillvalue="")]
    return [*rows, _row("", "")]


def _row(left: str, right: str) -> str:
    return f"{left:<{WIDE}} | {right}"
