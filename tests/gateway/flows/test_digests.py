"""One message a desk for what one pass has to say, cases that a changed file leaves without a desk, and
a pass that is only rehearsed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from house import House
from sqlalchemy import text

from gateway.flows import clock_rounds, delivery
from gateway.flows.clock_rounds import BATCH
from gateway.flows.digests import AT_A_TIME
from gateway.operate.checking import check_agencies
from intake.complaint import Complaint, Reporter
from intake.messages import Address
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import CaseState
from routing.life import open_case
from storage.queue import Bell
from storage.rehearsal import SilentBell

DAY = timedelta(days=1)
PUPR, COORDINATOR, BOSS = "whatsapp:+6281300000002", "telegram:1001", "telegram:1002"
STEPS = ("accept", "respond", "settle")
CITIZEN = Address("sms", "+6281200000001")
EXAMPLE = Path(__file__).parents[3] / "routing" / "data" / "sumba-timur.yaml"
FILE = EXAMPLE.read_text(encoding="utf-8")
PUPR_GONE = FILE.replace("code: sumba-timur.pupr\n", "code: sumba-timur.pupr-baru\n")
PUPR_ALONE = FILE.replace(
    """    administrators:
      - name: Admin PUPR
        notify: ["whatsapp:+6281300000002", "telegram:1002"]
""",
    "",
)


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Open = Callable[..., list[int]]


@pytest.fixture
def opened(house: House) -> Open:
    """Opens so many cases at a desk; their complaints' row numbers."""

    def open_some(number: int, desk: str = "sumba-timur.pupr") -> list[int]:
        with house.store.transaction() as tx:
            who = tx.contact(CITIZEN, house.now).id
            ids = []
            for n in range(number):
                about = Complaint(
                    f"LPR-{desk[-4:]}{n:03}",
                    "complaint",
                    "Lampu",
                    "Lampu mati",
                    house.now,
                    Reporter("sms", CITIZEN.id, "id"),
                )
                ids.append(tx.save_complaint(about, who, "completed", house.now))
                case, _ = open_case(
                    about,
                    Assignment(desk, "", ()),
                    house.now,
                    house.parts.office,
                    house.parts.verbs,
                )
                case = replace(case, state=CaseState.IN_FOLLOW_UP)  # somebody has it
                tx.add_case(ids[-1], case, house.now + DAY, house.now)
                tx.mark_routed(ids[-1], house.now)
        return ids

    return open_some


def tick(house: House) -> list[str]:
    done = clock_rounds.tick_all(house.parts, house.now)
    delivery.deliver(house.parts)
    return done


def settle_in(house: House, file: str) -> list[str]:
    """A start with this agencies file."""
    house.parts = replace(house.parts, agencies=read_agencies(file))
    done = clock_rounds.settle_in(house.parts, house.now)
    delivery.deliver(house.parts)
    return done


def test_a_storm_is_one_message_for_each_desk(house: House, opened: Open) -> None:
    opened(AT_A_TIME + 5)
    house.now += 30 * DAY
    tick(house)
    (own,), (above,) = house.says(PUPR), house.says(COORDINATOR)
    assert own.startswith("105 laporan perlu perhatian Dinas PUPR Sumba Timur:")
    assert above.startswith("105 laporan perlu perhatian Admin Koordinator")
    assert "(Dinas PUPR Sumba Timur): LEWAT tenggat" in above


def test_one_alarm_alone_comes_with_its_buttons(house: House, opened: Open) -> None:
    opened(1)
    house.now += 30 * DAY
    tick(house)
    (own,) = house.wire.to(PUPR)
    assert "LEWAT tenggat" in own.text
    assert own.buttons


def test_each_citizen_is_still_told_of_their_own(house: House, opened: Open) -> None:
    opened(3)
    house.now += 30 * DAY
    tick(house)
    with house.store.reading() as tx:
        kinds = [one.kind for one in tx.outbox("pending", 100)]
    told = [t for t in house.says(str(CITIZEN)) if "lewat batas waktu" in t]
    assert len(told) + kinds.count("case.overdue") == 3


class BellThatEnds(SilentBell):
    """The process ends as it rings for the second time."""

    rung = 0

    def ring(self, bell: Bell) -> bool:
        self.rung += 1
        if self.rung > 1:
            raise KeyboardInterrupt
        return super().ring(bell)


def test_a_pass_that_ends_half_way_leaves_nothing_untold(
    house: House, opened: Open
) -> None:
    opened(2 * BATCH + 5)
    house.now += 30 * DAY
    ending = replace(house.parts, bell=BellThatEnds(house.parts.bell))
    with pytest.raises(KeyboardInterrupt):
        clock_rounds.tick_all(ending, house.now)
    tick(house)
    house.settle(60)
    first, second = house.says(PUPR)
    assert first.startswith("25 laporan")
    assert second.startswith("5 laporan")


def test_a_case_that_cannot_be_looked_at_holds_up_no_other(
    house: House, opened: Open
) -> None:
    odd, *_ = opened(3)
    marks = [f"{a}:{b}" for a in STEPS for b in ("reminder", "overdue")]
    with house.store.transaction() as tx:
        row = tx.case(odd)
        assert row is not None
        broken = replace(row.case, history=(), reminded=tuple(marks))
        tx.save_case(odd, broken, house.now, house.now)
    house.now += 30 * DAY
    tick(house)
    (own,) = house.says(PUPR)
    assert own.startswith("2 laporan")


