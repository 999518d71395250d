"""What support staff see of people and organizations, and of one organization's clients and audit."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.admin_rows import (
    HIDDEN,
    ReadOnly,
    Revealing,
    called,
    confirmed_for_each,
    done_for_each,
    hidden,
)
from accounts.audit import VERB_WORDS, AuditEntry
from accounts.errors import AccountsError, StaffRefused
from accounts.models import FiscalProfile, Invitation, Membership, Organization, User
from accounts.pages import person_of
from accounts.rfc import normalise_rfc
from accounts.second_factor import FACTORS
from accounts.staff import SUPPORT_KEY


class MembershipOfPerson(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    fields = ("firm", "role", "since")
    readonly_fields = fields
    extra = 0

    firm = called(_("organización"), "organization")
    since = called(_("desde"), "created_at")


class MembershipOfOrganization(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    fields = ("person", "role", "since")
    readonly_fields = fields
    extra = 0

    person = called(_("persona"), "user")
    since = called(_("desde"), "created_at")


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Found by mail address or name. Roles of staff are given by a command (support_staff), never here."""

    list_display = (
        "email",
        "full_name",
        "is_active",
        "second_factor",
        "is_staff",
        "last_login",
        "created_at",
    )
    list_filter = ("is_active", "is_staff", "created_at")
    search_fields = ("email", "full_name")
    search_help_text = _("Correo o nombre de la persona")
    ordering = ("email",)
    fields = (*list_display, "opens_organizations")
    readonly_fields = fields
    inlines = (MembershipOfPerson,)
    actions = ("end_sessions", "close_accounts", "reopen_accounts")

    opens_organizations = called(_("abre organizaciones (superuser)"), "is_superuser")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        people: QuerySet[User] = super().get_queryset(request)
        return people.annotate(has_factor=Exists(factors))

    @admin.display(description=_("segundo factor"), boolean=True, ordering="has_factor")
    def second_factor(self, person: Any) -> bool:
        return bool(person.has_factor)

    @admin.action(description=_("Cerrar sus sesiones"), permissions=["view"])
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[User]) -> HttpResponse | None:
        return self._after_a_yes(
            request, chosen, "end_sessions", _("¿Cerrar todas las sesiones de estas personas?")
        )

    @admin.action(description=_("Cerrar la cuenta (ya no entra)"), permissions=["view"])
    def close_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> HttpResponse | None:
        return self._after_a_yes(request, chosen, "close_accounts", _("¿Cerrar la cuenta de estas personas?"))

    @admin.action(description=_("Reabrir la cuenta"), permissions=["view"])
    def reopen_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> HttpResponse | None:
        return self._after_a_yes(
            request, chosen, "reopen_accounts", _("¿Reabrir la cuenta de estas personas?")
        )

    def _after_a_yes(
        self, request: HttpRequest, chosen: QuerySet[User], action: str, question: Any
    ) -> HttpResponse | None:
        service = {
            "end_sessions": services.end_sessions,
            "close_accounts": services.close_account,
            "reopen_accounts": services.reopen_account,
        }[action]
        by = person_of(request)
        return confirmed_for_each(
            self,
            request,
            chosen,
            lambda person: service(person=person, by=by),
            action=action,
            question=question,
            refused=StaffRefused,
        )


