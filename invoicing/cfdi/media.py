"""What some bytes are, judged by the bytes alone: names and Content-Type of portals lie."""

from enum import StrEnum

UTF8_BOM = b"\xef\xbb\xbf"
_HTML_TAGS = tuple(
    b"<" + name
    for name in (b"html", b"head", b"body", b"script", b"div", b"table", b"form", b"p>", b"h1", b"span")
)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_HEADER_WITHIN = 1024  # PDF readers accept the header anywhere in the first kilobyte


class Media(StrEnum):
    EMPTY = "empty"
    XML = "xml"
    HTML = "html"
    PDF = "pdf"
    ZIP = "zip"
    UNKNOWN = "unknown"


def sniff(content: bytes) -> Media:
    """The kind of document that `content` is."""
    start = leading_blanks_off(content)
    if not start:
        return Media.EMPTY
    if content.startswith(_ZIP_MARKS):
        return Media.ZIP
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN] and not start.startswith(b"<"):
        return Media.PDF
    if _is_html(start):
        return Media.HTML
    return Media.XML if start.startswith(b"<") else Media.UNKNOWN


def leading_blanks_off(content: bytes) -> bytes:
    """Without byte-order marks and blanks in front, which careless portals write there."""
    start = content.lstrip()
    while start.startswith(UTF8_BOM):
        start = start[len(UTF8_BOM) :].lstrip()
    return start


def after_prolog(content: bytes) -> bytes:
    """The document from its DOCTYPE or first element on (its first 256 bytes; none: empty)."""
    position, content = 0, leading_blanks_off(content)
    while position < len(content):
        rest = content[position : position + 4]
        if rest[:1].isspace():
            position += 1
        elif rest.startswith(b"<?"):
            position = _past(content, b"?>", position)
        elif rest == b"<!--":
            position = _past(content, b"-->", position)
        else:
            return content[position : position + 256]
    return b""


def _past(content: bytes, mark: bytes, start: int) -> int:
    found = content.find(mark, start)
    return len(content) if found < 0 else found + len(mark)


def _is_html(start: bytes) -> bool:
    markup = after_prolog(start).lower()
    return markup.startswith((b"<!doctype html", *_HTML_TAGS))
