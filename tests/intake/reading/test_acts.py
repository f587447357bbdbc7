"""What people do besides answering: the strict table of acts, and what must not be taken for one."""

import pytest

from intake.reading.acts import Act, act_of
from intake.reading.clauses import clauses_of, joined
from intake.reading.corrections import Correction, correction_of
from intake.reading.matters import two_matters
from intake.reading.telling import tells_of

ACTS = [
    ("open", "gak jadi lapor deh kak", Act.CANCEL),
    ("review", "Batal saja pak", Act.CANCEL),
    ("done", "tolong dicabut laporan saya", Act.CANCEL),
    ("done", "please cancel my report", Act.CANCEL),
    ("open", "tolong sambungkan ke petugas saja bu", Act.HUMAN),
    ("done", "bisa bicara dengan petugas", Act.HUMAN),
    ("first", "mau ngomong langsung sama orangnya", Act.HUMAN),
    ("open", "anonim saja", Act.ANONYMOUS),
    ("open", "tulis aja hamba Allah", Act.ANONYMOUS),
    ("open", "jangan sebut nama saya", Act.ANONYMOUS),
    ("open", "nama saya tolong dirahasiakan", Act.CONFIDENTIAL),
    ("open", "takut nanti saya dipersulit", Act.FEAR),
    ("done", "sudah beres min jembatannya", Act.SOLVED),
    ("done", "airnya sudah mengalir lagi", Act.SOLVED),
    ("done", "kak sy punya pengaduan satu lagi", Act.NEW),
    ("done", "saya mau lapor lagi", Act.NEW),
    ("done", "sudah sampai mana laporan saya", Act.STATUS),
    ("done", "gmn kabar laporan jembatan sy", Act.STATUS),
    ("done", "belum juga ada yang datang pak", Act.HURRY),
    ("done", "tolong dipercepat pak", Act.HURRY),
    ("review", "yg no 2 salah", Act.FIX),
    ("open", "maksud saya jembatannya di Kambera", Act.FIX),
    ("open", "tidak tahu nama desanya", Act.UNKNOWN),
    ("open", "maaf saya lupa", Act.UNKNOWN),
    ("open", "saya tidak mau sebut nama", Act.REFUSE),
    ("open", "bentar pak lg bawa motor", Act.WAIT),
    ("open", "tunggu sy tanya suami dulu", Act.WAIT),
    ("open", "bodoh tanya terus", Act.ANGER),
    ("done", "terima kasih atas bantuannya", Act.THANKS),
    ("first", "selamat sore kakak", Act.GREET),
    ("review", "sudah benar semua kirim saja", Act.AGREE),
    ("review", "nggih sampun leres", Act.AGREE),
    ("open", "kalau bisa nama saya dirahasiakan", Act.CONFIDENTIAL),
    ("done", "hubungi saya dong pak", Act.HUMAN),
    ("done", "telpon sa pak", Act.HUMAN),
    ("done", "tolong jangan diteruskan lagi laporan sy", Act.CANCEL),
    ("done", "tidak usah dilanjutkan laporannya", Act.CANCEL),
    ("done", "tolong lanjutkan saja laporannya", Act.KEEP),
    ("open", "tolong wa saya balik", Act.HUMAN),
    ("review", "hubungi aku aja langsung", Act.HUMAN),
    ("done", "jgn didiamkan dong", Act.HURRY),
    ("done", "jangan cuma dibaca pak", Act.HURRY),
    ("done", "udah dibaikin warga pak", Act.SOLVED),
    ("done", "sdh dilas bengkel", Act.SOLVED),
    ("done", "kumaha kang laporan abdi", Act.STATUS),
    ("done", "gimana bang laporan gue", Act.STATUS),
    ("open", "kalian ini lambat sekali bikin kesal", Act.ANGER),
    ("first", "tabea bapa mama semua", Act.GREET),
    ("first", "permisi rambu", Act.GREET),
]
NO_ACTS = [
    ("open", "operasi kataraknya jadi batal karena rujukan tidak diberi"),
    ("open", "petugas sudah kami telepon tapi tidak ada yang datang"),
    ("open", "ada anjing liar menggigit anak sekolah di pasar"),
    ("open", "warga takut lewat kalau hujan deras"),
    ("open", "pak lurah tidak tahu soal jembatan itu"),
    ("done", "sudah diperbaiki tapi rusak lagi"),
    ("done", "katanya sudah beres padahal belum"),
    ("open", "jalan tanpa nama di belakang pasar"),
    ("open", "grup anonim di fb menyebar fotonya"),
    ("review", "belum benar, nama saya kurang h"),
    ("open", "Untung Selamet"),
    ("open", "depan pasar Matawai"),
    ("open", "petugas minta uang bikin emosi warga"),
    ("open", "nomor kontak kami tidak dijawab"),
    ("done", "got sudah ditimbun sampah"),
]
NOT_DECLARED = [
    ("review", "apa nama sy dirahasiakan"),
    ("open", "nama sy dirahasiakan ga"),
    ("open", "data sy dirahasiakan tdk min"),
    ("done", "apa nama pelapor dilindungi"),
    ("review", "bisa nama saya disamarkan"),
]
TOLD_AFTERWARDS = [
    "jangan lupa lampunya juga mati",
    "jangan dibiarkan anak main di situ",
]


