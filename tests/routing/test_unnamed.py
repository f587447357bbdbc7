"""Whoever wants to stay unnamed is named by nothing that officers read, whatever they wrote themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from officers import office_of, voice_of

from gateway.operate.chat import Chat
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer
from intake.complaint import Complaint, HomeAddress, Location, Reporter
from intake.form.filing import complaint_of
from intake.form.veil import Marks, let_go, veil_of
from intake.messages import Address
from routing.agencies import read_agencies
from routing.assign import Assignment
from routing.case import Notice
from routing.life import open_case
from routing.notices import (
    administrator_text,
    details,
    held_words,
    open_cases_text,
    place_text,
    title_text,
)
from routing.updates import appended
from routing.verbs import VERBS

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGENCIES = read_agencies(
    """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, administrators: [{name: Ana, notify: ["telegram:1"]}]}
"""
)
OFFICE, VOICE = office_of(AGENCIES), voice_of()
LEVY = "Pungli oknum Dukcapil Waingapu minta 200 ribu kemarin"

# way of naming oneself: the text, what must not be read, what must
WAYS: dict[str, tuple[str, str, str]] = {
    "saya": (f"{LEVY}. Saya Budi Santoso", "budi santoso", "Dukcapil"),
    "a home with a number behind it": (
        f"{LEVY}, saya Maria Rambu Jl Kenanga 7 hp 081234567811",
        "maria rambu kenanga 081234567811",
        "200 ribu",
    ),
    "a home with a number behind it, and commas": (
        f"{LEVY}, saya Maria Rambu, Jl Kenanga 7, wa 0812-3456-7811",
        "maria rambu kenanga 7811",
        "200 ribu",
    ),
    "a home with an address of mail behind it": (
        f"{LEVY}. Alamat Jl Kenanga 7 email maria@surel.id, Maria Rambu",
        "maria rambu kenanga surel",
        "200 ribu",
    ),
    "a village with a number behind it": (
        f"{LEVY}, saya Maria Rambu desa Kataka RT 4 telp 081234567811",
        "maria rambu kataka 081234567811",
        "200 ribu",
    ),
    "a home with a handle behind it": (
        f"{LEVY}, saya Maria Rambu gang Mawar 3 ig @rambu_maria",
        "maria rambu mawar rambu_maria",
        "200 ribu",
    ),
    "a home told by a landmark and its number": (
        f"{LEVY}. Rumah dekat gereja Bethel no 12",
        "bethel 12",
        "200 ribu",
    ),
    "a home beside a shop": (
        f"{LEVY}. rumah sebelah warung mama Lina no 4",
        "warung lina",
        "200 ribu",
    ),
    "a street behind atas nama": (
        f"{LEVY} atas nama Siti Rambu, Jl Kenanga 7",
        "siti rambu kenanga",
        "200 ribu",
    ),
    "digits for letters": (
        f"{LEVY}, saya M4ria R4mbu",
        "m4ria r4mbu ria mbu",
        "200 ribu",
    ),
    "digits for letters in a rare name": (
        f"nama saya B0ngg0 Umbu. {LEVY}",
        "b0ngg0 ngg umbu",
        "200 ribu",
    ),
    "who knows opens a sentence": (
        f"{LEVY}. Bombong tahu semua",
        "bombong",
        "tahu semua",
    ),
    "who saw it stands behind a comma": (
        f"{LEVY}, Yubelina saksinya",
        "yubelina",
        "200 ribu",
    ),
    "saya in small letters": (
        "saya yohanis ndapa, bidan minta 50rb di pustu",
        "yohanis ndapa",
        "bidan minta 50rb",
    ),
    "nama saya, a rare name": (
        f"{LEVY}, nama saya Ndapa Karanggu Limu",
        "ndapa karanggu limu",
        "200 ribu",
    ),
    "in capitals": (
        "SAYA BUDI SANTOSO MELAPORKAN LURAH MINTA UANG DI KANTOR",
        "budi santoso",
        "LURAH MINTA UANG",
    ),
    "a.n. before the matter": (
        "a.n. Umbu Landu melaporkan pungli di Dukcapil Waingapu",
        "umbu landu",
        "pungli di Dukcapil",
    ),
    "ttd": ("Kepala desa memotong BLT. ttd Yohanis Hamba", "yohanis hamba", "memotong"),
    "behind the last comma": (
        "guru SD Temu Kanatang tidak masuk 2 minggu, Petrus Ndjawa",
        "petrus ndjawa",
        "Temu Kanatang",
    ),
    "behind an office": ("Pungli di kantor lurah, Maria Rambu", "maria rambu", "lurah"),
    "on a line of its own": (f"{LEVY}\nTerima kasih\nAgustina Ina", "agustina", "200"),
    "my house": (f"{LEVY}, rumah saya di Jl Kenanga 7", "kenanga 7", "Dukcapil"),
    "called my house": (
        f"{LEVY}. Jl Kenanga 7 RT 3 (rumah saya)",
        "kenanga 7 rt 3",
        "Dukcapil",
    ),
    "this is my house": (f"{LEVY}. Jl Kenanga 7 itu rumah saya", "kenanga 7", "200"),
    "I live at": (f"{LEVY}, saya tinggal di Jl Kenanga 7", "kenanga 7", "200"),
    "as one of an RT": (
        "saya warga RT 3 RW 2 Jl Kenanga, lurah minta uang di kantor",
        "kenanga 3 2",
        "lurah minta uang",
    ),
    "the number of the house": (f"{LEVY}, rumah saya nomor 47", "47", "200 ribu"),
    "a phone": ("lurah minta setoran, hub 081234567890", "081234567890", "setoran"),
    "a phone in words": (
        f"{LEVY} nomor saya nol delapan satu dua tiga empat lima enam",
        "delapan lima",
        "Dukcapil",
    ),
    "a NIK": (f"{LEVY} NIK 5311014101900001", "5311014101900001", "200 ribu"),
    "a family card": (f"{LEVY} KK 5311 0406 0809 0001", "0406 0809", "200 ribu"),
    "a plate": (f"{LEVY} motor saya ED 4821 AB", "4821", "200 ribu"),
    "an account": (f"{LEVY} rek BRI 0123 01 004567 50 8", "004567", "200 ribu"),
    "an address of mail": (f"{LEVY} email budi.ndjara@gmail.com", "ndjara", "200"),
    "a handle": (f"{LEVY} ig saya @budi_ndjara", "budi_ndjara", "200 ribu"),
    "my wife": (
        "pungli di puskesmas, istri saya Maria diminta 50 ribu",
        "maria",
        "diminta 50 ribu",
    ),
    "my husband": (
        "suami saya Pak Yusuf dipukul polisi bernama Rudi di pos",
        "yusuf",
        "polisi bernama Rudi",
    ),
    "my child": (
        "anak saya Rina ditampar Guru Olahraga Pak Anton di sekolah",
        "rina",
        "Guru Olahraga Pak Anton",
    ),
    "our family": (
        "kami keluarga Umbu Landu dipungut 100 ribu oleh kades",
        "umbu landu",
        "oleh kades",
    ),
    "call me": ("panggil saja Pak Joko, lurah minta uang rokok", "joko", "uang rokok"),
    "reach": (f"{LEVY}. hub Pak Melkianus", "melkianus", "Dukcapil"),
    "name and home at the end": (
        f"{LEVY}, Petrus Ndjawa Jl Kenanga 7",
        "petrus ndjawa kenanga 7",
        "Dukcapil",
    ),
    "name, home and phone at the end": (
        f"{LEVY}. Maria Rambu, Jl Mawar No 3 RT 05/02, 081234567890",
        "maria rambu mawar 081234567890",
        "200 ribu",
    ),
    "the name again, later on": (
        "Saya Melkianus. Kades makan dana desa. Melkianus takut",
        "melkianus",
        "Kades makan dana desa",
    ),
    "a witness": ("Kades minta rokok, saksi Bu Siti", "siti", "Kades minta rokok"),
    "one it was done to": ("Rina dipukul guru Anton di kelas", "rina", "guru Anton"),
    "a link to my house": (
        f"{LEVY}. rumah saya https://maps.app.goo.gl/Ab12",
        "ab12",
        "Dukcapil",
    ),
}


def read_by_officers(about: Complaint, *additions: str) -> str:
    """All texts about a complaint that leave the house, in one."""
    case, _ = open_case(about, Assignment("kab", "", ()), NOW, OFFICE, VERBS)
    notices = [
        Notice("administrators", "kab", "admin.forwarded", {}),
        *(
            Notice("administrators", "kab", "admin.appended", {"text": one})
            for one in additions
        ),
        *(
            Notice("administrators", "kab", "admin.urged", {"text": one})
            for one in additions
        ),
    ]
    texts = [
        administrator_text(notice, about, case, VOICE, short=short, link="LINK")
        for notice in notices
        for short in (False, True)
    ]
    about_it = [title_text(about, VOICE), place_text(about, VOICE)]
    facts = [f"{name}: {told}" for name, told in details(about, VOICE)]
    return "\n".join(
        [*texts, *about_it, *facts, open_cases_text([(case, about)], VOICE)]
    )


def told(channel: str, *lines: str) -> Complaint:
    """The report of somebody who writes these lines."""
    chat = Chat(channel, home="53.11")
    for line in lines:
        chat.send(line)
    sender = Address(channel, "+6281200000001" if channel == "sms" else "77")
    able = CAPABILITIES[channel]
    return complaint_of(chat.state, sender, able, load_gazetteer(), NOW)


def leaks(secrets: str, text: str) -> list[str]:
    """Which of these words stand in a text."""
    words = set(
        "".join(c if c.isalnum() or c == "_" else " " for c in text.casefold()).split()
    )
    return [one for one in secrets.split() if one in words]


@pytest.mark.parametrize(
    "month",
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Mei",
        "Jun",
        "Jul",
        "Agu",
        "Sep",
        "Okt",
        "Nov",
        "Des",
    ],
)
def test_a_date_of_ours_is_nobody(month: str) -> None:
    about = told("sms", f"{LEVY}, saya Maria Rambu", "ANONIM")
    written = f"Kam 26 {month} 2026"
    assert veil_of(about).over(written, MARKS) == written


MARKS = Marks("[pelapor]", "[alamat]", "[kontak]", "[ditahan]")


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@pytest.mark.parametrize(
    ("text", "secrets", "matter"),
    [pytest.param(*row, id=id_) for id_, row in WAYS.items()],
)
def test_who_says_anonim_is_named_by_nothing_they_wrote(
    channel: str, text: str, secrets: str, matter: str
) -> None:
    about = told(channel, text, "ANONIM")
    shown = read_by_officers(about)
    assert about.anonymous
    assert leaks(secrets, shown) == []
    assert matter in shown


@pytest.mark.parametrize(
    ("text", "secrets", "matter"),
    [pytest.param(*row, id=id_) for id_, row in WAYS.items()],
)
def test_nor_by_what_they_add_after_the_receipt(
    text: str, secrets: str, matter: str
) -> None:
    about = told("sms", "jalan rusak di depan pasar Matawai", "ANONIM")
    more = appended(about, text)
    shown = read_by_officers(more, text)
    assert leaks(secrets, shown) == []
    assert matter in shown


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("Budi Santoso", "ANONIM"), id="at the question for it"),
        pytest.param(("Budi Santoso, Jl Kenanga 7", "ANONIM"), id="with the home"),
    ],
)
def test_a_name_told_before_anonim_is_not_read_either(lines: tuple[str, ...]) -> None:
    text = "Pungli di pasar Matawai. Kata Budi tadi, semua Santoso begitu"
    about = told("sms", text, *lines)
    assert about.anonymous
    assert leaks("budi santoso kenanga", read_by_officers(about)) == []


def report(description: str, **fields: object) -> Complaint:
    reporter = Reporter(
        "telegram", "77", "id", "Budi Santoso", HomeAddress("Jl Kenanga 7 RT 3")
    )
    bare = Complaint("LPR-2222222", "complaint", "Pungli", description, NOW, reporter)
    return replace(bare, **fields)  # type: ignore[arg-type]  (each row names fields of its own)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        pytest.param(text, stays, id=id_)
        for id_, (text, stays) in {
            "an office before the name": (
                "Kades Rudi Hartono memotong BLT",
                "Rudi Hartono",
            ),
            "a deed behind it": ("Pak Anton minta uang 50 ribu di loket", "Pak Anton"),
            "a.n. behind an office": (
                "Ketua RT kami a.n Sulaiman memotong bantuan",
                "Sulaiman",
            ),
            "an office behind it": (
                "Rudi Hartono selaku kepala desa memotong BLT",
                "Rudi Hartono",
            ),
            "in brackets": ("petugas loket (Rudi) minta 50 ribu", "Rudi"),
            "between commas": (
                "Bpk. Camat Haharu, Umbu Manang, jarang masuk",
                "Umbu Manang",
            ),
            "oleh": (
                "PIP dipotong oleh bendahara bernama Maria Goreti",
                "Maria Goreti",
            ),
            "named again": ("Kades Rudi menolak. Besoknya Rudi marah", "Besoknya Rudi"),
            "a first name as the reporter's": (
                "petugas Budi Hartono minta uang. Saya Budi Santoso",
                "petugas Budi Hartono",
            ),
            "a school": ("guru di SMA Negeri 1 Waingapu menampar murid", "Waingapu"),
            "a street that is the scene": (
                "preman memalak di Jl Ahmad Yani dekat pasar",
                "Jl Ahmad Yani",
            ),
            "whose house it is that is not mine": (
                "pelaku tinggal di Jl Mawar 3",
                "Jl Mawar 3",
            ),
        }.items()
    ],
)
def test_whom_it_is_about_and_where_stay_readable(text: str, stays: str) -> None:
    about = report(text, anonymous=True)
    assert stays in read_by_officers(about)
    assert held_words(about) == ()


def test_of_a_home_that_is_the_scene_only_the_number_goes() -> None:
    about = report(
        "air mati di rumah saya Jl Kenanga 7",
        anonymous=True,
        location=Location("Jl Kenanga 7"),
    )
    shown = read_by_officers(about)
    assert "Jl Kenanga" in shown
    assert "Kenanga 7" not in shown


def test_a_secret_report_tells_no_names_homes_and_numbers_and_holds_nothing() -> None:
    about = report(
        f"{LEVY}, rumah saya Jl Kenanga 7, istri saya Maria, saksi Bu Siti, hub 0812345678",
        confidential=True,
    )
    shown = read_by_officers(about)
    assert leaks("budi santoso kenanga maria 0812345678", shown) == []
    assert "Siti" in shown
    assert held_words(about) == ()


def test_an_open_report_keeps_back_the_name_alone() -> None:
    shown = read_by_officers(
        report("lampu mati, rumah saya Jl Kenanga 7, istri saya Maria. Budi Santoso")
    )
    assert leaks("budi santoso", shown) == []
    assert "Jl Kenanga 7, istri saya Maria" in shown


def test_held_words_are_read_once_the_coordinator_lets_them_go() -> None:
    about = report("Kades minta rokok, saksi Bu Siti", anonymous=True)
    assert held_words(about) == ("Siti",)
    assert "ditahan" in read_by_officers(about)
    freed = replace(about, flags=let_go(about))
    assert held_words(freed) == ()
    assert "saksi Bu Siti" in read_by_officers(freed)


def test_what_is_added_later_is_held_anew() -> None:
    about = report("Kades minta rokok, saksi Bu Siti", anonymous=True)
    more = appended(replace(about, flags=let_go(about)), "saksi lain Pak Domingus")
    assert held_words(more) == ("Domingus",)
    shown = read_by_officers(more, "saksi lain Pak Domingus")
    assert "Bu Siti" in shown
    assert leaks("domingus", shown) == []


def test_a_fact_of_the_form_tells_no_number_of_the_unnamed() -> None:
    facts = {"nomor pelanggan": "530012345678 a.n. Budi Santoso"}
    assert "530012345678" in read_by_officers(report("air mati", details=facts))
    shown = read_by_officers(report("air mati", details=facts, anonymous=True))
    assert leaks("530012345678 budi", shown) == []


@pytest.mark.parametrize("area", ["Kec.", "Kab.", "Kel.", "Ds.", "Kecamatan", "Prov."])
def test_the_word_for_an_area_behind_a_name_is_nobodys_name(area: str) -> None:
    told = f"Pungutan liar di {area} Pandawai, pos depan kantor."
    about = Complaint(
        tracking_id="LPR-2222222",
        kind="complaint",
        title="Pungutan liar",
        description=told,
        received_at=NOW,
        reporter=Reporter("sms", "+628", "id", name=f"Marta {area} Lewa"),
        confidential=True,
    )
    shown = veil_of(about).over(f"{told} Kata Marta.", MARKS)
    assert f"di {area} Pandawai" in shown
    assert "Marta" not in shown
