"""What the directory knows of one vendor. Plain values; `directory.py` reads them from files."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from invoicing.deadlines import DeadlineKind, DeadlineRule


class Login(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    UNKNOWN = "unknown"


class Captcha(StrEnum):
    NONE = "none"
    IMAGE = "image"
    ARITHMETIC = "arithmetic"
    RECAPTCHA = "recaptcha"
    HCAPTCHA = "hcaptcha"
    TURNSTILE = "turnstile"
    UNKNOWN = "unknown"


class Delivery(StrEnum):
    LINKS = "links"
    ZIP = "zip"
    EMAIL = "email"
    VIEWER = "viewer"
    NEW_TAB = "new_tab"
    BLOB = "blob"
    ACCOUNT = "account"
    """the files wait in the account's list of invoices"""


class FieldKind(StrEnum):
    TEXT = "text"
    DIGITS = "digits"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    PAYMENT_METHOD = "payment_method"
    CHOICE = "choice"


class Evidence(StrEnum):
    """How a fact was come by, best first."""

    A = "A"
    """a script that ran against the real portal with real tickets, or the saved real page"""
    B = "B"
    """looked at with a real browser, nothing submitted"""
    C = "C"
    """a help page, manual or guide"""
    D = "D"
    """a catalogue that proved wrong in places"""


@dataclass(frozen=True, slots=True)
class TicketField:
    key: str
    """an English word of CONTRACT.md section 5 or the vendor's own word: the key in the ticket's data"""
    label: str
    """as the customer sees it at the portal"""
    where: str = ""
    """where on the ticket it stands, in Spanish"""
    format: str = ""
    pattern: str = ""
    """regular expression for the whole value, as the ticket prints it; empty where unknown"""
    example: str = ""
    max_length: int | None = None
    required: bool = True
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadlineNote:
    """The deadline rule as its source states it: the vendor's policy, not law."""

    kind: DeadlineKind = DeadlineKind.UNKNOWN
    days: int = 0
    disputed: bool = False
    """sources contradict each other; `kind` and `days` are the ones that warn"""
    note: str = ""
    source: str = ""
    verified_on: date | None = None
    """the day on which somebody of ours saw it at the portal or on a ticket; None: nobody did"""

    @property
    def rule(self) -> DeadlineRule:
        return DeadlineRule(self.kind, self.days)


@dataclass(frozen=True, slots=True)
class PortalLimits:
    """What this portal needs or bears otherwise than the settings say; 0 where they hold."""

    run_seconds: int = 0
    action_seconds: int = 0
    runs_at_once: int = 0
    """of all organizations together"""


LONGEST_RUN = 200
"""Seconds: the worker ends a job ten seconds later (TASK_SOFT_LIMIT)."""


@dataclass(frozen=True, slots=True)
class VendorEntry:
    slug: str
    name: str
    portal_urls: tuple[str, ...]
    ticket_fields: tuple[TicketField, ...]
    evidence: Evidence
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    platform: str = ""
    login: Login = Login.UNKNOWN
    captcha: Captcha = Captcha.UNKNOWN
    delivery: tuple[Delivery, ...] = ()
    issuer_rfcs: tuple[str, ...] = ()
    wall: str = ""
    notes: tuple[str, ...] = ()
    deadline: DeadlineNote = field(default_factory=DeadlineNote)
    loading_delay_hours: float = 0.0
    """after the sale the portal may answer "not found" for this long without meaning it"""
    limits: PortalLimits = field(default_factory=PortalLimits)
    is_simulated: bool = False
    """a fictional company of the sandbox"""

    @property
    def login_required(self) -> bool:
        return self.login is Login.REQUIRED

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host of each portal address, with its port where the address names one."""
        return tuple(dict.fromkeys(urlsplit(url).netloc.lower() for url in self.portal_urls))
