"""Everything that is kept of a client, in a ZIP that a person can read."""

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient, Client
from django.utils import timezone

from accounts import audit
from accounts.audit import AuditEntry
from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.privacy.declaration import declare_client
from accounts.services import update_profile
from invoicing.models import CfdiFile
from tests import factories
from tests.accounts.privacy import PDF, ended, invoiced
from tests.invoicing.cfdi.issuer import UUID, pki_of_tests

pytestmark = pytest.mark.usefixtures("day_of_the_invoice")


@pytest.fixture
def ximo(ximo: FiscalProfile, owner: User) -> FiscalProfile:
    declare_client(profile=ximo, by=owner, now=timezone.now())
    return ximo


@pytest.fixture
def page(client: Client, firm: Organization) -> Client:
    client.force_login(factories.make_member(firm, Role.ADMIN))
    return client


def address(profile: FiscalProfile) -> str:
    return f"/clientes/{profile.pk}/privacidad/exportar/"


def exported(page: Client, profile: FiscalProfile) -> ZipFile:
    answer: Any = page.post(address(profile))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="datos-personales-')
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer["Content-Length"])
    return ZipFile(io.BytesIO(content))


def table(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    """The JSON, after seeing that the CSV has the same rows."""
    rows: list[dict[str, Any]] = json.loads(archive.read(f"datos/{name}.json"))
    sheet = list(csv.DictReader(io.StringIO(archive.read(f"datos/{name}.csv").decode("utf-8-sig"))))
    assert len(sheet) == len(rows)
    return rows


def test_all_of_it_is_there_and_the_invoice_byte_for_byte(
    page: Client, ximo: FiscalProfile, owner: User
) -> None:
    cfdi = invoiced(ximo)
    update_profile(profile=ximo, fields=replace(factories.XIMO, postal_code="06000"), changed_by=owner)

    archive = exported(page, ximo)

    assert archive.testzip() is None
    assert archive.read(f"cfdi/{UUID}_{cfdi.pk}.xml") == pki_of_tests().issue()
    assert archive.read(f"cfdi/{UUID}_{cfdi.pk}.pdf") == PDF
    assert [row["postal_code"] for row in table(archive, "datos_fiscales")] == ["64000", "06000"]
    (ticket,) = table(archive, "tickets")
    assert ticket["ticket"]["folio"] == "R-1"
    assert table(archive, "pasos")
    (invoice,) = table(archive, "facturas")
    assert (invoice["uuid"], invoice["summary"]["receiver_name"]) == (UUID, "BERENICE XIMO QUEZADA")
    assert table(archive, "declaraciones")[0]["declared_by"] == str(owner)
    assert {row["sha256"] for row in table(archive, "archivos")} == {
        sha256(pki_of_tests().issue()).hexdigest(),
        sha256(PDF).hexdigest(),
    }
    personal = [row["personal"] for row in table(archive, "bitacora") if row["verb"] == audit.PROFILE_CHANGED]
    assert personal == [{"postal_code": ["64000", "06000"]}]
    assert "cfdi.uploaded" in {row["verb"] for row in table(archive, "bitacora")}


def test_a_person_reads_the_summary_and_no_markup_of_others_runs_in_it(
    page: Client, ximo: FiscalProfile, firm: Organization
) -> None:
    firm.name = "<script>x</script>"
    firm.save()

    read = exported(page, ximo).read("LEEME.html").decode()

    assert "BERENICE XIMO QUEZADA" in read
    assert "datos/tickets.csv" in read
    assert "<script" not in read


def test_a_formula_in_a_ticket_is_text_in_the_table(page: Client, ximo: FiscalProfile) -> None:
    request = {"kind": "access", "received_date": "2026-11-17", "channel": "=HYPERLINK(1)", "notes": "@x"}
    page.post(f"/clientes/{ximo.pk}/solicitudes/nueva/", request)

    sheet = exported(page, ximo).read("datos/solicitudes_arco.csv").decode()

    assert "'=HYPERLINK(1)" in sheet
    assert ",'@x," in sheet


def test_nothing_of_another_client_is_in_it(page: Client, ximo: FiscalProfile, kemper: FiscalProfile) -> None:
    other = ended(kemper, age=timedelta(days=1))
    invoiced(ximo)

    archive = exported(page, ximo)

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"facturas@kemper.example" not in everything
    assert str(kemper.pk).encode() not in everything
    assert str(other.pk).encode() not in everything


def test_who_took_it_stands_in_the_audit(page: Client, ximo: FiscalProfile) -> None:
    exported(page, ximo)

    entry = AuditEntry.objects.get(verb=audit.PROFILE_EXPORTED)
    assert (entry.object_id, entry.source) == (ximo.pk, "web")


def test_of_an_erased_client_it_holds_what_the_law_keeps(page: Client, ximo: FiscalProfile) -> None:
    cfdi = invoiced(ximo)
    page.post(f"/clientes/{ximo.pk}/privacidad/borrar/", {"rfc": "XIQB891116QE4"})

    archive = exported(page, ximo)

    assert archive.read(f"cfdi/{UUID}_{cfdi.pk}.xml") == pki_of_tests().issue()
    assert table(archive, "tickets")[0]["ticket"] == {}
    assert "Los datos se borraron" in archive.read("LEEME.html").decode()


def test_only_owners_and_admins_of_the_firm_take_it(
    client: Client, ximo: FiscalProfile, firm: Organization, stranger: User
) -> None:
    for role in (Role.VIEWER, Role.ACCOUNTANT):
        client.force_login(factories.make_member(firm, role))
        assert client.post(address(ximo)).status_code == 403
    client.force_login(stranger)
    assert client.post(address(ximo)).status_code == 404
    assert client.get(address(ximo)).status_code == 405
    client.logout()
    assert client.post(address(ximo)).status_code == 302
    assert not AuditEntry.objects.filter(verb=audit.PROFILE_EXPORTED).exists()


@pytest.mark.django_db(transaction=True)
async def test_as_it_is_served_it_comes_in_pieces(
    firm: Organization, owner: User, ximo: FiscalProfile
) -> None:
    client = AsyncClient()
    await client.aforce_login(owner)

    answer: Any = await client.post(address(ximo))
    pieces = [piece async for piece in answer.streaming_content]

    archive = ZipFile(io.BytesIO(b"".join(pieces)))
    assert "XIQB891116QE4" in archive.read("LEEME.html").decode()
    await sync_to_async(connections.close_all)()


def test_many_files_are_not_held_in_memory(page: Client, ximo: FiscalProfile) -> None:
    cfdi = invoiced(ximo)
    big = b"%PDF" + bytes(2 * 1024 * 1024)
    CfdiFile.objects.filter(cfdi=cfdi).delete()
    for number in range(12):
        task = ended(ximo, age=timedelta(0), ticket={"folio": f"M-{number}", "amount": "1.00"})
        copy = type(cfdi).objects.create(
            organization_id=cfdi.organization_id, task=task, status="rejected", uuid="", summary={}, checks=[],
            source="upload",
        )  # fmt: skip
        CfdiFile.objects.create(
            organization_id=cfdi.organization_id,
            cfdi=copy,
            kind="pdf",
            content=big,
            sha256="0",
            size=len(big),
        )
    tracemalloc.start()
    try:
        answer: Any = page.post(address(ximo))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()) > 12
    assert peak < 18 * 1024 * 1024
