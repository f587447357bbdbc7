"""Back-ups: whole or not at all, from any database to any, and unreadable for who was forgotten since."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import IO, Any

import pytest

from intake.messages import Address, OutboundMessage
from storage.back_up import BackUps, NoBackUp
from storage.crypto import KeyRing
from storage.key_list import LISTS
from storage.migrations import migrate
from storage.restoring import is_lived_in, restore_database
from storage.sealed_file import SealedWriter, Torn, sealed_lines
from storage.shelf import Shelf
from storage.snapshot import lines_of, origin_of
from storage.unit_of_work import Store, open_store

BUDI, SITI = Address("sms", "+6281298765432"), Address("telegram", "7")


@dataclass
class Safe:
    """A database in which two people wait for a reply, and the place where its back-ups lie."""

    store: Store
    keys: KeyRing
    directory: Path
    now: datetime

    def __post_init__(self) -> None:
        self.place = self.directory / "safe"
        self.given = BackUps(Shelf(str(self.place)), self.keys)
        self.media = Shelf(str(self.directory / "media"))

    def make(self, hours: int = 0, of: Store | None = None, **spool: bytes) -> str:
        """Make a back-up some hours from now; its name."""
        at = self.now + timedelta(hours=hours)
        return self.given.make(of or self.store, self.media, spool, at).name

    def forget(self, who: Address) -> int:
        """Erase somebody in the database; which subject they were."""
        with self.store.transaction() as tx:
            subject_id = tx.contact(who, self.now).subject_id
            tx.erase_subject(subject_id, self.now)
        return subject_id

    def all(self, store: Store | None = None) -> list[str]:
        """Every row, as lines."""
        with (store or self.store).snapshot() as connection:
            return list(lines_of(connection, origin_of(connection, self.now)))


@pytest.fixture
def safe(store: Store, keys: KeyRing, tmp_path: Path, now: datetime) -> Safe:
    with store.transaction() as tx:
        tx.ensure_system(now)
        for who in (BUDI, SITI):
            contact = tx.contact(who, now)
            message = OutboundMessage(who, f"Halo {who.id}")
            tx.add_outbox(contact.id, message, now, kind="reply")
        tx.audit("tests", "lived", "here", now)
    return Safe(store, keys, tmp_path, now)


@contextmanager
def restored(
    safe: Safe, url: str, name: str, spool: dict[str, bytes]
) -> Iterator[tuple[Store, int]]:
    forgotten = restore_database(url, safe.keys, safe.given, name, spool.__setitem__)
    store = open_store(url, safe.keys)
    yield store, forgotten
    store.dispose()


def keys_in(store: Store) -> dict[int, bytes]:
    with store.snapshot() as connection:
        found = connection.exec_driver_sql("SELECT id, wrapped_key FROM subject")
        return {id_: bytes(key) for id_, key in found if key}


def test_every_row_is_in_the_other_database_as_it_was(
    safe: Safe, empty_database_url: str
) -> None:
    name, spool = safe.make(one=b"sealed"), dict[str, bytes]()
    assert not is_lived_in(empty_database_url)
    with restored(safe, empty_database_url, name, spool) as (other, forgotten):
        assert safe.all(other) == safe.all()
        assert keys_in(other) == keys_in(safe.store)
        assert (spool, forgotten) == ({"one": b"sealed"}, 0)
        with other.transaction() as tx:  # rows after it get numbers of their own
            fresh = tx.contact(Address("sms", "+6281200000001"), safe.now)
            tx.audit("tests", "goes on", "here", safe.now)
            assert tx.verify_audit()
            assert fresh.id > tx.contact(SITI, safe.now).id
    assert is_lived_in(empty_database_url)


def test_what_was_there_is_put_aside_and_what_fails_changes_nothing(
    safe: Safe, database_url: str
) -> None:
    name = safe.make()
    with safe.store.transaction() as tx:
        tx.contact(Address("sms", "+6281200000001"), safe.now)
    later = safe.all()
    torn = safe.place / "satupintu-20261123T030000Z.backup"
    torn.write_bytes((safe.place / name).read_bytes()[:-9])
    safe.store.dispose()
    with pytest.raises(Torn):
        restore_database(
            database_url, safe.keys, safe.given, torn.name, lambda *_: None
        )
    assert safe.all() == later
    safe.store.dispose()
    with restored(safe, database_url, name, {}) as (other, _):
        assert len(safe.all(other)) == len(later) - 2, "a subject, and a contact"
    if database_url.startswith("sqlite"):
        assert len([*Path(database_url[10:]).parent.glob("*.before_*")]) >= 1


# --- who was forgotten


def test_who_was_forgotten_is_unreadable_in_the_back_ups_made_before(
    safe: Safe, empty_database_url: str
) -> None:
    name, before = safe.make(), keys_in(safe.store)
    budi = safe.forget(BUDI)
    assert any(before[budi].hex() in line for line in opened(safe))
    safe.given.renew_keys(safe.store, safe.now + timedelta(minutes=1))
    assert not any(before[budi].hex() in line for line in opened(safe))
    with restored(safe, empty_database_url, name, {}) as (other, forgotten):
        assert forgotten == 1
        assert keys_in(other).keys() == before.keys() - {budi}
        with other.reading() as tx:
            assert tx.find_contact(BUDI) is None
            assert tx.find_contact(SITI) is not None
            assert tx.counts(safe.now)["outbox_pending"] == 1, "nobody writes to them"


def opened(safe: Safe) -> Iterator[str]:
    """All that anybody with DATA_KEY can read at a place."""
    for path in safe.place.iterdir():
        for kind in ("back-up", "back-up's keys", "back-up's files"):
            with path.open("rb") as file:
                try:
                    yield from sealed_lines(file, safe.keys, kind)
                except Torn:
                    continue


def test_the_files_of_who_was_forgotten_go_and_no_others(
    safe: Safe, tmp_path: Path
) -> None:
    with safe.store.transaction() as tx:
        who = [tx.contact(one, safe.now).subject_id for one in (BUDI, SITI)]
    names = [f"{subject:016x}/{'a' * 64}" for subject in who]
    for one in (*names, "lost+found/x", f"{names[0]}.0a.part"):
        safe.media.put(one, b"sealed")
    name = safe.make()
    assert sorted(Shelf(str(safe.place / "media")).sizes()) == sorted(names)
    safe.media.remove(names[1])  # the store loses one: the back-up does not
    safe.forget(BUDI)
    safe.make(1)
    assert [*Shelf(str(safe.place / "media")).sizes()] == [names[1]]
    assert safe.given.restore_media(name, to := Shelf(str(tmp_path / "again"))) == 1
    assert to.get(names[1]) == b"sealed"
    safe.make(2)
    safe.given.keep(1)  # no back-up that stays has it
    assert Shelf(str(safe.place / "media")).sizes() == {}


def test_who_is_missing_in_the_database_stays_in_the_list_while_a_back_up_has_them(
    safe: Safe,
) -> None:
    safe.make()
    everybody = keys_in(safe.store)
    with safe.store.snapshot() as connection:
        origin = origin_of(connection, safe.now)
    with safe.store.transaction() as tx:
        for table in ("outbox", "contact", "subject WHERE id <> 0 --"):
            tx._connection.exec_driver_sql(f"DELETE FROM {table}")
    safe.make(1)
    assert safe.given.keys_for(origin) == everybody
    safe.given.keep(1)
    safe.make(2)
    assert safe.given.keys_for(origin) == keys_in(safe.store)


def test_the_back_ups_of_another_database_are_left_alone(
    safe: Safe, tmp_path: Path
) -> None:
    safe.make()
    before = {path.name: path.read_bytes() for path in safe.place.iterdir()}
    migrate(url := f"sqlite:///{tmp_path}/other.db")
    other = open_store(url, safe.keys)
    with other.transaction() as tx:
        tx.ensure_system(safe.now + timedelta(hours=1))
    with pytest.raises(NoBackUp, match="another database"):
        safe.make(2, of=other)
    other.dispose()
    assert {path.name: path.read_bytes() for path in safe.place.iterdir()} == before


@pytest.mark.parametrize("harmed", LISTS)
def test_one_of_the_two_lists_of_keys_is_enough(safe: Safe, harmed: str) -> None:
    safe.make()
    (safe.place / harmed).write_bytes(b"SPF1 nonsense")
    assert safe.given.keys_at() == safe.now
    for name in LISTS:
        (safe.place / name).write_bytes(b"SPF1 nonsense")
    with pytest.raises(Torn):
        safe.make(1)


def test_a_list_of_before_the_back_up_would_forget_people_and_is_refused(
    safe: Safe, tmp_path: Path
) -> None:
    safe.make()
    old = (safe.place / LISTS[0]).read_bytes()
    name = safe.make(1)
    for one in LISTS:
        (safe.place / one).write_bytes(old)
    with pytest.raises(NoBackUp, match="older"):
        restore_database(
            f"sqlite:///{tmp_path}/new.db", safe.keys, safe.given, name, lambda *_: None
        )
    assert not (tmp_path / "new.db").exists()


# --- whole, or not at all


class Full:
    """A disk that is full after so many bytes."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._left = file, most

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise OSError(28, "No space left on device")
        return self._file.write(data)


