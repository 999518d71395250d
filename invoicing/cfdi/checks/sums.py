"""Arithmetic that no schema sees: Anexo 20, "Matriz de errores CFDI 4.0" (CFDI40108 to CFDI40221).

Amounts of lines may have six decimals; those of the document are sums rounded to the currency's two. A line
is right when its amount lies between the products of its factors' rounding limits.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import chain

from invoicing.cfdi.comprobante import Comprobante, Concepto, Impuesto, ImpuestosLocales
from invoicing.cfdi.expected import Evidence
from invoicing.cfdi.verdict import Verdict, passed, rejected

ZERO = Decimal(0)
HALF_CENT = Decimal("0.005")
_EPSILON = Decimal("1e-12")
_Key = tuple[str | None, ...]


def check_sums(evidence: Evidence) -> Verdict:
    faults = list(_faults(evidence.comprobante))
    if faults:
        return rejected(" ".join(faults[:3]))
    return passed("Importes, impuestos y total cuadran.")


def _faults(comprobante: Comprobante) -> Iterator[str]:
    return chain(
        _line_faults(comprobante.conceptos),
        _subtotal_faults(comprobante),
        _group_faults(comprobante),
        _tax_total_faults(comprobante),
        chain.from_iterable(map(_local_faults, comprobante.impuestos_locales)),
        _total_faults(comprobante),
    )


def _line_faults(conceptos: Iterable[Concepto]) -> Iterator[str]:
    for number, concepto in enumerate(conceptos, 1):
        if not _is_product(concepto.importe, concepto.cantidad, concepto.valor_unitario):
            yield f"En el concepto {number}, Importe no es Cantidad por ValorUnitario."
        if (concepto.descuento or ZERO) > concepto.importe:
            yield f"En el concepto {number}, Descuento es mayor que Importe."
        for tax in (*concepto.traslados, *concepto.retenciones):
            if not _is_tax_right(tax):
                yield f"En el concepto {number}, el impuesto {tax.impuesto} no es Base por tasa."


def _is_tax_right(tax: Impuesto) -> bool:
    if tax.tipo_factor == "Exento":
        return tax.importe is None and tax.tasa_o_cuota is None
    if tax.base is None or tax.tasa_o_cuota is None or tax.importe is None:
        return False
    low, high = _limits(tax.base)
    return _lies_between(tax.importe, low * tax.tasa_o_cuota, high * tax.tasa_o_cuota)


def _is_product(importe: Decimal, cantidad: Decimal, valor_unitario: Decimal) -> bool:
    (few, many), (cheap, dear) = _limits(cantidad), _limits(valor_unitario)
    return _lies_between(importe, few * cheap, many * dear)


def _limits(factor: Decimal) -> tuple[Decimal, Decimal]:
    """What `factor` may have been before it was written with its decimals."""
    half = Decimal(1).scaleb(-decimals_of(factor)) / 2
    return max(ZERO, factor - half), factor + half - _EPSILON


def _lies_between(amount: Decimal, low: Decimal, high: Decimal) -> bool:
    unit = Decimal(1).scaleb(-decimals_of(amount))
    return low.quantize(unit, ROUND_FLOOR) <= amount <= high.quantize(unit, ROUND_CEILING)


def decimals_of(number: Decimal) -> int:
    """Decimals as written."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_rounded(total: Decimal, exact: Decimal) -> bool:
    """`total` is `exact` rounded to cents, halves either way."""
    return decimals_of(total.normalize()) <= 2 and abs(total - exact) <= HALF_CENT


def _subtotal_faults(comprobante: Comprobante) -> Iterator[str]:
    lines = comprobante.conceptos
    if not _is_rounded(comprobante.sub_total, sum((line.importe for line in lines), ZERO)):
        yield "SubTotal no es la suma de los importes."
    discounts = sum((line.descuento or ZERO for line in lines), ZERO)
    if not _is_rounded(comprobante.descuento or ZERO, discounts):
        yield "Descuento no es la suma de los descuentos."


def _group_faults(comprobante: Comprobante) -> Iterator[str]:
    own, lines = comprobante.impuestos, comprobante.conceptos
    traslados = [tax for line in lines for tax in line.traslados]
    retenciones = [tax for line in lines for tax in line.retenciones]
    if not _same_groups(own.traslados, traslados, _by_rate, _amount_and_base):
        yield "Los impuestos trasladados no son la suma de los de los conceptos."
    if not _same_groups(own.retenciones, retenciones, _by_tax, _amount):
        yield "Los impuestos retenidos no son la suma de los de los conceptos."


def _by_rate(tax: Impuesto) -> _Key:
    rate = None if tax.tasa_o_cuota is None else f"{tax.tasa_o_cuota:.6f}"
    return tax.impuesto, tax.tipo_factor, rate


def _by_tax(tax: Impuesto) -> _Key:
    return (tax.impuesto,)


def _amount(tax: Impuesto) -> tuple[Decimal, ...]:
    return (tax.importe or ZERO,)


def _amount_and_base(tax: Impuesto) -> tuple[Decimal, ...]:
    return tax.importe or ZERO, tax.base or ZERO


def _same_groups(
    document: Iterable[Impuesto],
    lines: Iterable[Impuesto],
    key: Callable[[Impuesto], _Key],
    values: Callable[[Impuesto], tuple[Decimal, ...]],
) -> bool:
    written, summed = _grouped(document, key, values), _grouped(lines, key, values)
    return written.keys() == summed.keys() and all(
        _is_rounded(total, exact)
        for group in written
        for total, exact in zip(written[group], summed[group], strict=True)
    )


def _grouped(
    taxes: Iterable[Impuesto],
    key: Callable[[Impuesto], _Key],
    values: Callable[[Impuesto], tuple[Decimal, ...]],
) -> dict[_Key, tuple[Decimal, ...]]:
    rows: defaultdict[_Key, list[tuple[Decimal, ...]]] = defaultdict(list)
    for tax in taxes:
        rows[key(tax)].append(values(tax))
    return {
        group: tuple(sum(column, ZERO) for column in zip(*found, strict=True))
        for group, found in rows.items()
    }


def _tax_total_faults(comprobante: Comprobante) -> Iterator[str]:
    own = comprobante.impuestos
    if (own.total_trasladados or ZERO) != sum((tax.importe or ZERO for tax in own.traslados), ZERO):
        yield "TotalImpuestosTrasladados no es la suma de los traslados."
    if (own.total_retenidos or ZERO) != sum((tax.importe or ZERO for tax in own.retenciones), ZERO):
        yield "TotalImpuestosRetenidos no es la suma de las retenciones."


def _local_faults(local: ImpuestosLocales) -> Iterator[str]:
    if local.total_traslados != sum(local.traslados, ZERO):
        yield "El total de traslados locales no es su suma."
    if local.total_retenciones != sum(local.retenciones, ZERO):
        yield "El total de retenciones locales no es su suma."


def _total_faults(comprobante: Comprobante) -> Iterator[str]:
    own = comprobante.impuestos
    taxes = (own.total_trasladados or ZERO) - (own.total_retenidos or ZERO)
    for local in comprobante.impuestos_locales:
        taxes += local.total_traslados - local.total_retenciones
    if comprobante.total != comprobante.sub_total - (comprobante.descuento or ZERO) + taxes:
        yield "Total no es SubTotal menos Descuento más traslados menos retenciones."
