"""What the seed varies in S9: words, ids, how the code is captured, which data of the crossing are asked."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, IDS, LABELS, MESSAGES

RECEIVER_FIELDS = ("name", "postal_code", "regime", "email")
_NEVER_SEEN = (
    "Alerta: El folio no se encuentra con los datos proporcionados",
    "El código capturado no existe o los datos no corresponden.",
    "No se encontró el cruce con la información capturada.",
    "Código no encontrado, favor de verificarlo.",
)
_OWN = {
    Verdict.WRONG_TOTAL: (
        "El importe no corresponde al cruce del código capturado.",
        "El monto capturado no coincide con la tarifa pagada en la plaza de cobro.",
    ),
    Verdict.EXPIRED: (
        "Solo tickets con fecha menor a 30 días",
        "El código ha excedido el plazo para facturarse (mes calendario del cruce).",
    ),
    Verdict.INVOICED: (
        "Ya ha sido generada su factura! Código facturado anteriormente.",
        "El cruce ya fue facturado con anterioridad.",
    ),
    Verdict.CANCELLED: ("El cruce fue cancelado en la plaza de cobro, no es facturable.",),
    Verdict.IN_GLOBAL: (
        "El cruce fue considerado dentro de una factura global de un periodo anterior.",
        "El periodo de facturación ha vencido: cruce incluido en la factura global.",
    ),
}


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.accent, self.dark = seed.pick("theme", (("#00594c", "#0b2b26"), ("#9c1f3f", "#3c0d1a")))
        self.code_entry = seed.pick("code entry", ("plain", "masked", "boxes", "plain"))
        self.asks_plaza = seed.chance("asks plaza", 0.5)
        self.asks_date = seed.chance("asks date", 0.6)
        self.shows_codes = seed.chance("codes")
        self.has_own_values = seed.chance("own values", 0.4)
        self.receiver_first = seed.chance("receiver first", 0.6)
        self.code_word = seed.pick("code word", ("codigo_facturacion", "facturacion", "codigo"))
        self.code_label = seed.pick(
            "code label",
            ("Código de 18 caracteres", "Código de facturación", "Código alfanumérico (FACTURACION)"),
        )
        self.code_id = seed.pick("code id", ("codigo", "txtCodigo", "idw_tmp"))
        self.validate = seed.pick("validate", ("Validar Código", "Agregar Código", "Validar"))
        self.issue = seed.pick("issue", ("Facturar", "Facturar conceptos", "Generar Factura"))
        self.start = seed.pick("start", ("Facturación rápida", "Facturar sin registro", "Genera tu factura"))
        self.consult = seed.pick("consult", ("Consultar factura", "Consultar", "Reimprimir factura"))
        self.recover = "Recuperar una factura por código"
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.success = seed.pick(
            "success",
            (
                "La factura se generó exitosamente",
                "Factura generada correctamente",
                "Timbrado correcto. 1-O.K.",
            ),
        )
        self.reserved = seed.pick(
            "reserved",
            ("El código ya se encuentra capturado.", "El código ya se encuentra capturado en otra sesión."),
        )
        self.nothing = seed.pick(
            "nothing", ("No existe factura con los datos proporcionados.", "Factura no encontrada.")
        )
        self.fields = seed.shuffle("receiver order", RECEIVER_FIELDS)
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }
        # A crossing that the plaza has not sent yet (up to six days) is unknown like any other.
        self.verdicts[Verdict.NOT_FOUND] = seed.pick("never seen", _NEVER_SEEN)
        self.verdicts[Verdict.NOT_SYNCED] = self.verdicts[Verdict.NOT_FOUND]

    def label(self, name: str) -> str:
        own = {
            "plaza": ("Plaza de cobro", "Caseta", "Caseta / Plaza de cobro"),
            "date": ("Fecha del cruce", "Fecha", "Fecha de Pago"),
            "amount": ("Total", "Importe pagado", "Costo", "Monto"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def id(self, name: str) -> str:
        own = {"plaza": ("caseta", "cmbPlaza", "IdCaseta")}
        return self.seed.pick(f"id/{name}", own.get(name) or IDS[name])

    def option(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def value(self, code: str) -> str:
        """The concessionaire's own key of a régimen."""
        return str(int(code) - 589) if self.has_own_values else code

    def regime_of(self, value: str) -> str:
        if not self.has_own_values:
            return value
        return str(int(value) + 589) if value.isdigit() else ""

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"{rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)
