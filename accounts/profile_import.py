"""Rows of a spreadsheet into clients: first a report, then, where a person confirms it, the writing."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.catalogues import StoredCatalogues
from accounts.client_sheet import WORDS, SheetRow
from accounts.crypto import CryptoError
from accounts.errors import ImportExpired, InvalidFields
from accounts.fiscal import FieldProblem, ReceiverFields, normalise_receiver
from accounts.keys import key_ring
from accounts.models import FiscalProfile, Organization, User
from accounts.privacy.declaration import declare_client
from accounts.services import create_profile, rfc_hash, update_profile, validated_receiver


@dataclass(frozen=True, slots=True, repr=False)
class ReportRow:
    number: int
    fields: ReceiverFields
    problems: tuple[FieldProblem, ...]
    is_known: bool
    """the organization has a client with this RFC: it is updated"""

    @property
    def told(self) -> list[str]:
        return [f"{WORDS.get(problem.field, problem.field)}: {problem.message}" for problem in self.problems]


def judge_rows(rows: Sequence[SheetRow], *, organization: Organization) -> list[ReportRow]:
    """Each row with what is wrong with it; an RFC that stands twice is wrong the second time."""
    catalogues, seen, report = StoredCatalogues(), set[str](), []
    hashes = {row.number: rfc_hash(normalise_receiver(row.fields).rfc) for row in rows}
    known = set(
        FiscalProfile.objects.for_organization(organization)
        .filter(rfc_hash__in=hashes.values())
        .values_list("rfc_hash", flat=True)
    )
    for row in rows:
        mark = hashes[row.number]
        fields, problems = _judged(row.fields, catalogues)
        if mark in seen:
            problems = (FieldProblem("rfc", "rfc_twice", "Está repetido en la hoja."), *problems)
        seen.add(mark)
        report.append(ReportRow(row.number, fields, problems, mark in known))
    return report


def seal_rows(report: Iterable[ReportRow], *, organization: Organization, person: User, now: datetime) -> str:
    """The rows without a finding as text that only this person can bring back, to be confirmed in time."""
    rows = {"at": now.timestamp(), "rows": [asdict(row.fields) for row in report if not row.problems]}
    sealed = key_ring().seal(json.dumps(rows).encode(), bound_to=_binding(organization, person))
    return sealed.hex()


@transaction.atomic
def import_rows(
    sealed: str, *, organization: Organization, person: User, now: datetime, declared: bool = False
) -> tuple[int, int]:
    """How many clients were made and how many were updated. All or none.

    `declared`: `person` declares of each of them that they asked for it. Raises ImportExpired, InvalidFields.
    """
    made = updated = 0
    for fields in _opened(sealed, organization, person, now):
        known = FiscalProfile.objects.for_organization(organization).filter(rfc_hash=rfc_hash(fields.rfc))
        profile = known.first()
        if profile is None:
            profile = create_profile(organization=organization, fields=fields, created_by=person)
            made += 1
        else:
            update_profile(profile=profile, fields=fields, changed_by=person)
            updated += 1
        if declared:
            declare_client(profile=profile, by=person, now=now)
    return made, updated


def _judged(
    fields: ReceiverFields, catalogues: StoredCatalogues
) -> tuple[ReceiverFields, tuple[FieldProblem, ...]]:
    try:
        return validated_receiver(fields, catalogues=catalogues), ()
    except InvalidFields as refusal:
        return normalise_receiver(fields), refusal.problems


def _opened(sealed: str, organization: Organization, person: User, now: datetime) -> list[ReceiverFields]:
    try:
        plain = key_ring().open(bytes.fromhex(sealed), bound_to=_binding(organization, person))
    except (CryptoError, ValueError) as error:
        raise ImportExpired from error
    opened = json.loads(plain)
    if now.timestamp() - opened["at"] > timedelta(hours=settings.KEEP_IMPORT_HOURS).total_seconds():
        raise ImportExpired
    return [ReceiverFields(**row) for row in opened["rows"]]


def _binding(organization: Organization, person: User) -> bytes:
    return f"profile_import|{organization.pk}|{person.pk}".encode()
