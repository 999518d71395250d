"""What portals' texts mean, alone and on a page."""

import pytest

from automation.reading.messages import sense_of
from automation.reading.page import Dialog
from automation.reading.understanding import Meaning, PageKind
from invoicing.states import FailureType
from tests.automation.reading.understand.pages import alert, button, link, page, read, rows, text

TEXTS = """
issued | La factura se generó exitosamente
issued | Enhorabuena
issued | La Factura folio 12 serie B se Genero Exitosamente
issued | Factura generada correctamente
emailed | Su factura ha sido enviada al correo a@b.mx
emailed | El comprobante ha sido enviado al correo
step_ok | El ticket ingresado es válido
step_ok | Ticket validado correctamente
step_ok | El ticket está disponible para solicitar factura
issued | 1-O.K.
already_invoiced | Este folio ya fue facturado anteriormente!
already_invoiced | Ya ha sido generada su factura!
already_invoiced | Folio 123 ya ha sido facturado.
already_invoiced | Su ticket ya se encuentra facturado
already_invoiced | El consumo ya fue facturado
already_invoiced | ticket_facturado
already_invoiced | Ticket facturado previamente
already_invoiced | El ticket fue previamente facturado
already_invoiced | El ticket ya fue facturado con anterioridad.
already_invoiced | El código ya se encuentra capturado
already_invoiced | El ticket ya cuenta con factura
already_invoiced | Ticket ya utilizado
already_invoiced | Este ticket ya fue utilizado
already_invoiced | Ya se emitió un CFDI para esta compra
already_invoiced | Existe una factura para el ticket ingresado
already_invoiced | La operación 4411 ya fue timbrada
already_invoiced | Esta nota ya tiene un comprobante fiscal asociado
not_found | Folio no encontrado
not_found | No se encontró el consumo.
not_found | No se encuentra el ticket ingresado
not_found | E-05 El ticket no se encontró
not_found | No se encontró ningún ticket.
not_found | No se encontró orden con la información capturada.
not_found | Folio web es incorrecto, intente de nuevo.
not_found | Código inválido, verifique con la estación
not_found | Monto del ticket Inválido
not_found | Datos del ticket no válidos
not_found | TICKET NO ENCONTRADO O DATOS INCORRECTOS
not_found | Revise que los datos de su ticket correspondan con los ingresados: (Estación/Folio/WebId).
not_found | El monto ingresado ($1.00) no coincide con el total registrado en el ticket ($2.00).
not_found | Alerta: El folio no se encuentra con los datos proporcionados
not_found | Ticket no localizado
not_found | Folio inexistente
not_found | No existe información para los datos proporcionados
not_found | No existen registros con esos datos
not_found | Los datos capturados no corresponden a ninguna venta
not_found | El importe no coincide
not_ready | no han transcurrido 24 horas
not_ready | Su solicitud no puede ser procesada, intente después de 24 horas
not_ready | Ticket pendiente por validar
not_ready | El ticket aún no está disponible
not_ready | El ticket aún no se encuentra disponible
not_ready | El ticket no se encuentra, intente más tarde
not_ready | Su ticket no está completo: la tienda no tiene el conector configurado
not_ready | Su compra todavía no se ha registrado en el sistema. Intente nuevamente en 24 horas.
not_ready | El ticket podrá facturarse a partir de mañana
not_ready | La venta aún no ha sido cargada por la sucursal
not_ready | Espere al menos 30 minutos después de su consumo
expired | se venció la factura
expired | El ticket excede 30 días
expired | solo tickets con fecha menor a 30 días
expired | Solo se pueden facturar tickets del mes en curso.
expired | solo puede facturar consumos del mismo mes.
expired | Solo tickets del mes vigente
expired | El periodo de facturación para este ticket ha vencido (máximo 30 días desde la compra).
expired | TICKET FUERA DEL PERIODO DE FACTURACIÓN — el ticket ha caducado y fue considerado dentro de una factura global de un periodo anterior
expired | El ticket excede los 2 días permitidos
expired | Plazo vencido
expired | El ticket está fuera de tiempo para facturar
expired | La compra corresponde al mes anterior
expired | El ticket ya fue incluido en la factura global
expired | El plazo para facturar ha concluido
expired | Ya no es posible facturar este ticket
cancelled_sale | Este ticket de venta fue cancelado y no puede ser facturado.
cancelled_sale | La venta fue cancelada
cancelled_sale | El ticket corresponde a una devolución
validation | Complete los campos marcados con (*)
validation | Los correos no son iguales
validation | Los campos marcados con * son obligatorios.
captcha_wrong | Captcha incorrecto
captcha_wrong | Código captcha incorrecto.
login_failed | RFC o Correo Incorrectos
login_failed | Usuario o contraseña incorrectos
validation | RFC inválido
validation | El formato del RFC es incorrecto
validation | El código postal debe tener 5 dígitos
validation | Los correos no coinciden.
outage | Lo sentimos, el servicio está temporalmente inactivo. Por favor inténtalo más tarde.
outage | No se puede realizar la conexión al servidor
outage | sistema de facturación no disponible
outage | Error 404. Página no encontrada
outage | Estamos en mantenimiento
outage | Ocurrió un error inesperado, intente más tarde
blocked | Access Denied
blocked | GF Blocked
blocked | Demasiados intentos.
session_expired | Su sesión ha expirado
confirm | ¿Están correctos todos sus datos?
confirm | ¿Estás seguro?
confirm | ¿Está seguro que desea generar esta factura?
confirm | ¿Está seguro que desea facturar el ticket?
confirm | ¿Desea confirmar la emisión de la factura?
confirm | Confirmar Datos / Verifica los datos
step_ok | Boleto(s) añadido(s)
validation | Por favor, ingresa tu RFC
not_found | ¡Ups! No pudimos encontrar tu compra. Revisa los datos e intenta de nuevo.
not_found | No fue posible localizar la transacción
issued | ¡Listo! Tu factura ha sido generada
issued | Tu factura está lista
issued | CFDI timbrado con éxito
emailed | En unos minutos recibirás tu factura en el correo pedro@x.mx
outage | No se pudo generar la factura, intente más tarde
already_invoiced | El ticket 000123 ya se encuentra timbrado
already_invoiced | La factura de este ticket ya fue generada el 12/11/2026
already_invoiced | Este consumo fue facturado el 12/11/2026 con el folio B-2231
already_invoiced | Ya existe una factura asociada a este folio
already_invoiced | El código ingresado ya se utilizó
already_invoiced | This ticket has already been invoiced
already_invoiced | El boleto ya tiene factura.
already_invoiced | No es posible facturar nuevamente este ticket
not_found | El ticket no existe
not_found | El ticket no existe, verifique los 35 dígitos.
not_found | El folio capturado es incorrecto
not_found | Los datos ingresados no corresponden con un ticket válido
not_found | No encontramos tu compra con esos datos
not_found | No hay información para el ticket capturado
not_found | Web ID inválido
not_found | El total no corresponde con el ticket
not_found | La sucursal no coincide con el ticket
not_found | Datos incorrectos, favor de verificar
not_found | Ticket not found
not_found | No se localizó la venta solicitada
not_found | Verifique los datos de su ticket
not_found | La referencia proporcionada no es válida
not_ready | Tu ticket aún no se refleja en el sistema, inténtalo de nuevo mañana
not_ready | Su venta todavía no está cargada en el sistema
not_ready | El ticket estará disponible para facturar 2 horas después de su compra
not_ready | La información de la venta está en proceso de carga
not_ready | Favor de intentar dentro de 24 horas
not_ready | Aún no recibimos la información de la sucursal
not_ready | Ticket en proceso de sincronización
expired | El ticket ya no puede ser facturado, el plazo de 7 días ha vencido
expired | La fecha límite para facturar este ticket ya pasó
expired | Este ticket ya no puede autofacturarse automáticamente, el periodo ha caducado
expired | Fuera de periodo de facturación
expired | El ticket supera los 30 días permitidos
expired | Ticket vencido
expired | La compra fue incluida en el CFDI global del mes de octubre
expired | Ya no es facturable
expired | El ticket pertenece a un ejercicio anterior
cancelled_sale | La venta fue anulada por el cajero
cancelled_sale | Ticket cancelado
cancelled_sale | El ticket tiene una devolución aplicada
issued | Su CFDI se generó correctamente
issued | Factura emitida con éxito
issued | ¡Gracias por facturar con nosotros!
issued | El comprobante fiscal digital ha sido generado exitosamente
issued | Facturación exitosa
issued | Ya puedes descargar tu factura
emailed | Hemos enviado su factura a facturas@kemper.mx
emailed | La factura será enviada a su correo electrónico en los próximos minutos
emailed | Se envió el XML y el PDF al correo registrado
outage | Servicio no disponible, intente más tarde
outage | Error interno del servidor
outage | 503 Service Unavailable
outage | La página que buscas no existe
outage | Página no encontrada
outage | El portal se encuentra en mantenimiento
outage | Error al timbrar el comprobante
outage | Este dominio está a la venta
blocked | 403 Forbidden
blocked | Acceso denegado
blocked | Checking your browser before accessing
blocked | You have been blocked
blocked | Too many requests
session_expired | La sesión ha caducado por inactividad
session_expired | Your session has expired
captcha_wrong | El texto de la imagen no coincide
captcha_wrong | Código de seguridad incorrecto
login_failed | Contraseña incorrecta
login_failed | El usuario no existe
validation | El campo RFC es obligatorio
validation | Debe seleccionar un régimen fiscal
validation | Seleccione una sucursal
validation | Formato de correo no válido
validation | El correo electrónico no es válido
validation | El código postal es inválido
validation | El RFC debe tener 12 o 13 caracteres
validation | Faltan datos por capturar
confirm | ¿Los datos son correctos?
confirm | ¿Confirma que los datos son correctos?
confirm | ¿Está seguro que quiere facturar?
confirm | ¿Desea continuar con la emisión de su factura?
confirm | Verifique que sus datos sean correctos antes de continuar
confirm | ¿La sucursal es CENTRO HISTORICO?
step_ok | Ticket agregado correctamente
step_ok | Folio válido
step_ok | Ticket encontrado
step_ok | Validación exitosa
"""  # noqa: E501

