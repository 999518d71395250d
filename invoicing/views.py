"""Pages of tickets: access, form, one service call, response."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.catalogues import StoredCatalogues
from accounts.current import current_membership
from accounts.errors import InvalidFields
from accounts.models import FiscalProfile, FiscalProfileVersion, Membership, User
from accounts.pages import answer, person_of
from accounts.permissions import Role, Verb, may
from accounts.services import version_for_use
from accounts.tenancy import access_membership
from invoicing import services
from invoicing.access import access_task
from invoicing.errors import DuplicateTicket, InvoicingError, TicketRefused
from invoicing.forms import AnswerForm, CfdiUploadForm, NewTicketForm
from invoicing.models import FileKind, InvoiceTask, Priority, Vendor
from invoicing.states import TaskStatus
from invoicing.task_list import chosen_filter, filter_links, page_of, task_rows
from invoicing.task_page import read_task_page, seller_name

REDRAWS = frozenset({"choose_vendor", "choose_profile"})
"""Names of buttons that draw the form again for what was chosen, and send nothing."""
CONTENT_TYPES = {FileKind.XML: "application/xml", FileKind.PDF: "application/pdf"}


@login_required
@never_cache
@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    membership = current_membership(request)
    tasks = InvoiceTask.objects.for_organization(membership.organization).worked_with()
    chosen = chosen_filter(request.GET.get("status", "all"))
    with transaction.atomic():  # the organization is told to the database once, not with every question
        links = filter_links(tasks, chosen)
        page = page_of(tasks, links, request.GET.get("page"))
        context = {
            "chosen": chosen,
            "filters": links,
            "page": page,
            "rows": task_rows(page),
            "may_submit": may(membership.role, Verb.SUBMIT_TASK),
        }
    return _answer(request, membership, "invoicing/task_list.html#rows", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest) -> HttpResponse:
    membership = current_membership(request, Verb.SUBMIT_TASK)
    if request.method == "GET" or REDRAWS & request.POST.keys():
        form = _ticket_form(membership, initial=_typed(request))
        return _answer(request, membership, "invoicing/task_new.html#ticket", {"form": form})
    form = _ticket_form(membership, data=request.POST)
    earlier, status = None, 422
    if form.is_valid():
        try:
            return redirect("invoicing:task", _submit(form, membership, person_of(request)).pk)
        except DuplicateTicket as duplicate:
            earlier = _earlier(request.user, duplicate.task_id)
            status = 409
            if earlier is None:
                form.add_error(None, str(duplicate))
        except TicketRefused as refusal:
            form.refuse(refusal.field, refusal.reason)
        except InvalidFields as refusal:
            for problem in refusal.problems:
                form.refuse(problem.field, problem.message)
    context = {"form": form, "earlier": earlier, "earlier_seller": earlier and seller_name(earlier)}
    return _answer(request, membership, "invoicing/task_new.html#ticket", context, status=status)


@login_required
@never_cache
@require_GET
def task_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _task_page(request, access_task(request.user, pk))


@login_required
@require_POST
def task_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _steer(request, pk, services.cancel_task, _("Se canceló o se está cancelando."))


@login_required
@require_POST
def task_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _steer(request, pk, services.retry_task, _("De vuelta en la cola."))


@login_required
@require_POST
def task_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _steer(request, pk, services.resume_task, _("De vuelta en la cola."))


@login_required
@require_POST
def task_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    task = access_task(request.user, pk, Verb.STEER_TASK)
    form = AnswerForm(request.POST, questions=_questions(task), prefix="answer")
    if form.is_valid():
        try:
            services.answer_question(task=task, fields=form.cleaned_data, by=person_of(request))
            return redirect("invoicing:task", task.pk)
        except TicketRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        except InvoicingError as refusal:
            return _refused(request, task, refusal)
    return _task_page(request, task, answer_form=form, status=422)


@login_required
@require_POST
def cfdi_upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    task = access_task(request.user, pk, Verb.UPLOAD_CFDI)
    form = CfdiUploadForm(request.POST, request.FILES, prefix="cfdi")
    if not form.is_valid():
        return _task_page(request, task, upload_form=form, status=422)
    try:
        receipt = services.upload_cfdi(task=task, **form.cleaned_data, by=person_of(request))
    except InvoicingError as refusal:
        return _refused(request, task, refusal)
    if receipt.status is TaskStatus.COMPLETED:
        messages.success(request, _("La factura cumple con todas las revisiones obligatorias."))
    else:
        messages.error(
            request, _("El archivo se guardó, pero no cumple con lo que se pidió: revisa por qué.")
        )
    return redirect("invoicing:task", task.pk)


@login_required
@never_cache
@require_GET
def cfdi_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    task = access_task(request.user, pk, Verb.DOWNLOAD_CFDI)
    found = services.download_cfdi(task=task, kind=FileKind(kind), by=person_of(request))
    if found is None:
        raise Http404
    name = f"{found.cfdi.uuid or task.pk}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(found.content, content_type=CONTENT_TYPES[FileKind(kind)], headers=headers)


def _earlier(person: Any, task_id: UUID) -> InvoiceTask | None:
    """The task that holds the ticket; None where it is blocked and this person may not open it."""
    try:
        return access_task(person, task_id)
    except PermissionDenied:
        return None


def _ticket_form(membership: Membership, **typed: Any) -> NewTicketForm:
    profiles = FiscalProfile.objects.for_organization(membership.organization).usable()
    return NewTicketForm(
        profiles=list(profiles.order_by("-is_default", "created_at")),
        vendors=list(Vendor.objects.listed().order_by("name")),
        matrix=StoredCatalogues().matrix,
        accounts=services.usable_accounts(organization=membership.organization),
        **typed,
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    """What stood in the form when another vendor was chosen, or what a link fills in."""
    return {name: str(text) for name, text in (request.POST or request.GET).items()}


def _submit(form: NewTicketForm, membership: Membership, person: User) -> InvoiceTask:
    return services.submit_task(
        organization=membership.organization,
        profile_version=_version(form, person),
        vendor=form.chosen_vendor,
        vendor_url=form.vendor_url,
        ticket=form.ticket,
        created_by=person,
        priority=Priority.INTERACTIVE,
        allow_duplicate=form.cleaned_data["allow_duplicate"],
    )


def _version(form: NewTicketForm, person: User) -> FiscalProfileVersion:
    """Raises InvalidFields."""
    profile = form.chosen_profile
    if form.chosen_use in {"", profile.cfdi_use}:
        return profile.newest_version()
    return version_for_use(profile=profile, cfdi_use=form.chosen_use, author=person)


def _steer(request: HttpRequest, pk: UUID, service: Callable[..., TaskStatus], done: str) -> HttpResponse:
    task = access_task(request.user, pk, Verb.STEER_TASK)
    try:
        service(task=task, by=person_of(request))
    except InvoicingError as refusal:
        return _refused(request, task, refusal)
    messages.success(request, done)
    return redirect("invoicing:task", task.pk)


def _refused(request: HttpRequest, task: InvoiceTask, refusal: InvoicingError) -> HttpResponse:
    """The state changed meanwhile: the page, as it is now, with the reason."""
    task.refresh_from_db()
    messages.error(request, str(refusal))
    return _task_page(request, task, status=409)


def _task_page(request: HttpRequest, task: InvoiceTask, *, status: int = 200, **forms: Any) -> HttpResponse:
    membership = access_membership(request.user, task.organization_id)
    role = membership.role if task.kept_until is None else Role.VIEWER
    shown = read_task_page(task, role=role, now=timezone.now())
    context = {
        "shown": shown,
        "task": task,
        "answer_form": AnswerForm(questions=_questions(task), prefix="answer"),
        "upload_form": CfdiUploadForm(prefix="cfdi"),
        "socket": f"/ws/{task.pk}",
    }
    return _answer(request, membership, "invoicing/task.html#live", context | forms, status=status)


def _questions(task: InvoiceTask) -> list[dict[str, Any]]:
    return list((task.question or {}).get("fields", []))


def _answer(
    request: HttpRequest, membership: Membership, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return answer(request, membership, name, context, section="tasks", status=status)
