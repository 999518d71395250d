"""S11's pages and ajax-responses as its own script would handle them."""

from html import unescape

import httpx
from lxml import etree

from automation.sandbox.portals.s11_palapa import Palapa
from automation.sandbox.portals.s11_palapa.wording import CODE, PURCHASE, Wording
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario


def wording(seed: int) -> Wording:
    return Palapa(Seed("s11", seed)).wording


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        if all(getattr(wording(number), name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class PalapaClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, seed: int, **asked: object) -> None:
        self.http = http
        self.scenario: Scenario = sandbox.scenario("s11", seed, **asked)  # type: ignore[arg-type]
        self.root = self.scenario.url
        portal = sandbox.room("s11", seed).portal
        assert isinstance(portal, Palapa)
        self.words = portal.wording
        self.stores = sorted(store.name for store in portal.stores)
        http.get(f"{self.root}app/facturacion")

    def ajax(self, path: str, fields: dict[str, str]) -> tuple[str, str]:
        """The components drawn anew, as text, and the script to be run."""
        answer = self.http.post(f"{self.root}ajax/{path}", data=fields)
        assert answer.status_code == 200, answer.status_code
        parsed = etree.fromstring(answer.content)
        drawn = "".join(node.text or "" for node in parsed.iter("component"))
        return unescape(drawn), "".join(node.text or "" for node in parsed.iter("evaluate"))

    def look_up(self, **changed: str) -> tuple[str, str]:
        told, words = self.scenario.ticket, self.words
        fields = {"txtReservationId": f"{told['amount']:.2f}"}
        if words.code_word in told:
            self.ajax("modo", {"queryContainer:mode": CODE})
            fields["txtBillingCode"] = str(told[words.code_word])
        else:
            self.ajax("modo", {"queryContainer:mode": PURCHASE})
            year, month, day = str(told["date"]).split("-")
            fields["txtArrival"] = f"{day}/{month}/{year}"
            fields["txtTrackingId"] = str(told[words.order_word])
            fields["txtGuest"] = f"{told['propina']:.2f}" if "propina" in told else ""
            fields["cmbHotel"] = str(self.stores.index(str(told["sucursal"])))
        fields |= changed
        return self.ajax("consulta", {f"queryContainer:{name}": value for name, value in fields.items()})

    def generate(self, **changed: str) -> tuple[str, str]:
        profile, words = self.scenario.profile, self.words
        fields = {
            "rfc": profile["rfc"],
            "name": profile["legal_name"],
            "email": profile["email"],
            "postal_code": profile["postal_code"],
            "regime": words.place_of("regime", profile["fiscal_regime"]),
            "use": words.place_of("use", profile["cfdi_use"]),
            "payment_form": words.place_of("payment_form", str(self.scenario.ticket["payment_method"])),
        }
        return self.ajax("generar", {words.name(name): value for name, value in (fields | changed).items()})

    def reprint(self, total: str = "") -> str:
        told, words = self.scenario.ticket, self.words
        fields = {
            "txtDocument": self.scenario.profile["rfc"],
            "txtTrackingId": str(told.get(words.code_word) or told[words.order_word]),
            "txtReservationId": total or self.scenario.total,
        }
        return unescape(self.http.post(f"{self.root}reimpresion", data=fields).text)

    def file(self, kind: str = "Xml") -> bytes:
        return self.http.get(f"{self.root}Download{kind}").content
