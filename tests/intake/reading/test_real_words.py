"""How strangers write: letters, hashtags, courtesy around a grievance, what is over, and short forms."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intake.reading.category import classify
from intake.reading.emergency import emergency_in
from intake.reading.kind import (
    ASPIRATION,
    COMPLAINT,
    INFORMATION,
    depends_on_place,
    kind_of,
)
from intake.reading.story import title_of
from intake.reading.when import spot_when

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def rows(*pairs):
    """Each text, which is its own name, with what is right for it."""
    return [
        pytest.param(text, right, id=text[:60].replace("\n", " "))
        for text, right in pairs
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Kepada Yth. Bupati Sleman. Jalan desa kami rusak parah",
            "Jalan desa kami rusak parah",
        ),
        ("Slamat siang. Selokan mampet di RT 3", "Selokan tersumbat di RT 3"),
        ("Dengan hormat\nAir PDAM mati tiga hari", "Air PDAM mati tiga hari"),
        ("#LaporBupati @admin lampu jalan padam", "Lampu jalan padam"),
        ("Mohon informasinya jadwal imunisasi bayi", "Jadwal imunisasi bayi"),
        ("Saya warga RT 3 ingin melaporkan sampah menumpuk", "Sampah menumpuk"),
        (
            "Yth. Kepala Dinas Sosial\nBantuan beras belum dibagikan",
            "Bantuan beras belum dibagikan",
        ),
        (
            "Nama: Rina\nNIK: 1234567890123456\nKTP saya belum jadi",
            "KTP saya belum jadi",
        ),
        ("Pak lurah tidak pernah di kantor", "Pak lurah tidak pernah di kantor"),
        ("Petugas kelurahan minta uang", "Petugas kelurahan minta uang"),
    ),
)
def test_the_title_is_the_matter(text, title):
    assert title_of(text, 60) == title


@pytest.mark.parametrize(
    ("text", "fact", "title"),
    [
        pytest.param(
            "Air PDAM sudah 3 hari mati lho pak",
            "sudah 3 hari",
            "Air PDAM mati",
            id="a time in the middle",
        ),
        pytest.param(
            "Pelayanan kantor camat Haharu lambat",
            "camat Haharu",
            "Pelayanan kantor camat Haharu lambat",
            id="what the sentence needs stays",
        ),
        pytest.param(
            "Panas di lobi kantor",
            "di lobi kantor",
            "Panas di lobi kantor",
            id="one word tells too little",
        ),
    ],
)
def test_a_fact_cut_out_leaves_no_hole(text, fact, title):
    start = text.index(fact)
    assert title_of(text, 60, (), [(start, start + len(fact))]) == title


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        ("Jembatan hampir roboh. Besar harapan kami segera diperbaiki", COMPLAINT),
        ("Petugas membentak warga. Kami berharap ditindak", COMPLAINT),
        (
            "Antrean paspor online tidak pernah berfungsi. Apakah ada unsur kesengajaan?",
            COMPLAINT,
        ),
        ("PNS kantor camat jarang ada di tempat pada jam kerja", COMPLAINT),
        ("Paket saya sudah 11 hari belum sampai, mohon penjelasannya", COMPLAINT),
        ("Saya mau mengeluhkan tagihan air. Apakah salah catat?", COMPLAINT),
        ("Semoga ada taman bermain di kampung kami", ASPIRATION),
        ("Kami berharap dibangun halte di depan pasar", ASPIRATION),
        ("Saya ingin menanyakan hak pensiun janda PNS", INFORMATION),
        ("Alamat kantor camat Bau Bau di mana", INFORMATION),
        ("Petugas menyarankan lapor ke sini, kuota sudah habis", COMPLAINT),
        ("Mereka menyarankan ke loket lain, tetap ditolak", COMPLAINT),
        ("Lurah menyarankan bayar, padahal gratis", COMPLAINT),
        ("Saya menyarankan loket ditambah", ASPIRATION),
        ("Kami ingin menyarankan jalur sepeda", ASPIRATION),
        ("Usul jembatan penyeberangan di depan SMA", ASPIRATION),
        ("Bagaimana jika kartu saya hilang?", INFORMATION),
        ("Bagaimana kalau iuran terlambat dibayar?", INFORMATION),
        ("Bagaimana kalau dibuat jalur khusus bus?", ASPIRATION),
        ("Mohon petunjuk dan saran, tanda tangan di KTP beda", INFORMATION),
        ("Berkas usul kenaikan pangkat saya sampai mana?", INFORMATION),
        ("Kapan pembagian kartu sembako", INFORMATION),
        ("Kapan hasil seleksi dapat dilihat?", INFORMATION),
        ("Kapan dana modal usaha turun", INFORMATION),
        ("Kartu saya masih aktif tidak?", INFORMATION),
        ("Apa saja yang harus saya bawa?", INFORMATION),
        ("Jalan berlubang, apakah menunggu korban dulu?", COMPLAINT),
        ("Kapan jembatan roboh ini diperbaiki?", COMPLAINT),
    ),
)
def test_courtesy_does_not_change_the_kind(text, kind):
    assert kind_of(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "needed"),
    rows(
        ("Apa syarat pindah faskes BPJS?", False),
        ("Berapa lama mengurus paspor?", False),
        ("Bagaimana cara daftar KIP kuliah?", False),
        ("Berapa denda telat bayar iuran?", False),
        ("Jam buka dukcapil?", True),
        ("Apa syarat membuat kartu keluarga?", True),
        ("Di mana mengurus kartu kuning?", True),
        ("Jadwal kapal minggu ini?", True),
    ),
)
def test_a_question_needs_a_place_only_where_the_answer_does(text, needed):
    assert depends_on_place(text) is needed


@pytest.mark.parametrize(
    ("text", "rings"),
    rows(
        ("Jalan gelap, sudah terjadi kecelakaan dua kali bulan ini", False),
        ("Beberapa hari ini ada kecelakaan motor di tikungan itu", False),
        ("Saya sedang kuliah waktu teman saya kena begal", False),
        ("Banyak kejadian tabung gas bocor di desa kami", False),
        ("Pada tahun 2006 saya mengalami kecelakaan, sekarang sudah pulih", False),
        ("Obat di ruang unit gawat darurat habis", False),
        ("Ada kecelakaan di Jl Mawar, dua korban tergeletak", True),
        ("Tolong cepat, rumah tetangga terbakar saat kami tidur", True),
        ("Sedang tawuran di depan terminal", True),
    ),
)
def test_only_danger_now_rings(text, rings):
    assert bool(emergency_in(text)) is rings


@pytest.mark.parametrize(
    ("text", "words"),
    rows(
        ("Lampu mati sejak Mei. Tolong perbaiki", "sejak Mei"),
        ("Air mati mulai Februari. Mohon dicek", "mulai Februari"),
        ("air mati dalam beberapa minggu ini", "beberapa minggu ini"),
        ("air pdam tdk jalan sdh 5 hari di kel prailiu", "sdh 5 hari"),
        ("bus tidak jalan sudah 2 minggu", "sudah 2 minggu"),
        ("Sekolah ini dibangun tahun 1982, atapnya bocor", None),
        ("Jembatan diresmikan pada tahun 2010 dan retak", None),
    ),
)
def test_when_it_happened(text, words):
    found = spot_when(text, NOW)
    assert (text[found.start : found.end] if found else None) == words


@pytest.mark.parametrize(
    ("text", "head"),
    rows(
        ("Alamat kantor camat Bau Bau di mana", None),
        ("Paket saya tertahan di kantor pos", "Ekonomi dan Keuangan"),
        ("Saldo JHT BPJS Ketenagakerjaan saya kosong", "Ketenagakerjaan"),
        ("e-klaim BPJS saya belum cair", "Ketenagakerjaan"),
        ("Iuran BPJS kelas 1 menunggak", "Kesehatan"),
        ("Kampanye nontunai kurang jelas", "Ekonomi dan Keuangan"),
        ("Camat ikut kampanye caleg", "Netralitas ASN"),
        ("Got depan rumah bau", "Pekerjaan Umum dan Penataan Ruang"),
    ),
)
def test_names_are_no_topics(text, head):
    assert classify(text).head == head
