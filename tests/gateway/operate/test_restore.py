"""`satupintu restore`: what it refuses, in a sentence, and that it touches nothing then."""

from pathlib import Path

import pytest
from back_ups import back_up_of, restore_into
from earlier import Earlier
from house import move_in, settings_of

from gateway.operate.processes import CannotStart, only_one
from storage.back_up import NoBackUp
from storage.crypto import new_data_key


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VAR_DIR with people, cases, files and a spool."""
    directory = Earlier("2c7346a").unpack(tmp_path_factory.mktemp("left"))
    move_in(directory)
    return directory


@pytest.fixture(scope="module")
def place(left: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("safe"))
    back_up_of(left, place)
    return place


def all_of(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.name != "running"
    }


def test_it_refuses_where_people_s_data_are_and_force_puts_those_aside(
    left: Path, place: str, tmp_path: Path
) -> None:
    restore_into(place, left, tmp_path)
    before = all_of(tmp_path)
    with pytest.raises(NoBackUp, match="--force"):
        restore_into(place, left, tmp_path)
    assert all_of(tmp_path) == before
    done = restore_into(place, left, tmp_path, force=True)
    assert (done.rows > 100, done.files) == (True, 0)
    (aside,) = tmp_path.glob("satupintu.db.before_*")
    assert aside.read_bytes() == before["satupintu.db"]


def test_it_refuses_a_damaged_database_too_and_force_mends_it(
    left: Path, place: str, tmp_path: Path
) -> None:
    (tmp_path / "satupintu.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    with pytest.raises(NoBackUp, match="--force"):
        restore_into(place, left, tmp_path)
    assert restore_into(place, left, tmp_path, force=True).rows > 100


def test_it_refuses_while_the_product_runs_here(
    left: Path, place: str, tmp_path: Path
) -> None:
    with only_one(settings_of(tmp_path)), pytest.raises(CannotStart):
        restore_into(place, left, tmp_path, force=True)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{place}/nowhere", "there is no back-up"),
        ("{place}/satupintu-20200101T000000Z.backup", "cannot be used"),
    ],
    ids=["an empty place", "a name that is not there"],
)
def test_what_is_not_there_is_told(
    left: Path, place: str, tmp_path: Path, source: str, why: str
) -> None:
    with pytest.raises(NoBackUp, match=why):
        restore_into(source.format(place=place), left, tmp_path)
    assert not (tmp_path / "satupintu.db").exists()


def test_with_another_key_nothing_is_restored(
    left: Path, place: str, tmp_path: Path
) -> None:
    with pytest.raises(NoBackUp, match="DATA_KEY"):
        restore_into(place, left, tmp_path, DATA_KEY=new_data_key())
    assert not (tmp_path / "satupintu.db").exists()
