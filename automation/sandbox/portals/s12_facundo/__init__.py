"""S12: a warehouse chain whose portal does not work: nothing can be issued here, whatever the ticket.

Which trouble it is says option `trouble` (one of wording.KINDS: outage, missing, parked, maintenance, blocked,
captcha, waiting, unavailable), else the seed: its number modulo eight, in that order. Option `at` says where it
strikes: `door`, at once; `lookup`, behind a form for the ticket that looks healthy (outage, waiting and
unavailable only); without it the seed chooses. The expected failure type depends on the trouble alone.
"""

from typing import ClassVar

from aiohttp import web

from automation.sandbox.companies import COMPANIES
from automation.sandbox.options import Options
from automation.sandbox.portal import Portal, route
from automation.sandbox.portals.s12_facundo.wording import KINDS, TROUBLES, Trouble, Wording
from automation.sandbox.receivers import ReceiverState
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Article, TicketShape, TicketState
from automation.sandbox.visit import Visit
from invoicing.states import FailureType


class Facundo(Portal):
    company = COMPANIES["s12"]
    archetype = (
        "Portal caído u hostil: mantenimiento, 404 con 200, dominio en venta, muro, captcha, espera sin fin"
    )
    shape = TicketShape(
        folio="############",
        articles=(
            Article("50202306", "H87", "Agua natural 6 litros", 25, 60),
            Article("50221101", "KGM", "Arroz a granel", 40, 300),
            Article("47131800", "H87", "Limpiador de pisos", 30, 120),
        ),
    )
    words: ClassVar = {"folio": "ticket_number", "store_name": "sucursal"}
    faults = frozenset[str]()
    cookie = "BDFSESSION"

    def __init__(self, seed: Seed) -> None:
        super().__init__(seed)
        self.wording = Wording(seed)

    def expect(self, state: TicketState, receiver: ReceiverState, options: Options) -> FailureType | None:
        """The same for every ticket and receptor: nobody gets so far as to show them."""
        return self._trouble(options).failure

    @route("GET", "/")
    async def door(self, visit: Visit) -> web.StreamResponse:
        if self._strikes_at_door(visit.options):
            return self._fail(visit)
        return visit.page("consulta.html", words=self.wording)

    @route("POST", "/consulta")
    async def look_up(self, visit: Visit) -> web.StreamResponse:
        return self._fail(visit)

    @route("POST", "/verificar")
    async def verify(self, visit: Visit) -> web.StreamResponse:
        """The wall's own check, which no script passes; it stands there again."""
        return self._fail(visit)

    @route("GET", "/estado")
    async def status(self, visit: Visit) -> web.StreamResponse:
        return visit.answer_json({"estado": "EN_PROCESO"})

    def _kind(self, options: Options) -> str:
        asked = options.get("trouble", self.wording.kind)
        return asked if asked in KINDS else self.wording.kind

    def _trouble(self, options: Options) -> Trouble:
        return TROUBLES[self._kind(options)]

    def _strikes_at_door(self, options: Options) -> bool:
        return not self._trouble(options).may_wait or options.get("at", self.wording.place) == "door"

    def _fail(self, visit: Visit) -> web.StreamResponse:
        kind = self._kind(visit.options)
        return visit.page(
            TROUBLES[kind].template,
            status=self.wording.status(kind),
            words=self.wording,
            text=self.wording.text(kind),
            reference=self.seed.text("reference", "18.xxxxxxxx.##########.xxxxxxx"),
        )


PORTAL = Facundo
