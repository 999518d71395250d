"""The invoice on a ticket's page: each check in words, the files as they came, and the upload by hand."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import FiscalProfile, User
from invoicing import services
from invoicing.models import Cfdi, InvoiceTask
from invoicing.presentation import CHECK_LABELS
from invoicing.states import TaskStatus
from tests import factories
from tests.invoicing.cfdi.issuer import UUID, pki_of_tests, setting

TICKET = {"amount": "345.00", "date": "2026-11-18", "folio": "R-1", "payment_method": "04"}
PDF = b"%PDF-1.4 no mas"


pytestmark = pytest.mark.usefixtures("day_of_the_invoice")


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def waiting(ximo: FiscalProfile) -> InvoiceTask:
    return factories.make_task(
        ximo, status=TaskStatus.INTERVENTION_NEEDED, failure_type="EMAIL_DELIVERY", ticket=TICKET
    )


def upload(page: Client, task: InvoiceTask, xml: bytes, **more: Any) -> Any:
    files = {"cfdi-xml": SimpleUploadedFile("factura.xml", xml)} | more
    return page.post(f"/tickets/{task.pk}/cfdi/", files)


def shown(page: Client, task: InvoiceTask) -> str:
    return page.get(f"/tickets/{task.pk}/").content.decode()


def test_an_xml_that_came_by_mail_completes_its_ticket(page: Client, waiting: InvoiceTask) -> None:
    answer = upload(page, waiting, pki_of_tests().issue())

    assert answer["Location"] == f"/tickets/{waiting.pk}/"
    assert factories.reread(waiting).status == TaskStatus.COMPLETED


def test_an_accepted_invoice_shows_every_check_and_where_its_trust_comes_from(
    page: Client, waiting: InvoiceTask
) -> None:
    upload(page, waiting, pki_of_tests().issue())
    html = shown(page, waiting)

    assert [name for name, label in CHECK_LABELS.items() if str(label) not in html] == []
    assert "Emitido por portal de pruebas." in html
    assert UUID in html
    assert "Correcto" in html


def test_what_could_not_be_asked_is_told_as_such_and_never_as_in_force(
    page: Client, waiting: InvoiceTask
) -> None:
    upload(page, waiting, pki_of_tests().issue())
    html = shown(page, waiting)

    assert "No consultado" in html
    assert "vigente ante" not in html.lower()


def test_a_stamp_that_nobody_could_verify_is_told_as_such(
    page: Client, waiting: InvoiceTask, settings: Any
) -> None:
    settings.CFDI_PAC_CERTIFICATES = ""
    upload(page, waiting, pki_of_tests().issue())

    assert "No verificado" in shown(page, waiting)


def test_an_invoice_for_somebody_else_is_kept_shown_and_not_accepted(
    page: Client, waiting: InvoiceTask
) -> None:
    xml = pki_of_tests().issue(setting("cfdi:Receptor", Rfc="EKU9003173C9"))
    upload(page, waiting, xml)
    html = shown(page, waiting)

    assert factories.reread(waiting).status == TaskStatus.INTERVENTION_NEEDED
    assert "Archivo recibido, no aceptado" in html
    assert "No se cumple" in html
    assert page.get(f"/tickets/{waiting.pk}/cfdi.xml").content == xml


def test_a_file_that_is_no_invoice_is_told_as_such(page: Client, waiting: InvoiceTask) -> None:
    upload(page, waiting, b"<html>no es factura</html>")

    assert factories.reread(waiting).status == TaskStatus.INTERVENTION_NEEDED
    assert "Archivo recibido, no aceptado" in shown(page, waiting)


@pytest.mark.parametrize("xml", [None, b"x" * (2 * 1024 * 1024 + 1)], ids=["none", "huge"])
def test_an_upload_without_a_usable_file_is_refused_beside_its_field(
    page: Client, waiting: InvoiceTask, xml: bytes | None
) -> None:
    answer = upload(page, waiting, xml) if xml else page.post(f"/tickets/{waiting.pk}/cfdi/")

    assert answer.status_code == 422
    assert 'id="id_cfdi-xml_error"' in answer.content.decode()
    assert Cfdi.objects.count() == 0


def test_a_completed_ticket_takes_no_other_invoice(page: Client, waiting: InvoiceTask) -> None:
    upload(page, waiting, pki_of_tests().issue())

    assert upload(page, waiting, pki_of_tests().issue()).status_code == 409
    assert Cfdi.objects.count() == 1


def test_downloads_are_the_files_as_they_came(page: Client, waiting: InvoiceTask) -> None:
    xml = pki_of_tests().issue()
    upload(page, waiting, xml, **{"cfdi-pdf": SimpleUploadedFile("factura.pdf", PDF)})
    files = {kind: page.get(f"/tickets/{waiting.pk}/cfdi.{kind}") for kind in ("xml", "pdf")}

    assert (files["xml"].content, files["pdf"].content) == (xml, PDF)
    assert files["xml"]["Content-Type"] == "application/xml"
    assert files["pdf"]["Content-Type"] == "application/pdf"
    for kind, answer in files.items():
        assert answer["Content-Disposition"] == f'attachment; filename="{UUID}.{kind}"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]


def test_the_accepted_invoice_is_downloaded_even_if_a_wrong_one_came_later(
    page: Client, waiting: InvoiceTask
) -> None:
    xml = pki_of_tests().issue()
    services.upload_cfdi(task=waiting, xml=b"<no/>")
    services.upload_cfdi(task=factories.reread(waiting), xml=xml)
    Cfdi.objects.filter(status="rejected").update(received_at=datetime(2026, 11, 19, tzinfo=UTC))

    assert page.get(f"/tickets/{waiting.pk}/cfdi.xml").content == xml


def test_without_a_pdf_there_is_none_to_download(page: Client, waiting: InvoiceTask) -> None:
    upload(page, waiting, pki_of_tests().issue())

    assert "cfdi.pdf" not in shown(page, waiting)
    assert page.get(f"/tickets/{waiting.pk}/cfdi.pdf").status_code == 404


def test_a_stranger_downloads_nothing(client: Client, waiting: InvoiceTask, stranger: User) -> None:
    services.upload_cfdi(task=waiting, xml=pki_of_tests().issue())
    client.force_login(stranger)

    assert client.get(f"/tickets/{waiting.pk}/cfdi.xml").status_code == 404
