"""An invoice outlives the disk that it was to be written to: it stays in the database, whole."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import FiscalProfile, Organization
from automation import foreground
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.states import TaskStatus
from tests import factories
from tests.factories import WORKER
from tests.invoicing.cfdi.issuer import UUID, pki_of_tests

TICKET = {"amount": "345.00", "date": "2026-11-18", "folio": "R-1", "payment_method": "04"}


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 1000 bytes: writing more fails as it does on a full disk."""
    before, writes = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    sys.dont_write_bytecode = True  # a module that is imported here for the first time is not cached in half
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = writes


@pytest.fixture
def invoice() -> bytes:
    return pki_of_tests().issue()


@pytest.fixture
def completed(ximo: FiscalProfile, day_of_the_invoice: None, invoice: bytes) -> InvoiceTask:
    task = factories.make_task(ximo, status=TaskStatus.RUNNING, ticket=TICKET)
    services.receive_cfdi(task=task, owner=WORKER, xml=invoice)
    return factories.reread(task)


def test_the_command_says_that_the_invoice_is_safe_and_how_to_get_it(
    completed: InvoiceTask, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with full_disk():
        told = foreground.answer(completed, out=out, seconds=1.0)
    assert told["status"] == "COMPLETED"
    assert told["failure_reason"].startswith("out: La factura está guardada")
    assert f"export_cfdi {completed.pk}" in told["failure_reason"]
    assert (told["cfdi"]["uuid"], told["cfdi"]["xml_path"]) == (UUID, None)
    assert list(out.iterdir()) == []


def test_it_is_written_whole_once_there_is_room(
    completed: InvoiceTask, tmp_path: Path, invoice: bytes
) -> None:
    with full_disk(), pytest.raises(CommandError, match="No se pudo escribir en la carpeta"):
        call_command("export_cfdi", str(completed.pk), out=tmp_path / "out")
    output = StringIO()
    call_command("export_cfdi", str(completed.pk), out=tmp_path / "out", stdout=output)
    assert Path(output.getvalue().strip()).read_bytes() == invoice


def test_a_task_without_an_invoice_has_nothing_to_write(firm: Organization, tmp_path: Path) -> None:
    task = factories.make_task(factories.make_profile(firm))
    with pytest.raises(CommandError, match="no tiene ningún CFDI"):
        call_command("export_cfdi", str(task.pk), out=tmp_path)
