"""Encryption of single values, bound to the place where they stand. Pure.

A sealed value is: one version byte, the length of the key's id, the key's id, a 12-byte nonce, and
AES-256-GCM's output. `bound_to` (the row's identity) is authenticated with it, so that a value copied
into another row or column does not open. A bad value raises; blank is never returned in its place.

    CryptoError
    ├── BadKeyRing       the ENCRYPTION_KEYS text cannot be used
    ├── UnknownKey       the value was sealed with a key that the ring does not hold
    └── TamperedValue    the value is cut, altered, or stands in another place than it was sealed for
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_ID = re.compile(r"[A-Za-z0-9_.-]{1,32}")


class CryptoError(Exception):
    """A value could not be sealed or opened."""


class BadKeyRing(CryptoError): ...  # noqa: N818 - named by what it is


class UnknownKey(CryptoError): ...  # noqa: N818


class TamperedValue(CryptoError): ...  # noqa: N818


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that must not appear in a log, a traceback or a template by accident."""

    _text: str

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Keys by id; the first seals, all of them open."""

    keys: Mapping[str, bytes]
    newest: str

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Reads `id:base64key,id:base64key`, newest first. Raises BadKeyRing."""
        keys: dict[str, bytes] = {}
        for number, entry in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
            key_id, key = _parse_key(entry, number)
            if key_id in keys:
                raise BadKeyRing(f"the id {key_id!r} stands twice")
            keys[key_id] = key
        if not keys:
            raise BadKeyRing("it holds no key; expected id:base64key")
        return cls(keys, newest=next(iter(keys)))

    def seal(self, plain: bytes, *, bound_to: bytes) -> bytes:
        """Encrypts with the newest key."""
        header = self.newest_header
        nonce = secrets.token_bytes(NONCE_BYTES)
        return header + nonce + AESGCM(self.keys[self.newest]).encrypt(nonce, plain, header + bound_to)

    def open(self, sealed: bytes, *, bound_to: bytes) -> bytes:
        """Decrypts. Raises UnknownKey, TamperedValue."""
        header = _header(sealed)
        key_id = header[2:].decode(errors="replace")
        if key_id not in self.keys:
            raise UnknownKey(f"sealed with the key {key_id!r}, which ENCRYPTION_KEYS does not hold")
        nonce, body = sealed[len(header) :][:NONCE_BYTES], sealed[len(header) + NONCE_BYTES :]
        try:
            return AESGCM(self.keys[key_id]).decrypt(nonce, body, header + bound_to)
        except InvalidTag as error:
            raise TamperedValue("altered, or moved from the row it was sealed for") from error

    @property
    def newest_header(self) -> bytes:
        """With what every value begins that the newest key sealed."""
        return bytes([VERSION, len(self.newest)]) + self.newest.encode()

    def is_newest(self, sealed: bytes) -> bool:
        """False where a rotation still has to seal the value again. Raises TamperedValue."""
        return _header(sealed) == self.newest_header

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.keys)})"


def _parse_key(entry: str, number: int) -> tuple[str, bytes]:
    key_id, separator, encoded = entry.partition(":")
    if not separator or not KEY_ID.fullmatch(key_id):
        raise BadKeyRing(f"entry {number} is not id:base64key")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKeyRing(f"the key {key_id!r} is not base64") from error
    if len(key) != KEY_BYTES:
        raise BadKeyRing(f"the key {key_id!r} has {len(key)} bytes; {KEY_BYTES} are needed")
    return key_id, key


def _header(sealed: bytes) -> bytes:
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise TamperedValue("not a sealed value of a known version")
    end = 2 + sealed[1]
    if len(sealed) < end + NONCE_BYTES + TAG_BYTES:
        raise TamperedValue("cut short")
    return sealed[:end]


def row_identity(table: str, column: str, key: object) -> bytes:
    """Where a value stands; no part can hold the separator."""
    return "\x1f".join((table, column, str(key))).encode()


def keyed_hash(text: str, *, key: bytes, purpose: str) -> str:
    """HMAC-SHA-256 (hex) by which a sealed value is found or kept unique; `purpose` keeps kinds apart."""
    return hmac.new(key, f"{purpose}\x1f{text}".encode(), hashlib.sha256).hexdigest()
