from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from officers import WORDS

from intake.complaint import Complaint, Location, Reporter
from intake.reading.category_words import HEADS
from routing.agencies import read_agencies
from routing.assign import assign

EXAMPLE = read_agencies(
    (Path(__file__).parents[2] / "routing" / "data" / "sumba-timur.yaml").read_text()
)
ROADS, HEALTH, FAITH = "Pekerjaan Umum dan Penataan Ruang", "Kesehatan", "Agama"

PROVINCE = read_agencies(
    f"""
coordinator: ntt
agencies:
  - {{code: ntt, name: Koordinator NTT, region: "53", administrators: [{{name: A, notify: ["telegram:1"]}}]}}
  - {{code: roads, name: PUPR NTT, region: "53", categories: [{ROADS}],
      administrators: [{{name: B, notify: ["telegram:2"]}}]}}
  - {{code: sumba, name: Sumba Timur, region: "53.11", parent: ntt,
      administrators: [{{name: C, notify: ["telegram:3"]}}]}}
  - {{code: sumba.roads, name: PUPR Sumba Timur, region: "53.11", parent: sumba, categories: [{ROADS}],
      administrators: [{{name: D, notify: ["telegram:4"]}}]}}
  - {{code: sumba.roads.jembatan, name: Bidang Jembatan, region: "53.11", parent: sumba.roads,
      categories: [{ROADS}], administrators: [{{name: D, notify: ["telegram:4"]}}]}}
  - {{code: sumba.health, name: Dinkes, region: "53.11", parent: sumba, categories: [{HEALTH}]}}
  - {{code: sumba.kambera, name: Kambera, region: "53.11.16", parent: sumba,
      administrators: [{{name: E, notify: ["telegram:5"]}}]}}
  - {{code: kupang.health, name: Dinkes Kupang, region: "53.01", parent: ntt, categories: [{HEALTH}],
      administrators: [{{name: F, notify: ["telegram:6"]}}]}}
  - {{code: kupang.clinic, name: Puskesmas, region: "53.01.02", parent: kupang.health, categories: [{HEALTH}],
      administrators: [{{name: G, notify: ["telegram:7"]}}]}}
  - {{code: nasional, name: Kementerian Agama, categories: [{FAITH}],
      administrators: [{{name: H, notify: ["telegram:8"]}}]}}
"""
)


def complaint(
    region: str | None, category: str | None, confidence: float | None = 0.9
) -> Complaint:
    return Complaint(
        tracking_id="LPR-2222222",
        kind="complaint",
        title="Jalan rusak",
        description="Jalan rusak parah",
        received_at=datetime(2026, 11, 21, tzinfo=UTC),
        reporter=Reporter("sms", "+6281200000001", "id"),
        location=Location(region_code=region),
        category=category,
        category_confidence=confidence,
    )


@pytest.mark.parametrize(
    ("region", "category", "agency"),
    [
        pytest.param(
            "53.11.16.1002",
            ROADS,
            "sumba.roads",
            id="same category: the longer region wins",
        ),
        pytest.param(
            "53.12.01", ROADS, "roads", id="outside that region the wider agency has it"
        ),
        pytest.param(
            "53.11.16.1002", HEALTH, "sumba", id="nobody works there: its parent"
        ),
        pytest.param(
            "53.11.16.1002",
            "Perhubungan",
            "sumba.kambera",
            id="nobody lists it: the kecamatan desk",
        ),
        pytest.param(
            "53.11.01",
            "Perhubungan",
            "sumba",
            id="no kecamatan desk there: the kabupaten's",
        ),
        pytest.param(
            "53.01.02",
            "Perhubungan",
            "kupang.health",
            id="no desk at all: the nearest agency's parent",
        ),
        pytest.param(
            "53.01.03", "Perhubungan", "ntt", id="and at last the coordinator"
        ),
        pytest.param("53.1", ROADS, "roads", id="53.1 is not within 53.11"),
        pytest.param("53", ROADS, "roads", id="only the province is known"),
        pytest.param("31.71", ROADS, "ntt", id="another province: the coordinator"),
        pytest.param(None, ROADS, "ntt", id="no place: the coordinator"),
        pytest.param(
            None, FAITH, "nasional", id="no place, but an agency for everywhere"
        ),
        pytest.param(
            "53.11.16",
            FAITH,
            "nasional",
            id="a category match beats a nearer desk without one",
        ),
        pytest.param(
            "53.11.16", None, "sumba.kambera", id="no category: the nearest desk"
        ),
        pytest.param(None, None, "ntt", id="nothing known: the coordinator"),
    ],
)
def test_goes_to(region, category, agency):
    assert assign(complaint(region, category), PROVINCE, WORDS).agency == agency


