"""What portals deliver: files, ZIPs, base64, data URLs; and what pretends to be one."""

import base64
import io
import struct
import zipfile
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.cfdi.archive import MAX_DELIVERY, MAX_DOCUMENT, MAX_MEMBERS, open_delivery
from invoicing.cfdi.errors import BadDelivery, DeliveryError
from invoicing.cfdi.media import Media
from invoicing.states import FailureType
from tests.invoicing.cfdi.conftest import SAMPLES

XML = (SAMPLES / "cfdi40-real.xml").read_bytes()
PDF = b"%PDF-1.7\n1 0 obj"


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def reason_of(content: bytes) -> BadDelivery:
    with pytest.raises(DeliveryError) as refused:
        open_delivery(content)
    assert str(refused.value)
    assert refused.value.failure_type is FailureType.CFDI_INVALID
    return refused.value.reason


@pytest.mark.parametrize(
    "wrapped",
    [
        XML,
        base64.b64encode(XML),
        base64.encodebytes(XML),
        b'"' + base64.b64encode(XML) + b'"',
        base64.urlsafe_b64encode(XML).rstrip(b"="),
        b"data:text/xml;base64," + base64.b64encode(XML),
        b"data:application/octet-stream;charset=utf-8;base64," + base64.b64encode(XML),
        b"data:text/xml," + quote_from_bytes(XML).encode(),
    ],
)
def test_an_xml_arrives_byte_for_byte_however_it_is_wrapped(wrapped: bytes) -> None:
    (document,) = open_delivery(wrapped, name="factura.pdf")
    assert (document.media, document.name) == (Media.XML, "factura.pdf")
    assert document.content == XML


def test_a_zip_gives_its_documents_and_nothing_else() -> None:
    inner = zipped({"interno.xml": XML})
    delivery = zipped(
        {
            "f/": b"",
            "f/factura.txt": XML,
            "f/a.pdf": PDF,
            "leeme.txt": b"hola",
            "logo.png": b"\x89PNG",
            "z.zip": inner,
        }
    )
    found = open_delivery(delivery)
    assert [(document.media, document.name) for document in found] == [
        (Media.XML, "f/factura.txt"),
        (Media.PDF, "f/a.pdf"),
        (Media.XML, "interno.xml"),
    ]
    assert found[0].content == XML


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", BadDelivery.EMPTY),
        (b" \n ", BadDelivery.EMPTY),
        (b"<!doctype html><title>Factura.xml</title>", BadDelivery.HTML),
        (b"data:text/html;base64," + base64.b64encode(b"<html>"), BadDelivery.HTML),
        (b"data:text/xml;base64,%%%", BadDelivery.EMPTY),
        (b'{"ok": true}', BadDelivery.UNKNOWN),
        (b"aGVsbG8gd29ybGQ", BadDelivery.UNKNOWN),
        (b"abcde", BadDelivery.UNKNOWN),
        (b"\x89PNG\r\n", BadDelivery.UNKNOWN),
        (b"PK\x03\x04basura", BadDelivery.ZIP_BROKEN),
        (zipped({"a.xml": XML})[:-30], BadDelivery.ZIP_BROKEN),
        (zipped({"a.txt": b"hola"}), BadDelivery.NO_DOCUMENT),
        (zipped({}), BadDelivery.NO_DOCUMENT),
        (b"\0" * (50 * 1024 * 1024), BadDelivery.TOO_LARGE),
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(content: bytes, reason: BadDelivery) -> None:
    assert reason_of(content) is reason


def with_false_sizes(archive: bytes) -> bytes:
    """A directory that claims that its members are one byte long."""
    position = archive.index(b"PK\x01\x02")
    return archive[: position + 24] + struct.pack("<I", 1) + archive[position + 28 :]


def test_bombs_are_stopped_by_what_they_unpack_not_by_what_they_claim() -> None:
    zeros = b"<" + b"\0" * (MAX_DOCUMENT + 10)
    assert reason_of(zipped({"a.xml": zeros})) is BadDelivery.ZIP_BOMB
    assert reason_of(with_false_sizes(zipped({"a.xml": zeros}))) in {
        BadDelivery.ZIP_BOMB,
        BadDelivery.ZIP_BROKEN,
        BadDelivery.NO_DOCUMENT,
    }
    many = {f"{number}.txt": b"\0" * (MAX_DOCUMENT - 1) for number in range(5)}
    assert reason_of(zipped(many)) is BadDelivery.ZIP_BOMB
    assert reason_of(zipped({str(number): b"" for number in range(MAX_MEMBERS + 1)})) is BadDelivery.ZIP_BOMB


def test_zips_within_zips_share_one_budget_and_end() -> None:
    deep = XML
    for _ in range(4):
        deep = zipped({"a.zip": deep})
    assert reason_of(deep) is BadDelivery.ZIP_BOMB
    spread = {f"{number}.zip": zipped({"a": b"\0" * (MAX_DOCUMENT - 1)}) for number in range(5)}
    assert reason_of(zipped(spread)) is BadDelivery.ZIP_BOMB


def test_a_zip_with_a_password_says_so() -> None:
    plain = bytearray(zipped({"a.xml": XML}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(mark) + offset] |= 1
    assert reason_of(bytes(plain)) is BadDelivery.ZIP_ENCRYPTED


def test_the_largest_delivery_is_still_looked_at() -> None:
    assert reason_of(b"\0" * MAX_DELIVERY) is BadDelivery.UNKNOWN


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_at_all_raise_anything_but_a_reason(noise: bytes, position: int) -> None:
    archive = zipped({"a.xml": XML[:300], "b.pdf": PDF})
    for content in (
        noise,
        b"PK\x03\x04" + noise,
        archive[:position] + noise + archive[position + len(noise) :],
    ):
        try:
            found = open_delivery(content)
        except DeliveryError:
            continue
        assert all(document.media in {Media.XML, Media.PDF} for document in found)
