"""Logins of portals that are not as one would wish: they repeat the account, lead elsewhere, forget the session."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from accounts.models import FiscalProfile
from automation.tasks import run_next
from invoicing import services
from invoicing.models import InvoiceTask
from invoicing.portal_accounts import PortalAccount
from invoicing.states import FailureType, TaskStatus
from tests import factories
from tests.automation.test_worker import told_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ACCOUNT = {"username": "facturas@norte.example", "password": "Clave+Norte 26"}
LOGIN = """<h1>Acceso a facturación</h1><p>{said}</p><form method="post" action="{action}">
<label>Usuario <input name="usuario" type="text"></label>
<label>Contraseña <input name="clave" type="password"></label>
<button type="submit">Iniciar sesión</button></form>"""
HOME = '<h1>Bienvenido</h1><p>Mi cuenta</p><a href="/facturar">Facturar mi ticket</a>'
PAGES: dict[str, Callable[[dict[str, str]], str]] = {
    "GET /repite": lambda _typed: LOGIN.format(said="", action="/repite"),
    "POST /repite": lambda typed: LOGIN.format(
        said=f"Usuario o contraseña incorrectos ({typed['usuario']}, {typed['clave']}).", action="/repite"
    ),
    "GET /olvida": lambda _typed: LOGIN.format(said="", action="/olvida"),
    "POST /olvida": lambda _typed: HOME,
    "GET /facturar": lambda _typed: LOGIN.format(said="", action="/olvida"),
}


class Portal(BaseHTTPRequestHandler):
    taken: list[dict[str, str]]

    def do_GET(self) -> None:
        if self.path == "/lejos":
            self.send_response(302)
            port = self.headers["Host"].partition(":")[2]
            self.send_header("Location", f"http://localhost:{port}/repite")
            self.end_headers()
            return
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        typed = {name: values[0] for name, values in parse_qs(body).items()}
        self.taken.append(typed)
        self._answer(typed)

    def _answer(self, typed: dict[str, str]) -> None:
        page = PAGES.get(f"{self.command} {self.path.partition('?')[0]}")
        content = page(typed) if page else "No existe"
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><html lang=es><body>{content}</body></html>".encode())

    def log_message(self, *_given: Any) -> None: ...


@pytest.fixture
def portal() -> Iterator[str]:
    """Its address; what was typed into it stands in Portal.taken."""
    Portal.taken = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def run_at(address: str, profile: FiscalProfile) -> InvoiceTask:
    factories.make_account(factories.make_vendor(address=address), profile.organization, **ACCOUNT)
    task = factories.make_task(profile, vendor_url=address)
    run_next(task.priority)
    ended = factories.reread(task)
    assert ended.status == TaskStatus.INTERVENTION_NEEDED, told_of(ended)
    assert ended.failure_type == FailureType.LOGIN_REQUIRED, told_of(ended)
    return ended


def test_what_the_portal_repeats_of_the_account_is_masked_in_the_reason_and_in_every_step(
    portal: str, kemper: FiscalProfile
) -> None:
    ended = run_at(f"{portal}/repite", kemper)

    assert Portal.taken == [{"usuario": ACCOUNT["username"], "clave": ACCOUNT["password"]}]
    assert PortalAccount.objects.get().is_refused
    told = told_of(ended) + str([event.content for event in ended.events.all()])
    assert "[usuario]" in ended.failure_reason
    assert not [secret for secret in ACCOUNT.values() if secret in told]


def test_a_login_on_another_site_gets_nothing(portal: str, kemper: FiscalProfile) -> None:
    ended = run_at(f"{portal}/lejos", kemper)

    assert Portal.taken == []
    assert "localhost" in ended.failure_reason
    assert PortalAccount.objects.get().last_used_at is None


def test_a_session_that_the_portal_forgot_is_no_refusal(portal: str, kemper: FiscalProfile) -> None:
    run_at(f"{portal}/olvida", kemper)

    account = PortalAccount.objects.get()
    assert len(Portal.taken) == 1
    assert (account.last_used_at is not None, account.is_refused) == (True, False)
    assert services.usable_accounts(organization=kemper.organization)


@pytest.fixture(autouse=True)
def _no_connection_outlives_the_test() -> Iterator[None]:
    """sync_to_async keeps a thread, and with it a connection to the test's database."""
    yield
    asyncio.run(sync_to_async(connections.close_all)())
