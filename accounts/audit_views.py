"""The audit's pages, for owners: access, form, one call, response."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import audit
from accounts.audit_page import AuditFilter, audit_csv, audit_rows
from accounts.current import current_membership
from accounts.models import Organization
from accounts.permissions import Verb

ROWS_PER_PAGE = 50


@login_required
@never_cache
@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    organization = _organization(request)
    chosen = AuditFilter(request.GET, organization=organization)
    page = Paginator(chosen.entries(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "organization": organization,
        "section": "audit",
        "chosen": chosen,
        "page": page,
        "rows": audit_rows(page),
        "address": address.urlencode(),
    }
    return render(request, "accounts/audit.html", context)


@login_required
@never_cache
@require_POST
@transaction.atomic
def audit_export(request: HttpRequest) -> HttpResponse:
    organization = _organization(request)
    chosen = AuditFilter(request.POST, organization=organization)
    content = audit_csv(chosen.entries())
    audit.record(
        audit.AUDIT_EXPORTED,
        organization_id=organization.pk,
        kind="audit",
        object_id=None,
        fields=[name for name in chosen.fields if request.POST.get(name)],
    )
    name = f"bitacora-{timezone.localdate().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _organization(request: HttpRequest) -> Organization:
    """Raises Http404, PermissionDenied."""
    membership = current_membership(request, Verb.VIEW_AUDIT)
    return membership.organization
