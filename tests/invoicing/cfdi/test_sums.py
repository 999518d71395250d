"""Arithmetic of CFDI 4.0, on invoices whose sello holds (the issuer itself reckoned wrongly)."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from invoicing.cfdi.comprobante import CFDI, NAMESPACES
from invoicing.cfdi.verdict import Level
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import Verify
from tests.invoicing.cfdi.issuer import Mutation, TestPki, appending, removing, setting

CENT = Decimal("0.01")
LINE = "cfdi:Conceptos/cfdi:Concepto"
LINE_TAX = f"{LINE}/cfdi:Impuestos/cfdi:Traslados/cfdi:Traslado"
TAXES = "cfdi:Impuestos"
TAX = f"{TAXES}/cfdi:Traslados/cfdi:Traslado"
WITHHELD = f"{TAXES}/cfdi:Retenciones/cfdi:Retencion"


@pytest.mark.parametrize(
    "changes",
    [
        [setting(".", Total="345.01")],
        [setting(".", SubTotal="310.35", Total="345.01")],
        [setting(".", Descuento="10.35", Total="344.99")],
        [setting(".", Descuento=None, Total="355.34")],
        [setting(LINE, Importe="400.00")],
        [setting(LINE, ValorUnitario="999.00")],
        [setting(LINE, Descuento="400.00")],
        [setting(LINE_TAX, Importe="33.00")],
        [setting(LINE_TAX, TasaOCuota="0.080000")],
        [setting(LINE_TAX, Impuesto="003")],
        [setting(LINE_TAX, TipoFactor="Exento")],
        [setting(LINE_TAX, Base="150.00")],
        [setting(TAX, Importe="47.99")],
        [setting(TAX, Base="299.00")],
        [setting(TAX, TasaOCuota="0.080000")],
        [setting(TAXES, TotalImpuestosTrasladados="48.01"), setting(".", Total="345.01")],
        [setting(TAXES, TotalImpuestosTrasladados=None), setting(".", Total="297.00")],
        [setting(WITHHELD, Importe="2.00"), setting(TAXES, TotalImpuestosRetenidos="2.00")],
        [setting(WITHHELD, Impuesto="002")],
        [setting(TAXES, TotalImpuestosRetenidos="4.00"), setting(".", Total="344.00")],
        [removing(TAXES), setting(".", Total="300.00")],
        [removing(f"{LINE}/cfdi:Impuestos")],
        [setting(LINE, Importe="210.346")],
    ],
)
def test_sums_that_do_not_hold_are_caught(check: Verify, pki: TestPki, changes: list[Mutation]) -> None:
    report = check(pki.issue(*changes), amount=None)
    assert report.check("sello").ok is True
    assert report.check("sums").stops
    assert report.check("sums").level is Level.REJECT
    assert report.failure_type is FailureType.CFDI_INVALID


def lodging(ish: str, retained: str = "0.00", total_traslados: str | None = None) -> Mutation:
    return appending(
        "cfdi:Complemento",
        f'<implocal:ImpuestosLocales version="1.0" TotaldeRetenciones="{retained}"'
        f' TotaldeTraslados="{total_traslados or ish}">'
        f'<implocal:RetencionesLocales ImpLocRetenido="CEDULAR" TasadeRetencion="1.00" Importe="{retained}"/>'
        f'<implocal:TrasladosLocales ImpLocTrasladado="ISH" TasadeTraslado="3.00" Importe="{ish}"/>'
        "</implocal:ImpuestosLocales>",
    )


def test_local_taxes_are_part_of_the_total(check: Verify, pki: TestPki) -> None:
    issued = pki.issue(lodging("9.00", "1.00"), setting(".", Total="353.00"))
    assert check(issued, amount=Decimal("353.00")).is_accepted
    assert check(pki.issue(lodging("9.00")), amount=None).check("sums").stops
    false_sum = pki.issue(lodging("8.00", total_traslados="9.00"), setting(".", Total="354.00"))
    assert check(false_sum, amount=None).check("sums").stops


def test_exempt_goods_have_a_base_and_no_amount(check: Verify, pki: TestPki) -> None:
    def exempt(root: etree._Element) -> None:
        for tax in root.iter(f"{{{CFDI}}}Traslado"):
            tax.set("TipoFactor", "Exento")
            del tax.attrib["TasaOCuota"], tax.attrib["Importe"]
        setting(TAXES, TotalImpuestosTrasladados=None)(root)
        root.set("Total", "297.00")

    report = check(pki.issue(exempt), amount=Decimal("297.00"))
    assert report.is_accepted, report.failure_reason


def ticket(lines: list[tuple[Decimal, Decimal]]) -> Mutation:
    """Lines of (price with tax, rate) as a till would invoice them: the sum is the ticket's, to the cent."""

    def change(root: etree._Element) -> None:
        for path in (f"{LINE}[2]", TAXES):
            removing(path)(root)
        conceptos = root.find("cfdi:Conceptos", NAMESPACES)
        assert conceptos is not None
        conceptos.clear()
        groups: dict[Decimal, tuple[Decimal, Decimal]] = {}
        for gross, rate in lines:
            base = (gross / (1 + rate)).quantize(CENT, ROUND_HALF_UP)
            conceptos.append(line(base, rate, gross - base))
            total_base, total_tax = groups.get(rate, (Decimal(0), Decimal(0)))
            groups[rate] = (total_base + base, total_tax + gross - base)
        root.insert(list(root).index(conceptos) + 1, taxes(groups))
        root.set("SubTotal", str(sum(base for base, _ in groups.values())))
        root.set("Total", str(sum(base + tax for base, tax in groups.values())))
        del root.attrib["Descuento"]

    return change


def line(base: Decimal, rate: Decimal, tax: Decimal) -> etree._Element:
    return etree.fromstring(
        f'<cfdi:Concepto xmlns:cfdi="{CFDI}" ClaveProdServ="50161800" Cantidad="1" ClaveUnidad="H87"'
        f' Descripcion="x" ValorUnitario="{base}" Importe="{base}" ObjetoImp="02"><cfdi:Impuestos>'
        f'<cfdi:Traslados><cfdi:Traslado Base="{base}" Impuesto="002" TipoFactor="Tasa"'
        f' TasaOCuota="{rate:.6f}" Importe="{tax}"/></cfdi:Traslados></cfdi:Impuestos></cfdi:Concepto>'
    )


def taxes(groups: dict[Decimal, tuple[Decimal, Decimal]]) -> etree._Element:
    rows = "".join(
        f'<cfdi:Traslado Base="{base}" Impuesto="002" TipoFactor="Tasa" TasaOCuota="{rate:.6f}"'
        f' Importe="{tax}"/>'
        for rate, (base, tax) in groups.items()
    )
    total = sum(tax for _, tax in groups.values())
    return etree.fromstring(
        f'<cfdi:Impuestos xmlns:cfdi="{CFDI}" TotalImpuestosTrasladados="{total}">'
        f"<cfdi:Traslados>{rows}</cfdi:Traslados></cfdi:Impuestos>"
    )


prices = st.decimals(min_value=Decimal("0.10"), max_value=Decimal("99999.99"), places=2)
rates = st.sampled_from([Decimal("0.16"), Decimal("0.08"), Decimal("0.00")])


@given(lines=st.lists(st.tuples(prices, rates), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_ticket_invoiced_to_the_cent_adds_up(
    check: Verify, pki: TestPki, lines: list[tuple[Decimal, Decimal]]
) -> None:
    report = check(pki.issue(ticket(lines)), amount=sum((gross for gross, _ in lines), Decimal(0)))
    assert report.is_accepted, report.failure_reason
