"""Members, roles, leaving; the role is the one of the transaction that acts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.errors import LastOwner, RoleTooLow, TeamRefused
from accounts.models import Membership, Organization, User
from accounts.permissions import Role, may_assign
from accounts.tenancy import known_memberships
from tests import factories

TEAM = "/equipo/"


def member(person: User) -> Membership:
    return known_memberships(person)[0]


def role(person: User) -> str:
    return member(person).role


def set_role(client: Client, person: User, given: str) -> Any:
    return client.post(f"{TEAM}{member(person).pk}/papel/", {"role": given}, follow=True)


@pytest.fixture
def admin(firm: Organization) -> User:
    return factories.make_member(firm, Role.ADMIN)


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_owner_sees_everybody_and_changes_roles(owner: User, viewer: User, admin: User) -> None:
    page = set_role(as_(owner), viewer, Role.ACCOUNTANT).content.decode()

    assert "El papel cambió." in page
    assert all(person.email in page for person in (owner, viewer, admin))
    assert role(viewer) == Role.ACCOUNTANT


@pytest.mark.parametrize("actor", list(Role))
@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("given", list(Role))
def test_nobody_gives_or_takes_a_role_above_their_own(actor: Role, held: Role, given: Role) -> None:
    order = [Role.VIEWER, Role.ACCOUNTANT, Role.ADMIN, Role.OWNER]
    reaches = order.index(actor) >= max(order.index(held), order.index(given))

    assert may_assign(actor, held=held, given=given) == (actor in {Role.ADMIN, Role.OWNER} and reaches)


def test_an_admin_cannot_raise_themselves_nor_lower_an_owner(owner: User, admin: User) -> None:
    client = as_(admin)

    assert "no permite" in set_role(client, admin, Role.OWNER).content.decode()
    assert "no permite" in set_role(client, owner, Role.VIEWER).content.decode()
    assert client.post(f"{TEAM}{member(owner).pk}/quitar/").status_code == 302
    assert (role(admin), role(owner)) == (Role.ADMIN, Role.OWNER)


def test_a_reader_changes_nobody_and_is_offered_nothing(owner: User, viewer: User) -> None:
    client = as_(viewer)

    set_role(client, viewer, Role.ADMIN)
    client.post(f"{TEAM}{member(owner).pk}/quitar/")
    client.post(f"{TEAM}invitar/", {"email": "amigo@despacho.example", "role": Role.VIEWER})

    assert (role(viewer), role(owner)) == (Role.VIEWER, Role.OWNER)
    page = client.get(TEAM).content.decode()
    assert "Invitar" not in page
    assert "/papel/" not in page


def test_a_role_that_does_not_exist_is_refused(owner: User, viewer: User) -> None:
    assert "Ese papel no existe." in set_role(as_(owner), viewer, "emperor").content.decode()
    assert role(viewer) == Role.VIEWER


def test_the_last_owner_is_neither_lowered_nor_leaves(firm: Organization, owner: User, viewer: User) -> None:
    client = as_(owner)

    assert "sin propietario" in set_role(client, owner, Role.ADMIN).content.decode()
    left = client.post(f"/cuenta/organizaciones/{firm.pk}/dejar/", follow=True)
    assert "sin propietario" in left.content.decode()
    assert client.post(f"{TEAM}{member(owner).pk}/quitar/", follow=True)
    assert role(owner) == Role.OWNER

    set_role(client, viewer, Role.OWNER)
    client.post(f"/cuenta/organizaciones/{firm.pk}/dejar/")
    assert not Membership.objects.filter(user=owner).exists()


def test_who_was_removed_is_out_with_the_next_request(owner: User, viewer: User, kemper: Any) -> None:
    task = factories.make_task(kemper)
    theirs = as_(viewer)
    assert theirs.get(f"/tickets/{task.pk}/").status_code == 200

    as_(owner).post(f"{TEAM}{member(viewer).pk}/quitar/")

    assert theirs.get(f"/tickets/{task.pk}/").status_code == 302
    assert theirs.get("/", follow=True).redirect_chain == [("/cuenta/organizaciones/nueva/", 302)]


def test_people_of_another_organization_are_not_there(owner: User, stranger: User) -> None:
    client, foreign = as_(owner), member(stranger)

    assert stranger.email not in client.get(TEAM).content.decode()
    assert client.post(f"{TEAM}{foreign.pk}/papel/", {"role": Role.VIEWER}).status_code == 404
    assert client.post(f"{TEAM}{foreign.pk}/quitar/").status_code == 404
    assert role(stranger) == Role.OWNER


def test_a_role_lowered_after_the_page_was_shown_no_longer_acts(
    firm: Organization, owner: User, admin: User, viewer: User
) -> None:
    """The service reads it again: what the request knew of it does not count."""
    stale = Membership.objects.select_related("user").get(user=admin)
    services.change_role(organization_id=firm.pk, actor=owner, member_id=member(admin).pk, role=Role.VIEWER)

    assert stale.role == Role.ADMIN
    with pytest.raises(RoleTooLow):
        services.remove_member(organization_id=firm.pk, actor=stale.user, member_id=member(viewer).pk)
    with pytest.raises(RoleTooLow):
        services.invite_member(
            organization_id=firm.pk,
            actor=stale.user,
            email="x@despacho.example",
            role=Role.VIEWER,
            site="https://h.example",
            now=timezone.now(),
        )


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_lower_each_other_at_once_leave_one(firm: Organization) -> None:
    one, two = factories.make_member(firm), factories.make_member(firm)

    def lower(actor: User, other: User) -> bool:
        try:
            services.change_role(
                organization_id=firm.pk, actor=actor, member_id=member(other).pk, role=Role.VIEWER
            )
        except TeamRefused:
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lower, (one, two), (two, one)))

    assert sorted(done) == [False, True]
    assert Membership.objects.filter(organization=firm, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one(firm: Organization) -> None:
    people = factories.make_member(firm), factories.make_member(firm)

    def leave(person: User) -> bool:
        try:
            services.leave_organization(organization_id=firm.pk, person=person)
        except LastOwner:
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, people)) == [False, True]
