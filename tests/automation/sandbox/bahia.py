"""S7's services as its own page's script would call them."""

import httpx

from automation.sandbox.portals.s7_bahia import Bahia
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        words = Bahia(Seed("s7", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class BahiaClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        self.base = scenario.url.rstrip("/")
        portal = sandbox.room("s7", seed).portal
        assert isinstance(portal, Bahia)
        self.words = portal.wording
        http.get(f"{self.base}/generar_factura.aspx")

    def call(self, service: str, **fields: str) -> list[str]:
        return self.http.post(f"{self.base}/ws/{service}.ashx", data=fields).text.split("|")

    def station(self) -> str:
        """The number of the station that the ticket names."""
        named = str(self.scenario.ticket["estacion"])
        found = self.http.get(f"{self.base}/ws/Estaciones.ashx", params={"q": named}).json()
        return str(next(code for code, text in found if named in {text, code}))

    def look_up(self, rfc: str = "") -> list[str]:
        told = self.scenario.ticket
        return self.call(
            "ConsultaTicket",
            estacion=self.station(),
            folio=str(told["folio"]),
            webid=str(told["webid"]),
            importe=f"{told['amount']:.2f}",
            rfc=rfc,
        )

    def add(self) -> list[str]:
        return self.call("AgregaRFC", rfc=self.scenario.profile["rfc"])

    def generate(self, **changed: str) -> list[str]:
        profile = self.scenario.profile
        fields = {
            "razon": profile["legal_name"],
            "correo": profile["email"],
            "cp": profile["postal_code"],
            "regimen": self.words.value(profile["fiscal_regime"]),
            "uso": self.words.value(profile["cfdi_use"]),
            "pago": str(self.scenario.ticket["payment_method"]),
        }
        return self.call("GeneraFactura", **{**fields, **changed})

    def file(self, uuid: str, kind: str = "xml") -> bytes:
        return self.http.get(f"{self.base}/DownloadInvoice.aspx", params={"id": uuid, "t": kind}).content
