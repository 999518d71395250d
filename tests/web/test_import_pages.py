"""Importing clients over HTTP: a report of every row, and nothing written before it is confirmed."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import FiscalProfile, Organization, User
from tests import factories
from tests.accounts.sheets import KEMPER, XIMO, xlsx

IMPORT, CONFIRM = "/clientes/importar/", "/clientes/importar/confirmar/"
WRONG = ("EKU9003173C8", "ESCUELA <b>SA DE CV", 612, 2, "no", "D01")


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def sheet(*rows: Any) -> dict[str, Any]:
    return {"sheet": SimpleUploadedFile("clientes.xlsx", xlsx(*rows))}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def sealed_in(shown: str) -> str:
    found = re.search(r'name="sealed" value="([0-9a-f]+)"', shown)
    assert found is not None
    return found[1]


def test_every_row_is_told_and_nothing_is_written(page: Client) -> None:
    shown = words(page.post(IMPORT, sheet(KEMPER, WRONG, XIMO, XIMO)))

    assert not FiscalProfile.objects.exists()
    assert "2 filas están bien" in shown
    assert "2 filas no se importarán" in shown
    assert "Fila 3 · RFC: El dígito verificador" in shown
    assert "Está repetido en la hoja" in shown
    assert "ESCUELA &lt;B&gt;SA DE CV" in shown
    assert "KEMPER" not in sealed_in(shown)


def test_confirmed_rows_become_clients_and_known_ones_are_updated(
    page: Client, kemper: FiscalProfile
) -> None:
    shown = words(page.post(IMPORT, sheet([*KEMPER[:3], "64000", *KEMPER[4:]], XIMO, WRONG)))
    assert "Se actualiza" in shown

    assert page.post(CONFIRM, {"sealed": sealed_in(shown), "declaration": "on"}).status_code == 302
    found = {profile.rfc: profile for profile in FiscalProfile.objects.all()}
    assert set(found) == {"EKU9003173C9", "XIQB891116QE4"}
    assert (found["EKU9003173C9"].postal_code, found["EKU9003173C9"].current_version) == ("64000", 2)
    assert found["EKU9003173C9"].is_default


def test_confirming_twice_changes_nothing_more(page: Client) -> None:
    sealed = sealed_in(words(page.post(IMPORT, sheet(KEMPER))))
    page.post(CONFIRM, {"sealed": sealed, "declaration": "on"})
    page.post(CONFIRM, {"sealed": sealed, "declaration": "on"})

    assert FiscalProfile.objects.get().current_version == 1


@pytest.mark.parametrize("sealed", ["", "00", "no es hexadecimal", "01" * 80])
def test_what_was_not_reviewed_is_not_imported(page: Client, sealed: str) -> None:
    answer = page.post(CONFIRM, {"sealed": sealed, "declaration": "on"})

    assert answer.status_code == 409
    assert "Sube el archivo otra vez" in words(answer)


def test_nobody_confirms_anothers_review(
    page: Client, client: Client, stranger: User, firm: Organization
) -> None:
    sealed = sealed_in(words(page.post(IMPORT, sheet(KEMPER))))
    for other in (stranger, factories.make_member(firm)):
        client.force_login(other)
        assert client.post(CONFIRM, {"sealed": sealed, "declaration": "on"}).status_code == 409
    assert not FiscalProfile.objects.exists()


def test_a_sheet_that_cannot_be_read_is_told_beside_the_field(page: Client) -> None:
    answer = page.post(IMPORT, {"sheet": SimpleUploadedFile("x.xlsx", xlsx(KEMPER, XIMO, merged="A2:A3"))})

    assert answer.status_code == 422
    assert "celdas combinadas" in words(answer)
    assert page.post(IMPORT).status_code == 422


def test_a_reader_imports_nothing(client: Client, viewer: User) -> None:
    client.force_login(viewer)

    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, sheet(KEMPER)).status_code == 403
    assert client.post(CONFIRM, {"sealed": "00", "declaration": "on"}).status_code == 403


def test_nobody_is_sent_to_the_login_and_a_token_is_needed(client: Client, owner: User) -> None:
    assert client.post(CONFIRM).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    for address in (IMPORT, CONFIRM):
        assert strict.post(address).status_code == 403
