import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.nik import (
    PROVINCES,
    Nik,
    mask_numbers,
    parse_nik,
    says_forgot,
    spot_nik,
)
from intake.reading.spans import Invalid

MAN, WOMAN, CARD = "3511021508470001", "3511025508470001", "3511021708170003"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(MAN, Nik(MAN, "nik"), id="sixteen digits"),
        pytest.param(WOMAN, Nik(WOMAN, "nik"), id="forty is added to a woman's day"),
        pytest.param("3511 0215 0847 0001", Nik(MAN, "nik"), id="spaces"),
        pytest.param("351102.150847.0001", Nik(MAN, "nik"), id="dots"),
        pytest.param("351102-150847-0001", Nik(MAN, "nik"), id="dashes"),
        pytest.param(
            "35llO215O847OOOI", Nik(MAN, "nik"), id="letters that look like digits"
        ),
        pytest.param(f"nik saya {MAN} pak", Nik(MAN, "nik"), id="among words"),
        pytest.param(f"NIK{MAN}", Nik(MAN, "nik"), id="glued to its name"),
        pytest.param(f"no kk {CARD}", Nik(CARD, "kk"), id="called a family card"),
        pytest.param(
            f"{CARD} itu kartu keluarga",
            Nik(CARD, "kk"),
            id="called a family card afterwards",
        ),
        pytest.param(
            f"kk tidak ada, nik {MAN}", Nik(MAN, "nik"), id="the nearer word names it"
        ),
        pytest.param(
            f"kk {WOMAN}", Nik(WOMAN, "nik"), id="no card is issued on day 55"
        ),
        pytest.param(
            "9911021508470001",
            Nik("9911021508470001", "nik", ("nik.province",)),
            id="no such province",
        ),
        pytest.param(
            "3511022902000001",
            Nik("3511022902000001", "nik"),
            id="29 February of a leap year",
        ),
        pytest.param(
            "3511022902010001", Invalid("nik.form"), id="29 February of another year"
        ),
        pytest.param("3511023104850001", Invalid("nik.form"), id="31 April"),
        pytest.param("3511021513470001", Invalid("nik.form"), id="thirteenth month"),
        pytest.param("3511021508470000", Invalid("nik.form"), id="serial 0000"),
        pytest.param("1111111111111111", Invalid("nik.form"), id="one digit all over"),
        pytest.param("351102150847001", Invalid("nik.length"), id="fifteen digits"),
        pytest.param("35110215084700011", Invalid("nik.length"), id="seventeen digits"),
        pytest.param("nik 35110215", Invalid("nik.length"), id="half of it"),
        pytest.param("081234567890", Invalid("nik.length"), id="a phone number"),
        pytest.param("lupa nik", None, id="forgotten"),
        pytest.param("1", None, id="a choice"),
        pytest.param("jalan rusak sejak 2015", None, id="a story"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_reads_an_answer(text, expected):
    assert parse_nik(text) == expected


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        pytest.param("5311012304120007", "kk", id="would be fourteen"),
        pytest.param("5311012211090007", "kk", id="is seventeen tomorrow"),
        pytest.param("5311012111090007", "nik", id="is seventeen today"),
        pytest.param("5311012304850007", "nik", id="born last century"),
        pytest.param(
            "5311012212260007", "nik", id="a day still to come was a hundred years ago"
        ),
        pytest.param("5311016304120007", "nik", id="no card is issued on day 63"),
    ],
)
def test_takes_the_number_of_a_child_for_a_family_card_when_it_knows_the_day(
    number, kind
):
    today = date(2026, 11, 21)
    assert parse_nik(number, today) == Nik(number, kind)
    assert parse_nik(number) == Nik(number, "nik")
    spotted = spot_nik(f"bansos belum cair {number}", today)
    assert spotted is not None
    assert spotted.value.kind == kind


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        pytest.param(f"bansos belum cair, NIK {MAN} a/n Siti", MAN, "nik", id="named"),
        pytest.param(f"a/n Siti {WOMAN} belum cair", WOMAN, "nik", id="plain digits"),
        pytest.param(
            "ktp 3511 0215 0847 0001 belum jadi",
            "3511 0215 0847 0001",
            "nik",
            id="in groups",
        ),
        pytest.param(
            "ktp: 35 11 02 l5 O8 47 OO O1",
            "35 11 02 l5 O8 47 OO O1",
            "nik",
            id="named, with letters",
        ),
        pytest.param(f"RT 03 {MAN}", MAN, "nik", id="behind another number"),
        pytest.param(f"no kk {CARD} salah nama", CARD, "kk", id="family card"),
        pytest.param(
            "nik 9911021508470001",
            "9911021508470001",
            "nik",
            id="named, of no known province",
        ),
    ],
)
def test_spots_a_volunteered_number(text, number, kind):
    spotted = spot_nik(text)
    assert spotted is not None
    assert text[spotted.start : spotted.end] == number
    assert spotted.value.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rekening 6013012345678901", id="a card number"),
        pytest.param("9911021508470001", id="no known province and no name"),
        pytest.param("0812 3456 7890 1234", id="a phone number and more"),
        pytest.param("351102150847000123", id="eighteen digits"),
        pytest.param("nik 3511023104850001", id="named, but impossible"),
        pytest.param("27-11-2017 28-11-2017", id="two dates"),
        pytest.param("rt 03/05 kel sidomulyo", id="house numbers"),
    ],
)
def test_spots_nothing_in(text):
    assert spot_nik(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "lupa",
            "lupa nik",
            "maaf pak lupa",
            "tidak bawa ktp",
            "ga hafal",
            "blm punya ktp",
            "gak tau nik sy",
        ),
        *("ga ingat sama sekali", "I don't remember", "ktp ketinggalan di rumah"),
    ],
)
def test_hears_that_it_is_forgotten(text):
    assert says_forgot(text)


