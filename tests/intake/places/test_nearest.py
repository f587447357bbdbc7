from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.places.nearest import REACH, Places, distance

DATA = Path(__file__).parents[3] / "intake" / "places" / "data" / "places.txt.xz"
PLACES = Places.from_bytes(DATA.read_bytes())


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        pytest.param(-9.6567, 120.2641, id="the market of Waingapu"),
        pytest.param(-7.2575, 112.7521, id="the middle of Surabaya"),
        pytest.param(-2.5337, 140.7181, id="the middle of Jayapura"),
        pytest.param(5.5483, 95.3238, id="the middle of Banda Aceh"),
    ],
)
def test_a_point_in_a_town_has_a_name_within_walking_distance(
    latitude: float, longitude: float
) -> None:
    near = PLACES.nearest(latitude, longitude)
    assert near is not None
    assert near.km < 3


def test_the_market_of_waingapu_is_near_waingapu() -> None:
    near = PLACES.nearest(-9.6567, 120.2641)
    assert near is not None
    assert near.name == "Waingapu"


def test_says_nothing_in_the_open_sea() -> None:
    assert PLACES.nearest(-6.0, 95.0) is None


def test_refuses_a_file_of_something_else() -> None:
    with pytest.raises(ValueError, match="not a file of places"):
        Places.from_bytes(b"something else")


@given(st.floats(-11, 6), st.floats(95, 141))
def test_finds_what_a_search_through_all_places_finds(
    latitude: float, longitude: float
) -> None:
    every = [place for cell in PLACES._cells.values() for place in cell]
    nearest = min(
        every, key=lambda place: distance(latitude, longitude, place[1], place[2])
    )
    km = distance(latitude, longitude, nearest[1], nearest[2])
    found = PLACES.nearest(latitude, longitude)
    assert (found.km if found else None) == (km if km <= REACH else None)
