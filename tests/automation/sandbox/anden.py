"""S6 as its own page's script would call it, after a login."""

import json
import re
from typing import Any

import httpx
from lxml import html

from automation.sandbox.portals.s6_anden import Anden
from automation.sandbox.seeds import Seed
from automation.sandbox.site import Sandbox, Scenario

_AJAX = {"X-Requested-With": "XMLHttpRequest"}


def seed_with(**wanted: object) -> int:
    """The first seed whose portal has these traits."""
    for number in range(1, 400):
        words = Anden(Seed("s6", number)).wording
        if all(getattr(words, name) == value for name, value in wanted.items()):
            return number
    raise LookupError(wanted)


class AndenClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        self.base = scenario.url.rstrip("/")
        portal = sandbox.room("s6", seed).portal
        assert isinstance(portal, Anden)
        self.words = portal.wording
        self.token = ""

    def get(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(self.base + path, params=query, follow_redirects=True)

    def log_in(self) -> httpx.Response:
        account = dict(self.scenario.credentials or {})
        self.get("/")
        posted = {"usuario": account["username"], "clave": account["password"]}
        answer = self.http.post(f"{self.base}/acceso", data=posted, follow_redirects=True)
        self.open_form()
        return answer

    def open_form(self) -> html.HtmlElement:
        page = self.get("/facturacion").text
        found = re.search(r"var AJUSTES = (\{.*\});", page)
        self.token = str(json.loads(found[1])["csrf"]) if found else ""
        return html.fromstring(page)

    def call(self, path: str, **fields: str) -> dict[str, Any]:
        answer = self.http.post(
            f"{self.base}/facturacion{path}", data={"csrf": self.token, **fields}, headers=_AJAX
        )
        content: dict[str, Any] = answer.json()
        return content

    def add(self) -> dict[str, Any]:
        told = self.scenario.ticket
        year, month, day = str(told["date"]).split("-")
        return self.call(
            "/agregar",
            estacion=str(told["estacion"]),
            folio=str(told["folio"]),
            monto=f"{told['amount']:.2f}",
            fecha=f"{day}/{month}/{year}",
        )

    def rows(self) -> list[dict[str, str]]:
        """The tray: key, folio and the name of the row's forma de pago, whether it is ticked."""
        return [
            {
                "key": str(row.get("data-id")),
                "folio": str(row.xpath("td[3]")[0].text_content()),
                "payment": str(row.xpath(".//select/@name")[0]),
                "ticked": "yes" if row.xpath(".//input[@checked]") else "",
            }
            for row in self.open_form().xpath("//table[@id='tickets']/tbody/tr")
        ]

    def issue(self, *folios: str, receptor: str = "nuevo") -> dict[str, Any]:
        """Ticks these folios (the ticket's own if none) and presses the button."""
        wanted = folios or (str(self.scenario.ticket["folio"]),)
        rows = [row for row in self.rows() if row["folio"] in wanted]
        code = str(self.scenario.ticket["payment_method"])
        value = next((shown for shown, _ in self.words.payments if self.words.payment_of(shown) == code), "")
        posted: dict[str, Any] = {"csrf": self.token, **self.receiver(receptor)}
        posted["ticket[]"] = [row["key"] for row in rows]
        posted |= {row["payment"]: value for row in rows}
        answer = self.http.post(f"{self.base}/facturacion/facturar", data=posted, headers=_AJAX)
        content: dict[str, Any] = answer.json()
        return content

    def receiver(self, receptor: str) -> dict[str, str]:
        profile = self.scenario.profile
        fields = {
            "rfc": profile["rfc"],
            "nombre": profile["legal_name"],
            "cp": profile["postal_code"],
            "regimen": profile["fiscal_regime"],
            "uso": profile["cfdi_use"],
            "correo": profile["email"],
        }
        if self.words.layout == "modal":
            receptor = str(self.call("/receptor", id="nuevo", **fields).get("id", receptor))
        return {"receptor": receptor, **fields}

    def invoices(self, folio: str = "") -> html.HtmlElement:
        page = self.get("/facturacion/facturas", rfc=self.scenario.profile["rfc"], folio=folio)
        return html.fromstring(page.text)

    def file(self, kind: str = "xml") -> bytes:
        links = self.invoices(str(self.scenario.ticket["folio"])).xpath(f"//a[contains(@href, '/{kind}/')]")
        return self.http.get(self.base.rpartition("/")[0] + str(links[0].get("href"))).content
