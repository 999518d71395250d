"""What a portal delivered, opened: XML and PDF documents out of a file, a ZIP, base64 or a data URL.

Everything is judged by its bytes, never by its name. ZIPs are read with a budget of members and bytes, so
that what their directory claims does not matter. Errors: see `errors.DeliveryError`.
"""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from invoicing.cfdi.errors import BadDelivery, DeliveryError
from invoicing.cfdi.media import Media, sniff

MAX_DELIVERY = 25 * 1024 * 1024
MAX_DOCUMENT = 12 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
MAX_MEMBERS = 200
MAX_DEPTH = 2
"""A ZIP within a ZIP is met; deeper ones are a trap."""

_DATA_URL = re.compile(rb"data:[^,]{0,200},")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-\s]+={0,2}\s*")
_DOCUMENTS = frozenset({Media.XML, Media.PDF})


@dataclass(frozen=True, slots=True)
class DeliveredDocument:
    media: Media
    """XML or PDF"""
    name: str
    """as the portal or the ZIP gave it; for people, never a path to write to"""
    content: bytes


def open_delivery(content: bytes, *, name: str = "") -> tuple[DeliveredDocument, ...]:
    """The XML and PDF documents in what arrived, at least one. Raises DeliveryError."""
    if len(content) > MAX_DELIVERY:
        message = f"El archivo pesa {len(content) / 1e6:.0f} MB; ninguna factura pesa tanto."
        raise DeliveryError(BadDelivery.TOO_LARGE, message)
    plain = _decoded(content)
    media = sniff(plain)
    if media is Media.ZIP:
        return _unpacked(plain)
    if media not in _DOCUMENTS:
        raise DeliveryError(*_NOT_A_DOCUMENT[media])
    return (DeliveredDocument(media, name, plain),)


_NOT_A_DOCUMENT = {
    Media.EMPTY: (BadDelivery.EMPTY, "El archivo llegó vacío."),
    Media.HTML: (BadDelivery.HTML, "El portal entregó una página web en lugar de la factura."),
    Media.UNKNOWN: (BadDelivery.UNKNOWN, "El archivo no es XML, PDF ni ZIP."),
}


def _decoded(content: bytes) -> bytes:
    """Without the data URL or base64 around it, where there is one."""
    text = content.strip().strip(b'"')
    header = _DATA_URL.match(text)
    if header:
        body = unquote_to_bytes(text[header.end() :])
        return (_from_base64(body) or b"") if b";base64" in header[0].lower() else body
    if sniff(content) is Media.UNKNOWN and _BASE64.fullmatch(text):
        decoded = _from_base64(text) or b""
        return decoded if sniff(decoded) not in {Media.UNKNOWN, Media.EMPTY} else content
    return content


def _from_base64(text: bytes) -> bytes | None:
    compact = b"".join(text.split()).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(compact + b"=" * (-len(compact) % 4), validate=True)
    except binascii.Error:
        return None


def _unpacked(archive: bytes) -> tuple[DeliveredDocument, ...]:
    found = tuple(_Unpacking().documents(archive, depth=1))
    if not found:
        raise DeliveryError(BadDelivery.NO_DOCUMENT, "El ZIP no trae ningún XML ni PDF.")
    return found


class _Unpacking:
    """One budget for a delivery, however its ZIPs are nested."""

    def __init__(self) -> None:
        self._bytes_left = MAX_UNPACKED
        self._members_left = MAX_MEMBERS

    def documents(self, archive: bytes, *, depth: int) -> Iterator[DeliveredDocument]:
        if depth > MAX_DEPTH:
            raise _bomb()
        for member, content in self._members(archive):
            media = sniff(content)
            if media is Media.ZIP:
                yield from self.documents(content, depth=depth + 1)
            elif media in _DOCUMENTS:
                yield DeliveredDocument(media, member, content)

    def _members(self, archive: bytes) -> Iterator[tuple[str, bytes]]:
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as file:
                for member in file.infolist():
                    if not member.is_dir():
                        yield member.filename, self._read(file, member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise DeliveryError(BadDelivery.ZIP_BROKEN, "El ZIP está dañado y no se pudo abrir.") from error

    def _read(self, file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        self._members_left -= 1
        if self._members_left < 0:
            raise _bomb()
        if member.flag_bits & 0x1:
            raise DeliveryError(BadDelivery.ZIP_ENCRYPTED, "El ZIP está protegido con contraseña.")
        allowed = min(MAX_DOCUMENT, self._bytes_left)
        with file.open(member) as stream:
            content = stream.read(allowed + 1)
        if len(content) > allowed:
            raise _bomb()
        self._bytes_left -= len(content)
        return content


def _bomb() -> DeliveryError:
    return DeliveryError(BadDelivery.ZIP_BOMB, "El ZIP se expande más de lo que una factura puede pesar.")
