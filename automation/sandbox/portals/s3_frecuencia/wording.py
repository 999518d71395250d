"""What the seed varies in S3: words, code tables, where the privacy notice falls, how messages come."""

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, LABELS, MESSAGES

_OWN = {
    Verdict.EXPIRED: ("El ticket no puede facturarse: venció el plazo (mes de compra + 5 días).",),
    Verdict.INVOICED: ("El ticket ya cuenta con una factura, utilice CONSULTA FACTURA.",),
    Verdict.NOT_FOUND: ("El ticket no existe, verifique los 35 dígitos.",),
    Verdict.NOT_SYNCED: ("El ticket aún no se encuentra disponible, intente mañana.",),
}
_TABLES = (
    {Verdict.OK: "0", Verdict.INVOICED: "1", Verdict.NOT_FOUND: "2", Verdict.EXPIRED: "3"},
    {Verdict.OK: "0", Verdict.INVOICED: "2", Verdict.NOT_FOUND: "3", Verdict.EXPIRED: "5"},
)
_REST = (Verdict.WRONG_TOTAL, Verdict.NOT_SYNCED, Verdict.CANCELLED, Verdict.IN_GLOBAL)


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.privacy_at = seed.pick("privacy", ("load", "ticket", "email"))
        self.speaks_in_alerts = seed.chance("alerts")
        self.asks_address = seed.chance("address")
        self.follows_by_itself = seed.chance("follows", 0.6)
        self.prints_barcode = seed.chance("barcode", 0.4)
        self.ticket_word = seed.pick("word", ("ticket_number", "no_ticket"))
        self.has_index_values = seed.chance("index values")
        self.starred_after = seed.chance("starred after", 0.3)
        self.accent = seed.pick("accent", ("#0a7d3c", "#e2551a", "#14467f"))
        self.codes = {
            **seed.pick("codes", _TABLES),
            **{verdict: str(11 + place) for place, verdict in enumerate(_REST)},
        }
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.nothing_issued = seed.pick(
            "nothing", ("No se encontró CFDI para el ticket.", "El ticket no tiene factura asociada.")
        )

    def label(self, name: str) -> str:
        own = {
            "folio": ("No. Ticket", "Número de ticket"),
            "amount": ("Monto", "Importe total", "Total"),
            "name": ("Nombre o Razón Social", "Razón Social"),
            "payment_form": ("Forma de Pago", "Forma de pago del ticket"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"Error en timbrado. {rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    @property
    def regimes(self) -> list[tuple[str, str]]:
        """All of them, by name, whoever asks; the first one is what the page begins with."""
        return [("601", REGIMES["601"]), *((code, REGIMES[code]) for code in REGIMES if code != "601")]

    @property
    def uses(self) -> list[tuple[str, str]]:
        codes = [code for code in USES if code not in {"CP01", "CN01"}]
        return [(code, USES[code]) for code in self.seed.shuffle("uses", codes)]

    def value(self, code: str, place: int) -> str:
        """An option's value as AngularJS writes it."""
        return f"number:{place}" if self.has_index_values else f"string:{code}"
