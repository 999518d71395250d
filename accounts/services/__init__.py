"""What can be done with people, organizations and profiles: keyword-only functions, each one transaction.

Errors: accounts.errors.
"""

from accounts.services.invitations import accept_invitation, invite_member, revoke_invitation
from accounts.services.members import change_role, leave_organization, remove_member
from accounts.services.organizations import (
    ask_deletion,
    create_organization,
    delete_due_organizations,
    ensure_organization,
    open_for_support,
    set_up_organization,
    undo_deletion,
)
from accounts.services.people import confirm_address, register_user
from accounts.services.profiles import (
    archive_profile,
    create_profile,
    ensure_profile_version,
    find_profile,
    make_default,
    rfc_hash,
    unarchive_profile,
    update_profile,
    validated_receiver,
    version_for_use,
)
from accounts.services.staff import (
    appoint_staff,
    close_account,
    end_sessions,
    reopen_account,
    reveal_to_staff,
)

__all__ = [
    "accept_invitation",
    "appoint_staff",
    "archive_profile",
    "ask_deletion",
    "change_role",
    "close_account",
    "confirm_address",
    "create_organization",
    "create_profile",
    "delete_due_organizations",
    "end_sessions",
    "ensure_organization",
    "ensure_profile_version",
    "find_profile",
    "invite_member",
    "leave_organization",
    "make_default",
    "open_for_support",
    "register_user",
    "remove_member",
    "reopen_account",
    "reveal_to_staff",
    "revoke_invitation",
    "rfc_hash",
    "set_up_organization",
    "unarchive_profile",
    "undo_deletion",
    "update_profile",
    "validated_receiver",
    "version_for_use",
]
