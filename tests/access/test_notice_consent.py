"""The aviso de privacidad: for everybody to read; accepted by each person, version by version, and recorded."""

from datetime import date
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import NoticeConsent, User
from accounts.privacy import notice
from accounts.privacy.notice import Notice
from tests.access.test_registration import ANA, SIGNUP
from tests.access.test_team import as_

PAGE, ACCEPT = "/privacidad/", "/privacidad/aceptar/"
ASKED = "Lo leí y acepto"


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A second version, with the first one's text."""
    second = Notice("2", date(2027, 1, 1), "Ahora dice <b>más</b>.")
    monkeypatch.setattr(notice, "NOTICES", (*notice.NOTICES, second))
    monkeypatch.setattr(Notice, "template", property(lambda _self: "accounts/privacy/notices/1.html"))
    return second


def test_everybody_reads_who_answers_for_the_data(client: Client, db: None, settings: Any) -> None:
    settings.PRIVACY_RESPONSIBLE_NAME = "Operadora <i>del</i> Norte"
    settings.PRIVACY_RESPONSIBLE_ADDRESS = "Calle Uno 1, Monterrey"
    settings.PRIVACY_RESPONSIBLE_EMAIL = "privacidad@operadora.example"

    page = client.get(PAGE).content.decode()

    assert "Operadora &lt;i&gt;del&lt;/i&gt; Norte, con domicilio en Calle Uno 1, Monterrey" in page
    assert "privacidad@operadora.example" in page
    assert "no ha configurado" not in page


def test_an_operator_who_did_not_say_who_answers_is_told(client: Client, db: None) -> None:
    assert "no ha configurado" in client.get(PAGE).content.decode()


def test_an_account_is_not_opened_without_consent(client: Client, db: None) -> None:
    page = client.post(SIGNUP, {name: text for name, text in ANA.items() if name != "accept_notice"})

    assert "hace falta aceptar el aviso" in page.content.decode()
    assert f'href="{PAGE}"' in page.content.decode()
    assert not User.objects.exists()


def test_who_registers_has_accepted_and_is_not_asked_again(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    client.post(SIGNUP, ANA, REMOTE_ADDR="203.0.113.7")

    consent = NoticeConsent.objects.get()
    assert (consent.person, consent.version, consent.source) == (User.objects.get(), "1", "web")
    assert len(consent.address_hash) == 64
    assert ASKED not in as_(User.objects.get()).get("/").content.decode()


def test_who_has_not_accepted_is_asked_on_their_pages_and_can_go_on(owner: User) -> None:
    client = as_(owner)

    for path in ("/", "/clientes/nuevo/", "/cuenta/"):
        answer = client.get(path)
        assert (answer.status_code, ASKED in answer.content.decode()) == (200, True)


def test_accepting_leaves_the_page_as_it_was(owner: User) -> None:
    client = as_(owner)

    fragment = client.post(ACCEPT, {"version": "1"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.content) == (200, b"")
    assert NoticeConsent.objects.get().person == owner
    assert ASKED not in client.get("/").content.decode()


def test_without_scripts_it_leads_back_to_where_the_person_was(owner: User) -> None:
    client = as_(owner)

    assert client.post(ACCEPT, {"version": "1", "next": "/clientes/?q=a"})["Location"] == "/clientes/?q=a"
    assert client.post(ACCEPT, {"version": "1", "next": "https://evil.example/"})["Location"] == "/cuenta/"
    assert NoticeConsent.objects.count() == 1


def test_a_new_version_asks_again_and_the_first_stays_to_be_read(owner: User, newer: Notice) -> None:
    client = as_(owner)
    client.post(ACCEPT, {"version": "1"})

    page = client.get("/").content.decode()
    assert ASKED in page
    assert "Ahora dice &lt;b&gt;más&lt;/b&gt;." in page
    client.post(ACCEPT, {"version": newer.version})

    assert ASKED not in client.get("/").content.decode()
    assert set(owner.consents.values_list("version", flat=True)) == {"1", "2"}
    assert "ya no es la vigente" in client.get("/privacidad/version/1/").content.decode()


def test_a_version_that_never_was_is_neither_shown_nor_accepted(owner: User) -> None:
    client = as_(owner)

    assert client.post(ACCEPT, {"version": "99"}).status_code == 400
    assert client.post(ACCEPT).status_code == 400
    assert client.get("/privacidad/version/99/").status_code == 404
    assert not NoticeConsent.objects.exists()


def test_nobody_accepts_for_somebody_else(client: Client, db: None, owner: User) -> None:
    assert client.post(ACCEPT, {"version": "1"})["Location"].startswith("/cuenta/login/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    assert strict.post(ACCEPT, {"version": "1"}).status_code == 403
    assert not NoticeConsent.objects.exists()
