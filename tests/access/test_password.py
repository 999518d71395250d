"""Forgotten and changed passwords; how often one may try; what becomes of sessions."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from tests import factories
from tests.access.test_registration import enter, link_in

RESET, CHANGE, SESSIONS = "/cuenta/password/reset/", "/cuenta/password/change/", "/cuenta/sessions/"
NEW = {"password1": "otra clave larga", "password2": "otra clave larga"}


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_a_forgotten_password_is_replaced_once_and_every_session_ends(
    client: Client, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    thief = Client()
    enter(thief, owner.email)
    client.post(RESET, {"email": owner.email})
    link = link_in(mailoutbox[0])
    client.post(client.get(link)["Location"], NEW)

    assert not is_in(thief)
    assert enter(Client(), owner.email).status_code == 200
    assert enter(Client(), owner.email, "otra clave larga").status_code == 302
    assert "ya se usó" in Client().get(link, follow=True).content.decode()


def test_a_reset_answers_the_same_for_known_and_unknown_and_writes_to_both(
    client: Client, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    known = client.post(RESET, {"email": owner.email}, follow=True)
    unknown = client.post(RESET, {"email": "nadie@despacho.example"}, follow=True)

    assert known.content == unknown.content
    assert known.redirect_chain == unknown.redirect_chain
    assert [letter.subject for letter in mailoutbox] == ["Contraseña nueva"] * 2
    assert "No hay ninguna cuenta" in str(mailoutbox[1].body)


def test_a_stolen_session_dies_with_the_change_of_the_password_and_ours_stays(
    client: Client, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    thief = Client()
    enter(thief, owner.email)
    enter(client, owner.email)

    client.post(CHANGE, {"oldpassword": factories.PASSWORD} | NEW)

    assert is_in(client)
    assert not is_in(thief)
    assert mailoutbox[-1].subject == "Tu contraseña cambió"


def test_the_password_is_not_changed_without_the_old_one(client: Client, owner: User) -> None:
    enter(client, owner.email)

    page = client.post(CHANGE, {"oldpassword": "no es esta"} | NEW)

    assert "La contraseña actual no es correcta." in page.content.decode()
    assert enter(Client(), owner.email).status_code == 302


def test_an_account_is_closed_to_guesses_after_five_and_to_the_right_password_too(
    client: Client, owner: User
) -> None:
    for _ in range(5):
        enter(Client(REMOTE_ADDR="198.51.100.7"), owner.email, "mal")

    page = enter(Client(REMOTE_ADDR="203.0.113.9"), owner.email)

    assert page.status_code == 200
    assert "Demasiados intentos" in page.content.decode()


def test_an_unknown_account_is_limited_in_the_same_words(client: Client, db: None) -> None:
    pages = [enter(client, "nadie@despacho.example", "mal").content.decode() for _ in range(6)]

    assert "Demasiados intentos" in pages[5]
    assert "Demasiados intentos" not in pages[4]


def test_an_address_is_limited_over_many_accounts(client: Client, db: None) -> None:
    pages = [enter(client, f"p{number}@despacho.example", "mal").content.decode() for number in range(11)]

    assert "Demasiados intentos" in pages[10]
    assert "Demasiados intentos" not in pages[9]


def test_resets_of_one_account_are_limited(db: None, owner: User, mailoutbox: list[EmailMessage]) -> None:
    answers = [
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(RESET, {"email": owner.email}) for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Demasiados intentos" in answers[5].content.decode()
    assert len(mailoutbox) == 5


def test_a_proxys_word_on_the_address_is_believed_only_where_one_is(client: Client, owner: User) -> None:
    """Else each guess would name another address."""
    for number in range(10):
        client.post(
            "/cuenta/login/",
            {"login": f"p{number}@despacho.example", "password": "mal"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    page = enter(client, owner.email).content.decode()

    assert "Demasiados intentos" in page


def test_sessions_are_listed_and_one_is_ended_from_another(client: Client, owner: User) -> None:
    other = Client(HTTP_USER_AGENT="<i>Teléfono</i>", REMOTE_ADDR="198.51.100.7")
    enter(other, owner.email)
    enter(client, owner.email)
    page = client.get(SESSIONS)
    assert "&lt;i&gt;Teléfono&lt;/i&gt;" in page.content.decode()
    foreign = next(row for row in page.context["sessions"] if row.ip == "198.51.100.7")

    client.post(f"{SESSIONS}{foreign.pk}/end/")

    assert is_in(client)
    assert not is_in(other)


def test_all_other_sessions_end_at_once(client: Client, owner: User) -> None:
    others = [Client(), Client()]
    for other in others:
        enter(other, owner.email)
    enter(client, owner.email)

    client.post(SESSIONS)

    assert [is_in(other) for other in others] == [False, False]
    assert is_in(client)


def test_nobody_ends_a_session_of_somebody_else(client: Client, owner: User, stranger: User) -> None:
    enter(client, owner.email)
    theirs = client.get(SESSIONS).context["sessions"][0].pk
    enemy = Client()
    enter(enemy, stranger.email)

    assert enemy.post(f"{SESSIONS}{theirs}/end/").status_code == 404
    assert is_in(client)


@pytest.mark.parametrize("path", ["/login/", "/login/?next=/tickets/nuevo/"])
def test_the_old_address_of_the_login_leads_to_the_new_one(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == path.replace("/login/", "/cuenta/login/", 1)


def test_the_admin_has_no_login_of_its_own(client: Client, db: None) -> None:
    """It would have no limits and no second factor."""
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/cuenta/login/")


def test_passwords_are_kept_with_argon2() -> None:
    from config import settings as product  # noqa: PLC0415 - the product's own, not the tests'

    hashers: list[Any] = product.PASSWORD_HASHERS
    assert hashers[0].endswith("Argon2PasswordHasher")
