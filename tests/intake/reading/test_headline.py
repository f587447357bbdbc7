"""What a title says of a report: the matter, whole enough to be recognised, whatever stands around it."""

import pytest

from intake.reading.gist import gist_of
from intake.reading.story import title_of
from intake.reading.tells import points
from intake.reading.words import normalise

WIDTH = 80


def rows(*pairs):
    """Each text, which is its own name, with the title it should have."""
    return [
        pytest.param(text, right, id=text[:60].replace("\n", " "))
        for text, right in pairs
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Kemarin saya datang ke kantor kecamatan. Petugas loket membentak warga",
            "Petugas loket membentak warga",
        ),
        (
            "Saya sudah mendaftar sejak bulan lalu. Sampai sekarang kartu BPJS belum dikirim",
            "Sampai sekarang kartu BPJS belum dikirim",
        ),
        (
            "Pada tanggal 3 Mei kami menuju puskesmas. Di sana obat malaria habis",
            "Di sana obat malaria habis",
        ),
        (
            "Suami saya bekerja di pabrik sepatu. Gaji tiga bulan tidak dibayar perusahaan",
            "Gaji tiga bulan tidak dibayar perusahaan",
        ),
        (
            "Anak saya lahir tahun 2015. Akta kelahiran salah tulis nama ayah",
            "Akta kelahiran salah tulis nama ayah",
        ),
        (
            "Sekolah kami didirikan tahun 1974. Atap dua kelas bocor parah",
            "Atap dua kelas bocor parah",
        ),
    ),
)
def test_what_went_before_is_not_the_matter(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Got di depan sekolah meluap. Sudah dilaporkan tapi belum ada tanggapan",
            "Got di depan sekolah meluap",
        ),
        (
            "Sudah tiga kali lapor belum ada tindakan. Lampu taman padam",
            "Lampu taman padam",
        ),
        ("Laporan kami tidak direspon. Jalan desa berlubang", "Jalan desa berlubang"),
        (
            "Pupuk subsidi langka. Akibatnya kami sampai sekarang menderita",
            "Pupuk subsidi langka",
        ),
        (
            "Saya tidak tahu harus lapor ke mana. Sumur warga tercemar limbah",
            "Sumur warga tercemar limbah",
        ),
        (
            "Maaf kalau saya mengganggu. Kapan blangko KTP ada lagi",
            "Kapan blangko KTP ada lagi",
        ),
    ),
)
def test_nor_is_what_came_of_it(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Sudah tiga kali saya mendaftar paspor lewat situs resmi di kota kami ini, namun selalu gagal",
            "Paspor lewat situs resmi: selalu gagal",
        ),
        (
            "Kami punya kartu KIS, tetapi ditolak terus oleh loket",
            "Kartu KIS: ditolak terus oleh loket",
        ),
        (
            "Kami menunggu bantuan sembako. Sampai hari ini belum dibagikan",
            "Bantuan sembako: sampai hari ini belum dibagikan",
        ),
        (
            "Saya mengirim paket lewat pos. Sudah sebulan belum sampai",
            "Paket lewat pos: sudah sebulan belum sampai",
        ),
        (
            "Saya ikut seleksi perangkat desa. Hasilnya tidak pernah diumumkan",
            "Seleksi perangkat: hasilnya tidak pernah diumumkan",
        ),
    ),
)
def test_a_clause_without_its_topic_has_it_put_before(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Kepala dinas menerima suap proyek, saya punya bukti rekaman",
            "Kepala dinas menerima suap proyek, saya punya bukti rekaman",
        ),
        (
            "Camat memungut uang setiap surat, mohon diperiksa",
            "Camat memungut uang setiap surat, mohon diperiksa",
        ),
        (
            "Lurah mempersulit warga miskin, tolong ditegur",
            "Lurah mempersulit warga miskin, tolong ditegur",
        ),
        ("Dinas PU Kota Depok, mohon saluran dikeruk", "Mohon saluran dikeruk"),
        ("Pak Walikota Bima, tolong trotoar diperbaiki", "Tolong trotoar diperbaiki"),
        ("Sugeng enjang Pak Bupati, banyu PDAM mati", "Banyu PDAM mati"),
    ),
)
def test_an_office_is_called_but_one_accused_stays(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        ("Biaya cetak KTP atas nama Siti Aminah berapa", "Biaya cetak KTP"),
        (
            "Denda rawat inap atas nama DEWI nomor kartu 0001234567890",
            "Denda rawat inap",
        ),
        (
            "Status klaim JHT atas nama Budi Santoso bagaimana",
            "Status klaim JHT",
        ),
        (
            "Kami atas nama warga menuntut jalan diperbaiki",
            "Kami atas nama warga menuntut jalan diperbaiki",
        ),
        (
            "Saran: 1. lampu taman ditambah 2. kursi diperbaiki",
            "Lampu taman ditambah",
        ),
        ("NPWP saya belum dikirim", "NPWP saya belum dikirim"),
        ("Mengurus KK di RT dipersulit", "Mengurus KK di RT dipersulit"),
        ("MENGURUS KK DIPERSULIT", "Mengurus kartu keluarga dipersulit"),
        ("mohon u/ ditambah bus sekolah", "Mohon untuk ditambah bus sekolah"),
    ),
)
def test_it_is_written_as_one_would_say_it(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Trotoar di depan pasar penuh pedagang kaki lima sehingga pejalan kaki turun ke jalan raya",
            "Trotoar di depan pasar penuh pedagang kaki lima sehingga pejalan kaki turun",
        ),
        (
            "Air sungai di kampung kami berubah hitam dan berbau busuk, warga takut memakai untuk mandi",
            "Air sungai di kampung kami berubah hitam dan berbau busuk",
        ),
        (
            "Petugas parkir di terminal meminta uang dua kali lipat dari tarif yang tertulis di papan",
            "Petugas parkir di terminal meminta uang dua kali lipat dari tarif",
        ),
        (
            "Pengambilan obat di rumah sakit daerah sampai lima jam karena hanya satu apoteker yang bertugas",
            "Pengambilan obat di rumah sakit daerah sampai lima jam",
        ),
        (
            "Bantuan benih jagung untuk kelompok tani kami tidak sesuai dengan jumlah di surat penerimaan",
            "Bantuan benih jagung untuk kelompok tani kami tidak sesuai",
        ),
    ),
)
def test_what_is_too_long_ends_where_a_phrase_does(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "facts", "title"),
    [
        pytest.param(text, facts, title, id=text)
        for text, facts, title in (
            (
                "Sudah lebih dari setahun KTP saya belum jadi",
                ["dari setahun"],
                "KTP saya belum jadi",
            ),
            (
                "Sudah hampir 3 bulan lampu jalan mati",
                ["3 bulan"],
                "Lampu jalan mati",
            ),
            (
                "Pembuatan kacamata baru tidak ditanggung BPJS",
                ["kacamata baru"],
                "Pembuatan kacamata baru tidak ditanggung BPJS",
            ),
            (
                "Guru SD Temu Kanatang tidak masuk",
                ["Kanatang"],
                "Guru SD Temu Kanatang tidak masuk",
            ),
            (
                "Lampu di Jl Mawar mati sejak Mei",
                ["Jl Mawar", "sejak Mei"],
                "Lampu mati",
            ),
            (
                "Tolong jalan menuju pantai diperbaiki dan diberi lampu",
                ["jalan menuju pantai"],
                "Tolong jalan menuju pantai diperbaiki dan diberi lampu",
            ),
            (
                "Ada pungli di kantor lurah Kambajawa",
                ["lurah Kambajawa"],
                "Ada pungli di kantor lurah Kambajawa",
            ),
            (
                "Street light in Jalan Mawar is out for 2 weeks",
                ["in Jalan Mawar", "for 2 weeks"],
                "Street light is out",
            ),
        )
    ],
)
def test_facts_that_stand_elsewhere_leave_no_hole(text, facts, title):
    spans = [(text.index(fact), text.index(fact) + len(fact)) for fact in facts]
    assert title_of(text, WIDTH, (), spans) == title


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("saya pergi ke kantor", "kantor kelurahan tutup"),
        ("mohon bantuannya", "mohon lampu diganti"),
        ("surat keputusan", "surat keputusan pensiun belum terbit"),
        ("nama: Rina", "Rina belum menerima kartu"),
        ("terima kasih atas perhatiannya", "atap kelas bocor"),
        ("saya warga kampung baru", "warga kampung baru kesulitan air"),
    ],
)
def test_a_matter_tells_more_than_what_stands_beside_it(less, more):
    assert points(normalise(less).words) < points(normalise(more).words)


