"""A taquería's portal of 2006: meta refresh, frameset, capitals, labels in the row above, date in three
lists, pesos and centavos apart, pictures as buttons."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, digits, is_day, receiver_of

MONTHS = ("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC")
_NAMES = {
    "rfc": "R_RFC",
    "name": "R_NOM",
    "postal_code": "R_CPF",
    "regime": "R_REG",
    "use": "R_USO",
    "email": "R_MAIL",
}


class Fogon(Stranger):
    company = Company("FCH120315K25", "EL FOGON DE CHEMA", "Taquería El Fogón de Chema")
    archetype = "Marcos y tablas: rótulos en el renglón de arriba, fecha en tres listas, botones de imagen"
    shape = TicketShape(
        folio="0######",
        store="##",
        articles=(
            Article("90101500", "E48", "Consumo de alimentos", 180, 900),
            Article("90101500", "E48", "Bebidas", 35, 220),
        ),
        payment_forms=("01", "04"),
    )
    words: ClassVar = {"folio": "nota", "time": "time"}
    deliveries = ("new_tab",)
    texts: ClassVar = {
        "folio": ("NO. DE NOTA", "NUM. NOTA DE CONSUMO"),
        "whole": ("IMPORTE (PESOS)", "TOTAL $"),
        "cents": ("CENTAVOS", "CTVS."),
        "date": ("FECHA DE CONSUMO", "DIA EN QUE NOS VISITO"),
        "rfc": ("R.F.C. (SIN GUIONES)", "RFC DEL CLIENTE"),
        "name": ("NOMBRE O RAZ. SOCIAL", "RAZON SOCIAL TAL COMO APARECE EN SU CEDULA"),
        "cp": ("C.P. FISCAL", "COD. POSTAL"),
        "regime": ("REGIMEN", "REG. FISCAL"),
        "use": ("USO QUE DARA A SU FACTURA", "USO CFDI"),
        "email": ("CORREO ELECTRONICO (OPCIONAL)", "E-MAIL"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("LA NOTA CAPTURADA NO EXISTE EN NUESTRA BASE",),
        Verdict.WRONG_TOTAL: ("EL IMPORTE NO CORRESPONDE A LA NOTA CAPTURADA",),
        Verdict.NOT_SYNCED: ("SU NOTA AUN NO HA SIDO TRANSMITIDA POR EL RESTAURANTE, INTENTE MAS TARDE",),
        Verdict.EXPIRED: ("SU PLAZO PARA SOLICITAR FACTURA CONCLUYO EL ULTIMO DIA DEL MES DE SU CONSUMO",),
        Verdict.INVOICED: ("ESTE CONSUMO CUENTA CON CFDI VIGENTE, NO ES POSIBLE EMITIR OTRO",),
        Verdict.CANCELLED: ("LA NOTA SE ENCUENTRA CANCELADA",),
        Verdict.IN_GLOBAL: ("SU CONSUMO YA SE INCLUYO EN LA FACTURA GLOBAL DEL MES",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "RFC INEXISTENTE EN EL PADRON DEL SAT",
        Attribute.NAME: "LOS DATOS DEL RECEPTOR NO COINCIDEN CON EL PADRON DEL SAT (NOMBRE)",
        Attribute.POSTAL_CODE: "LOS DATOS DEL RECEPTOR NO COINCIDEN CON EL PADRON DEL SAT (CP)",
        Attribute.REGIME: "LOS DATOS DEL RECEPTOR NO COINCIDEN CON EL PADRON DEL SAT (REGIMEN)",
        Attribute.USE: "EL USO INDICADO NO PROCEDE PARA SU REGIMEN",
    }
    months = MONTHS

    @route("GET", "/")
    async def enter(self, visit: Visit) -> web.StreamResponse:
        return visit.html(
            "<html><head><title>...</title>"
            f'<meta http-equiv="refresh" content="0;url={visit.base}/default.asp"></head>'
            "<body bgcolor=#ffffff><font face=Verdana size=1>REDIRECCIONANDO...</font></body></html>"
        )

    @route("GET", "/default.asp")
    async def frames(self, visit: Visit) -> web.StreamResponse:
        return visit.page("fogon_frames.html")

    @route("GET", "/arriba.asp")
    async def banner(self, visit: Visit) -> web.StreamResponse:
        return visit.page("fogon_arriba.html")

    @route("GET", "/nota.asp")
    async def ask_note(self, visit: Visit) -> web.StreamResponse:
        return visit.page("fogon_nota.html", typed={}, error="")

    @route("POST", "/nota.asp")
    async def judge_note(self, visit: Visit) -> web.StreamResponse:
        typed = await visit.form()
        ticket = visit.find(folio=digits(typed.get("NOTA", "")).zfill(7))
        paid = f"{digits(typed.get('PESOS', ''))}.{digits(typed.get('CTVS', '')).zfill(2)}"
        written = "-".join(typed.get(name, "") for name in ("DIA", "MES", "ANIO"))
        verdict = visit.verdict(ticket, amount=paid)
        if ticket is None or not is_day(ticket, written, "%d-%m-%Y"):
            verdict = Verdict.NOT_FOUND
        if ticket is None or verdict is not Verdict.OK:
            return visit.page("fogon_nota.html", typed=typed, error=self.say(verdict))
        visit.state["nota"] = ticket.folio
        return visit.page("fogon_datos.html", typed={}, error="", ticket=ticket)

    @route("POST", "/emite.asp")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        typed, ticket = await visit.form(), visit.find(folio=visit.state.get("nota", "-"))
        if ticket is None:
            return visit.redirect("/nota.asp")
        settled = await self.settle(visit, ticket, receiver_of(typed, _NAMES))
        if not isinstance(settled, Issued):
            return visit.page("fogon_datos.html", typed=typed, error=settled, ticket=ticket)
        visit.state["uuid"] = settled.uuid
        return visit.html(
            "<html><head><title>TIMBRANDO</title>"
            f'<meta http-equiv="refresh" content="1;url={visit.base}/listo.asp"></head>'
            "<body><center><br><br><font face=Verdana size=2><b>TIMBRANDO SU COMPROBANTE, ESPERE...</b>"
            "</font></center></body></html>"
        )

    @route("GET", "/listo.asp")
    async def show(self, visit: Visit) -> web.StreamResponse:
        issued = visit.office.issued_by_uuid(visit.state.get("uuid", ""))
        return visit.page("fogon_listo.html", issued=issued) if issued else visit.redirect("/nota.asp")
