import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.names import LONGEST, parse_name, spot_name
from intake.reading.spans import Invalid


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Budi", "Budi"),
        ("budi santoso", "Budi Santoso"),
        ("BUDI SANTOSO", "Budi Santoso"),
        ("budi Santoso", "Budi Santoso"),
        ("nama saya Budi", "Budi"),
        ("sa pu nama Marten Ndapa", "Marten Ndapa"),
        ("beta pung nama Petrus Bili", "Petrus Bili"),
        ("kita pe nama Jefri Manoppo", "Jefri Manoppo"),
        ("sa nama Lodia Bani", "Lodia Bani"),
        ("nama: budi", "Budi"),
        ("Nama lengkap saya adalah Budi Santoso", "Budi Santoso"),
        ("sy budi", "Budi"),
        ("a/n SITI AMINAH", "Siti Aminah"),
        ("an. joko", "Joko"),
        ("atas nama Umbu Ndamung", "Umbu Ndamung"),
        ("dari maria", "Maria"),
        ("bpk AGUS", "Agus"),
        ("Ibu Siti", "Siti"),
        ("nami abdi asep", "Asep"),
        ("My name is John Smith", "John Smith"),
        ("budi pak", "Budi"),
        ("Dewi Sartika aja", "Dewi Sartika"),
        ("Budi Santoso (Bud)", "Budi Santoso"),
        ("Budi \U0001f64f", "Budi"),
        ("Budi Santoso, Jl Melati 5", "Budi Santoso"),
        ("Budi\nJl Melati 5", "Budi"),
        ("siti rt 03", "Siti"),
        ("Budi 081234567890", "Budi"),
        ("Drs. Budi Santoso, S.Pd", "Drs. Budi Santoso, S.Pd"),
        ("BUDI SANTOSO, S.PD, M.SI", "Budi Santoso, S.Pd, M.Si"),
        ("H. AHMAD DAHLAN", "H. Ahmad Dahlan"),
        ("hj. siti aisyah", "Hj. Siti Aisyah"),
        ("dr. Budi", "dr. Budi"),
        ("alm. Suparman", "alm. Suparman"),
        ("Suparman (alm)", "Suparman alm"),
        ("AHMAD BIN ABDULLAH", "Ahmad bin Abdullah"),
        ("I MADE SUARDIKA", "I Made Suardika"),
        ("i gusti ngurah rai", "I Gusti Ngurah Rai"),
        ("Nyoman", "Nyoman"),
        ("maria goreti rambu", "Maria Goreti Rambu"),
        ("d'cruz", "D'Cruz"),
        ("ma'ruf amin", "Ma'ruf Amin"),
        ("st. aisyah", "St. Aisyah"),
        ("muh.ali", "Muh. Ali"),
        ("A.R. Hakim", "A.R. Hakim"),
        ("Lalu Muhammad", "Lalu Muhammad"),
        ("Hari Santoso", "Hari Santoso"),
        ("abu bakar", "Abu Bakar"),
        ("José", "José"),
        ("Baik min, Elisabet ya pak", "Elisabet"),
        ("Oh iya pak, Selvi", "Selvi"),
        ("oke, nama saya Yosef", "Yosef"),
        ("siap, Yosef bu", "Yosef"),
        ("Pak Guru Anis", "Anis"),
        ("Pak RT 05 Marthen", "Marthen"),
        ("Ibu Bidan Maria Goreti", "Maria Goreti"),
        ("Waingapu, Yosef", "Yosef"),
        ("Umbu Pandawai", "Umbu Pandawai"),
        ("Waingapu", "Waingapu"),
        ("Sry", "Sry"),
    ],
)
def test_reads_an_answer(text, name):
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Budi123",
        "12345",
        "Budi?",
        "Budi & Siti",
        "b" * 90,
        "Abu Bakar " * 5,
        "xx",
        "Bdr",
        "X",
    ],
)
def test_says_that_it_cannot_be_a_name(text):
    assert parse_name(text) == Invalid("name.invalid")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "tidak mau",
            "ga mau sebut nama",
            "anonim",
            "hamba allah",
            "siapa?",
            "kenapa harus nama?",
            "batal",
        ),
        *(
            "jalan rusak parah",
            "lampu mati di depan rumah pak lurah",
            "Jl Melati 5",
            "aku minta air bersih",
        ),
        *("Sebulan", "seminggu", "hmm", "oh iya", "Bu Guru", "pak lurah tidak ada"),
        *("lewati", "ya", "ibu", "saya", "nama saya", "", "   ", "???", "\U0001f64f"),
    ],
)
def test_takes_nothing_else_for_a_name(text):
    assert parse_name(text) is None


