"""Why a file was not read as a Constancia.

ConstanciaError           anticipated; `str()` is Spanish and says what to do
├── NotAPdf               an image, a page of the web, a Word file
├── DamagedPdf            cut off, or against the format
├── EncryptedPdf          asks for a password
├── TooManyPages          told before a page is looked at
├── TooHeavy              too many bytes, or unfolds to more time or memory than any Constancia needs
├── AnotherDocument       a readable PDF of something else
├── QrDisagrees           the QR names another RFC than the text: altered, or put together from two
└── UnreadableText        a Constancia, but its text is not there; `qr` has what its QR says, where it has one
    ├── ScannedConstancia     a photograph or a scan: no text at all
    └── IncompleteConstancia  text without an RFC in its place
"""

from accounts.constancia.document import QrContent

MAX_BYTES = 8 * 1024 * 1024
MAX_PAGES = 20
"""SAT's own has two to five."""
HEAVY_EXIT = 3
"""With which the process that opens the PDF says TooHeavy."""

_DOWNLOAD_AGAIN = "Descarga la Constancia otra vez en el portal del SAT y súbela tal cual."


class ConstanciaError(Exception):
    message = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)


class NotAPdf(ConstanciaError):  # noqa: N818 - the tree reads as facts
    message = f"El archivo no es un PDF. {_DOWNLOAD_AGAIN}"


class DamagedPdf(ConstanciaError):  # noqa: N818 - as above
    message = f"El PDF está dañado o incompleto. {_DOWNLOAD_AGAIN}"


class EncryptedPdf(ConstanciaError):  # noqa: N818 - as above
    message = (
        "El PDF está protegido con contraseña. Quítale la contraseña, o descarga la Constancia otra vez."
    )


class TooManyPages(ConstanciaError):  # noqa: N818 - as above
    def __init__(self, pages: int) -> None:
        super().__init__(
            f"El PDF tiene {pages} páginas; una Constancia no pasa de {MAX_PAGES}. Sube solo la Constancia."
        )
        self.pages = pages


class TooHeavy(ConstanciaError):  # noqa: N818 - as above
    message = f"El PDF es más pesado que cualquier Constancia, así que no se revisó. {_DOWNLOAD_AGAIN}"


class AnotherDocument(ConstanciaError):  # noqa: N818 - as above
    message = (
        "El PDF no es una Constancia de Situación Fiscal completa. Sube la que emite el SAT, "
        "con los datos de identificación, el domicilio y los regímenes."
    )


class QrDisagrees(ConstanciaError):  # noqa: N818 - as above
    def __init__(self, *, printed: str, coded: str) -> None:
        super().__init__(
            f"El código QR dice {coded} y el texto dice {printed}: no son del mismo contribuyente. "
            "No uses este archivo; pide la Constancia al cliente o descárgala del SAT."
        )
        self.printed, self.coded = printed, coded


class UnreadableText(ConstanciaError):  # noqa: N818 - as above
    def __init__(self, qr: QrContent | None) -> None:
        found = f"El código QR sí se leyó: RFC {qr.rfc}. " if qr else ""
        super().__init__(
            f"{self.message} {found}Escribe los demás datos a mano, o sube el PDF original del SAT."
        )
        self.qr = qr


class ScannedConstancia(UnreadableText):
    message = "El PDF es una imagen escaneada: no tiene texto que leer."


class IncompleteConstancia(UnreadableText):
    message = "Es una Constancia, pero su RFC no se pudo leer."