@admin.register(Organization)
class OrganizationAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of an organization's business are shown only after a superuser opened it, one at a time."""

    list_display = ("name", "slug", "people", "requires_second_factor", "created_at", "deleted_at")
    list_filter = ("requires_second_factor", "created_at", ("deleted_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "slug")
    search_help_text = _("Nombre o clave de la organización")
    ordering = ("name",)
    fields = list_display
    readonly_fields = fields
    inlines = (MembershipOfOrganization,)
    actions = ("open_organization", "close_organization")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        organizations: QuerySet[Organization] = super().get_queryset(request)
        return organizations.annotate(head_count=Count("memberships"))

    @admin.display(description=_("personas"), ordering="head_count")
    def people(self, organization: Any) -> int:
        return int(organization.head_count)

    @admin.action(description=_("Abrir para soporte (una a la vez)"), permissions=["superuser"])
    def open_organization(self, request: HttpRequest, chosen: QuerySet[Organization]) -> None:
        if chosen.count() != 1:
            self.message_user(request, _("Elige una sola organización."), messages.ERROR)
            return
        organization = chosen.get()
        services.open_for_support(organization=organization, by=person_of(request))
        request.session[SUPPORT_KEY] = str(organization.pk)
        self.message_user(request, _("Abierta: %s.") % organization.name, messages.SUCCESS)

    @admin.action(description=_("Cerrar la organización abierta"), permissions=["superuser"])
    def close_organization(self, request: HttpRequest, _chosen: QuerySet[Organization]) -> None:
        request.session.pop(SUPPORT_KEY, None)
        self.message_user(request, _("Cerrada."), messages.SUCCESS)


@admin.register(FiscalProfile)
class FiscalProfileAdmin(Revealing):
    """Read-only: a correction is the organization's own, and makes a version."""

    audit_kind = "profile"
    list_display = (
        "id",
        "rfc_hidden",
        "cfdi_use",
        "is_default",
        "current_version",
        "archived_at",
        "created_at",
    )
    list_filter = ("is_default", ("archived_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("id",)
    search_help_text = _("Id del perfil, o su RFC completo")
    ordering = ("-created_at",)
    fields = (
        "id",
        "firm",
        "rfc_hidden",
        "name_hidden",
        "regime_hidden",
        "postal_code_hidden",
        "email_hidden",
        "cfdi_use",
        "confirmed",
        "is_default",
        "current_version",
        "archived_at",
        "created_at",
        "updated_at",
    )
    readonly_fields = fields
    actions = ("archive", "unarchive")

    firm = called(_("organización"), "organization")
    rfc_hidden = hidden(_("RFC"))
    name_hidden = hidden(_("nombre o razón social"))
    regime_hidden = hidden(_("régimen fiscal"))
    postal_code_hidden = hidden(_("código postal"))
    email_hidden = hidden(_("correo para la factura"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[FiscalProfile], search_term: str
    ) -> tuple[QuerySet[FiscalProfile], bool]:
        """A whole RFC, as the caller says it, finds its profile by the keyed hash: nothing is opened."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(rfc_hash=services.rfc_hash(normalise_rfc(search_term))), may_repeat

    def personal_values(self, row: FiscalProfile) -> Mapping[str, tuple[str, str]]:
        return {
            "rfc": (str(_("RFC")), row.rfc),
            "legal_name": (str(_("nombre o razón social")), row.legal_name),
            "fiscal_regime": (str(_("régimen fiscal")), ", ".join(row.regimes)),
            "postal_code": (str(_("código postal")), row.postal_code),
            "email": (str(_("correo para la factura")), row.email),
        }

    @admin.action(description=_("Archivar"), permissions=["superuser"])
    def archive(self, request: HttpRequest, chosen: QuerySet[FiscalProfile]) -> HttpResponse | None:
        question = str(_("¿Archivar estos perfiles? Ya no se podrán usar en tickets nuevos."))
        now = timezone.now()
        return confirmed_for_each(
            self,
            request,
            chosen,
            lambda profile: services.archive_profile(profile=profile, now=now),
            action="archive",
            question=question,
            refused=AccountsError,
        )

    @admin.action(description=_("Recuperar lo archivado"), permissions=["superuser"])
    def unarchive(self, request: HttpRequest, chosen: QuerySet[FiscalProfile]) -> None:
        done_for_each(
            self,
            request,
            chosen,
            lambda profile: services.unarchive_profile(profile=profile),
            refused=AccountsError,
        )


@admin.register(Invitation)
class InvitationAdmin(Revealing):
    audit_kind = "invitation"
    list_display = (
        "id", "email_hidden", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at"
    )  # fmt: skip
    list_filter = ("role", "created_at", ("accepted_at", admin.EmptyFieldListFilter))
    list_select_related = ("invited_by",)
    search_fields = ("id", "invited_by__email")
    search_help_text = _("Id de la invitación, o correo de quien invitó")
    ordering = ("-created_at",)
    fields = ("firm", *list_display)
    readonly_fields = fields

    firm = called(_("organización"), "organization")
    inviter = called(_("invitó"), "invited_by")
    sent = called(_("enviada"), "created_at")
    email_hidden = hidden(_("correo electrónico"))

    def personal_values(self, row: Invitation) -> Mapping[str, tuple[str, str]]:
        return {"email": (str(_("correo electrónico")), row.email)}


class VerbFilter(admin.SimpleListFilter):
    title = _("qué")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(VERB_WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Support's own entries, and those of the organization that is open. What is sealed stays so."""

    list_display = ("when", "what", "who", "kind", "which", "firm", "origin")
    list_filter = (VerbFilter, "object_kind", "source")
    list_select_related = ("actor", "organization")
    search_fields = ("object_id", "actor__email")
    search_help_text = _("Id del objeto, o correo de quien lo hizo")
    date_hierarchy = "at"
    ordering = ("-at",)
    fields = (*list_display, "address", "program", "changed", "was", "became", "sealed")
    readonly_fields = fields

    when = called(_("cuándo"), "at")
    who = called(_("quién"), "actor")
    kind = called(_("objeto"), "object_kind")
    which = called(_("id del objeto"), "object_id")
    firm = called(_("organización"), "organization")
    origin = called(_("origen"), "source")
    address = called(_("dirección (huella)"), "address_hash")
    program = called(_("programa"), "agent")
    changed = called(_("datos"), "fields")
    was = called(_("antes"), "before")
    became = called(_("después"), "after")

    @admin.display(description=_("qué"), ordering="verb")
    def what(self, entry: AuditEntry) -> str:
        return str(VERB_WORDS.get(entry.verb, entry.verb))

    @admin.display(description=_("valores personales"))
    def sealed(self, entry: AuditEntry) -> str:
        return HIDDEN if entry.personal else "—"
