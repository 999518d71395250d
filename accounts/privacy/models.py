"""Rows of privacy: consents of people, declarations about clients, requests of taxpayers."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.privacy.arco import Kind, Outcome, Stage
from accounts.querysets import OrganizationQuerySet, Row


def _values(words: type[models.TextChoices], *, blank: bool = False) -> list[str]:
    return [*words.values, *([""] if blank else [])]


class NoticeConsent(models.Model):
    """That a person accepted a version of the aviso de privacidad. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    version = models.CharField(_("versión"), max_length=20)
    accepted_at = models.DateTimeField(_("aceptado"), default=timezone.now)
    source = models.CharField(_("origen"), max_length=10)
    address_hash = models.CharField(max_length=64, blank=True)
    """keyed, as the audit's"""

    class Meta:
        app_label = "accounts"
        verbose_name = _("consentimiento")
        verbose_name_plural = _("consentimientos")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "version"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.person_id} v{self.version}"


class ClientDeclaration(models.Model):
    """The word of a person of the organization that this taxpayer asked for their invoices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    profile = models.ForeignKey("accounts.FiscalProfile", models.CASCADE, related_name="declarations")
    wording = models.CharField(_("versión del texto"), max_length=20)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(_("declarado"), default=timezone.now)

    objects = OrganizationQuerySet["ClientDeclaration"].as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = _("declaración")
        verbose_name_plural = _("declaraciones")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "wording"], name="declaration_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} texto {self.wording}"


class ArcoRequestQuerySet(OrganizationQuerySet[Row]):
    def open(self) -> Self:
        return self.exclude(stage=Stage.CLOSED)

    def most_urgent_first(self) -> Self:
        return self.order_by("due_date", "received_date", "pk")


class ArcoRequest(models.Model):
    """A taxpayer asked for access, rectification, cancellation or opposition (LFPDPPP, arts. 22 to 31)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    profile = models.ForeignKey(
        "accounts.FiscalProfile", models.SET_NULL, null=True, related_name="arco_requests"
    )
    """null: what was kept of the taxpayer is gone, too"""
    kind = models.CharField(_("derecho"), max_length=14)
    channel = EncryptedTextField(_("cómo llegó"))
    notes = EncryptedTextField(_("qué pide"))
    received_date = models.DateField(_("recibida"))
    stage = models.CharField(_("estado"), max_length=10, default=Stage.RECEIVED)
    due_date = models.DateField(_("vence"))
    """of what comes next: the answer, then its carrying out"""
    outcome = models.CharField(_("resultado"), max_length=12, blank=True)
    answer = EncryptedTextField(_("respuesta"), null=True, blank=True)
    answered_date = models.DateField(_("contestada"), null=True, blank=True)
    extended_date = models.DateField(_("ampliada"), null=True, blank=True)
    extension_reason = EncryptedTextField(_("motivo de la ampliación"), null=True, blank=True)
    closed_date = models.DateField(_("cerrada"), null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ArcoRequestQuerySet["ArcoRequest"].as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = _("solicitud ARCO")
        verbose_name_plural = _("solicitudes ARCO")
        indexes: ClassVar = [models.Index(fields=["organization", "stage", "due_date"], name="arco_list")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=_values(Kind)), name="arco_kind_known"),
            models.CheckConstraint(condition=Q(stage__in=_values(Stage)), name="arco_stage_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=_values(Outcome, blank=True)), name="arco_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_date__isnull=False)
                | (~Q(stage=Stage.CLOSED) & Q(closed_date=None)),
                name="arco_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def is_overdue(self, today: date) -> bool:
        return self.stage != Stage.CLOSED and self.due_date < today
