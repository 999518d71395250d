"""What a portal's texts say about the receptor and the ticket, against what was asked for.

A text contradicts the request when it names a datum and gives another value, and the wanted value stands
nowhere in the same text. What belongs to the issuer (its own RFC, the place of issue) is no contradiction.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from automation.pilots.sight import folded
from automation.reading.request import InvoiceRequest
from automation.reading.subjects import subjects_of
from automation.reading.understanding import Datum
from automation.reading.vocabulary import index


@dataclass(frozen=True, slots=True)
class Shown:
    datum: str
    wanted: str
    held: str


def rfcs_in(text: str) -> frozenset[str]:
    """Everything in it that has the shape of an RFC, in capitals."""
    return frozenset(match.group(0).upper() for match in _RFC.finditer(folded(text)))


def shown_differences(
    text: str, request: InvoiceRequest, *, review: bool, shop_rfcs: frozenset[str] = frozenset()
) -> tuple[Shown, ...]:
    """`review`: the text is there to be confirmed, so that every labelled datum in it counts; else only a
    receptor named as such, and the total. `shop_rfcs`: the receptor's only where a label says so."""
    lines = tuple(line for raw in text.splitlines() if (line := folded(raw)))
    found = itertools.chain(
        _rfc_differences(lines, request, review=review, shop_rfcs=shop_rfcs),
        _total_differences(lines, request),
        _labelled_differences(lines, request) if review else (),
    )
    return tuple(found)


def row_differences(rows: Iterable[str], request: InvoiceRequest) -> Iterator[Shown]:
    """Rows of a table that carry this ticket's own key beside amounts none of which is its total."""
    named = [s.text for s in subjects_of(request) if s.is_identifying and s.key not in _NO_KEYS and s.value]
    keys = {folded(text) for text in named if len(text) >= 4}
    wanted = _accepted_totals(request)
    for row in rows:
        amounts = [_decimal(a) for a in _AMOUNT.findall(row)]
        words = set(re.findall(r"[\w-]+", folded(row)))
        sums = {a + b for a, b in itertools.combinations(amounts, 2)}
        if amounts and wanted and words & keys and not wanted & ({*amounts} | sums):
            yield Shown(Datum.AMOUNT, str(request.ticket.amount), str(max(amounts)))


def lone_row_differences(rows: Sequence[str], text: str, request: InvoiceRequest) -> Iterator[Shown]:
    """The only row with an amount, under a head that says "Importe", is the sale that the portal found. It is
    another one where neither the row nor anything else on the page (`text`) gives the ticket's total. An amount
    before IVA (LIVA articles 1 and 2: 16 %, at the border 8 %) is none."""
    wanted = _accepted_totals(request)
    sold = [row for row in rows if _AMOUNT.search(row)]
    headed = any(_HEAD.search(folded(row)) and not re.search(r"\d", row) for row in rows)
    if len(sold) != 1 or not headed or not wanted or wanted & {_decimal(a) for a in _AMOUNT.findall(text)}:
        return
    amounts = [_decimal(a) for a in _AMOUNT.findall(sold[0])]
    taxed = {(a * rate).quantize(Decimal("0.01")) for a in amounts for rate in _TAXED}
    sums = {a + b for a, b in itertools.combinations(amounts, 2)}
    if not any(abs(w - a) <= _CENT for w in wanted for a in {*amounts, *sums, *taxed}):
        yield Shown(Datum.AMOUNT, str(request.ticket.amount), str(max(amounts)))


_AMOUNT = re.compile(r"\d[\d,]*\.\d{2}(?!\d)")
_HEAD = re.compile(r"\b(?:importe|total|monto|precio)\b")
_TAXED = (Decimal("1.16"), Decimal("1.08"))
_CENT = Decimal("0.02")
_NO_KEYS = frozenset({"amount", "date", "time", "concept", "payment_method", "card_last4", "tip", "propina"})


def kept_differences(text: str, request: InvoiceRequest, *, asked: frozenset[str | None]) -> Iterator[Shown]:
    """What a portal shows of a client that it keeps, in the form that will use it: label and value, on one line
    or on two. Data that the form asks for (`asked`) are judged in their fields."""
    receiver = request.receiver
    wanted = {
        Datum.LEGAL_NAME: folded(receiver.legal_name),
        Datum.POSTAL_CODE: receiver.postal_code,
        Datum.FISCAL_REGIME: receiver.fiscal_regime,
    }
    for label, value in _labelled(text):
        said = index.match_text(label)
        datum = next((d for d in wanted if d not in asked and said.get(d, 0.0) >= _SURELY_NAMED), None)
        if (
            datum is None
            or _ISSUER.search(folded(label))
            or max(index.match_text(value).values(), default=0) > 0.9
        ):
            continue
        held = _KEPT_VALUES[datum].search(folded(value))
        if held is not None and held.group(0) != wanted[datum]:
            yield Shown(datum, wanted[datum].upper(), held.group(0).upper())


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """ "C.P.: 42501", or "C.P." and the line under it."""
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    for line, following in itertools.pairwise((*lines, "")):
        label, colon, value = line.partition(":")
        yield (label, value.strip()) if colon and value.strip() else (label, following)


_SURELY_NAMED = 0.85
_KEPT_VALUES = {
    Datum.LEGAL_NAME: re.compile(r"^.*[a-z]{3}.*$"),
    Datum.POSTAL_CODE: re.compile(r"^\d{5}\b"),
    Datum.FISCAL_REGIME: re.compile(r"(?<!\d)6[0-3]\d(?!\d)"),
}

# RFC (shape: article 27 of the CFF and the SAT's rules for its twelve or thirteen characters)