@pytest.mark.parametrize(
    "text",
    [
        "petugas lupa mengangkut sampah",
        "lampu tidak ada di jalan",
        "lewati",
        "",
        MAN,
        "ktp saya rusak",
    ],
)
def test_hears_no_forgetting_in(text):
    assert not says_forgot(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(f"nik {MAN} ya", "nik **************** ya", id="NIK"),
        pytest.param("3511 0215 0847 0001", "**** **** **** ****", id="NIK in groups"),
        pytest.param(
            "ktp 3511O215O847", "ktp ************", id="named, too short, with letters"
        ),
        pytest.param("bpjs 0001234567890", "bpjs *************", id="BPJS"),
        pytest.param("000 1234 567890", "*** **** ******", id="BPJS in groups"),
        pytest.param("hub 0812-3456-7890", "hub ****-****-****", id="mobile number"),
        pytest.param(
            "+62 812 3456 7890", "+** *** **** ****", id="international number"
        ),
        pytest.param("(0387) 61234", "(****) *****", id="fixed line"),
        pytest.param("truk B 1234 XYZ ngebut", "truk * **** *** ngebut", id="plate"),
        pytest.param(
            "nopol ed 12 ab", "nopol ** ** **", id="plate in small letters, named"
        ),
        pytest.param("motor ED1234AB", "motor ********", id="plate in one word"),
        pytest.param("no rek 12345678", "no rek ********", id="account"),
    ],
)
def test_hides(text, shown):
    assert mask_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "tgl 27.11.2017 08.30 sampai 28.11.2017",
        "tahun 2015 2016 2017 2018",
        "bantuan Rp 1.500.000.000",
        "gg melati RT 03/05 no 12",
        "Blok B 12 RT 03",
        "JL B 123 RT 03",
        "150rb, 2 minggu, km 12",
        "SDN 2 Waingapu",
    ],
)
def test_leaves_readable(text):
    assert mask_numbers(text) == text


NUMBERS = st.from_regex(r"[1-9][0-9]{15}", fullmatch=True)
TEXTS = st.text(max_size=60) | st.text("0123456789 .-OlIBnikktp/+", max_size=60)


@given(
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(),
    st.booleans(),
    st.integers(1, 9999),
    st.sampled_from(["", " ", ".", "-"]),
)
def test_every_well_formed_number_is_read(province, region, born, woman, serial, gap):
    day = born.day + 40 * woman
    parts = (
        f"{province}{region:04}",
        f"{day:02}{born.month:02}{born.year % 100:02}",
        f"{serial:04}",
    )
    leap_of_1900 = born.month == 2 and born.day == 29 and born.year % 100 == 0
    expected = Nik("".join(parts), "nik")
    assert (
        leap_of_1900
        or len(set(expected.value)) == 1
        or parse_nik(gap.join(parts)) == expected
    )


@given(TEXTS)
def test_reading_is_total_and_spans_stand_in_the_text(text):
    assert parse_nik(text) == parse_nik(text)
    assert says_forgot(text) in (True, False)
    if spotted := spot_nik(text):
        assert 0 <= spotted.start < spotted.end <= len(text)
        assert isinstance(parse_nik(text), Nik | Invalid)


@given(TEXTS)
def test_masking_moves_nothing_and_is_done_in_one_pass(text):
    shown = mask_numbers(text)
    assert len(shown) == len(text)
    assert not re.search(r"[0-9]{10}", shown)
    assert spot_nik(shown) is None
    assert all(
        after in ("*", before) for before, after in zip(text, shown, strict=True)
    )
