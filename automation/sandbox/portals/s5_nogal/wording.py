"""What the seed varies in S5: words, ids, order, optional fields, the shape of its lists."""

from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, IDS, LABELS, MESSAGES, SUCCESS

TICKET_FIELDS = ("rfc", "folio", "amount")
RECEIVER_FIELDS = ("name", "postal_code", "regime", "use", "email")
_NAMES = {
    "rfc": "rfc",
    "folio": "ticket",
    "amount": "total",
    "terminal": "caja",
    "date": "fecha",
    "name": "nombre",
    "postal_code": "cp",
    "regime": "regimen",
    "use": "uso",
    "email": "correo",
    "email_confirmation": "correo2",
}
_THEMES = (("#7a4b21", "#fbf6ef"), ("#20563f", "#f2f7f4"), ("#8c1d2f", "#fdf5f6"), ("#23407a", "#f3f6fc"))


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.accent, self.paper = seed.pick("theme", _THEMES)
        self.asks_date = seed.chance("asks date")
        self.asks_terminal = seed.chance("asks terminal", 0.4)
        self.confirms_email = seed.chance("confirms email", 0.4)
        self.shows_codes = seed.chance("codes in lists")
        self.has_own_values = seed.chance("own values", 0.4)
        self.labels_are_placeholders = seed.chance("placeholders", 0.25)
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.verdicts = {verdict: seed.pick(f"says/{verdict}", texts) for verdict, texts in MESSAGES.items()}
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.success = seed.pick("success", SUCCESS)
        self.title = seed.pick("title", ("Facturación en línea", "Factura tu compra", "Facturación"))
        self.go_on = seed.pick("continue", ("Continuar", "Siguiente", "Validar ticket"))
        self.issue = seed.pick("issue", ("Realizar facturación", "Generar factura", "Facturar", "Continuar"))
        self.yes = seed.pick("yes", ("Sí, continuar", "Aceptar", "Confirmar"))
        self.consult = seed.pick("consult", ("Consulta tu factura", "Reimprimir factura", "Recuperar"))
        self.nothing_issued = seed.pick(
            "nothing",
            ("Factura no encontrada con los datos dados.", "No existe factura para ese ticket."),
        )
        self.processing = "Tu factura se está procesando, espera un momento…"

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"{rejection.code} - {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    def list_regimes(self, regimes: dict[str, str]) -> list[dict[str, str]]:
        ordered = self.seed.shuffle("regime order", sorted(regimes))
        return [{"id": self._value(code), "texto": self._text(code, regimes[code])} for code in ordered]

    def list_uses(self, uses: dict[str, str]) -> list[dict[str, str]]:
        return [{"id": code, "texto": self._text(code, text)} for code, text in uses.items()]

    def _text(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def _value(self, code: str) -> str:
        """Some versions of the service know régimenes by a key of their own."""
        return str(int(code) * 7 - 4000) if self.has_own_values else code

    def regime_of(self, value: str) -> str:
        if not self.has_own_values:
            return value
        return str((int(value) + 4000) // 7) if value.lstrip("-").isdigit() else ""

    def settings(self, base: str) -> dict[str, object]:
        """What the page's script is told: fields in their order, words and addresses."""
        extra = [
            name for name, asked in (("date", self.asks_date), ("terminal", self.asks_terminal)) if asked
        ]
        receiver = [*RECEIVER_FIELDS, *(["email_confirmation"] if self.confirms_email else [])]
        return {
            "api": f"{base}/api/v2",
            "ticket": [self._field(name) for name in self.seed.shuffle("order", [*TICKET_FIELDS, *extra])],
            "receiver": [self._field(name) for name in receiver],
            "consult": [self._field(name, "c_") for name in TICKET_FIELDS],
            "placeholders": self.labels_are_placeholders,
            "goOn": self.go_on,
            "issue": self.issue,
            "yes": self.yes,
            "consultTitle": self.consult,
            "failure": "Ocurrió un error inesperado. Inténtalo de nuevo más tarde.",
        }

    def _field(self, name: str, prefix: str = "") -> dict[str, object]:
        lengths = {"rfc": 13, "folio": 23, "postal_code": 5, "terminal": 3, "date": 10}
        hints = {"date": "dd/mm/aaaa", "amount": "0.00", "folio": "22 dígitos debajo del código de barras"}
        return {
            "datum": _NAMES[name],
            "label": self.seed.pick(f"label/{name}", LABELS[name]),
            "id": prefix + self.seed.pick(f"id/{name}", IDS[name]),
            "max": lengths.get(name),
            "hint": hints.get(name, ""),
            "select": name in {"regime", "use"},
        }
