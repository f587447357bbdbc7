from datetime import UTC, datetime

import pytest
from officers import WORDS

from routing.agencies import read_agencies
from routing.examination import Surroundings, remarks_on

SOUND = """
coordinator: kab
agencies:
  - {code: kab, name: Koordinator, region: "53.11", administrators: [{name: Ana, notify: ["telegram:1"]}]}
  - {code: kab.dinkes, name: Dinas Kesehatan, region: "53.11", categories: [Kesehatan],
     administrators: [{name: Budi, notify: ["email:b@c.id", "telegram:2"]}]}
  - {code: kab.lewa, name: Kantor Kecamatan Lewa, region: "53.11.03",
     administrators: [{name: Citra, notify: ["telegram:3"]}]}
"""
PLACES = {"53.11.01": "Kota Waingapu", "53.11.03": "Lewa"}


def said(text: str, *channels: str) -> list[tuple[bool, str]]:
    around = Surroundings(
        channels=channels or ("telegram", "sms"),
        places=PLACES,
        known=lambda code: code.startswith("53.11"),
        words=WORDS,
        now=datetime(2026, 11, 23, tzinfo=UTC),
    )
    return [(one.grave, one.words) for one in remarks_on(read_agencies(text), around)]


def test_of_a_file_with_nothing_wrong_only_its_gaps_are_told():
    assert [grave for grave, _ in said(SOUND)] == [False]


def test_a_gap_is_told_with_its_places_and_what_is_answered_is_no_gap():
    gap = said(SOUND)[0][1]
    assert gap.startswith("answered by the coordinator alone in Kota Waingapu: ")
    assert "what fits no category; Agama;" in gap
    assert "Kesehatan;" not in gap


def test_a_category_whose_desk_is_empty_is_a_gap():
    left = SOUND.replace(
        """
     administrators: [{name: Budi, notify: ["email:b@c.id", "telegram:2"]}]}""",
        "}",
    )
    assert "answered by the coordinator alone everywhere: Kesehatan" in [
        words for _, words in said(left)
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        pytest.param(
            '"telegram:1"',
            '"email:a@b.id"',
            "Ana of Koordinator (kab) cannot be reached: email:a@b.id, but the channels that are on "
            "are sms, telegram",
            id="only by a channel that is off",
        ),
        pytest.param(
            '"53.11.03"',
            '"53.12.03"',
            "the region 53.12.03 of Kantor Kecamatan Lewa (kab.lewa) is not in Kemendagri's list: "
            "nothing will ever go there by its place",
            id="a region that there is not",
        ),
        pytest.param(
            '["telegram:3"]',
            '["telegram:3"], role: supervisor',
            "nobody at Kantor Kecamatan Lewa (kab.lewa) may act: all are supervisors",
            id="a desk that may only read",
        ),
    ],
)
def test_what_leaves_a_report_unread_is_grave(right, wrong, words):
    assert (True, words) in said(SOUND.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        pytest.param(
            '"telegram:3"',
            '"telegram:2"',
            "telegram:2 stands at Dinas Kesehatan (kab.dinkes), Kantor Kecamatan Lewa (kab.lewa): "
            "whoever writes from it speaks for each of them",
            id="one address at two desks",
        ),
        pytest.param(
            "Kantor Kecamatan Lewa",
            "Dinkes",
            "the name Dinas Kesehatan fits Dinas Kesehatan (kab.dinkes), Dinkes (kab.lewa): only codes "
            "tell them apart",
            id="two desks of one name",
        ),
    ],
)
def test_what_one_may_want_to_know_is_noted(right, wrong, words):
    assert (False, words) in said(SOUND.replace(right, wrong))
