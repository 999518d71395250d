"""A file that came for a task: judged, kept byte for byte, and the task moved by the verdict only."""

from hashlib import sha256
from typing import Any

import pytest

from accounts.models import FiscalProfile
from invoicing import services
from invoicing.errors import DuplicateTicket, LeaseLost, TransitionRefused
from invoicing.models import Cfdi, CfdiFile, InvoiceTask
from invoicing.states import FailureType, TaskStatus
from tests import factories
from tests.factories import WORKER
from tests.invoicing.cfdi.issuer import UUID, pki_of_tests, setting

TICKET = {"amount": "345.00", "date": "2026-11-18", "folio": "R-1", "payment_method": "04"}


pytestmark = pytest.mark.usefixtures("day_of_the_invoice")


@pytest.fixture
def running(ximo: FiscalProfile) -> InvoiceTask:
    return factories.make_task(ximo, status=TaskStatus.RUNNING, ticket=TICKET)


def invoice(**receiver: str) -> bytes:
    return pki_of_tests().issue(*([setting("cfdi:Receptor", **receiver)] if receiver else []))


def receive(task: InvoiceTask, xml: bytes, **more: Any) -> services.receiving.Receipt:
    return services.receive_cfdi(task=task, owner=WORKER, xml=xml, **more)


def kept(task: InvoiceTask) -> list[bytes]:
    return [file.content for file in CfdiFile.objects.filter(cfdi__task=task, kind="xml")]


def test_an_invoice_that_passes_every_check_completes_the_task(running: InvoiceTask) -> None:
    xml = invoice()
    receipt = receive(running, xml)
    row = factories.reread(running)
    assert receipt.report.mandatory_failures == ()
    assert (row.status, row.failure_type, row.lease_owner) == (TaskStatus.COMPLETED, "", "")
    assert (receipt.cfdi.uuid, receipt.cfdi.status) == (UUID, "received")
    assert receipt.cfdi.trust_note == "emitido por portal de pruebas"
    assert row.events.filter(type="cfdi").get().content["uuid"] == UUID


def test_the_file_is_kept_byte_for_byte_and_sealed(running: InvoiceTask) -> None:
    xml = invoice()
    receive(running, xml, pdf=b"%PDF-1.4 no mas")
    file = CfdiFile.objects.get(kind="xml")
    assert (file.content, file.sha256, file.size) == (xml, sha256(xml).hexdigest(), len(xml))
    assert b"XIQB891116QE4" not in bytes(
        CfdiFile.objects.values_list("content", flat=True).filter(kind="xml").get()
    )
    assert CfdiFile.objects.get(kind="pdf").content == b"%PDF-1.4 no mas"


@pytest.mark.parametrize(
    ("xml", "failure"),
    [
        (invoice(Rfc="EKU9003173C9"), FailureType.CFDI_MISMATCH),
        (invoice(UsoCFDI="S01"), FailureType.CFDI_MISMATCH),
        (invoice(Nombre="OTRA PERSONA"), FailureType.CFDI_MISMATCH),
        (invoice().replace(b'Total="345.00"', b'Total="344.00"'), FailureType.CFDI_INVALID),
        (b"<html>no es factura</html>", FailureType.CFDI_INVALID),
        (b"", FailureType.CFDI_INVALID),
    ],
)
def test_any_other_file_stops_for_a_person_and_is_kept(
    running: InvoiceTask, xml: bytes, failure: FailureType
) -> None:
    receipt = receive(running, xml)
    row = factories.reread(running)
    assert (row.status, row.failure_type) == (TaskStatus.INTERVENTION_NEEDED, failure)
    assert receipt.cfdi.status == "rejected"
    assert row.failure_reason
    assert kept(running) == [xml]


def test_a_total_that_is_not_the_tickets_is_a_mismatch(ximo: FiscalProfile) -> None:
    task = factories.make_task(ximo, status=TaskStatus.RUNNING, ticket=TICKET | {"amount": "400.00"})
    receive(task, invoice())
    assert factories.reread(task).failure_type == FailureType.CFDI_MISMATCH


def test_the_same_uuid_does_not_complete_a_second_task(running: InvoiceTask, ximo: FiscalProfile) -> None:
    receive(running, invoice())
    second = factories.make_task(ximo, status=TaskStatus.RUNNING, ticket=TICKET | {"folio": "R-2"})
    receive(second, invoice())
    assert factories.reread(second).failure_type == FailureType.CFDI_MISMATCH
    assert Cfdi.objects.filter(uuid=UUID, status="received").count() == 1


@pytest.mark.parametrize("status", [s for s in TaskStatus if s is not TaskStatus.COMPLETED])
def test_a_right_invoice_completes_the_task_even_of_a_process_that_lost_it(
    running: InvoiceTask, status: TaskStatus
) -> None:
    InvoiceTask.objects.filter(pk=running.pk).update(
        status=status, lease_owner="otro", failure_type="UNCERTAIN_SUBMISSION"
    )
    receipt = receive(running, invoice())
    assert (receipt.status, factories.reread(running).status) == (TaskStatus.COMPLETED, TaskStatus.COMPLETED)


def test_a_wrong_file_of_a_process_that_lost_the_task_is_kept_and_changes_nothing(
    running: InvoiceTask,
) -> None:
    xml = invoice(UsoCFDI="S01")
    services.receive_cfdi(task=running, owner="otro", xml=xml)
    assert factories.reread(running).status == TaskStatus.RUNNING
    assert kept(running) == [xml]


def test_a_second_invoice_for_a_completed_task_is_kept_but_not_counted(running: InvoiceTask) -> None:
    receive(running, invoice())
    receive(running, invoice())
    assert list(Cfdi.objects.order_by("received_at").values_list("status", flat=True)) == [
        "received",
        "rejected",
    ]


@pytest.mark.parametrize("status", [s for s in TaskStatus if s is not TaskStatus.COMPLETED])
def test_an_upload_completes_a_task_in_any_state(ximo: FiscalProfile, status: TaskStatus) -> None:
    task = factories.make_task(ximo, status=status, ticket=TICKET)
    services.upload_cfdi(task=task, xml=invoice())
    assert factories.reread(task).status == TaskStatus.COMPLETED


def test_an_upload_that_fails_a_check_changes_no_state_and_is_kept(ximo: FiscalProfile) -> None:
    task = factories.make_task(ximo, status=TaskStatus.FAILED, ticket=TICKET)
    receipt = services.upload_cfdi(task=task, xml=invoice(UsoCFDI="S01"))
    assert factories.reread(task).status == TaskStatus.FAILED
    assert receipt.cfdi.status == "rejected"


def test_nothing_is_uploaded_to_a_completed_task(running: InvoiceTask) -> None:
    receive(running, invoice())
    with pytest.raises(TransitionRefused):
        services.upload_cfdi(task=factories.reread(running), xml=invoice())


def test_an_upload_beside_a_live_task_of_the_same_ticket_names_that_task(ximo: FiscalProfile) -> None:
    failed = factories.make_task(ximo, status=TaskStatus.FAILED, ticket=TICKET)
    live = factories.make_task(ximo, status=TaskStatus.QUEUED, ticket=TICKET)
    with pytest.raises(DuplicateTicket) as refused:
        services.upload_cfdi(task=failed, xml=invoice())
    assert refused.value.task_id == live.pk


def test_a_run_whose_task_was_completed_by_an_upload_stops(running: InvoiceTask) -> None:
    services.upload_cfdi(task=factories.reread(running), xml=invoice())
    with pytest.raises(LeaseLost):
        services.heartbeat(task=running, owner=WORKER)
