"""Vendors, tickets as tasks with their log and events, and the invoices received."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedBytesField, EncryptedJSONField
from accounts.models import FiscalProfileVersion, Organization
from accounts.querysets import OrganizationQuerySet
from invoicing.deadlines import DeadlineKind, DeadlineRule
from invoicing.errors import TransitionRefused
from invoicing.notices import announce_event
from invoicing.portal_accounts import PortalAccount  # noqa: F401 - Django finds an app's models here
from invoicing.querysets import BLOCKING, InvoiceTaskQuerySet, VendorQuerySet
from invoicing.states import TRANSITIONS, UPLOAD_COMPLETES, FailureType, PilotName, StepType, TaskStatus


def _is_one_of(field: str, values: type, name: str, *, blank: bool = False) -> models.CheckConstraint:
    allowed = [member.value for member in values] + ([""] if blank else [])  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


class Vendor(models.Model):
    """A shop that issues invoices from its portal. The directory is shared by all organizations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("clave"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=200)
    aliases = models.JSONField(_("otros nombres"), default=list, blank=True)
    portal_urls = models.JSONField(_("portales"), default=list)
    hosts = models.JSONField(_("dominios"), default=list)
    platform = models.CharField(_("plataforma"), max_length=120, blank=True)
    ticket_fields = models.JSONField(_("datos del ticket"), default=list)
    """as invoicing.vendors.entry.TicketField: key, label as the customer sees it, where on the ticket …"""
    deadline = models.JSONField(_("plazo"), default=dict)
    """as invoicing.vendors.entry.DeadlineNote"""
    loading_delay_hours = models.FloatField(_("horas hasta que el portal carga la venta"), default=0)
    limits = models.JSONField(_("límites"), default=dict)
    """as invoicing.vendors.entry.PortalLimits"""
    login = models.CharField(_("cuenta"), max_length=20, blank=True)
    captcha = models.CharField(_("captcha"), max_length=20, blank=True)
    delivery = models.JSONField(_("entrega"), default=list, blank=True)
    issuer_rfcs = models.JSONField(_("RFC del emisor"), default=list, blank=True)
    wall = models.TextField(_("muro"), blank=True)
    notes = models.JSONField(_("notas"), default=list, blank=True)
    evidence = models.CharField(_("evidencia"), max_length=1, blank=True)
    sources = models.JSONField(_("fuentes"), default=list, blank=True)
    is_simulated = models.BooleanField(_("portal de pruebas"), default=False)
    is_listed = models.BooleanField(_("visible"), default=True)

    objects = VendorQuerySet["Vendor"].as_manager()

    class Meta:
        verbose_name = _("comercio")
        verbose_name_plural = _("comercios")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def deadline_rule(self) -> DeadlineRule:
        kind = DeadlineKind(self.deadline.get("kind", DeadlineKind.UNKNOWN))
        return DeadlineRule(kind, int(self.deadline.get("days", 0)))


class Request(models.TextChoices):
    """What a person asked of a running task; the runner reads it between two actions."""

    NONE = "", _("nada")
    PAUSE = "pause", _("pausar")
    TAKEOVER = "takeover", _("tomar el control")
    CANCEL = "cancel", _("cancelar")


class Priority(models.IntegerChoices):
    BULK = -10, _("lote")
    NORMAL = 0, _("normal")
    INTERACTIVE = 10, _("con la persona esperando")