@pytest.mark.parametrize(
    ("confidence", "agency"),
    [
        pytest.param(0.5, "sumba.roads", id="sure enough"),
        pytest.param(0.49, "sumba.kambera", id="not sure enough"),
        pytest.param(None, "sumba.kambera", id="confidence unknown"),
    ],
)
def test_an_unsure_category_decides_nothing(confidence, agency):
    assert (
        assign(complaint("53.11.16.1002", ROADS, confidence), PROVINCE, WORDS).agency
        == agency
    )


def test_a_confidential_complaint_does_not_reach_the_unit_complained_of():
    secret = replace(complaint("53.11.16", ROADS), confidential=True)
    assert assign(secret, PROVINCE, WORDS).agency == "ntt"


def test_says_why_step_by_step():
    assignment = assign(complaint("53.11.01", HEALTH), PROVINCE, WORDS)
    assert assignment.why == "Kategori Kesehatan di wilayah 53.11.01 ditangani Dinkes."
    assert assignment.steps == (
        assignment.why,
        "Dinkes belum punya admin, maka naik ke Sumba Timur.",
    )


def test_the_example_sends_roads_to_public_works_and_the_rest_to_the_kecamatan():
    assert (
        assign(complaint("53.11.16.1002", ROADS), EXAMPLE, WORDS).agency
        == "sumba-timur.pupr"
    )
    assert (
        assign(complaint("53.11.16.1002", "Topik Lainnya"), EXAMPLE, WORDS).agency
        == "sumba-timur.kambera"
    )


@given(
    region=st.one_of(
        st.none(),
        st.from_regex(r"(53|31)(\.(11|01|71)(\.[01]\d(\.\d{4})?)?)?", fullmatch=True),
    ),
    category=st.one_of(st.none(), st.sampled_from(sorted(HEADS)), st.text()),
    confidence=st.one_of(st.none(), st.floats(0, 1)),
    confidential=st.booleans(),
    agencies=st.sampled_from([PROVINCE, EXAMPLE]),
)
def test_never_nobody(region, category, confidence, confidential, agencies):
    one = replace(complaint(region, category, confidence), confidential=confidential)
    assert agencies.by_code[assign(one, agencies, WORDS).agency].administrators


# --- two votes on the category, and offices named in the text -----------------------------------


def told(story: str, place: str | None = "53.11", **fields: object) -> Complaint:
    """A report of these words, with no category unless one is given."""
    return replace(complaint(place, None, None), description=story, **fields)


def test_two_candidates_are_told_to_whoever_looks_at_the_case():
    report = told(
        "lampu jalan berlubang",
        category=ROADS,
        category_confidence=0.49,
        other_category="Perhubungan",
    )
    assignment = assign(report, EXAMPLE, WORDS)
    assert assignment.agency == "sumba-timur"
    assert any(ROADS in step and "Perhubungan" in step for step in assignment.steps)


