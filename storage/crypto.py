"""Personal data sealed at rest, and found again without being opened.

One master key (`DATA_KEY`) wraps a data key for every person; what we know of a
person is sealed with theirs. Deleting the wrapped data key therefore makes
everything of that person unreadable, in every backup, too.

* AES-256-GCM with a fresh 96-bit nonce each time: NIST SP 800-38D.
* Sub-keys by HKDF-SHA256 (RFC 5869), so no key serves two purposes.
* The blind index is HMAC-SHA256 under a key of its own.

Rotation: put a new key *in front of* the old ones in `DATA_KEY`. The first seals,
all of them open. The index key comes from the *last* one listed, so the oldest
key stays for as long as the indexes made with it do.
"""

import base64
import binascii
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_BYTES = 4


class BadKey(ValueError):
    """`DATA_KEY` is not what it must be; the message never shows the key."""


class Unreadable(Exception):
    """Sealed data that none of our keys opens: altered, moved to another place, or of a lost key."""


class OfAnotherKey(Unreadable):
    """Sealed with a master key that is not in `DATA_KEY`: not damaged, but nothing for us to open."""


def new_data_key() -> str:
    """A value for `DATA_KEY`: 32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class DataKey:
    """One person's key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, data: bytes, place: bytes) -> bytes:
        """Encrypt `data` so that it opens only in the same `place` (table, column and person)."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Give back what `seal` was given; Unreadable when anything differs."""
        try:
            return self._cipher.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place
            )
        except (InvalidTag, ValueError) as error:
            raise Unreadable(place.decode(errors="replace")) from error


class KeyRing:
    """The master keys, the current one first; wraps data keys and makes blind indexes."""

    def __init__(self, masters: tuple[bytes, ...]) -> None:
        if not masters or any(len(master) != KEY_BYTES for master in masters):
            raise BadKey(f"DATA_KEY needs at least one key of {KEY_BYTES} bytes")
        self._masters = {
            _derive(m, b"id")[:KEY_ID_BYTES]: DataKey(_derive(m, b"seal"))
            for m in masters
        }
        self._current = next(iter(self._masters))
        self._index_key = _derive(masters[-1], b"index")

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Read `DATA_KEY`: base64 keys of 32 bytes, commas between, the current one first; or BadKey."""
        return cls(tuple(_decode(part) for part in text.split(",")))

    def seal(self, data: bytes, place: str) -> bytes:
        """Seal with the current master: data keys, and what has no person to belong to."""
        return self._current + self._masters[self._current].seal(data, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what any master of the ring sealed for `place`; Unreadable otherwise."""
        master = self._masters.get(sealed[:KEY_ID_BYTES])
        if master is None:
            raise OfAnotherKey(f"{place}: sealed with a key that is not in DATA_KEY")
        return master.open(sealed[KEY_ID_BYTES:], place.encode())

    def knows(self, key_id: bytes) -> bool:
        """Whether a master of the ring sealed what begins with these KEY_ID_BYTES."""
        return key_id in self._masters

    def new_subject_key(self, subject_id: int) -> bytes:
        """A fresh data key for a person, wrapped for storing."""
        return self.seal(secrets.token_bytes(KEY_BYTES), _key_place(subject_id))

    def subject_key(self, wrapped: bytes, subject_id: int) -> DataKey:
        """The person's data key, ready for use; Unreadable when it is not theirs."""
        return DataKey(self.open(wrapped, _key_place(subject_id)))

    def renewed(self, wrapped: bytes, subject_id: int) -> bytes:
        """A person's data key, wrapped with the current master; the same when it is already. Unreadable."""
        if wrapped.startswith(self._current):
            return wrapped
        place = _key_place(subject_id)
        return self.seal(self.open(wrapped, place), place)

    def index(self, kind: str, value: str) -> bytes:
        """32 bytes that are the same for the same value, and tell nothing about it.

        `kind` keeps equal values of different meaning apart. Any text is accepted, lone surrogates too.
        """
        message = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._index_key, message, "sha256")


def _key_place(subject_id: int) -> str:
    return f"subject.wrapped_key:{subject_id}"


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"satu-pintu " + purpose).derive(
        master
    )


def _decode(part: str) -> bytes:
    try:
        return base64.b64decode(part.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("DATA_KEY is not base64") from error
