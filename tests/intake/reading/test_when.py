from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.complaint import OccurredOn
from intake.reading.spans import Invalid
from intake.reading.when import parse_when, spot_when

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=JAKARTA)  # a Saturday morning

RELATIVE = [
    ("kemarin", "2026-11-20", "day"),
    ("kmrn", "2026-11-20", "day"),
    ("dr kmrn malem", "2026-11-20", "day"),
    ("yesterday afternoon", "2026-11-20", "day"),
    ("tadi pagi", "2026-11-21", "day"),
    ("tadi subuh", "2026-11-21", "day"),
    ("tadi sore", "2026-11-20", "day"),
    ("td mlm", "2026-11-20", "day"),
    ("semalam", "2026-11-20", "day"),
    ("hari ini", "2026-11-21", "day"),
    ("this morning", "2026-11-21", "day"),
    ("barusan", "2026-11-21T10:00", "hour"),
    ("kemarin lusa", "2026-11-19", "day"),
    ("lusa kemarin", "2026-11-19", "day"),
    ("minggu lalu", "2026-11-14", "week"),
    ("last week", "2026-11-14", "week"),
    ("2 minggu yg lalu", "2026-11-07", "week"),
    ("bulan kemarin", "2026-10-01", "month"),
    ("tahun lalu", "2025-01-01", "year"),
    ("sudah 3 hari", "2026-11-18", "day"),
    ("3 days ago", "2026-11-18", "day"),
    ("sudah 3 bulan", "2026-08-01", "month"),
    ("udh 3bln", "2026-08-01", "month"),
    ("for two months", "2026-09-01", "month"),
    ("tos saminggu", "2026-11-14", "week"),
    ("sudah sebulan", "2026-10-01", "month"),
    ("selama dua tahun", "2024-01-01", "year"),
    ("3 jam yang lalu", "2026-11-21T07:00", "hour"),
    ("30 menit lalu", "2026-11-21T09:30", "minute"),
    ("sejak senin", "2026-11-16", "day"),
    ("since Monday", "2026-11-16", "day"),
    ("sabtu lalu", "2026-11-14", "day"),
    ("hari senin minggu lalu", "2026-11-09", "day"),
    ("malam jumat", "2026-11-19", "day"),
    ("malam minggu", "2026-11-14", "day"),
    ("sejak pagi", "2026-11-21", "day"),
    ("since morning", "2026-11-21", "day"),
    ("sejak sore", "2026-11-20", "day"),
    ("sejak malam", "2026-11-20", "day"),
    ("dari subuh", "2026-11-21", "day"),
    ("sejak tadi", "2026-11-21", "day"),
    ("minggu ini", "2026-11-21", "week"),
    ("sejak pekan ini", "2026-11-21", "week"),
    ("wis 3 wulan", "2026-08-01", "month"),
    ("wis telung sasi", "2026-08-01", "month"),
    ("tos tilu poe", "2026-11-18", "day"),
]
ABSOLUTE = [
    ("tgl 19 juni 2017", "2017-06-19", "day"),
    ("27.11.2017", "2017-11-27", "day"),
    ("06/12/17", "2017-12-06", "day"),
    ("16 Nop 2017", "2017-11-16", "day"),
    ("2026-11-02", "2026-11-02", "day"),
    ("tanggal 10", "2026-11-10", "day"),
    ("tgl 25", "2026-10-25", "day"),
    ("tgl 10 bulan lalu", "2026-10-10", "day"),
    ("tgl 3/11", "2026-11-03", "day"),
    ("dari tgl 10-12 juni", "2026-06-10", "day"),
    ("17 agustus", "2026-08-17", "day"),
    ("5 desember", "2025-12-05", "day"),
    ("29 februari", "2024-02-29", "day"),
    ("on 5 March", "2026-03-05", "day"),
    ("March 5th, 2025", "2025-03-05", "day"),
    ("November 2025", "2025-11-01", "month"),
    ("sejak bulan desember", "2025-12-01", "month"),
    ("sejak 2015", "2015-01-01", "year"),
    ("dr th 2015", "2015-01-01", "year"),
    ("kemarin jam 8 malam", "2026-11-20T20:00", "minute"),
    ("kemarin 08.30", "2026-11-20T08:30", "minute"),
    ("tadi malam jam 11", "2026-11-20T23:00", "minute"),
    ("semalam jam 2", "2026-11-21T02:00", "minute"),
    ("tadi malam jam 12", "2026-11-21T00:00", "minute"),
    ("tadi jam 8", "2026-11-21T08:00", "minute"),
    ("jam set.8 pagi tadi", "2026-11-21T07:30", "minute"),
    ("kemarin sore sekitar jam empat", "2026-11-20T16:00", "minute"),
    ("tgl 19 juni 2017 jam 14:00 WIB", "2017-06-19T14:00", "minute"),
]
ONLY_AN_ANSWER = [
    ("5hr", "2026-11-16", "day"),
    ("2-3 hari", "2026-11-18", "day"),
    ("sebulan", "2026-10-01", "month"),
    ("3 wulan", "2026-08-01", "month"),
    ("rong dina", "2026-11-19", "day"),
    ("setengah tahun", "2026-05-01", "month"),
    ("dua tahun", "2024-01-01", "year"),
    ("senin", "2026-11-16", "day"),
    ("19/6", "2026-06-19", "day"),
    ("11/2025", "2025-11-01", "month"),
    ("2015", "2015-01-01", "year"),
    ("jam set.8", "2026-11-21T07:30", "minute"),
    ("setengah 8", "2026-11-21T07:30", "minute"),
    ("pkl 22", "2026-11-20T22:00", "minute"),
    ("08.30", "2026-11-21T08:30", "minute"),
    ("jam 7 malam", "2026-11-20T19:00", "minute"),
    ("jam 14:00 WIB", "2026-11-20T14:00", "minute"),
]