class InvoiceTask(models.Model):
    """One ticket to be invoiced at one portal for one profile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="tasks")
    profile_version = models.ForeignKey(FiscalProfileVersion, models.RESTRICT, related_name="tasks")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("creada"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modificada"), auto_now=True)

    vendor = models.ForeignKey(Vendor, models.SET_NULL, null=True, blank=True, related_name="tasks")
    vendor_url = models.CharField(_("portal"), max_length=2000)
    vendor_key = models.CharField(max_length=300, editable=False)
    """the directory's slug, else scheme, host and port"""
    ticket = EncryptedJSONField(_("ticket"))
    ticket_hash = models.CharField(max_length=64, editable=False)
    """of the set of identifying values: two of the same are one ticket"""
    ticket_marks = ArrayField(models.CharField(max_length=64), default=list, editable=False)
    """one keyed hash per identifying value: the same ticket with more or fewer data is found by them"""
    amount = models.DecimalField(_("total"), max_digits=12, decimal_places=2, null=True, blank=True)
    ticket_date = models.DateField(_("fecha del ticket"), null=True, blank=True)
    deadline = models.DateTimeField(_("vence"), null=True, blank=True)
    allow_duplicate = models.BooleanField(_("duplicado permitido"), default=False)

    status = models.CharField(_("estado"), max_length=24, default=TaskStatus.PENDING)
    failure_type = models.CharField(_("motivo"), max_length=24, blank=True)
    failure_reason = models.TextField(_("explicación"), blank=True)
    question = models.JSONField(_("pregunta"), null=True, blank=True)
    priority = models.SmallIntegerField(_("prioridad"), choices=Priority.choices, default=Priority.NORMAL)
    not_before = models.DateTimeField(_("no antes de"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("intentos"), default=0)
    retries = models.PositiveSmallIntegerField(_("reintentos automáticos"), default=0)

    submitted_at = models.DateTimeField(_("enviada al portal"), null=True, blank=True)
    """the point of no return: after it nobody issues again"""
    submitted_by = models.CharField(_("enviada por"), max_length=12, blank=True)
    pilot = models.CharField(_("piloto"), max_length=12, blank=True)
    llm_calls = models.PositiveIntegerField(_("llamadas al modelo"), default=0)

    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """when a process last took it; an organization's newest one says whose turn it is"""
    lease_owner = models.CharField(max_length=200, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    in_foreground = models.BooleanField(default=False, editable=False)
    """run by a command at a terminal: no worker ever takes it"""
    requested_action = models.CharField(max_length=12, choices=Request.choices, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    event_seq = models.PositiveIntegerField(default=0, editable=False)
    kept_until = models.DateField(null=True, blank=True, editable=False)
    """Of an emptied one (invoicing.services.emptying): the last day on which what is left of it is kept."""

    objects = InvoiceTaskQuerySet["InvoiceTask"].as_manager()

    class Meta:
        verbose_name = _("solicitud de factura")
        verbose_name_plural = _("solicitudes de factura")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "vendor_key", "ticket_hash"],
                condition=Q(allow_duplicate=False) & BLOCKING,
                name="task_one_live_per_ticket",
            ),
            _is_one_of("status", TaskStatus, "task_status_known"),
            _is_one_of("failure_type", FailureType, "task_failure_type_known", blank=True),
            _is_one_of("pilot", PilotName, "task_pilot_known", blank=True),
            _is_one_of("submitted_by", PilotName, "task_submitted_by_known", blank=True),
            _is_one_of("requested_action", Request, "task_request_known"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="task_amount_positive"),
            models.CheckConstraint(
                condition=~Q(status=TaskStatus.RUNNING) | Q(lease_until__isnull=False),
                name="task_running_is_leased",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[TaskStatus.FAILED, TaskStatus.INTERVENTION_NEEDED])
                | ~Q(failure_type=""),
                name="task_stop_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-created_at"], name="task_list"),
            models.Index(fields=["organization", "status", "-created_at"], name="task_list_by_status"),
            models.Index(fields=["not_before"], condition=Q(status=TaskStatus.QUEUED), name="task_due"),
            models.Index(fields=["created_at"], condition=Q(status=TaskStatus.PENDING), name="task_pending"),
            models.Index(fields=["lease_until"], condition=Q(status=TaskStatus.RUNNING), name="task_leases"),
            models.Index(fields=["organization", "-claimed_at"], name="task_last_turn"),
            models.Index(fields=["kept_until"], condition=Q(kept_until__isnull=False), name="task_emptied"),
        ]

    def __str__(self) -> str:
        return f"solicitud {self.pk}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def change_status(
        self, to: TaskStatus, *, only_if: Q | None = None, by_upload: bool = False, **changes: Any
    ) -> "TaskEvent":
        """Moves from the status that this object was read with to `to`, together with `changes`.

        Compare-and-set: one UPDATE whose WHERE names the old status (and `only_if`), and the event, in one
        transaction. Raises TransitionRefused, with nothing changed, where the table of transitions, the
        row's present state or the point of no return forbids it.
        """
        self._require_allowed(to, by_upload=by_upload)
        guard = (only_if or Q()) & self._before_the_point(to) & Q(kept_until=None)
        with transaction.atomic():
            self.apply_under_guard(Q(status=self.status) & guard, status=to, **changes)
            content = {
                "status": to.value,
                "failure_type": self.failure_type or None,
                "failure_reason": self.failure_reason or None,
            }
            return self.append_event(EventType.STATUS, content)

    def apply_under_guard(self, guard: Q, **changes: Any) -> None:
        """UPDATE … WHERE guard. Raises TransitionRefused where the row is no longer so."""
        row = InvoiceTask.objects.filter(pk=self.pk).filter(guard)
        if not row.update(updated_at=timezone.now(), **changes):
            raise TransitionRefused(self._present_status(), changes.get("status"))
        for name, value in changes.items():
            setattr(self, name, value)

    def append_event(
        self, event_type: "EventType", content: dict[str, Any], *, step: "TaskStep | None" = None
    ) -> "TaskEvent":
        """Gives the event this task's next number (the row's lock keeps writers apart), announces it."""
        with transaction.atomic():
            seq = self.next_seq() if step is None else step.seq
            own = {"organization_id": self.organization_id, "task": self, "seq": seq}
            event = TaskEvent.objects.create(**own, type=event_type, content=content, step=step)
            announce_event(task_id=self.pk, organization_id=self.organization_id, seq=seq)
        return event

    def next_seq(self) -> int:
        """Call it in the transaction that writes what gets the number."""
        row = InvoiceTask.objects.filter(pk=self.pk)
        row.update(event_seq=F("event_seq") + 1)
        self.event_seq = row.values_list("event_seq", flat=True).get()
        return self.event_seq

    def _require_allowed(self, to: TaskStatus, *, by_upload: bool) -> None:
        status = TaskStatus(self.status)
        is_upload = by_upload and to is TaskStatus.COMPLETED and status in UPLOAD_COMPLETES
        if to not in TRANSITIONS[status] and not is_upload:
            raise TransitionRefused(status, to)

    def _before_the_point(self, to: TaskStatus) -> Q:
        """RUNNING → QUEUED and FAILED → QUEUED only while nothing was submitted (CONTRACT.md section 2)."""
        issues_again = to is TaskStatus.QUEUED and self.status in {TaskStatus.RUNNING, TaskStatus.FAILED}
        return Q(submitted_at=None) if issues_again else Q()

    def _present_status(self) -> TaskStatus:
        return TaskStatus(InvoiceTask.objects.values_list("status", flat=True).get(pk=self.pk))