REFUSED = """
rfc | CFDI40143 Este RFC del receptor no existe en la lista de RFC inscritos no cancelados del SAT.
legal_name | El campo Nombre del receptor, debe encontrarse en la lista de RFC inscritos no cancelados en el SAT.
legal_name | El campo Nombre del receptor, debe pertenecer al nombre asociado al RFC registrado en el campo Rfc del Receptor.
postal_code | El campo DomicilioFiscalReceptor del receptor, debe encontrarse en la lista de RFC inscritos no cancelados en el SAT.
postal_code | El campo DomicilioFiscalReceptor del receptor, debe pertenecer al nombre asociado al RFC registrado en el campo Rfc del Receptor.
fiscal_regime | CFDI40158 - La clave del campo RegimenFiscalR debe corresponder con el tipo de persona (física o moral).
cfdi_use | La clave del campo UsoCFDI debe corresponder con el tipo de persona (física o moral) y el régimen correspondiente conforme al catálogo c_UsoCFDI.
legal_name | La Razón social y el RFC no corresponden entre sí. Esto con base en la información registrada en el SAT
postal_code | La dirección fiscal (código postal) no corresponde con los datos del SAT
fiscal_regime | El régimen fiscal que proporcionó no corresponde con los datos registrados ante el SAT
- | tus datos fiscales no coinciden con la base de los datos del SAT
legal_name | El RFC y el nombre no coinciden con la constancia
cfdi_use | El uso de CFDI seleccionado no es compatible con el régimen fiscal
postal_code | El código postal no corresponde al RFC proporcionado
legal_name | El nombre no coincide con el registrado ante el SAT
fiscal_regime | El régimen fiscal seleccionado no corresponde al RFC
rfc | El RFC no se encuentra registrado en el SAT
rfc | RFC no existe en la lista del SAT
fiscal_regime | El RFC no tiene asignado el régimen seleccionado ante el SAT: no corresponde
cfdi_use | El uso del CFDI no es válido para el régimen fiscal del receptor
postal_code | CFDI40149 - El domicilio fiscal del receptor no es correcto
- | Los datos fiscales no coinciden con los registrados en el SAT
legal_name | La razón social no coincide con el RFC
"""  # noqa: E501