@pytest.mark.parametrize(
    ("text", "date", "precision"), RELATIVE + ABSOLUTE + ONLY_AN_ANSWER
)
def test_reads_an_answer(text, date, precision):
    assert parse_when(text, NOW) == OccurredOn(date, precision, text)


@pytest.mark.parametrize(("text", "date", "precision"), RELATIVE + ABSOLUTE)
def test_spots_it_inside_a_story(text, date, precision):
    story = f"lampu jalan itu {text}, gelap rawan begal"
    spotted = spot_when(story, NOW)
    assert spotted is not None
    assert spotted.value == OccurredOn(date, precision, text)
    assert story[spotted.start : spotted.end] == text


@pytest.mark.parametrize(("text", "_date", "_precision"), ONLY_AN_ANSWER)
def test_believes_bare_words_only_in_an_answer(text, _date, _precision):
    assert spot_when(f"kantor itu {text} di pasar", NOW) is None


@pytest.mark.parametrize(
    ("story", "words", "date"),
    [
        pytest.param(
            "LAPOR jln dkt psr kliwon rsk bgt udh 3bln blm dibenerin, byk yg jatuh. suwun",
            "udh 3bln",
            "2026-08-01",
            id="glued months",
        ),
        pytest.param(
            "pak min pju gg melati rt 03/05 kel sidomulyo mati dr kmrn malem, gelap rawan begal",
            "dr kmrn malem",
            "2026-11-20",
            id="RT and RW beside yesterday",
        ),
        pytest.param(
            "KAB. NGANJUK air pdam dsn krajan ds. ngetos ga ngalir 5hr tlg pak",
            "5hr",
            "2026-11-16",
            id="days without a cue behind what is wrong",
        ),
        pytest.param(
            "punten kang, sampah di bojongsoang numpuk teu diangkat 2 minggu",
            "2 minggu",
            "2026-11-07",
            id="weeks at the end",
        ),
        pytest.param(
            "kemarin saya sudah lapor, lampu mati sudah 3 bulan",
            "sudah 3 bulan",
            "2026-08-01",
            id="the report is older than the reporting",
        ),
        pytest.param(
            "Senin, 19 Juni 2017 pukul 08.30 pohon tumbang",
            "19 Juni 2017 pukul 08.30",
            "2017-06-19T08:30",
            id="formal date",
        ),
        pytest.param(
            "BANJIR SEJAK TGL 5 NOVEMBER",
            "SEJAK TGL 5 NOVEMBER",
            "2026-11-05",
            id="capitals",
        ),
        pytest.param(
            "hari ini saya tahu, tgl 3/11 pagar hilang",
            "tgl 3/11",
            "2026-11-03",
            id="a date outranks today",
        ),
        pytest.param(
            "Jalan longsor menutup jalan sejak kemarin",
            "sejak kemarin",
            "2026-11-20",
            id="since behind a road is no street's name",
        ),
        pytest.param(
            "lampu mati di gang sejak 2 hari",
            "sejak 2 hari",
            "2026-11-19",
            id="since behind an alley",
        ),
        pytest.param(
            "lampu jalan mati 3 wulan", "3 wulan", "2026-08-01", id="Javanese months"
        ),
        pytest.param(
            "jalan rusak di depan pasar Matawai kota Waingapu dekat gereja, 6 BULAN",
            "6 BULAN",
            "2026-05-01",
            id="a length of its own far behind what is wrong",
        ),
        pytest.param(
            "guru menampar murid di kelas minggu lalu",
            "minggu lalu",
            "2026-11-14",
            id="ago behind a class",
        ),
        pytest.param(
            "pohon nutup jalan dari jam 5 subuh",
            "dari jam 5 subuh",
            "2026-11-21T05:00",
            id="since a time of the clock",
        ),
        pytest.param(
            "Waktu: minggu lalu", "minggu lalu", "2026-11-14", id="as in a form"
        ),
    ],
)
def test_finds_the_time_of_real_lines(story, words, date):
    spotted = spot_when(story, NOW)
    assert spotted is not None
    assert (spotted.value.text, spotted.value.date) == (words, date)


