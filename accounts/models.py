"""People, organizations (tenants), and the taxpayers for whom invoices are requested."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.audit import AuditEntry, ProfileKey
from accounts.canary import KeyCanary
from accounts.fields import EncryptedJSONField, EncryptedTextField
from accounts.fiscal import ReceiverFields
from accounts.permissions import Role
from accounts.privacy.models import ArcoRequest, ClientDeclaration, NoticeConsent
from accounts.querysets import OrganizationQuerySet, Row
from accounts.sat_tables import SatPostalCode, SatRegime, SatUse

__all__ = [
    "ArcoRequest",
    "AuditEntry",
    "ClientDeclaration",
    "FiscalProfile",
    "FiscalProfileVersion",
    "Invitation",
    "KeyCanary",
    "Membership",
    "NoticeConsent",
    "Organization",
    "ProfileKey",
    "SatPostalCode",
    "SatRegime",
    "SatUse",
    "User",
]

DELETION_GRACE = timedelta(days=30)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """Without a password nobody can log in as this person."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with a mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("correo electrónico"), unique=True)
    full_name = models.CharField(_("nombre"), max_length=150, blank=True)
    is_active = models.BooleanField(_("activo"), default=True)
    is_staff = models.BooleanField(_("personal de soporte"), default=False)
    accepted_notice = models.CharField(_("aviso de privacidad"), max_length=20, blank=True, editable=False)
    """the newest version that they accepted; the record of it is a NoticeConsent"""
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.email

    def get_short_name(self) -> str:
        return self.full_name or self.email


class Organization(models.Model):
    """A tenant: an accounting firm or a company. Every row of business data belongs to exactly one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nombre"), max_length=200)
    slug = models.SlugField(_("clave"), max_length=60, unique=True)
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")
    requires_second_factor = models.BooleanField(_("exige segundo factor"), default=False)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    deleted_at = models.DateTimeField(_("borrado pedido"), null=True, blank=True, editable=False)
    """when an owner asked for the deletion; the rows go DELETION_GRACE later, and may be kept until then"""
    retention_done_at = models.DateTimeField(
        _("conservación revisada"), null=True, blank=True, editable=False
    )
    """when everything that had to go by the passing of time had gone (accounts.privacy.retention)"""

    class Meta:
        verbose_name = _("organización")
        verbose_name_plural = _("organizaciones")

    def __str__(self) -> str:
        return self.name

    @property
    def deletion_due_at(self) -> datetime | None:
        return self.deleted_at and self.deleted_at + DELETION_GRACE


class Membership(models.Model):
    """A person's role in an organization."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("papel"), max_length=20, choices=[(role.value, role.value) for role in Role])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationQuerySet["Membership"].as_manager()

    class Meta:
        verbose_name = _("pertenencia")
        verbose_name_plural = _("pertenencias")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"


class InvitationQuerySet(OrganizationQuerySet[Row]):
    def open(self) -> Self:
        """Neither accepted nor revoked; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Asks the owner of a mail address into an organization; whoever holds the token may read it, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = EncryptedTextField(_("correo electrónico"))
    email_hash = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(_("papel"), max_length=20, choices=[(role.value, role.value) for role in Role])
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("caduca"))
    accepted_at = models.DateTimeField(_("aceptada"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("retirada"), null=True, blank=True)

    objects = InvitationQuerySet["Invitation"].as_manager()

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "email_hash"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"invitación {self.pk}"


class ReceiverColumns(models.Model):
    """The receptor's data as columns; sealed but for the uso, which identifies nobody."""

    rfc = EncryptedTextField(_("RFC"))
    legal_name = EncryptedTextField(_("nombre o razón social"))
    fiscal_regime = EncryptedTextField(_("régimen fiscal"))
    postal_code = EncryptedTextField(_("código postal"))
    email = EncryptedTextField(_("correo para la factura"))
    cfdi_use = models.CharField(_("uso de CFDI"), max_length=4)
    confirmed = models.JSONField(_("confirmado por la persona"), default=list, blank=True)
    """codes of findings (accounts.fiscal) that a person confirmed to stand so in the Constancia"""

    class Meta:
        abstract = True

    @property
    def receiver(self) -> ReceiverFields:
        return ReceiverFields(
            rfc=self.rfc,
            legal_name=self.legal_name,
            fiscal_regime=self.fiscal_regime,
            postal_code=self.postal_code,
            email=self.email,
            cfdi_use=self.cfdi_use,
        )


class FiscalProfileQuerySet(OrganizationQuerySet[Row]):
    def usable(self) -> Self:
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False, erased_at=None)

    def erased(self) -> Self:
        return self.filter(erased_at__isnull=False)


class FiscalProfile(ReceiverColumns):
    """A taxpayer for whom invoices are requested (the receptor), as now valid."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="profiles")
    rfc_hash = models.CharField(max_length=64, editable=False)
    further_regimes = EncryptedJSONField(_("otros regímenes"), null=True, blank=True)
    """codes that the Constancia shows beside `fiscal_regime`, in the order in which they are preferred"""
    is_default = models.BooleanField(_("predeterminado"), default=False)
    current_version = models.PositiveIntegerField(_("versión"), default=1, editable=False)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modificado"), auto_now=True)
    archived_at = models.DateTimeField(_("archivado"), null=True, blank=True)
    erased_at = models.DateTimeField(_("borrado"), null=True, blank=True, editable=False)
    """from then on the row is empty, archived, and there only for what the law makes one keep"""
    kept_until = models.DateField(_("se conserva hasta"), null=True, blank=True, editable=False)
    """of an erased one: the last day of what is kept"""

    objects = FiscalProfileQuerySet["FiscalProfile"].as_manager()

    class Meta:
        verbose_name = _("perfil fiscal")
        verbose_name_plural = _("perfiles fiscales")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "rfc_hash"], name="profile_rfc_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_default=True), name="profile_one_default"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-created_at"], name="profile_list")]

    def __str__(self) -> str:
        return f"perfil {self.pk}"

    @property
    def regimes(self) -> list[str]:
        """Codes of all current régimenes, the default first."""
        return list(dict.fromkeys([self.fiscal_regime, *(self.further_regimes or [])]))

    def newest_version(self) -> "FiscalProfileVersion":
        return self.versions.get(number=self.current_version)

    def make_blank(self) -> None:
        """Every sealed value goes; not saved. The hash becomes one by which nothing is found, so that the same
        taxpayer may come again."""
        for name in ReceiverFields.__dataclass_fields__:
            setattr(self, name, "")
        self.further_regimes, self.confirmed = [], []
        self.rfc_hash, self.is_default = secrets.token_hex(32), False


class FiscalProfileVersion(ReceiverColumns):
    """The profile as it was: a task points at the one that it used. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    profile = models.ForeignKey(FiscalProfile, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("versión"))
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OrganizationQuerySet["FiscalProfileVersion"].as_manager()

    class Meta:
        verbose_name = _("versión de perfil")
        verbose_name_plural = _("versiones de perfil")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "number"], name="profile_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a version that exists: a correction is a new version."""
        if not self._state.adding:
            raise TypeError("A profile's version is never changed; update the profile instead.")
        super().save(*args, **kwargs)
