import pytest

from intake.places.points import pointers_in, without_pointers

HERE = (-9.6571, 120.2641)


@pytest.mark.parametrize(
    ("text", "written", "point"),
    [
        pytest.param(text, written or text, point, id=id_)
        for id_, (text, written, point) in {
            "google, q": (
                "jalan rusak parah https://maps.google.com/?q=-9.6571,120.2641",
                "https://maps.google.com/?q=-9.6571,120.2641",
                HERE,
            ),
            "google, where the map stands": (
                "https://www.google.com/maps/@-9.6571,120.2641,17z",
                "",
                HERE,
            ),
            "google, the pin before where the map stands": (
                "https://www.google.com/maps/place/Pasar/@-9.65,120.26,17z/data=!8m2!3d-9.6571!4d120.2641!16s",
                "",
                HERE,
            ),
            "google, ll": (
                "https://maps.google.com/maps?ll=-9.6571,120.2641&z=16",
                "",
                HERE,
            ),
            "google, a search": (
                "https://www.google.com/maps/search/?api=1&query=-9.6571%2C120.2641",
                "",
                HERE,
            ),
            "google, a way": (
                "https://www.google.com/maps/dir//-9.6571,120.2641",
                "",
                HERE,
            ),
            "google, degrees as a name": (
                "https://www.google.com/maps/place/9%C2%B039'25.56%22S+120%C2%B015'50.76%22E/",
                "",
                HERE,
            ),
            "google without https, a stop behind": (
                "di google.com/maps?q=loc:-9.6571+120.2641. tolong",
                "google.com/maps?q=loc:-9.6571+120.2641",
                HERE,
            ),
            "geo": ("geo:-9.6571,120.2641?z=17", "", HERE),
            "geo with a query": ("geo:0,0?q=-9.6571,120.2641", "", HERE),
            "openstreetmap, a mark": (
                "https://www.openstreetmap.org/?mlat=-9.6571&mlon=120.2641#map=16/-9.7/120.3",
                "",
                HERE,
            ),
            "openstreetmap, a map": (
                "https://www.openstreetmap.org/#map=16/-9.6571/120.2641",
                "",
                HERE,
            ),
            "apple": ("https://maps.apple.com/?ll=-9.6571,120.2641&q=Pin", "", HERE),
            "waze": (
                "https://waze.com/ul?ll=-9.6571%2C120.2641&navigate=yes",
                "",
                HERE,
            ),
            "waze, a way": (
                "https://www.waze.com/live-map/directions?to=ll.-9.6571%2C120.2641",
                "",
                HERE,
            ),
            "a plain pair": (
                "jalan rusak parah -9.6571, 120.2641",
                "-9.6571, 120.2641",
                HERE,
            ),
            "without a blank": ("-9.6571,120.2641", "", HERE),
            "in brackets": ("(-9.6571; 120.2641).", "-9.6571; 120.2641", HERE),
            "a typographer's minus": ("−9.6571, 120.2641", "", HERE),
            "decimal commas": ("-9,6571, 120,2641", "", HERE),
            "the other way round": ("120.2641, -9.6571", "", HERE),
            "with labels": ("lat: -9.6571 long: 120.2641", "", HERE),
            "with letters": (
                "lampu mati di 9.6571 S 120.2641 E",
                "9.6571 S 120.2641 E",
                HERE,
            ),
            "with letters before": ("S 9.6571 E 120.2641", "", HERE),
            "in our letters": ("9.6571 LS, 120.2641 BT", "", HERE),
            "degrees, minutes, seconds": ("9°39'25.56\"S 120°15'50.76\"E", "", HERE),
            "with blanks": ("9° 39' 25.56\" LS, 120° 15' 50.76\" BT", "", HERE),
            "degrees and minutes": ("9°39.426'S 120°15.846'E", "", HERE),
            "north of the line": ("5.5483, 95.3238", "", (5.5483, 95.3238)),
            "a short link": ("https://maps.app.goo.gl/AbC1", "", None),
            "an old short link": ("lihat goo.gl/maps/xyz ya", "goo.gl/maps/xyz", None),
            "another country's": (
                "https://maps.google.com/?q=51.5074,-0.1278",
                "",
                None,
            ),
        }.items()
    ],
)
def test_a_link_or_a_pair_of_degrees_is_found_whole_and_read(
    text: str, written: str, point: tuple[float, float] | None
) -> None:
    [found] = pointers_in(text)
    assert text[found.start : found.end] == written
    if point is None:
        assert found.point is None
    else:
        assert found.point == pytest.approx(point, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=text)
        for text in (
            "harga 2.500, 120.000",
            "bayar 1.250 100.000 rupiah",
            "50.1234, 8.1234",
            "9.6571, 120.2641",
            "RT 3/2, KM 5, 10.30 sampai 11.45",
            "tgl 12.11.2026, 120.2641",
            "kelas 3 E 5 S 2 T",
            "SD 12 S 5 T 110 BT",
            "jl.melati/gg.mawar rt.03/rw.04",
        )
    ],
)
def test_other_numbers_are_no_point(text: str) -> None:
    assert pointers_in(text) == ()


def test_nothing_moves_where_one_is_taken_out() -> None:
    text = "rusak https://maps.app.goo.gl/AbC1 parah"
    assert len(without_pointers(text)) == len(text)
    assert without_pointers(text).split() == ["rusak", ",", "parah"]
