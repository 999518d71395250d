"""What the seed varies in S8: words, the typeahead's manners, optional fields, what the country does."""

from automation.sandbox.fiscal import PAYMENT_FORMS
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import EXPIRED_SESSION, LABELS, MESSAGES

OFFERED = ("01", "02", "03", "04", "08", "28")
RECEIVER_FIELDS = ("name", "postal_code", "regime", "use", "email")
_OWN = {
    Verdict.NOT_SYNCED: (
        "El ticket no está completo, la sucursal aún no lo envía (conector configurado). Intente más tarde.",
        "La información de su compra todavía no llega a este portal. Intente nuevamente mañana.",
    ),
    Verdict.NOT_FOUND: (
        "No se encontró el ticket con los datos capturados, favor de verificar.",
        "Error: el ticket no existe en la sucursal seleccionada.",
    ),
    Verdict.WRONG_TOTAL: ("El total capturado no es igual al del ticket.",),
    Verdict.INVOICED: ("Ya ha sido generada su factura!", "Ya ha sido generada su factura!"),
    Verdict.EXPIRED: (
        "Han transcurrido más de 30 días desde su compra, ya no es posible facturar.",
        "El ticket no puede facturarse: terminó el mes de su compra.",
    ),
    Verdict.IN_GLOBAL: ("Su compra ya forma parte de la factura global de la sucursal.",),
    Verdict.CANCELLED: ("El ticket corresponde a una venta cancelada.",),
}
_THEMES = (("#00796b", "#e0f2f1"), ("#ad1457", "#fce4ec"), ("#283593", "#e8eaf6"), ("#5d4037", "#efebe9"))


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.accent, self.paper = seed.pick("theme", _THEMES)
        self.greets = seed.chance("greets")
        self.date_kind = seed.pick("date kind", ("masked", "masked", "date"))
        self.resets_country = seed.chance("resets country", 0.75)
        self.preselects_regime = seed.chance("preselects regime", 0.4)
        self.filters_uses = seed.chance("filters uses")
        self.type_at_least = seed.between("type at least", 1, 3)
        self.clears_untaken = seed.chance("clears untaken")
        self.shows_codes = seed.chance("codes", 0.6)
        self.confirms_email = seed.chance("confirms email", 0.35)
        self.asks_payment = seed.chance("asks payment", 0.4)
        self.reviews_in_modal = seed.chance("reviews in modal", 0.4)
        self.tells_found = seed.chance("tells found")
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.next = seed.pick("next", ("Siguiente", "Siguiente »", "Continuar"))
        self.issue = seed.pick("issue", ("Siguiente", "Generar factura", "Facturar"))
        self.success = seed.pick(
            "success",
            (
                "La factura se generó exitosamente. Haga clic en Aceptar",
                "¡Enhorabuena! La factura se generó exitosamente.",
            ),
        )
        self.titles = seed.pick(
            "titles",
            (
                ("Ticket", "Datos fiscales", "Confirmar Datos", "Descarga"),
                ("Datos del ticket", "Datos del cliente", "Confirmación", "Tu factura"),
            ),
        )
        self.ticket_order = ["store", *seed.shuffle("ticket order", ("rfc", "folio", "date", "amount"))]
        self.fields = seed.shuffle("receiver order", RECEIVER_FIELDS)
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 3))
            for verdict, texts in MESSAGES.items()
        }

    def label(self, name: str) -> str:
        own = {
            "folio": ("Número de ticket", "Ticket", "No. Ticket"),
            "store": ("Sucursal", "Farmacia", "Sucursal de compra"),
            "amount": ("Total", "Importe total", "Total de la compra"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def option(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    @property
    def payments(self) -> list[tuple[str, str]]:
        return [(code, self.option(code, PAYMENT_FORMS[code])) for code in OFFERED]

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"Error al timbrar. {rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)
