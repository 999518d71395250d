"""SAT's public service ConsultaCFDI: is this CFDI in force, cancelled, unknown?

Three implementations of `StatusService`: `ConsultaCfdi` asks SAT, `FixedStatus` answers what it was told,
`StatusOff` asks nobody. Whatever keeps SAT from answering gives NOT_CONSULTED, never "vigente".
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from xml.sax.saxutils import escape

import httpx
from lxml import etree

from invoicing.cfdi.bounded import bounded_body
from invoicing.cfdi.errors import NotACfdi
from invoicing.cfdi.expression import PrintedExpression
from invoicing.cfdi.parse import strict_root

ADDRESS = "https://consultaqr.facturaelectronica.sat.gob.mx/ConsultaCFDIService.svc"
ACTION = "http://tempuri.org/IConsultaCFDIService/Consulta"
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MAX_ANSWER = 64 * 1024
_NOT_LISTED = frozenset({"", "200", "201"})


class SatState(StrEnum):
    IN_FORCE = "vigente"
    CANCELLED = "cancelado"
    NOT_FOUND = "no encontrado"
    NOT_CONSULTED = "no consultado"


_STATES = {state.value: state for state in SatState if state is not SatState.NOT_CONSULTED}


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    state: SatState
    cancellable: str = ""
    """EsCancelable, in SAT's words"""
    cancellation: str = ""
    """EstatusCancelacion, in SAT's words"""
    issuer_is_listed: bool = False
    """ValidacionEFOS names the issuer (CFF art. 69-B)"""
    detail: str = ""
    """Spanish: why SAT was not consulted"""


class StatusService(Protocol):
    def consult(self, expression: PrintedExpression) -> StatusAnswer:
        """Never raises for what happens on the way to SAT."""


class StatusOff:
    """Asks nobody."""

    def consult(self, expression: PrintedExpression) -> StatusAnswer:
        return not_consulted("la consulta al SAT está apagada")


class FixedStatus:
    """Always the same answer (tests, demonstrations)."""

    def __init__(self, answer: StatusAnswer) -> None:
        self._answer = answer

    def consult(self, expression: PrintedExpression) -> StatusAnswer:
        return self._answer


class ConsultaCfdi:
    """Asks SAT; one request, no retry, ten seconds at most per step.

    `client` belongs to the caller; its timeout is overridden.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def consult(self, expression: PrintedExpression) -> StatusAnswer:
        try:
            content = self._ask(expression)
        except httpx.HTTPError:
            return not_consulted("el servicio del SAT no respondió")
        return read_answer(content) if content is not None else not_consulted("el SAT respondió con un error")

    def _ask(self, expression: PrintedExpression) -> bytes | None:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": ACTION}
        question = envelope(expression)
        with self._client.stream(
            "POST", ADDRESS, content=question, headers=headers, timeout=TIMEOUT
        ) as response:
            return bounded_body(response, MAX_ANSWER)


def not_consulted(detail: str) -> StatusAnswer:
    return StatusAnswer(SatState.NOT_CONSULTED, detail=detail)


def envelope(expression: PrintedExpression) -> bytes:
    """The SOAP question. An RFC may hold "&"."""
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://tempuri.org/">'
        f"<s:Body><t:Consulta><t:expresionImpresa>{escape(str(expression))}</t:expresionImpresa>"
        "</t:Consulta></s:Body></s:Envelope>"
    ).encode()


def read_answer(content: bytes) -> StatusAnswer:
    """SAT's SOAP answer; anything else is NOT_CONSULTED."""
    try:
        result = strict_root(content).find(".//{*}ConsultaResult")
    except NotACfdi:
        return not_consulted("la respuesta del SAT no se pudo leer")
    said = {} if result is None else {etree.QName(node).localname: node.text or "" for node in result}
    state = _STATES.get(said.get("Estado", "").strip().lower())
    if state is None:
        return not_consulted(said.get("CodigoEstatus", "") or "la respuesta del SAT no se pudo leer")
    return StatusAnswer(
        state=state,
        cancellable=said.get("EsCancelable", "").strip(),
        cancellation=said.get("EstatusCancelacion", "").strip(),
        issuer_is_listed=said.get("ValidacionEFOS", "").strip() not in _NOT_LISTED,
    )
