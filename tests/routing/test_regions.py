from zoneinfo import ZoneInfo

import pytest

from gateway.setup.wiring import load_gazetteer
from routing.regions import ZONES, covers, zone_of


@pytest.mark.parametrize(
    ("region", "place", "covered"),
    [
        pytest.param("53.11", "53.11", True, id="itself"),
        pytest.param("53.11", "53.11.04.1002", True, id="a village in it"),
        pytest.param("53.1", "53.11", False, id="digits are not a level"),
        pytest.param("53.11", "53", False, id="not what contains it"),
        pytest.param(None, None, True, id="everywhere covers nowhere in particular"),
        pytest.param("53.11", None, False, id="a region covers no unknown place"),
    ],
)
def test_covers(region, place, covered):
    assert covers(region, place) is covered


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        pytest.param("53.11", "Asia/Makassar", id="Sumba Timur keeps WITA"),
        pytest.param("51", "Asia/Makassar", id="Bali keeps WITA"),
        pytest.param("35.78.01.1001", "Asia/Jakarta", id="a village of Surabaya: WIB"),
        pytest.param("61", "Asia/Jakarta", id="West Kalimantan keeps WIB"),
        pytest.param("64", "Asia/Makassar", id="East Kalimantan keeps WITA"),
        pytest.param("96.71", "Asia/Jayapura", id="the youngest province: WIT"),
    ],
)
def test_a_region_keeps_the_zone_of_its_province(region, zone):
    assert zone_of(region) == ZoneInfo(zone)


@pytest.mark.parametrize("region", [None, "", "99.01"])
def test_without_a_known_province_there_is_no_zone(region):
    assert zone_of(region) is None


def test_every_province_of_the_country_has_one_zone():
    listed = [province for provinces in ZONES.values() for province in provinces]
    regions = load_gazetteer()
    assert sorted(listed) == [
        code for code in map(str, range(10, 100)) if regions.region(code)
    ]
