"""Too much in one request: refused with a page that says so, and never held by the server."""

import http.client
import itertools
from collections.abc import Iterator

import psutil
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import FiscalProfile, User
from invoicing.states import TaskStatus
from tests import factories
from tests.access.test_team import as_
from tests.web.conftest import free_port, running_server

MEGABYTE = 1024 * 1024
TOLD = "Lo que enviaste es demasiado grande"


def test_a_request_beyond_the_limit_gets_a_page_and_not_a_stack_trace(owner: User) -> None:
    answer = as_(owner).post(
        "/clientes/constancia/", b"x" * (settings.REQUEST_BODY_LIMIT + 1), content_type="application/pdf"
    )

    page = answer.content.decode()
    assert answer.status_code == 413
    assert TOLD in page
    assert "caben 12 MB" in page
    assert "Traceback" not in page


def test_who_is_not_signed_in_is_refused_the_same_before_anything_is_read(client: Client) -> None:
    """Without a database: nothing is asked of it."""
    answer = client.post("/cuenta/login/", b"x" * (13 * MEGABYTE), content_type="text/plain")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"legal_name": "x" * (6 * MEGABYTE)}, id="a field of 6 MB"),
        pytest.param({f"f{number}": "x" for number in range(1200)}, id="1200 fields"),
    ],
)
def test_a_form_that_is_too_big_in_itself_is_told_as_that(owner: User, form: dict[str, str]) -> None:
    answer = as_(owner).post("/clientes/nuevo/", form)

    assert answer.status_code == 413
    assert TOLD in answer.content.decode()


def test_a_length_that_is_no_number_is_no_way_in(client: Client, db: None) -> None:
    for length in ("", "-1", "lots", "１２"):
        assert client.generic("POST", "/cuenta/login/", b"", CONTENT_LENGTH=length).status_code in {200, 400}


@pytest.mark.parametrize(
    ("path", "field", "megabytes"),
    [("/clientes/constancia/", "constancia", 8), ("/clientes/importar/", "sheet", 4)],
)
def test_each_form_of_a_file_says_that_it_is_too_heavy(
    owner: User, path: str, field: str, megabytes: int
) -> None:
    upload = SimpleUploadedFile("grande.pdf", b"%PDF-1.7\n" + b"x" * (megabytes * MEGABYTE))
    answer = as_(owner).post(path, {field: upload})

    assert answer.status_code == 422
    assert "más pesado que" in answer.content.decode()


def test_the_form_of_an_invoice_says_how_much_it_takes(owner: User, kemper: FiscalProfile) -> None:
    task = factories.make_task(kemper, status=TaskStatus.FAILED)
    upload = SimpleUploadedFile("grande.xml", b"<x/>" + b" " * (2 * MEGABYTE))
    answer = as_(owner).post(f"/tickets/{task.pk}/cfdi/", {"cfdi-xml": upload})

    assert answer.status_code == 422
    assert "El archivo pesa más de 2 MB" in answer.content.decode()


def _part(size: int) -> bytes:
    """As a browser begins to send a file."""
    head = b'--part\r\nContent-Disposition: form-data; name="f"; filename="f.pdf"\r\n\r\n'
    return head + b"x" * (size - len(head))


def _end(size: int) -> bytes:
    tail = b"\r\n--part--\r\n"
    return b"x" * (size - len(tail)) + tail


@pytest.fixture
def server(transactional_db: None) -> Iterator[tuple[int, psutil.Process]]:
    port = free_port()
    with running_server(port) as process:
        yield port, psutil.Process(process.pid)


def send(port: int, megabytes: int, *, tells_length: bool = True) -> tuple[int, str]:
    """A body of that size, its length told or in chunks without one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = itertools.chain(
        [_part(MEGABYTE)], (b"x" * MEGABYTE for _ in range(megabytes - 2)), [_end(MEGABYTE)]
    )
    length = {"Content-Length": str(megabytes * MEGABYTE)}
    headers = length if tells_length else {"Transfer-Encoding": "chunked"}
    headers["Content-Type"] = "multipart/form-data; boundary=part"
    connection.request("POST", "/cuenta/login/", body, headers, encode_chunked=not tells_length)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.xdist_group("pages")
def test_the_server_holds_nothing_of_what_it_will_refuse(server: tuple[int, psutil.Process]) -> None:
    port, process = server
    assert send(port, 2)[0] == 403  # it is within the limit, and brings no token
    before = process.memory_info().rss

    for tells_length in (True, False):
        status, page = send(port, 96, tells_length=tells_length)
        assert (status, TOLD in page) == (413, True)

    assert process.memory_info().rss - before < 32 * MEGABYTE
    assert send(port, 2)[0] == 403
