"""Which portal addresses may be opened."""

import socket
from typing import Any

import pytest

from invoicing.errors import AddressRefused
from invoicing.portal_address import checked_address, network_refusal, origin


def resolving_to(*ips: str) -> Any:
    return lambda *_args, **_kwargs: [(0, 0, 0, "", (ip, 443)) for ip in ips]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "facturacion.example",
        "ftp://shop.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:clave@shop.example/",
        "https://@shop.example/",
        "https://",
        "https://shop.example:puerto/",
        "https://shop.example:99999/",
        "https://sh op.example/",
        "https://shop.example\\@evil.example/",
        "https://shop.example/\x00",
        "https://a..b/",
        "http://[::1/",
        "https://shop.example/" + "a" * 2000,
    ],
)
def test_what_is_no_portal_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        checked_address(address)
    assert refused.value.field == "vendor_url"


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example",
        "http://facturación.example/x?a=1#b",
        "http://127.0.0.1:8900/s1",
        "http://[::1]:80/",
    ],
)
def test_an_address_is_kept_as_given(address: str) -> None:
    assert checked_address(f" {address} ") == address


def test_one_portal_has_one_origin() -> None:
    assert origin("HTTPS://Shop.Example./a") == origin("https://shop.example:443/b#c")
    assert origin("https://shop.example") != origin("http://shop.example")
    assert origin("http://shop.example:8080") != origin("http://shop.example")


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused(ip: str) -> None:
    refusal = network_refusal("https://shop.example", resolver=resolving_to(ip), allow_private=False)
    assert refusal is not None
    mixed = resolving_to("93.184.215.14", ip)
    assert network_refusal("https://shop.example", resolver=mixed, allow_private=False) is not None
    assert network_refusal("https://shop.example", resolver=resolving_to(ip), allow_private=True) is None


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_name_may_be_opened(ip: str) -> None:
    assert network_refusal("https://shop.example", resolver=resolving_to(ip), allow_private=False) is None


@pytest.mark.parametrize("written", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_odd_ways_to_write_this_machine_are_refused(written: str) -> None:
    assert network_refusal(f"http://{written}/", resolver=socket.getaddrinfo, allow_private=False)


def test_an_unknown_name_is_the_networks_matter_and_no_refusal() -> None:
    def fails(*_args: object, **_kwargs: object) -> Any:
        raise socket.gaierror

    assert network_refusal("https://nowhere.example", resolver=fails, allow_private=False) is None
