"""S8's page methods as its own page would call them."""

import json
from typing import Any

import httpx

from automation.sandbox.portals.s8_regina import Regina
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        words = Regina(Seed("s8", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class ReginaClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        self.base = scenario.url.removesuffix("/index.aspx")
        portal = sandbox.room("s8", seed).portal
        assert isinstance(portal, Regina)
        self.words = portal.wording
        http.get(scenario.url)

    def post(self, method: str, **fields: str) -> httpx.Response:
        return self.http.post(f"{self.base}/index.aspx/{method}", json=fields)

    def call(self, method: str, **fields: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.post(method, **fields).json()["d"])
        return content

    def look_up(self, **changed: str) -> dict[str, Any]:
        told = self.scenario.ticket
        year, month, day = str(told["date"]).split("-")
        fields = {
            "sucursal": str(told["sucursal"]),
            "rfc": self.scenario.profile["rfc"],
            "ticket": str(told["ticket"]),
            "fecha": f"{day}/{month}/{year}",
            "total": f"{told['amount']:.2f}",
        }
        return self.call("ValidarTicket", **{**fields, **changed})

    @property
    def receiver(self) -> dict[str, str]:
        profile = self.scenario.profile
        return {
            "razon": profile["legal_name"],
            "cp": profile["postal_code"],
            "pais": "MEX",
            "regimen": profile["fiscal_regime"],
            "uso": profile["cfdi_use"],
            "correo": profile["email"],
            "formapago": str(self.scenario.ticket["payment_method"]),
        }

    def generate(self, **changed: str) -> dict[str, Any]:
        return self.call("GenerarFactura", **{**self.receiver, **changed})

    def file(self, kind: str = "xml") -> bytes:
        return self.http.get(f"{self.base}/Descarga.ashx", params={"tipo": kind}).content
