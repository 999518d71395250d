"""Rotating the keys of 100,000 sealed values while others read and save: rows per second, and no failed read.

    python -m tests.benchmarks.bench_rotation [VALUES]

In a database of its own (the tests' cluster). One thread reads clients as a page does, and one saves them, from the
first batch to the last. There is no target for the speed in issue 3, which asks for the figure; what is missed is a
read that fails or a value that is not what was saved last.
"""

import base64
import os
import secrets
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from accounts import rotation  # noqa: E402
from accounts.as_owner import OWNER  # noqa: E402
from accounts.fields import encrypted_fields  # noqa: E402
from accounts.models import FiscalProfile, Organization  # noqa: E402
from accounts.scope import across_organizations, in_organization  # noqa: E402
from tests.factories import KEMPER  # noqa: E402

VALUES, ORGANIZATIONS = 100_000, 200
Key = tuple[UUID, UUID]
"""organization and profile"""
PER_ROW = len(encrypted_fields(FiscalProfile))


@dataclass
class Others:
    """What readers and savers saw. `milliseconds`: of each read."""

    reads: int = 0
    saves: int = 0
    wrong: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    last: dict[Key, str] = field(default_factory=dict)


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def fill(values: int) -> list[Key]:
    """That many sealed values in profiles of 200 organizations."""
    firms = [Organization(name=f"Despacho {number}", slug=f"d-{number}") for number in range(ORGANIZATIONS)]
    rows = [
        FiscalProfile(
            organization=firms[number % ORGANIZATIONS],
            rfc_hash=f"{number:064x}",
            confirmed=[],
            **asdict(KEMPER),
        )
        for number in range(values // PER_ROW)
    ]
    with across_organizations():
        Organization.objects.using(OWNER).bulk_create(firms)
        FiscalProfile.objects.using(OWNER).bulk_create(rows, batch_size=2000)
    return [(row.organization_id, row.pk) for row in rows]


def profile(key: Key) -> FiscalProfile:
    return FiscalProfile.objects.get(pk=key[1])


def read(keys: list[Key], ended: threading.Event, seen: Others) -> None:
    try:
        while not ended.is_set():
            began = time.perf_counter()
            key = secrets.choice(keys)
            with in_organization(key[0]):
                row = profile(key)
            if row.receiver.rfc != KEMPER.rfc:
                seen.wrong.append(f"{row.pk} read")
            seen.milliseconds.append((time.perf_counter() - began) * 1000)
            seen.reads += 1
    except Exception as error:
        seen.wrong.append(repr(error))
        raise
    finally:
        connections.close_all()


def save(keys: list[Key], ended: threading.Event, seen: Others) -> None:
    try:
        while not ended.is_set():
            key = secrets.choice(keys)
            with in_organization(key[0]):
                row = profile(key)
                row.legal_name = seen.last[key] = f"NOMBRE {seen.saves}"
                row.save(update_fields=["legal_name"])
            seen.saves += 1
    except Exception as error:
        seen.wrong.append(repr(error))
        raise
    finally:
        connections.close_all()


def rotate_among_others(keys: list[Key]) -> tuple[rotation.Rotation, float, Others]:
    ended, seen = threading.Event(), Others()
    threads = [threading.Thread(target=work, args=(keys, ended, seen)) for work in (read, save)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    done = rotation.rotate()
    seconds = time.perf_counter() - began
    ended.set()
    for thread in threads:
        thread.join()
    for key, name in seen.last.items():
        with in_organization(key[0]):
            if profile(key).legal_name != name:
                seen.wrong.append(f"{key[1]} lost what was saved")
    return done, seconds, seen


def measure(values: int) -> int:
    old, new = new_key(), new_key()
    settings.ENCRYPTION_KEYS = f"old:{old}"
    keys = fill(values)
    settings.ENCRYPTION_KEYS = f"new:{new},old:{old}"
    done, seconds, seen = rotate_among_others(keys)
    settings.ENCRYPTION_KEYS = f"old:{old},new:{new}"
    alone_began = time.perf_counter()
    alone = rotation.rotate()
    alone_seconds = time.perf_counter() - alone_began
    print(f"{done.resealed} values, {done.resealed // PER_ROW} rows, {ORGANIZATIONS} organizations")
    tell("among readers and savers", done.resealed, seconds)
    tell("alone", alone.resealed, alone_seconds)
    print(f"meanwhile {seen.reads} reads (median {median(seen.milliseconds):.1f} ms), {seen.saves} saves")
    print(f"failed or wrong: {len(seen.wrong)}; left: {done.left} and {alone.left}")
    for line in seen.wrong[:5]:
        print(f"  {line}")
    return int(bool(seen.wrong or done.left or alone.left))


def tell(what: str, values: int, seconds: float) -> None:
    print(
        f"{what}: {seconds:.1f} s, {values / seconds:.0f} values/s, {values / PER_ROW / seconds:.0f} rows/s"
    )


def main(arguments: list[str]) -> int:
    made: Any = setup_databases(
        verbosity=0, interactive=False, aliases={"owner": None}, serialized_aliases=set()
    )
    connections["default"].settings_dict["NAME"] = connections["owner"].settings_dict["NAME"]
    try:
        return measure(int(arguments[0]) if arguments else VALUES)
    finally:
        connections.close_all()
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