@pytest.mark.parametrize(("where", "text", "act"), ACTS, ids=[row[1] for row in ACTS])
def test_an_act_is_known_by_its_words(where: str, text: str, act: Act) -> None:
    assert act_of(text, where) is act


@pytest.mark.parametrize(("where", "text"), NO_ACTS, ids=[row[1] for row in NO_ACTS])
def test_the_same_words_in_a_story_are_no_act(where: str, text: str) -> None:
    harmful = {Act.CANCEL, Act.HUMAN, Act.ANONYMOUS, Act.SOLVED, Act.AGREE, Act.FEAR}
    assert act_of(text, where) not in {*harmful, Act.ANGER, Act.UNKNOWN}


@pytest.mark.parametrize(
    ("where", "text"), NOT_DECLARED, ids=[row[1] for row in NOT_DECLARED]
)
def test_who_asks_about_secrecy_has_not_declared_it(where: str, text: str) -> None:
    assert act_of(text, where) not in {Act.CONFIDENTIAL, Act.ANONYMOUS}


@pytest.mark.parametrize("text", TOLD_AFTERWARDS)
def test_what_is_told_behind_a_do_not_is_no_mere_urging(text: str) -> None:
    assert act_of(text, "done") is not Act.HURRY


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Maria Rambu. oh ya got mampet", ["Maria Rambu", "oh ya got mampet"]),
        ("Jl. Mawar No. 5 RT. 03", ["Jl. Mawar No. 5 RT. 03"]),
        ("buat apa nama saya? takut", ["buat apa nama saya?", "takut"]),
        (
            "warga gotong royong tapi lapuk lagi",
            ["warga gotong royong", "tapi lapuk lagi"],
        ),
        ("gak jadi deh", ["gak jadi deh"]),
    ],
)
def test_a_message_falls_into_the_clauses_people_think_in(
    text: str, parts: list[str]
) -> None:
    clauses = clauses_of(text)
    assert [one.text for one in clauses] == parts
    assert all(text[one.start : one.end] == one.text for one in clauses)


def test_clauses_side_by_side_are_joined_as_they_stand() -> None:
    text = "Kambaniru, arah SD. Talinya putus, papannya goyang"
    clauses = clauses_of(text)
    assert joined(text, list(clauses[:2])) == "Kambaniru, arah SD."
    assert joined(text, [clauses[0], clauses[3]]) == "Kambaniru\npapannya goyang"


CORRECTIONS = [
    ("eh salah, bukan Matawai tapi Payeti", Correction(old="Matawai", new="Payeti")),
    ("namanya Mariana bukan Maria", Correction("name", 0, "Maria", "Mariana")),
    (
        "lokasinya salah, yang benar depan pasar Payeti",
        Correction("place", 0, "", "depan pasar Payeti"),
    ),
    ("yg no 2 salah", Correction("", 2, "", "")),
    ("tolong ganti jd 3 minggu yg lalu", Correction("", 0, "", "3 minggu yg lalu")),
    (
        "nama saya salah, yang benar Mariana Rambu",
        Correction("name", 0, "", "Mariana Rambu"),
    ),
    (
        "salah pak rumah sy bukan di situ, sy tinggal di Payeti",
        Correction("address", 0, "", "di Payeti"),
    ),
]


@pytest.mark.parametrize(
    ("text", "found"), CORRECTIONS, ids=[row[0] for row in CORRECTIONS]
)
def test_what_is_taken_back_and_what_stands_for_it(
    text: str, found: Correction
) -> None:
    assert correction_of(text) == found


@pytest.mark.parametrize(
    "text", ["depan pasar Matawai", "Maria Rambu", "kemarin dua anak jatuh"]
)
def test_what_takes_nothing_back_is_no_correction(text: str) -> None:
    assert correction_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "kemarin sudah ada dua anak yang jatuh ke kali",
        "pak lurah sudah tahu tapi diam saja",
        "kayunya dimakan rayap semua",
        "a boy already broke his arm there",
        "warga takut lewat malam",
    ],
)
def test_a_clause_with_a_state_or_a_verb_tells(text: str) -> None:
    assert tells_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "depan pasar Matawai",
        "lokasinya ada di jalan Mawar",
        "Maria Rambu",
        "Benyamin",
        "desa Kadumbul kec Pandawai",
        "Jl Melati 5 RT 02",
        "terminal Caturtunggal",
        "Kristina Rambu Kahi",
    ],
)
def test_a_place_or_a_name_tells_nothing(text: str) -> None:
    assert not tells_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jalan depan pasar berlubang parah. Juga lampu jalan di gang kami mati total",
        "Sampah di pasar numpuk 2 minggu, terus air PDAM di rumah saya mati juga",
    ],
)
def test_two_matters_for_two_offices_are_heard(text: str) -> None:
    assert two_matters(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Jalan berlubang, anak sekolah jatuh, lurah diam saja",
        "Jalan rusak parah. Juga banyak motor yang jatuh",
        "Air PDAM mati. Tolong segera diperbaiki",
        "lampu jalan mati, dan kami takut lewat kalau malam",
    ],
)
def test_one_matter_with_all_that_came_of_it_is_one(text: str) -> None:
    assert two_matters(text) is None
