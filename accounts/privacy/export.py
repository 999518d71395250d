"""Everything that is kept of a taxpayer, in a ZIP that a person can read (LFPDPPP, right of access)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts import audit
from accounts.audit_page import harmless_cell
from accounts.models import ArcoRequest, AuditEntry, ClientDeclaration, FiscalProfile, User
from accounts.privacy.declaration import WORDINGS
from accounts.privacy.holdings import File, Table, holdings

CHUNK = 500
"""ids asked for at once"""


@dataclass(slots=True)
class Written:
    """What stands in the ZIP, for its index."""

    tables: list[tuple[str, str, int]] = field(default_factory=list)
    """name, title, rows"""
    files: list[tuple[str, int, str]] = field(default_factory=list)
    """path, bytes, SHA-256"""


@transaction.atomic
def export_profile(*, profile: FiscalProfile, by: User, now: datetime, target: IO[bytes]) -> Written:
    """Writes the ZIP to `target`, one file at a time, and leaves an audit entry."""
    audit.record_profile(audit.PROFILE_EXPORTED, profile=profile, by=by)
    written = Written()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for table in _tables(profile):
            _write_table(archive, table, written)
        for holding in holdings():
            for file in holding.files(profile):
                _write_file(archive, file, written)
        files = Table("archivos", _("Archivos"), ("path", "size", "sha256"), lambda: _listed(written.files))
        _write_table(archive, files, written)
        index = {"profile": profile, "by": by, "now": now, "written": written}
        archive.writestr("LEEME.html", render_to_string("accounts/privacy/export.html", index))
    return written


def _tables(profile: FiscalProfile) -> Iterator[Table]:
    yield _versions(profile)
    yield _declarations(profile)
    yield _requests(profile)
    for holding in holdings():
        yield from holding.tables(profile)
    yield _audit(profile)


def _write_table(archive: ZipFile, table: Table, written: Written) -> None:
    count = 0
    with archive.open(f"datos/{table.name}.json", "w", force_zip64=True) as raw:
        raw.write(b"[")
        for count, row in enumerate(table.rows(), start=1):
            text = json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder)
            raw.write((",\n" if count > 1 else "\n").encode() + text.encode())
        raw.write(b"\n]\n")
    with archive.open(f"datos/{table.name}.csv", "w", force_zip64=True) as raw:
        raw.write("\ufeff".encode())
        sheet = csv.writer(_Lines(raw))
        sheet.writerow(table.columns)
        for row in table.rows():
            sheet.writerow(harmless_cell(_cell(row.get(name))) for name in table.columns)
    written.tables.append((table.name, table.title, count))


def _write_file(archive: ZipFile, file: File, written: Written) -> None:
    archive.writestr(file.path, file.content)
    written.files.append((file.path, len(file.content), sha256(file.content).hexdigest()))


class _Lines(io.TextIOBase):
    """What csv writes, as UTF-8 into a file of bytes."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target

    def write(self, text: str) -> int:
        return self.target.write(text.encode())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return str(value)


def _listed(files: Iterable[tuple[str, int, str]]) -> Iterator[dict[str, object]]:
    return ({"path": path, "size": size, "sha256": digest} for path, size, digest in files)


def _versions(profile: FiscalProfile) -> Table:
    receiver = ("rfc", "legal_name", "fiscal_regime", "postal_code", "email", "cfdi_use")
    columns = ("number", "is_current", "created_at", *receiver, "further_regimes", "confirmed")

    def rows() -> Iterator[dict[str, object]]:
        for version in profile.versions.order_by("number"):
            is_current = version.number == profile.current_version
            yield {
                "number": version.number,
                "is_current": is_current,
                "created_at": version.created_at,
                **asdict(version.receiver),
                "further_regimes": (profile.further_regimes or []) if is_current else None,
                "confirmed": version.confirmed,
            }

    return Table("datos_fiscales", _("Datos fiscales, versión por versión"), columns, rows)


def _declarations(profile: FiscalProfile) -> Table:
    def rows() -> Iterator[dict[str, object]]:
        for row in ClientDeclaration.objects.filter(profile=profile).select_related("declared_by"):
            yield {
                "declared_at": row.declared_at,
                "declared_by": str(row.declared_by or ""),
                "wording": row.wording,
                "text": str(WORDINGS.get(row.wording, "")),
            }

    columns = ("declared_at", "declared_by", "wording", "text")
    return Table("declaraciones", _("Declaraciones de que el cliente lo pidió"), columns, rows)


def _requests(profile: FiscalProfile) -> Table:
    columns = (
        *("id", "kind", "received_date", "channel", "notes", "stage", "due_date", "extended_date"),
        *("extension_reason", "answered_date", "outcome", "answer", "closed_date"),
    )

    def rows() -> Iterator[dict[str, object]]:
        for row in ArcoRequest.objects.filter(profile=profile).order_by("received_date"):
            yield {name: getattr(row, name) for name in columns}

    return Table("solicitudes_arco", _("Solicitudes ARCO"), columns, rows)


def _audit(profile: FiscalProfile) -> Table:
    columns = ("at", "verb", "object_kind", "object_id", "actor", "fields", "before", "after", "personal")

    def rows() -> Iterator[dict[str, object]]:
        for keys in _chunks(_audited_ids(profile)):
            for entry in AuditEntry.objects.filter(object_id__in=keys).order_by("at", "pk").iterator(CHUNK):
                yield {
                    "at": entry.at,
                    "verb": entry.verb,
                    "object_kind": entry.object_kind,
                    "object_id": entry.object_id,
                    "actor": entry.actor_id,
                    "fields": entry.fields,
                    "before": entry.before,
                    "after": entry.after,
                    "personal": entry.open_personal(),
                }

    return Table("bitacora", _("Bitácora: quién hizo qué con sus datos"), columns, rows)


def _audited_ids(profile: FiscalProfile) -> Iterator[UUID]:
    yield profile.pk
    yield from ArcoRequest.objects.filter(profile=profile).values_list("pk", flat=True)
    for holding in holdings():
        yield from holding.object_ids(profile)


def _chunks(ids: Iterator[UUID]) -> Iterator[Sequence[UUID]]:
    while chunk := list(islice(ids, CHUNK)):
        yield chunk
