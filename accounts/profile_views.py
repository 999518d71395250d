"""Pages of clients (fiscal profiles): access, form, one service call, response."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import pages, services
from accounts.catalogues import StoredCatalogues
from accounts.constancia import Constancia, ConstanciaError, UnreadableText, read_constancia
from accounts.current import current_membership
from accounts.errors import DuplicateProfile, InvalidFields, ProfileChanged, ProfileErased
from accounts.models import FiscalProfile, Membership
from accounts.pages import person_of
from accounts.permissions import Verb, may
from accounts.privacy.declaration import last_declaration
from accounts.privacy.forms import DeclarationForm
from accounts.profile_forms import ConstanciaForm, ProfileForm, initial_from, initial_of
from accounts.profile_list import found_profiles, regime_words, remarks_on, version_rows
from accounts.rfc import normalise_rfc
from accounts.tenancy import access_membership, access_profile

ROWS_PER_PAGE = 25
LONGEST_QUERY = 300


@login_required
@never_cache
@require_GET
def profile_list(request: HttpRequest) -> HttpResponse:
    membership = current_membership(request, Verb.VIEW_PROFILES)
    profiles = FiscalProfile.objects.for_organization(membership.organization)
    is_archive = "archived" in request.GET
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = found_profiles(profiles.archived() if is_archive else profiles.usable(), query)
    context = {
        "query": query,
        "is_archive": is_archive,
        "archived_count": profiles.archived().count(),
        "page": Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return answer(request, membership, "accounts/profile_list.html#rows", context)


@login_required
@never_cache
@require_GET
def profile_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _profile_page(request, access_profile(request.user, pk))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile_new(request: HttpRequest) -> HttpResponse:
    membership = current_membership(request, Verb.EDIT_PROFILES)
    catalogues = StoredCatalogues()
    if request.method == "GET" or "narrow" in request.POST:
        form = ProfileForm(initial=_typed(request), catalogues=catalogues, is_new=True)
        return _form_page(request, membership, form)
    form = ProfileForm(request.POST, catalogues=catalogues, is_new=True)
    twin = None
    if form.is_valid():
        rfc = normalise_rfc(form.receiver.rfc)
        try:
            profile = services.create_profile(
                organization=membership.organization,
                created_by=person_of(request),
                declared_at=timezone.now(),
                **_written(form),
            )
            messages.success(request, _("El cliente quedó registrado."))
            return redirect("accounts:profile", profile.pk)
        except DuplicateProfile as refusal:
            form.refuse(refusal.problems)
            twin = services.find_profile(organization=membership.organization, rfc=rfc)
        except InvalidFields as refusal:
            form.refuse(refusal.problems)
    return _form_page(request, membership, form, twin=twin, status=422)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.EDIT_PROFILES)
    membership = access_membership(request.user, profile.organization_id)
    catalogues, status = StoredCatalogues(), 422
    if request.method == "GET" or "narrow" in request.POST:
        initial = _typed(request) if request.method == "POST" else initial_of(profile)
        return _form_page(
            request, membership, ProfileForm(initial=initial, catalogues=catalogues), profile=profile
        )
    form = ProfileForm(request.POST, catalogues=catalogues)
    if form.is_valid():
        try:
            services.update_profile(
                profile=profile,
                changed_by=person_of(request),
                expected_version=form.cleaned_data["version"],
                **_written(form),
            )
            messages.success(
                request, _("Guardado. Los tickets en curso siguen con los datos con que empezaron.")
            )
            return redirect("accounts:profile", profile.pk)
        except InvalidFields as refusal:
            form.refuse(refusal.problems)
        except (ProfileChanged, ProfileErased) as refusal:
            form.add_error(None, str(refusal))
            status = 409
    return _form_page(request, membership, form, profile=profile, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def constancia_upload(request: HttpRequest) -> HttpResponse:
    """Reads the PDF and shows the client's form filled in; nothing is written until that form is sent."""
    membership = current_membership(request, Verb.EDIT_PROFILES)
    if request.method == "GET":
        return answer(request, membership, "accounts/constancia.html", {"form": ConstanciaForm()})
    form = ConstanciaForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _confirm(request, membership, read_constancia(form.cleaned_data["constancia"]))
        except UnreadableText as refusal:
            if refusal.qr is not None:
                return _by_hand(request, membership, refusal)
            form.add_error("constancia", str(refusal))
        except ConstanciaError as refusal:
            form.add_error("constancia", str(refusal))
    return answer(request, membership, "accounts/constancia.html", {"form": form}, status=422)


