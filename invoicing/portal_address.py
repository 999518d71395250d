"""Which portal addresses may be opened. The resolver (socket.getaddrinfo) is passed in."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from invoicing.errors import AddressRefused

Resolver = Callable[..., Sequence[tuple[Any, ...]]]
LONGEST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}


def checked_address(text: str) -> str:
    """An http(s) address without credentials, as it may be kept. Raises AddressRefused."""
    address = text.strip()
    if not address:
        raise AddressRefused("Falta la dirección del portal.")
    if len(address) > LONGEST_ADDRESS or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        raise AddressRefused(
            "La dirección es demasiado larga o lleva caracteres que no son de una dirección."
        )
    parts = _split(address)
    if parts.scheme.lower() not in PORTS:
        raise AddressRefused("La dirección debe empezar con http:// o https://.")
    if "@" in parts.netloc:
        raise AddressRefused("La dirección lleva un usuario o una contraseña; quítalos.")
    if not parts.hostname or not _is_host(parts.hostname):
        raise AddressRefused("La dirección no tiene un servidor válido.")
    return address


def origin(address: str) -> str:
    """Scheme, host and port, always written the same way: what a vendor without an entry is known by."""
    parts = _split(address)
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    return f"{scheme}://{host}:{parts.port or PORTS.get(scheme, 0)}"


def network_refusal(address: str, *, resolver: Resolver, allow_private: bool) -> str | None:
    """Why the address must not be opened (Spanish), or None; an unknown name is no refusal.

    Every address that the name resolves to must be a public one: not private, loopback, link-local,
    shared, reserved or multicast.
    """
    if allow_private:
        return None
    parts = _split(address)
    port = parts.port or PORTS.get(parts.scheme.lower(), 0)
    try:
        answers = resolver(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    if all(is_public(answer[4][0]) for answer in answers):
        return None
    return "La dirección lleva a una red privada o a esta misma máquina, y no está permitido."


def is_public(ip_text: str) -> bool:
    """An address of the open Internet, whatever IPv6 wraps around an IPv4 one."""
    ip = ipaddress.ip_address(ip_text.partition("%")[0])
    inner = _wrapped_ipv4(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    return all(part.is_global and not part.is_multicast for part in (ip, inner) if part is not None)


def _wrapped_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """IPv4-mapped, 6to4, or NAT64's well-known prefix (RFC 6052)."""
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number raises here
    except ValueError as error:
        raise AddressRefused("La dirección no se entiende.") from error
    return parts


def _is_host(host: str) -> bool:
    if ":" in host:
        return True  # IPv6 in brackets: urlsplit has checked it
    labels = host.rstrip(".").split(".")
    return len(host) <= 253 and all(re.fullmatch(r"[\w-]{1,63}", label) for label in labels)
