import pytest

from intake.reading.agency import spot_agency


@pytest.mark.parametrize(
    ("text", "office"),
    [
        pytest.param(
            "dinas pupr tidak merespon", "dinas pupr", id="an office of public works"
        ),
        pytest.param("air PDAM mati", "PDAM", id="a utility"),
        pytest.param(
            "antri di puskesmas Wates lama",
            "puskesmas Wates",
            id="a clinic with its name",
        ),
        pytest.param(
            "Kantor Kelurahan Sukamaju tutup",
            "Kantor Kelurahan Sukamaju",
            id="a ward office",
        ),
        pytest.param(
            "petugas kelurahan judes", "kelurahan", id="the office of its staff"
        ),
        pytest.param(
            "guru bolos di smpn 4 Bangkinang", "smpn 4 Bangkinang", id="a school"
        ),
    ],
)
def test_quotes_the_office(text, office):
    spotted = spot_agency(text)
    assert spotted is not None
    assert spotted.value == office
    assert text[spotted.start : spotted.end] == office


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("jalan rusak depan puskesmas", id="a landmark"),
        pytest.param("sampah di dekat kantor camat", id="near an office"),
        pytest.param("kepala dinas menerima suap", id="an office without a field"),
        pytest.param("Kel. Sumur Batu banjir", id="a place"),
    ],
)
def test_a_place_is_no_agency(text):
    assert spot_agency(text) is None
