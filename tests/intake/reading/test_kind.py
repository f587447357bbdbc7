import pytest

from intake.reading.kind import ASPIRATION, COMPLAINT, INFORMATION, kind_of


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        pytest.param("jalan rusak parah", COMPLAINT, id="a plain grievance"),
        pytest.param(
            "kapan jalan rusak ini diperbaiki?",
            COMPLAINT,
            id="a question that is a grievance",
        ),
        pytest.param(
            "kenapa laporan saya belum ditanggapi", COMPLAINT, id="why not yet"
        ),
        pytest.param("tolong pju mati dinyalakan", COMPLAINT, id="a request to mend"),
        pytest.param(
            "usul trotoar dpn sdn 2 dikasi zebra cross", ASPIRATION, id="a proposal"
        ),
        pytest.param(
            "sebaiknya ada taman di sini", ASPIRATION, id="it would be better"
        ),
        pytest.param("bagaimana kalau dibuat jalur sepeda", ASPIRATION, id="how about"),
        pytest.param(
            "it would be good to have a park", ASPIRATION, id="an English proposal"
        ),
        pytest.param(
            "mau tny syarat bkin kk baru krn bru nikah", INFORMATION, id="may I ask"
        ),
        pytest.param("berapa biaya balik nama sertifikat", INFORMATION, id="how much"),
        pytest.param("jam buka disdukcapil?", INFORMATION, id="opening hours"),
        pytest.param(
            "how do i get a birth certificate", INFORMATION, id="an English question"
        ),
    ],
)
def test_tells_the_kind(story, kind):
    assert kind_of(story)[0] == kind


def test_a_story_without_a_clue_is_an_unsure_complaint():
    kind, confidence = kind_of("begini pak ceritanya")
    assert kind == COMPLAINT
    assert confidence <= 0.5
