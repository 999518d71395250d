"""S4's service as its own page would call it."""

from typing import Any

import httpx

from automation.sandbox.fiscal import REGIMES, USES
from automation.sandbox.portals.s4_montemar import Montemar
from automation.sandbox.site import Sandbox, Scenario


class MontemarClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        portal = sandbox.room("s4", seed).portal
        assert isinstance(portal, Montemar)
        self.words = portal.wording
        self.api = scenario.url.replace("/cli/invoice-create", "/api")
        http.get(scenario.url)

    @property
    def ticket(self) -> dict[str, str]:
        told = self.scenario.ticket
        return {
            "branch": f"{told['store']} - {told['sucursal']}",
            "ticket": str(told["ticket_number"]).lstrip("0"),
            "date": str(told["date"]),
            "total": f"{told['amount']:.2f}",
        }

    def post(self, path: str, body: dict[str, str]) -> httpx.Response:
        return self.http.post(self.api + path, json=body)

    def look_up(self) -> dict[str, Any]:
        told: dict[str, Any] = self.post("/tickets", self.ticket).json()
        return told

    def receiver(self, *names: str) -> dict[str, str]:
        profile = self.scenario.profile
        regime, use = profile["fiscal_regime"], profile["cfdi_use"]
        parts = dict(zip(("first_names", "paternal", "maternal"), names, strict=False))
        return {
            "rfc": profile["rfc"],
            "name": profile["legal_name"],
            **parts,
            "postal_code": profile["postal_code"],
            "regime": self.words.regime_texts({regime: REGIMES[regime]})[0],
            "use": self.words.use_texts({use: USES[use]})[0],
            "email": profile["email"],
        }

    def issue(self, *names: str) -> httpx.Response:
        return self.post("/invoices", self.receiver(*names))

    def search(self) -> dict[str, Any]:
        asked = {**self.ticket, "rfc": self.scenario.profile["rfc"]}
        told: dict[str, Any] = self.post("/invoices/search", asked).json()
        return told
