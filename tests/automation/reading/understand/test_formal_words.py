"""What back-office systems say, in their own register."""

import pytest

from automation.reading.messages import sense_of
from automation.reading.understanding import Meaning


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("Remisión con CFDI emitido. Utilice la opción de recuperación.", Meaning.ALREADY_INVOICED),
        ("Folio con comprobante vinculado", Meaning.ALREADY_INVOICED),
        ("Documento timbrado previamente", Meaning.ALREADY_INVOICED),
        ("La transacción se encuentra facturada", Meaning.ALREADY_INVOICED),
        ("Estatus del ticket: FACTURADO", Meaning.ALREADY_INVOICED),
        ("Remisión en tránsito: la sucursal no ha cerrado su corte. Intente después.", Meaning.NOT_READY),
        ("La venta está pendiente de replicar.", Meaning.NOT_READY),
        ("Aún no contamos con la información de su compra", Meaning.NOT_READY),
        ("La sucursal no ha reportado sus ventas", Meaning.NOT_READY),
        ("El monto capturado difiere del monto de la remisión.", Meaning.NOT_FOUND),
        ("Inconsistencia entre el total y el folio", Meaning.NOT_FOUND),
        ("0 registros encontrados", Meaning.NOT_FOUND),
        ("La fecha límite para facturar era el 30/11/2026", Meaning.EXPIRED),
        ("La venta se reportó como público en general", Meaning.EXPIRED),
        ("Ya pasaron los 30 días para facturar", Meaning.EXPIRED),
        ("RFC INEXISTENTE EN EL PADRON DEL SAT", Meaning.RECEIVER_REJECTED),
    ],
)
def test_a_verdict_is_understood_in_formal_words(said: str, meaning: Meaning) -> None:
    assert sense_of(said).meaning is meaning


@pytest.mark.parametrize(
    "said",
    [
        "Su CFDI fue emitido correctamente.",
        "La nota con factura global se puede consultar en caja.",
        "Su remisión aún no tiene factura.",
        "Factura generada con éxito para la remisión AB-12.",
        "Estatus: TIMBRADO",
    ],
)
def test_a_success_or_a_rule_is_no_earlier_invoice(said: str) -> None:
    assert sense_of(said).meaning is not Meaning.ALREADY_INVOICED
