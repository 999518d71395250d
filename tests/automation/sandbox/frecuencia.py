"""S3's service as its own page would call it."""

from typing import Any

import httpx

from automation.sandbox.portals.s3_frecuencia import Frecuencia
from automation.sandbox.site import Sandbox, Scenario


class FrecuenciaClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        portal = sandbox.room("s3", seed).portal
        assert isinstance(portal, Frecuencia)
        self.portal = portal
        self.words = portal.wording
        self.rest = f"{scenario.url}rest/"
        http.get(scenario.url)

    @property
    def number(self) -> str:
        told = self.scenario.ticket
        return str(told.get("ticket_number") or told["no_ticket"])

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self.http.post(self.rest + path, json=body)

    def look_up(self) -> dict[str, Any]:
        asked = {"noTicket": self.number, "monto": f"{self.scenario.ticket['amount']:.2f}"}
        told: dict[str, Any] = self.post("verificaTicketWS2", asked).json()
        return told

    def issue(self, **changed: str) -> httpx.Response:
        profile = self.scenario.profile
        body = {
            "noTicket": self.number,
            "rfcCliente": profile["rfc"],
            "razon": profile["legal_name"],
            "regimenFiscalReceptor": profile["fiscal_regime"],
            "usoCfdi": profile["cfdi_use"],
            "cp": profile["postal_code"],
            "email": profile["email"],
        }
        return self.post("generaCfdi", body | changed)

    def consult(self) -> dict[str, Any]:
        asked = {"noTicket": self.number, "rfc": self.scenario.profile["rfc"]}
        told: dict[str, Any] = self.http.get(self.rest + "findLastCfdi", params=asked).json()
        return told

    def xml(self, uuid: str) -> bytes:
        return self.http.get(f"{self.rest}descargaCfdiXml/{uuid}").content
