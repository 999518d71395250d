"""Entering and leaving by the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

LOGIN = "/cuenta/login/"


def test_a_person_enters_with_their_mail_address_in_any_case(client: Client, owner: User) -> None:
    answer = client.post(LOGIN, {"login": owner.email.upper(), "password": "una clave larga"})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_entering_leads_back_to_the_page_that_was_asked_for(client: Client, owner: User) -> None:
    asked = client.get("/tickets/nuevo/")
    page = client.get(asked["Location"])
    assert 'name="next" value="/tickets/nuevo/"' in page.content.decode()
    answer = client.post(asked["Location"], {"login": owner.email, "password": "una clave larga"})

    assert answer["Location"] == "/tickets/nuevo/"


def test_nobody_is_sent_to_another_site_after_entering(client: Client, owner: User) -> None:
    form = {"login": owner.email, "password": "una clave larga", "next": "https://evil.example/"}

    assert client.post(LOGIN, form)["Location"] == "/"


@pytest.mark.parametrize("form", [{"password": "otra"}, {"login": "nadie@despacho.example"}])
def test_a_refusal_never_says_which_of_the_two_was_wrong(
    client: Client, owner: User, form: dict[str, str]
) -> None:
    page = client.post(LOGIN, {"login": owner.email, "password": "una clave larga"} | form)

    assert page.status_code == 200
    assert "El correo o la contraseña no son correctos." in page.content.decode()


def test_an_inactive_person_does_not_enter(client: Client, owner: User) -> None:
    owner.is_active = False
    owner.save()

    page = client.post(LOGIN, {"login": owner.email, "password": "una clave larga"})

    assert page.status_code == 200


def test_what_was_typed_stays_but_for_the_password(client: Client, owner: User) -> None:
    page = client.post(LOGIN, {"login": owner.email, "password": "secreta-no"}).content.decode()

    assert owner.email in page
    assert "secreta-no" not in page


def test_leaving_ends_the_session_and_needs_a_post(client: Client, owner: User) -> None:
    client.force_login(owner)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout"))["Location"] == reverse("accounts:login")
    assert client.get("/").status_code == 302


def test_a_fragment_asked_for_after_the_session_ended_reloads_the_page(client: Client, db: None) -> None:
    answer = client.get(f"{LOGIN}?next=/", headers={"HX-Request": "true"})

    assert answer["HX-Refresh"] == "true"
