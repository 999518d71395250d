"""What an owner reads of the audit: filters, rows in words, and a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acting import SYSTEM
from accounts.audit import VERB_WORDS, AuditEntry
from accounts.models import Organization, User

MOST_EXPORTED = 50_000
OBJECT_WORDS = {
    "organization": _("organización"),
    "member": _("persona"),
    "person": _("persona"),
    "invitation": _("invitación"),
    "profile": _("perfil fiscal"),
    "task": _("solicitud"),
    "cfdi": _("CFDI"),
    "portal_account": _("cuenta de portal"),
    "audit": _("bitácora"),
    "arco": _("solicitud ARCO"),
    "retention": _("conservación"),
}
COLUMNS = ("fecha", "quien", "que", "objeto", "id", "datos", "antes", "despues", "origen", "programa")


class AuditFilter(forms.Form):
    """All optional; a day counts in the zone of the people."""

    verb = forms.ChoiceField(label=_("Qué"), required=False)
    actor = forms.ChoiceField(label=_("Quién"), required=False)
    since = forms.DateField(label=_("Desde"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Hasta"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        people = User.objects.filter(memberships__organization=organization).order_by("email")
        everything: list[tuple[str, Any]] = [("", _("Todo"))]
        everyone: list[tuple[str, Any]] = [("", _("Todos")), (SYSTEM, _("El sistema"))]
        self.fields["verb"].choices = everything + list(VERB_WORDS.items())  # type: ignore[attr-defined]
        self.fields["actor"].choices = everyone + [(str(person.pk), str(person)) for person in people]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in {"verb", "actor"} else "form-control"

    def entries(self) -> QuerySet[AuditEntry]:
        """The organization's, newest first; none where a filter is not understood."""
        rows = AuditEntry.objects.for_organization(self.organization).order_by("-at", "pk")
        return rows.filter(**dict(self._conditions())) if self.is_valid() else rows.none()

    def _conditions(self) -> Iterator[tuple[str, Any]]:
        chosen = self.cleaned_data
        if chosen["verb"]:
            yield "verb", chosen["verb"]
        if chosen["actor"]:
            yield "actor_id", None if chosen["actor"] == SYSTEM else UUID(chosen["actor"])
        if chosen["since"]:
            yield "at__gte", timezone.make_aware(datetime.combine(chosen["since"], time.min))
        if chosen["until"]:
            yield "at__lte", timezone.make_aware(datetime.combine(chosen["until"], time.max))


@dataclass(frozen=True, slots=True)
class AuditRow:
    at: datetime
    who: str
    what: str
    kind: str
    object_id: str
    fields: str
    before: str
    after: str
    origin: str
    """eight characters of the address's keyed hash: the same for the same address"""
    agent: str


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    found = list(entries)
    people = {
        person.pk: str(person) for person in User.objects.filter(pk__in={row.actor_id for row in found})
    }
    return [_row(entry, people) for entry in found]


def _row(entry: AuditEntry, people: dict[UUID, str]) -> AuditRow:
    who = people.get(entry.actor_id, str(entry.actor_id)) if entry.actor_id else str(_("El sistema"))
    return AuditRow(
        at=entry.at,
        who=who,
        what=str(VERB_WORDS.get(entry.verb, entry.verb)),
        kind=str(OBJECT_WORDS.get(entry.object_kind, entry.object_kind)),
        object_id=str(entry.object_id or ""),
        fields=", ".join(entry.fields),
        before=_told(entry.before),
        after=_told(entry.after),
        origin=entry.address_hash[:8],
        agent=entry.agent,
    )


def _told(values: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted(values.items()))


def audit_csv(entries: QuerySet[AuditEntry]) -> bytes:
    """UTF-8 with its mark, for spreadsheets; the newest rows where there are more than MOST_EXPORTED."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    for row in audit_rows(entries[:MOST_EXPORTED]):
        sheet.writerow(harmless_cell(cell) for cell in _cells(row))
    return text.getvalue().encode("utf-8-sig")


def _cells(row: AuditRow) -> Sequence[str]:
    at = timezone.localtime(row.at).isoformat(timespec="seconds")
    told = (row.what, row.kind, row.object_id, row.fields, row.before, row.after, row.origin, row.agent)
    return (at, row.who, *told)


def harmless_cell(text: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula; the mark before it makes it a text."""
    is_formula = text.lstrip()[:1] in tuple("=+-@＝＋－＠") or text[:1] in tuple("\t\r\n")
    return f"'{text}" if is_formula else text
