"""Who did what to which object: rows that are written once, in the transaction of what they tell.

A row holds ids, keyed hashes, field names and words of ours. Personal values that changed are sealed with a key
of the profile's own, which erasure destroys: the row stays, and what it said of the person cannot be read any
more. The database refuses UPDATE, DELETE and TRUNCATE, whoever asks.
"""

import json
import secrets
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting
from accounts.crypto import KEY_BYTES, KeyRing, row_identity
from accounts.fields import EncryptedBytesField
from accounts.keys import lookup_hash
from accounts.querysets import OrganizationQuerySet

Plain = str | int | bool | None
Values = Mapping[str, Plain]

ORGANIZATION_CREATED = "organization.created"
ORGANIZATION_CHANGED = "organization.changed"
ORGANIZATION_OPENED = "organization.opened_by_staff"
DELETION_ASKED = "organization.deletion_asked"
DELETION_UNDONE = "organization.deletion_undone"
ORGANIZATION_DELETED = "organization.deleted"
MEMBER_INVITED = "member.invited"
INVITATION_REVOKED = "invitation.revoked"
MEMBER_ADDED = "member.added"
MEMBER_ROLE_CHANGED = "member.role_changed"
MEMBER_REMOVED = "member.removed"
PROFILE_CREATED = "profile.created"
PROFILE_CHANGED = "profile.changed"
PROFILE_ARCHIVED = "profile.archived"
PROFILE_RESTORED = "profile.restored"
PROFILE_ERASED = "profile.erased"
AUDIT_EXPORTED = "audit.exported"
CLIENT_DECLARED = "profile.declared"
PROFILE_EXPORTED = "profile.exported"
PROFILE_RELEASED = "profile.released"
ARCO_REGISTERED = "arco.registered"
ARCO_EXTENDED = "arco.extended"
ARCO_ANSWERED = "arco.answered"
ARCO_CLOSED = "arco.closed"
RETENTION_APPLIED = "retention.applied"
DATA_REVEALED = "data.revealed_to_staff"
ACCOUNT_CLOSED = "account.closed"
ACCOUNT_REOPENED = "account.reopened"
SESSIONS_ENDED = "account.sessions_ended"
STAFF_APPOINTED = "staff.appointed"

VERB_WORDS: dict[str, str | Promise] = {
    ORGANIZATION_CREATED: _("Creó la organización"),
    ORGANIZATION_OPENED: _("Abrió la organización para soporte"),
    ORGANIZATION_CHANGED: _("Cambió la organización"),
    DELETION_ASKED: _("Pidió borrar la organización"),
    DELETION_UNDONE: _("Conservó la organización"),
    ORGANIZATION_DELETED: _("Se borró la organización"),
    MEMBER_INVITED: _("Invitó a una persona"),
    INVITATION_REVOKED: _("Retiró una invitación"),
    MEMBER_ADDED: _("Se unió a la organización"),
    MEMBER_ROLE_CHANGED: _("Cambió el papel de una persona"),
    MEMBER_REMOVED: _("Retiró a una persona"),
    PROFILE_CREATED: _("Creó un perfil fiscal"),
    PROFILE_CHANGED: _("Cambió un perfil fiscal"),
    PROFILE_ARCHIVED: _("Archivó un perfil fiscal"),
    PROFILE_RESTORED: _("Recuperó un perfil archivado"),
    PROFILE_ERASED: _("Borró los datos personales de un perfil"),
    AUDIT_EXPORTED: _("Exportó la bitácora"),
    CLIENT_DECLARED: _("Declaró que el cliente lo pidió"),
    PROFILE_EXPORTED: _("Exportó todo lo que se guarda de un cliente"),
    PROFILE_RELEASED: _("Se destruyó lo que aún se conservaba de un cliente"),
    ARCO_REGISTERED: _("Registró una solicitud ARCO"),
    ARCO_EXTENDED: _("Amplió el plazo de una solicitud ARCO"),
    ARCO_ANSWERED: _("Contestó una solicitud ARCO"),
    ARCO_CLOSED: _("Cerró una solicitud ARCO"),
    RETENTION_APPLIED: _("Se destruyó lo que ya no se conserva"),
    DATA_REVEALED: _("Soporte vio datos personales"),
    ACCOUNT_CLOSED: _("Soporte cerró una cuenta"),
    ACCOUNT_REOPENED: _("Soporte reabrió una cuenta"),
    SESSIONS_ENDED: _("Soporte cerró las sesiones de una persona"),
    STAFF_APPOINTED: _("Cambió el papel de una persona de soporte"),
}
"""For people; an app above adds its own verbs."""


