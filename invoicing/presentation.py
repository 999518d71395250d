"""Words, icons and tones by which people are told of states, reasons, checks and steps.

Plain values for templates; nothing here decides anything. Tones: good, busy, ask, bad, quiet (app.css).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from invoicing.deadlines import DeadlineKind
from invoicing.states import FailureType, PilotName, StepType, TaskStatus

Text = str | Promise


@dataclass(frozen=True, slots=True)
class StatusWords:
    label: Text
    tone: str
    icon: str
    is_turning: bool = False


@dataclass(frozen=True, slots=True)
class FailureWords:
    title: Text
    advice: Text
    """what the person can do now"""


@dataclass(frozen=True, slots=True)
class CheckWords:
    name: str
    label: Text
    verdict: Text
    tone: str
    icon: str
    detail: str


TICKET_WORDS: dict[str, Text] = {
    "concept": _("Concepto"),
    "folio": _("Folio"),
    "ticket_number": _("Número de ticket"),
    "transaction": _("Transacción"),
    "store": _("Tienda"),
    "terminal": _("Caja"),
    "time": _("Hora"),
    "payment_method": _("Forma de pago"),
    "card_last4": _("Tarjeta, últimos 4 dígitos"),
    "tip": _("Propina"),
}
"""The English words of CONTRACT.md section 5; any other key is the vendor's own word."""


def word_for(ticket_key: str) -> str:
    """What a datum of a ticket is called where the vendor's directory does not say."""
    known = TICKET_WORDS.get(ticket_key)
    return str(known) if known else ticket_key.replace("_", " ").capitalize()


STATUS_WORDS: dict[TaskStatus, StatusWords] = {
    TaskStatus.PENDING: StatusWords(_("Recibido"), "quiet", "circle-dashed"),
    TaskStatus.QUEUED: StatusWords(_("En cola"), "quiet", "hourglass"),
    TaskStatus.RUNNING: StatusWords(_("En curso"), "busy", "loader-2", is_turning=True),
    TaskStatus.PAUSED: StatusWords(_("En pausa"), "ask", "player-pause"),
    TaskStatus.INTERVENTION_NEEDED: StatusWords(_("Te necesita"), "ask", "hand-stop"),
    TaskStatus.COMPLETED: StatusWords(_("Facturado"), "good", "circle-check"),
    TaskStatus.FAILED: StatusWords(_("No facturado"), "bad", "circle-x"),
    TaskStatus.CANCELLED: StatusWords(_("Cancelado"), "quiet", "ban"),
}

_AT_PORTAL = _("Entra al portal con los datos del ticket y termina ahí; después sube aquí el XML.")

FAILURE_WORDS: dict[FailureType, FailureWords] = {
    FailureType.CAPTCHA: FailureWords(_("El portal pide resolver un captcha"), _AT_PORTAL),
    FailureType.LOGIN_REQUIRED: FailureWords(_("El portal pide una cuenta"), _AT_PORTAL),
    FailureType.MISSING_DATA: FailureWords(
        _("Faltan datos del ticket"), _("Escríbelos abajo, como están en el ticket, y se continúa.")
    ),
    FailureType.UNKNOWN_PAGE: FailureWords(_("No supimos cómo seguir en el portal"), _AT_PORTAL),
    FailureType.PORTAL_BLOCKED: FailureWords(
        _("El portal no deja pasar"),
        _("No evadimos su protección. Entra tú al portal y sube aquí el XML."),
    ),
    FailureType.RECEIVER_REJECTED: FailureWords(
        _("El portal o el SAT no aceptan los datos fiscales"),
        _("Compáralos con la Constancia, corrige el perfil fiscal y captura el ticket de nuevo."),
    ),
    FailureType.EMAIL_DELIVERY: FailureWords(
        _("La factura se emitió y llega por correo"), _("Cuando llegue, sube aquí el archivo XML.")
    ),
    FailureType.UNCERTAIN_SUBMISSION: FailureWords(
        _("Se pidió la factura, pero no sabemos si se emitió"),
        _("No se vuelve a enviar, para no facturar dos veces. Búscala en tu correo o en el portal."),
    ),
    FailureType.CFDI_MISMATCH: FailureWords(
        _("La factura recibida no es la que se pidió"),
        _("Revisa qué no coincide y pide la corrección al comercio. No la registres como buena."),
    ),
    FailureType.CFDI_INVALID: FailureWords(
        _("El archivo recibido no es un CFDI válido"),
        _("Revisa qué no se cumple y pide la factura otra vez al comercio."),
    ),
    FailureType.TICKET_NOT_READY: FailureWords(
        _("El portal todavía no carga esta venta"), _("Lo intentamos de nuevo por nuestra cuenta.")
    ),
    FailureType.TICKET_NOT_FOUND: FailureWords(
        _("El portal no encuentra el ticket"), _("Compara los datos con el ticket y captúralo de nuevo.")
    ),
    FailureType.ALREADY_INVOICED: FailureWords(
        _("El portal dice que el ticket ya está facturado"), _("Si tienes esa factura, sube aquí el XML.")
    ),
    FailureType.DEADLINE_EXPIRED: FailureWords(
        _("El plazo del comercio para facturar ya pasó"), _("Solo el comercio puede hacer ya una excepción.")
    ),
    FailureType.PORTAL_ERROR: FailureWords(_("El portal no funciona"), _("Puedes reintentar más tarde.")),
    FailureType.NETWORK_ERROR: FailureWords(
        _("No se pudo llegar al portal"), _("Revisa la dirección; si es la correcta, reintenta más tarde.")
    ),
    FailureType.TIMEOUT: FailureWords(_("El portal tardó demasiado"), _("Puedes reintentar.")),
}

