"""S2's page as its own script would talk to the server."""

from datetime import date

import httpx
from lxml import etree, html

from automation.sandbox.portals.s2_ochoycuarto import ROOT, OchoYCuarto
from automation.sandbox.site import Sandbox, Scenario


class FacesClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        portal = sandbox.room("s2", seed).portal
        assert isinstance(portal, OchoYCuarto)
        self.words = portal.wording
        self.base = scenario.url.removesuffix(f"{ROOT}/inicio.jsf")
        self.growls: list[str] = []
        self.parts: dict[str, str] = {}
        self.redirect = ""
        self.open("inicio")

    def open(self, page: str) -> None:
        self.address = f"{self.base}{ROOT}/{page}.jsf"
        answer = self.http.get(self.address)
        self.view = str(html.fromstring(answer.content).xpath("//input[contains(@id,'ViewState')]/@value")[0])

    def ajax(self, source: str, fields: dict[str, str]) -> httpx.Response:
        body = {f"form:{name}": value for name, value in fields.items()}
        component = self.words.component(source)
        known = source in {"validarTicket", "continuar", "generarFactura"}
        body |= {
            "javax.faces.partial.ajax": "true",
            "javax.faces.source": component if known else f"form:{source}",
            "javax.faces.ViewState": self.view,
        }
        answer = self.http.post(self.address, data=body, headers={"Faces-Request": "partial/ajax"})
        if answer.status_code == 200:
            self._read(answer.content)
        return answer

    def _read(self, content: bytes) -> None:
        document = etree.fromstring(content)
        self.parts |= {str(node.get("id")): node.text or "" for node in document.iter("update")}
        self.redirect = next((str(node.get("url")) for node in document.iter("redirect")), "")
        shown = "".join(node.text or "" for node in document.iter("extension"))
        self.growls = [item.text_content() for item in html.fragments_fromstring(shown)] if shown else []

    @property
    def ticket(self) -> dict[str, str]:
        told = self.scenario.ticket
        return {
            "fecha_input": f"{date.fromisoformat(str(told['date'])):%d/%m/%Y}",
            "folio": str(told.get("folio") or told["fol_vta"]),
            "venta": str(told.get("id_venta") or told["id"]),
            "total": f"{told['amount']:.2f}",
        }

    def look_up(self) -> None:
        self.ajax("validarTicket", self.ticket)

    def key_of(self, menu: str, code: str) -> str:
        """The value under which this view knows an option: its text is all that a person sees."""
        options = html.fromstring(self.parts[f"form:selectOneMenu{menu}"]).xpath("//select/option")
        return next((str(option.get("value")) for option in options if option.text == code), "")

    def issue(self, regime: str, use: str) -> httpx.Response:
        """`regime` and `use` as their texts."""
        self.ajax("continuar", {})
        profile = self.scenario.profile
        typed = {
            "rfc": profile["rfc"],
            "razon": profile["legal_name"],
            "codigo": profile["postal_code"],
        }
        self.ajax("rfc", typed)
        typed["selectOneMenuRegFis_input"] = self.key_of("RegFis", regime)
        self.ajax("selectOneMenuRegFis", typed)
        typed["selectOneMenuCFDI_input"] = self.key_of("CFDI", use)
        return self.ajax("generarFactura", typed)

    def consult(self) -> None:
        self.open("reimpresion")
        self.ajax("buscar", {**self.ticket, "rfc": self.scenario.profile["rfc"]})

    def download(self, kind: str) -> httpx.Response:
        body = {f"form:desc{kind}": "1", "javax.faces.ViewState": self.view}
        return self.http.post(self.address, data=body)
