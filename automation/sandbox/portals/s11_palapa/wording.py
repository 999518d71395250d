"""What the seed varies in S11: words, what the ticket prints, kinds of buttons, the order of its lists."""

from collections.abc import Sequence

from automation.sandbox.fiscal import PAYMENT_FORMS, REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import ISSUE_BUTTONS, LABELS, MESSAGES

RECEIVER_FIELDS = ("rfc", "name", "email", "postal_code", "regime", "use", "payment_form")
CODE, PURCHASE = "0", "1"
_OWN = {
    Verdict.NOT_FOUND: ("No se encontró orden con la información capturada.", "No se encontró el consumo."),
    Verdict.WRONG_TOTAL: ("Monto del ticket Inválido",),
    Verdict.NOT_SYNCED: (
        "El ticket aún no está disponible",
        "Su cuenta aún no ha sido enviada por la sucursal.",
    ),
    Verdict.EXPIRED: ("Se venció la factura", "Solo se pueden facturar consumos del mes en curso."),
    Verdict.INVOICED: ("Su ticket ya se encuentra facturado", "El consumo ya fue facturado"),
    Verdict.CANCELLED: ("La cuenta fue cancelada y no puede ser facturada.",),
    Verdict.IN_GLOBAL: (
        "El consumo ya fue incluido en la factura global, fuera del periodo de facturación.",
    ),
}
_NAMES = {
    "rfc": "txtDocument",
    "name": "txtGuestName",
    "email": "txtUser",
    "postal_code": "txtZip",
    "regime": "cmbState",
    "use": "cmbReason",
    "payment_form": "CfdiMetodoPago",
}


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.skin = seed.pick("skin", ("talavera", "barro", "nopal"))
        self.prints = seed.pick("prints", ("both", "code", "data"))
        self.opens_with = seed.pick("opens with", (CODE, PURCHASE))
        self.asks_store = seed.chance("asks store", 0.4)
        self.button_kind = seed.pick("buttons", ("image", "link", "input"))
        self.tells_grand_total = seed.chance("grand total", 0.3)
        self.code_word = seed.pick("code word", ("billing_code", "codigo_facturacion", "codigo_unico"))
        self.order_word = seed.pick("order word", ("orden", "cuenta", "folio"))
        self.code_label = seed.pick(
            "code label", ("Código de facturación", "BillingCode", "Código único de ticket")
        )
        self.order_label = seed.pick("order label", ("Orden", "Número de orden", "No. de cuenta / Folio"))
        self.total_label = seed.pick(
            "total label",
            ("Total (sin propina)", "Total del consumo, sin propina", "Totales (no incluya propina)"),
        )
        self.tip_label = seed.pick("tip label", LABELS["tip"])
        self.look_up = seed.pick("look up", ("Buscar", "Consultar Ticket", "Validar"))
        self.issue = seed.pick("issue", ISSUE_BUTTONS)
        self.reprint = seed.pick(
            "reprint", ("Reimprimir factura", "Consulta tu factura", "Recuperar Factura")
        )
        self.nothing = seed.pick(
            "nothing", ("No hay factura con los datos capturados.", "Factura no encontrada.")
        )
        self.fields = seed.shuffle("receiver order", RECEIVER_FIELDS[:3]) + list(RECEIVER_FIELDS[3:])
        self.regimes = seed.shuffle("regime order", list(REGIMES))
        self.uses = [code for code in USES if code[0] != "C"]
        self.payments = seed.shuffle("payment order", list(PAYMENT_FORMS))
        self.shows_codes = seed.chance("codes")
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN[verdict] * 2))
            for verdict, texts in MESSAGES.items()
            if verdict in _OWN
        }

    def label(self, name: str) -> str:
        return self.seed.pick(f"label/{name}", LABELS[name]).strip("* :")

    def name(self, datum: str) -> str:
        return f"receiverContainer:{_NAMES[datum]}"

    def component(self, name: str) -> str:
        """Wicket numbers its components in hexadecimal; the numbers mean nothing."""
        return f"id{self.seed.between(f'component/{name}', 16, 4095):x}"

    def options(self, datum: str) -> list[str]:
        """The texts of a list, whose values are their places in it."""
        codes, texts = self._catalogue(datum)
        return [f"{code} - {texts[code]}" if self.shows_codes else texts[code] for code in codes]

    def code_at(self, datum: str, place: str) -> str:
        codes, _ = self._catalogue(datum)
        return codes[int(place)] if place.isdigit() and int(place) < len(codes) else ""

    def place_of(self, datum: str, code: str) -> str:
        codes, _ = self._catalogue(datum)
        return str(codes.index(code))

    def _catalogue(self, datum: str) -> tuple[Sequence[str], dict[str, str]]:
        return {
            "regime": (self.regimes, REGIMES),
            "use": (self.uses, USES),
            "payment_form": (self.payments, PAYMENT_FORMS),
        }[datum]

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"{rejection.code} {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)