def test_the_same_cases_are_told_of_again_after_five_working_days(
    house: House, opened: Open
) -> None:
    opened(2)
    house.now += 30 * DAY
    tick(house)
    house.now += 10 * DAY
    tick(house)
    assert len(house.says(PUPR)) == 2


def test_several_drafts_left_are_one_message_to_the_coordinator(house: House) -> None:
    with house.store.transaction() as tx:
        who = tx.contact(CITIZEN, house.now).id
        for n in range(23):
            about = Complaint(
                f"LPR-DRAF{n:03}",
                "complaint",
                "Lampu",
                "Lampu mati",
                house.now,
                Reporter("sms", CITIZEN.id, "id"),
            )
            tx.save_complaint(about, who, "draft", house.now)
    house.now += 2 * DAY
    assert len(tick(house)) == 23
    (told,) = house.says(COORDINATOR)
    assert told.startswith("23 draf tidak diselesaikan")


# --- the agencies file has changed


def test_cases_of_a_desk_that_is_gone_move_and_everybody_hears(
    house: House, opened: Open
) -> None:
    opened(2)
    assert len(settle_in(house, PUPR_GONE)) == 4
    (above,) = house.says(COORDINATOR)
    assert above.startswith("2 laporan perlu perhatian")
    assert "Unit sumba-timur.pupr tidak lagi punya admin." in above
    house.settle(60)
    told = house.says(str(CITIZEN))
    assert [
        ("kini ditangani" in one, "Batas waktunya tetap" in one) for one in told
    ] == [(True, True)] * 2
    assert settle_in(house, PUPR_GONE) == []


def test_the_coordinator_reads_of_what_went_to_another_desk(
    house: House, opened: Open
) -> None:
    below = FILE.replace(
        '    parent: sumba-timur\n    region: "53.11"\n    categories: ["Perhubungan"]',
        '    parent: sumba-timur.pupr\n    region: "53.11"\n    categories: ["Perhubungan"]',
    ).replace(
        """    administrators:
      - name: Admin Perhubungan
        notify: ["whatsapp:+6281300000003", "telegram:1003"]
""",
        "",
    )
    opened(1, "sumba-timur.dishub")
    settle_in(house, below)
    (told,) = house.says(COORDINATOR)
    assert told.startswith("Berkas instansi berubah: 1 laporan terbuka dipindah")
    assert "sumba-timur.dishub -> Dinas PUPR Sumba Timur" in told
    assert len(house.says(PUPR)) == 1


def test_with_the_file_unchanged_a_start_does_nothing(
    house: House, opened: Open
) -> None:
    opened(3)
    assert settle_in(house, FILE) == []
    assert house.says(COORDINATOR) == []


@pytest.mark.parametrize(
    ("file", "why"),
    [
        pytest.param(PUPR_GONE, "is not in the file", id="a desk that goes"),
        pytest.param(PUPR_ALONE, "has nobody", id="a desk that loses its people"),
    ],
)
def test_the_check_says_beforehand_which_cases_would_move(
    house: House, opened: Open, file: str, why: str
) -> None:
    opened(2)
    wanted = replace(house.parts, agencies=read_agencies(file))
    checked = check_agencies(wanted)
    moves = [line for line in checked.lines if "at the next start it moves" in line]
    assert not checked.fine
    assert len(moves) == 2
    assert f"is open at sumba-timur.pupr, which {why}" in moves[0]
    assert (
        "to Admin Koordinator Sumba Timur (sumba-timur), and its citizen is told"
        in moves[0]
    )
    assert check_agencies(house.parts).lines == (
        "42 desks, 42 people, WITA for 42 desks",
    )


# --- a pass that is only rehearsed


def rows_of(house: House) -> list[list[Any]]:
    """All that is stored, but for the tables nothing of a pass is in."""
    with house.store.reading() as tx:
        run = tx._connection.execute
        names = [
            row[0]
            for row in run(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        ]
        return [
            [name, *map(tuple, run(text(f"SELECT * FROM {name}")))]
            for name in sorted(names)
        ]


def test_a_rehearsal_says_what_the_pass_would_do_and_does_nothing(
    house: House, opened: Open
) -> None:
    opened(12)
    then, before = house.now + 30 * DAY, rows_of(house)
    seen = clock_rounds.rehearse(house.parts, then)
    assert rows_of(house) == before
    delivery.deliver(house.parts)
    assert house.wire.sent == []
    assert seen == clock_rounds.tick_all(house.parts, then)
    assert len(seen) == 36


def test_what_is_acted_on_ahead_carries_that_moment_in_the_history(
    house: House, opened: Open
) -> None:
    (id_,) = opened(1)
    then = house.now + 30 * DAY
    clock_rounds.tick_all(house.parts, then)
    with house.store.reading() as tx:
        row = tx.case(id_)
    assert row is not None
    assert [line.at for line in row.case.history if line.action == "escalate"] == [then]
