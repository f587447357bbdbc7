"""The media store, and the rows that say what is in it."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from arrivals import belongs, came
from sqlalchemy import create_engine, text

from intake.complaint import Complaint, Reporter
from intake.messages import Address, InboundMessage, Media, MediaKind
from storage.attachments import FileKey
from storage.crypto import KeyRing
from storage.media import BadMediaUrl, MediaStore, NotKept
from storage.migrations import migrate
from storage.transaction_base import Erased
from storage.values import FoundFile

BUDI = Address("whatsapp", "+6281200000001")
PHOTO = Media(MediaKind.PHOTO, "https://api.twilio.com/photo", "image/jpeg", 900)
CONTENT = b"a photo" * 100
NAME = sha256(CONTENT).hexdigest()
MINUTE, LEASE = timedelta(minutes=1), timedelta(minutes=5)


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(str(tmp_path / "media"))


def key_of(keys: KeyRing, subject_id: int) -> FileKey:
    return FileKey(
        subject_id, keys.subject_key(keys.new_subject_key(subject_id), subject_id)
    )


def kept(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "media").rglob("*") if path.is_file())


def test_gives_back_what_was_put(media, keys):
    key = key_of(keys, 7)
    media.put(key, NAME, CONTENT)
    assert media.get(key, NAME) == CONTENT


def test_the_same_bytes_of_a_person_lie_there_once(media, keys, tmp_path):
    key = key_of(keys, 7)
    media.put(key, NAME, CONTENT)
    first = kept(tmp_path)[0].read_bytes()
    media.put(key, NAME, CONTENT)
    assert [path.read_bytes() for path in kept(tmp_path)] == [first]


def test_two_people_with_the_same_bytes_have_two_files_that_do_not_look_alike(
    media, keys, tmp_path
):
    media.put(key_of(keys, 7), NAME, CONTENT)
    media.put(key_of(keys, 8), NAME, CONTENT)
    one, other = (path.read_bytes() for path in kept(tmp_path))
    assert one != other


def test_nothing_can_be_read_from_the_disk(media, keys, tmp_path):
    media.put(key_of(keys, 7), NAME, CONTENT)
    assert b"a photo" not in kept(tmp_path)[0].read_bytes()


def test_a_half_written_file_is_never_taken_for_the_file(media, keys, tmp_path):
    """What a power cut leaves has another name, so the next try writes it whole."""
    key = key_of(keys, 7)
    part = tmp_path / "media" / f"{key.name(NAME)}.abcd.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    media.put(key, NAME, CONTENT)
    assert media.get(key, NAME) == CONTENT


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda path: path.unlink(), id="taken away"),
        pytest.param(lambda path: path.write_bytes(b""), id="emptied"),
        pytest.param(spoil, id="altered"),
    ],
)
def test_a_file_that_is_not_whole_is_not_given_out(media, keys, tmp_path, harm):
    key = key_of(keys, 7)
    media.put(key, NAME, CONTENT)
    harm(kept(tmp_path)[0])
    with pytest.raises(NotKept):
        media.get(key, NAME)


def test_a_file_moved_to_another_name_is_not_given_out(media, keys, tmp_path):
    """Nobody can put one photo in the place of another, not even of the same person."""
    key = key_of(keys, 7)
    media.put(key, NAME, CONTENT)
    other = "0" * 64
    kept(tmp_path)[0].rename(kept(tmp_path)[0].with_name(other))
    with pytest.raises(NotKept):
        media.get(key, other)


def test_any_fsspec_url_will_do(keys):
    media, key = MediaStore("memory://satu-pintu/media"), key_of(keys, 7)
    media.put(key, NAME, CONTENT)
    assert media.get(key, NAME) == CONTENT


@pytest.mark.parametrize(
    "url",
    ["nosuch://bucket", "s3://bucket/media"],
    ids=["unknown", "no driver installed"],
)
def test_a_place_without_a_driver_is_refused(url):
    with pytest.raises(BadMediaUrl):
        MediaStore(url)


# --- The rows


@pytest.fixture
def attached(store, now):
    """Attach these files to a complaint of Budi's; returns the complaint's id and the attachments'."""

    def attach(*files: Media) -> tuple[int, list[str]]:
        complaint = Complaint(
            "LPR-2222225",
            "complaint",
            "Jalan",
            "Jalan rusak",
            now,
            Reporter("sms", "1", "id"),
        )
        with store.transaction() as tx:
            contact = tx.contact(BUDI, now)
            complaint_id = tx.save_complaint(complaint, contact.id, "draft", now)
            inbound = came(tx, InboundMessage("1", BUDI, media=files), now)
            found = belongs(tx, inbound, complaint.tracking_id, now, files)
            return complaint_id, [one.id for one in found]

    return attach


def take(store, moment):
    with store.transaction() as tx:
        return tx.take_attachment(moment, moment + LEASE)