_RFC = re.compile(r"(?<![a-z0-9&ñ])[a-zñ&]{3,4}\d{6}[a-z0-9]{3}(?![a-z0-9])")
_ISSUER = re.compile(
    r"emisor|emite|emitid|expid|expedi|proveedor|certific|\bpac\b|comercio|empresa|establecim|matriz|nuestro"
)
_RECEIVER = re.compile(r"receptor|client|facturar a\b|a nombre de|contribuyente|\b[st]u rfc|factura para")


def _rfc_differences(
    lines: Sequence[str], request: InvoiceRequest, *, review: bool, shop_rfcs: frozenset[str]
) -> Iterator[Shown]:
    ours = folded(request.receiver.rfc)
    ours_stands_here = any(ours in line for line in lines)
    for number, line in enumerate(lines):
        for match in _RFC.finditer(line):
            before = " ".join((*lines[max(0, number - 2) : number], line[: match.start()]))
            if match.group(0) == ours or not _is_receivers(before, line[: match.start()]):
                continue
            labelled = bool(_RECEIVER.search(_label_of(lines, number, match.start())))
            held = match.group(0).upper()
            if labelled or (review and not ours_stands_here and held not in shop_rfcs):
                yield Shown(Datum.RFC, request.receiver.rfc, held)


def _is_receivers(before: str, same_line: str) -> bool:
    """The words before it do not make it the issuer's; what stands in its own line decides first."""
    if _RECEIVER.search(same_line):
        return True
    return not _ISSUER.search(before)


def _label_of(lines: Sequence[str], number: int, start: int) -> str:
    """The words of the line before the value, or the line above where the value stands alone."""
    label = lines[number][:start].strip()
    return label if label or number == 0 else lines[number - 1]


# Total

_TOTAL = re.compile(
    r"(?<!sub)(?<!sub )(?<!sub-)\b(?:total|(?:importe|monto) (?:a facturar|facturable))\b"
    r"(?:[\s:$()=*]|mxn|m\.n\.|a pagar|a facturar|facturado|de la (?:factura|compra|venta)|de tu compra|"
    r"factura|del? (?:ticket|consumo)|ticket|compra|venta|pagado|con iva|iva incluido|pesos)*"
    r"(\d[\d,]*\.\d{2}(?!\d)|(?<=\$)\d[\d,]*(?![\d.])|(?<=\$ )\d[\d,]*(?![\d.]))"
)
_EXAMPLE = re.compile(r"\bej(?:\.|emplo)")


def _total_differences(lines: Sequence[str], request: InvoiceRequest) -> Iterator[Shown]:
    wanted = _accepted_totals(request)
    text = "\n".join(line for line in lines if not _EXAMPLE.search(line))
    shown = [total for m in _TOTAL.finditer(text) if (total := _decimal(m.group(1)))]
    if wanted and shown and not wanted & set(shown):
        yield Shown(Datum.AMOUNT, str(request.ticket.amount), str(shown[0]))


def _accepted_totals(request: InvoiceRequest) -> set[Decimal]:
    """The ticket's total, and the same without its tip: a tip stays outside the invoice."""
    amount = request.ticket.amount
    if amount is None:
        return set()
    tips = (request.ticket.values.get(key, "") for key in ("tip", "propina"))
    return {amount, *(amount - _decimal(tip) for tip in tips if re.fullmatch(r"\d+(\.\d+)?", tip))}


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


# Labelled data of a review

_CODED = (
    (
        Datum.POSTAL_CODE,
        re.compile(
            r"(?:\bc\.? ?p\b\.?|codigo postal|domicilio fiscal)[^\d\n]{0,40}\n?[^\d\n]{0,4}(\d{5})(?!\d)"
        ),
    ),
    (Datum.FISCAL_REGIME, re.compile(r"regimen[^\d\n]{0,40}\n?[^\d\n]{0,4}(6[0-3]\d)(?!\d)")),
    (
        Datum.CFDI_USE,
        re.compile(r"\buso\b[^\d\n]{0,30}\n?\W{0,4}\b(g0\d|i0\d|d[01]\d|s01|cp01|cn01|p01)\b"),
    ),
)
_NAME = re.compile(
    r"^(?:nombre|razon social|denominacion|receptor|cliente)[^:\n]{0,40}:\s*(\S.+)$", re.MULTILINE
)


def _labelled_differences(lines: Sequence[str], request: InvoiceRequest) -> Iterator[Shown]:
    text = "\n".join(lines)
    receiver = request.receiver
    wanted = {
        Datum.POSTAL_CODE: receiver.postal_code,
        Datum.FISCAL_REGIME: receiver.fiscal_regime,
        Datum.CFDI_USE: receiver.cfdi_use,
    }
    for datum, pattern in _CODED:
        others = [m for m in pattern.finditer(text) if not _of_issuer(text, m.start())]
        held = [m.group(1).upper() for m in others]
        if held and wanted[datum].upper() not in held:
            yield Shown(datum, wanted[datum], held[0])
    yield from _name_differences(text, request)


def _name_differences(text: str, request: InvoiceRequest) -> Iterator[Shown]:
    ours = folded(request.receiver.legal_name)
    if ours in " ".join(text.split()):
        return
    for match in _NAME.finditer(text):
        value = match.group(1)
        if re.search(r"[a-z]{3}", value) and not _RFC.search(value) and not _of_issuer(text, match.start()):
            yield Shown(Datum.LEGAL_NAME, request.receiver.legal_name, value.upper())
            return


def _of_issuer(text: str, position: int) -> bool:
    """The datum stands in the issuer's part: its own line or the two above say so."""
    before = text[:position].splitlines()[-2:]
    line = text[position:].split("\n", 1)[0]
    return bool(_ISSUER.search(" ".join((*before, line.split(":", 1)[0])))) and not _RECEIVER.search(line)
