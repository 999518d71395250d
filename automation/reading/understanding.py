"""What a page means for one request: the result of `understand`. Types only."""

from dataclasses import dataclass
from enum import StrEnum

from automation.reading.page import Clickable, Control, Option
from invoicing.states import FailureType


class PageKind(StrEnum):
    MENU = "menu"
    NOTICE = "notice"
    TICKET_FORM = "ticket_form"
    RECEIVER_FORM = "receiver_form"
    FULL_FORM = "full_form"
    REVIEW = "review"
    LOGIN = "login"
    CAPTCHA = "captcha"
    WAITING = "waiting"
    ERROR = "error"
    RESULT = "result"
    UNKNOWN = "unknown"


class Datum(StrEnum):
    """Canonical words of CONTRACT.md section 5; a field may also carry a key of the ticket that is not here."""

    RFC = "rfc"
    LEGAL_NAME = "legal_name"
    FIRST_NAMES = "first_names"
    PATERNAL_SURNAME = "paternal_surname"
    MATERNAL_SURNAME = "maternal_surname"
    FISCAL_REGIME = "fiscal_regime"
    POSTAL_CODE = "postal_code"
    CFDI_USE = "cfdi_use"
    EMAIL = "email"
    EMAIL_CONFIRMATION = "email_confirmation"
    PAYMENT_METHOD = "payment_method"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    STORE = "store"
    TERMINAL = "terminal"
    TICKET_NUMBER = "ticket_number"
    TRANSACTION = "transaction"
    CONSENT = "consent"


class Meaning(StrEnum):
    """What a message of the portal says, whatever its words."""

    ISSUED = "issued"
    """the invoice exists: success, or a link to it"""
    STEP_OK = "step_ok"
    """the ticket is valid, go on"""
    EMAILED = "emailed"
    ALREADY_INVOICED = "already_invoiced"
    NOT_FOUND = "not_found"
    NOT_READY = "not_ready"
    EXPIRED = "expired"
    CANCELLED_SALE = "cancelled_sale"
    RECEIVER_REJECTED = "receiver_rejected"
    VALIDATION = "validation"
    """a field is missing or malformed: nothing was issued"""
    CAPTCHA_WRONG = "captcha_wrong"
    LOGIN_FAILED = "login_failed"
    SESSION_EXPIRED = "session_expired"
    OUTAGE = "outage"
    BLOCKED = "blocked"
    CONFIRM = "confirm"
    """a question before issuing: '¿Está seguro?'"""
    NOTICE = "notice"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    meaning: Meaning
    failure_type: FailureType | None
    attribute: str = ""
    """receiver_rejected: which datum SAT or the portal refuses (rfc, legal_name, postal_code, fiscal_regime,
    cfdi_use); '' when it refuses them as a whole. validation: the datum that the text names, if any"""
    in_dialog: str = ""
    """key of the dialog that says it"""


@dataclass(frozen=True, slots=True)
class FieldMatch:
    control: Control
    datum: str | None
    """key as in the profile or ticket that supplies the value, else the canonical word; None: leave alone"""
    value: str | None
    """exactly what would be typed, or the chosen option's visible text; 'true' to tick; None: no value known"""
    option: Option | None
    """for lists whose options are known"""
    confidence: float
    required: bool
    satisfied: bool = False
    """what the control holds now already says `value`"""
    part: str = ""
    """'2/4' for a value split over several boxes; day/month/year for split dates; pesos/centavos"""
    canonical: str | None = None
    """the canonical datum behind `datum` where it has one: the guard compares by it"""


class Purpose(StrEnum):
    START = "start"
    """the way from a landing page to the form"""
    CONTINUE = "continue"
    """looks the ticket up, adds it, goes to the next page"""
    ISSUE = "issue"
    """its words say that it issues"""
    CONFIRM = "confirm"
    """answers a confirmation"""
    DISMISS = "dismiss"
    DOWNLOAD_XML = "download_xml"
    DOWNLOAD_PDF = "download_pdf"
    DOWNLOAD = "download"
    """ZIP or unnamed"""
    CONSULT = "consult"
    """leads to looking up or reprinting an issued invoice"""
    LOGIN = "login"
    OPEN_MAILBOX = "open_mailbox"
    """sends the issued invoice by e-mail"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something worth clicking."""

    clickable: Clickable
    purpose: Purpose
    may_issue: bool
    score: float


@dataclass(frozen=True, slots=True)
class Understanding:
    kind: PageKind
    fields: tuple[FieldMatch, ...] = ()
    """every visible control, those to be left alone with datum None"""
    unmatched_required: tuple[Control, ...] = ()
    dismiss: tuple[Step, ...] = ()
    next: Step | None = None
    alternatives: tuple[Step, ...] = ()
    """further ways on, best first, without `next`"""
    messages: tuple[Message, ...] = ()
    downloads: tuple[Step, ...] = ()
    consult: tuple[Step, ...] = ()
    """roads to an invoice that exists already (consultar, reimprimir, recuperar)"""
    uuid: str = ""
    """folio fiscal that the page shows, upper case"""
    busy: bool = False
    account_only: bool = False
    """a login stands here and no way around it was found"""
