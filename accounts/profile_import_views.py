"""Many clients from a spreadsheet: a report first, the writing when a person confirms it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.client_sheet import SheetError, read_client_sheet
from accounts.current import current_membership
from accounts.errors import ImportExpired, InvalidFields
from accounts.models import Membership
from accounts.pages import person_of
from accounts.permissions import Verb
from accounts.privacy.forms import DeclarationForm
from accounts.profile_forms import SheetForm
from accounts.profile_import import import_rows, judge_rows, seal_rows
from accounts.profile_views import answer

TEMPLATE = "accounts/import.html"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest) -> HttpResponse:
    membership = _membership(request)
    if request.method == "GET":
        return answer(request, membership, TEMPLATE, {"form": SheetForm()})
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = read_client_sheet(form.cleaned_data["sheet"])
        except SheetError as refusal:
            form.add_error("sheet", str(refusal))
        else:
            report = judge_rows(rows, organization=membership.organization)
            sealed = seal_rows(
                report, organization=membership.organization, person=person_of(request), now=timezone.now()
            )
            good = sum(not row.problems for row in report)
            context = {"report": report, "sealed": sealed, "good": good, "bad": len(report) - good}
            return answer(request, membership, TEMPLATE, context | {"declaration": DeclarationForm()})
    return answer(request, membership, TEMPLATE, {"form": form}, status=422)


@login_required
@never_cache
@require_POST
def import_confirm(request: HttpRequest) -> HttpResponse:
    membership = _membership(request)
    declaration = DeclarationForm(request.POST)
    if not declaration.is_valid():
        context = {"sealed": request.POST.get("sealed", ""), "declaration": declaration}
        return answer(request, membership, TEMPLATE, context, status=422)
    try:
        made, updated = import_rows(
            request.POST.get("sealed", ""),
            organization=membership.organization,
            person=person_of(request),
            now=timezone.now(),
            declared=True,
        )
    except (ImportExpired, InvalidFields) as refusal:
        messages.error(request, str(refusal))
        return answer(request, membership, TEMPLATE, {"form": SheetForm()}, status=409)
    told = _("Clientes nuevos: %(made)d. Actualizados o sin cambios: %(updated)d.")
    messages.success(request, told % {"made": made, "updated": updated})
    return redirect("accounts:profile_list")


def _membership(request: HttpRequest) -> Membership:
    return current_membership(request, Verb.EDIT_PROFILES)
