"""Which further facts a matter needs."""

import pytest

from intake.reading.relevance import needs_a_day, needs_a_number

DATED = [
    "petugas memaki warga di loket",
    "motor saya dicuri di parkiran puskesmas",
    "DIMINTAI UANG 50 RIBU WAKTU URUS SURAT",
    "pasien ditolak rumah sakit",
    "guru memukul murid",
    "the clerk asked for a bribe",
]
LASTING = [
    "jalan rusak parah",
    "air pdam tidak mengalir",
    "sampah menumpuk di pasar",
    "pelayanan di kantor camat lambat",
    "lampu jalan mati semua",
    "harga pupuk subsidi mahal",
]
OF_PAPERS = [
    "ktp saya belum jadi",
    "NIK saya tidak terdaftar di DTKS",
    "PKH tidak cair tiga bulan",
    "kartu BPJS nonaktif",
    "akta kelahiran anak saya salah",
    "Bansos dipotong",
]


@pytest.mark.parametrize("story", DATED)
def test_a_single_event_needs_its_day(story: str) -> None:
    assert needs_a_day(story)


@pytest.mark.parametrize("story", LASTING)
def test_what_lasts_needs_neither_day_nor_number(story: str) -> None:
    assert not needs_a_day(story)
    assert not needs_a_number(story)


@pytest.mark.parametrize("story", OF_PAPERS)
def test_an_office_finds_papers_and_benefits_by_number(story: str) -> None:
    assert needs_a_number(story)
