"""The accountant's declaration that the client asked for it: needed for a new client, shown, and kept as it was."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import audit
from accounts.audit import AuditEntry
from accounts.models import ClientDeclaration, FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.privacy import declaration
from tests import factories
from tests.accounts.constancias import PERSON, drawn
from tests.accounts.sheets import KEMPER, XIMO, xlsx

XIMO_TYPED = {
    "rfc": "XIQB891116QE4",
    "legal_name": "BERENICE XIMO QUEZADA",
    "fiscal_regime": "612",
    "cfdi_use": "G03",
    "postal_code": "64000",
    "email": "bere@ximo.example",
}


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_by_hand_it_must_be_ticked_and_nothing_typed_is_lost(page: Client, owner: User) -> None:
    refused = page.post("/clientes/nuevo/", XIMO_TYPED)
    assert refused.status_code == 422
    assert "Sin esta declaración" in words(refused)
    assert 'value="XIQB891116QE4"' in words(refused)
    assert not FiscalProfile.objects.exists()

    page.post("/clientes/nuevo/", XIMO_TYPED | {"declaration": "on"})

    declared = ClientDeclaration.objects.get()
    assert (declared.profile, declared.declared_by, declared.wording) == (
        FiscalProfile.objects.get(),
        owner,
        "1",
    )
    assert AuditEntry.objects.get(verb=audit.CLIENT_DECLARED).after == {"wording": "1"}


def test_choosing_lists_keeps_the_tick(page: Client) -> None:
    shown = words(page.post("/clientes/nuevo/", XIMO_TYPED | {"declaration": "on", "narrow": "1"}))

    assert re.search(r'name="declaration"[^>]*checked', shown)


def test_from_a_constancia_it_is_asked_for_a_new_client_only(page: Client, firm: Organization) -> None:
    def shown() -> str:
        file = SimpleUploadedFile("csf.pdf", drawn(PERSON), "application/pdf")
        return words(page.post("/clientes/constancia/", {"constancia": file}))

    assert 'name="declaration"' in shown()
    factories.make_profile(firm, factories.XIMO)
    assert 'name="declaration"' not in shown()


def test_for_a_list_it_is_declared_once_and_kept_for_each_client(page: Client) -> None:
    file = SimpleUploadedFile("clientes.xlsx", xlsx(KEMPER, XIMO))
    reviewed = re.search(
        r'name="sealed" value="(\w+)"', words(page.post("/clientes/importar/", {"sheet": file}))
    )
    assert reviewed is not None
    refused = page.post("/clientes/importar/confirmar/", {"sealed": reviewed[1]})
    assert refused.status_code == 422
    assert f'value="{reviewed[1]}"' in words(refused)
    assert not FiscalProfile.objects.exists()

    page.post("/clientes/importar/confirmar/", {"sealed": reviewed[1], "declaration": "on"})

    assert ClientDeclaration.objects.count() == FiscalProfile.objects.count() == 2


def test_a_client_whom_nobody_declared_is_said_to_be_so_and_can_be_declared(
    page: Client, kemper: FiscalProfile, owner: User
) -> None:
    assert "Sin declaración" in words(page.get(f"/clientes/{kemper.pk}/"))

    page.post(f"/clientes/{kemper.pk}/declarar/")
    assert not ClientDeclaration.objects.exists()
    page.post(f"/clientes/{kemper.pk}/declarar/", {"declaration": "on"})
    page.post(f"/clientes/{kemper.pk}/declarar/", {"declaration": "on"})

    shown = words(page.get(f"/clientes/{kemper.pk}/"))
    assert "Sin declaración" not in shown
    assert owner.get_short_name() in shown
    assert ClientDeclaration.objects.count() == 1


def test_what_was_declared_stays_as_it_was_when_the_wording_changes(
    page: Client, kemper: FiscalProfile, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.post(f"/clientes/{kemper.pk}/declarar/", {"declaration": "on"})
    first = declaration.current_wording_text()
    monkeypatch.setitem(declaration.WORDINGS, "2", "Otra <b>frase</b>.")

    assert first in words(page.get(f"/clientes/{kemper.pk}/"))
    assert "Otra &lt;b&gt;frase&lt;/b&gt;." in words(page.get("/clientes/nuevo/"))


def test_a_reader_declares_nothing_and_another_firm_sees_no_client(
    client: Client, kemper: FiscalProfile, viewer: User, stranger: User
) -> None:
    for person, status in ((viewer, 403), (stranger, 404)):
        client.force_login(person)
        posted = client.post(f"/clientes/{kemper.pk}/declarar/", {"declaration": "on"})
        assert posted.status_code == status
    assert not ClientDeclaration.objects.exists()


def test_a_client_made_by_a_command_has_no_declaration(firm: Organization) -> None:
    assert factories.make_profile(firm).declarations.count() == 0


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.VIEWER])
def test_the_page_of_a_clients_data_is_linked_for_who_may_open_it(
    client: Client, kemper: FiscalProfile, role: Role
) -> None:
    link = f"/clientes/{kemper.pk}/privacidad/"
    client.force_login(factories.make_member(kemper.organization, role))
    assert link not in words(client.get(f"/clientes/{kemper.pk}/"))
    assert "/solicitudes-arco/" not in words(client.get("/equipo/"))
    client.force_login(factories.make_member(kemper.organization, Role.ADMIN))
    assert link in words(client.get(f"/clientes/{kemper.pk}/"))
    assert "/solicitudes-arco/" in words(client.get("/equipo/"))