def test_a_new_attachment_is_due_at_once(store, now, attached):
    _, [id_] = attached(PHOTO)
    item = take(store, now)
    assert (item.id, item.channel, item.media, item.attempts, item.begun) == (
        id_,
        "whatsapp",
        PHOTO,
        0,
        0,
    )


def test_what_is_taken_is_nobody_elses_until_the_lease_ends(store, now, attached):
    attached(PHOTO)
    assert take(store, now)
    assert take(store, now + LEASE - MINUTE) is None
    again = take(store, now + LEASE)
    assert (again.attempts, again.begun) == (0, 1)


def test_each_of_several_is_taken_once(store, now, attached):
    _, ids = attached(PHOTO, PHOTO, PHOTO)
    assert {take(store, now).id for _ in ids} == set(ids)
    assert take(store, now) is None


def test_a_failure_is_counted_and_moves_it_on(store, now, attached):
    _, [id_] = attached(PHOTO)
    take(store, now)
    with store.transaction() as tx:
        tx.retry_attachment(id_, now + MINUTE)
        assert not tx.has_due_attachment(now)
        assert tx.has_due_attachment(now + MINUTE)
    item = take(store, now + MINUTE)
    assert (item.attempts, item.begun) == (1, 0)


@pytest.mark.parametrize("state", ["refused:type", "gone"])
def test_what_is_given_up_is_not_taken_again(store, now, attached, state):
    complaint_id, [id_] = attached(PHOTO)
    with store.transaction() as tx:
        tx.give_up_attachment(id_, state)
    assert take(store, now + LEASE) is None
    with store.reading() as tx:
        assert [one.state for one in tx.attachments_of(complaint_id)] == [state]


def test_what_was_found_is_read_back(store, now, attached):
    complaint_id, [id_] = attached(PHOTO)
    found = FoundFile(NAME, 700, "image/png", (-9.65, 120.26), "a" * 64, "b" * 64)
    with store.transaction() as tx:
        tx.store_attachment(id_, found)
    with store.reading() as tx:
        [one] = tx.attachments_of(complaint_id)
    assert (one.found, one.state, one.sha256, one.bytes, one.media_type) == (
        found,
        "stored",
        NAME,
        700,
        "image/png",
    )


def test_the_first_to_end_has_the_last_word(store, now, attached):
    """Two workers had it, because a lease ran out."""
    complaint_id, [id_] = attached(PHOTO)
    with store.transaction() as tx:
        tx.store_attachment(id_, FoundFile(NAME, 700, "image/jpeg"))
        tx.give_up_attachment(id_, "gone")
        tx.retry_attachment(id_, now)
    with store.reading() as tx:
        assert [one.state for one in tx.attachments_of(complaint_id)] == ["stored"]
        assert not tx.has_due_attachment(now + LEASE)


def test_forgetting_a_person_makes_their_files_unreadable(store, now, attached, media):
    complaint_id, [id_] = attached(PHOTO)
    item = take(store, now)
    with store.transaction() as tx:
        media.put(tx.file_key_of(item.subject_id), NAME, CONTENT)
        tx.store_attachment(id_, FoundFile(NAME, 700, "image/jpeg"))
    with store.transaction() as tx:
        tx.erase_subject(item.subject_id, now)
    with store.reading() as tx:
        assert tx.attachments_of(complaint_id) == []
        with pytest.raises(Erased):
            tx.file_key_of(item.subject_id)


def test_nothing_is_fetched_for_someone_forgotten(store, now, attached):
    attached(PHOTO)
    with store.transaction() as tx:
        tx.erase_subject(tx.find_contact(BUDI).subject_id, now)
    assert take(store, now + LEASE) is None


def test_attachments_from_before_the_media_job_are_due(empty_database_url):
    """Nobody fetched them, so their rows wait; the newer schema takes them in."""
    migrate(empty_database_url, "0001")
    url = empty_database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    at = "2026-01-02T00:00:00.000000+00:00"
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO subject (id, created_at) VALUES (1, :at)",
            "INSERT INTO contact (id, subject_id, channel, address, stopped)"
            " VALUES (1, 1, 'sms', 'x', false)",
            "INSERT INTO complaint (id, tracking_id, subject_id, contact_id, status, kind,"
            " received_at, updated_at, envelope)"
            " VALUES (1, 'LPR-1', 1, 1, 'draft', 'complaint', :at, :at, 'x')",
            "INSERT INTO inbound (id, subject_id, contact_id, channel, external_index, received_at, body)"
            " VALUES (1, 1, 1, 'sms', 'x', :at, 'x')",
            "INSERT INTO attachment (id, subject_id, complaint_id, inbound_id, state, created_at, media)"
            " VALUES ('a', 1, 1, 1, 'waiting', :at, 'x')",
        ):
            connection.execute(
                text(statement), {"at": at} if ":at" in statement else {}
            )
    migrate(empty_database_url)
    with engine.begin() as connection:
        row = connection.execute(
            text("SELECT attempts, begun, found FROM attachment WHERE due_at < :at"),
            {"at": at},
        )
        assert list(row) == [(0, 0, None)]
    engine.dispose()
