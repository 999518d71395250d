"""How the pure core meets the product: settings into objects, rows into requests, steps into rows.

Implements the Protocols of automation.browser.base and automation.pilots.base.
"""

import asyncio
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.fiscal import ReceiverFields
from automation.browser.base import AddressPolicy, BrowserProvider, Limits
from automation.browser.local import LocalBrowsers
from automation.browser.remote import RemoteCdp
from automation.reading.request import Credentials, InvoiceRequest, Receiver, TicketData
from automation.values_of_ticket import time_of
from invoicing.models import Vendor
from invoicing.portal_address import network_refusal
from invoicing.ticket import Ticket

LOCAL_FILE_REFUSED = "Los archivos de esta máquina solo se abren donde se permiten redes privadas."
SCHEME_REFUSED = "Solo se abren direcciones http y https."


def browser_provider() -> BrowserProvider:
    """As BROWSER_PROVIDER says. Raises ValueError for one that is not known."""
    if settings.BROWSER_PROVIDER == "local":
        return LocalBrowsers(settings.BROWSER_EXECUTABLE or None, headless=settings.BROWSER_HEADLESS)
    if settings.BROWSER_PROVIDER == "cdp":
        return RemoteCdp(settings.BROWSER_CDP_URL)
    raise ValueError(f"BROWSER_PROVIDER={settings.BROWSER_PROVIDER!r} no es local ni cdp.")


def limits(vendor: Vendor | None = None) -> Limits:
    """Of one action in a browser, the vendor's own where the directory has them."""
    return Limits(action=float(_own(vendor, "action_seconds") or settings.ACTION_SECONDS))


def run_seconds(vendor: Vendor | None) -> float:
    """That one run may take."""
    return float(_own(vendor, "run_seconds") or settings.RUN_SECONDS)


def _own(vendor: Vendor | None, limit: str) -> int:
    """0 where the directory leaves it to the settings."""
    return int(vendor.limits.get(limit, 0)) if vendor is not None else 0


def address_policy(*, files: bool = False) -> AddressPolicy:
    """Refuses what is not http(s) and, unless the setting allows it, what leads to a private network.

    `files`: file: addresses too, where private hosts are allowed (the dry run of a saved page).
    """
    allow_private: bool = settings.PORTAL_ALLOW_PRIVATE_HOSTS

    async def judge(address: str) -> str | None:
        scheme = urlsplit(address).scheme.lower()
        if scheme in {"about", "blob", "data"}:
            return None
        if scheme == "file" and files:
            return None if allow_private else LOCAL_FILE_REFUSED
        if scheme not in {"http", "https"}:
            return SCHEME_REFUSED
        return await asyncio.to_thread(
            network_refusal, address, resolver=socket.getaddrinfo, allow_private=allow_private
        )

    return judge


def invoice_request(
    *,
    portal_url: str,
    receiver: ReceiverFields,
    ticket: Ticket,
    credentials: Credentials | None = None,
    vendor: Vendor | None = None,
) -> InvoiceRequest:
    """What the pilots are asked to do."""
    return InvoiceRequest(
        portal_url=portal_url,
        receiver=Receiver(
            rfc=receiver.rfc,
            legal_name=receiver.legal_name,
            fiscal_regime=receiver.fiscal_regime,
            postal_code=receiver.postal_code,
            email=receiver.email,
            cfdi_use=receiver.cfdi_use,
        ),
        ticket=TicketData(
            values=dict(ticket.values), amount=ticket.amount, date=ticket.date, time=time_of(ticket)
        ),
        credentials=credentials,
        field_labels=_field_labels(vendor.ticket_fields if vendor else ()),
        loading_delay_hours=float(vendor.loading_delay_hours) if vendor else 0.0,
    )


def _field_labels(entries: Any) -> Mapping[str, tuple[str, ...]]:
    return {
        entry["key"]: tuple(filter(None, [entry.get("label", ""), *entry.get("labels", ())]))
        for entry in entries
    }
