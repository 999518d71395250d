"""Pages of the accounts of portals: access, form, one service call, response. A password goes in, never out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.current import current_membership
from accounts.models import FiscalProfile, Membership
from accounts.pages import answer, person_of
from accounts.permissions import Verb
from accounts.tenancy import access_membership
from invoicing import services
from invoicing.access import access_portal_account
from invoicing.errors import AccountExists, AccountRefused
from invoicing.models import InvoiceTask, Vendor
from invoicing.portal_accounts import PortalAccount
from invoicing.portal_forms import NewAccountForm, ReplaceAccountForm
from invoicing.portal_list import account_row, vendor_rows


@login_required
@never_cache
@require_GET
def portal_list(request: HttpRequest) -> HttpResponse:
    membership = current_membership(request, Verb.EDIT_CREDENTIALS)
    chosen = request.GET.get("comercio", "")
    if Vendor.objects.listed().filter(slug=chosen).exists():
        return redirect("invoicing:portal_account_new", chosen)
    rows = vendor_rows(membership.organization)
    shown = [row.vendor.pk for row in rows]
    context = {"rows": rows, "others": Vendor.objects.listed().exclude(pk__in=shown).order_by("name")}
    return _answer(request, membership, "invoicing/portal_list.html", context)


@sensitive_post_parameters("username", "password")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest, slug: str) -> HttpResponse:
    membership = current_membership(request, Verb.EDIT_CREDENTIALS)
    vendor = get_object_or_404(Vendor.objects.listed(), slug=slug)
    if request.method == "GET":
        form = _new_form(membership, initial={"profile": request.GET.get("cliente", "")})
        return _new_page(request, membership, vendor, form)
    form = _new_form(membership, data=request.POST)
    twin = None
    if form.is_valid():
        try:
            account = services.create_portal_account(
                organization=membership.organization,
                vendor=vendor,
                profile=form.chosen_profile,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                created_by=person_of(request),
            )
            return _saved(request, account)
        except AccountRefused as refusal:
            is_known = isinstance(refusal, AccountExists)
            twin = _twin(membership, vendor, form.chosen_profile) if is_known else None
            form.add_error(refusal.field, refusal.reason)
    return _new_page(request, membership, vendor, form, twin=twin, status=422)


@sensitive_post_parameters("username", "password")
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = access_portal_account(request.user, pk)
    form = ReplaceAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.replace_portal_account(
                account=found,
                username=form.cleaned_data["username"] or None,
                password=form.cleaned_data["password"],
                replaced_by=person_of(request),
            )
            return _saved(request, changed)
        except AccountRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        except PortalAccount.DoesNotExist as deleted:
            raise Http404 from deleted
    membership = access_membership(request.user, found.organization_id)
    context = {"form": form, "row": account_row(found), "vendor": found.vendor}
    status = 422 if request.method == "POST" else 200
    return _answer(request, membership, "invoicing/portal_account.html", context, status=status)


@login_required
@require_POST
def account_trust(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = access_portal_account(request.user, pk)
    services.trust_portal_account(account=found, by=person_of(request))
    messages.success(request, _("La cuenta se vuelve a usar con el próximo ticket."))
    return redirect("invoicing:portal_account", found.pk)


@login_required
@require_POST
def account_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = access_portal_account(request.user, pk)
    services.delete_portal_account(account=found, deleted_by=person_of(request))
    messages.success(request, _("La cuenta se borró."))
    return redirect("invoicing:portal_list")


def _new_form(membership: Membership, **typed: Any) -> NewAccountForm:
    profiles = FiscalProfile.objects.for_organization(membership.organization).usable()
    return NewAccountForm(profiles=list(profiles.order_by("-is_default", "created_at")), **typed)


def _new_page(
    request: HttpRequest,
    membership: Membership,
    vendor: Vendor,
    form: NewAccountForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "vendor": vendor, **more}
    return _answer(request, membership, "invoicing/portal_account.html", context, status=status)


def _twin(membership: Membership, vendor: Vendor, profile: FiscalProfile | None) -> PortalAccount | None:
    rows = PortalAccount.objects.for_organization(membership.organization).at_vendor(vendor.pk)
    return rows.filter(profile=profile).first()


def _saved(request: HttpRequest, account: PortalAccount) -> HttpResponse:
    tasks = InvoiceTask.objects.for_organization(account.organization_id).awaiting_account(account.vendor_id)
    if account.profile_id:
        tasks = tasks.filter(profile_version__profile=account.profile_id)
    number = tasks.count()
    waiting = ngettext(
        "Un ticket la esperaba: ábrelo y pulsa «Intentar de nuevo».",
        "%(number)s tickets la esperaban: ábrelos y pulsa «Intentar de nuevo».",
        number,
    )
    told = [_("La cuenta quedó guardada."), *([waiting % {"number": number}] if number else [])]
    messages.success(request, " ".join(told))
    return redirect("invoicing:portal_list")


def _answer(
    request: HttpRequest, membership: Membership, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return answer(request, membership, name, context, section="portals", status=status)
