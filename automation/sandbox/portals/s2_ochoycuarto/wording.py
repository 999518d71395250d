"""What the seed varies in S2."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, LABELS, MESSAGES

_OWN = {
    Verdict.NOT_SYNCED: (
        "Ticket pendiente por validar, no han transcurrido 24 horas desde su compra.",
        "Ticket pendiente por validar. Favor de volver a intentar después de 24 horas.",
    ),
    Verdict.NOT_FOUND: (
        "La validación del ticket no tuvo éxito, favor de verificar los datos capturados.",
        "El ticket ingresado no existe, favor de verificar.",
    ),
    Verdict.WRONG_TOTAL: ("El total capturado no corresponde con el del ticket.",),
    Verdict.INVOICED: (
        "El ticket ya fue facturado. Consulte la opción Reimpresión.",
        "Ticket facturado previamente.",
    ),
    Verdict.EXPIRED: ("El ticket excede el plazo para facturar (mes de compra).",),
}
_TICKET = ("date", "folio", "key", "amount")


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.names_are_generated = seed.chance("generated names", 0.4)
        self.opens_help = seed.chance("opens help", 0.7)
        self.helped = seed.sample("helped", ("folio", "venta", "total"), seed.between("helps", 1, 2))
        self.remembers_names = seed.chance("remembers names", 0.4)
        self.asks_address = seed.chance("asks address", 0.4)
        self.puts_rfc_late = seed.chance("rfc after name", 0.3)
        self.prints_short_words = seed.chance("short words")
        self.theme = seed.pick("theme", ("#b5121b", "#00592d", "#5b2a86", "#0b4f8a"))
        self.ticket_order = seed.shuffle("ticket order", _TICKET)
        self.validate = seed.pick("validate", ("Validar Ticket", "Validar", "Agregar ticket"))
        self.go_on = seed.pick("go on", ("Continuar", "Siguiente"))
        self.issue = seed.pick("issue", ("Generar Factura", "Facturar", "Generar Comprobante"))
        self.yes, self.no = seed.pick("yes", (("Sí", "No"), ("Aceptar", "Cancelar")))
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.reprint = seed.pick("reprint", ("Reimpresión", "Reimprimir factura", "Consulta tu factura"))
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.nothing_issued = seed.pick(
            "nothing", ("No existe factura para los datos capturados.", "No se encontró la factura.")
        )
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }

    def label(self, name: str) -> str:
        own = {
            "date": ("Fecha de venta", "Fecha de compra"),
            "folio": ("Folio de venta", "Folio"),
            "key": ("ID de venta", "ID"),
            "amount": ("Total (2 Decimales)", "Total de la compra (2 decimales)"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def component(self, name: str) -> str:
        """The id of a button: some versions left it to the framework."""
        if not self.names_are_generated:
            return f"form:{name}"
        return f"form:j_idt{self.seed.between(f'id/{name}', 40, 990)}"

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.5):
            return f"{rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)
