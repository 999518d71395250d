"""What is read, and what is refused and why."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.cfdi.errors import NotACfdi, Unreadable
from invoicing.cfdi.parse import MAX_BYTES, parse_cfdi
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import SAMPLES
from tests.invoicing.cfdi.issuer import TestPki, appending

REAL = (SAMPLES / "cfdi40-real.xml").read_bytes()
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">' + b'<!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
)
EXTERNAL = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def reason_of(content: bytes) -> Unreadable:
    with pytest.raises(NotACfdi) as refused:
        parse_cfdi(content)
    assert str(refused.value)
    assert refused.value.failure_type is FailureType.CFDI_INVALID
    assert refused.value.retryable is False
    return refused.value.reason


def test_a_real_cfdi_is_read_as_typed_values() -> None:
    read = parse_cfdi(REAL)
    assert (read.serie, read.folio, read.total, read.sub_total) == (
        "O",
        "52375239",
        Decimal("1000.00"),
        Decimal("862.07"),
    )
    assert read.fecha == datetime(2025, 1, 24, 10, 10, 41)  # noqa: DTZ001 - Fecha is local
    assert read.emisor.nombre == "PASE, SERVICIOS ELECTRONICOS"
    assert read.receptor.domicilio_fiscal == "52176"
    assert [line.valor_unitario for line in read.conceptos] == [Decimal("8.620690"), Decimal("853.448276")]
    assert read.conceptos[1].traslados[0].tasa_o_cuota == Decimal("0.160000")
    assert read.impuestos.total_trasladados == Decimal("137.93")
    assert read.uuid == "C2832671-DA6D-11EF-A83D-00155D012007"
    assert read.content is REAL


def test_the_receptor_is_not_in_the_repr() -> None:
    assert "COSC8001137NA" not in repr(parse_cfdi(REAL))


def test_local_taxes_are_read(pki: TestPki) -> None:
    local = (
        '<implocal:ImpuestosLocales version="1.0" TotaldeRetenciones="0.00" TotaldeTraslados="9.00">'
        '<implocal:TrasladosLocales ImpLocTrasladado="ISH" TasadeTraslado="3.00" Importe="9.00"/>'
        "</implocal:ImpuestosLocales>"
    )
    read = parse_cfdi(pki.issue(appending("cfdi:Complemento", local)))
    assert [tax.total_traslados for tax in read.impuestos_locales] == [Decimal("9.00")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Unreadable.EMPTY),
        (b"\xef\xbb\xbf \n", Unreadable.EMPTY),
        (b"<!DOCTYPE html><html><body>Error 500</body></html>", Unreadable.HTML),
        (b"<html><head><title>Portal</title></head></html>", Unreadable.HTML),
        (b'<?xml version="1.0"?>\n<!-- x --><!DOCTYPE html PUBLIC "x"><html/>', Unreadable.HTML),
        (b"%PDF-1.7 ...", Unreadable.PDF),
        (b"PK\x03\x04....", Unreadable.ZIP),
        (b"Su factura fue enviada por correo", Unreadable.NOT_XML),
        (b'{"error": "no"}', Unreadable.NOT_XML),
        (BILLION_LAUGHS, Unreadable.DOCTYPE),
        (EXTERNAL, Unreadable.DOCTYPE),
        (b"<?x?><!-- <a> --> <!doctype y><x/>", Unreadable.DOCTYPE),
        (b"<acuse/>", Unreadable.NOT_CFDI),
        (b'<Comprobante Version="4.0"/>', Unreadable.NOT_CFDI),
        (b'<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/3" Version="3.3"/>', Unreadable.VERSION),
        (b'<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" Version="4.1"/>', Unreadable.VERSION),
        (b'<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" Version="4.0"/>', Unreadable.STRUCTURE),
        (REAL[:-3], Unreadable.NOT_XML),
        (REAL + b"<otra/>", Unreadable.NOT_XML),
        (REAL + REAL[22:], Unreadable.NOT_XML),
        (REAL.replace(b'Total="1000.00"', b'Total="1000.00" Total="9.00"'), Unreadable.NOT_XML),
        (REAL.replace(b"CORTES", b"&quien;"), Unreadable.NOT_XML),
        (REAL.replace(b"CORTES", b"CORT\xc9S"), Unreadable.ENCODING),
        (
            REAL.replace(b'?xml version="1.0"?', b'?xml version="1.0" encoding="ISO-8859-1"?'),
            Unreadable.ENCODING,
        ),
        (REAL.decode().encode("utf-16"), Unreadable.ENCODING),
        (REAL.decode().encode("utf-16-be"), Unreadable.ENCODING),
        (REAL.replace(b'Total="1000.00"', b'Total="1e3"'), Unreadable.STRUCTURE),
        (REAL.replace(b'Total="1000.00"', b'Total="NaN"'), Unreadable.STRUCTURE),
        (REAL.replace(b'Total="1000.00"', b'Total="-1000.00"'), Unreadable.STRUCTURE),
        (REAL.replace(b'Total="1000.00" ', b""), Unreadable.STRUCTURE),
        (REAL.replace(b"2025-01-24T10:10:41", b"2025-02-30T10:10:41"), Unreadable.STRUCTURE),
        (REAL.replace(b"2025-01-24T10:10:41", b"24/01/2025"), Unreadable.STRUCTURE),
        (b"<a>" * 100_000, Unreadable.NOT_XML),
        (b"<?" * 1000, Unreadable.NOT_XML),
    ],
)
def test_what_is_no_cfdi_is_refused_with_its_reason(content: bytes, reason: Unreadable) -> None:
    assert reason_of(content) is reason


def test_fifty_megabytes_are_refused_without_being_read() -> None:
    assert reason_of(REAL + b" " * (50 * 1024 * 1024)) is Unreadable.TOO_LARGE
    assert parse_cfdi(REAL + b" " * (MAX_BYTES - len(REAL))).total == 1000


def test_a_receptor_in_two_versions_is_refused() -> None:
    doubled = REAL.replace(b"<cfdi:Conceptos>", b'<cfdi:Receptor Rfc="X"/><cfdi:Conceptos>')
    assert reason_of(doubled) is Unreadable.STRUCTURE


@pytest.mark.parametrize("front", [b"\xef\xbb\xbf", b"\r\n", b"\n\xef\xbb\xbf", b"  "])
def test_blanks_and_a_byte_order_mark_in_front_are_forgiven_and_kept(front: bytes) -> None:
    assert parse_cfdi(front + REAL).content == front + REAL


@given(st.binary(max_size=400))
def test_no_bytes_at_all_raise_anything_but_a_reason(content: bytes) -> None:
    for candidate in (content, b"<" + content, REAL[:900] + content):
        with pytest.raises(NotACfdi):
            parse_cfdi(candidate)
