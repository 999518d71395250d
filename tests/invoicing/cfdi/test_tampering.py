"""A stamped CFDI does not survive a change of its signed part; what is not signed may change."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from invoicing.cfdi.certificates import Recognition
from invoicing.cfdi.comprobante import NAMESPACES
from invoicing.cfdi.parse import parse_cfdi
from invoicing.cfdi.sello import cadena_original
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import SAMPLES, Verify

REAL = (SAMPLES / "cfdi40-real.xml").read_bytes()
ROOT = etree.fromstring(REAL)
UNSIGNED = {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"}


def signed_nodes() -> list[etree._Element]:
    return [node for node in ROOT.iter(etree.Element) if etree.QName(node).namespace == NAMESPACES["cfdi"]]


def signed_attributes() -> list[tuple[str, str]]:
    tree = ROOT.getroottree()
    return [
        (tree.getpath(node), str(name))
        for node in signed_nodes()
        for name in node.attrib
        if name not in UNSIGNED
    ]


def changed(value: str) -> str:
    """Another value of the same form: the last letter or digit moves one on."""
    index = max(i for i, letter in enumerate(value) if letter.isalnum())
    old = value[index]
    new = {"9": "8", "Z": "Y", "z": "y"}.get(old) or chr(ord(old) + 1)
    return value[:index] + new + value[index + 1 :]


def at(path: str) -> tuple[etree._Element, etree._Element]:
    root = deepcopy(ROOT)
    found: Any = root.getroottree().xpath(path, namespaces=NAMESPACES)
    return root, found[0]


def failed(verify: Verify, root: etree._Element) -> set[str]:
    report = verify(etree.tostring(root))
    assert report.failure_type in {FailureType.CFDI_INVALID, FailureType.CFDI_MISMATCH}
    return {check.name for check in report.mandatory_failures}


def test_the_real_cfdi_passes_every_check_that_can_be_made(check_real: Verify) -> None:
    report = check_real(REAL, uuid_seen=False)
    assert report.is_accepted
    assert report.failure_type is None
    assert {check.name for check in report.checks if check.ok is None} == {"timbre", "pdf_qr", "sat_status"}
    assert not [check for check in report.checks if check.ok is False]
    assert report.recognition is Recognition.SAT
    assert report.trust_note == ""


@pytest.mark.parametrize(("path", "name"), signed_attributes())
def test_changing_any_signed_attribute_is_caught(check_real: Verify, path: str, name: str) -> None:
    root, node = at(path)
    node.set(name, changed(node.get(name, "")))
    assert failed(check_real, root) & {"xml", "sello"}


@pytest.mark.parametrize(("path", "name"), signed_attributes())
def test_removing_any_signed_attribute_is_caught(check_real: Verify, path: str, name: str) -> None:
    root, node = at(path)
    del node.attrib[name]
    assert failed(check_real, root) & {"xml", "sello"}


@pytest.mark.parametrize("path", [ROOT.getroottree().getpath(node) for node in signed_nodes()[1:]])
@pytest.mark.parametrize("deed", ["remove", "double"])
def test_removing_or_doubling_any_node_is_caught(check_real: Verify, path: str, deed: str) -> None:
    root, node = at(path)
    parent = node.getparent()
    assert parent is not None
    if deed == "remove":
        parent.remove(node)
    else:
        parent.insert(parent.index(node), deepcopy(node))
    assert failed(check_real, root) & {"xml", "xsd", "sello", "timbre"}


def test_the_order_of_lines_is_signed(check_real: Verify) -> None:
    root, conceptos = at("//cfdi:Conceptos")
    conceptos.append(conceptos[0])
    assert "sello" in failed(check_real, root)


@pytest.mark.parametrize("namespace", ["", "urn:ajeno"])
def test_a_foreign_attribute_or_node_is_caught(check_real: Verify, namespace: str) -> None:
    root, receptor = at("//cfdi:Receptor")
    receptor.set(f"{{{namespace}}}Nota" if namespace else "Nota", "x")
    assert "xsd" in failed(check_real, root)
    root, conceptos = at("//cfdi:Conceptos")
    etree.SubElement(conceptos, f"{{{namespace or NAMESPACES['cfdi']}}}Regalo")
    assert "xsd" in failed(check_real, root)


def test_a_schema_named_by_the_document_is_not_loaded(check_real: Verify, tmp_path: Path) -> None:
    lax = tmp_path / "lax.xsd"
    lax.write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:ajeno">'
        '<xs:element name="Regalo"/></xs:schema>'
    )
    root, conceptos = at("//cfdi:Conceptos")
    etree.SubElement(conceptos, "{urn:ajeno}Regalo")
    root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", f"urn:ajeno {lax.as_uri()}")
    assert "xsd" in failed(check_real, root)


def test_a_tax_moved_among_the_withheld_keeps_its_sello_and_is_caught_by_the_sums(check_real: Verify) -> None:
    """Anexo 20's cadena original names no nodes: a Traslado reads the same as a Retencion."""
    root, taxes = at("//cfdi:Concepto[2]/cfdi:Impuestos")
    traslado = taxes[0][0]
    taxes.remove(taxes[0])
    withheld = etree.SubElement(taxes, f"{{{NAMESPACES['cfdi']}}}Retenciones")
    etree.SubElement(
        withheld,
        f"{{{NAMESPACES['cfdi']}}}Retencion",
        {str(name): str(value) for name, value in traslado.items()},
    )
    assert failed(check_real, root) == {"sums"}


@pytest.mark.parametrize("name", ["UUID", "FechaTimbrado", "SelloSAT", "NoCertificadoSAT", "RfcProvCertif"])
def test_a_changed_stamp_is_never_called_proven_without_the_pac(check_real: Verify, name: str) -> None:
    root, timbre = at("//tfd:TimbreFiscalDigital")
    timbre.set(name, changed(timbre.get(name, "")))
    report = check_real(etree.tostring(root))
    assert report.check("timbre").ok is not True
    assert "no verificado: UUID y fecha de timbrado sin comprobar" in report.check("timbre").detail


def test_what_is_not_signed_may_change(check_real: Verify) -> None:
    addenda = b'<cfdi:Addenda><a:Pedido xmlns:a="urn:x" n="1">m\xc3\xa1s</a:Pedido><b/></cfdi:Addenda>'
    variants = [
        REAL.replace(b"\n", b"").replace(b"> ", b">"),
        REAL.replace(b"\n", b"\r\n\t"),
        REAL.replace(b"</cfdi:Comprobante>", addenda + b"</cfdi:Comprobante>"),
        REAL.replace(b"<cfdi:Emisor", b"<!-- comentario --><cfdi:Emisor"),
        REAL.replace(b"CARLOS CORTES SOTO", b"  CARLOS \n CORTES  SOTO "),
        REAL.replace(b"cfdi:", b"c:").replace(b"xmlns:cfdi", b"xmlns:c"),
        b"\xef\xbb\xbf" + REAL,
    ]
    for variant in variants:
        report = check_real(variant)
        assert report.is_accepted, report.failure_reason
        assert report.comprobante is not None
        assert report.comprobante.content == variant


@given(position=st.integers(0, len(REAL) - 1), byte=st.integers(0, 255))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_byte_changes_an_accepted_cfdi_says_what_the_issuer_signed(
    check_real: Verify, position: int, byte: int
) -> None:
    mutated = REAL[:position] + bytes([byte]) + REAL[position + 1 :]
    report = check_real(mutated)
    if report.is_accepted:
        assert report.comprobante is not None
        assert cadena_original(report.comprobante) == cadena_original(parse_cfdi(REAL))
