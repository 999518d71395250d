"""Where a stored password may be typed: on the portal's own site, and nowhere else."""

import pytest

from automation.pilots.own_site import is_own_site


@pytest.mark.parametrize(
    ("page", "portal"),
    [
        ("https://facturas.tienda.mx/acceso", "https://facturas.tienda.mx/"),
        ("https://acceso.tienda.com.mx/login?x=1", "https://facturas.tienda.com.mx/"),
        ("https://TIENDA.com.mx./login", "https://www.tienda.com.mx/"),
        ("https://tienda.mx:8443/login", "https://tienda.mx/"),
        ("https://tienda.mx/login", "http://tienda.mx/"),
        ("http://tienda.mx/login", "http://tienda.mx/"),
        ("http://127.0.0.1:8001/login", "http://127.0.0.1:8000/"),
        ("http://localhost/login", "http://localhost/"),
        ("http://[::1]:80/login", "http://[::1]/"),
    ],
)
def test_the_portals_own_site(page: str, portal: str) -> None:
    assert is_own_site(page, portal)


@pytest.mark.parametrize(
    ("page", "portal"),
    [
        ("https://otra.com.mx/login", "https://tienda.com.mx/"),
        ("https://com.mx/login", "https://tienda.com.mx/"),
        ("https://tienda.com.mx.malo.example/login", "https://tienda.com.mx/"),
        ("https://tienda.com/login", "https://tienda.com.mx/"),
        ("https://mitienda.mx/login", "https://tienda.mx/"),
        ("http://tienda.mx/login", "https://tienda.mx/"),
        ("http://127.0.0.2/login", "http://127.0.0.1/"),
        ("http://10.0.0.1/login", "http://9.0.0.1/"),
        ("data:text/html,<form>", "https://tienda.mx/"),
        ("about:blank", "https://tienda.mx/"),
        ("", "https://tienda.mx/"),
        ("https:///login", "https:///"),
    ],
)
def test_everybody_elses(page: str, portal: str) -> None:
    assert not is_own_site(page, portal)
