from datetime import UTC, datetime, timedelta

import pytest

from routing.spoken.memory import Held, Memory, memory_from, memory_to

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "memory",
    [
        pytest.param(Memory(), id="nothing"),
        pytest.param(
            Memory("words", "answer", ("LPR-2222222",), at=NOW.isoformat()),
            id="a verb's question",
        ),
        pytest.param(
            Memory("which", ids=("LPR-A", "LPR-B"), held=(Held("", "sudah"),), at="x"),
            id="which case",
        ),
        pytest.param(
            Memory("send", held=(Held("answer", "besok", "LPR-A"),), said="spoken.ack"),
            id="a yes",
        ),
        pytest.param(Memory(own=True), id="a complaint of their own"),
    ],
)
def test_what_is_remembered_comes_back_as_it_was(memory: Memory) -> None:
    assert memory_from(memory_to(memory)) == memory


def test_a_question_of_an_earlier_version_is_still_open() -> None:
    stored = {"action": "answer", "id": "LPR-2222222"}
    assert memory_from(stored) == Memory("words", "answer", ("LPR-2222222",))


def test_nothing_to_remember_is_not_stored() -> None:
    assert memory_to(Memory()) is None


def test_an_old_question_is_forgotten() -> None:
    asked = Memory("send", held=(Held("answer", "besok", "LPR-A"),), at=NOW.isoformat())
    assert asked.fresh(NOW + timedelta(hours=23)) == asked
    assert asked.fresh(NOW + timedelta(hours=25)) == Memory()
