"""What is filed of a report's category: one candidate, or two with the words that spoke for each."""

import pytest

from gateway.operate.chat import Chat
from gateway.setup.channels import CAPABILITIES
from gateway.setup.wiring import load_gazetteer, load_heads
from intake.complaint import Complaint
from intake.form.filing import complaint_of
from intake.messages import Address
from intake.reading.category_words import DESA, KESEHATAN, PU


def filed(story: str, *, second_vote: bool) -> Complaint:
    chat = Chat("sms", "53.11")
    chat.send(story)
    return complaint_of(
        chat.state,
        Address("sms", "+6281200000001"),
        CAPABILITIES["sms"],
        load_gazetteer(),
        chat.now,
        load_heads() if second_vote else None,
    )


@pytest.mark.parametrize("second_vote", [True, False])
def test_one_candidate_is_filed_with_the_words_that_spoke_for_it(second_vote):
    about = filed("jalan rusak parah di desa Kambata Wundut", second_vote=second_vote)
    assert (about.category, about.other_category) == (PU, None)
    assert about.category_words
    assert about.other_category_words == ()


def test_two_candidates_are_filed_and_neither_is_sure():
    about = filed(
        "bidan desa tidak pernah ada di tempat, ibu melahirkan terpaksa ke kota",
        second_vote=True,
    )
    assert {about.category, about.other_category} == {KESEHATAN, DESA}
    assert about.category_confidence is not None
    assert about.category_confidence < 0.5
    assert about.category_words
    assert about.other_category_words


def test_what_nobody_knows_has_no_category():
    about = filed("mohon bantuannya pak karena begitulah keadaannya", second_vote=True)
    assert about.category is None
    assert about.category_confidence is None
    assert about.other_category is None
