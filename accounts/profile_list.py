"""What the pages of clients show."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.constancia import Constancia
from accounts.fiscal import Matrix
from accounts.models import FiscalProfile, FiscalProfileVersion
from accounts.querysets import OrganizationQuerySet
from accounts.rfc import normalise_rfc, person_kind
from accounts.services import rfc_hash

SEARCHED = 5_000
"""Names are sealed, so a search by name opens each: no more than these, the newest first."""
OLD_AFTER_DAYS = 92
WELL = frozenset({"ACTIVO", "REACTIVADO"})
_LABELS = {
    "rfc": "RFC",
    "legal_name": gettext_lazy("nombre"),
    "fiscal_regime": gettext_lazy("régimen"),
    "postal_code": gettext_lazy("código postal"),
    "email": gettext_lazy("correo"),
    "cfdi_use": gettext_lazy("uso"),
    "confirmed": gettext_lazy("confirmaciones"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    created_at: datetime
    author: str
    changes: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """On a Constancia that was read."""

    tone: str
    icon: str
    text: str


def found_profiles(
    profiles: OrganizationQuerySet[FiscalProfile], query: str
) -> list[FiscalProfile] | OrganizationQuerySet[FiscalProfile]:
    """Newest first, the default in front. A whole RFC is found by its hash, else words by their beginnings."""
    profiles = profiles.order_by("-is_default", "-created_at", "pk")
    rfc = normalise_rfc(query)
    if not rfc:
        return profiles
    if person_kind(rfc) is not None:
        exactly = list(profiles.filter(rfc_hash=rfc_hash(rfc)))
        if exactly:
            return exactly
    wanted = _folded(query).split()
    return [
        row for row in profiles[:SEARCHED] if _begins(f"{_folded(row.legal_name)} {row.rfc.lower()}", wanted)
    ]


def version_rows(profile: FiscalProfile) -> list[VersionRow]:
    """Newest first, each with what it changed."""
    versions = list(profile.versions.select_related("created_by").order_by("number"))
    changes = [_("alta"), *(_changes(old, new) for old, new in pairwise(versions))]
    rows = [
        VersionRow(
            version.number,
            version.created_at,
            version.created_by.get_short_name() if version.created_by else "",
            words,
            version.number == profile.current_version,
        )
        for version, words in zip(versions, changes, strict=True)
    ]
    return rows[::-1]


def regime_words(profile: FiscalProfile, matrix: Matrix) -> list[str]:
    """Each régimen with its text, the default first."""
    names = {code: regime.name for code, regime in matrix.regimes.items()}
    return [f"{code} · {names[code]}" if code in names else code for code in profile.regimes]


def remarks_on(constancia: Constancia, *, today: date) -> Iterator[Remark]:
    """What a person should know before confirming."""
    if constancia.is_qr_confirming:
        yield Remark("good", "shield-check", _("El código QR confirma el RFC y el idCIF."))
    elif constancia.is_qr_confirming is None:
        yield Remark(
            "ask", "alert-triangle", _("No se encontró el código QR: compara los datos con el original.")
        )
    else:
        yield Remark(
            "ask", "alert-triangle", _("El idCIF del código QR no es el del texto: revisa el original.")
        )
    if constancia.status and constancia.status.upper() not in WELL:
        text = _("El SAT muestra al contribuyente como «%(status)s»: puede que no se le facture.")
        yield Remark("bad", "alert-triangle", text % {"status": constancia.status})
    if constancia.issued_date and (today - constancia.issued_date).days > OLD_AFTER_DAYS:
        text = _("Se emitió hace más de tres meses (%(issued)s): los datos pueden haber cambiado.")
        yield Remark("ask", "calendar", text % {"issued": constancia.issued})
    unknown = [regime.words for regime in constancia.regimes if not regime.code]
    if unknown:
        text = _("No se reconoció este régimen; elígelo en la lista: %(words)s")
        yield Remark("ask", "help-circle", text % {"words": "; ".join(unknown)})
    if constancia.missing:
        names = ", ".join(str(_LABELS[name]) for name in constancia.missing)
        yield Remark(
            "ask", "help-circle", _("No se pudo leer: %(names)s. Complétalo a mano.") % {"names": names}
        )


def _changes(old: FiscalProfileVersion, new: FiscalProfileVersion) -> str:
    changed = [str(label) for name, label in _LABELS.items() if _value(old, name) != _value(new, name)]
    return ", ".join(changed)


def _value(version: FiscalProfileVersion, name: str) -> Any:
    return getattr(version, name)


def _begins(words: str, wanted: Iterable[str]) -> bool:
    return all(f" {word}" in f" {words}" for word in wanted)


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
