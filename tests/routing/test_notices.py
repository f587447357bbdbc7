import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from officers import WORDS, office_of, voice_of

from intake.complaint import (
    Attachment,
    Complaint,
    HomeAddress,
    Location,
    OccurredOn,
    Reporter,
)
from intake.wording.sms import segments
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Action, Case, Notice
from routing.life import act, buttons, open_case
from routing.notices import administrator_text, ask_text, done_text, open_cases_text
from routing.verbs import VERBS, Note

ID = "LPR-2222222"
LINK = "https://pintu.example/admin/LPR-2222222"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGENCIES = read_agencies(
    """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.pupr, name: Dinas PUPR, administrators: [{name: Budi, notify: ["telegram:2"]}]}
"""
)
COMPLAINT = Complaint(
    tracking_id=ID,
    kind="complaint",
    title="Jembatan Kambera putus",
    description="Saya Umbu Ndjara, NIK 5311014101900001, hp 081234567890. Jembatan putus sejak banjir.",
    received_at=MONDAY,
    reporter=Reporter(
        channel="sms",
        address_on_channel="+6281234567890",
        language="id",
        name="Umbu Ndjara",
        address=HomeAddress(text="Jl Mawar 5"),
        phone="+6281234567890",
    ),
    location=Location(
        landmark="dekat SD Inpres",
        rt="04",
        region_path=("Nusa Tenggara Timur", "Sumba Timur", "Kambera", "Mauliru"),
    ),
    occurred_on=OccurredOn("2026-11-16", "week", "minggu lalu"),
    requested_outcome="Dibangun lagi",
    attachments=(Attachment("a1", "image/jpeg", 1000, None),),
    flags=("emergency", "possible_duplicate:LPR-3333333", "needs_operator:address"),
)


def mask(text: str) -> str:
    return re.sub(r"\d{7,}", "[nomor]", text)


OFFICE, VOICE = office_of(AGENCIES), voice_of(mask)
NOTICES = ("forwarded", "moved", "appended", "reopened", "reminder", "overdue")


def opened(agency: str = "kab.pupr") -> Case:
    return open_case(COMPLAINT, Assignment(agency, "", ()), MONDAY, OFFICE, VERBS)[0]


def notice(key: str, case: Case, **args: str) -> Notice:
    return Notice(
        "administrators",
        case.agency,
        f"admin.{key}",
        args,
        buttons(case, OFFICE, VERBS),
    )


def long(key: str, complaint: Complaint = COMPLAINT, **args: str) -> str:
    case = opened()
    return administrator_text(
        notice(key, case, **args), complaint, case, VOICE, short=False, link=LINK
    )


def short(
    key: str, complaint: Complaint = COMPLAINT, agency: str = "kab.pupr", **args: str
) -> str:
    case = opened(agency)
    return administrator_text(
        notice(key, case, **args), complaint, case, VOICE, short=True, link=LINK
    )


def test_the_long_form_says_all_that_is_needed_to_act():
    assert long("forwarded") == (
        "Laporan baru LPR-2222222.\n"
        "Pengaduan: Jembatan Kambera putus\n"
        "Di mana: dekat SD Inpres, RT 04/RW -, Mauliru, Kambera\n"
        "Kejadian: minggu lalu\n"
        "Harapan: Dibangun lagi\n"
        "Masuk: Sen 23 Nov 2026\n"
        "Tenggat: Terima s.d. Kam 26 Nov 2026\n"
        "Catatan: DARURAT, mungkin sama dengan LPR-3333333, perlu dilengkapi (alamat), 1 foto\n"
        "Isi: Saya [pelapor], NIK [nomor], hp [nomor]. Jembatan putus sejak banjir.\n"
        "Balas: TERIMA LPR-2222222 | JAWAB LPR-2222222 isi jawaban"
        " | SELESAI LPR-2222222 hasilnya | BUKAN LPR-2222222 alasan\n"
        "Selengkapnya: https://pintu.example/admin/LPR-2222222"
    )


def test_what_is_unknown_is_left_out():
    bare = replace(
        COMPLAINT,
        location=Location(),
        occurred_on=None,
        requested_outcome=None,
        attachments=(),
        flags=(),
    )
    assert [line.split(":")[0] for line in long("forwarded", bare).split("\n")] == [
        "Laporan baru LPR-2222222.",
        "Pengaduan",
        "Masuk",
        "Tenggat",
        "Isi",
        "Balas",
        "Selengkapnya",
    ]