@pytest.mark.parametrize(
    "text",
    [
        "besok ada acara di balai desa",
        "besok tgl 25 ada acara",
        "rapat hari senin depan",
        "3 hari lagi pemilu",
        "sampah diangkut 2 minggu sekali",
        "air mengalir seminggu 2 kali",
        "setiap hari senin pasar macet",
        "minta uang Rp.500 rb",
        "diminta 5ribu",
        "gg melati RT 03/05",
        "di km 3",
        "dekat SDN 2",
        "anak saya umur 3 bulan",
        "sudah 40 tahun kami tinggal di sini",
        "di jl. 17 agustus",
        "menurut UU No 25 tahun 2009",
        "puskesmas buka jam 8",
        "pelayanan 24 jam",
        "proses 14 hari kerja",
        "sampai hari ini belum diperbaiki",
        "selamat pagi pak",
        "dekat pasar minggu",
        "kemarin saya sudah lapor",
        "berlaku sejak 2031",
        "pedagang pkl 20 orang",
        "hp 081234567890",
        "puskesmas buka dari pagi sampai sore",
        "dalam waktu 3 bulan",
        "loket melayani dari jam 8 pagi sampai jam 2",
        "anggaran tahun lalu tidak jelas",
        "dekat pasar minggu ini",
        "mohon minggu ini diperbaiki",
        "KTP rusak an wulan",
        "kontrak, 3 bulan",
        "saya Wulan",
        "sudah lama kami tinggal di sini",
        "pelayanan lama",
        "antri lama sekali di puskesmas",
        "ini laporan yang sudah lama saya laporkan",
        "sudah lama saya mengabdi di sekolah ini",
        "jabatan baru ini kosong",
    ],
)
def test_sees_no_occurrence_in(text):
    assert spot_when(text, NOW) is None


@pytest.mark.parametrize(
    "text",
    ["besok", "minggu depan", "5 desember 2026", "hari ini jam 22", "2 hari lagi"],
)
def test_says_that_an_answer_lies_ahead(text):
    assert parse_when(text, NOW) == Invalid("when.future")


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2017",
        "tgl 30 februari",
        "tanggal 32",
        "2026-13-01",
        "20-13-2020",
        "kejadian tgl 31/4",
    ],
)
def test_says_that_no_calendar_has_a_day(text):
    assert parse_when(text, NOW) == Invalid("when.date")


