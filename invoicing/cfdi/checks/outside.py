"""What lies outside the XML: its PDF's QR and SAT's answer."""

from datetime import timedelta

from invoicing.cfdi.checks.authenticity import issued_at
from invoicing.cfdi.expected import Evidence
from invoicing.cfdi.expression import PrintedExpression
from invoicing.cfdi.pdf import UnreadablePdf, expressions_in
from invoicing.cfdi.sat_status import SatState, StatusAnswer
from invoicing.cfdi.verdict import Level, Verdict, for_review, passed, rejected, unknown, warned

PROPAGATION = timedelta(hours=72)
"""How long a stamped CFDI may take to show at SAT."""


def check_pdf_qr(evidence: Evidence) -> Verdict:
    if evidence.pdf is None:
        return unknown("El portal no entregó PDF.")
    try:
        printed = expressions_in(evidence.pdf)
    except UnreadablePdf as error:
        return unknown(str(error), Level.WARN)
    if not printed:
        return unknown("El PDF no trae un código QR de CFDI legible.", Level.WARN)
    differences = [_difference(found, PrintedExpression.of(evidence.comprobante)) for found in printed]
    if not all(differences):
        return passed("El código QR del PDF es el de este CFDI.")
    return warned(f"El código QR del PDF no es el de este XML: difiere {differences[0]}.")


def _difference(found: PrintedExpression, expected: PrintedExpression) -> str:
    names = {"uuid": "id", "issuer_rfc": "re", "receiver_rfc": "rr", "total": "tt", "seal_end": "fe"}
    return ", ".join(
        short for name, short in names.items() if getattr(found, name) != getattr(expected, name)
    )


def check_sat_status(evidence: Evidence) -> Verdict:
    answer = evidence.sat_status
    if answer is None or answer.state is SatState.NOT_CONSULTED:
        return unknown(f"no consultado{f': {answer.detail}' if answer and answer.detail else ''}")
    if answer.state is SatState.CANCELLED:
        return rejected("El SAT dice que este CFDI está cancelado.")
    return _not_found(evidence) if answer.state is SatState.NOT_FOUND else _in_force(answer)


def _not_found(evidence: Evidence) -> Verdict:
    if evidence.now - issued_at(evidence) <= PROPAGATION:
        return unknown("El SAT aún no lo muestra; puede tardar hasta 72 horas. Se consultará de nuevo.")
    return for_review("El SAT no encuentra este CFDI, pasadas 72 horas.")


def _in_force(answer: StatusAnswer) -> Verdict:
    if answer.issuer_is_listed:
        return warned("Vigente en el SAT, pero su emisor está en las listas del artículo 69-B.")
    return passed(f"Vigente en el SAT{f' ({answer.cancellable})' if answer.cancellable else ''}.")
