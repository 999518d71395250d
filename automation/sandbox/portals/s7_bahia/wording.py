"""What the seed varies in S7: words, ids, how the receptor's fields refuse, what is chosen beforehand."""

from automation.sandbox.fiscal import PAYMENT_FORMS, USES
from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import CONFIRMATIONS, EXPIRED_SESSION, LABELS, MESSAGES

OFFERED = ("01", "02", "03", "04", "05", "28")
RECEIVER_FIELDS = ("name", "email", "postal_code", "regime", "use")
_OWN = {
    Verdict.NOT_FOUND: (
        "Revise que los datos de su ticket correspondan con los ingresados: (Estación/Folio/WebId).",
        "Folio no encontrado.",
        "No se encontró el consumo.",
    ),
    Verdict.WRONG_TOTAL: (
        "El importe no corresponde al despacho indicado.",
        "El Importe Total capturado no coincide con el del ticket.",
    ),
    Verdict.NOT_SYNCED: (
        "El despacho aún no ha sido transmitido por la estación, intente dentro de 2 horas.",
        "Ticket en proceso de carga. Intente nuevamente más tarde.",
    ),
    Verdict.EXPIRED: (
        "Solo puede facturar consumos del mismo mes. La fecha de la factura será la del día en que se realice.",
        "El ticket excede los 2 días permitidos para facturar.",
        "Han pasado más de 72 HORAS desde su consumo, ya no es posible facturarlo.",
    ),
    Verdict.INVOICED: ("Este folio ya fue facturado anteriormente!", "El consumo ya fue facturado."),
    Verdict.CANCELLED: ("El despacho fue cancelado en la estación, no es facturable.",),
    Verdict.IN_GLOBAL: ("El consumo ya se incluyó en la factura global del periodo.",),
}
_IDS = {
    "store": ("rstation", "cmbEstacion", "radEstacion"),
    "folio": ("despacho", "txtFolio", "noTran"),
    "key": ("webId", "txtWebID", "autorizacion"),
    "amount": ("txtAmount", "importe"),
    "rfc": ("inputRfc2", "txtRFC", "rfcReceptor"),
    "name": ("inputRazon", "txtName", "razonReceptor"),
    "email": ("inputCorreo", "txtEmail", "correoReceptor"),
    "postal_code": ("inputCp", "txtZipcode", "cpReceptor"),
    "regime": ("cmbRegimen", "selFiscalRegime", "regReceptor"),
    "use": ("cmbUsos", "selVoucherUse", "usoReceptor"),
    "payment_form": ("cmbFormaPago", "selPayment", "CfdiMetodoPago"),
}


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.family = seed.between("family", 0, 2)
        self.skin = seed.pick("skin", ("verde", "azul", "guinda"))
        self.inert = seed.pick("inert", ("swallow", "swallow", "wipe", "disabled", "readonly"))
        self.asks_total = seed.chance("asks total")
        self.asks_rfc_first = seed.chance("asks rfc first", 0.4)
        self.knows_clients = seed.chance("knows clients", 0.4)
        self.preselects_regime = seed.chance("preselects regime", 0.4)
        self.payment_place = seed.pick("payment place", ("ticket", "receiver"))
        self.payment_resets = seed.chance("payment resets", 0.5)
        self.loads_on_demand = seed.chance("loads on demand")
        self.names_only = seed.chance("names only", 0.4)
        self.speaks_in_alerts = seed.chance("alerts", 0.35)
        self.shows_codes = seed.chance("codes")
        self.has_own_values = seed.chance("own values", 0.4)
        self.confirmation = seed.pick("confirmation", CONFIRMATIONS)
        self.session_lost = seed.pick("session", EXPIRED_SESSION)
        self.anonymous = seed.pick(
            "anonymous", ("Facturación sin Usuario", "Facturar sin registro", "Facturación Express")
        )
        self.look_up = seed.pick("look up", ("Consultar Ticket", "Consultar", "Buscar"))
        self.add = seed.pick("add", ("Agregar", "Agregar RFC"))
        self.issue = seed.pick("issue", ("Generar Factura", "Facturar", "Generar CFDI"))
        self.valid = seed.pick("valid", ("Ticket validado correctamente", "El ticket ingresado es válido"))
        self.success = seed.pick(
            "success", ("Factura generada correctamente.", "La Factura se Genero Exitosamente", "1-O.K.")
        )
        self.processing = "Consultando, espere…"
        self.nothing_issued = seed.pick(
            "nothing", ("El RFC no corresponde al de la factura.", "No hay factura con ese RFC.")
        )
        self.fields = seed.shuffle("receiver order", RECEIVER_FIELDS)
        self.verdicts = {
            verdict: seed.pick(f"says/{verdict}", (*texts, *_OWN.get(verdict, ()) * 2))
            for verdict, texts in MESSAGES.items()
        }

    def label(self, name: str) -> str:
        own = {
            "store": ("Estación", "Estación / Gasolinera", "Gasolinera"),
            "folio": ("Folio", "Folio / Despacho", "No. de Folio"),
            "key": ("Web ID", "WebId", "Autorización / WebID"),
            "amount": ("Importe Total", "Importe Ticket"),
            "payment_form": ("Forma de Pago", "Tipo de pago"),
        }
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def id(self, name: str) -> str:
        return _IDS[name][self.family % len(_IDS[name])]

    def option(self, code: str, text: str) -> str:
        return f"{code} - {text}" if self.shows_codes else text

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.6):
            return f"Error PAC {rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    @property
    def payments(self) -> list[tuple[str, str]]:
        return [(code, self.option(code, PAYMENT_FORMS[code])) for code in OFFERED]

    def value(self, code: str) -> str:
        """What stands in an option for a régimen or uso: some versions number their rows."""
        if not self.has_own_values:
            return code
        return str(int(code) * 3 + 11) if code.isdigit() else str(4000 + list(USES).index(code))

    def code(self, value: str) -> str:
        """The SAT code behind an option's value; '' where there is none."""
        if not self.has_own_values:
            return value
        if not value.isdigit():
            return ""
        number = int(value)
        if 4000 <= number < 4000 + len(USES):
            return list(USES)[number - 4000]
        return str((number - 11) // 3)
