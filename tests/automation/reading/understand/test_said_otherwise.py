"""The same verdicts in other words than the big portals use."""

import pytest

from automation.reading.messages import sense_of

TEXTS = """
not_found | El total no hace match con tu ticket.
not_found | La cantidad que escribió es distinta a la del ticket
not_found | El total no checa con el ticket
not_found | El monto capturado no empata con el de la venta
not_found | Sin coincidencias
not_found | Ninguna venta coincide con lo que escribió
expired | La vigencia para facturar este ticket ha concluido.
expired | Ya pasó la fecha para facturar esta compra
expired | El ejercicio fiscal de su compra está cerrado
expired | Esta nota ya se incluyó en la factura del día al público en general
expired | Este ticket ya forma parte de la factura global
receiver_rejected | No es posible timbrar. Causa: el nombre no es el registrado para el RFC.
receiver_rejected | No es posible timbrar. Causa: el C.P. no es el registrado para el RFC.
receiver_rejected | No es posible timbrar. Causa: el régimen no es el registrado para el RFC.
receiver_rejected | No es posible timbrar. Causa: el uso no se permite al régimen.
receiver_rejected | RFC inexistente
not_ready | Tu ticket estará listo para facturar al día siguiente
not_ready | Espera 2 horas para facturar
already_invoiced | La nota ya se facturó el 12/11/2026
cancelled_sale | La compra tiene devolución, no se puede facturar
issued | ¡Listo! Tu factura está hecha
issued | Se emitió el comprobante
outage | El servicio del SAT no responde, intenta más tarde
outage | Por el momento no podemos atenderle
outage | No es posible timbrar en este momento
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TEXTS.strip().splitlines()]


@pytest.mark.parametrize(("meaning", "said"), CASES)
def test_a_text_means_what_it_says(meaning: str, said: str) -> None:
    assert sense_of(said).meaning == meaning


@pytest.mark.parametrize(
    ("attribute", "said"),
    [
        ("legal_name", "Causa: el nombre no es el registrado para el RFC."),
        ("postal_code", "Causa: el C.P. no es el registrado para el RFC."),
        ("rfc", "RFC inexistente"),
    ],
)
def test_a_refusal_names_what_is_refused(attribute: str, said: str) -> None:
    assert sense_of(said).attribute == attribute