class TaskStep(models.Model):
    """One line of a task's log; personal data are masked before they come here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    task = models.ForeignKey(InvoiceTask, models.CASCADE, related_name="steps")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=20)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    timestamp = models.DateTimeField(default=timezone.now)

    objects = OrganizationQuerySet["TaskStep"].as_manager()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "seq"], name="step_seq_once"),
            _is_one_of("type", StepType, "step_type_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.seq} {self.type}"


class EventType(models.TextChoices):
    """Messages on a task's socket (CONTRACT.md section 7)."""

    STATUS = "status"
    STEP = "step"
    LIVE_VIEW = "live_view"
    QUESTION = "question"
    CFDI = "cfdi"
    CONTROL = "control"


class TaskEvent(models.Model):
    """A message of the task's socket, kept so that nothing is missed over a reconnect."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    task = models.ForeignKey(InvoiceTask, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=12)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    step = models.OneToOneField(TaskStep, models.CASCADE, null=True, blank=True, related_name="event")
    timestamp = models.DateTimeField(default=timezone.now)

    objects = OrganizationQuerySet["TaskEvent"].as_manager()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "seq"], name="event_seq_once"),
            _is_one_of("type", EventType, "event_type_known"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.seq} {self.type}"

    def as_message(self) -> dict[str, Any]:
        """The JSON that goes over the socket."""
        content = (
            self.content if self.step is None else {"step_type": self.step.type, "content": self.step.content}
        )
        return {"seq": self.seq, "type": self.type, "timestamp": self.timestamp.isoformat(), **content}


class CfdiStatus(models.TextChoices):
    RECEIVED = "received", _("aceptado")
    REJECTED = "rejected", _("no cumple")


class Cfdi(models.Model):
    """An invoice that arrived for a task, accepted or not, with the verdict of every check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="cfdis")
    task = models.ForeignKey(InvoiceTask, models.CASCADE, related_name="cfdis")
    status = models.CharField(_("estado"), max_length=10, choices=CfdiStatus.choices)
    uuid = models.CharField(_("folio fiscal"), max_length=36, blank=True)
    """upper case; blank where the file could not be read"""
    summary = EncryptedJSONField(_("resumen"))
    """what the XML says: issuer, receiver, totals, dates"""
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2, null=True, blank=True)
    checks = EncryptedJSONField(_("revisiones"))
    """each with its detail, which names the receptor"""
    trust_note = models.CharField(_("confianza"), max_length=200, blank=True)
    source = models.CharField(_("origen"), max_length=20)
    received_at = models.DateTimeField(_("recibido"), default=timezone.now)

    objects = OrganizationQuerySet["Cfdi"].as_manager()

    class Meta:
        verbose_name = _("CFDI")
        verbose_name_plural = _("CFDI")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "uuid"],
                condition=Q(status=CfdiStatus.RECEIVED),
                name="cfdi_uuid_once",
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(status=CfdiStatus.RECEIVED), name="cfdi_one_accepted_per_task"
            ),
            _is_one_of("status", CfdiStatus, "cfdi_status_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-received_at"], name="cfdi_list")]

    def __str__(self) -> str:
        return self.uuid or f"archivo {self.pk}"

    def file(self, kind: "FileKind") -> "CfdiFile | None":
        return self.files.filter(kind=kind).first()


class FileKind(models.TextChoices):
    XML = "xml"
    PDF = "pdf"


class CfdiFile(models.Model):
    """The bytes as they came, sealed; in the database, so that they stand or fall with their row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    cfdi = models.ForeignKey(Cfdi, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=3, choices=FileKind.choices)
    content = EncryptedBytesField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    objects = OrganizationQuerySet["CfdiFile"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cfdi", "kind"], name="cfdi_file_once"),
            _is_one_of("kind", FileKind, "cfdi_file_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cfdi_id}.{self.kind}"


class KeptPacCertificate(models.Model):
    """A PAC's public certificate, fetched once from SAT's repository."""

    number = models.CharField(max_length=20, primary_key=True)
    certificate = models.BinaryField()
    fetched_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.number