def test_finds_the_name_in_an_answer_that_is_a_story():
    assert (
        parse_name("jalan rusak sejak senin, nama saya Budi Santoso") == "Budi Santoso"
    )


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param(
            "saya Budi mau lapor jalan rusak", "Budi", "Budi", id="introduced"
        ),
        pytest.param(
            "nama saya budi jalan rusak",
            "budi",
            "Budi",
            id="small letters, before a story",
        ),
        pytest.param(
            "nama saya siti rohmah ingin lapor",
            "siti rohmah",
            "Siti Rohmah",
            id="unknown second word",
        ),
        pytest.param(
            "nama saya budi mengadukan jalan", "budi", "Budi", id="before a verb"
        ),
        pytest.param("nama: Agus alamat jl melati", "Agus", "Agus", id="as in a form"),
        pytest.param(
            "a/n Siti Aminah KTP belum jadi",
            "Siti Aminah",
            "Siti Aminah",
            id="on behalf",
        ),
        pytest.param(
            "sampah menumpuk, an. joko", "joko", "Joko", id="on behalf, short"
        ),
        pytest.param(
            "dari Budi Santoso, jalan rusak", "Budi Santoso", "Budi Santoso", id="from"
        ),
        pytest.param(
            "my name is john smith", "john smith", "John Smith", id="in English"
        ),
        pytest.param(
            "jalan rusak, Umbu Ndamung", "Umbu Ndamung", "Umbu Ndamung", id="signed"
        ),
        pytest.param(
            "lampu mati\nSiti Aminah",
            "Siti Aminah",
            "Siti Aminah",
            id="signed on a new line",
        ),
        pytest.param("lampu mati - Budi", "Budi", "Budi", id="signed with one word"),
        pytest.param(
            "lampu jalan mati sudah 3 bulan, Budi",
            "Budi",
            "Budi",
            id="one word behind a comma",
        ),
        pytest.param(
            "lampu mati di jl melati, budi",
            "budi",
            "Budi",
            id="one word behind a comma, small",
        ),
        pytest.param(
            "lampu mati, Maria, trims", "Maria", "Maria", id="one word, then thanks"
        ),
        pytest.param("lampu mati, Budi, Waingapu", "Budi", "Budi", id="then a town"),
        pytest.param(
            "lampu mati, Budi Santoso, Pandawai",
            "Budi Santoso",
            "Budi Santoso",
            id="two, then a town",
        ),
        pytest.param(
            "lampu mati, Budi Santoso, terima kasih",
            "Budi Santoso",
            "Budi Santoso",
            id="then thanks",
        ),
        pytest.param(
            "lampu mati, Budi Santoso 081234567890",
            "Budi Santoso",
            "Budi Santoso",
            id="then a phone",
        ),
        pytest.param(
            "lampu mati, Budi Santoso, S.Pd",
            "Budi Santoso, S.Pd",
            "Budi Santoso, S.Pd",
            id="title behind a comma",
        ),
        pytest.param(
            "JALAN RUSAK, BUDI SANTOSO",
            "BUDI SANTOSO",
            "Budi Santoso",
            id="common names in capitals",
        ),
        pytest.param(
            "jalan rusak, budi santoso",
            "budi santoso",
            "Budi Santoso",
            id="common names, small",
        ),
        pytest.param(
            "JALAN RUSAK A/N UMBU NDAMUNG",
            "UMBU NDAMUNG",
            "Umbu Ndamung",
            id="capitals with a cue",
        ),
    ],
)
def test_spots_a_volunteered_name(text, words, name):
    spotted = spot_name(text)
    assert spotted is not None
    assert (text[spotted.start : spotted.end], spotted.value) == (words, name)


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak di depan pasar, Kota Waingapu",
        "jalan rusak, Sumba Timur",
        "jalan rusak, Kampung Baru",
        "jalan rusak, Terima kasih",
        "mohon ditindak, Salam Hormat",
        "mohon bantuan, Dinas Sosial",
        "Pak Bupati tolong, Yth Bapak Camat",
        "Jalan Rusak Di Depan Pasar, Mohon Segera Diperbaiki",
        "JALAN RUSAK PARAH, KAMBERA INDAH",
        "jalan dari Waingapu ke Melolo rusak",
        "dari kemarin lampu mati",
        "nama saya jangan disebut",
        "nama saya tidak terdaftar di bansos",
        "nama jalan Melati rusak",
        "saya warga Kambera, jalan rusak",
        "oknum kelurahan minta 150rb urus ktp tp jgn sebut nama sy",
        "LAPOR jln dkt psr kliwon rsk bgt udh 3bln blm dibenerin, byk yg jatuh. suwun",
        "punten kang, sampah di bojongsoang numpuk teu diangkat 2 minggu",
        "KAB. NGANJUK air pdam dsn krajan ds. ngetos ga ngalir 5hr tlg pak",
        "Budi Santoso",
        "",
        "jalan rusak, Waingapu",
        "sampah menumpuk, bau, Indah",
        "semoga cepat diperbaiki, Amin",
        "oknum bernama Joko, Budi",
        "yang dipungut Agus, Joko, Budi",
        "nama saya xx",
    ],
)
def test_spots_no_name_in(text):
    assert spot_name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=id_)
        for id_, text in {
            "the head of the neighbourhood is accused": "Ketua RT kami a.n Sulaiman memotong bantuan beras",
            "a teacher is accused": "Guru olahraga atas nama Ibu Ratna memukul anak saya",
            "a driver is accused": "Sopir bus a/n Wahyudi ngebut dan menurunkan kami di jalan",
            "a clerk is accused at the end": "Mohon ditindak pegawai kelurahan yang kasar a/n Taufik",
            "the accused opens the message": "a.n. Sulaiman memotong beras kami",
            "a trade behind the first name": "Atas nama Wahyudi sopir bus jurusan kota ngebut terus",
            "a resident reports somebody": "Saya warga RT 3 melaporkan ketua RT atas nama Sulaiman",
            "the accused in a form": "Identitas guru: Nama: Wahyu, S.Pd Jabatan: wali kelas",
            "a form about whoever was mentioned": "Petugas loketnya kasar sekali. Nama: Dedi",
            "a role, a comma and its name": "Yang memukul anak saya guru olahraga, Budi Santoso",
            "the child it is filed for": "Akta kelahiran anak saya a.n. Maria Susanto belum jadi",
            "the child, told by kin": "anak saya Budi Santoso tidak dapat KIP",
            "the husband": "suami saya Toni Wijaya dirawat di RSUD",
            "the mother by a label": "Nama Ibu saya Ida Handayani tidak dapat beras",
            "a form of the child's": "Data anak saya:\nNama: Budi Santoso\nNIK: 5311",
            "the kin behind a comma": "Tolong cek KIS anak saya, Budi Santoso",
            "an account of a stranger": "uang kami masuk ke rekening atas nama Bambang",
            "a patient": "Permintaan informasi denda rawat inap atas nama DEWI nomor kartu 0001",
            "a member": "Yth BPJS, peserta an. Yuni Permata belum dapat kartu",
            "an owner": "tanah dan rumah milik dari Slamet kena proyek",
            "a word behind my name": "Nama saya terdaftar dua kali di KK lama",
            "a word behind my name, shouted": "NAMA SAYA TERCANTUM DI DUA TPS",
            "my name differs": "nama saya beda di ktp dan kartu bpjs",
            "a group": "Kami atas nama mahasiswa menuntut jalan diperbaiki",
            "who one is": "Perkenalkan, saya salah satu peserta seleksi",
            "a blessing closes": "Lampu jalan mati mohon diperbaiki. Terima kasih. "
            "Wassalamu'alaikum Warahmatullahi Wabarakatuh",
            "a blessing in short": "Mohon penjelasan. Wassalamu'alaikum Wr. Wb",
            "a blessing with other vowels": "Mohon dibantu. Wasalamualaikum Warohmatulohi Wabarokatuh",
            "broken capitals": "LINGKUNGAN NYA SUDAH AWUT2 AN .ANDI YANG BUAT",
        }.items()
    ],
)
def test_nobody_else_becomes_the_reporter(text):
    assert spot_name(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(text, name, id=id_)
        for id_, (text, name) in {
            "a number behind a form's name": (
                "Nama: Siti Aminah KPJ 0123 klaim belum cair",
                "Siti Aminah",
            ),
            "a label glued to it": (
                "Nama: Asep Saepudin.Alamat:blk.Cipari",
                "Asep Saepudin",
            ),
            "my own card": ("ktp saya a/n Joko belum jadi", "Joko"),
            "my own card, then the wife's": (
                "status ktp saya a/n: Wahyu Lestari NIK 12 dan istri a/n: Ida Setiawan",
                "Wahyu Lestari",
            ),
            "I, by name": ("Yth BPJS, saya atas nama Hendra mau bertanya", "Hendra"),
            "a resident by name": (
                "kami selaku warga Cipondoh atas nama: Ida Susanto, NIK 36",
                "Ida Susanto",
            ),
            "a greeting before I": (
                "Selamat sore saya Siska Wijaya, paket belum sampai",
                "Siska Wijaya",
            ),
            "a teacher's own form": (
                "Saya seorang guru SMP.\nNama: Dewi Utami, ST\nNUPTK: 78",
                "Dewi Utami",
            ),
            "a form with a home behind a story of others": (
                "Guru memukul anak saya.\nNama: Siti Rohmah\nAlamat: Jl Melati 5",
                "Siti Rohmah",
            ),
            "my trade behind it": (
                "Nama saya Nur Wijaya mahasiswa di Medan",
                "Nur Wijaya",
            ),
            "a short form behind it": ("nama saya dewi dg keluhan air", "Dewi"),
            "signed, the words full of capitals": (
                "LAPOR guru SD Temu Kanatang tidak masuk 2 minggu, Petrus Ndjawa",
                "Petrus Ndjawa",
            ),
            "signed behind a short form": (
                "BBM langka di SPBU Waingapu 3 hari, Agustina Ina",
                "Agustina Ina",
            ),
            "signed behind a place called after an office": (
                "lampu mati di depan rumah pak lurah, Budi Santoso",
                "Budi Santoso",
            ),
            "signed behind an offence": (
                "LAPOR bidan Puskesmas Melolo jarang datang, Yuliana Konda",
                "Yuliana Konda",
            ),
            "signed behind a neighbourhood": (
                "PJU mati di RT 3, Umbu Ndamung",
                "Umbu Ndamung",
            ),
            "signed with respect": (
                "Mohon dibalas.\nHormat saya,\nLestari Rahayu",
                "Lestari Rahayu",
            ),
            "signed, nobody else in it": (
                "jalan rusak parah a/n Umbu Ndamung",
                "Umbu Ndamung",
            ),
        }.items()
    ],
)
def test_the_reporters_own_name_is_found(text, name):
    spotted = spot_name(text)
    assert spotted is not None
    assert spotted.value == name