@login_required
@require_POST
def profile_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.EDIT_PROFILES)
    services.archive_profile(profile=profile, now=timezone.now())
    messages.success(request, _("Archivado: ya no se ofrece al capturar tickets. Lo facturado sigue ahí."))
    return redirect("accounts:profile_list")


@login_required
@require_POST
def profile_unarchive(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.EDIT_PROFILES)
    services.unarchive_profile(profile=profile)
    messages.success(request, _("El cliente está otra vez en la lista."))
    return redirect("accounts:profile", profile.pk)


@login_required
@require_POST
def profile_make_default(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.EDIT_PROFILES)
    try:
        services.make_default(profile=profile)
    except InvalidFields as refusal:
        messages.error(request, refusal.problems[0].message)
        return _profile_page(request, profile, status=409)
    messages.success(request, _("Es ahora el cliente predeterminado."))
    return redirect("accounts:profile", profile.pk)


def _confirm(request: HttpRequest, membership: Membership, constancia: Constancia) -> HttpResponse:
    catalogues = StoredCatalogues()
    profile = services.find_profile(organization=membership.organization, rfc=constancia.rfc)
    initial = initial_from(constancia, profile=profile, catalogues=catalogues)
    remarks = list(remarks_on(constancia, today=timezone.localdate()))
    form = ProfileForm(initial=initial, catalogues=catalogues, is_new=profile is None)
    return _form_page(request, membership, form, profile=profile, constancia=constancia, remarks=remarks)


def _by_hand(request: HttpRequest, membership: Membership, refusal: UnreadableText) -> HttpResponse:
    """The QR of a scan gives the RFC; the rest is typed."""
    rfc = refusal.qr.rfc if refusal.qr else ""
    catalogues = StoredCatalogues()
    profile = services.find_profile(organization=membership.organization, rfc=rfc)
    initial = initial_of(profile) if profile else {"rfc": rfc}
    form = ProfileForm(initial=initial, catalogues=catalogues, is_new=profile is None)
    return _form_page(request, membership, form, profile=profile, scan_note=str(refusal))


def _written(form: ProfileForm) -> dict[str, Any]:
    return {
        "fields": form.receiver,
        "confirmed": form.confirmed,
        "further_regimes": form.cleaned_data["further_regimes"],
    }


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What stood in the form when the RFC or the régimen changed."""
    typed: dict[str, Any] = {name: str(text) for name, text in request.POST.items()}
    lists = {name: request.POST.getlist(name) for name in ("further_regimes", "confirmed")}
    return typed | lists if typed else {}


def _form_page(
    request: HttpRequest, membership: Membership, form: ProfileForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return answer(
        request, membership, "accounts/profile_form.html#lists", {"form": form, **more}, status=status
    )


def _profile_page(request: HttpRequest, profile: FiscalProfile, *, status: int = 200) -> HttpResponse:
    membership = access_membership(request.user, profile.organization_id)
    context = {
        "profile": profile,
        "regimes": regime_words(profile, StoredCatalogues().matrix),
        "versions": version_rows(profile),
        "declaration": last_declaration(profile),
        "declaration_form": DeclarationForm(),
        "may_manage_privacy": may(membership.role, Verb.MANAGE_PRIVACY),
    }
    return answer(request, membership, "accounts/profile.html", context, status=status)


def answer(
    request: HttpRequest, membership: Membership, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of clients."""
    shared = {"may_edit": may(membership.role, Verb.EDIT_PROFILES)}
    return pages.answer(request, membership, name, shared | context, section="profiles", status=status)
