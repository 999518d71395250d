"""Is it the invoice of this ticket? Total, date, issuer, type, currency, payment, and no other task's."""

from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from invoicing.cfdi.checks.authenticity import issued_at
from invoicing.cfdi.expected import Evidence
from invoicing.cfdi.verdict import Verdict, for_review, passed, rejected, unknown, warned

CENT = Decimal("0.01")
ROUNDING = Decimal("0.05")
"""What a ticket rounded for cash may differ (CFDI.md section 3, row 11)."""

_CLOCK_SKEW = timedelta(minutes=10)
_FOREIGN_CLOCK = timedelta(hours=8)  # Tijuana's distance from UTC: a server that forgot local time
_NEIGHBOUR_ZONE = timedelta(hours=2)


def check_total(evidence: Evidence) -> Verdict:
    amount, tip = evidence.expected.amount, evidence.expected.tip
    if amount is None:
        return unknown("No se conoce el total del ticket.")
    total = _in_ticket_currency(evidence)
    if total is None:
        return for_review(
            "El CFDI está en otra moneda y no trae tipo de cambio: su total no se puede comparar."
        )
    difference = abs(total - amount)
    if difference == 0:
        return passed(f"Total {total}, igual al del ticket.")
    if difference <= ROUNDING:
        return passed(f"Total {total}; el ticket dice {amount} (diferencia de redondeo).")
    if tip and abs(amount - tip - total) <= ROUNDING:
        return passed(f"Total {total}: el ticket menos la propina, propina no facturada.")
    return for_review(f"El total del CFDI es {total} y el del ticket {amount}.")


def _in_ticket_currency(evidence: Evidence) -> Decimal | None:
    comprobante, currency = evidence.comprobante, evidence.expected.currency
    if comprobante.moneda == currency:
        return comprobante.total
    if currency != "MXN" or comprobante.tipo_cambio is None:
        return None
    return (comprobante.total * comprobante.tipo_cambio).quantize(CENT, ROUND_HALF_UP)


def check_date(evidence: Evidence) -> Verdict:
    """Ticket date <= Fecha <= now, in one fiscal year; another month is only remarked."""
    fecha = evidence.comprobante.fecha
    ahead = issued_at(evidence) - evidence.now
    if ahead > _FOREIGN_CLOCK:
        return for_review(f"La fecha del CFDI ({fecha:%d/%m/%Y %H:%M}) está en el futuro.")
    purchased = evidence.expected.purchase_date
    if purchased is None:
        return unknown("No se conoce la fecha del ticket.")
    if fecha < datetime.combine(purchased, time.min) - _NEIGHBOUR_ZONE:
        return for_review(f"El CFDI es del {fecha:%d/%m/%Y}, anterior al ticket ({purchased:%d/%m/%Y}).")
    if fecha.year > purchased.year:
        return for_review(f"El CFDI es de {fecha.year} y la compra de {purchased.year}: otro ejercicio.")
    return passed(f"Fecha {fecha:%d/%m/%Y %H:%M}{_remark(ahead, other_month=fecha.month != purchased.month)}")


def _remark(ahead: timedelta, *, other_month: bool) -> str:
    if ahead > _CLOCK_SKEW:
        return ", adelantada: el emisor no escribió la hora local."
    return ", de otro mes que la compra." if other_month else "."


def check_issuer(evidence: Evidence) -> Verdict:
    emisor, known = evidence.comprobante.emisor, evidence.expected.issuer_rfcs
    if not known:
        return unknown(f"Emisor {emisor.rfc}, {emisor.nombre}: no se conoce el RFC del comercio.")
    if emisor.rfc not in {rfc.strip().upper() for rfc in known}:
        return for_review(f"Lo emitió {emisor.rfc} ({emisor.nombre}), que no es el comercio del ticket.")
    return passed(f"Emitido por {emisor.rfc}, {emisor.nombre}.")


def check_type(evidence: Evidence) -> Verdict:
    comprobante = evidence.comprobante
    if comprobante.is_global:
        return rejected("Es una factura global de ventas al público en general, no la de este ticket.")
    if comprobante.tipo_de_comprobante != "I":
        kind = _TYPES.get(comprobante.tipo_de_comprobante, comprobante.tipo_de_comprobante)
        return rejected(f"No es una factura de ingreso sino {kind}.")
    if comprobante.exportacion != "01":
        return rejected("Es una factura de exportación.")
    return passed("Factura de ingreso.")


_TYPES = {
    "E": "una nota de crédito (egreso)",
    "P": "un recibo de pago",
    "N": "un recibo de nómina",
    "T": "un traslado",
}


def check_currency(evidence: Evidence) -> Verdict:
    comprobante, currency = evidence.comprobante, evidence.expected.currency
    if comprobante.moneda == currency:
        return passed(f"Moneda {currency}.")
    if comprobante.tipo_cambio is None or comprobante.moneda == "XXX":
        return for_review(f"El CFDI está en {comprobante.moneda}, sin tipo de cambio.")
    return passed(f"El CFDI está en {comprobante.moneda}, con tipo de cambio {comprobante.tipo_cambio}.")


def check_payment(evidence: Evidence) -> Verdict:
    comprobante, paid_with = evidence.comprobante, evidence.expected.payment_method
    if comprobante.metodo_pago != "PUE":
        return warned(f"Método de pago {comprobante.metodo_pago or 'ausente'}: un ticket pagado lleva PUE.")
    if comprobante.forma_pago in {None, "99"}:
        return warned("La forma de pago está por definir, aunque el ticket ya se pagó.")
    if paid_with and comprobante.forma_pago != paid_with:
        return warned(f"La forma de pago es {comprobante.forma_pago} y el ticket se pagó con {paid_with}.")
    return passed(f"Pagado en una exhibición, forma de pago {comprobante.forma_pago}.")


def check_uuid_unique(evidence: Evidence) -> Verdict:
    uuid, seen = evidence.comprobante.uuid, evidence.uuid_seen
    if uuid is None or seen is None:
        return unknown("No se pudo comparar con las demás facturas.")
    if seen(uuid) if callable(seen) else seen:
        return for_review(f"El folio fiscal {uuid} ya está registrado en otro ticket.")
    return passed(f"Folio fiscal {uuid}, no registrado antes.")
