"""`satupintu funnel`: what was counted, as a table people can read."""

from datetime import timedelta

from house import House

from gateway.operate.funnel import funnel_text
from storage.values import FunnelRow


def test_each_channel_and_language_has_its_table_in_the_order_of_the_form() -> None:
    rows = [
        FunnelRow("answered", "name", "sms", "id", 3),
        FunnelRow("asked", "name", "sms", "id", 4),
        FunnelRow("missed", "name", "sms", "id", 1),
        FunnelRow("asked", "place", "sms", "id", 4),
        FunnelRow("abandoned", "place", "sms", "id", 2),
        FunnelRow("submitted", "", "sms", "id", 3),
        FunnelRow("answered", "place", "telegram", "en", 1),
    ]
    assert funnel_text(rows).splitlines() == [
        "sms, id",
        "slot            asked   answered     missed  abandoned  answered %",
        "place               4          0          0          2          0%",
        "name                4          3          1          0         75%",
        "submitted 3",
        "",
        "telegram, en",
        "slot            asked   answered     missed  abandoned  answered %",
        "place               0          1          0          0           -",
    ]


def test_a_slot_the_form_no_longer_has_comes_last() -> None:
    rows = [
        FunnelRow("asked", slot, "sms", "id", 1) for slot in ("hobby", "phone", "story")
    ]
    assert [line.split()[0] for line in funnel_text(rows).splitlines()[2:]] == [
        "story",
        "phone",
        "hobby",
    ]


def test_an_empty_funnel_says_so() -> None:
    assert funnel_text([]) == "nothing has been counted"


def test_a_conversation_leaves_its_marks_and_older_ones_are_left_out(
    house: House,
) -> None:
    house.sms("Jalan rusak parah sekali di kampung kami")
    house.sms(
        "depan pasar Matawai Kota Waingapu, sudah 3 bulan, Budi Santoso, alamat sama"
    )
    with house.store.reading() as tx:
        today = funnel_text(tx.funnel(house.now - timedelta(days=1)))
        later = funnel_text(tx.funnel(house.now + timedelta(days=1)))
    assert today.startswith("sms, id\n")
    assert today.endswith("submitted 1")
    assert later == "nothing has been counted"
