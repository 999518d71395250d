"""Which of the files that a portal handed over is the invoice that was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from automation.browser.base import ReceivedDocument
from invoicing.cfdi.archive import open_delivery
from invoicing.cfdi.comprobante import Comprobante
from invoicing.cfdi.errors import DeliveryError, NotACfdi
from invoicing.cfdi.media import Media
from invoicing.cfdi.parse import parse_cfdi


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """What tells our invoice from others in the same tray."""

    receiver_rfc: str
    amount: Decimal | None = None
    purchased_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """`xml` is None where no file could be an invoice; `problem` then says what came instead (Spanish)."""

    xml: bytes | None
    pdf: bytes | None
    receiver_rfc: str = ""
    problem: str = ""


def sort_documents(documents: Sequence[ReceivedDocument], wanted: Wanted) -> Delivery:
    """The XML that fits the task best, with the PDF that came with it.

    A tray may hand over older invoices too: receptor, total and date say which is ours. The checks proper
    come later and decide; this only chooses what they are made on.
    """
    xmls: list[bytes] = []
    pdfs: list[bytes] = []
    problems: list[str] = []
    for document in documents:
        try:
            opened = open_delivery(document.content, name=document.name)
        except DeliveryError as error:
            problems.append(str(error))
            continue
        xmls += [part.content for part in opened if part.media is Media.XML]
        pdfs += [part.content for part in opened if part.media is Media.PDF]
    ranked = sorted(_readable(xmls), key=lambda pair: _fit(pair[1], wanted), reverse=True)
    if ranked:
        best, invoice = ranked[0]
        return Delivery(best, _pdf_of(pdfs, invoice), invoice.receptor.rfc)
    return Delivery(xmls[-1] if xmls else None, pdfs[-1] if pdfs else None, problem=" ".join(problems))


def _readable(xmls: Iterable[bytes]) -> list[tuple[bytes, Comprobante]]:
    found = []
    for xml in xmls:
        try:
            found.append((xml, parse_cfdi(xml)))
        except NotACfdi:
            continue
    return found


def _fit(invoice: Comprobante, wanted: Wanted) -> tuple[bool, bool, bool, str]:
    """Receptor, total, not older than the ticket; of equals the newest."""
    is_ours = invoice.receptor.rfc == wanted.receiver_rfc
    same_total = wanted.amount is not None and abs(invoice.total - wanted.amount) <= 1
    in_time = wanted.purchased_on is None or invoice.fecha.date() >= wanted.purchased_on
    return is_ours, same_total, in_time, invoice.fecha.isoformat()


def _pdf_of(pdfs: Sequence[bytes], invoice: Comprobante) -> bytes | None:
    """The one whose bytes name the UUID, else the newest."""
    uuid = (invoice.uuid or "").encode()
    named = [pdf for pdf in pdfs if uuid and (uuid in pdf or uuid.lower() in pdf)]
    candidates = named or list(pdfs)
    return candidates[-1] if candidates else None
