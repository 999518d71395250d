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
        fields = html.document_fromstring(answer.text).iter("input")
        self.view = next(str(f.get("value")) for f in fields if f.get("name") == "javax.faces.ViewState")

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
        shown_items = html.fragment_fromstring(shown, create_parent=True).iter("div")
        self.growls = [str(item.text) for item in shown_items if item.get("data-growl")]

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

    def key_of(self, menu: str, text: str) -> str:
        """The value under which this view knows an option: its text is all that a person sees."""
        options = html.fromstring(self.parts[f"form:selectOneMenu{menu}"]).iter("option")
        return next((str(option.get("value")) for option in options if option.text == text), "")

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
