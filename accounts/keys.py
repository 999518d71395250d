"""The keys that the settings name, parsed once."""

import base64
from functools import lru_cache

from django.conf import settings

from accounts.crypto import KeyRing, keyed_hash


def key_ring() -> KeyRing:
    """Raises BadKeyRing where ENCRYPTION_KEYS cannot be used."""
    return _parsed(settings.ENCRYPTION_KEYS)


def lookup_hash(text: str, *, purpose: str) -> str:
    """By which an encrypted value is found, or kept unique (hex)."""
    return keyed_hash(text, key=base64.b64decode(settings.LOOKUP_HASH_KEY), purpose=purpose)


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)
