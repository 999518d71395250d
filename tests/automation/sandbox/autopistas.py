"""S9's pages and services as its own script would call them."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from automation.sandbox.portals.s9_autopistas import Autopistas
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        words = Autopistas(Seed("s9", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class AutopistasClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        self.root = f"{scenario.url}Facturacion/"
        portal = sandbox.room("s9", seed).portal
        assert isinstance(portal, Autopistas)
        self.words = portal.wording
        self.plazas = {store.name: store.code for store in portal.stores}
        self.open()

    def open(self) -> str:
        return self.http.get(f"{self.root}GenerarFactura").text

    @property
    def code(self) -> str:
        return str(self.scenario.ticket[self.words.code_word]).replace(" ", "")

    def day(self, pattern: str) -> str:
        year, month, day = str(self.scenario.ticket["date"]).split("-")
        return pattern.replace("M", month).replace("D", day).replace("Y", year)

    def validate(self, **changed: str) -> dict[str, Any]:
        fields = {
            "codigo": self.code,
            "rfc": self.scenario.profile["rfc"],
            "plaza": self.plazas[str(self.scenario.ticket["caseta"])],
            "fecha": self.day("M/D/Y"),
            "importe": f"{self.scenario.ticket['amount']:.2f}",
        }
        answer: dict[str, Any] = self.http.post(f"{self.root}ValidarCodigo", data=fields | changed).json()
        return answer

    def issue(self, **changed: str) -> dict[str, str]:
        """The message in the query string of the redirect."""
        profile = self.scenario.profile
        fields = {
            "rfc": profile["rfc"],
            "razon": profile["legal_name"],
            "cp": profile["postal_code"],
            "regimen": self.words.value(profile["fiscal_regime"]),
            "correo": profile["email"],
            "uso": profile["cfdi_use"],
        }
        answer = self.http.post(f"{self.root}Facturar", data=fields | changed)
        query = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        return {name: values[0] for name, values in query.items()} or {"status": str(answer.status_code)}

    def rescue(self, rfc: str = "") -> dict[str, Any]:
        fields = {"codigo": self.code, "rfc": rfc or self.scenario.profile["rfc"]}
        answer: dict[str, Any] = self.http.post(f"{self.root}RecuperarCodigo", data=fields).json()
        return answer

    def consult(self, pattern: str = "D/M/Y") -> str:
        fields = {
            "codigo": self.code,
            "rfc": self.scenario.profile["rfc"],
            "fecha": self.day(pattern),
        }
        return self.http.post(f"{self.root}Consultar", data=fields).text

    def file(self, kind: str = "xml") -> bytes:
        return self.http.get(f"{self.root}Descargar/{kind}").content
