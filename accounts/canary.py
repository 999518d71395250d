"""Is each key the one that it was: a known value, sealed when a key was first used, must open at every start.

A wrong key under a right id would else be noticed at the first read, hours later; a wrong LOOKUP_HASH_KEY
never, and then the same ticket is not known to be the same, and is invoiced twice.
"""

import hmac
from dataclasses import dataclass
from enum import Enum, auto

from django.db import connections, models
from django.utils import timezone

from accounts.crypto import CryptoError, TamperedValue
from accounts.keys import key_ring, lookup_hash

KNOWN = b"autocfdi"
RING = "ring:"
LOOKUP = "lookup"


class KeyCanary(models.Model):
    """What proves one key; `ring:<id>` a sealed value, `lookup` a keyed hash."""

    name = models.CharField(max_length=60, primary_key=True)
    proof = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return self.name


class WrongKeys(CryptoError):  # noqa: N818 - named by what is wrong
    """What is stored was sealed, or is found, with other keys than the settings name."""


class KeyFault(Enum):
    WRONG = auto()
    MISSING = auto()
    WRONG_LOOKUP = auto()


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """`message` names the setting and the key's id, never a key."""

    fault: KeyFault
    message: str


def key_problems(*, using: str = "default") -> list[KeyProblem]:
    """Reads only; nothing where the database has no tables yet. Raises BadKeyRing."""
    if KeyCanary._meta.db_table not in connections[using].introspection.table_names():  # noqa: SLF001 - Django's public name
        return []
    judged = (_judged(canary) for canary in KeyCanary.objects.using(using).order_by("name"))
    return [problem for problem in judged if problem]


def require_right_keys() -> None:
    """For a command that seals or finds values without a web process or worker before it. Raises WrongKeys."""
    problems = key_problems()
    if problems:
        raise WrongKeys("\n".join(problem.message for problem in problems))
    note_keys()


def note_keys(*, using: str = "default") -> None:
    """Leaves a proof of the newest key and of the lookup key, where there is none; call it with right keys.

    Only the key that seals: a key in the ring that has sealed nothing may be taken out of it again.
    """
    name = RING + key_ring().newest
    rows = KeyCanary.objects.using(using)
    rows.get_or_create(name=name, defaults={"proof": key_ring().seal(KNOWN, bound_to=name.encode())})
    rows.get_or_create(name=LOOKUP, defaults={"proof": _lookup_proof()})


def forget_older_keys(*, using: str) -> None:
    """After a whole rotation: no value needs them, so that a ring without them is right."""
    newest = RING + key_ring().newest
    KeyCanary.objects.using(using).filter(name__startswith=RING).exclude(name=newest).delete()


def _judged(canary: KeyCanary) -> KeyProblem | None:
    if canary.name == LOOKUP:
        return None if hmac.compare_digest(bytes(canary.proof), _lookup_proof()) else _WRONG_LOOKUP
    key_id = canary.name.removeprefix(RING)
    if key_id not in key_ring().keys:
        message = (
            f"ENCRYPTION_KEYS lacks the key {key_id!r}, with which stored values are sealed. "
            "Add it after the newest; manage.py rotate_keys makes it superfluous."
        )
        return KeyProblem(KeyFault.MISSING, message)
    try:
        key_ring().open(bytes(canary.proof), bound_to=canary.name.encode())
    except TamperedValue:
        message = f"ENCRYPTION_KEYS holds another key under the id {key_id!r} than the one that sealed."
        return KeyProblem(KeyFault.WRONG, message)
    return None


_WRONG_LOOKUP = KeyProblem(
    KeyFault.WRONG_LOOKUP,
    "LOOKUP_HASH_KEY is not the one by which stored values are found: equal tickets and RFC would not be "
    "recognised.",
)


def _lookup_proof() -> bytes:
    return lookup_hash(KNOWN.decode(), purpose="canary").encode()
