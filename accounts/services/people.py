"""People who log in."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from accounts.services.organizations import create_organization


@transaction.atomic
def register_user(*, email: str, password: str, organization_name: str = "", full_name: str = "") -> User:
    """A new person with an organization of their own. Raises django.db.IntegrityError for a known address."""
    user = User.objects.create_user(email, password, full_name=full_name)
    create_organization(name=organization_name or user.email, owner=user)
    return user


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """The person's mail address counts as confirmed: somebody else has seen to it that it is theirs."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def has_confirmed_address(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())
