"""Support staff of both roles, each entered and with a second factor."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.staff import StaffRole
from tests import factories


@pytest.fixture
def superuser(db: None) -> User:
    return factories.make_staff(StaffRole.SUPERUSER)


@pytest.fixture
def support(superuser: User) -> Client:
    """A superuser's browser."""
    client = Client()
    client.force_login(superuser)
    return client


@pytest.fixture
def helpdesk(db: None) -> Client:
    """The browser of who is support and nothing more."""
    client = Client()
    client.force_login(factories.make_staff(StaffRole.SUPPORT))
    return client
