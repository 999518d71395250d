"""What people read when a drive stops: Spanish, in the portal's own words where it gave any.

Every function returns a `Failure`; nothing else in this package words one.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from automation.browser.base import BrowserError, PortalUnreachable
from automation.pilots.base import Failure, QuestionField
from automation.reading.understanding import Datum
from invoicing.states import FailureType

_NAMES: dict[str, str] = {
    Datum.RFC: "RFC",
    Datum.LEGAL_NAME: "nombre o razón social",
    Datum.FIRST_NAMES: "nombre",
    Datum.PATERNAL_SURNAME: "apellido paterno",
    Datum.MATERNAL_SURNAME: "apellido materno",
    Datum.FISCAL_REGIME: "régimen fiscal",
    Datum.POSTAL_CODE: "código postal",
    Datum.CFDI_USE: "uso de CFDI",
    Datum.EMAIL: "correo electrónico",
    Datum.EMAIL_CONFIRMATION: "confirmación del correo",
    Datum.PAYMENT_METHOD: "forma de pago",
    Datum.AMOUNT: "total",
    Datum.DATE: "fecha",
    Datum.TIME: "hora",
    Datum.STORE: "sucursal",
    Datum.TERMINAL: "caja",
    Datum.TICKET_NUMBER: "número de ticket",
    Datum.TRANSACTION: "número de transacción",
}

_VERDICTS = {
    FailureType.TICKET_NOT_FOUND: "El portal no encuentra el ticket con estos datos; revísalos contra el "
    "ticket impreso.",
    FailureType.TICKET_NOT_READY: "El portal todavía no ha cargado esta venta; se volverá a intentar.",
    FailureType.ALREADY_INVOICED: "El portal dice que el ticket ya fue facturado.",
    FailureType.DEADLINE_EXPIRED: "El portal dice que el plazo para facturar este ticket terminó; pide la "
    "factura directamente al comercio.",
    FailureType.RECEIVER_REJECTED: "El portal o el SAT rechaza los datos fiscales del receptor; corrígelos "
    "como están en la Constancia de Situación Fiscal.",
    FailureType.PORTAL_ERROR: "El portal no está funcionando.",
    FailureType.PORTAL_BLOCKED: "El portal bloquea el acceso automático; continúa tú en la vista en vivo.",
    FailureType.CAPTCHA: "El portal pide resolver un captcha; contéstalo en la vista en vivo.",
    FailureType.LOGIN_REQUIRED: "El portal pide una cuenta; guarda sus credenciales o inicia sesión en la "
    "vista en vivo.",
    FailureType.MISSING_DATA: "El portal pide datos que faltan.",
}


def datum_name(datum: str) -> str:
    return _NAMES.get(datum, datum)


def quoted(words: str, limit: int = 300) -> str:
    """The portal's own words, shortened, in Spanish quotation marks; '' for none."""
    text = " ".join(words.split())
    return f"«{text[: limit - 1]}…»" if len(text) > limit else f"«{text}»" if text else ""


def verdict(kind: FailureType, words: str, *, attribute: str = "") -> Failure:
    """A failure that the portal itself pronounced."""
    parts = [_VERDICTS.get(kind, "El portal no permite continuar.")]
    if attribute:
        parts.append(f"Dato rechazado: {datum_name(attribute)}.")
    if words:
        parts.append(f"El portal dice: {quoted(words)}.")
    return Failure(kind, " ".join(parts))


def missing_fields(fields: Sequence[QuestionField], words: str = "") -> Failure:
    labels = ", ".join(quoted(f.label) for f in fields)
    said = f" El portal dice: {quoted(words)}." if words else ""
    reason = f"El portal pide datos que el ticket no trae: {labels}. Complétalos para continuar.{said}"
    return Failure(FailureType.MISSING_DATA, reason, tuple(fields))


def option_not_offered(datum: str, label: str, value: str) -> Failure:
    """The portal's list has no entry for a datum of the receptor."""
    reason = (
        f"La lista {quoted(label)} del portal no ofrece {quoted(value)} ({datum_name(datum)}); revisa los "
        "datos fiscales del receptor."
    )
    return Failure(FailureType.RECEIVER_REJECTED, reason)


def receiver_differs(differences: Iterable[str]) -> Failure:
    reason = (
        "No se envió la solicitud: el portal insiste en datos del receptor que no son los del perfil. "
        + "; ".join(differences)
        + ". Corrige esos datos en el portal o con el comercio."
    )
    return Failure(FailureType.RECEIVER_REJECTED, reason)


def total_differs(differences: Iterable[str]) -> Failure:
    reason = (
        "No se envió la solicitud: el portal muestra otro total para este ticket. "
        + "; ".join(differences)
        + ". Revisa los datos del ticket."
    )
    return Failure(FailureType.TICKET_NOT_FOUND, reason)


def page_differs(differences: Iterable[str]) -> Failure:
    reason = (
        "No se envió la solicitud: la página no conserva lo que se pidió. "
        + "; ".join(differences)
        + ". Complétalo en la vista en vivo."
    )
    return Failure(FailureType.UNKNOWN_PAGE, reason)


def unknown_page(seen: str, title: str = "") -> Failure:
    where = f" La página se titula {quoted(title, 80)}." if title else ""
    reason = f"No se sabe cómo seguir en esta página: {seen}.{where} Continúa tú en la vista en vivo."
    return Failure(FailureType.UNKNOWN_PAGE, reason)


def login_refused(words: str = "") -> Failure:
    said = f" El portal dice: {quoted(words)}." if words else ""
    return Failure(
        FailureType.LOGIN_REQUIRED, f"El portal no aceptó el usuario o la contraseña guardados.{said}"
    )


def login_elsewhere(address: str) -> Failure:
    """The stored password is for the portal alone."""
    site = quoted(urlsplit(address).netloc, 80) or "otro sitio"
    return Failure(
        FailureType.LOGIN_REQUIRED,
        f"El portal lleva a {site} para iniciar sesión. La contraseña guardada solo se escribe en el sitio del "
        "portal; inicia sesión tú.",
    )


def by_email(words: str = "") -> Failure:
    said = f" El portal dice: {quoted(words)}." if words else ""
    reason = "La factura se emitió y el portal la envía por correo; sube el XML cuando llegue." + said
    return Failure(FailureType.EMAIL_DELIVERY, reason)


def uncertain(why: str = "") -> Failure:
    reason = (
        "Se envió la solicitud y no se sabe si la factura se emitió; no se enviará otra vez. Búscala en el "
        "portal o en el correo y sube el XML."
    )
    return Failure(FailureType.UNCERTAIN_SUBMISSION, f"{reason} {why}".strip())


def unreachable(error: BrowserError) -> Failure:
    """NETWORK_ERROR or TIMEOUT, by what failed (CONTRACT.md section 3)."""
    if isinstance(error, PortalUnreachable):
        by_kind = {
            "timeout": FailureType.TIMEOUT,
            "http": FailureType.PORTAL_ERROR,
            "too_large": FailureType.PORTAL_ERROR,
        }
        return Failure(by_kind.get(error.kind, FailureType.NETWORK_ERROR), str(error))
    return Failure(FailureType.TIMEOUT, str(error))


def took_too_long(what: str) -> Failure:
    return Failure(FailureType.TIMEOUT, f"El portal tardó demasiado: {what}.")
