"""Requests of taxpayers about their data: listed by what is due, registered, extended, answered, closed."""

from collections.abc import Callable
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

from accounts import pages
from accounts.current import current_membership
from accounts.errors import ArcoRefused
from accounts.forms import DressedForm
from accounts.models import ArcoRequest, FiscalProfile
from accounts.pages import person_of
from accounts.permissions import Verb
from accounts.privacy.arco import Kind, Stage
from accounts.privacy.arco_list import arco_row, arco_rows
from accounts.privacy.arco_requests import (
    answer_request,
    close_request,
    extend_request,
    register_request,
)
from accounts.privacy.forms import AnswerForm, ExtensionForm, RequestForm
from accounts.privacy.retention import rules
from accounts.tenancy import access_arco_request, access_membership, access_profile

ROWS_PER_PAGE = 50


@login_required
@never_cache
@require_GET
def arco_list(request: HttpRequest) -> HttpResponse:
    """What is open, most urgent first; ?closed what is over. Below, for how long things are kept."""
    membership = current_membership(request, Verb.MANAGE_PRIVACY)
    rows = ArcoRequest.objects.for_organization(membership.organization).select_related("profile")
    erased = FiscalProfile.objects.for_organization(membership.organization).erased()
    is_archive = "closed" in request.GET
    wanted = rows.filter(stage=Stage.CLOSED).order_by("-closed_date", "pk") if is_archive else rows.open()
    ordered = wanted if is_archive else wanted.most_urgent_first()
    page = Paginator(ordered, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": arco_rows(page, today=today),
        "overdue": rows.open().filter(due_date__lt=today).count(),
        "is_archive": is_archive,
        "rules": rules(),
        "erased": erased.order_by("-erased_at")[:ROWS_PER_PAGE],
    }
    return pages.answer(request, membership, "accounts/privacy/arco_list.html", context, section="team")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def arco_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    profile = access_profile(request.user, pk, Verb.MANAGE_PRIVACY)
    started = {"received_date": timezone.localdate(), "kind": request.GET.get("kind", Kind.ACCESS)}
    form = RequestForm(request.POST or None, initial=started)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_request(
                profile=profile, by=person_of(request), today=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, _("La solicitud quedó registrada."))
            return redirect("accounts:arco", made.pk)
        except ArcoRefused as refusal:
            form.add_error("received_date", str(refusal))
    membership = access_membership(request.user, profile.organization_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "profile": profile}
    name = "accounts/privacy/arco_new.html"
    return pages.answer(request, membership, name, context, section="profiles", status=status)


@login_required
@never_cache
@require_GET
def arco(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, access_arco_request(request.user, pk))


@login_required
@require_POST
def arco_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = AnswerForm(request.POST, prefix="answer")
    return _change(request, pk, answer_request, _("La respuesta quedó registrada."), answer_form=form)


@login_required
@require_POST
def arco_extend(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = ExtensionForm(request.POST, prefix="extension")
    return _change(request, pk, extend_request, _("El plazo se amplió."), extension_form=form)


@login_required
@require_POST
def arco_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, pk, close_request, _("La solicitud quedó cumplida y cerrada."))


def _change(
    request: HttpRequest, pk: UUID, service: Callable[..., ArcoRequest], done: str, **forms: DressedForm
) -> HttpResponse:
    """`forms`: the one that was posted, under the name by which the page shows it."""
    found = access_arco_request(request.user, pk)
    given: dict[str, Any] = {}
    for form in forms.values():
        if not form.is_valid():
            return _page(request, found, status=422, **forms)
        given |= form.cleaned_data
    try:
        service(request=found, by=person_of(request), today=timezone.localdate(), **given)
    except ArcoRefused as refusal:
        messages.error(request, str(refusal))
        found.refresh_from_db()
        return _page(request, found, status=409, **forms)
    messages.success(request, done)
    return redirect("accounts:arco", found.pk)


def _page(
    request: HttpRequest, found: ArcoRequest, *, status: int = 200, **forms: DressedForm
) -> HttpResponse:
    membership = access_membership(request.user, found.organization_id)
    today = timezone.localdate()
    may_extend = found.stage != Stage.CLOSED and found.extended_date is None and not found.is_overdue(today)
    context = {
        "row": arco_row(found, today=today),
        "found": found,
        "may_extend": may_extend,
        "answer_form": AnswerForm(prefix="answer"),
        "extension_form": ExtensionForm(prefix="extension"),
    }
    name = "accounts/privacy/arco.html"
    return pages.answer(request, membership, name, context | forms, section="team", status=status)
