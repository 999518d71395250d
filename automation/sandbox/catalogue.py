"""The index page: which portals there are, with their addresses, example tickets and taxpayers."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from automation.sandbox.receivers import KNOWN
from automation.sandbox.registry import find_portal
from automation.sandbox.site import Sandbox
from automation.sandbox.tickets import TicketState

SEEDS = (1, 2, 3, 4, 5)
STATES = {
    TicketState.VALID: "por facturar",
    TicketState.WRONG_TOTAL: "con el total mal impreso",
    TicketState.NOT_FOUND: "que el portal no conoce",
    TicketState.NOT_SYNCED: "todavía no cargado",
    TicketState.EXPIRED: "fuera de plazo",
    TicketState.INVOICED_SAME: "ya facturado a quien lo pide",
    TicketState.INVOICED_OTHER: "ya facturado a otro RFC",
    TicketState.CANCELLED: "de una venta cancelada",
    TicketState.IN_GLOBAL: "ya incluido en la factura global",
}


def render_catalogue(sandbox: Sandbox) -> str:
    folder = Path(__file__).parent / "pages"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True)
    return environment.get_template("catalogue.html").render(
        portals=[_describe(sandbox, name) for name in sandbox.portals()], taxpayers=KNOWN
    )


def _describe(sandbox: Sandbox, name: str) -> dict[str, object]:
    portal = find_portal(name)
    return {
        "id": name,
        "company": portal.company,
        "archetype": portal.archetype,
        "credentials": portal.credentials,
        "seeds": [(seed, sandbox.url(name, seed)) for seed in SEEDS],
        "tickets": [(words, _tell(sandbox, name, state)) for state, words in STATES.items()],
    }


def _tell(sandbox: Sandbox, name: str, state: TicketState) -> dict[str, object]:
    return sandbox.scenario(name, SEEDS[0], state).ticket
