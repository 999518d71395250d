"""What the demo loads: an organization with a taxpayer, a login, and the sandbox's tickets."""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.fiscal import ReceiverFields
from accounts.models import FiscalProfileVersion, Membership, Organization, User
from accounts.permissions import Role
from accounts.privacy.consent import accept_notice
from accounts.privacy.notice import current_notice
from accounts.scope import enter_organization
from accounts.services import confirm_address, ensure_organization, ensure_profile_version
from invoicing import services
from invoicing.models import InvoiceTask, Priority, Vendor

EMAIL = "demo@autocfdi.example"
PASSWORD = "autocfdi-demo"  # noqa: S105 - told to everybody; the demo listens on this machine only
RECEIVER = ReceiverFields(
    rfc="EKU9003173C9",
    legal_name="ESCUELA KEMPER URGATE",
    fiscal_regime="601",
    postal_code="42501",
    email="facturas@escuelakemper.example",
    cfdi_use="G03",
)
"""The taxpayer whom SAT publishes for tests."""
STATES = ("invoiced_same", "expired", "not_found")
"""Further tickets of the demo, so that the list shows more than a success."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    organization: Organization
    profile_version: FiscalProfileVersion
    person: User


def load_world() -> DemoWorld:
    """Makes what is missing, and stays within the organization; a second run finds the same."""
    organization = ensure_organization(slug="demo", name="Despacho de demostración")
    enter_organization(organization.pk)
    person = User.objects.filter(email=EMAIL).first() or User.objects.create_user(
        EMAIL, PASSWORD, full_name="Contadora de demostración"
    )
    confirm_address(user=person)
    accept_notice(person=person, version=current_notice().version, now=timezone.now())
    Membership.objects.get_or_create(organization=organization, user=person, defaults={"role": Role.OWNER})
    return DemoWorld(organization, ensure_profile_version(organization=organization, fields=RECEIVER), person)


def ask_sandbox(sandbox: str, path: str, **query: object) -> Any:
    """JSON that the sandbox answers with."""
    address = f"{sandbox}/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def _vendor(portal: str) -> Vendor | None:
    """The directory knows each simulated vendor by the first variant of its portal."""
    simulated = Vendor.objects.listed().filter(is_simulated=True)
    return next((v for v in simulated if any(f"/{portal}-1/" in url for url in v.portal_urls)), None)


def submit(
    world: DemoWorld, sandbox: str, *, portal: str, seed: int, state: str = "valid", interactive: bool = False
) -> InvoiceTask:
    """One of the sandbox's tickets, as the accountant would submit it."""
    scenario = ask_sandbox(
        sandbox, "_scenario.json", portal=portal, seed=seed, state=state, rfc=world.profile_version.rfc
    )
    return services.submit_task(
        organization=world.organization,
        profile_version=world.profile_version,
        vendor_url=scenario["url"],
        vendor=_vendor(portal),
        ticket=scenario["ticket"],
        created_by=world.person,
        priority=Priority.INTERACTIVE if interactive else Priority.NORMAL,
    )
