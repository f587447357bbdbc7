from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from arrivals import belongs, came
from cases import a_case

from intake.complaint import Complaint, Reporter
from intake.messages import Address, InboundMessage, OutboundMessage
from intake.state import Answer, Draft, State
from storage.transaction_base import Erased
from storage.values import Conversation

BUDI = Address("whatsapp", "+6281200000001")
SITI = Address("sms", "+6281200000002")
STATE = Conversation(
    State(
        "collect",
        Draft(
            "LPR-2222222",
            story=("Jalan rusak",),
            values={"name": Answer("Budi", "Budi")},
        ),
    )
)


def test_a_contact_is_made_once_and_found_again(store, now):
    with store.transaction() as tx:
        made = tx.contact(BUDI, now)
        again = tx.contact(BUDI, now)
    with store.reading() as tx:
        assert tx.find_contact(BUDI) == made == again == tx.contact_by_id(made.id)
        assert (made.address, made.stopped, made.last_inbound_at) == (BUDI, False, None)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(SITI, id="another number"),
        pytest.param(Address("sms", BUDI.id), id="the same number on another channel"),
    ],
)
def test_another_address_is_another_person(store, now, other):
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        assert tx.find_contact(other) is None
        assert tx.contact(other, now).subject_id != budi.subject_id


def test_many_at_once_make_one_contact(store, now):
    def contact_id(_):
        with store.transaction() as tx:
            return tx.contact(BUDI, now).id

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(contact_id, range(24)))) == 1


def test_an_unknown_contact_is_a_lookup_error(store):
    with store.reading() as tx, pytest.raises(LookupError):
        tx.contact_by_id(404)


def test_a_wish_to_be_left_alone_is_remembered(store, now):
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        tx.set_stopped(budi.id, True)
    with store.transaction() as tx:
        assert tx.contact(BUDI, now).stopped
        tx.set_stopped(budi.id, False)
        assert not tx.contact(BUDI, now).stopped


def test_a_conversation_is_kept_and_replaced(store, now):
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        assert tx.conversation(budi.id) is None
        tx.save_conversation(budi.id, Conversation(State()), now, None)
        tx.save_conversation(budi.id, STATE, now, None)
    with store.reading() as tx:
        assert tx.conversation(budi.id) == STATE


def test_turns_of_one_person_are_taken_one_after_the_other(store, now):
    with store.transaction() as tx:
        tx.save_conversation(tx.contact(BUDI, now).id, Conversation(State()), now, None)

    def turn(_):
        with store.transaction() as tx:
            budi = tx.contact(BUDI, now)
            state = tx.conversation(budi.id).state
            tx.save_conversation(
                budi.id, Conversation(replace(state, turn=state.turn + 1)), now, None
            )

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(turn, range(40)))
    with store.reading() as tx:
        assert tx.conversation(tx.find_contact(BUDI).id).state.turn == 40


def test_conversations_wake_when_they_asked_to(store, now):
    with store.transaction() as tx:
        ids = [
            tx.contact(Address("sms", f"+62812000000{n:02}"), now).id for n in range(4)
        ]
        hours = (2, 1, 3, None)
        for contact_id, wait in zip(ids, hours, strict=True):
            tx.save_conversation(
                contact_id, STATE, now, wait and now + timedelta(hours=wait)
            )
    with store.reading() as tx:
        assert tx.due_conversations(now, 10) == []
        assert tx.due_conversations(now + timedelta(hours=2), 10) == [ids[1], ids[0]]
        assert tx.due_conversations(now + timedelta(days=9), 2) == [ids[1], ids[0]]


@pytest.fixture
def budi(store, now):
    """Someone with one of everything."""
    with store.transaction() as tx:
        budi = tx.contact(BUDI, now)
        inbound_id = came(tx, InboundMessage("SM1", BUDI, "Jalan rusak"), now)
        tx.save_conversation(budi.id, STATE, now, now)
        reporter = Reporter("whatsapp", BUDI.id, "id", name="Budi")
        complaint = Complaint(
            "LPR-2222222",
            "complaint",
            "Jalan",
            "Jalan rusak",
            now,
            reporter,
            completed_at=now,
        )
        complaint_id = tx.save_complaint(complaint, budi.id, "completed", now)
        belongs(tx, inbound_id, "LPR-2222222", now)
        tx.add_case(complaint_id, a_case("pupr", now, note="Budi"), now, now)
        tx.add_outbox(
            budi.id, OutboundMessage(BUDI, "Terima kasih, Budi"), now, kind="reply"
        )
    return budi


def test_an_erased_person_cannot_be_read_again(store, budi, now):
    with store.transaction() as tx:
        tx.erase_subject(budi.subject_id, now)
    with store.reading() as tx:
        assert tx.find_contact(BUDI) is None
        assert tx.conversation(budi.id) is None
        assert tx.complaint("LPR-2222222") is None
        assert (
            tx.recent_inbound(budi.id, 9)
            == tx.complaints_of(budi.id, 9)
            == tx.outbox_of(budi.id, 9)
            == []
        )
        assert tx.inbound_by_external_id("whatsapp", "SM1") is None
        assert tx.places("open", None, 9) == []
        assert not tx.tracking_id_free("LPR-2222222")
        with pytest.raises(Erased):
            tx.contact_by_id(budi.id)


def test_nothing_is_done_for_an_erased_person_any_more(store, budi, now):
    with store.transaction() as tx:
        tx.erase_subject(budi.subject_id, now)
        assert tx.lease_due(now, now, {"sms": 9}) == []
        assert not tx.has_due(now)
        assert (
            tx.due_cases(now, 9)
            == tx.due_conversations(now, 9)
            == tx.to_push(now, 9)
            == []
        )


def test_erasing_one_person_leaves_the_others_alone(store, budi, now):
    with store.transaction() as tx:
        siti = tx.contact(SITI, now)
        tx.erase_subject(siti.subject_id, now)
    with store.reading() as tx:
        assert tx.find_contact(BUDI).address == BUDI
        assert tx.complaint("LPR-2222222").complaint.reporter.name == "Budi"
        assert tx.has_due(now)


def test_an_erased_person_may_come_back_as_someone_new(store, budi, now):
    with store.transaction() as tx:
        tx.erase_subject(budi.subject_id, now)
        back = tx.contact(BUDI, now)
        assert back.id != budi.id
        assert back.subject_id != budi.subject_id
        assert tx.conversation(back.id) is None


def test_the_system_is_not_a_person_to_erase(store, now):
    with store.transaction() as tx, pytest.raises(ValueError, match="system"):
        tx.erase_subject(0, now)
