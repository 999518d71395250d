"""The process that opens the PDF: bytes on standard input, one JSON object on standard output.

A PDF can unfold without end, or break the native code that draws it. Here that ends a process which has
no secret in its environment, may not write a file, and whose memory and time the system bounds.
"""

import json
import resource
import sys
from typing import Any

from accounts.constancia import pages
from accounts.constancia.errors import HEAVY_EXIT, DamagedPdf, EncryptedPdf, TooHeavy, TooManyPages

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 6


def main() -> int:
    content = sys.stdin.buffer.read()
    _bound()
    try:
        found = look_at(content)
    except (MemoryError, TooHeavy):
        return HEAVY_EXIT
    json.dump(found, sys.stdout)
    return 0


def look_at(content: bytes) -> dict[str, Any]:
    """`error` and its arguments, or `texts` in the order in which to try them, and `qr`."""
    try:
        texts = [pages.text_by_pypdf(content)]
        texts.append(pages.text_by_pdfium(content))
        qr = pages.qr_content(content)
    except TooManyPages as error:
        return {"error": "pages", "pages": error.pages}
    except EncryptedPdf:
        return {"error": "encrypted"}
    except DamagedPdf:
        return {"error": "damaged"}
    return {"texts": texts, "qr": [qr.rfc, qr.id_cif] if qr else None}


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the system does not keep to it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    sys.exit(main())
