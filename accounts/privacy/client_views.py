"""What is kept of a client: declared, shown, handed out, erased."""

from collections.abc import AsyncIterator, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import pages
from accounts.errors import WorkUnderWay
from accounts.models import FiscalProfile
from accounts.pages import person_of
from accounts.permissions import Verb
from accounts.privacy.arco_list import arco_rows
from accounts.privacy.declaration import declare_client, last_declaration
from accounts.privacy.erasure import erase_profile, forecast_erasure
from accounts.privacy.export import export_profile
from accounts.privacy.forms import DeclarationForm, ErasureForm
from accounts.tenancy import access_membership, access_profile

IN_MEMORY = 8 * 1024 * 1024
"""of a ZIP; a larger one is written to a file without a name, gone when it is closed"""
CHUNK = 64 * 1024


@login_required
@require_POST
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.EDIT_PROFILES)
    if DeclarationForm(request.POST).is_valid():
        declare_client(profile=profile, by=person_of(request), now=timezone.now())
        messages.success(request, _("La declaración quedó registrada."))
    else:
        messages.error(request, _("Marca la casilla para declararlo."))
    return redirect("accounts:profile", profile.pk)


@login_required
@never_cache
@require_GET
def client_privacy(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = _profile(request, pk)
    return _page(request, profile, ErasureForm(expected=profile.rfc))


@login_required
@never_cache
@require_POST
def client_export(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    profile = _profile(request, pk)
    spool = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - closed when it was sent
    export_profile(profile=profile, by=person_of(request), now=timezone.now(), target=spool)
    name = f"datos-personales-{str(profile.pk)[:8]}-{timezone.localdate().isoformat()}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(spool.tell()),
        "X-Content-Type-Options": "nosniff",
    }
    spool.seek(0)
    content = _sent_later(spool) if isinstance(request, ASGIRequest) else _sent(spool)
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


@login_required
@require_POST
def client_erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = _profile(request, pk)
    if profile.erased_at is not None:
        messages.info(request, _("Los datos de este cliente ya se habían borrado."))
        return redirect("accounts:client_privacy", profile.pk)
    form = ErasureForm(request.POST, expected=profile.rfc)
    if not form.is_valid():
        return _page(request, profile, form, status=422)
    try:
        erase_profile(profile=profile, by=person_of(request), now=timezone.now())
    except WorkUnderWay as refusal:
        form.add_error(None, str(refusal))
        return _page(request, profile, form, status=409)
    messages.success(request, _("Los datos del cliente se borraron."))
    return redirect("accounts:client_privacy", profile.pk)


def _profile(request: HttpRequest, pk: UUID) -> FiscalProfile:
    return access_profile(request.user, pk, Verb.MANAGE_PRIVACY)


def _page(
    request: HttpRequest, profile: FiscalProfile, form: ErasureForm, *, status: int = 200
) -> HttpResponse:
    membership = access_membership(request.user, profile.organization_id)
    context = {
        "profile": profile,
        "declaration": last_declaration(profile),
        "forecast": forecast_erasure(profile=profile),
        "requests": arco_rows(profile.arco_requests.most_urgent_first(), today=timezone.localdate()),
        "form": form,
    }
    name = "accounts/privacy/client.html"
    return pages.answer(request, membership, name, context, section="profiles", status=status)


def _sent(spool: IO[bytes]) -> Iterator[bytes]:
    with spool:
        while chunk := spool.read(CHUNK):
            yield chunk


async def _sent_later(spool: IO[bytes]) -> AsyncIterator[bytes]:
    """Under ASGI a plain iterator would be read into memory as a whole."""
    try:
        while chunk := await sync_to_async(spool.read)(CHUNK):
            yield chunk
    finally:
        spool.close()