@pytest.mark.parametrize(
    ("story", "agency"),
    [
        ("pelayanan kantor camat Haharu lambat", "sumba-timur.haharu"),
        ("pegawai kecamatan lewa jarang masuk", "sumba-timur.lewa"),
        ("staf kantor camat Lewa Tidahu kasar", "sumba-timur.lewa-tidahu"),
        ("Camat Pandawai tidak pernah di tempat", "sumba-timur.pandawai"),
        ("kantor kecamatan Nggaha Ori Angu tutup", "sumba-timur.nggaha-ori-angu"),
        ("pak camat rindi susah ditemui", "sumba-timur.rindi"),
        ("petugas capil judes sekali", "sumba-timur.dukcapil"),
        ("antri di dukcapil dari subuh", "sumba-timur.dukcapil"),
        ("Dinas Perhubungan Sumba Timur diam saja", "sumba-timur.dishub"),
        ("dishub diam saja", "sumba-timur.dishub"),
        ("satpol pp tebang pilih", "sumba-timur.satpolpp"),
        ("dinas PU asal kerja", "sumba-timur.pupr"),
        ("BKPSDM belum memproses berkas saya", "sumba-timur.bkpsdm"),
    ],
)
def test_an_office_that_the_report_is_about_comes_first(story, agency):
    report = told(story, category="Perhubungan", category_confidence=0.71)
    assignment = assign(report, EXAMPLE, WORDS)
    assert assignment.agency == agency
    assert "disebut" in assignment.why


@pytest.mark.parametrize(
    "story",
    [
        "jalan depan kantor camat Haharu rusak",
        "jalan rusak di kecamatan Haharu",
        "sudah lapor ke kantor camat Lewa tapi jalan tetap rusak",
        "jalan rusak, sudah lapor dinas sosial",
        "jalan rusak, mohon dinas perhubungan perbaiki",
        "Kepada Yth. Dinas Kesehatan, jalan kami rusak",
        "Dinas Sosial dan Dinas Kesehatan saling lempar soal jalan",
        "lahan pertanian dan jalan rusak",
    ],
)
def test_an_office_named_in_passing_decides_nothing(story):
    report = told(story, category=ROADS, category_confidence=0.9)
    assert assign(report, EXAMPLE, WORDS).agency == "sumba-timur.pupr"


def test_an_office_that_is_only_asked_to_help_decides_where_nothing_else_does():
    report = told("mohon dinas sosial turun tangan")
    assert assign(report, EXAMPLE, WORDS).agency == "sumba-timur.dinsos"


@pytest.mark.parametrize(
    "category",
    [
        "Politik dan Hukum",
        "Netralitas ASN",
        "Politisasi ASN",
        "Kekerasan di Satuan Pendidikan (Sekolah, Kampus, Lembaga Kursus)",
    ],
)
@pytest.mark.parametrize("vote", ["category", "other_category"])
def test_who_is_accused_does_not_look_into_it(category, vote):
    fields = {"category": "Kependudukan", "category_confidence": 0.4, vote: category}
    report = told("petugas kantor camat Haharu minta uang", **fields)
    assert assign(report, EXAMPLE, WORDS).agency != "sumba-timur.haharu"


def test_a_confidential_report_does_not_go_to_the_office_it_names():
    report = told("pelayanan kantor camat Haharu lambat", confidential=True)
    assert assign(report, EXAMPLE, WORDS).agency == "sumba-timur"


@pytest.mark.parametrize(
    ("place", "agency"),
    [
        pytest.param("53.11.04", "sumba.roads", id="near the place"),
        pytest.param("53.01.02", "ntt", id="of another regency"),
    ],
)
def test_an_office_of_another_regency_is_not_meant(place, agency):
    report = told("PUPR Sumba Timur asal kerja", place)
    assert (assign(report, PROVINCE, WORDS).agency == "sumba.roads") == (
        agency == "sumba.roads"
    )


def test_an_area_that_all_desks_bear_is_no_part_of_their_names():
    report = told("dinas kominfo tidak membalas", None)
    assert assign(report, EXAMPLE, WORDS).agency == "sumba-timur.kominfo"