class FullShelf(Shelf):
    """A place that does not take a file of this ending."""

    ending = ".backup"

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        with super().writing(name) as file:
            yield Full(file, 100) if name.endswith(self.ending) else file  # type: ignore[misc]


def test_where_there_is_no_room_all_older_ones_stay_and_nothing_half_is_left(
    safe: Safe,
) -> None:
    first = safe.make()
    full = BackUps(FullShelf(str(safe.place)), safe.keys)
    with pytest.raises(OSError, match="No space"):
        full.make(safe.store, safe.media, {}, safe.now + timedelta(hours=1))
    assert full.names() == [first]
    assert not [*safe.place.rglob("*.part")]
    assert sum(full.rows_in(first).values()) > 0


def test_only_the_newest_stay_and_what_was_never_finished_goes(safe: Safe) -> None:
    made = [safe.make(hours) for hours in range(4)]
    (safe.place / "satupintu-20261123T020000Z.backup.0a1b2c3d.part").write_bytes(
        b"half"
    )
    assert safe.given.keep(2) == made[:2]
    assert safe.given.names() == made[2:]
    assert not [*safe.place.glob("*.part")]
    assert len([*safe.place.iterdir()]) == 2 * 2 + len(LISTS)


def sealed(keys: KeyRing, whole: bytes) -> list[str]:
    return list(sealed_lines(BytesIO(whole), keys, "test"))


