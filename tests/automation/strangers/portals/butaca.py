"""A cinema's portal: a wizard of fieldsets in one page, labels after their fields, RFC and e-mail typed
twice, a "Validar RFC" that must be pressed, faults told only in red beside the field, a native confirmation,
and a result as a row of icons."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute, taxpayer
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, receiver_of

_NAMES = {
    "rfc": "rfc_a",
    "name": "rs",
    "postal_code": "zip",
    "regime": "reg",
    "use": "uso",
    "email": "mail_a",
}
_FIELD = {
    Attribute.RFC: "rfc_a",
    Attribute.NAME: "rs",
    Attribute.POSTAL_CODE: "zip",
    Attribute.REGIME: "reg",
    Attribute.USE: "uso",
}


class Butaca(Stranger):
    company = Company("CLB990412MN8", "CINES LA BUTACA", "La Butaca")
    archetype = "Asistente de una sola página: rótulos detrás, datos repetidos, errores junto al campo"
    shape = TicketShape(
        folio="W@@######",
        key="####",
        store="###",
        articles=(
            Article("90151800", "E48", "Entrada de cine", 68, 190),
            Article("50192100", "H87", "Combo de palomitas", 95, 340),
        ),
    )
    words: ClassVar = {"folio": "compra", "key": "nip"}
    deliveries = ("zip", "links")
    texts: ClassVar = {
        "folio": ("← Clave de compra", "Nº de compra (empieza con W)"),
        "key": ("NIP de factura", "NIP (4 dígitos al pie del boleto)"),
        "total": ("Total de la compra", "¿Cuánto pagaste en total?"),
        "rfc": ("RFC", "Tu RFC con homoclave"),
        "rfc2": ("Repite el RFC", "RFC otra vez, por si acaso"),
        "name": ("Nombre o razón social", "Nombre como está en tu CSF"),
        "zip": ("CP", "C.P. fiscal"),
        "issue": ("Emitir CFDI", "Generar mi CFDI"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No hay ninguna compra con esa clave y NIP",),
        Verdict.WRONG_TOTAL: ("Ese no es el total de la compra",),
        Verdict.NOT_SYNCED: ("La compra sigue en proceso de carga, regresa en unas horas",),
        Verdict.EXPIRED: ("El tiempo para facturar esta compra terminó",),
        Verdict.INVOICED: ("Ya se había emitido un CFDI por esta compra",),
        Verdict.CANCELLED: ("La compra fue reembolsada, no se puede facturar",),
        Verdict.IN_GLOBAL: ("La compra se facturó a público en general en el cierre de mes",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El SAT dice que este RFC no está en su lista",
        Attribute.NAME: "No es el nombre registrado ante el SAT para este RFC",
        Attribute.POSTAL_CODE: "No es el CP registrado ante el SAT para este RFC",
        Attribute.REGIME: "Este RFC no tributa en ese régimen según el SAT",
        Attribute.USE: "Uso no permitido para el régimen elegido",
    }

    @route("GET", "/")
    async def home(self, visit: Visit) -> web.StreamResponse:
        return visit.page("butaca.html")

    @route("POST", "/paso/compra")
    async def check_purchase(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket, verdict = self._judge(visit, typed)
        if ticket is not None and verdict is Verdict.OK:
            return visit.answer_json({"ok": 1})
        field = "tot" if verdict is Verdict.WRONG_TOTAL else "cve"
        return visit.answer_json({"ok": 0, "campo": field, "msj": self.say(verdict)})

    @route("POST", "/paso/rfc")
    async def check_rfc(self, visit: Visit) -> web.StreamResponse:
        """Says only whether the list has it, never whose it is."""
        if taxpayer((await visit.form()).get("rfc_a", "")):
            return visit.answer_json({"ok": 1})
        return visit.answer_json({"ok": 0, "campo": "rfc_a", "msj": self.refuses[Attribute.RFC]})

    @route("POST", "/paso/emitir")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket, verdict = self._judge(visit, typed)
        if ticket is None or verdict is not Verdict.OK:
            return visit.answer_json({"ok": 0, "campo": "cve", "msj": self.say(verdict)})
        settled = await self.settle(visit, ticket, receiver_of(typed, _NAMES))
        if isinstance(settled, Issued):
            return visit.answer_json({"ok": 1, "fila": settled.uuid, "zip": visit.delivery == "zip"})
        field = next((_FIELD[name] for name, text in self.refuses.items() if text == settled), "cve")
        return visit.answer_json({"ok": 0, "campo": field, "msj": settled})

    def _judge(self, visit: Visit, typed: dict[str, str]) -> tuple[Ticket | None, Verdict]:
        ticket = visit.find(folio=typed.get("cve", ""), key=typed.get("nip", "-"))
        return ticket, visit.verdict(ticket, amount=typed.get("tot", ""))
