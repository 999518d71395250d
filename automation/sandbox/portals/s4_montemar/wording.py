"""What the seed varies in S4: words, date box, kinds of lists, what the form asks besides."""

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, LABELS, MESSAGES

_OWN = {
    Verdict.NOT_FOUND: ("No encontramos un ticket con esos datos. Verifica sucursal, fecha y venta total.",),
    Verdict.NOT_SYNCED: ("Tu ticket aún no está disponible, inténtalo 24 horas después de tu compra.",),
    Verdict.INVOICED: ("Este ticket ya tiene una factura emitida.",),
    Verdict.EXPIRED: ("El ticket está fuera del periodo permitido para facturar.",),
    Verdict.WRONG_TOTAL: ("La venta total no corresponde al ticket.",),
}
_DATES = (
    ("us", "Formato: M/D/AAAA"),
    ("us", "mes/día/año"),
    ("mx", "DD/MM/AAAA"),
    ("calendar", "Elige la fecha en el calendario"),
)
_MORE_PLACES = (
    "Centro",
    "Norte",
    "Sur",
    "Plaza Mayor",
    "San Ángel",
    "Las Torres",
    "Valle Oriente",
    "Lindavista",
    "Costa Azul",
    "Monterrey Centro Norte",
    "Roma Norte Express",
    "Del Valle Sur",
    "Guadalajara Juárez II",
    "Mérida Paseo Montejo",
)


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.date_box, self.date_hint = seed.pick("date", _DATES)
        self.wants_no_zeros = seed.chance("no zeros", 0.5)
        self.clears_unchosen = seed.chance("clears", 0.5)
        self.lists = {
            "regime": seed.pick("regime list", ("autocomplete", "select")),
            "use": seed.pick("use list", ("autocomplete", "autocomplete", "select")),
        }
        self.shows_codes = seed.chance("codes")
        self.confirms_email = seed.chance("confirms email", 0.4)
        self.asks_terms = seed.chance("terms", 0.5)
        self.asks_first = seed.chance("asks first", 0.4)
        self.has_honest_status = seed.chance("honest status")
        self.accent = seed.pick("accent", ("#3f51b5", "#c62828", "#00796b", "#5d4037"))
        self.order = seed.shuffle("order", ("store", "folio", "date", "amount"))
        self.add = seed.pick("add", ("Agregar", "Validar ticket", "Buscar"))
        self.go_on = seed.pick("go on", ("Continuar", "Siguiente"))
        self.issue = seed.pick("issue", ("Generar factura", "Facturar", "Emitir factura"))
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.consult = seed.pick("consult", ("Consulta tu factura", "Mis facturas anteriores", "Reimprimir"))
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.nothing_issued = seed.pick(
            "nothing", ("No existe una factura para esos datos.", "No encontramos tu factura.")
        )
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.5):
            return f"{rejection.code} {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    def regime_texts(self, codes: dict[str, str]) -> list[str]:
        return [self._text(code, codes[code]) for code in self.seed.shuffle("regimes", sorted(codes))]

    def use_texts(self, codes: dict[str, str]) -> list[str]:
        return [self._text(code, text) for code, text in codes.items()]

    def _text(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def regime_of(self, text: str) -> str:
        return self._code_of(text, REGIMES)

    def use_of(self, text: str) -> str:
        return self._code_of(text, USES)

    def _code_of(self, chosen: str, codes: dict[str, str]) -> str:
        return next((code for code, text in codes.items() if self._text(code, text) == chosen), "")

    def other_branches(self, taken: set[str]) -> list[str]:
        """Branches where nothing was sold, some with names that begin like another's."""
        drawn = [self.seed.text(f"branch/{place}", "4###") for place in range(3 * len(_MORE_PLACES))]
        return [
            f"{code} - {_MORE_PLACES[place % len(_MORE_PLACES)]}"
            for place, code in enumerate(drawn)
            if code not in taken
        ]

    def label(self, name: str) -> str:
        own = {
            "store": ("Sucursal", "Tienda"),
            "folio": ("No. ticket", "Número de ticket"),
            "date": ("Fecha", "Fecha de compra"),
            "amount": ("Venta total", "Total"),
            "first_names": ("Nombre(s)", "Nombre"),
            "paternal": ("Apellido paterno", "Primer apellido"),
            "maternal": ("Apellido materno", "Segundo apellido"),
            "name": ("Razón social", "Denominación o razón social"),
            "regime": ("Régimen fiscal", "Régimen"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def settings(self, base: str, delivery: str) -> dict[str, object]:
        names = (*self.order, "rfc", "name", "first_names", "paternal", "maternal", "postal_code")
        labels = (*names, "regime", "use", "email", "email_confirmation")
        return {
            "base": base,
            "delivery": delivery,
            "labels": {name: self.label(name) for name in labels},
            "order": self.order,
            "dateBox": self.date_box,
            "dateHint": self.date_hint,
            "folioHint": "Sin ceros a la izquierda" if self.wants_no_zeros else "",
            "clears": self.clears_unchosen,
            "lists": self.lists,
            "confirmsEmail": self.confirms_email,
            "terms": self.asks_terms,
            "question": self.confirmation if self.asks_first else "",
            "words": {"add": self.add, "goOn": self.go_on, "issue": self.issue, "consult": self.consult},
        }
