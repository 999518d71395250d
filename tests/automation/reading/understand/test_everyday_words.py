"""What small portals answer in plain Spanish means the same as the big ones' phrases."""

import pytest

from automation.reading.messages import sense_of
from automation.reading.understanding import Meaning

REFUSES = {
    "El código postal no es el del domicilio fiscal registrado ante el SAT.": "postal_code",
    "El C.P. es diferente al de tu Constancia de Situación Fiscal": "postal_code",
    "El domicilio fiscal no es válido": "postal_code",
    "El RFC no aparece en el padrón del SAT": "rfc",
    "No encontramos el RFC en los registros del SAT.": "rfc",
    "Tu RFC no fue reconocido por el SAT": "rfc",
    "RFC no registrado": "rfc",
    "La denominación social del receptor es incorrecta": "legal_name",
    "Error en razón social: el SAT tiene otro nombre registrado para ese RFC": "legal_name",
    "No tienes ese régimen ante el SAT": "fiscal_regime",
    "El régimen fiscal no está asociado a tu RFC": "fiscal_regime",
    "El uso del CFDI seleccionado no está permitido para tu régimen fiscal.": "cfdi_use",
}
MEANS = {
    "El ticket se facturó el 12/11/2026": Meaning.ALREADY_INVOICED,
    "Ya generaste la factura de este ticket": Meaning.ALREADY_INVOICED,
    "Ya existe un comprobante para este consumo": Meaning.ALREADY_INVOICED,
    "Se terminó el tiempo para facturar esta compra": Meaning.EXPIRED,
    "Ya pasó la fecha límite para facturar": Meaning.EXPIRED,
    "Tu venta ya se facturó al público en general": Meaning.EXPIRED,
    "El importe capturado es distinto al de la venta": Meaning.NOT_FOUND,
    "Folio desconocido": Meaning.NOT_FOUND,
    "Hemos generado tu factura": Meaning.ISSUED,
    "Aquí está tu factura": Meaning.ISSUED,
    "Te mandamos la factura por correo": Meaning.EMAILED,
    "El XML y PDF se enviaron a x@y.mx": Meaning.EMAILED,
}


@pytest.mark.parametrize("text", REFUSES)
def test_a_plain_refusal_of_the_receptor_names_its_datum(text: str) -> None:
    sense = sense_of(text)
    assert (sense.meaning, sense.attribute) == (Meaning.RECEIVER_REJECTED, REFUSES[text])


@pytest.mark.parametrize("text", MEANS)
def test_plain_words_mean_what_they_say(text: str) -> None:
    assert sense_of(text).meaning is MEANS[text]


@pytest.mark.parametrize(
    "text",
    [
        "¿Ya generaste tu factura? Descárgala aquí",
        "El RFC debe ser el tuyo, no el de la tienda",
        "Escribe tu nombre sin régimen de capital",
        "Todavía no hemos generado tu factura",
        "El total es distinto en cada ticket con RFC",
    ],
)
def test_advice_is_no_answer(text: str) -> None:
    sense = sense_of(text)
    answers = {Meaning.RECEIVER_REJECTED, Meaning.ISSUED, Meaning.ALREADY_INVOICED, Meaning.NOT_FOUND}
    assert sense.meaning not in answers or sense.general
