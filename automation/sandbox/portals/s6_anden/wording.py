"""What the seed varies in S6: words, which receptors the account remembers, how its lists look."""

from automation.sandbox.fiscal import PAYMENT_FORMS
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, LABELS, MESSAGES

OFFERED = ("01", "03", "04", "28", "08")
RECEPTOR_FIELDS = ("name", "postal_code", "regime", "use", "email")
_OWN = {
    Verdict.NOT_FOUND: (
        "No localizamos el ticket en la estación seleccionada. Revisa folio y monto.",
        "Ticket inexistente, verifica los datos impresos.",
    ),
    Verdict.WRONG_TOTAL: ("El monto no es el del ticket.", "Monto incorrecto para el folio capturado."),
    Verdict.NOT_SYNCED: (
        "El consumo aún no se refleja en el sistema, espera unas horas y vuelve a intentarlo.",
        "La estación todavía no envía este ticket. Inténtalo mañana.",
    ),
    Verdict.EXPIRED: (
        "El plazo para facturar este consumo terminó con el mes.",
        "Ticket vencido: solo se facturan consumos del mes en curso.",
    ),
    Verdict.INVOICED: ("Este ticket ya cuenta con factura.", "Ticket facturado previamente."),
}
_THEMES = (("#e4572e", "#fff7f3"), ("#0b6e4f", "#f3faf6"), ("#1d3f8a", "#f4f6fc"), ("#7b1e3a", "#fbf4f6"))


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.accent, self.paper = seed.pick("theme", _THEMES)
        self.layout = seed.pick("layout", ("inline", "inline", "modal"))
        self.remembers = seed.pick("remembers", ("all", "stale", "few"))
        self.preselects = seed.chance("preselects", 0.7)
        self.confirms = seed.chance("confirms", 0.35)
        self.speaks_in_modal = seed.chance("speaks in modal", 0.4)
        self.ticks_new = seed.chance("ticks new", 0.4)
        self.ticks_pending = seed.chance("ticks pending", 0.35)
        self.pending = seed.between("pending", 1, 2)
        self.asks_date = seed.chance("asks date", 0.3)
        self.shows_codes = seed.chance("codes")
        self.has_own_values = seed.chance("own values", 0.5)
        self.reloads = seed.chance("reloads", 0.5)
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.issue = seed.pick("issue", ("Facturar Tickets", "Facturar", "Facturar seleccionados"))
        self.add = seed.pick("add", ("Agregar ticket", "AGREGAR TICKET", "Agregar"))
        self.mine = seed.pick("mine", ("Mis Facturas", "Mis facturas", "Historial de facturas"))
        self.choose_payment = seed.pick(
            "choose payment", ("Seleccione un Tipo de Pago", "Forma de pago", "Elige…")
        )
        self.fields = seed.shuffle("receptor order", RECEPTOR_FIELDS)
        self.ticket_fields = ["store", *seed.shuffle("ticket order", ("folio", "amount"))]
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }

    def label(self, name: str) -> str:
        own = {
            "store": ("Estación", "Estación de servicio", "Gasolinera"),
            "folio": ("Folio", "Folio del ticket", "No. de Ticket"),
            "amount": ("Monto", "Importe", "Total del ticket"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def option(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"[{rejection.code}] {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    @property
    def payments(self) -> list[tuple[str, str]]:
        """Value and text of each option; some versions number them."""
        values = {code: str(place) for place, code in enumerate(OFFERED, start=1)}
        return [
            (values[code] if self.has_own_values else code, self.option(code, PAYMENT_FORMS[code]))
            for code in OFFERED
        ]

    def payment_of(self, value: str) -> str:
        """The c_FormaPago behind an option's value; '' where there is none."""
        codes = {shown: code for (shown, _), code in zip(self.payments, OFFERED, strict=True)}
        return codes.get(value, "")
