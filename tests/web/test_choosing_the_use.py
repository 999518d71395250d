"""The uso de CFDI of one ticket: the client's own, or another that one of their régimenes allows."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.models import FiscalProfile, Organization, User
from accounts.services import update_profile
from invoicing.models import InvoiceTask
from tests import factories
from tests.web.test_new_ticket_page import elsewhere

NEW = "/tickets/nuevo/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def ximo(firm: Organization) -> FiscalProfile:
    """A natural person of 612, who is employed too (605): D01 goes with both, G03 with 612 alone."""
    return factories.make_profile(firm, factories.XIMO, further_regimes=["605"])


@pytest.fixture
def employee(firm: Organization) -> FiscalProfile:
    """By default 605, which allows no G03; 612 does."""
    fields = replace(factories.XIMO, fiscal_regime="605", cfdi_use="S01")
    return factories.make_profile(firm, fields, further_regimes=["612"])


def words(answer: Any) -> str:
    return str(answer.content.decode())


def option(html: str, value: str) -> str:
    return html.partition(f'<option value="{value}"')[2].partition("</option>")[0].partition(">")[2]


def the_task() -> InvoiceTask:
    return InvoiceTask.objects.select_related("profile_version").get()


def test_the_clients_own_is_the_default_and_makes_no_version(page: Client, ximo: FiscalProfile) -> None:
    shown = words(page.get(NEW))
    uses = shown.partition('name="cfdi_use"')[2].partition("</select>")[0]
    assert option(uses, "").startswith("El suyo: G03 · ")

    page.post(NEW, elsewhere(ximo))

    assert the_task().profile_version == ximo.newest_version()
    assert ximo.versions.count() == 1


def test_another_uso_is_asked_for_with_a_version_of_its_own_and_stays_no_default(
    page: Client, ximo: FiscalProfile
) -> None:
    page.post(NEW, elsewhere(ximo, cfdi_use="D01"))
    version = the_task().profile_version

    assert (version.cfdi_use, version.fiscal_regime) == ("D01", "612")
    ximo.refresh_from_db()
    assert (ximo.cfdi_use, ximo.newest_version().cfdi_use) == ("G03", "G03")
    assert version.created_by == User.objects.get()
    assert "No es su régimen predeterminado" not in words(page.get(f"/tickets/{the_task().pk}/"))


def test_a_further_regimen_that_is_needed_is_told_in_the_list_and_on_the_ticket(
    page: Client, employee: FiscalProfile
) -> None:
    shown = words(page.get(NEW))
    assert "(con su régimen 612)" in option(shown, "G03")
    assert "régimen" not in option(shown, "D01")

    page.post(NEW, elsewhere(employee, cfdi_use="G03"))

    assert (the_task().profile_version.cfdi_use, the_task().profile_version.fiscal_regime) == ("G03", "612")
    told = words(page.get(f"/tickets/{the_task().pk}/"))
    assert "No es su régimen predeterminado: es el que permite este uso." in told


def test_a_uso_that_none_of_the_regimenes_allows_is_refused_in_words(
    page: Client, kemper: FiscalProfile
) -> None:
    answer = page.post(NEW, elsewhere(kemper, cfdi_use="D01"))

    assert answer.status_code == 422
    assert "Ningún régimen de este cliente (601) permite el uso D01. Se permiten: G01" in words(answer)
    assert 'value="000123"' in words(answer)
    assert not InvoiceTask.objects.exists()
    assert kemper.versions.count() == 1


@pytest.mark.parametrize("use", ["CP01", "CN01", "X99", "<b>", "G" * 10_000, "g03"])
def test_what_is_no_uso_of_a_purchase_is_refused(page: Client, kemper: FiscalProfile, use: str) -> None:
    answer = page.post(NEW, elsewhere(kemper, cfdi_use=use))

    assert answer.status_code == 422
    assert answer.context["form"].errors["cfdi_use"]
    assert "<b>" not in words(answer).partition('name="cfdi_use"')[2].partition("</select>")[0]


def test_choosing_another_client_draws_their_usos_and_keeps_what_was_typed(
    page: Client, kemper: FiscalProfile, ximo: FiscalProfile
) -> None:
    typed = elsewhere(ximo, amount="77.10", choose_profile="1")
    fragment = words(page.post(NEW, typed, headers=HTMX))

    assert fragment.strip().startswith('<div id="ticket"')
    assert '<option value="D01"' in fragment
    assert 'value="77.10"' in fragment
    assert '<option value="D01"' not in words(
        page.post(NEW, elsewhere(kemper, choose_profile="1"), headers=HTMX)
    )
    assert not InvoiceTask.objects.exists()


def test_what_was_chosen_for_another_client_stays_chosen_and_is_told(
    page: Client, kemper: FiscalProfile, ximo: FiscalProfile
) -> None:
    fragment = words(page.post(NEW, elsewhere(kemper, cfdi_use="D01", choose_profile="1"), headers=HTMX))

    assert '<option value="D01" selected>D01 · no se permite para este cliente' in fragment


def test_without_scripts_the_button_draws_the_whole_page(
    page: Client, kemper: FiscalProfile, ximo: FiscalProfile
) -> None:
    assert '<noscript><button type="submit" class="btn btn-plain mt-2" name="choose_profile"' in words(
        page.get(NEW)
    )

    shown = words(page.post(NEW, elsewhere(ximo, choose_profile="1")))

    assert "<html" in shown
    assert f'<option value="{ximo.pk}" selected>' in shown
    assert '<option value="D01"' in shown


def test_without_scripts_and_without_the_button_the_service_judges(
    page: Client, kemper: FiscalProfile, ximo: FiscalProfile
) -> None:
    """The list that was shown is the first client's; what is posted counts for the client that is posted."""
    assert page.post(NEW, elsewhere(ximo, cfdi_use="D01")).status_code == 302
    assert the_task().profile_version.profile == ximo


def test_the_same_uso_asked_for_twice_shares_one_version(page: Client, ximo: FiscalProfile) -> None:
    page.post(NEW, elsewhere(ximo, cfdi_use="D01"))
    page.post(NEW, elsewhere(ximo, cfdi_use="D01", **{"value-0": "000124"}))

    assert InvoiceTask.objects.values("profile_version").distinct().count() == 1
    assert ximo.versions.count() == 2


def test_a_note_that_is_true_no_more_is_not_told(page: Client, employee: FiscalProfile) -> None:
    """The client's default changed since: the ticket's régimen is now their ordinary one."""
    page.post(NEW, elsewhere(employee, cfdi_use="G03"))
    fields = replace(employee.receiver, fiscal_regime="612", cfdi_use="G03")
    update_profile(profile=employee, fields=fields)

    assert "No es su régimen predeterminado" not in words(page.get(f"/tickets/{the_task().pk}/"))


def test_a_portal_whose_account_is_kept_needs_nobody(
    page: Client, kemper: FiscalProfile, firm: Organization
) -> None:
    vendor = factories.make_vendor()
    chosen = {"vendor": vendor.slug, "profile": str(kemper.pk), "choose_vendor": "1"}
    assert "Pide entrar con una cuenta." in words(page.post(NEW, chosen, headers=HTMX))

    factories.make_account(vendor, firm, profile=kemper)

    assert "Pide entrar con una cuenta." not in words(page.post(NEW, chosen, headers=HTMX))
