"""Registering, confirming the address, changing it; and that nobody learns who has an account."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from accounts.tenancy import known_memberships
from tests import factories

SIGNUP, EMAIL = "/cuenta/signup/", "/cuenta/email/"
ANA = {
    "full_name": "Ana Ruiz",
    "organization_name": "Despacho Ruiz",
    "email": "ana@ruiz.example",
    "password1": "una clave larga",
    "accept_notice": "on",
}


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert found is not None
    return found[1]


def enter(client: Client, email: str, password: str = factories.PASSWORD) -> Any:
    return client.post("/cuenta/login/", {"login": email, "password": password})


def prove(client: Client) -> None:
    """The password again, as what is delicate asks for it."""
    client.post("/cuenta/reauthenticate/", {"password": factories.PASSWORD})


def test_a_person_registers_confirms_and_owns_an_organization(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post(SIGNUP, ANA)

    assert answer["Location"] == "/cuenta/confirm-email/"
    assert client.get("/").status_code == 302  # not in before the address is confirmed
    client.post(link_in(mailoutbox[0]))
    enter(client, "ana@ruiz.example")
    page = client.get("/").content.decode()
    assert "Despacho Ruiz" in page
    (membership,) = known_memberships(User.objects.get(email="ana@ruiz.example"))
    assert membership.role == Role.OWNER
    assert membership.user.full_name == "Ana Ruiz"
    assert membership.user.password.startswith("md5$")  # the tests' hasher; the product's stands in settings


def test_the_link_that_confirms_needs_a_post(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    """Mail scanners open links."""
    client.post(SIGNUP, ANA)

    assert "Confirmar" in client.get(link_in(mailoutbox[0])).content.decode()
    assert not EmailAddress.objects.get().verified


def test_whoever_has_not_confirmed_does_not_enter_and_gets_the_link_again(
    client: Client, db: None, mailoutbox: list[EmailMessage], settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": None}
    client.post(SIGNUP, ANA)
    stranger = Client()

    assert enter(stranger, "ana@ruiz.example")["Location"] == "/cuenta/confirm-email/"
    assert stranger.get("/").status_code == 302
    assert len(mailoutbox) == 2


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(
    client: Client, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = Client()
    unknown = elsewhere.post(SIGNUP, ANA)
    known = client.post(SIGNUP, ANA | {"email": owner.email.upper()})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    shown, other = (one.get(known["Location"]).content.decode() for one in (client, elsewhere))
    assert shown.replace(owner.email, ANA["email"]) == other
    assert [letter.to for letter in mailoutbox] == [["ana@ruiz.example"], [owner.email]]
    assert mailoutbox[1].subject == "Ya tienes una cuenta"
    assert User.objects.filter(email=owner.email).count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "ana"}, "correo"),
        ({"password1": "corta"}, "corta"),
        ({"password1": "1234567890"}, "común"),
        ({"full_name": ""}, "requerido"),
        ({"organization_name": "Visita www.evil.example"}, "dirección web"),
        ({"full_name": "https://evil.example"}, "dirección web"),
    ],
)
def test_what_cannot_be_taken_is_named_beside_its_field(
    client: Client, db: None, wrong: dict[str, str], message: str
) -> None:
    page = client.post(SIGNUP, ANA | wrong)

    assert page.status_code == 200
    assert message in page.content.decode()
    assert not User.objects.exists()


def test_html_in_a_name_is_shown_as_text(client: Client, db: None, mailoutbox: list[EmailMessage]) -> None:
    client.post(SIGNUP, ANA | {"full_name": "<b>Ana</b>", "organization_name": "<script>x</script> & Cía"})
    client.post(link_in(mailoutbox[0]))
    enter(client, "ana@ruiz.example")

    for page in ("/", "/equipo/", "/cuenta/", "/cuenta/organizaciones/", "/organizacion/"):
        shown = client.get(page).content.decode()
        assert "<script>x" not in shown
        assert "<b>Ana" not in shown
    assert "&lt;script&gt;x&lt;/script&gt; &amp; Cía" in client.get("/").content.decode()


def test_every_letter_has_a_text_and_the_same_in_html(
    client: Client, db: None, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client.post(SIGNUP, ANA)
    letter = mailoutbox[0]
    page, kind = letter.alternatives[0]

    assert (letter.subject, kind) == ("Confirma tu correo", "text/html")
    assert "Confirma que este es tu correo para AutoCFDI" in str(letter.body)
    assert f'<a href="http://testserver{link_in(letter)}">' in str(page)
    assert "<style" not in str(page)


def test_the_address_changes_when_the_new_one_is_confirmed_and_the_old_one_is_told(
    client: Client, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    old = owner.email
    enter(client, old)
    prove(client)
    client.post(EMAIL, {"email": "nueva@despacho.example", "action_add": ""})
    owner.refresh_from_db()
    assert owner.email == old

    client.post(link_in(mailoutbox[0]))

    owner.refresh_from_db()
    assert owner.email == "nueva@despacho.example"
    assert [letter.to for letter in mailoutbox] == [["nueva@despacho.example"], [old]]
    assert enter(Client(), old).status_code == 200
    assert enter(Client(), "nueva@despacho.example").status_code == 302


def test_changing_to_an_address_of_somebody_else_tells_nothing_and_changes_nothing(
    client: Client, owner: User, stranger: User, mailoutbox: list[EmailMessage]
) -> None:
    enter(client, owner.email)
    prove(client)

    taken = client.post(EMAIL, {"email": stranger.email, "action_add": ""})
    assert taken.status_code == 302
    client.post(link_in(mailoutbox[0]))

    assert set(User.objects.values_list("email", flat=True)) == {owner.email, stranger.email}


def test_an_old_session_that_was_stolen_cannot_change_the_address(client: Client, owner: User) -> None:
    """It is asked for the password first."""
    client.force_login(owner)

    answer = client.post(EMAIL, {"email": "ladron@evil.example", "action_add": ""})

    assert answer["Location"].startswith("/cuenta/reauthenticate/")
    assert not EmailAddress.objects.filter(email="ladron@evil.example").exists()


def test_names_that_span_lines_become_one(client: Client, db: None) -> None:
    client.post(SIGNUP, ANA | {"organization_name": "Despacho\r\nBcc: x@y.example"})

    (made,) = known_memberships(User.objects.get())
    assert made.organization.name == "Despacho Bcc: x@y.example"
