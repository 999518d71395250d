"""Laboratorios Meridiano (fictional): clinical analyses, billed client first. The RFC is looked up among the
clients; a known one is shown as it was saved (its postal code and mail may be of years ago) to be confirmed
or edited, an unknown one is asked for everything. The order to be invoiced comes last."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import KNOWN, Attribute, Submission, submission
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger, is_day, receiver_of

_NAMES = {
    "rfc": "cliente_rfc",
    "name": "cliente_nombre",
    "postal_code": "cliente_cp",
    "regime": "cliente_regimen",
    "use": "cliente_uso",
    "email": "cliente_correo",
}


class Laboratorio(Stranger):
    company = Company("LDM020517Q92", "LABORATORIOS MERIDIANO", "Laboratorios Meridiano")
    archetype = "Primero el RFC: el cliente conocido confirma o edita lo guardado, y al final la orden"
    shape = TicketShape(
        folio="1#######",
        key="@####",
        store="##",
        articles=(
            Article("85121800", "E48", "Estudios de laboratorio", 250, 2600),
            Article("85121808", "E48", "Ultrasonido", 600, 1500),
        ),
        lines=(1, 2),
    )
    words: ClassVar = {"folio": "orden", "key": "clave_resultados"}
    texts: ClassVar = {
        "ask": ("Consultar", "Buscar cliente"),
        "order": ("Núm. de orden", "Orden de servicio"),
        "key": ("Clave de resultados", "Clave web de resultados"),
        "date": ("Fecha de atención", "Fecha de la orden"),
        "total": ("Importe pagado", "Total pagado en caja"),
        "name": ("Nombre / Razón social", "Razón social"),
        "cp": ("C.P. fiscal", "Código postal"),
        "regime": ("Régimen fiscal", "Régimen"),
        "use": ("Uso CFDI", "Uso de comprobante"),
        "email": ("Correo de facturación", "Correo"),
        "confirm": ("Mis datos son correctos", "Confirmar datos"),
        "edit": ("Editar datos", "Actualizar mis datos"),
        "issue": ("Generar factura", "Facturar orden"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No hay ninguna orden con esos datos. Revise su comprobante de pago.",),
        Verdict.WRONG_TOTAL: ("El importe pagado no coincide con la orden.",),
        Verdict.NOT_SYNCED: ("Su orden está en proceso; podrá facturarla a partir de mañana.",),
        Verdict.EXPIRED: ("Su orden es de un mes anterior y ya no se puede facturar.",),
        Verdict.INVOICED: ("Su orden ya cuenta con factura.",),
        Verdict.CANCELLED: ("La orden está cancelada.",),
        Verdict.IN_GLOBAL: ("La orden se facturó a público en general al cierre de mes.",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "RFC inexistente en el padrón del SAT.",
        Attribute.NAME: "El SAT indica que la razón social no corresponde al RFC.",
        Attribute.POSTAL_CODE: "El SAT indica que el C.P. fiscal no corresponde al RFC.",
        Attribute.REGIME: "El SAT indica que el régimen fiscal no corresponde al RFC.",
        Attribute.USE: "El SAT indica que el uso CFDI no corresponde al régimen.",
    }

    def saved(self, rfc: str) -> Submission | None:
        """What this laboratory keeps of a client; for some seeds as it was before the client moved."""
        if rfc not in {known.rfc for known in KNOWN}:
            return None
        client = submission(rfc)
        if self.seed.chance("moved", 0.6):
            return replace(client, postal_code="20000", email="pagos@anterior.example")
        return client

    @route("GET", "/")
    async def start(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        return visit.page("laboratorio.html", step="rfc", error="", v={})

    @route("POST", "/cliente")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        rfc = (await visit.form()).get("rfc", "").strip().upper()
        if len(rfc) not in {12, 13}:
            error = "El RFC debe tener 12 o 13 caracteres."
            return visit.page("laboratorio.html", step="rfc", error=error, v={})
        client = self.saved(rfc)
        if client is None:
            return visit.page("laboratorio.html", step="datos", error="", v={"cliente_rfc": rfc}, new=True)
        visit.state["receiver"] = asdict(client)
        return visit.page("laboratorio.html", step="guardado", error="", v={}, client=client)

    @route("POST", "/cliente/editar")
    async def edit(self, visit: Visit) -> web.StreamResponse:
        kept: dict[str, str] = visit.state.get("receiver", {})
        shown = {name: kept.get(attribute, "") for attribute, name in _NAMES.items()}
        return visit.page("laboratorio.html", step="datos", error="", v=shown, new=False)

    @route("POST", "/cliente/guardar")
    async def save(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        if not all(posted.get(name, "").strip() for name in _NAMES.values()):
            error = "Todos los datos son obligatorios."
            return visit.page("laboratorio.html", step="datos", error=error, v=posted, new=False)
        visit.state["receiver"] = asdict(receiver_of(posted, _NAMES))
        return self._ask_order(visit, {}, "")

    @route("POST", "/cliente/confirmar")
    async def confirm(self, visit: Visit) -> web.StreamResponse:
        return self._ask_order(visit, {}, "")

    def _ask_order(self, visit: Visit, posted: Mapping[str, str], error: str) -> web.StreamResponse:
        if "receiver" not in visit.state:
            return visit.redirect("/")
        receiver = Submission(**visit.state["receiver"])
        return visit.page("laboratorio.html", step="orden", error=error, v=posted, client=receiver)

    @route("POST", "/facturar")
    async def issue(self, visit: Visit) -> web.StreamResponse:
        posted = await visit.form()
        if "receiver" not in visit.state:
            return visit.redirect("/")
        ticket = visit.find(folio=posted.get("orden", "-"), key=posted.get("clave", "-"))
        if ticket is not None and not is_day(ticket, posted.get("fecha", ""), "%Y-%m-%d"):
            ticket = None
        verdict = visit.verdict(ticket, amount=posted.get("importe", ""))
        if ticket is None or verdict is not Verdict.OK:
            return self._ask_order(visit, posted, self.say(verdict))
        settled = await self.settle(visit, ticket, Submission(**visit.state["receiver"]))
        if not isinstance(settled, Issued):
            return self._ask_order(visit, posted, settled)
        return visit.page("laboratorio.html", step="fin", error="", v={}, uuid=settled.uuid)
