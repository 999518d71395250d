"""How small shops say it."""

import pytest

from automation.reading.messages import sense_of
from tests.automation.reading.understand.pages import rows

SAID = """
gracias!! su factura ya quedo y se la mandamos a ana@correo.mx, cheque tambien en no deseados | emailed
Te lo enviamos a tu correo                                     | emailed
Falta                                                          | validation
Te faltó llenar algo.                                          | validation
No es igual al de arriba                                       | validation
Los correos son distintos                                      | validation
Ya se había emitido un CFDI por esta compra                    | already_invoiced
esa cuenta ya la facturaron                                    | already_invoiced
Uy, ese pago ya no se puede facturar: se te fue el mes.        | expired
ya se le paso la fecha para facturar esta cuenta               | expired
Tu pago está en camino: aún no llega a facturación. Date otra vuelta mañana. | not_ready
Ese pago lo cancelaste o te lo devolvimos.                     | cancelled_sale
No hay ninguna compra con esa clave y NIP                      | not_found
Mmm, ese comprobante no lo tenemos. ¿Está bien escrito?        | not_found
"""

REFUSED = """
Hacienda no conoce ese RFC.                                    | rfc
Hacienda dice que ese nombre no va con el RFC.                 | legal_name
Hacienda dice que ese código postal no va con el RFC.          | postal_code
Este RFC no tributa en ese régimen según el SAT                | fiscal_regime
Hacienda no deja usar ese uso con tu régimen.                  | cfdi_use
"""


@pytest.mark.parametrize(("text", "meaning"), rows(SAID))
def test_plain_talk_means_what_it_means(text: str, meaning: str) -> None:
    sense = sense_of(text)
    assert (sense.meaning.value, sense.general) == (meaning, False)


@pytest.mark.parametrize(("text", "attribute"), rows(REFUSED))
def test_what_sat_does_not_accept_is_named(text: str, attribute: str) -> None:
    sense = sense_of(text)
    assert (sense.meaning.value, sense.attribute) == ("receiver_rejected", attribute)


@pytest.mark.parametrize(
    "text",
    [
        "El SAT no responde, no pudimos validar tu RFC; intenta más tarde",
        "El servicio del SAT no está disponible",
        "Falta que la sucursal cargue tu ticket",
    ],
)
def test_trouble_of_others_refuses_neither_receptor_nor_field(text: str) -> None:
    assert sense_of(text).meaning.value not in {"receiver_rejected", "validation"}
