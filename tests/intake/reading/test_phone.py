import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.phone import normalise, parse_phone, spot_phone
from intake.reading.spans import Invalid

MOBILE = "+6281234567890"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("081234567890", MOBILE, id="national"),
        pytest.param("6281234567890", MOBILE, id="country code without plus"),
        pytest.param("+62 812 3456 7890", MOBILE, id="international with spaces"),
        pytest.param("0812-3456-7890", MOBILE, id="dashes"),
        pytest.param("0812.3456.7890", MOBILE, id="dots"),
        pytest.param("O8l2 3456 789O", MOBILE, id="letters that look like digits"),
        pytest.param("81234567890", MOBILE, id="leading zero left out"),
        pytest.param("+62 0812 3456 7890", MOBILE, id="country code and leading zero"),
        pytest.param("0062 812 3456 7890", MOBILE, id="double zero for plus"),
        pytest.param("wa saya 081234567890 ya", MOBILE, id="among words"),
        pytest.param("081234567890 / 081345678901", MOBILE, id="the first of two"),
        pytest.param("RT 03 0812 3456 7890", MOBILE, id="behind another number"),
        pytest.param("0812345678", "+62812345678", id="old short mobile number"),
        pytest.param("(0387) 61234", "+6238761234", id="fixed line"),
        pytest.param("021-5551234", "+62215551234", id="Jakarta fixed line"),
        pytest.param("+65 9123 4567", "+6591234567", id="foreign"),
        pytest.param("6591234567", "+6591234567", id="foreign without its plus"),
        pytest.param(
            "0060 12 345 6789", "+60123456789", id="foreign behind two noughts"
        ),
        pytest.param("081234", Invalid("phone.invalid"), id="too short"),
        pytest.param("0812345678901234", Invalid("phone.invalid"), id="too long"),
        pytest.param("3511021508470001", Invalid("phone.invalid"), id="a NIK"),
        pytest.param("110", None, id="a short code"),
        pytest.param("tidak ada", None, id="none"),
        pytest.param("jl melati 5", None, id="an address"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_reads_an_answer(text, expected):
    assert parse_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param(
            "jalan rusak, Budi 081234567890", "081234567890", id="mobile number alone"
        ),
        pytest.param(
            "hubungi saya di 0812 3456 7890 ya", "0812 3456 7890", id="in groups"
        ),
        pytest.param("no hp: 0387-61234 rt 03", "0387-61234", id="fixed line, named"),
        pytest.param("WA +65 9123 4567", "+65 9123 4567", id="foreign, named"),
        pytest.param(
            "nik 3511021508470001 wa 0812 3456 7890",
            "0812 3456 7890",
            id="beside a NIK",
        ),
        pytest.param(
            "RT 03 0812 3456 7890", "0812 3456 7890", id="behind a house number"
        ),
    ],
)
def test_spots_a_volunteered_number(text, number):
    spotted = spot_phone(text)
    assert spotted is not None
    assert text[spotted.start : spotted.end] == number
    assert spotted.value == parse_phone(number)


@pytest.mark.parametrize(
    "text",
    [
        "3511021508470001",
        "3511 0812 3456 7890",
        "nik 3508123456780001",
        "0387 61234",
        "rekening 1234567890",
        "tgl 08.12.2017 pukul 08.30",
        "Rp 081.000",
        "rt 03/05",
        "bpjs 0001234567890",
    ],
)
def test_spots_nothing_in(text):
    assert spot_phone(text) is None


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        pytest.param("+6281200000001", "+6281200000001", id="E.164 stays"),
        pytest.param("6281200000001", "+6281200000001", id="plus is added"),
        pytest.param(
            "081200000001", "+6281200000001", id="national becomes international"
        ),
        pytest.param("3355", "3355", id="short code stays"),
        pytest.param("TELKOMSEL", "TELKOMSEL", id="alphanumeric sender stays"),
        pytest.param("812345678", "812345678", id="another provider's id stays"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_writes_a_sender_as_e164(sender, expected):
    assert normalise(sender) == expected


TEXTS = st.text(max_size=60) | st.text("0123456789 .-()+OlI8hpwa", max_size=60)


@given(TEXTS)
def test_whatever_is_found_is_a_valid_number_in_the_text(text):
    spotted = spot_phone(text)
    assert spotted == spot_phone(text)
    if spotted:
        assert 0 <= spotted.start < spotted.end <= len(text)
        assert phonenumbers.is_valid_number(phonenumbers.parse(spotted.value))
        assert parse_phone(text[spotted.start : spotted.end]) == spotted.value


@given(TEXTS)
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)
    read = parse_phone(text)
    assert read is None or isinstance(read, Invalid) or normalise(read) == read