@pytest.fixture(scope="module")
def written(keys: KeyRing) -> tuple[bytes, list[str]]:
    """Three pieces."""
    draw = Random(1708)
    lines = [f"{n} {draw.randbytes(1000).hex()}" for n in range(2300)]
    writer = SealedWriter(file := BytesIO(), keys, "test")
    for line in lines:
        writer.line(line)
    writer.close()
    return file.getvalue(), lines


def test_a_long_file_is_read_as_it_was_written(
    written: tuple[bytes, list[str]], keys: KeyRing
) -> None:
    assert sealed(keys, written[0]) == written[1]


@pytest.mark.parametrize("at", [0, 3, 4, 19, 20, 22, 24, 40, 2**20, -1, -40])
@pytest.mark.parametrize("how", ["altered", "cut"])
def test_a_file_that_was_altered_or_cut_anywhere_is_known_to_be(
    written: tuple[bytes, list[str]], keys: KeyRing, at: int, how: str
) -> None:
    changed = bytearray(written[0])
    changed[at] ^= 1
    with pytest.raises(Torn):
        sealed(keys, bytes(changed) if how == "altered" else written[0][:at])


def test_pieces_cannot_change_places_or_be_left_out(
    written: tuple[bytes, list[str]], keys: KeyRing
) -> None:
    whole = written[0]
    size = int.from_bytes(whole[20:24]) + 4
    one, two, rest = whole[20 : 20 + size], whole[20 + size : 20 + 2 * size], b""
    rest = whole[20 + 2 * size :]
    assert rest
    for pieces in ([two, one, rest], [one, rest], [one, two], [one, one, two, rest]):
        with pytest.raises(Torn):
            sealed(keys, whole[:20] + b"".join(pieces))


def test_a_back_up_opens_with_data_key_only(safe: Safe, database_url: str) -> None:
    name = safe.make()
    other = BackUps(Shelf(str(safe.place)), KeyRing((b"x" * 32,)))
    with pytest.raises(Torn, match="DATA_KEY"):
        other.rows_in(name)
    assert b"outbox" not in (safe.place / name).read_bytes()


def test_writing_goes_on_while_a_back_up_is_made_and_is_not_in_it(safe: Safe) -> None:
    before = safe.all()
    with safe.store.snapshot() as connection:
        lines = lines_of(connection, origin_of(connection, safe.now))
        seen = [next(lines)]
        with safe.store.transaction() as tx:
            tx.contact(Address("sms", "+6281200000001"), safe.now)
        seen += lines
    assert seen == before
    assert len(safe.all()) == len(before) + 2
