"""A car wash's portal: names of fields only in tool tips and legends, icons for buttons, régimenes shortened
in capitals, errors as 422. Under options it wants a till number that no ticket prints, an account, or rest."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, Ticket, TicketShape
from automation.sandbox.visit import Visit
from invoicing.states import FailureType
from tests.automation.strangers.stranger import Stranger, receiver_of

SHORT = {
    "601": "GRAL. DE LEY PERS. MORALES",
    "603": "PERS. MORALES S/FINES DE LUCRO",
    "605": "SUELDOS Y SALARIOS",
    "606": "ARRENDAMIENTO",
    "608": "DEMAS INGRESOS",
    "612": "P. FISICAS C/ACT. EMPRESARIAL Y PROFESIONAL",
    "616": "SIN OBLIGACIONES FISCALES",
    "621": "INCORPORACION FISCAL (RIF)",
    "625": "PLATAFORMAS TECNOLOGICAS",
    "626": "RESICO (SIMPLIFICADO DE CONFIANZA)",
}
_NAMES = {
    "rfc": "rcp.rfc",
    "name": "rcp.nom",
    "postal_code": "rcp.cp",
    "regime": "rcp.reg",
    "use": "rcp.uso",
    "email": "rcp.eml",
}


class Autolavado(Stranger):
    company = Company("AEB1807036Z7", "AUTOLAVADO ESPUMA BLANCA", "Espuma Blanca")
    archetype = "Nombres de campos en globos de ayuda y leyendas, íconos por botones, errores 422"
    shape = TicketShape(
        folio="######",
        key="****-****",
        store="##",
        articles=(
            Article("76111501", "E48", "Lavado de automóvil", 90, 260),
            Article("76111501", "E48", "Encerado", 250, 780),
        ),
    )
    words: ClassVar = {"folio": "orden", "key": "codigo_facturacion", "payment_form": "payment_method"}
    deliveries = ("links", "zip")
    oddities: ClassVar = {
        "lacks:caja": FailureType.MISSING_DATA,
        "mode:mantenimiento": FailureType.PORTAL_ERROR,
        "mode:cuenta": FailureType.LOGIN_REQUIRED,
    }
    texts: ClassVar = {
        "folio": ("Orden de servicio", "No. de orden"),
        "key": ("Cód. facturación", "Código p/facturación (XXXX-XXXX)"),
        "total": ("Total $", "Pagó $"),
        "pay": ("Método con que pagó", "Forma de pago"),
        "till": ("No. de caja", "Caja en que se le cobró"),
        "rfc": ("RFC receptor", "R.F.C."),
        "name": ("Razón social", "Nombre / Razón social"),
        "cp": ("C.P.", "CP receptor"),
        "go": ("Emitir", "Generar factura"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("La orden y el código no corresponden a ningún servicio.",),
        Verdict.WRONG_TOTAL: ("El total no corresponde a la orden.",),
        Verdict.NOT_SYNCED: ("Orden pendiente de sincronizar con matriz, intente en un par de horas.",),
        Verdict.EXPIRED: ("Orden vencida para facturación (último día del mes de servicio).",),
        Verdict.INVOICED: ("Orden facturada previamente, no se permite duplicar.",),
        Verdict.CANCELLED: ("Orden cancelada, no facturable.",),
        Verdict.IN_GLOBAL: ("Orden ya integrada a la factura del público en general.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "{code}: RFC del receptor no inscrito",
        Attribute.NAME: "{code}: nombre del receptor distinto al del SAT",
        Attribute.POSTAL_CODE: "{code}: domicilio fiscal del receptor distinto al del SAT",
        Attribute.REGIME: "{code}: régimen del receptor distinto al del SAT",
        Attribute.USE: "{code}: uso de CFDI no válido para el régimen del receptor",
    }
    short = SHORT
    payment_forms: ClassVar = {
        "01": "Efectivo",
        "03": "Transferencia",
        "04": "T. Crédito",
        "28": "T. Débito",
        "99": "Por definir",
    }

    @route("GET", "/")
    async def show(self, visit: Visit) -> web.StreamResponse:
        mode = visit.options.get("mode")
        if mode == "mantenimiento":
            return visit.page("autolavado_cerrado.html", status=503)
        if mode == "cuenta":
            return visit.page("autolavado_acceso.html", error="")
        return self._page(visit, {}, "")

    @route("POST", "/acceso")
    async def enter(self, visit: Visit) -> web.StreamResponse:
        return visit.page("autolavado_acceso.html", error="Usuario o contraseña incorrectos.")

    @route("POST", "/")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        v = await visit.form()
        if problem := self._incomplete(visit, v):
            return self._page(visit, v, problem)
        ticket, verdict = self._judge(visit, v)
        if ticket is None or verdict is not Verdict.OK:
            return self._page(visit, v, self.say(verdict))
        settled = await self.settle(visit, ticket, receiver_of(v, _NAMES), v["fpago"])
        if isinstance(settled, Issued):
            return visit.page("autolavado_fin.html", issued=settled)
        return self._page(visit, v, settled)

    def _incomplete(self, visit: Visit, v: dict[str, str]) -> str:
        if visit.options.get("lacks") == "caja":
            return (
                "" if v.get("caja", "").strip() == "K-7" else "El No. de caja es obligatorio o no es válido."
            )
        wanted = ("orden", "codigo", "total", "fpago", *_NAMES.values())
        return "" if all(v.get(name, "").strip() for name in wanted) else "Hay campos sin capturar."

    def _judge(self, visit: Visit, v: dict[str, str]) -> tuple[Ticket | None, Verdict]:
        ticket = visit.find(folio=v.get("orden", ""), key=v.get("codigo", "-"))
        return ticket, visit.verdict(ticket, amount=v.get("total", ""))

    def _page(self, visit: Visit, v: dict[str, str], error: str) -> web.StreamResponse:
        till = visit.options.get("lacks") == "caja"
        return visit.page("autolavado.html", status=422 if error else 200, v=v, error=error, till=till)
