"""The world of the tests: one firm with a client, another firm that must never see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from accounts.models import FiscalProfile, Organization, SatPostalCode, SatRegime, SatUse, User
from accounts.permissions import Role
from accounts.scope import fresh_scope, in_organization
from tests import factories
from tests.invoicing.cfdi.issuer import NOW, trust_this_issuer


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner's role makes and migrates the database; the tests run as the application's role.

    Only emptying tables between tests needs more than the application may.
    """
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0, interactive=False, aliases={"owner": None}, serialized_aliases=set()
        )
        with connections["owner"].cursor() as cursor:
            cursor.execute("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO autocfdi_app")
            cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_no_truncate")
        connections["owner"].close()
        # not by TEST MIRROR: a mirror is not emptied after a test with real transactions
        connections["default"].settings_dict["NAME"] = connections["owner"].settings_dict["NAME"]
        _keep_catalogues()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def nobodys_rows() -> Iterator[None]:
    """Every test begins outside of all organizations."""
    with fresh_scope():
        yield


def _keep_catalogues() -> None:
    """SAT's catalogues stay when the tables are emptied after a test: nobody's rows, and many."""
    introspection = connections["default"].introspection
    listed = introspection.django_table_names
    kept = {model._meta.db_table for model in (SatPostalCode, SatRegime, SatUse)}

    def emptied(*args: Any, **kwargs: Any) -> list[str]:
        return [name for name in listed(*args, **kwargs) if name not in kept]

    introspection.django_table_names = emptied  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _limits_of_its_own(settings: Any) -> None:
    """Each test counts its own attempts, in the Redis that all of them share."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def firm(db: None, nobodys_rows: None) -> Iterator[Organization]:
    """What a test asks of the database itself, it asks within this firm."""
    organization = factories.make_organization("Despacho Norte")
    with in_organization(organization.pk):
        yield organization


@pytest.fixture
def other_firm(db: None) -> Organization:
    return factories.make_organization("Despacho Sur")


@pytest.fixture
def owner(firm: Organization) -> User:
    return factories.make_member(firm, Role.OWNER)


@pytest.fixture
def viewer(firm: Organization) -> User:
    return factories.make_member(firm, Role.VIEWER)


@pytest.fixture
def stranger(other_firm: Organization) -> User:
    return factories.make_member(other_firm, Role.OWNER)


@pytest.fixture
def kemper(firm: Organization) -> FiscalProfile:
    """SAT's public test taxpayer, a company of régimen 601."""
    return factories.make_profile(firm)


@pytest.fixture
def ximo(firm: Organization) -> FiscalProfile:
    """SAT's public test taxpayer, a natural person of régimen 612: whom the tests' issuer invoices."""
    return factories.make_profile(firm, factories.XIMO)


@pytest.fixture
def day_of_the_invoice(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The day on which the tests' issuer issues, and what it signs is believed."""
    trust_this_issuer(settings, tmp_path)
    with time_machine.travel(NOW, tick=True):
        yield
