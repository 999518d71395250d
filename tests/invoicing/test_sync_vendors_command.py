"""The directory's files become rows that people can choose, again and again."""

from io import StringIO

import pytest
from django.core.management import call_command

from automation.sandbox.companies import COMPANIES
from invoicing.models import Vendor
from invoicing.services import find_vendor
from invoicing.vendors.directory import load_directory

pytestmark = pytest.mark.django_db
SANDBOX = "http://127.0.0.1:8100"


def sync(*arguments: str) -> str:
    said = StringIO()
    call_command("sync_vendors", *arguments, stdout=said)
    return said.getvalue()


def listed(*, simulated: bool) -> set[str]:
    return set(Vendor.objects.listed().filter(is_simulated=simulated).values_list("slug", flat=True))


def test_the_real_vendors_are_offered_and_no_fictional_one() -> None:
    said = sync()

    assert listed(simulated=False) == {entry.slug for entry in load_directory()}
    assert listed(simulated=True) == set()
    assert f"Comercios: {len(load_directory())}." in said


def test_running_it_again_changes_no_row() -> None:
    sync()
    before = dict(Vendor.objects.values_list("slug", "pk"))
    sync()

    assert dict(Vendor.objects.values_list("slug", "pk")) == before


def test_a_vendor_that_left_the_directory_is_kept_but_no_longer_offered() -> None:
    Vendor.objects.create(slug="tienda-cerrada", name="Tienda Cerrada")
    sync()

    assert not Vendor.objects.get(slug="tienda-cerrada").is_listed


def test_the_sandboxs_companies_come_with_their_portals_address_and_stay() -> None:
    sync("--sandbox", SANDBOX)
    sync()
    names = set(Vendor.objects.filter(slug__in=listed(simulated=True)).values_list("name", flat=True))

    assert names
    assert names <= {company.trade_name for company in COMPANIES.values()}


def test_a_simulated_portal_is_found_by_its_address_among_those_of_one_server() -> None:
    sync("--sandbox", SANDBOX)

    found = find_vendor(f"{SANDBOX}/s2-1/facturacionElectronica-web/vistas/inicio.jsf")

    assert found is not None
    assert found.name == COMPANIES["s2"].trade_name


def test_a_real_portal_is_found_by_its_address() -> None:
    sync()
    found = find_vendor("https://facturacion.walmartmexico.com.mx/frmDatos.aspx")

    assert found is not None
    assert found.slug == "walmart"
