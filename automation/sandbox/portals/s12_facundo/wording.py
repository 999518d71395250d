"""What stands at a portal that does not work: kinds of trouble, their words, and how each is to end."""

from dataclasses import dataclass
from http import HTTPStatus

from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import LABELS, LOOKUP_BUTTONS
from invoicing.states import FailureType


@dataclass(frozen=True, slots=True)
class Trouble:
    """`template` is drawn with one of `texts`; `may_wait`: it may also come only after the ticket's form."""

    failure: FailureType
    template: str
    texts: tuple[str, ...]
    statuses: tuple[int, ...] = (HTTPStatus.OK,)
    may_wait: bool = False


TROUBLES = {
    "outage": Trouble(
        FailureType.PORTAL_ERROR,
        "aviso.html",
        (
            "Lo sentimos, el servicio está temporalmente inactivo. Por favor inténtalo más tarde.",
            "Sistema de facturación no disponible. Estamos trabajando para restablecerlo.",
            "No se puede realizar la conexión al servidor de facturación.",
        ),
        may_wait=True,
    ),
    "missing": Trouble(
        FailureType.PORTAL_ERROR,
        "no_existe.html",
        (
            "404 - File or directory not found.",
            "La página que buscas no existe o fue movida.",
            "Error 404. No encontramos lo que estás buscando.",
        ),
    ),
    "parked": Trouble(
        FailureType.PORTAL_ERROR,
        "dominio.html",
        (
            "Este dominio está en venta",
            "This domain is parked free, courtesy of the registrar.",
            "Buy this domain. The domain may be for sale by its owner!",
        ),
    ),
    "maintenance": Trouble(
        FailureType.PORTAL_ERROR,
        "aviso.html",
        (
            "Sitio en mantenimiento. Regresamos pronto.",
            "Estamos realizando labores de mantenimiento en nuestro portal de facturación, disculpe las molestias.",
            "Por mantenimiento programado el portal de facturación no estará disponible.",
        ),
        (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE),
    ),
    "blocked": Trouble(
        FailureType.PORTAL_BLOCKED,
        "acceso.html",
        (
            "Access Denied",
            "Sorry, you have been blocked",
            "GF Blocked: su solicitud fue rechazada por el firewall de aplicaciones.",
        ),
        (HTTPStatus.FORBIDDEN, HTTPStatus.OK),
    ),
    "captcha": Trouble(
        FailureType.CAPTCHA,
        "humano.html",
        (
            "Verifica que eres humano para continuar.",
            "Antes de continuar, confirme que no es un robot.",
        ),
    ),
    "waiting": Trouble(
        FailureType.TIMEOUT,
        "espere.html",
        (
            "Consultando, espere…",
            "Cargando, por favor espere…",
            "Procesando su solicitud, un momento por favor…",
        ),
        may_wait=True,
    ),
    "unavailable": Trouble(
        FailureType.PORTAL_ERROR,
        "503.html",
        ("Service Unavailable", "Service Temporarily Unavailable"),
        (HTTPStatus.SERVICE_UNAVAILABLE,),
        may_wait=True,
    ),
}
KINDS = tuple(TROUBLES)


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.kind = KINDS[seed.number % len(KINDS)]
        self.place = seed.pick("place", ("door", "lookup"))
        self.button = seed.pick("button", LOOKUP_BUTTONS)
        self.accent = seed.pick("accent", ("#9a5b00", "#2c4a7a", "#444444"))
        self.fields = seed.shuffle("order", ("rfc", "folio", "amount"))

    def label(self, name: str) -> str:
        return self.seed.pick(f"label/{name}", LABELS[name])

    def text(self, kind: str) -> str:
        return self.seed.pick(f"text/{kind}", TROUBLES[kind].texts)

    def status(self, kind: str) -> int:
        return self.seed.pick(f"status/{kind}", TROUBLES[kind].statuses)