RULES = """
Si su ticket ya fue facturado, consulte su factura en la sección Consulta
Recuerde que solo se pueden facturar tickets del mes en curso
Los tickets podrán facturarse 24 horas después de la compra
Cuenta con 30 días para facturar su compra
Una vez emitida la factura no se puede cancelar
¿Tu ticket no aparece? Espera 24 horas.
Solo se podrán facturar tickets con máximo 30 días de antigüedad, los tickets anteriores ya fueron facturados
Importante: cuentas con 7 días naturales para facturar tu compra
En caso de que su ticket no sea encontrado, intente en 24 horas
Si el sistema indica que el ticket no existe, acuda a la sucursal
Recuerda que puedes facturar hasta el último día del mes
No se podrán facturar tickets de meses anteriores
Tu factura se enviará al correo que registres
Los tickets cancelados no se pueden facturar
¿Ya facturaste? Descarga aquí tu factura
Si su factura ya fue generada, puede descargarla en la sección Consulta
"""


@pytest.mark.parametrize(("meaning", "said"), rows(TEXTS))
def test_a_text_means_what_it_says(meaning: str, said: str) -> None:
    assert sense_of(said).meaning == meaning


@pytest.mark.parametrize(
    ("attribute", "said"), [line.split(" | ", 1) for line in REFUSED.strip().splitlines()]
)
def test_a_refusal_of_the_receptor_names_the_attribute(attribute: str, said: str) -> None:
    sense = sense_of(said)
    assert (sense.meaning, sense.attribute) == (Meaning.RECEIVER_REJECTED, attribute.strip("-"))


