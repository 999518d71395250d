"""ConsultaCFDI: SAT's answers, and everything that is no answer."""

from collections.abc import Callable

import httpx
import pytest

from invoicing.cfdi.expression import PrintedExpression
from invoicing.cfdi.parse import parse_cfdi
from invoicing.cfdi.sat_status import (
    ACTION,
    ADDRESS,
    MAX_ANSWER,
    ConsultaCfdi,
    FixedStatus,
    SatState,
    StatusAnswer,
    StatusOff,
)
from invoicing.cfdi.verdict import Level
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import NOW, Verify
from tests.invoicing.cfdi.issuer import TestPki, setting

ANSWER = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<ConsultaResponse xmlns="http://tempuri.org/"><ConsultaResult xmlns:a="x">'
    "<a:CodigoEstatus>{code}</a:CodigoEstatus><a:EsCancelable>Cancelable sin aceptación</a:EsCancelable>"
    "<a:Estado>{state}</a:Estado><a:EstatusCancelacion/><a:ValidacionEFOS>{efos}</a:ValidacionEFOS>"
    "</ConsultaResult></ConsultaResponse></s:Body></s:Envelope>"
)


def answer(
    state: str, efos: str = "200", code: str = "S - Comprobante obtenido satisfactoriamente."
) -> bytes:
    return ANSWER.format(state=state, efos=efos, code=code).encode()


def asking(reply: Callable[[httpx.Request], httpx.Response]) -> ConsultaCfdi:
    return ConsultaCfdi(httpx.Client(transport=httpx.MockTransport(reply)))


def saying(content: bytes, status: int = 200) -> ConsultaCfdi:
    return asking(lambda _: httpx.Response(status, content=content))


def test_sat_is_asked_with_the_printed_expression(real_xml: bytes) -> None:
    asked: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=answer("Vigente"))

    said = asking(reply).consult(PrintedExpression.of(parse_cfdi(real_xml)))
    assert (said.state, said.cancellable) == (SatState.IN_FORCE, "Cancelable sin aceptación")
    assert str(asked[0].url) == ADDRESS
    assert asked[0].headers["SOAPAction"] == ACTION
    body = asked[0].content.decode()
    assert "id=C2832671-DA6D-11EF-A83D-00155D012007&amp;re=ISD950921HE5&amp;rr=COSC8001137NA" in body
    assert "&amp;tt=1000.0&amp;fe=hNjeNw==<" in body
    assert asked[0].extensions["timeout"]["read"] == 10


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (answer("Vigente"), SatState.IN_FORCE),
        (answer("Cancelado"), SatState.CANCELLED),
        (answer("No Encontrado", code="N - 602: Comprobante no encontrado."), SatState.NOT_FOUND),
        (
            answer("", code="N - 601: La expresión impresa proporcionada no es válida."),
            SatState.NOT_CONSULTED,
        ),
        (answer("Quién sabe"), SatState.NOT_CONSULTED),
        (b"<html>En mantenimiento", SatState.NOT_CONSULTED),
        (b"<html>En mantenimiento</html>", SatState.NOT_CONSULTED),
        (b"", SatState.NOT_CONSULTED),
        (b'<!DOCTYPE a [<!ENTITY b "Vigente">]><ConsultaResult>&b;</ConsultaResult>', SatState.NOT_CONSULTED),
        (answer("Vigente") + b" " * MAX_ANSWER, SatState.NOT_CONSULTED),
    ],
)
def test_only_sats_own_word_is_a_state(real_xml: bytes, content: bytes, state: SatState) -> None:
    assert saying(content).consult(PrintedExpression.of(parse_cfdi(real_xml))).state is state


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("tarde", request=request)


def cut_off(request: httpx.Request) -> httpx.Response:
    raise httpx.RemoteProtocolError("cortado", request=request)


@pytest.mark.parametrize("service", [asking(unreachable), asking(cut_off), saying(b"", 503), StatusOff()])
def test_where_sat_does_not_answer_nothing_is_called_in_force(
    check_real: Verify, real_xml: bytes, service: ConsultaCfdi | StatusOff
) -> None:
    result = check_real(real_xml, sat_status=service).check("sat_status")
    assert result.ok is None
    assert result.detail.startswith("no consultado")
    assert "vigente" not in result.detail.lower()


def test_a_cancelled_invoice_is_refused(check_real: Verify, real_xml: bytes) -> None:
    report = check_real(real_xml, sat_status=FixedStatus(StatusAnswer(SatState.CANCELLED)))
    assert report.failure_type is FailureType.CFDI_INVALID
    assert "cancelado" in report.failure_reason


def test_one_in_force_passes_and_a_listed_issuer_is_remarked(check_real: Verify, real_xml: bytes) -> None:
    assert check_real(real_xml, sat_status=saying(answer("Vigente"))).check("sat_status").ok is True
    listed = check_real(real_xml, sat_status=saying(answer("Vigente", efos="100")))
    assert listed.is_accepted
    assert listed.check("sat_status").level is Level.WARN


def test_one_not_found_is_waited_for_and_then_looked_at(check: Verify, pki: TestPki) -> None:
    missing = FixedStatus(StatusAnswer(SatState.NOT_FOUND))
    fresh = check(pki.issue(), given={"sat_status": missing})
    assert fresh.check("sat_status").ok is None
    later = NOW.replace(day=22)
    assert check(pki.issue(), given={"sat_status": missing, "now": later}).check("sat_status").stops


def test_an_answer_at_hand_is_used_as_it_is(check: Verify, pki: TestPki) -> None:
    given = {"sat_status": StatusAnswer(SatState.IN_FORCE)}
    assert check(pki.issue(), given=given).check("sat_status").ok is True


def test_sat_is_not_asked_about_a_forgery(check: Verify, pki: TestPki) -> None:
    class Never:
        def consult(self, expression: PrintedExpression) -> StatusAnswer:
            raise AssertionError(expression)

    forged = pki.issue(after=setting(".", Total="1.00"))
    result = check(forged, given={"sat_status": Never()}).check("sat_status")
    assert result.ok is None
    assert result.detail.startswith("no consultado")
