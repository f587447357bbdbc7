import pytest

from intake.reading.outcome import spot_outcome


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        pytest.param(
            "jln rusak, mohon segera diperbaiki.",
            "mohon segera diperbaiki",
            id="please mend",
        ),
        pytest.param(
            "sampah numpuk tlg diangkut pak",
            "tlg diangkut",
            id="without the pak at the end",
        ),
        pytest.param(
            "saya minta uang dikembalikan", "minta uang dikembalikan", id="money back"
        ),
        pytest.param(
            "Please fix the road. Thanks", "Please fix the road", id="English"
        ),
    ],
)
def test_quotes_what_is_asked_for(text, wish):
    spotted = spot_outcome(text)
    assert spotted is not None
    assert spotted.value == wish
    assert text[spotted.start : spotted.end] == wish


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("jalan rusak parah", id="no request"),
        pytest.param(
            "petugas minta uang dikirim ke rekeningnya", id="the demand of an officer"
        ),
        pytest.param("tolong pak jalan di sini rusak", id="a bare tolong"),
        pytest.param("mohon nama saya dirahasiakan", id="a wish for secrecy"),
    ],
)
def test_no_wish_where_none_is_spoken(text):
    assert spot_outcome(text) is None
