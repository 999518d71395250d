"""What can be wrong with bytes that ought to be an invoice.

    CfdiError
    ├── NotACfdi         the bytes cannot be read as one CFDI 4.0   (reason: Unreadable)
    └── DeliveryError    what a portal delivered holds no document  (reason: BadDelivery)

Each carries a stable `reason` for programs, a Spanish message for people, its `failure_type` and
`retryable` (the same bytes never become a CFDI by trying again).
"""

from enum import StrEnum

from invoicing.states import FailureType


class Unreadable(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    HTML = "html"
    PDF = "pdf"
    ZIP = "zip"
    DOCTYPE = "doctype"
    ENCODING = "encoding"
    NOT_XML = "not_xml"
    NOT_CFDI = "not_cfdi"
    VERSION = "version"
    STRUCTURE = "structure"


class BadDelivery(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    HTML = "html"
    UNKNOWN = "unknown"
    ZIP_BROKEN = "zip_broken"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_BOMB = "zip_bomb"
    NO_DOCUMENT = "no_document"


class CfdiError(Exception):
    """Base of what this package raises about other people's bytes."""

    failure_type = FailureType.CFDI_INVALID
    retryable = False


class NotACfdi(CfdiError):  # noqa: N818 - reads as the fact that it states
    def __init__(self, reason: Unreadable, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class DeliveryError(CfdiError):
    def __init__(self, reason: BadDelivery, message: str) -> None:
        super().__init__(message)
        self.reason = reason
