"""What goes wrong is told in Spanish, with what to do, and nothing of the inside."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.access.test_team import as_
from tests.web.rendered import read

SECRET = "EKU9003173C9"


def told(answer: Any, status: int, words: str) -> str:
    page: str = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert 'lang="es-' in page
    assert f'<div class="lone-code">{status}</div>' in page or status == 429
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    reader = read(page)
    assert (reader.inline, reader.smuggled) == ([], [])
    for inside in ("Traceback", "Exception", "django", "settings", SECRET):
        assert inside not in page
    return page


def test_400_a_host_that_is_not_ours(client: Client, db: None) -> None:
    page = told(client.get("/", headers={"host": "evil.example"}), 400, "No entendimos lo que llegó")
    assert "evil.example" not in page


def test_403_a_role_that_does_not_reach(viewer: User) -> None:
    told(as_(viewer).get("/bitacora/"), 403, "Tu papel no permite hacer esto")


def test_403_a_form_of_another_site(owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    told(strict.post("/organizacion/"), 403, "La página caducó")


@pytest.mark.parametrize("path", ["/no-hay/", f"/tickets/{SECRET}/"])
def test_404(owner: User, path: str) -> None:
    told(as_(owner).get(path), 404, "No encontramos esta página")


def test_who_is_no_staff_is_not_told_what_the_admin_holds(owner: User) -> None:
    for path in ("/admin/no-hay/", "/admin/invoicing/invoicetask/"):
        told(as_(owner).get(path, follow=True), 403, "Tu papel no permite hacer esto")


def test_413(client: Client) -> None:
    heavy = client.post("/cuenta/login/", b"x" * 13_000_000, content_type="text/plain")
    told(heavy, 413, "Lo que enviaste es demasiado grande")


def test_429_too_many_tries(client: Client, owner: User) -> None:
    for _ in range(21):
        answer = client.post("/cuenta/password/reset/", {"email": owner.email})
    told(answer, 429, "Espera unos minutos")


def test_500_whatever_broke(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError(f"no abre {SECRET}")

    monkeypatch.setattr("invoicing.views.chosen_filter", broken)
    client = as_(owner)
    client.raise_request_exception = False

    told(client.get("/"), 500, "Algo falló de nuestro lado")