@pytest.mark.parametrize("said", RULES.strip().splitlines())
def test_a_rule_for_everybody_is_known_as_one(said: str) -> None:
    assert sense_of(said).general


@pytest.mark.parametrize("said", RULES.strip().splitlines())
def test_a_rule_printed_beside_the_form_is_no_verdict(said: str) -> None:
    printed = read(page(text("Folio"), text("Total"), button("Buscar"), lines=[said]))
    framed = read(page(text("Folio"), text("Total"), button("Buscar"), alert(said, tone="info")))
    warned = read(page(text("Folio"), text("Total"), button("Buscar"), alert(said, tone="warning")))
    assert [
        m.failure_type for m in (*printed.messages, *framed.messages, *warned.messages) if m.failure_type
    ] == []


FAILURES = """
already_invoiced | ALREADY_INVOICED | Este folio ya fue facturado anteriormente!
not_found | TICKET_NOT_FOUND | Folio no encontrado
not_found | TICKET_NOT_FOUND | El total capturado no es igual al del ticket.
not_found | TICKET_NOT_FOUND | El importe difiere del registrado
not_ready | TICKET_NOT_READY | El ticket aún no está disponible
expired | DEADLINE_EXPIRED | El periodo de facturación para este ticket ha vencido
cancelled_sale | TICKET_NOT_FOUND | Este ticket de venta fue cancelado y no puede ser facturado.
receiver_rejected | RECEIVER_REJECTED | La razón social no coincide con el RFC
captcha_wrong | CAPTCHA | Captcha incorrecto
outage | PORTAL_ERROR | Ocurrió un error inesperado
blocked | PORTAL_BLOCKED | Demasiados intentos.
"""


@pytest.mark.parametrize(("meaning", "failure", "said"), rows(FAILURES))
@pytest.mark.parametrize("place", ["alert", "toast", "dialog"])
def test_an_error_above_a_form_is_that_form_with_the_message(
    place: str, meaning: str, failure: str, said: str
) -> None:
    form = (text("Folio"), text("Total"), button("Buscar"))
    if place == "dialog":
        found = read(page(*form, Dialog("d1", "Aviso", said), button("Aceptar", dialog_key="d1")))
    else:
        found = read(page(alert(said, kind=place), *form))
    assert found.kind is PageKind.TICKET_FORM
    assert [(m.meaning, m.failure_type) for m in found.messages] == [(meaning, failure)]


@pytest.mark.parametrize(
    "said",
    [
        "Este folio ya fue facturado anteriormente!",
        "Folio no encontrado",
        "El ticket excede los 2 días permitidos",
    ],
)
def test_a_verdict_without_any_mark_is_heard_in_plain_text(said: str) -> None:
    found = read(page(text("Folio"), text("Total"), button("Buscar"), lines=["Facturación en línea", said]))
    assert [m.text for m in found.messages] == [said]


def test_a_general_sentence_that_is_new_is_the_answer() -> None:
    said = "Solo se pueden facturar tickets del mes en curso."
    before = page(text("Folio"), button("Buscar"))
    after = page(text("Folio"), button("Buscar"), alert(said))
    assert read(after, previous=before).messages[0].failure_type is FailureType.DEADLINE_EXPIRED
    assert read(after, previous=after).messages[0].failure_type is None


def test_a_new_line_of_plain_text_is_the_answer_and_an_old_one_is_not() -> None:
    said = "Solo se pueden facturar tickets del mes en curso."
    before = page(text("Folio"), button("Buscar"))
    after = page(text("Folio"), button("Buscar"), lines=[said])
    assert [m.failure_type for m in read(after, previous=before).messages] == [FailureType.DEADLINE_EXPIRED]
    assert read(after, previous=after).messages == ()