@pytest.mark.parametrize(
    ("key", "args", "first"),
    [
        pytest.param(
            "moved",
            {"reason": "Jalan provinsi"},
            "Laporan LPR-2222222 dialihkan kepada Anda. Alasan: Jalan provinsi",
            id="moved",
        ),
        pytest.param(
            "appended",
            {"text": "Hubungi 081234567890"},
            "Tambahan pelapor untuk LPR-2222222. Hubungi [nomor]",
            id="details are masked",
        ),
        pytest.param(
            "reopened",
            {"text": ""},
            "Pelapor: LPR-2222222 BELUM beres.",
            id="disputed without words",
        ),
        pytest.param(
            "reminder",
            {"step": "Terima", "deadline": "Kam 26 Nov 2026"},
            "Pengingat LPR-2222222. Terima paling lambat Kam 26 Nov 2026.",
            id="reminder",
        ),
        pytest.param(
            "overdue",
            {"step": "Terima", "deadline": "Kam 26 Nov 2026"},
            "LPR-2222222 LEWAT tenggat. Terima seharusnya paling lambat Kam 26 Nov 2026. Mohon dibantu.",
            id="overdue",
        ),
    ],
)
def test_the_first_line_says_what_happened(key, args, first):
    assert long(key, **args).split("\n")[0] == first


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        pytest.param(
            "kab.pupr",
            "Laporan baru LPR-2222222: Jembatan Kambera putus, dekat SD Inpres, RT 04/RW -, Mauliru, Kam.."
            ". Terima s.d. Kam 26 Nov 2026. Balas TERIMA/JAWAB/BUKAN LPR-2222222",
            id="a desk",
        ),
        pytest.param(
            "kab",
            "Laporan baru LPR-2222222: Jembatan Kambera putus, dekat SD Inpres, RT 04/RW -, Mauliru, Kamb.."
            ". Terima s.d. Kam 26 Nov 2026. Balas TERIMA/JAWAB/ALIH LPR-2222222",
            id="the coordinator",
        ),
    ],
)
def test_the_short_form_is_one_sms(agency, text):
    assert short("forwarded", agency=agency) == text
    assert len(text) == 160


@pytest.mark.parametrize("agency", ["kab", "kab.pupr"])
@pytest.mark.parametrize("key", NOTICES)
def test_worst_case_short_forms_name_the_case_and_a_way_to_act(key, agency):
    shouted = replace(COMPLAINT, title="JALAN " * 60)
    text = short(
        key,
        shouted,
        agency,
        step="Selesaikan",
        deadline="Kam 26 Nov 2026",
        reason="x" * 300,
        text="x" * 300,
    )
    assert len(text) <= 160
    assert text.count(ID) == 2
    assert "JAWAB" in text
    assert "JALAN" in text


def test_a_closed_case_offers_no_commands():
    closed = opened()
    for action in (
        Action("finish", "Budi", ("kab.pupr",), "Sudah rata"),
        Action("solved", "citizen", (), "sudah baik"),
    ):
        closed, _ = act(closed, action, MONDAY, OFFICE, VERBS)
    appended = notice("appended", closed, text="Terima kasih")
    for is_short in (True, False):
        text = administrator_text(
            appended, COMPLAINT, closed, VOICE, short=is_short, link=LINK
        )
        assert "Balas" not in text
        assert "Tenggat" not in text


def test_not_a_word_of_a_protected_reporters_name():
    secret = replace(COMPLAINT, anonymous=True, title="Kata umbu: jembatan putus")
    assert not re.search(
        "umbu|ndjara",
        long("forwarded", secret) + short("forwarded", secret),
        re.IGNORECASE,
    )


def test_a_confidential_case_says_so():
    assert "RAHASIA" in long("forwarded", replace(COMPLAINT, confidential=True))


@given(st.text(max_size=3000), st.text(max_size=300), st.text(max_size=300))
def test_any_words_fit(description, title, place):
    odd = replace(
        COMPLAINT, description=description, title=title, location=Location(text=place)
    )
    assert len(long("moved", odd, reason=description)) <= 1000
    assert (
        segments(short("forwarded", odd)).encoding,
        segments(short("forwarded", odd)).parts,
    ) == (
        "GSM-7",
        1,
    )


def test_the_short_form_keeps_every_sign_that_an_sms_can_carry():
    odd = replace(COMPLAINT, title="Café [lama] di Jl. A~B, 50 €", location=Location())
    assert short("forwarded", odd).startswith(
        "Laporan baru LPR-2222222: Café [lama] di Jl. A~B, 50 €, 1 foto. "
    )


def test_the_list_begins_with_what_is_due_first():
    cases = [
        (opened(), COMPLAINT),
        (replace(opened("kab"), tracking_id="LPR-3333333"), COMPLAINT),
    ]
    later, _ = act(
        cases[0][0], Action("accept", "Budi", ("kab.pupr",)), MONDAY, OFFICE, VERBS
    )
    assert open_cases_text([(later, COMPLAINT), cases[1]], VOICE) == (
        "2 laporan terbuka:\n"
        "LPR-3333333 Jembatan Kambera putus. Terima s.d. Kam 26 Nov 2026\n"
        "LPR-2222222 Jembatan Kambera putus. Jawab s.d. Sen 30 Nov 2026"
    )


def test_a_long_list_is_cut_and_says_so():
    text = open_cases_text([(opened(), COMPLAINT)] * 40, VOICE)
    assert text.endswith("dan 25 lagi di halaman admin.")
    assert len(text) < 1600  # WhatsApp's limit


def test_no_open_cases():
    assert open_cases_text([], VOICE) == "Tidak ada laporan terbuka."


@pytest.mark.parametrize("verb", [verb for verb in VERBS.values() if verb.officers])
def test_done_names_the_case(verb):
    assert ID in done_text(verb, ID, WORDS)


@pytest.mark.parametrize(
    "verb", [verb for verb in VERBS.values() if verb.note == Note.MUST]
)
def test_ask_names_the_case(verb):
    assert ID in ask_text(verb, ID, WORDS)
