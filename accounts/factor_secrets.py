"""The secrets of second factors (allauth.mfa), sealed as everything secret is, inside its JSON column."""

import base64
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

from accounts.as_owner import owner_cursor
from accounts.crypto import CryptoError, row_identity
from accounts.keys import key_ring

TABLE = "mfa_authenticator"
_SEALED = ("secret", "seed")
"""of an app of codes, and of recovery codes; a passkey has no secret with us"""
_PLACE = row_identity(TABLE, "data", "secret")
"""allauth seals before it knows the row"""
_WITH_SECRETS = "SELECT id, data::text FROM mfa_authenticator WHERE data ?| array['secret', 'seed']"


def seal_secret(plain: str) -> str:
    return base64.b64encode(key_ring().seal(plain.encode(), bound_to=_PLACE)).decode()


def open_secret(sealed: str) -> str:
    """Raises CryptoError."""
    return key_ring().open(base64.b64decode(sealed), bound_to=_PLACE).decode()


def count_keys() -> Counter[str]:
    """How many of them each key seals."""
    with owner_cursor() as cursor:
        cursor.execute(_WITH_SECRETS)
        rows = _rows(cursor)
    return Counter(_key_of(kept[name]) for _, kept in rows for name in _SEALED if name in kept)


def reseal_secrets(*, most: int, unreadable: dict[str, str]) -> int:
    """Seals up to `most` rows that an older key seals with the newest; how many values. A row that somebody
    holds is left; what cannot be opened is told in `unreadable` and left."""
    with owner_cursor() as cursor:
        cursor.execute(_WITH_SECRETS + " ORDER BY id FOR NO KEY UPDATE SKIP LOCKED")
        stale = [(row, kept) for row, kept in _rows(cursor) if _stale_names(kept)][:most]
        changes = [(row, kept, _resealed(row, kept, unreadable)) for row, kept in stale]
        cursor.executemany(
            "UPDATE mfa_authenticator SET data = %s WHERE id = %s",
            [(json.dumps(kept | fresh), row) for row, kept, fresh in changes if fresh],
        )
    return sum(len(fresh) for _, _, fresh in changes)


def _rows(cursor: CursorWrapper) -> list[tuple[int, dict[str, Any]]]:
    return [(row, json.loads(kept)) for row, kept in cursor.fetchall()]


def _resealed(row: int, kept: Mapping[str, Any], unreadable: dict[str, str]) -> dict[str, str]:
    fresh = {}
    for name in _stale_names(kept):
        try:
            fresh[name] = seal_secret(open_secret(kept[name]))
        except (CryptoError, ValueError) as error:
            unreadable[f"{TABLE} {name} {row}"] = str(error)
    return fresh


def _stale_names(kept: Mapping[str, Any]) -> list[str]:
    return [name for name in _SEALED if name in kept and _key_of(kept[name]) != key_ring().newest]


def _key_of(sealed: str) -> str:
    """The key's id stands after the version and its own length (accounts.crypto); "" for what is no sealed value."""
    try:
        value = base64.b64decode(sealed, validate=True)
    except ValueError:
        return ""
    return value[2 : 2 + value[1]].decode(errors="replace") if len(value) > 2 and value[0] == 1 else ""
