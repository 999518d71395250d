"""A hardware shop's assistant: a conversation that asks one datum at a time in the same box, and offers the
lists as buttons. Nothing is issued before the last yes."""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import Company
from automation.sandbox.fiscal import regimes_for, uses_for
from automation.sandbox.office import Issued, Verdict
from automation.sandbox.portal import route
from automation.sandbox.receivers import Attribute, Submission
from automation.sandbox.tickets import Article, TicketShape
from automation.sandbox.visit import Visit
from tests.automation.strangers.stranger import Stranger

ORDER = ("folio", "total", "rfc", "name", "cp", "regime", "use", "email", "sure")
START, AGAIN = "Facturar una compra", "Empezar de nuevo"


class Ferreteria(Stranger):
    company = Company("FLT000911JB8", "FERRETERIA LA TUERCA", "La Tuerca")
    archetype = "Asistente que conversa: pregunta un dato a la vez y ofrece las listas como botones"
    shape = TicketShape(
        folio="T#######",
        store="##",
        articles=(
            Article("31161500", "H87", "Tornillería", 20, 240),
            Article("31211500", "H87", "Pintura vinílica", 320, 1900),
            Article("27111600", "H87", "Martillo", 120, 480),
        ),
    )
    words: ClassVar = {"folio": "ticket_number"}
    texts: ClassVar = {
        "folio": (
            "¿Cuál es el número de tu ticket? Empieza con T.",
            "Escribe el folio de tu ticket, p. ej. T0001234",
        ),
        "total": ("¿De cuánto fue la compra?", "¿Y el total que pagaste?"),
        "rfc": ("¿Cuál es tu RFC?", "Ahora dime el RFC al que facturamos"),
        "name": ("¿A nombre de quién facturamos?", "¿Cuál es el nombre o razón social?"),
        "cp": ("¿Cuál es el código postal de tu domicilio fiscal?", "¿Y tu código postal fiscal?"),
        "regime": ("Elige tu régimen fiscal", "¿En qué régimen estás?"),
        "use": ("¿Qué uso le darás a la factura?", "Elige el uso de CFDI"),
        "email": ("¿A qué correo te la enviamos?", "Déjame tu correo electrónico"),
        "yes": ("Sí, emite mi factura", "Sí, factúrala"),
    }
    says: ClassVar = {
        Verdict.NOT_FOUND: ("No tengo ningún ticket con ese número. 😕",),
        Verdict.WRONG_TOTAL: ("Ese no es el total de tu ticket. 😕",),
        Verdict.NOT_SYNCED: ("Tu ticket todavía no me llega de la tienda. Escríbeme más tarde. ⏳",),
        Verdict.EXPIRED: ("Tu ticket ya venció para facturarse, lo siento. 📅",),
        Verdict.INVOICED: ("Ese ticket ya lo facturé antes. 🧾",),
        Verdict.CANCELLED: ("Ese ticket está cancelado. 🚫",),
        Verdict.IN_GLOBAL: ("Ese ticket ya se fue en la factura global de la tienda. 📦",),
    }
    refuses: ClassVar = {
        Attribute.RFC: "El SAT me dice que tu RFC no existe en sus registros.",
        Attribute.NAME: "El SAT me dice que el nombre no corresponde a tu RFC.",
        Attribute.POSTAL_CODE: "El SAT me dice que el código postal no corresponde a tu RFC.",
        Attribute.REGIME: "El SAT me dice que tu RFC no está en ese régimen.",
        Attribute.USE: "El SAT me dice que ese uso no se puede con tu régimen.",
    }

    @route("GET", "/")
    async def open(self, visit: Visit) -> web.StreamResponse:
        visit.state.clear()
        return visit.page("ferreteria.html", start=START)

    @route("POST", "/charla")
    async def talk(self, visit: Visit) -> web.StreamResponse:
        heard, step = str((await visit.json()).get("dice", "")).strip(), visit.state.get("step", "")
        if heard in {START, AGAIN} or step not in ORDER:
            visit.state.clear()
            return self._ask(visit, "folio", "¡Va! Son nueve preguntas.")
        if not heard:
            return self._ask(visit, step, "No te entendí.")
        visit.state[step] = heard
        if step == "total" and (refusal := self._judge(visit)):
            return visit.answer_json({"dice": [refusal], "botones": [AGAIN]})
        if step == "sure":
            return await self._issue(visit)
        return self._ask(visit, ORDER[ORDER.index(step) + 1])

    def _judge(self, visit: Visit) -> str:
        ticket = visit.find(folio=visit.state["folio"])
        verdict = visit.verdict(ticket, amount=visit.state["total"])
        return "" if verdict is Verdict.OK else self.say(verdict)

    def _ask(self, visit: Visit, step: str, before: str = "") -> web.StreamResponse:
        visit.state["step"] = step
        question = self._summary(visit) if step == "sure" else self.t[step]
        said = [before, question] if before else [question]
        return visit.answer_json({"dice": said, "botones": self._buttons(visit, step)})

    def _buttons(self, visit: Visit, step: str) -> list[str]:
        if step == "regime":
            return list(regimes_for(visit.state["rfc"]).values())
        if step == "use":
            return list(self._uses(visit).values())
        return [self.t["yes"], AGAIN] if step == "sure" else []

    def _uses(self, visit: Visit) -> dict[str, str]:
        """Of all régimenes of this kind of person, so that a wrong pair can be asked for."""
        moral = len(visit.state["rfc"]) == 12
        every = {**uses_for("601", moral=moral), **uses_for("612", moral=moral)}
        return {**every, "D01": self.uses["D01"]}

    def _summary(self, visit: Visit) -> str:
        told = ", ".join(str(visit.state[name]) for name in ORDER if name != "sure")
        return f"Esto es lo que tengo: {told}. ¿Emito tu factura?"

    async def _issue(self, visit: Visit) -> web.StreamResponse:
        state, ticket = visit.state, visit.find(folio=visit.state["folio"])
        if ticket is None or state["sure"] != self.t["yes"]:
            return self._ask(visit, "sure", "Elige uno de los botones.")
        settled = await self.settle(visit, ticket, self._receiver(visit))
        if not isinstance(settled, Issued):
            return visit.answer_json({"dice": [settled], "botones": [AGAIN]})
        state["step"] = ""
        links = {"PDF de tu factura": "pdf", "XML de tu factura": "xml"}
        addresses = {text: visit.link(f"/cfdi/{settled.uuid}/{kind}") for text, kind in links.items()}
        return visit.answer_json({"dice": ["¡Listo! Aquí la tienes 👇"], "botones": [], "ligas": addresses})

    def _receiver(self, visit: Visit) -> Submission:
        state = visit.state
        regimes = {text: code for code, text in regimes_for(state["rfc"]).items()}
        uses = {text: code for code, text in self._uses(visit).items()}
        return Submission(
            rfc=state["rfc"].upper(),
            name=state["name"].upper(),
            postal_code=state["cp"],
            regime=regimes.get(state["regime"], ""),
            use=uses.get(state["use"], ""),
            email=state["email"],
        )
