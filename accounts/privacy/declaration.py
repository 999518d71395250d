"""The accountant's declaration that the taxpayer asked for their invoices, and its wordings.

A wording is never edited once somebody declared it: a change is a new one, and the last counts.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import ClientDeclaration, FiscalProfile, User

WORDINGS: dict[str, str | Promise] = {
    "1": _(
        "Declaro que este contribuyente (o quien lo representa) me pidió obtener sus facturas, que sabe que uso "
        "AutoCFDI para hacerlo y que puse a su alcance mi aviso de privacidad."
    ),
}


def current_wording() -> str:
    return list(WORDINGS)[-1]


def current_wording_text() -> str:
    return str(WORDINGS[current_wording()])


@dataclass(frozen=True, slots=True)
class DeclarationWords:
    """What the client's page tells of a declaration."""

    at: datetime
    by: str
    text: str


def last_declaration(profile: FiscalProfile) -> DeclarationWords | None:
    """None: nobody declared anything of this client."""
    row = profile.declarations.select_related("declared_by").order_by("declared_at").last()
    if row is None:
        return None
    by = row.declared_by.get_short_name() if row.declared_by else ""
    return DeclarationWords(row.declared_at, by, str(WORDINGS.get(row.wording, "")))


@transaction.atomic
def declare_client(
    *, profile: FiscalProfile, by: User, now: datetime, wording: str = ""
) -> ClientDeclaration:
    """That `by` declares the wording (default: the current one) of this taxpayer; once for each wording.

    Raises KeyError for an unknown wording.
    """
    wording = wording or current_wording()
    if wording not in WORDINGS:
        raise KeyError(wording)
    declaration, is_new = ClientDeclaration.objects.get_or_create(
        profile=profile,
        wording=wording,
        defaults={"organization_id": profile.organization_id, "declared_by": by, "declared_at": now},
    )
    if is_new:
        audit.record_profile(audit.CLIENT_DECLARED, profile=profile, by=by, after={"wording": wording})
    return declaration
