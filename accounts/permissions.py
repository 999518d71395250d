"""Who may do what: one table of verbs per role, read by views, API and admin alike."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    ACCOUNTANT = "accountant"
    VIEWER = "viewer"


class Verb(StrEnum):
    VIEW_TASKS = "view_tasks"
    SUBMIT_TASK = "submit_task"
    STEER_TASK = "steer_task"
    DOWNLOAD_CFDI = "download_cfdi"
    UPLOAD_CFDI = "upload_cfdi"
    VIEW_PROFILES = "view_profiles"
    EDIT_PROFILES = "edit_profiles"
    EDIT_CREDENTIALS = "edit_credentials"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_PRIVACY = "manage_privacy"
    VIEW_AUDIT = "view_audit"
    MANAGE_ORGANIZATION = "manage_organization"


_VIEWER = frozenset({Verb.VIEW_TASKS, Verb.DOWNLOAD_CFDI, Verb.VIEW_PROFILES})
_ACCOUNTANT = _VIEWER | {Verb.SUBMIT_TASK, Verb.STEER_TASK, Verb.UPLOAD_CFDI, Verb.EDIT_PROFILES}
_ADMIN = _ACCOUNTANT | {Verb.EDIT_CREDENTIALS, Verb.MANAGE_MEMBERS, Verb.MANAGE_PRIVACY}
_OWNER = _ADMIN | {Verb.VIEW_AUDIT, Verb.MANAGE_ORGANIZATION}

VERBS: dict[Role, frozenset[Verb]] = {
    Role.VIEWER: _VIEWER,
    Role.ACCOUNTANT: _ACCOUNTANT,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _OWNER,
}


def may(role: Role | str, verb: Verb) -> bool:
    return verb in VERBS[Role(role)]


_RANK = (Role.VIEWER, Role.ACCOUNTANT, Role.ADMIN, Role.OWNER)


def may_assign(actor: Role | str, *, held: Role | str | None, given: Role | str | None) -> bool:
    """Whether who has the role `actor` may move a person from `held` (None: not yet there) to `given` (None: out).

    Nobody gives or takes a role above their own, so nobody raises themselves.
    """
    rank = _RANK.index(Role(actor))
    return may(actor, Verb.MANAGE_MEMBERS) and all(
        rank >= _RANK.index(Role(role)) for role in (held, given) if role is not None
    )


def assignable_roles(actor: Role | str) -> list[Role]:
    """The roles that `actor` may give, highest first."""
    return [role for role in Role if may_assign(actor, held=None, given=role)]
