"""What the seed varies in S10: words, the road in (QR or typed code), the kind of lists."""

from automation.sandbox.office import Verdict
from automation.sandbox.receivers import Rejection
from automation.sandbox.seeds import Seed
from automation.sandbox.vocabulary import ISSUE_BUTTONS, LABELS, SUCCESS

FIELDS = ("rfc", "name", "postal_code", "regime", "use", "email", "email_confirmation", "amount")
STATUS = {
    Verdict.OK: "ready",
    Verdict.NOT_FOUND: "not_found",
    Verdict.WRONG_TOTAL: "total_mismatch",
    Verdict.NOT_SYNCED: "receipt_pending",
    Verdict.EXPIRED: "receipt_expired",
    Verdict.INVOICED: "receipt_already_invoiced",
    Verdict.CANCELLED: "receipt_cancelled",
    Verdict.IN_GLOBAL: "receipt_in_global",
}
_SAYS = {
    Verdict.NOT_FOUND: (
        "No encontramos ningún ticket con ese código.",
        "Este ticket no existe. Revisa el código o vuelve a escanear el QR.",
        "No se encontró orden con la información capturada.",
    ),
    Verdict.WRONG_TOTAL: (
        "El total no coincide con el de tu ticket.",
        "El monto capturado no corresponde a este ticket, revísalo.",
    ),
    Verdict.NOT_SYNCED: (
        "El ticket aún no está disponible. Las ventas tardan hasta 24 horas en aparecer.",
        "Tu compra todavía no llega a nuestro sistema, intenta más tarde.",
    ),
    Verdict.EXPIRED: (
        "El plazo para facturar este ticket ya venció. Este ticket ya no puede autofacturarse automáticamente.",
        "El periodo de facturación para este ticket ha vencido.",
        "Este enlace expiró: solo puedes facturar dentro del mes de tu compra.",
    ),
    Verdict.INVOICED: ("Este ticket ya fue facturado.", "Ya existe una factura para este ticket."),
    Verdict.CANCELLED: (
        "Esta venta fue cancelada y no puede facturarse.",
        "El ticket fue cancelado en caja, no es posible facturarlo.",
    ),
    Verdict.IN_GLOBAL: (
        "Este ticket ya no puede autofacturarse automáticamente: ya se incluyó en la factura global.",
        "El ticket ya fue incluido en la factura global del mes, su periodo de facturación terminó.",
    ),
}


class Wording:
    def __init__(self, seed: Seed) -> None:
        self.seed = seed
        self.accent = seed.pick("accent", ("#b4532a", "#3f6b4f", "#5b3fa0", "#0f766e"))
        self.has_qr_in_url = seed.chance("qr", 0.6)
        self.fake_selects = seed.chance("fake selects")
        self.blocks_paste = seed.chance("blocks paste", 0.6)
        self.shows_codes = seed.chance("codes")
        self.disables = seed.chance("disables until complete", 0.4)
        self.code_word = seed.pick("code word", ("codigo", "codigo_facturacion", "id_facturacion"))
        self.code_label = seed.pick(
            "code label",
            ("Ingresa el código de facturación", "ID de facturación", "Código de tu ticket"),
        )
        self.next = seed.pick("next", ("Continuar", "Siguiente", "Buscar ticket"))
        self.issue = seed.pick("issue", ISSUE_BUTTONS)
        self.mismatch = seed.pick("mismatch", ("Los correos no coinciden.", "Los correos no coinciden"))
        self.success = seed.pick("success", SUCCESS)
        self.processing = seed.pick(
            "processing", ("Estamos procesando tu factura…", "Timbrando tu factura, no cierres esta ventana…")
        )
        self.not_yours = seed.pick(
            "not yours", ("El RFC no corresponde a la factura de este ticket.", "No hay factura con ese RFC.")
        )
        self.recover = seed.pick(
            "recover", ("Descargar mi factura", "Recuperar factura", "Consultar factura")
        )
        self.order = [
            *seed.shuffle("order", ("rfc", "name", "postal_code", "regime", "use")),
            "email",
            "email_confirmation",
        ]
        self.order.insert(seed.pick("amount place", (0, len(self.order))), "amount")
        self.verdicts = {verdict: seed.pick(f"says/{verdict}", texts) for verdict, texts in _SAYS.items()}

    def tell_rejection(self, rejection: Rejection) -> str:
        if self.seed.chance("relays sat", 0.5):
            return f"{rejection.code}: {rejection.sat_text}"
        return self.seed.pick("prose", rejection.prose)

    def label(self, name: str) -> str:
        own = {"amount": ("Total de tu ticket", "Confirma el total de tu ticket", "Total pagado")}
        return self.seed.pick(f"label/{name}", own.get(name) or LABELS[name]).strip("* :")

    def option(self, code: str, text: str) -> dict[str, str]:
        return {"value": code, "text": f"{code} · {text}" if self.shows_codes else text}

    def settings(self, base: str, token: str) -> dict[str, object]:
        return {
            "base": base,
            "token": token,
            "fields": [{"key": name, "label": self.label(name)} for name in self.order],
            "fakeSelects": self.fake_selects,
            "blocksPaste": self.blocks_paste,
            "disables": self.disables,
            "words": {
                name: getattr(self, name)
                for name in ("code_label", "next", "issue", "mismatch", "processing", "recover")
            },
        }