def test_leaves_out_what_the_gazetteer_calls_a_place():
    text = "jalan rusak, Matawai Maringu"
    assert spot_name(text) is not None
    assert spot_name(text, is_place=lambda words: words == "Matawai Maringu") is None


SNIPPETS = (
    "nama saya a/n an. dari Budi santoso SITI H. S.Pd, bin , - . jalan rusak Kota ( ) alm 0812345678 ? "
    "D'Cruz İ ß ŉ terima kasih"
)
PEOPLE = ["Budi", "Siti", "Made", "Umbu", "Ndamung", "Rambu", "Agustinus", "Nyoman"]
WORDS = st.sampled_from([*SNIPPETS.split(), "\n"])
TEXTS = st.text(max_size=80) | st.lists(WORDS, max_size=12).map(" ".join)


@given(TEXTS)
def test_every_answer_is_read_somehow_and_names_have_a_sensible_length(text):
    read = parse_name(text)
    assert read == parse_name(text)
    assert read is None or isinstance(read, Invalid) or 1 <= len(read) <= LONGEST


@given(TEXTS)
def test_a_spotted_name_stands_in_the_text(text):
    spotted = spot_name(text)
    assert spotted == spot_name(text)
    if spotted:
        assert 0 <= spotted.start < spotted.end <= len(text)
        assert not text[spotted.start : spotted.end][0].isspace()


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4))
def test_case_and_introduction_do_not_change_a_name(words):
    name = " ".join(words)
    for said in (
        name,
        name.upper(),
        name.lower(),
        f"nama saya {name.lower()}",
        f"a/n {name.upper()}",
    ):
        assert parse_name(said) == name
