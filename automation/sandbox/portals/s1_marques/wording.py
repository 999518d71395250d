"""What the seed varies in S1."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection, Submission
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import EXPIRED_SESSION, LABELS, MESSAGES

_CONTAINERS = ("ContentPlaceHolder1", "cphCuerpo", "MainContent")
_OWN = {
    Verdict.NOT_SYNCED: (
        "Su transacción no puede ser procesada. Favor de intentar 24 horas después de su compra.",
        "La venta aún no ha sido enviada por la tienda, intente más tarde.",
    ),
    Verdict.NOT_FOUND: (
        "No se encuentra la transacción con los datos proporcionados, favor de verificar.",
        "No se encuentra el número de ticket capturado.",
    ),
    Verdict.INVOICED: ("El ticket ya fue facturado.", "La transacción ya fue facturada anteriormente."),
}
_RECEIVER = ("name", "postal_code")


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.container = f"ctl00_{seed.pick('container', _CONTAINERS)}"
        self.has_update_panel = seed.chance("update panel", 0.6)
        self.knows_clients = seed.chance("knows clients", 0.4)
        self.wipes = seed.pick("wipes", ("txtRazon", "txtCP", "txtCP", ""))
        self.asks_address = seed.chance("asks address", 0.4)
        self.notices = seed.between("notices", 0, 2)
        self.speaks_in_modal = seed.chance("speaks in modal")
        self.shows_codes = seed.chance("codes")
        self.prefers_mail = seed.chance("prefers mail")
        self.preselects_payment = seed.chance("preselects payment", 0.3)
        self.issue = seed.pick("issue", ("Facturar", "Generar factura", "FACTURAR"))
        self.go_on = seed.pick("go on", ("Continuar", "Siguiente", "Aceptar"))
        self.consult = seed.pick(
            "consult", ("Consulta o reenvía tu factura", "Consultar factura", "Recuperar una factura")
        )
        self.nothing_issued = seed.pick(
            "nothing", ("No se encontró factura con los datos capturados.", "El ticket no ha sido facturado.")
        )
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }
        self.receiver_order = seed.shuffle("receiver order", _RECEIVER)
        self.ticket_order = seed.shuffle("ticket order", ("rfc", "postal_code", "folio", "key", "amount"))

    def label(self, name: str) -> str:
        own = {
            "rfc": ("Membresía o RFC", "RFC"),
            "folio": ("Número de ticket (TC#)", "TC#", "Número de ticket"),
            "key": ("# Transacción (TR#)", "TR#", "# Transacción"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def option(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"Error al timbrar: {rejection.code} {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)


def clients(known: Submission) -> list[Submission]:
    """What the portal remembers of a customer: an old address first, and the régimen that all begin with."""
    old = "37000" if known.postal_code != "37000" else "20000"
    return [
        Submission(known.rfc, known.name, old, "601", ""),
        Submission(known.rfc, f"{known.name} SUCURSAL", old, "601", ""),
    ]
