"""S1's pages as a browser without scripts would use them: each submission carries the page's hidden state."""

from collections.abc import Mapping
from urllib.parse import urljoin

import httpx
from lxml import html

from automation.sandbox.portals.s1_marques import Marques
from automation.sandbox.site import Sandbox, Scenario


class MarquesClient:
    def __init__(self, http: httpx.Client, sandbox: Sandbox, scenario: Scenario, seed: int) -> None:
        self.http = http
        self.scenario = scenario
        portal = sandbox.room("s1", seed).portal
        assert isinstance(portal, Marques)
        self.words = portal.wording
        self.dollar = self.words.container.replace("_", "$")
        self.answer = httpx.Response(200)
        self.open("Default.aspx")

    def open(self, path: str) -> None:
        self.answer = self.http.get(self.scenario.url + path, follow_redirects=True)

    @property
    def page(self) -> html.HtmlElement:
        return html.fromstring(self.answer.text)

    @property
    def place(self) -> str:
        return self.answer.url.path.rpartition("/")[2]

    @property
    def text(self) -> str:
        return " ".join(str(self.page.text_content()).split())

    def value(self, name: str) -> str:
        return str(dict(self.page.forms[0].form_values()).get(f"{self.dollar}${name}", ""))

    def post(
        self,
        event: str,
        typed: Mapping[str, str] | None = None,
        *,
        target: bool = False,
        argument: str = "",
        **fields: str,
    ) -> httpx.Response:
        """Submits the page's form: `event` is the button pressed, or with `target` what posts back."""
        form = self.page.forms[0]
        body = {str(name): str(value) for name, value in form.form_values()}
        body |= {f"{self.dollar}${name}": value for name, value in {**(typed or {}), **fields}.items()}
        if target:
            body |= {"__EVENTTARGET": f"{self.dollar}${event}", "__EVENTARGUMENT": argument}
        else:
            body[event if "$" in event else f"{self.dollar}${event}"] = "x"
        address = urljoin(str(self.answer.url), form.action)
        self.answer = self.http.post(address, data=body, follow_redirects=True)
        return self.answer

    @property
    def ticket(self) -> dict[str, str]:
        told, profile = self.scenario.ticket, self.scenario.profile
        return {
            "txtMemRFC": profile["rfc"],
            "txtCP": profile["postal_code"],
            "txtTC": str(told["tc"]),
            "txtTR": str(told["tr"]).zfill(5),
            "txtTotal": f"{told['amount']:.2f}",
        }

    def look_up(self) -> None:
        self.open("frmDatos.aspx")
        self.post("btnAceptar", self.ticket)

    def fill_receiver(self) -> None:
        if self.place == "frmRFC.aspx":
            self.post("btnNuevo")
        profile = self.scenario.profile
        self.post("ddlregimenFiscal", target=True, ddlregimenFiscal=profile["fiscal_regime"])
        self.post(
            "ctl00$btnContinuar",
            txtRazon=profile["legal_name"],
            txtCP=profile["postal_code"],
            ddlusoCFDI=profile["cfdi_use"],
        )
        self.post("btnAceptar", ddlPaymentType=str(self.scenario.ticket["payment_method"]))

    def issue(self, choice: str = "rdPDF") -> httpx.Response:
        return self.post("btnFacturar", entrega=choice, txtEmail=self.scenario.profile["email"])

    def consult(self) -> None:
        self.open("frmDatos.aspx?consulta=1")
        rfc = self.scenario.profile["rfc"]
        self.post("btnConsultar", txtTCFact=str(self.scenario.ticket["tc"]), txtRFCFact=rfc)
