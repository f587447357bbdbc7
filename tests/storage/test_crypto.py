import base64

import pytest

from storage.crypto import BadKey, DataKey, KeyRing, Unreadable, new_data_key

OLD, NEW = new_data_key(), new_data_key()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("secret", id="no base64"),
        pytest.param("rahasia!" * 5, id="a pass phrase"),
        pytest.param(base64.b64encode(bytes(16)).decode(), id="only 16 bytes"),
        pytest.param(f"{OLD},", id="a comma too many"),
        pytest.param(f"{OLD},{OLD[:-8]}", id="the second one cut off"),
    ],
)
def test_a_bad_key_is_refused_and_not_shown(text):
    with pytest.raises(BadKey) as refused:
        KeyRing.from_text(text)
    assert not text or text not in str(refused.value)


def test_spaces_around_keys_do_not_matter():
    assert (
        KeyRing.from_text(f" {NEW} ,\n{OLD} ").open(
            KeyRing.from_text(OLD).seal(b"x", "p"), "p"
        )
        == b"x"
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda sealed: sealed[:-1], id="cut off"),
        pytest.param(
            lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
            id="one bit in the tag",
        ),
        pytest.param(
            lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:],
            id="one bit in the first byte",
        ),
        pytest.param(
            lambda sealed: sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],
            id="one bit inside",
        ),
        pytest.param(lambda sealed: b"", id="nothing left"),
    ],
)
def test_altered_data_does_not_open(change):
    ring = KeyRing.from_text(OLD)
    with pytest.raises(Unreadable):
        ring.open(change(ring.seal(b"+6281200000001", "place")), "place")
    key = DataKey(bytes(32))
    with pytest.raises(Unreadable):
        key.open(change(key.seal(b"+6281200000001", b"place")), b"place")


def test_data_moved_to_another_place_does_not_open():
    key = DataKey(bytes(32))
    with pytest.raises(Unreadable):
        key.open(key.seal(b"Budi", b"contact.address:1"), b"contact.address:2")


def test_a_persons_key_is_of_no_use_for_another():
    ring = KeyRing.from_text(OLD)
    with pytest.raises(Unreadable):
        ring.subject_key(ring.new_subject_key(1), 2)


def test_sealing_twice_looks_different():
    ring = KeyRing.from_text(OLD)
    assert ring.seal(b"Budi", "place") != ring.seal(b"Budi", "place")


def test_after_rotation_old_data_opens_and_is_found():
    before, after = KeyRing.from_text(OLD), KeyRing.from_text(f"{NEW},{OLD}")
    wrapped = before.new_subject_key(1)
    sealed = before.subject_key(wrapped, 1).seal(b"Budi", b"place")
    assert after.subject_key(wrapped, 1).open(sealed, b"place") == b"Budi"
    assert after.index("address", "sms:+62") == before.index("address", "sms:+62")


def test_after_rotation_new_data_needs_the_new_key():
    sealed = KeyRing.from_text(f"{NEW},{OLD}").seal(b"Budi", "place")
    assert KeyRing.from_text(NEW).open(sealed, "place") == b"Budi"
    with pytest.raises(Unreadable, match="not in DATA_KEY"):
        KeyRing.from_text(OLD).open(sealed, "place")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            KeyRing.from_text(OLD).index("address", "sms:+621"), id="another value"
        ),
        pytest.param(
            KeyRing.from_text(OLD).index("provider", "sms:+62"), id="another kind"
        ),
        pytest.param(
            KeyRing.from_text(NEW).index("address", "sms:+62"), id="another key"
        ),
    ],
)
def test_an_index_differs_for(other):
    index = KeyRing.from_text(OLD).index("address", "sms:+62")
    assert len(index) == len(other) == 32
    assert index != other


def test_any_text_can_be_indexed():
    assert KeyRing.from_text(OLD).index("inbound", "\ud800\x00")
