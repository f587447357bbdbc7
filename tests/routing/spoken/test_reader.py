import pytest
from hypothesis import given
from hypothesis import strategies as st
from officers_lines import SAID

from routing.spoken.acts import DeskAct
from routing.spoken.reader import heard_in, says_only_done


@pytest.mark.parametrize(
    ("text", "act"),
    [pytest.param(text, act, id=text) for act, texts in SAID.items() for text in texts],
)
def test_an_officer_says(text: str, act: DeskAct) -> None:
    assert heard_in(text).act == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        pytest.param(
            "Lapor, pekerjaan sudah selesai",
            DeskAct.OWN,
            id="reporting to a boss is no complaint",
        ),
        pytest.param(
            "warganya mau lapor terus", DeskAct.OWN, id="somebody else wants to report"
        ),
        pytest.param("belum selesai pak", DeskAct.FINISH, id="not yet done"),
        pytest.param(
            "kalau sudah selesai kami kabari", DeskAct.FINISH, id="once it is done"
        ),
        pytest.param(
            "sudah kami tambal sebagian", DeskAct.FINISH, id="half of it is done"
        ),
        pytest.param(
            "bukan cuma di sini yang kosong",
            DeskAct.NOTOURS,
            id="a no that is about something else",
        ),
        pytest.param(
            "sudah kami teruskan ke provinsi", DeskAct.FORWARD, id="passed on already"
        ),
        pytest.param(
            "petugas kami sedang sakit semua", DeskAct.LEAVE, id="others are away"
        ),
        pytest.param("terima kasih", DeskAct.ACCEPT, id="thanks are no acceptance"),
    ],
)
def test_what_sounds_alike_is_not_taken_for_it(text: str, act: DeskAct) -> None:
    assert heard_in(text).act != act


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        pytest.param("sudah selesai pak", True, id="done"),
        pytest.param("sdh beres semua", True, id="all done"),
        pytest.param("sudah selesai, pipanya kami ganti", False, id="what was done"),
    ],
)
def test_says_only_that_it_is_done(text: str, bare: bool) -> None:
    assert says_only_done(text) == bare


@given(st.text())
def test_reads_anything(text: str) -> None:
    assert heard_in(text).act in DeskAct