def test_prefers_a_day_to_one_that_is_not():
    assert parse_when("kemarin, 31/02/2017", NOW) == OccurredOn(
        "2026-11-20", "day", "kemarin"
    )


@pytest.mark.parametrize(
    "text",
    [
        "tidak tahu",
        "lupa",
        "gatau pak",
        "kurang ingat",
        "sudah lama",
        "setiap malam",
        "not sure",
    ],
)
def test_accepts_that_someone_does_not_know(text):
    assert parse_when(text, NOW) == OccurredOn(None, "unknown", text)


@pytest.mark.parametrize(
    "text",
    [
        "berbulan-bulan",
        "bertahun2",
        "sejak lebaran",
        "bbrp hari lalu",
        "sudah lama",
        "udh lama banget",
        "sudah cukup lama",
        "sdh menahun",
        "dari dulu",
        "sejak lama",
        "beberapa minggu ini",
        "sejak beberapa waktu lalu",
        "akhir-akhir ini",
        "belakangan ini",
        "baru2 ini",
        "puluhan tahun",
        "wis suwe",
        "geus lila",
        "alah lamo",
        "for a long time",
    ],
)
def test_keeps_the_words_of_a_time_without_a_date(text):
    spotted = spot_when(f"jalan rusak {text}, tolong", NOW)
    assert spotted is not None
    assert spotted.value == OccurredOn(None, "unknown", text) == parse_when(text, NOW)


def test_prefers_a_date_to_not_knowing():
    assert parse_when("lupa pak, sekitar bulan juni", NOW) == OccurredOn(
        "2026-06-01", "month", "bulan juni"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "jalan rusak",
        "RT 03/05",
        "31/02",
        "di jl. 17 agustus",
        "5ribu",
        "???",
    ],
)
def test_does_not_understand(text):
    assert parse_when(text, NOW) is None


def test_last_night_is_the_same_night_until_the_next():
    late = NOW.replace(hour=1)
    assert parse_when("tadi malam", late) == OccurredOn(
        "2026-11-20", "day", "tadi malam"
    )
    assert parse_when("tadi sore", late) == OccurredOn("2026-11-20", "day", "tadi sore")


SNIPPETS = (
    "sejak sudah tgl 10 31 2 juni februari 2015 2017 kemarin tadi malam jam 8 setengah hari minggu lalu "
    "depan bulan tahun 3bln senin 19/6 30.02.2017 besok , . - rt sekali 999 tahun ti\u0307 se \u212aemarin"
)
TEXTS = st.text(max_size=80) | st.lists(
    st.sampled_from(SNIPPETS.split()), max_size=12
).map(" ".join)
MOMENTS = st.integers(0, 50_000_000).map(
    lambda minutes: NOW.replace(year=2000) + timedelta(minutes=minutes)
)


@given(TEXTS, MOMENTS)
def test_a_spotted_time_stands_in_the_text_and_is_past(text, now):
    spotted = spot_when(text, now)
    assert spotted == spot_when(text, now)
    if spotted:
        assert 0 <= spotted.start < spotted.end <= len(text)
        assert spotted.value.text == text[spotted.start : spotted.end]
        assert spotted.value.date is None or datetime.fromisoformat(
            spotted.value.date
        ) <= now.replace(tzinfo=None)


@given(TEXTS, MOMENTS)
def test_every_answer_is_read_somehow(text, now):
    read = parse_when(text, now)
    assert read is None or isinstance(read, OccurredOn | Invalid)
    assert read == parse_when(text, now)


@given(st.integers(1, 60), MOMENTS)
def test_days_are_counted_back_from_now(days, now):
    expected = (now.date() - timedelta(days=days)).isoformat()
    assert parse_when(f"sudah {days} hari", now) == OccurredOn(
        expected, "day", f"sudah {days} hari"
    )
