"""Whether an address belongs to the portal itself: only there a stored password is typed. Pure."""

import ipaddress
from urllib.parse import urlsplit

_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "org"})
"""Under a country's domain these are shared by many ("com.mx")."""


def is_own_site(address: str, portal_url: str) -> bool:
    """The portal's host, or another of the same domain; never without encryption where the portal has it."""
    page, portal = urlsplit(address), urlsplit(portal_url)
    if page.scheme not in {"http", "https"} or (portal.scheme == "https" and page.scheme != "https"):
        return False
    return bool(portal.hostname) and _site(page.hostname or "") == _site(portal.hostname or "")


def _site(host: str) -> str:
    """The domain that somebody registered: "facturas.tienda.com.mx" → "tienda.com.mx"; a number as it is."""
    host = host.rstrip(".").lower()
    if _is_number(host):
        return host
    labels = host.split(".")
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3 if is_shared else -2 :])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
