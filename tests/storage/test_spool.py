import os
import stat

import pytest

from storage.crypto import KeyRing, new_data_key
from storage.spool import Spool, SpoolFailed

RECORDS = [{"text": f"Jalan rusak {n}", "body": None, "n": n} for n in range(5)]


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def spool(directory, keys):
    return Spool(directory, keys)


@pytest.fixture
def full(spool):
    for record in RECORDS:
        spool.put(record)
    return spool


def test_records_come_back_oldest_first(full):
    assert [record for _, record in full.records()] == RECORDS


def test_a_spool_never_used_is_empty(spool):
    assert list(spool.records()) == []


def test_what_is_done_is_gone(full):
    names = [name for name, _ in full.records()]
    full.done(names[0])
    full.done(names[0])
    assert [record["n"] for _, record in full.records()] == [1, 2, 3, 4]


def test_records_outlive_the_process(full, directory, keys):
    assert [record for _, record in Spool(directory, keys).records()] == RECORDS


def test_only_we_may_read_it_and_nobody_without_the_key(full, directory):
    files = list(directory.iterdir())
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert all(b"Jalan" not in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(
            lambda file: file.write_bytes(file.read_bytes()[:-3]), id="cut off"
        ),
        pytest.param(lambda file: file.write_bytes(b""), id="empty"),
        pytest.param(
            lambda file: file.write_bytes(
                KeyRing.from_text(new_data_key()).seal(b"{}", "spool")
            ),
            id="of another key",
        ),
    ],
)
def test_one_that_cannot_be_opened_is_put_aside(full, directory, spoil, caplog):
    spoiled = sorted(directory.iterdir())[1]
    spoil(spoiled)
    assert [record["n"] for _, record in full.records()] == [0, 2, 3, 4]
    assert [file.name for file in directory.glob("*.unreadable")] == [
        f"{spoiled.stem}.unreadable"
    ]
    assert spoiled.name in caplog.text


def test_one_that_another_process_just_finished_is_passed_over(full, directory):
    records = full.records()
    next(records)
    sorted(directory.iterdir())[1].unlink()
    assert [record["n"] for _, record in records] == [2, 3, 4]


def test_a_half_written_record_is_no_record(full, directory):
    (directory / "00000000000000000000-00000000.unfinished").write_bytes(b"half")
    assert len(list(full.records())) == 5


def test_a_disk_that_takes_nothing_is_told(tmp_path, keys):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SpoolFailed, match="Not a directory"):
        Spool(tmp_path / "file" / "spool", keys).put({})


def test_a_full_disk_is_told_and_leaves_nothing_behind(spool, directory):
    resource = pytest.importorskip("resource")
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(SpoolFailed):
            spool.put({"text": "x" * 1000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert os.listdir(directory) == []
