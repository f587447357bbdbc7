"""SQLite keeps anything in any column: a value that is none of its kind holds up its own row only."""

import pytest
from house import CITIZEN, House
from sqlalchemy import text

from storage.unit_of_work import make_engine

STORY = "LAPOR jalan rusak parah di depan pasar Matawai Kota Waingapu sudah 3 bulan, Budi Santoso"
OTHER = "+6281290000111"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CLEAR = {
    "contact": ("channel", "last_inbound_at"),
    "inbound": ("channel", "received_at"),
    "conversation": ("updated_at", "wake_at"),
    "complaint": ("kind", "category", "region_code", "received_at", "updated_at"),
    "cases": ("agency", "state", "next_at", "due_at", "updated_at"),
    "outbox": ("channel", "kind", "created_at", "wanted_at", "due_at"),
}
STRANGE = {"bytes": "x'ff00'", "no letters": "CAST(x'ff' AS TEXT)", "nothing": "''"}


def report(house: House, sender: str) -> str:
    """A whole report by SMS; its id."""
    for words in (STORY, "SAMA"):
        house.sms(words, sender)
        house.settle()
    house.settle()
    return house.tracking_id(f"sms:{sender}")


@pytest.mark.parametrize("value", STRANGE.values(), ids=list(STRANGE))
@pytest.mark.parametrize("table", CLEAR)
def test_a_value_of_another_kind_holds_up_nobody_else(
    house: House, database_url: str, table: str, value: str
) -> None:
    report(house, CITIZEN)
    with house.asleep():
        house.sms("apakah sudah?", CITIZEN)
    strange = ", ".join(f"{column} = {value}" for column in CLEAR[table])
    engine = make_engine(database_url)
    with engine.begin() as connection:
        changed = connection.execute(text(f"UPDATE {table} SET {strange}"))
    engine.dispose()
    assert changed.rowcount
    assert report(house, OTHER)
    house.tick()
    house.settle()
    house.sms("STATUS", OTHER)
    house.settle()
    said = house.says(f"sms:{OTHER}")
    assert "diteruskan" in "".join(said) or "ada pada" in "".join(said)
