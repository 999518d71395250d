"""Which role reaches which route: the table that `test_matrix` walks. A route that is not in it fails the test."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.permissions import Role, Verb, may

ANONYMOUS, STRANGER = "anonymous", "stranger"
CALLERS = (ANONYMOUS, STRANGER, *Role)
"""STRANGER: owner of another organization."""


class Outcome(StrEnum):
    ANSWERED = "answered"
    LOGIN = "led to the login"
    REFUSED = "403"
    MISSING = "404"


class Reach(StrEnum):
    ANYBODY = "anybody"
    GUEST = "who is not signed in; others are sent on"
    ENTRY = "a step of entering or leaving: whoever began nothing is led to the login"
    PERSON = "who is signed in, about themselves"
    CURRENT = "the organization that the caller works in"
    OBJECT = "an object of one organization"
    STAFF = "support staff; others are led to their own door"
    STAFF_DOOR = "support staff's door"


@dataclass(frozen=True, slots=True)
class Rule:
    """`thing`: which object the address names; `verb`: what a member's role must have (None: any role)."""

    reach: Reach
    methods: str = "GET"
    verb: Verb | None = None
    thing: str = ""
    own: bool = False
    """of the person's own, and these callers have none"""

    def expected(self, caller: str) -> Outcome:
        if self.reach in {Reach.ANYBODY, Reach.GUEST}:
            return Outcome.ANSWERED
        if caller == ANONYMOUS or self.reach in {Reach.STAFF, Reach.ENTRY}:
            return Outcome.LOGIN
        if self.reach is Reach.STAFF_DOOR:
            return Outcome.REFUSED
        if self.own or (self.reach is Reach.OBJECT and caller == STRANGER):
            return Outcome.MISSING
        role = Role.OWNER if caller == STRANGER else caller
        is_let_in = self.reach is Reach.PERSON or self.verb is None or may(role, self.verb)
        return Outcome.ANSWERED if is_let_in else Outcome.REFUSED


def current(verb: Verb | None = None, methods: str = "GET") -> Rule:
    return Rule(Reach.CURRENT, methods, verb)


def thing(name: str, verb: Verb | None = None, methods: str = "GET") -> Rule:
    return Rule(Reach.OBJECT, methods, verb, name)


ANYBODY, ENTRY, PERSON = Rule(Reach.ANYBODY), Rule(Reach.ENTRY), Rule(Reach.PERSON)
FORM_OF_PERSON = Rule(Reach.PERSON, "GET POST")
FORM_OF_GUEST = Rule(Reach.GUEST, "GET POST")

