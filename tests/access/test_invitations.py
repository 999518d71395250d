"""Invitations: accepted once, in time, by whom they were sent to."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, Organization, User
from accounts.permissions import Role
from accounts.services import invitations
from accounts.tenancy import known_memberships
from tests import factories
from tests.access.test_registration import ANA, enter, link_in
from tests.access.test_team import TEAM, as_

INVITE = f"{TEAM}invitar/"

GUEST = "invitada@otro.example"


@pytest.fixture
def guest(db: None) -> User:
    return factories.make_person(GUEST)


def invite(
    owner: User, callbacks: Any, mailbox: list[EmailMessage], email: str = GUEST, role: str = Role.ACCOUNTANT
) -> str:
    """The address of the page that the letter leads to."""
    with callbacks(execute=True):
        as_(owner).post(INVITE, {"email": email, "role": role})
    return link_in(mailbox[-1])


@pytest.fixture
def link(owner: User, django_capture_on_commit_callbacks: Any, mailoutbox: list[EmailMessage]) -> str:
    return invite(owner, django_capture_on_commit_callbacks, mailoutbox)


def test_the_invited_person_accepts_and_works_there(
    firm: Organization, link: str, guest: User, mailoutbox: list[EmailMessage]
) -> None:
    client = as_(guest)
    assert firm.name in client.get(link).content.decode()
    assert mailoutbox[0].to == [GUEST]
    assert mailoutbox[0].subject == f"Invitación a {firm.name}"

    client.post(link)

    assert Membership.objects.get(user=guest).role == Role.ACCOUNTANT
    assert firm.name in client.get("/").content.decode()


def test_looking_at_it_accepts_nothing(link: str, guest: User) -> None:
    as_(guest).get(link)

    assert not Membership.objects.filter(user=guest).exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"accepted_at": timezone.now()}, "ya se usó"),
        ({"revoked_at": timezone.now()}, "retiró"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "caducó"),
        ({"invited_by": None}, "ya no puede invitar"),
    ],
)
def test_one_that_no_longer_holds_says_why_and_lets_nobody_in(
    link: str, guest: User, change: dict[str, Any], message: str
) -> None:
    Invitation.objects.update(**change)

    for answer in (Client().get(link), as_(guest).get(link), as_(guest).post(link)):
        assert answer.status_code == 410
        assert message in answer.content.decode()
    assert not Membership.objects.filter(user=guest).exists()


def test_it_is_used_once(owner: User, link: str, guest: User, firm: Organization) -> None:
    as_(guest).post(link)
    Membership.objects.filter(user=guest).delete()

    assert "ya se usó" in as_(guest).post(link).content.decode()
    assert not Membership.objects.filter(user=guest).exists()


def test_it_is_for_its_address_only(link: str, stranger: User) -> None:
    page = as_(stranger).post(link)

    assert "otra dirección" in page.content.decode()
    assert len(known_memberships(stranger)) == 1
    assert GUEST not in page.content.decode()


def test_an_address_that_is_not_confirmed_is_not_let_in(link: str) -> None:
    unproven = User.objects.create_user(GUEST, factories.PASSWORD)

    assert "Confirma antes tu correo" in as_(unproven).post(link).content.decode()
    assert not Membership.objects.filter(user=unproven).exists()


def test_a_token_that_is_not_known_is_a_404(client: Client, guest: User) -> None:
    assert client.get("/invitacion/inventada/").status_code == 404
    assert as_(guest).post("/invitacion/inventada/").status_code == 404


def test_who_has_no_account_makes_one_and_comes_back_without_an_organization_of_their_own(
    client: Client, link: str, firm: Organization, mailoutbox: list[EmailMessage]
) -> None:
    assert f"/cuenta/signup/?next={link}" in client.get(link).content.decode()

    client.post("/cuenta/signup/", ANA | {"email": GUEST, "next": link})
    client.post(link_in(mailoutbox[-1]))
    enter(client, GUEST)
    client.post(link)

    guest = User.objects.get(email=GUEST)
    assert [row.organization for row in known_memberships(guest)] == [firm]


def test_a_new_invitation_takes_the_place_of_the_earlier_one(
    owner: User,
    link: str,
    guest: User,
    django_capture_on_commit_callbacks: Any,
    mailoutbox: list[EmailMessage],
) -> None:
    second = invite(owner, django_capture_on_commit_callbacks, mailoutbox, GUEST.upper(), Role.VIEWER)

    assert "retiró" in as_(guest).post(link).content.decode()
    as_(guest).post(second)
    assert Membership.objects.get(user=guest).role == Role.VIEWER


def test_an_invitation_is_revoked_by_its_organization_only(
    owner: User, stranger: User, link: str, guest: User
) -> None:
    address = f"{TEAM}invitaciones/{Invitation.objects.get().pk}/retirar/"

    assert as_(stranger).post(address).status_code == 404
    as_(owner).post(address)

    assert "retiró" in as_(guest).get(link).content.decode()


def test_the_invitation_of_somebody_who_was_lowered_since_gives_no_more_than_they_may(
    firm: Organization,
    owner: User,
    guest: User,
    django_capture_on_commit_callbacks: Any,
    mailoutbox: list[EmailMessage],
) -> None:
    admin = factories.make_member(firm, Role.ADMIN)
    link = invite(admin, django_capture_on_commit_callbacks, mailoutbox, role=Role.ADMIN)
    Membership.objects.filter(user=admin).update(role=Role.VIEWER)

    assert "ya no puede invitar" in as_(guest).post(link).content.decode()


def test_an_admin_does_not_invite_owners(firm: Organization, mailoutbox: list[EmailMessage]) -> None:
    admin = factories.make_member(firm, Role.ADMIN)

    page = as_(admin).post(INVITE, {"email": GUEST, "role": Role.OWNER})

    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_a_member_is_not_invited_again(owner: User, viewer: User) -> None:
    page = as_(owner).post(INVITE, {"email": viewer.email, "role": Role.VIEWER})

    assert (page.status_code, "ya es parte" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("email", ["", "sin-arroba", "a@b", "x" * 250 + "@despacho.example"])
def test_an_address_that_is_none_is_refused_beside_its_field(owner: User, email: str) -> None:
    page = as_(owner).post(INVITE, {"email": email, "role": Role.VIEWER})

    assert page.status_code == 422
    assert "field-error" in page.content.decode()


def test_nobody_sends_letters_without_end(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    client = as_(owner)
    pages = [client.post(INVITE, {"email": f"p{n}@otro.example", "role": Role.VIEWER}) for n in range(3)]

    assert [page.status_code for page in pages] == [302, 302, 422]
    assert "muchas invitaciones" in pages[2].content.decode()


def test_neither_address_nor_token_stands_in_the_database(link: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text, encode(i.email, 'escape') FROM accounts_invitation i")
        row = " ".join(map(str, cursor.fetchone()))

    assert GUEST not in row
    assert link.strip("/").rpartition("/")[2] not in row
    assert Invitation.objects.get().email == GUEST


def test_names_in_the_letter_are_text_there(
    firm: Organization,
    owner: User,
    django_capture_on_commit_callbacks: Any,
    mailoutbox: list[Any],
) -> None:
    Organization.objects.filter(pk=firm.pk).update(name="<b>Norte</b> & Cía")

    invite(owner, django_capture_on_commit_callbacks, mailoutbox)

    page = str(mailoutbox[0].alternatives[0][0])
    assert "<b>Norte</b> & Cía" in str(mailoutbox[0].body)
    assert "&lt;b&gt;Norte&lt;/b&gt; &amp; Cía" in page
    assert "<b>Norte" not in page