class ProfileKey(models.Model):
    """Seals what the audit tells of one taxpayer; without it that cannot be read by anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    profile = models.OneToOneField("accounts.FiscalProfile", models.CASCADE, related_name="+")
    key = EncryptedBytesField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganizationQuerySet["ProfileKey"].as_manager()

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"llave {self.pk}"

    @property
    def ring(self) -> KeyRing:
        return KeyRing({"profile": self.key}, newest="profile")


class AuditEntry(models.Model):
    """One thing that was done. Its rows outlive what they name: no constraint ties them to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    """null: support staff's, on no organization"""
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    """null: the system itself"""
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=10)
    address_hash = models.CharField(max_length=64, blank=True)
    """keyed: two entries from one address have the same"""
    agent = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    profile_id = models.UUIDField(null=True)
    """whose key seals `personal`"""
    personal = models.BinaryField(null=True)

    objects = OrganizationQuerySet["AuditEntry"].as_manager()

    class Meta:
        app_label = "accounts"
        verbose_name = _("entrada de la bitácora")
        verbose_name_plural = _("bitácora")
        indexes: ClassVar = [
            models.Index(fields=["organization", "-at"], name="audit_list"),
            models.Index(fields=["organization", "verb", "-at"], name="audit_by_verb"),
            models.Index(fields=["object_id"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"

    def open_personal(self) -> dict[str, list[str]] | None:
        """Field → [before, after]; None where there is nothing, or the person was erased. Raises CryptoError."""
        key = ProfileKey.objects.filter(profile_id=self.profile_id).first() if self.personal else None
        if key is None or self.personal is None:
            return None
        opened: dict[str, list[str]] = json.loads(
            key.ring.open(bytes(self.personal), bound_to=_place(self.pk))
        )
        return opened


def record(
    verb: str,
    *,
    organization_id: UUID | None,
    kind: str,
    object_id: UUID | None,
    by: Any = None,
    fields: Iterable[str] = (),
    before: Values | None = None,
    after: Values | None = None,
) -> AuditEntry:
    """Call it in the transaction of the change. `by`: who is known to act; else who makes the request.

    `before` and `after`: ids, keyed hashes, states and counts; never what names a person. Raises
    TransactionManagementError outside of a transaction.
    """
    return _write(
        AuditEntry(verb=verb, object_kind=kind, object_id=object_id, organization_id=organization_id),
        by=by,
        fields=fields,
        before=before,
        after=after,
    )


def record_of(verb: str, thing: Any, *, kind: str, **told: Any) -> AuditEntry:
    """As `record`, of a row that belongs to an organization; `told`: by, fields, before, after."""
    return record(verb, organization_id=thing.organization_id, kind=kind, object_id=thing.pk, **told)


def record_profile(
    verb: str,
    *,
    profile: Any,
    by: Any = None,
    fields: Iterable[str] = (),
    before: Values | None = None,
    after: Values | None = None,
    personal: Mapping[str, tuple[str, str]] | None = None,
) -> AuditEntry:
    """As `record`, of a fiscal profile. `personal`: field → (before, after), sealed with the profile's own key."""
    entry = AuditEntry(
        verb=verb,
        object_kind="profile",
        object_id=profile.pk,
        organization_id=profile.organization_id,
        profile_id=profile.pk,
    )
    if personal:
        plain = json.dumps(personal, ensure_ascii=False).encode()
        entry.personal = _profile_key(profile).ring.seal(plain, bound_to=_place(entry.pk))
    return _write(entry, by=by, fields=fields, before=before, after=after)


@transaction.atomic
def destroy_profile_key(*, profile: Any, by: Any = None, after: Values | None = None) -> AuditEntry:
    """What erasure does here: from now on nobody reads what the audit said of this person.

    `after`: what else went, counted.
    """
    ProfileKey.objects.filter(profile_id=profile.pk).delete()
    return record_profile(PROFILE_ERASED, profile=profile, by=by, after=after)


def _write(
    entry: AuditEntry, *, by: Any, fields: Iterable[str], before: Values | None, after: Values | None
) -> AuditEntry:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit entry belongs to the transaction of its change."
        )
    who = acting()
    entry.actor_id = by.pk if by is not None else who.person_id
    entry.source, entry.agent = who.source, who.agent
    entry.address_hash = lookup_hash(who.address, purpose="audit.address") if who.address else ""
    entry.fields, entry.before, entry.after = sorted(fields), dict(before or {}), dict(after or {})
    entry.save(force_insert=True)
    return entry


def _profile_key(profile: Any) -> ProfileKey:
    made = {"organization_id": profile.organization_id, "key": secrets.token_bytes(KEY_BYTES)}
    return ProfileKey.objects.get_or_create(profile_id=profile.pk, defaults=made)[0]


def _place(entry_id: UUID) -> bytes:
    return row_identity("accounts_auditentry", "personal", entry_id)
