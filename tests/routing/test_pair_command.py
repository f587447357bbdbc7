import pytest

from intake.complaint import tracking_id
from routing.commands import Help
from routing.pair_command import PairCommand, read_pair

ONE, OTHER, THIRD = (tracking_id(lambda _most, n=n: n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "quoted", "read"),
    [
        pytest.param(
            f"SAMA {ONE} {OTHER}", None, PairCommand(True, (ONE, OTHER)), id="both"
        ),
        pytest.param(
            f"sama {ONE.lower()} dengan {OTHER}.",
            None,
            PairCommand(True, (ONE, OTHER)),
            id="in plain words",
        ),
        pytest.param(
            f"/beda {ONE} {OTHER}", None, PairCommand(False, (ONE, OTHER)), id="no"
        ),
        pytest.param(
            f"beda {OTHER}",
            ONE,
            PairCommand(False, (ONE, OTHER)),
            id="replying, the other",
        ),
        pytest.param("sama", ONE, PairCommand(True, (ONE,)), id="replying, no number"),
        pytest.param(f"BEDA {ONE}", None, PairCommand(False, (ONE,)), id="one alone"),
        pytest.param(
            f"SAMA {OTHER} {THIRD}",
            ONE,
            PairCommand(True, (OTHER, THIRD)),
            id="replying to one, both others named",
        ),
        pytest.param("SAMA LPR-1234567 LPR-7", None, Help("pair.which"), id="mistyped"),
        pytest.param("sama", None, None, id="a word"),
        pytest.param("sama saja dengan yang kemarin", None, None, id="a sentence"),
        pytest.param(
            f"sama seperti {ONE}, besok", ONE, None, id="a sentence with a number"
        ),
        pytest.param("bedah rumah", ONE, None, id="another word"),
        pytest.param(f"JAWAB {ONE} sama", None, None, id="another command"),
    ],
)
def test_an_officer_says_whether_two_are_the_same(text, quoted, read):
    assert read_pair(text, quoted) == read