def test_a_hypothesis_is_no_verdict_even_when_new() -> None:
    said = "Si su ticket ya fue facturado, consulte su factura en la sección Consulta"
    found = read(
        page(text("Folio"), button("Buscar"), lines=[said]), previous=page(text("Folio"), button("Buscar"))
    )
    assert [m for m in found.messages if m.failure_type] == []


def test_the_error_beside_a_field_is_a_validation() -> None:
    found = read(page(text("RFC", error="RFC inválido", invalid=True), text("Folio"), button("Facturar")))
    assert [(m.meaning, m.attribute, m.failure_type) for m in found.messages] == [
        (Meaning.VALIDATION, "rfc", None)
    ]


def test_a_date_in_the_wrong_format_is_no_verdict_on_the_ticket() -> None:
    found = read(page(text("Fecha", error="Fecha no válida", invalid=True), text("Folio"), button("Buscar")))
    assert [m.meaning for m in found.messages] == [Meaning.VALIDATION]


def test_the_same_text_is_told_once() -> None:
    said = "Folio no encontrado"
    found = read(page(text("Folio"), button("Buscar"), alert(said), alert(said, kind="toast"), lines=[said]))
    assert len(found.messages) == 1


def test_the_note_about_marked_fields_is_no_error() -> None:
    found = read(
        page(
            text("Folio *", required=True),
            button("Buscar"),
            lines=["Los campos marcados con * son obligatorios."],
        )
    )
    assert found.messages == ()


def test_labels_and_buttons_are_not_speech() -> None:
    found = read(page(text("Ticket cancelado"), text("Folio"), button("Buscar")))
    assert found.messages == ()


def test_what_an_alert_says_that_nobody_knows_is_kept() -> None:
    found = read(page(text("Folio"), button("Buscar"), alert("Código 77-B")))
    assert [(m.text, m.meaning) for m in found.messages] == [("Código 77-B", Meaning.OTHER)]


def test_sent_by_mail_stops_only_where_no_file_is_offered() -> None:
    said = "Su factura ha sido enviada al correo a@b.mx"
    bare = read(page(lines=[said]))
    with_file = read(page(button("Descargar XML"), lines=[said]))
    assert bare.messages[0].failure_type is FailureType.EMAIL_DELIVERY
    assert with_file.messages[0].failure_type is None


HOW_TO = (
    "Ingresa los datos de tu ticket",
    "¡Listo! Tu factura ha sido generada",
    "Hemos enviado tu factura al correo",
)


def test_what_a_landing_page_promises_is_no_success() -> None:
    found = read(page(link("Facturar"), lines=HOW_TO))
    assert (found.kind, found.messages) == (PageKind.MENU, ())


def test_the_same_words_after_something_was_sent_are_one() -> None:
    found = read(
        page(link("Facturar otro ticket"), lines=HOW_TO[1:]), previous=page(text("RFC"), button("Facturar"))
    )
    assert found.kind is PageKind.RESULT


def test_a_refusal_stays_one_when_the_page_is_read_again() -> None:
    shown = page(text("Folio"), text("Total"), button("Buscar"), lines=["Folio no encontrado"])
    assert [m.meaning for m in read(shown, previous=shown).messages] == [Meaning.NOT_FOUND]


def test_a_page_served_in_the_wrong_encoding_is_heard() -> None:
    found = read(page(text("Folio"), button("Buscar"), alert("El ticket aÃºn no estÃ¡ disponible")))
    assert found.messages[0].meaning is Meaning.NOT_READY


@pytest.mark.parametrize("words", ["Cancelar Aceptar", "Volver a intentar"])
def test_the_buttons_of_a_dialog_are_no_part_of_its_message(words: str) -> None:
    shown = Dialog("d1", text=f"Verifica los datos. RFC EKU9003173C9. Ticket 902393 Total $44.35 {words}")
    buttons = [button(word, dialog_key="d1") for word in ("Cancelar", "Aceptar", "Volver a intentar")]
    found = read(page(shown, *buttons, title="Facturación"))
    assert not {m.meaning for m in found.messages} & {
        Meaning.CANCELLED_SALE,
        Meaning.NOT_FOUND,
        Meaning.OUTAGE,
    }


def test_a_link_that_expired_is_the_tickets_end_only_where_it_led_to_the_invoice() -> None:
    assert (
        sense_of("Este enlace expiró: solo puedes facturar tu compra en el mes.").meaning is Meaning.EXPIRED
    )
    assert sense_of("El enlace para restablecer tu contraseña expiró").meaning is Meaning.OTHER
