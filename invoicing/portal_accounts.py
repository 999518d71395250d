"""The accounts by which an organization enters the portals that ask for one: written, never shown again."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import FiscalProfile, Organization
from invoicing.masking import veiled
from invoicing.querysets import PortalAccountQuerySet


class PortalAccount(models.Model):
    """An account at one vendor's portal: of one taxpayer, or of the organization for all the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="portal_accounts")
    vendor = models.ForeignKey("invoicing.Vendor", models.PROTECT, related_name="+")
    profile = models.ForeignKey(FiscalProfile, models.CASCADE, null=True, blank=True, related_name="+")
    """null: the organization's own"""
    username = EncryptedTextField(_("usuario"))
    password = EncryptedTextField(_("contraseña"))
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(_("modificada"), auto_now=True)
    """when the username or the password was written last; its use does not change it"""
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(_("usada"), null=True, blank=True)
    last_refused_at = models.DateTimeField(_("rechazada por el portal"), null=True, blank=True)

    objects = PortalAccountQuerySet["PortalAccount"].as_manager()

    class Meta:
        app_label = "invoicing"
        verbose_name = _("cuenta de portal")
        verbose_name_plural = _("cuentas de portales")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "vendor", "profile"],
                nulls_distinct=False,
                name="portal_account_once",
            )
        ]

    def __str__(self) -> str:
        return f"cuenta {self.pk}"

    @property
    def is_refused(self) -> bool:
        """The portal did not take it when it was last tried: it is not tried again as it is."""
        refused, used = self.last_refused_at, self.last_used_at
        return refused is not None and (used is None or refused >= used)

    @property
    def shown_username(self) -> str:
        """Its first characters: enough to tell two accounts apart."""
        return veiled(self.username)
