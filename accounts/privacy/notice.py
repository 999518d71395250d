"""The aviso de privacidad of who operates this installation (LFPDPPP, arts. 14 to 16), version by version.

A version is a template that is never edited once it was published: a change is a new version, at the end of
NOTICES, and every person is asked again.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Notice:
    version: str
    since: date
    change: str
    """what is new in it, in a sentence; empty for the first"""

    @property
    def template(self) -> str:
        return f"accounts/privacy/notices/{self.version}.html"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the data of the people of this installation (the responsable of the law)."""

    name: str
    address: str
    email: str

    @property
    def is_complete(self) -> bool:
        return bool(self.name and self.address and self.email)


NOTICES = (Notice("1", date(2026, 11, 21), ""),)


def current_notice() -> Notice:
    return NOTICES[-1]


def notice_of(version: str) -> Notice | None:
    return next((notice for notice in NOTICES if notice.version == version), None)


def responsible() -> Responsible:
    return Responsible(
        settings.PRIVACY_RESPONSIBLE_NAME,
        settings.PRIVACY_RESPONSIBLE_ADDRESS,
        settings.PRIVACY_RESPONSIBLE_EMAIL,
    )
