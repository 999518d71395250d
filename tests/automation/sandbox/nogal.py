"""A client of S5's service as its own page would call it."""

from base64 import b64decode
from typing import Any

import httpx

from automation.sandbox.site import Sandbox, Scenario


class NogalClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        self.api = scenario.url + "api/v2"
        self.wording = sandbox.room("s5", seed).portal.wording  # type: ignore[attr-defined]
        http.get(scenario.url)

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.post(self.api + path, json=body)
        assert answer.status_code == 200
        content: dict[str, Any] = answer.json()["data"]
        return content

    @property
    def ticket(self) -> dict[str, str]:
        told = self.scenario.ticket
        year, month, day = str(told["date"]).split("-")
        return {
            "rfc": self.scenario.profile["rfc"],
            "ticket": "0" + str(told["ticket_number"]),
            "total": f"{told['amount']:.2f}",
            "fecha": f"{day}/{month}/{year}",
            "caja": str(told["caja"]),
        }

    @property
    def receiver(self) -> dict[str, Any]:
        profile = self.scenario.profile
        codes = self.wording.list_regimes({profile["fiscal_regime"]: ""})
        return {
            "rfc": profile["rfc"],
            "nombre": profile["legal_name"],
            "cp": profile["postal_code"],
            "regimen": codes[0]["id"],
            "uso": profile["cfdi_use"],
            "correo": profile["email"],
            "condiciones": True,
        }

    def look_up(self) -> dict[str, Any]:
        return self.call("/ticket", self.ticket)

    def confirm(self) -> dict[str, Any]:
        """The second post, which issues."""
        return self.call("/request", {**self.receiver, "status_form": 1})

    def consult(self) -> dict[str, Any]:
        return self.call("/consulta", self.ticket)


def xml_of(answer: dict[str, Any]) -> bytes:
    return b64decode(answer["xml64"])
