"""Capturing a ticket: fields of the vendor's directory entry, errors beside them, nothing typed lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.fiscal import ReceiverFields
from accounts.models import FiscalProfile, Organization, User
from invoicing.models import InvoiceTask, Priority, Vendor
from invoicing.services import sync_vendors
from invoicing.vendors.directory import load_directory
from tests import factories

NEW = "/tickets/nuevo/"
TC = "48210067391502847360"


@pytest.fixture
def page(client: Client, owner: User, kemper: FiscalProfile) -> Client:
    sync_vendors(entries=load_directory())
    client.force_login(owner)
    return client


def yesterday() -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()


def for_walmart(profile: FiscalProfile, **changes: Any) -> dict[str, Any]:
    typed = {
        "profile": str(profile.pk),
        "vendor": "walmart",
        "amount": "1160.00",
        "date": yesterday(),
        "ticket-tc": TC,
        "ticket-tr": "04821",
    }
    return typed | changes


def elsewhere(profile: FiscalProfile, **changes: Any) -> dict[str, Any]:
    typed = {
        "profile": str(profile.pk),
        "vendor": "",
        "portal_url": "http://127.0.0.1:9/facturas",
        "amount": "$1,234.50",
        "date": yesterday(),
        "key-0": "Número de ticket",
        "value-0": "000123",
    }
    return typed | changes


def the_task() -> InvoiceTask:
    return InvoiceTask.objects.get()


def test_a_ticket_of_a_known_vendor_becomes_a_task_at_its_portal(
    page: Client, kemper: FiscalProfile, owner: User
) -> None:
    answer = page.post(NEW, for_walmart(kemper))
    task = the_task()

    assert answer["Location"] == f"/tickets/{task.pk}/"
    assert task.vendor == Vendor.objects.get(slug="walmart")
    assert task.vendor_url == "https://facturacion.walmartmexico.com.mx/"
    assert task.ticket == {"amount": "1160.00", "date": yesterday(), "tc": TC, "tr": "04821"}
    assert (task.created_by, task.priority) == (owner, Priority.INTERACTIVE)
    assert task.profile_version.profile_id == kemper.pk


def test_any_other_portal_takes_the_words_of_the_ticket(page: Client, kemper: FiscalProfile) -> None:
    page.post(NEW, elsewhere(kemper))

    assert the_task().ticket == {"amount": "1234.50", "date": yesterday(), "numero_de_ticket": "000123"}
    assert the_task().vendor is None


def test_choosing_a_vendor_draws_its_fields_and_keeps_what_was_typed(
    page: Client, kemper: FiscalProfile
) -> None:
    typed = elsewhere(kemper, vendor="walmart", amount="77.10", choose_vendor="1")

    fragment = page.post(NEW, typed, headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip().startswith('<div id="ticket"')
    assert 'name="ticket-tc"' in fragment
    assert "arriba del código de barras" in fragment
    assert 'value="77.10"' in fragment
    assert 'value="000123"' in fragment
    assert "Una guía publicada dice 5 días." in fragment
    assert InvoiceTask.objects.count() == 0


def test_without_scripts_choosing_a_vendor_gives_the_whole_page(page: Client, kemper: FiscalProfile) -> None:
    answer = page.post(NEW, elsewhere(kemper, vendor="heb", choose_vendor="1"))

    assert answer.status_code == 200
    assert 'name="ticket-store"' in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_a_portal_that_will_need_a_person_says_so_beforehand(page: Client, kemper: FiscalProfile) -> None:
    shown = page.post(NEW, elsewhere(kemper, vendor="oxxo-gas", choose_vendor="1")).content.decode()

    assert "Pide entrar con una cuenta." in shown
    assert "Pide resolver un captcha." in shown


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("amount", "", "Este campo es"),
        ("amount", "-3", "mayor que cero"),
        ("amount", "0", "mayor que cero"),
        ("amount", "12.345", "dos decimales"),
        ("amount", "99999999999", "revísalo"),
        ("amount", "doce", "No es un número"),
        ("date", (date.today() + timedelta(days=3)).isoformat(), "futuro"),  # noqa: DTZ011
        ("date", "18/11/2026x", "fecha válida"),
        ("ticket-tr", "", "Este campo es"),
        ("ticket-tc", "123", "20 a 24 dígitos"),
        ("vendor", "tienda-inventada", "opción válida"),
        ("value-0", "algo sin nombre", "cómo se llama"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(
    page: Client, kemper: FiscalProfile, field: str, typed: str, reason: str
) -> None:
    answer = page.post(NEW, for_walmart(kemper, **{field: typed}))
    form = answer.context["form"]
    beside = "key-0" if field == "value-0" else field

    assert answer.status_code == 422
    assert reason in " ".join(form.errors[beside])
    assert reason in answer.content.decode()
    if field != "vendor":
        assert TC in answer.content.decode() or field == "ticket-tc"
        assert typed in answer.content.decode()
    assert InvoiceTask.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "Elige un comercio o escribe la dirección"),
        ("javascript:alert(1)", "URL"),
        ("ftp://tienda.example/", "http"),
        ("https://user:pw@tienda.example/", "contraseña"),
    ],
)
def test_an_address_that_is_no_portals_is_refused_beside_its_field(
    page: Client, kemper: FiscalProfile, address: str, reason: str
) -> None:
    answer = page.post(NEW, elsewhere(kemper, portal_url=address))

    assert answer.status_code == 422
    assert reason in " ".join(answer.context["form"].errors["portal_url"])
    assert InvoiceTask.objects.count() == 0


def test_a_private_network_is_refused_where_it_is_not_allowed(
    page: Client, kemper: FiscalProfile, settings: Any
) -> None:
    settings.PORTAL_ALLOW_PRIVATE_HOSTS = False

    answer = page.post(NEW, elsewhere(kemper))

    assert "red privada" in " ".join(answer.context["form"].errors["portal_url"])


def test_a_ticket_that_looks_unusual_is_taken_when_a_person_confirms_it(
    page: Client, kemper: FiscalProfile
) -> None:
    first = page.post(NEW, for_walmart(kemper, **{"ticket-tc": "123"}))
    answer = page.post(NEW, for_walmart(kemper, **{"ticket-tc": "123", "confirm_format": "on"}))

    assert 'name="confirm_format"' in first.content.decode()
    assert answer.status_code == 302
    assert the_task().ticket["tc"] == "123"


def test_a_ticket_that_is_there_already_names_the_earlier_one(page: Client, kemper: FiscalProfile) -> None:
    page.post(NEW, for_walmart(kemper))
    earlier = the_task()

    answer = page.post(NEW, for_walmart(kemper))

    assert answer.status_code == 409
    assert f'href="/tickets/{earlier.pk}/"' in answer.content.decode()
    assert 'name="allow_duplicate"' in answer.content.decode()
    assert TC in answer.content.decode()
    assert InvoiceTask.objects.count() == 1


def test_only_an_explicit_word_captures_the_same_ticket_again(page: Client, kemper: FiscalProfile) -> None:
    page.post(NEW, for_walmart(kemper))

    answer = page.post(NEW, for_walmart(kemper, allow_duplicate="on"))

    assert answer.status_code == 302
    assert InvoiceTask.objects.count() == 2


def test_a_client_of_another_firm_cannot_be_chosen(
    page: Client, kemper: FiscalProfile, other_firm: Organization
) -> None:
    foreign = factories.make_profile(
        other_firm,
        ReceiverFields("XIQB891116QE4", "BERENICE XIMO QUEZADA", "612", "64000", "b@x.example", "G03"),
    )

    answer = page.post(NEW, for_walmart(kemper) | {"profile": str(foreign.pk)})

    assert "profile" in answer.context["form"].errors
    assert "BERENICE" not in answer.content.decode()
    assert InvoiceTask.objects.count() == 0


def test_without_a_client_the_page_says_what_is_missing(client: Client, owner: User) -> None:
    client.force_login(owner)

    assert "Falta un perfil fiscal" in client.get(NEW).content.decode()


@pytest.mark.parametrize("slug", [entry.slug for entry in load_directory()])
def test_every_vendor_of_the_directory_can_be_captured(
    page: Client, kemper: FiscalProfile, slug: str
) -> None:
    vendor = Vendor.objects.get(slug=slug)
    typed = {"profile": str(kemper.pk), "vendor": slug, "amount": "10.00", "date": yesterday()}
    for row in vendor.ticket_fields:
        typed[f"ticket-{row['key']}"] = row["example"] or (row["choices"] or ["01"])[0]

    answer = page.post(NEW, typed)

    assert answer.status_code == 302, answer.context["form"].errors
    assert the_task().vendor == vendor