ROUTES: dict[str, Rule] = {
    "health/live": ANYBODY,
    "health/ready": ANYBODY,
    "login/": ENTRY,
    # the person's own account
    "cuenta/": PERSON,
    "cuenta/sessions/<int:pk>/end/": Rule(Reach.PERSON, "POST", own=True),
    "cuenta/segundo-factor/": PERSON,
    "cuenta/organizaciones/": PERSON,
    "cuenta/organizaciones/nueva/": FORM_OF_PERSON,
    "cuenta/organizaciones/<uuid:pk>/entrar/": thing("organization", methods="POST"),
    "cuenta/organizaciones/<uuid:pk>/dejar/": thing("organization", methods="POST"),
    # clients
    "clientes/": current(Verb.VIEW_PROFILES),
    "clientes/nuevo/": current(Verb.EDIT_PROFILES, "GET POST"),
    "clientes/constancia/": current(Verb.EDIT_PROFILES, "GET POST"),
    "clientes/importar/": current(Verb.EDIT_PROFILES, "GET POST"),
    "clientes/importar/confirmar/": current(Verb.EDIT_PROFILES, "POST"),
    "clientes/<uuid:pk>/": thing("profile", Verb.VIEW_PROFILES),
    "clientes/<uuid:pk>/editar/": thing("profile", Verb.EDIT_PROFILES, "GET POST"),
    "clientes/<uuid:pk>/archivar/": thing("profile", Verb.EDIT_PROFILES, "POST"),
    "clientes/<uuid:pk>/recuperar/": thing("profile", Verb.EDIT_PROFILES, "POST"),
    "clientes/<uuid:pk>/predeterminado/": thing("profile", Verb.EDIT_PROFILES, "POST"),
    # privacy
    "privacidad/": ANYBODY,
    "privacidad/version/<str:version>/": Rule(Reach.ANYBODY, thing="notice"),
    "privacidad/aceptar/": Rule(Reach.PERSON, "POST"),
    "clientes/<uuid:pk>/declarar/": thing("profile", Verb.EDIT_PROFILES, "POST"),
    "clientes/<uuid:pk>/privacidad/": thing("profile", Verb.MANAGE_PRIVACY),
    "clientes/<uuid:pk>/privacidad/exportar/": thing("profile", Verb.MANAGE_PRIVACY, "POST"),
    "clientes/<uuid:pk>/privacidad/borrar/": thing("profile", Verb.MANAGE_PRIVACY, "POST"),
    "clientes/<uuid:pk>/solicitudes/nueva/": thing("profile", Verb.MANAGE_PRIVACY, "GET POST"),
    "solicitudes-arco/": current(Verb.MANAGE_PRIVACY),
    "solicitudes-arco/<uuid:pk>/": thing("arco", Verb.MANAGE_PRIVACY),
    "solicitudes-arco/<uuid:pk>/contestar/": thing("arco", Verb.MANAGE_PRIVACY, "POST"),
    "solicitudes-arco/<uuid:pk>/ampliar/": thing("arco", Verb.MANAGE_PRIVACY, "POST"),
    "solicitudes-arco/<uuid:pk>/cerrar/": thing("arco", Verb.MANAGE_PRIVACY, "POST"),
    # audit
    "bitacora/": current(Verb.VIEW_AUDIT),
    "bitacora/exportar/": current(Verb.VIEW_AUDIT, "POST"),
    # the organization and its people
    "organizacion/": current(Verb.MANAGE_ORGANIZATION, "GET POST"),
    "organizacion/borrar/": current(Verb.MANAGE_ORGANIZATION, "POST"),
    "organizacion/conservar/": current(Verb.MANAGE_ORGANIZATION, "POST"),
    "equipo/": current(),
    "equipo/invitar/": current(Verb.MANAGE_MEMBERS, "POST"),
    "equipo/invitaciones/<uuid:pk>/retirar/": thing("invitation", Verb.MANAGE_MEMBERS, "POST"),
    "equipo/<uuid:pk>/papel/": thing("member", Verb.MANAGE_MEMBERS, "POST"),
    "equipo/<uuid:pk>/quitar/": thing("member", Verb.MANAGE_MEMBERS, "POST"),
    "invitacion/<str:token>/": Rule(Reach.ANYBODY, thing="token"),
    # tickets
    "": current(Verb.VIEW_TASKS),
    "tickets/nuevo/": current(Verb.SUBMIT_TASK, "GET POST"),
    "tickets/<uuid:pk>/": thing("task", Verb.VIEW_TASKS),
    "tickets/<uuid:pk>/cancelar/": thing("task", Verb.STEER_TASK, "POST"),
    "tickets/<uuid:pk>/reintentar/": thing("task", Verb.STEER_TASK, "POST"),
    "tickets/<uuid:pk>/continuar/": thing("task", Verb.STEER_TASK, "POST"),
    "tickets/<uuid:pk>/respuesta/": thing("task", Verb.STEER_TASK, "POST"),
    "tickets/<uuid:pk>/cfdi/": thing("task", Verb.UPLOAD_CFDI, "POST"),
    r"^tickets/(?P<pk>[0-9a-f-]{36})/cfdi\.(?P<kind>xml|pdf)$": thing("file", Verb.DOWNLOAD_CFDI),
    # accounts of portals
    "portales/": current(Verb.EDIT_CREDENTIALS),
    "portales/<slug:slug>/cuenta/": Rule(Reach.CURRENT, "GET POST", Verb.EDIT_CREDENTIALS, "vendor"),
    "portales/cuentas/<uuid:pk>/": thing("portal_account", Verb.EDIT_CREDENTIALS, "GET POST"),
    "portales/cuentas/<uuid:pk>/permitir/": thing("portal_account", Verb.EDIT_CREDENTIALS, "POST"),
    "portales/cuentas/<uuid:pk>/borrar/": thing("portal_account", Verb.EDIT_CREDENTIALS, "POST"),
    # allauth's
    "cuenta/login/": FORM_OF_GUEST,
    "cuenta/logout/": Rule(Reach.ENTRY, "POST"),
    "cuenta/inactive/": ANYBODY,
    "cuenta/signup/": FORM_OF_GUEST,
    "cuenta/reauthenticate/": FORM_OF_PERSON,
    "cuenta/email/": FORM_OF_PERSON,
    "cuenta/confirm-email/": ANYBODY,
    r"cuenta/^confirm-email/(?P<key>[-:\w]+)/$": Rule(Reach.ANYBODY, thing="confirmation"),
    "cuenta/password/change/": FORM_OF_PERSON,
    "cuenta/password/set/": FORM_OF_PERSON,
    "cuenta/password/reset/": FORM_OF_GUEST,
    "cuenta/password/reset/done/": ANYBODY,
    r"cuenta/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Rule(Reach.ANYBODY, thing="reset"),
    "cuenta/password/reset/key/done/": ANYBODY,
    "cuenta/2fa/": PERSON,
    "cuenta/2fa/authenticate/": FORM_OF_PERSON,
    "cuenta/2fa/reauthenticate/": FORM_OF_PERSON,
    "cuenta/2fa/totp/activate/": FORM_OF_PERSON,
    "cuenta/2fa/totp/deactivate/": Rule(Reach.PERSON, "GET POST", own=True),
    "cuenta/2fa/recovery-codes/": Rule(Reach.PERSON, own=True),
    "cuenta/2fa/recovery-codes/generate/": FORM_OF_PERSON,
    "cuenta/2fa/recovery-codes/download/": Rule(Reach.PERSON, own=True),
    "cuenta/2fa/webauthn/": PERSON,
    "cuenta/2fa/webauthn/add/": FORM_OF_PERSON,
    "cuenta/2fa/webauthn/reauthenticate/": FORM_OF_PERSON,
    "cuenta/2fa/webauthn/keys/<int:pk>/remove/": FORM_OF_PERSON,
    "cuenta/2fa/webauthn/keys/<int:pk>/edit/": FORM_OF_PERSON,
    "cuenta/2fa/webauthn/login/": FORM_OF_PERSON,
    "cuenta/sessions/": FORM_OF_PERSON,
    "cuenta/login/code/confirm/": PERSON,
    "cuenta/3rdparty/": FORM_OF_PERSON,
    "cuenta/3rdparty/signup/": ENTRY,
    "cuenta/3rdparty/login/cancelled/": ANYBODY,
    "cuenta/3rdparty/login/error/": ANYBODY,
    "cuenta/social/login/cancelled/": ANYBODY,
    "cuenta/social/login/error/": ANYBODY,
    "cuenta/social/signup/": ANYBODY,
    "cuenta/social/connections/": ANYBODY,
    # the admin's way in
    "admin/login/": Rule(Reach.STAFF_DOOR),
    "admin/logout/": Rule(Reach.ANYBODY, "POST"),
}
STAFF = Rule(Reach.STAFF)
"""Everything else below /admin/."""
SOCKETS = {"ws/tasks": current(), "ws/<task_id>": thing("task", Verb.VIEW_TASKS)}
