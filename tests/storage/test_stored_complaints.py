from dataclasses import replace
from datetime import timedelta

import pytest
from arrivals import belongs, came

from intake.complaint import (
    Attachment,
    Complaint,
    HomeAddress,
    Location,
    OccurredOn,
    Reporter,
)
from intake.messages import Address, InboundMessage, Media, MediaKind
from storage.complaints import TrackingIdTaken
from storage.values import FoundFile

BUDI, SITI = Address("sms", "+6281200000001"), Address("sms", "+6281200000002")
HOUR = timedelta(hours=1)
PHOTO = Media(MediaKind.PHOTO, "https://media.example/1", "image/jpeg", 900)


@pytest.fixture
def draft(now):
    return Complaint(
        "LPR-2222222",
        "complaint",
        "",
        "Jalan rusak",
        now,
        Reporter("sms", BUDI.id, "id"),
    )


@pytest.fixture
def full(now):
    return Complaint(
        tracking_id="LPR-3333333",
        kind="aspiration",
        title="Lampu jalan",
        description="Lampu mati\nsejak Senin",
        received_at=now,
        reporter=Reporter(
            "sms",
            BUDI.id,
            "id",
            "Budi",
            HomeAddress("Jl. Melati", "1", "2", "53.11"),
            "+62",
            "53",
        ),
        location=Location(
            "Pasar",
            None,
            "1",
            None,
            "53.11.04",
            ("NTT", "Sumba Timur", None, None),
            -9.6,
            120.2,
        ),
        occurred_on=OccurredOn("2026-11-16", "day", "Senin"),
        category="Energi",
        category_confidence=0.75,
        confidential=True,
        attachments=(Attachment("a1", "image/jpeg", 900, None),),
        flags=("emergency",),
        completed_at=now,
    )


@pytest.fixture
def budi(store, now):
    with store.transaction() as tx:
        return tx.contact(BUDI, now).id


@pytest.mark.parametrize("name", ["draft", "full"])
def test_a_complaint_is_given_back_as_it_was(store, budi, now, request, name):
    complaint = request.getfixturevalue(name)
    with store.transaction() as tx:
        complaint_id = tx.save_complaint(complaint, budi, "draft", now)
    with store.reading() as tx:
        stored = tx.complaint(complaint.tracking_id)
        assert stored == tx.complaint_by_id(complaint_id)
        assert (stored.complaint, stored.contact_id, stored.status) == (
            complaint,
            budi,
            "draft",
        )


def test_saving_again_updates_the_same_row(store, budi, now, draft):
    done = replace(draft, title="Jalan rusak", completed_at=now)
    with store.transaction() as tx:
        first = tx.save_complaint(draft, budi, "draft", now)
        assert tx.save_complaint(done, budi, "completed", now + HOUR) == first
        assert tx.complaint_by_id(first, lock=True).complaint == done
        assert len(tx.complaints_of(budi, 10)) == 1


def test_nobody_can_write_over_anothers_complaint(store, budi, now, draft):
    with store.transaction() as tx:
        tx.save_complaint(draft, budi, "draft", now)
    with pytest.raises(TrackingIdTaken), store.transaction() as tx:
        tx.save_complaint(
            replace(draft, title="theirs"), tx.contact(SITI, now).id, "draft", now
        )
    with store.reading() as tx:
        assert tx.complaint("LPR-2222222").complaint == draft


def test_a_tracking_id_is_free_until_used(store, budi, now, draft):
    with store.transaction() as tx:
        assert tx.tracking_id_free("LPR-2222222")
        tx.save_complaint(draft, budi, "cancelled", now)
        assert not tx.tracking_id_free("LPR-2222222")
        assert tx.complaint("LPR-4444444") is None
        assert tx.complaint_by_id(404) is None


def test_newest_complaints_come_first(store, budi, now, draft, full):
    with store.transaction() as tx:
        tx.save_complaint(draft, budi, "draft", now)
        tx.save_complaint(full, budi, "draft", now)
        assert [one.complaint for one in tx.complaints_of(budi, 2)] == [full, draft]
        assert [one.complaint for one in tx.complaints_of(budi, 1)] == [full]


def test_a_complaint_is_pushed_until_it_is_routed(store, budi, now, draft, full):
    with store.transaction() as tx:
        tx.save_complaint(draft, budi, "draft", now)
        ready = tx.save_complaint(full, budi, "completed", now)
        assert tx.to_push(now, 10) == [ready]
        assert tx.mark_pushed([ready], now) == {ready: ""}
        assert tx.to_push(now, 10) == []
        assert tx.to_push(now + HOUR, 10) == [ready]
        tx.mark_routed(ready, now)
        assert tx.to_push(now + HOUR, 10) == []
        stored = tx.complaint_by_id(ready)
        assert (stored.pushed_at, stored.routed_at) == (now, now)


def test_a_coordinator_hears_of_a_quiet_draft_once(store, budi, now, draft, full):
    with store.transaction() as tx:
        quiet = tx.save_complaint(draft, budi, "draft", now)
        tx.save_complaint(full, budi, "completed", now)
        assert tx.quiet_drafts(now, 10) == []
        assert tx.quiet_drafts(now + HOUR, 10) == [quiet]
        assert tx.mark_coordinator_told([quiet], now + HOUR) == [quiet]
        assert tx.mark_coordinator_told([quiet], now + 2 * HOUR) == []
        assert tx.quiet_drafts(now + 2 * HOUR, 10) == []


def test_an_answer_ends_the_quiet(store, budi, now, draft):
    with store.transaction() as tx:
        tx.save_complaint(draft, budi, "draft", now)
        tx.save_complaint(draft, budi, "draft", now + HOUR)
        assert tx.quiet_drafts(now + HOUR, 10) == []


def test_what_came_along_waits_to_be_fetched(store, budi, now, draft):
    with store.transaction() as tx:
        complaint_id = tx.save_complaint(draft, budi, "draft", now)
        inbound_id = came(tx, InboundMessage("1", BUDI, media=(PHOTO,)), now)
        found = belongs(tx, inbound_id, draft.tracking_id, now, [PHOTO, PHOTO])
        first, second = (one.id for one in found)
        tx.store_attachment(second, FoundFile("ab" * 32, 1000, "image/jpeg"))
    with store.reading() as tx:
        found = tx.attachments_of(complaint_id)
        assert [(one.id, one.state, one.sha256, one.bytes) for one in found] == [
            (first, "waiting", None, 900),
            (second, "stored", "ab" * 32, 1000),
        ]
        assert {one.media for one in found} == {PHOTO}