@pytest.mark.parametrize(
    "text",
    [
        "Yang ingin saya laporkan adalah parkir di trotoar",
        "Keluhan saya adalah parkir di trotoar",
        "Saya mau mengadukan parkir di trotoar",
        "Pertanyaan saya adalah kapan parkir dibuka",
        "Kami ingin menyampaikan parkir di trotoar",
    ],
)
def test_what_is_said_to_be_the_matter_is_known_for_it(text):
    first, *_ = gist_of(normalise(text).words, text)
    assert first.announced
    assert first.words[0].text in {"parkir", "kapan"}


@pytest.mark.parametrize(
    ("text", "title"),
    rows(
        (
            "Pagi p tolong lampu taman diperbaiki sudah padam",
            "Lampu taman diperbaiki sudah padam",
        ),
        ("Aslkm yth bapak camat minta bantuan bibit padi", "Minta bantuan bibit padi"),
        (
            "Pak Anton tolong pompa banjir di kampung nelayan ditambah",
            "Tolong pompa banjir di kampung nelayan ditambah",
        ),
        (
            "Mohon ijin sebelumnya saya ingin melaporkan tentang antrian puskesmas yang kacau",
            "Antrian puskesmas yang kacau",
        ),
        (
            "Mohon perhatian Pemkot Malang c.q Dishub Kota Malang perihal angkot yang ugal-ugalan",
            "Angkot yang ugal-ugalan",
        ),
        (
            "salam anton wijaya mohon penjelasan tunjangan guru yang belum dibayar",
            "Tunjangan guru yang belum dibayar",
        ),
        (
            "Kami hendak mohon bantuannya terkait situs paspor tidak bisa dibuka",
            "Situs paspor tidak bisa dibuka",
        ),
        (
            "Kami dari warga dusun tiga meminta agar jembatan gantung segera diperbaiki",
            "Jembatan gantung segera diperbaiki",
        ),
        ("Denda rawat inap atas nomor kartu 0001234567890", "Denda rawat inap"),
        ("KKS saya tidak cair", "KKS saya tidak cair"),
        (
            "Tower ini berdiri. Tagihan listrik kami sebesar Rp.756.167 padahal rumah kosong",
            "Tagihan listrik kami sebesar Rp 756.167 padahal rumah kosong",
        ),
        (
            "Apakah guru bisa naik pangkat ke IIIc tahun depan",
            "Apakah guru bisa naik pangkat ke IIIc tahun depan",
        ),
        (
            "Jarak bus satu dengan yang lain di halte dekat kampus kami sering sekali terpaut 1 jam lebih",
            "Jarak bus satu dengan yang lain di halte dekat kampus kami sering sekali terpaut",
        ),
    ),
)
def test_run_on_words_open_with_the_matter_and_end_whole(text, title):
    assert title_of(text, WIDTH) == title


@pytest.mark.parametrize(
    ("text", "place", "title"),
    [
        (
            "Jalan Mawar kecamatan Tampan sudah banyak berlubang",
            "Jalan Mawar kecamatan Tampan",
            "Jalan sudah banyak berlubang",
        ),
        (
            "Tolong ditambal aspal yang terkelupas di Jl. Sompok Lama",
            "di Jl. Sompok",
            "Tolong ditambal aspal yang terkelupas",
        ),
        (
            "Tower berdiri tanpa izin yang terletak di jalan Kanguru",
            "di jalan Kanguru",
            "Tower berdiri tanpa izin",
        ),
    ],
)
def test_a_place_that_is_left_out_takes_its_name_along_and_leaves_what_is_spoken_of(
    text, place, title
):
    start = text.index(place)
    assert title_of(text, WIDTH, (), [(start, start + len(place))]) == title


def test_what_is_only_aimed_at_is_no_matter():
    text = "Trotoar diberi tiang supaya motor tidak bisa lewat"
    assert title_of(text, WIDTH).startswith("Trotoar diberi tiang")