PILOT_WORDS: dict[PilotName, Text] = {
    PilotName.PLAYBOOK: _("Rutina aprendida"),
    PilotName.FORM: _("Lectura del formulario"),
    PilotName.AGENT: _("Agente con modelo de lenguaje"),
    PilotName.PERSON: _("Una persona"),
}

CHECK_LABELS: dict[str, Text] = {
    "xml": _("Archivo XML"),
    "xsd": _("Estructura del Anexo 20"),
    "sello": _("Sello del emisor"),
    "certificate": _("Certificado del emisor"),
    "timbre": _("Timbre fiscal"),
    "uuid_unique": _("Folio fiscal no repetido"),
    "receiver_rfc": _("RFC del receptor"),
    "receiver_name": _("Nombre del receptor"),
    "receiver_postal_code": _("Código postal del receptor"),
    "receiver_regime": _("Régimen fiscal del receptor"),
    "cfdi_use": _("Uso de CFDI"),
    "total": _("Total contra el ticket"),
    "date": _("Fecha contra el ticket"),
    "issuer": _("Emisor"),
    "type": _("Tipo de comprobante"),
    "currency": _("Moneda"),
    "payment": _("Forma y método de pago"),
    "sums": _("Sumas"),
    "pdf_qr": _("Código QR del PDF"),
    "sat_status": _("Estado ante el SAT"),
}

STEP_ICONS: dict[StepType, str] = {
    StepType.NAVIGATE: "compass",
    StepType.READ: "eye",
    StepType.INPUT: "cursor-text",
    StepType.SELECT: "list-check",
    StepType.CLICK: "click",
    StepType.WAIT: "hourglass",
    StepType.THINKING: "brain",
    StepType.SUBMIT: "send",
    StepType.DOWNLOAD: "download",
    StepType.CHECK: "shield-check",
    StepType.QUESTION: "message-question",
    StepType.USER_INTERVENTION: "user",
    StepType.ERROR: "alert-triangle",
}
STEP_TONES: dict[StepType, str] = {
    StepType.SUBMIT: "busy",
    StepType.DOWNLOAD: "good",
    StepType.CHECK: "good",
    StepType.QUESTION: "ask",
    StepType.USER_INTERVENTION: "ask",
    StepType.ERROR: "bad",
}

_UNCHECKED: dict[str, Text] = {"sat_status": _("No consultado")}
_WARNING_LEVELS = frozenset({"warn", "note"})


def deadline_words(deadline: Mapping[str, Any]) -> str:
    """A vendor's deadline as its source tells it; empty where none is known. Never as if it were law."""
    kind, days = DeadlineKind(deadline.get("kind", DeadlineKind.UNKNOWN)), deadline.get("days", 0)
    if kind is DeadlineKind.UNKNOWN:
        return ""
    spoken = {
        DeadlineKind.DAYS: ngettext("%(days)s día desde la fecha", "%(days)s días desde la fecha", days),
        DeadlineKind.MONTH_END: gettext("el fin del mes del ticket"),
        DeadlineKind.MONTH_END_PLUS_DAYS: gettext("%(days)s días después del fin de mes"),
    }[kind]
    words = gettext("Plazo del comercio, según se sabe: %s.") % (spoken % {"days": days})
    return f"{words} {deadline['note']}" if deadline.get("note") else words


def check_words(check: Mapping[str, Any]) -> CheckWords:
    """`check` is one stored result: name, ok (true, false or null), detail and, where known, its level."""
    verdict, tone, icon = _verdict(check)
    name = str(check["name"])
    detail = str(check.get("detail", ""))
    if detail.casefold() == str(verdict).casefold():
        detail = ""
    return CheckWords(name, CHECK_LABELS.get(name, name), verdict, tone, icon, detail)


def _verdict(check: Mapping[str, Any]) -> tuple[Text, str, str]:
    if check["ok"] is None:
        return _UNCHECKED.get(str(check["name"]), _("No verificado")), "quiet", "circle-dashed"
    if check["ok"]:
        return _("Correcto"), "good", "check"
    if check.get("level") in _WARNING_LEVELS:
        return _("Aviso"), "ask", "alert-triangle"
    return _("No se cumple"), "bad", "x"
