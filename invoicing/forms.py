"""What people write about a ticket: checked field by field, nothing typed is lost."""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fiscal import Matrix
from accounts.forms import DressedForm, dress
from accounts.models import FiscalProfile
from invoicing.deadlines import newest_day
from invoicing.errors import TicketRefused
from invoicing.models import Vendor
from invoicing.presentation import deadline_words
from invoicing.ticket import read_amount
from invoicing.use_choice import LONGEST_CODE, UseChoice
from invoicing.vendors.entry import Captcha, FieldKind, Login

FREE_ROWS = 4
FREE_ROWS_LIMIT = 12
XML_LIMIT_BYTES = 2 * 1024 * 1024
PAYMENT_METHODS = [
    ("01", _("01 Efectivo")),
    ("02", _("02 Cheque nominativo")),
    ("03", _("03 Transferencia electrónica de fondos")),
    ("04", _("04 Tarjeta de crédito")),
    ("05", _("05 Monedero electrónico")),
    ("08", _("08 Vales de despensa")),
    ("28", _("28 Tarjeta de débito")),
    ("29", _("29 Tarjeta de servicios")),
]
"""c_FormaPago (Anexo 20), those with which a ticket is paid at a counter."""

TICKET_WORDS = (
    "Folio",
    "Número de ticket",
    "Transacción",
    "Sucursal",
    "Tienda",
    "Estación",
    "Caja",
    "Web ID",
    "Hora",
    "Código de facturación",
    "Referencia",
)
"""Names that tickets use, offered while typing."""

_SHARED_KEYS = frozenset({"amount", "date"})
_EMPTY_VENDOR = ("", _("Otro portal: escribir su dirección"))


class NewTicketForm(DressedForm):
    """One ticket for one client at one portal.

    The fields of the ticket are drawn from the vendor's entry in the directory; any portal takes further
    pairs of name and value, in the words of the ticket.
    """

    ticket_words = TICKET_WORDS
    portal_url = forms.URLField(
        label=_("Dirección del portal de facturación"),
        max_length=2000,
        assume_scheme="https",
        error_messages={"required": _("Elige un comercio o escribe la dirección de su portal.")},
        help_text=_("La que viene en el ticket, por ejemplo https://facturas.tienda.mx"),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    amount = forms.CharField(
        label=_("Total del ticket"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "0.00"}),
    )
    date = forms.DateField(
        label=_("Fecha del ticket"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cfdi_use = forms.CharField(
        label=_("Uso de CFDI de este ticket"),
        required=False,
        max_length=LONGEST_CODE,
        help_text=_("El del cliente, o el que corresponda a esta compra."),
        widget=forms.Select,
    )
    allow_duplicate = forms.BooleanField(
        label=_("Capturar de todos modos: es otro ticket, aunque los datos sean iguales"), required=False
    )
    confirm_format = forms.BooleanField(
        label=_("Los datos marcados están así en el ticket: seguir con ellos"), required=False
    )

    def __init__(
        self,
        *args: Any,
        profiles: Sequence[FiscalProfile],
        vendors: Sequence[Vendor],
        matrix: Matrix,
        accounts: Collection[tuple[UUID, UUID | None]] = (),
        **kwargs: Any,
    ) -> None:
        """`accounts`: of portals, as (vendor, profile or None for the organization's)."""
        super().__init__(*args, **kwargs)
        self.known_accounts = frozenset(accounts)
        self.newest_day = newest_day(timezone.now())
        self.offered_vendors = {vendor.slug: vendor for vendor in vendors}
        self.offered_profiles = {str(profile.pk): profile for profile in profiles}
        self.has_format_doubt = False
        self._offer()
        self._offer_uses(matrix)
        self.fields["portal_url"].required = self.chosen_vendor is None
        self._draw_ticket_fields()
        self._draw_free_rows()

    @property
    def chosen_vendor(self) -> Vendor | None:
        return self.offered_vendors.get(self["vendor"].value() or "")

    @property
    def vendor_has_captcha(self) -> bool:
        vendor = self.chosen_vendor
        return vendor is not None and vendor.captcha not in {"", Captcha.NONE, Captcha.UNKNOWN}

    @property
    def vendor_needs_person(self) -> bool:
        vendor = self.chosen_vendor
        return vendor is not None and (self.vendor_lacks_account or self.vendor_has_captcha)

    @property
    def vendor_lacks_account(self) -> bool:
        """Its portal asks for an account, and none is kept for this client nor for the organization."""
        vendor, profile = self.chosen_vendor, self._shown_profile
        if vendor is None or vendor.login != Login.REQUIRED:
            return False
        fitting = {(vendor.pk, None), (vendor.pk, profile.pk if profile else None)}
        return not fitting & self.known_accounts

    @property
    def deadline_note(self) -> str:
        return deadline_words(self.chosen_vendor.deadline) if self.chosen_vendor else ""

    @property
    def chosen_profile(self) -> FiscalProfile:
        """Of a valid form."""
        return self.offered_profiles[self.cleaned_data["profile"]]

    @property
    def chosen_use(self) -> str:
        """Of a valid form: the uso for this ticket alone; empty for the client's own."""
        return str(self.cleaned_data["cfdi_use"])

    @property
    def _shown_profile(self) -> FiscalProfile | None:
        """Whom the page shows as chosen: the first, where nobody was."""
        chosen = self["profile"].value()
        if chosen:
            return self.offered_profiles.get(str(chosen))
        return next(iter(self.offered_profiles.values()), None)

    @property
    def vendor_url(self) -> str:
        """Of a valid form: the directory's address, else what was written."""
        vendor = self.chosen_vendor
        return str(vendor.portal_urls[0] if vendor else self.cleaned_data["portal_url"])

    @property
    def ticket(self) -> dict[str, str]:
        """Of a valid form: the ticket's data by key, as CONTRACT.md section 5 names them."""
        cleaned = self.cleaned_data
        found = {"amount": str(cleaned["amount"]), "date": cleaned["date"].isoformat()}
        found |= dict(self._free_values())
        found |= {key: cleaned[_name(key)] for key in self._ticket_keys() if cleaned.get(_name(key))}
        return found

    def ticket_fields(self) -> list[forms.BoundField]:
        return [self[_name(key)] for key in self._ticket_keys()]

    def free_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"key-{row}"], self[f"value-{row}"]) for row in range(self.free_row_count)]

    def clean_amount(self) -> Decimal:
        try:
            amount = read_amount(self.cleaned_data["amount"].replace("$", ""))
        except TicketRefused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
        if amount is None:
            raise forms.ValidationError(self.fields["amount"].error_messages["required"])
        return amount

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"]
        if day > self.newest_day:
            raise forms.ValidationError(_("La fecha del ticket está en el futuro."))
        return day

    def clean(self) -> dict[str, Any]:
        self._check_formats()
        self._check_free_rows()
        self._check_use()
        return self.cleaned_data

    def refuse(self, field: str, reason: str) -> None:
        """Shows what a service refused beside the field that it names."""
        own = {"vendor_url": "portal_url"}.get(field, field)
        for name in (own, _name(own)):
            if name in self.fields:
                self.add_error(name, reason)
                return
        self.add_error(None, reason)

    def _offer(self) -> None:
        profiles = [(key, f"{row.legal_name} · {row.rfc}") for key, row in self.offered_profiles.items()]
        vendors = [_EMPTY_VENDOR, *((slug, row.name) for slug, row in self.offered_vendors.items())]
        self.fields |= {
            "profile": _choice(_("Cliente"), profiles, required=True),
            "vendor": _choice(_("Comercio"), vendors, required=False),
        }

    def _offer_uses(self, matrix: Matrix) -> None:
        profile = self._shown_profile
        self.use_choice = UseChoice.of(profile, matrix) if profile else None
        chosen = str(self["cfdi_use"].value() or "")
        widget = self.fields["cfdi_use"].widget
        widget.choices = self.use_choice.options(chosen) if self.use_choice else []

    def _check_use(self) -> None:
        use = self.cleaned_data.get("cfdi_use", "")
        problem = self.use_choice.problem(use) if self.use_choice and use else ""
        if problem:
            self.add_error("cfdi_use", problem)

    def _ticket_keys(self) -> list[str]:
        vendor = self.chosen_vendor
        rows = vendor.ticket_fields if vendor else []
        return [row["key"] for row in rows if row["key"] not in _SHARED_KEYS]

    def _draw_ticket_fields(self) -> None:
        vendor = self.chosen_vendor
        for row in vendor.ticket_fields if vendor else []:
            if row["key"] in _SHARED_KEYS:
                self.fields[row["key"]].help_text = f"«{row['label']}». {row.get('where', '')}".strip()
                continue
            field = ticket_field(row)
            dress(field.widget)
            self.fields[_name(row["key"])] = field

    def _draw_free_rows(self) -> None:
        typed = self.data or self.initial
        filled = [row + 1 for row in range(FREE_ROWS_LIMIT) if typed.get(f"value-{row}")]
        wanted = 2 if self.chosen_vendor else FREE_ROWS
        self.free_row_count = min(FREE_ROWS_LIMIT, max([wanted, *(row + 1 for row in filled)]))
        for row in range(self.free_row_count):
            self.fields[f"key-{row}"] = _free_text(_("Dato"), 60, "ticket-words")
            self.fields[f"value-{row}"] = _free_text(_("Valor"), 200)

    def _check_formats(self) -> None:
        vendor = self.chosen_vendor
        for row in vendor.ticket_fields if vendor else []:
            value = self.cleaned_data.get(_name(row["key"]), "")
            if value and row.get("pattern") and not re.fullmatch(row["pattern"], value):
                self.has_format_doubt = True
                if not self.cleaned_data.get("confirm_format"):
                    reason = _("No parece estar completo. Se espera: %(format)s.")
                    self.add_error(
                        _name(row["key"]), reason % {"format": row.get("format") or row["pattern"]}
                    )

    def _check_free_rows(self) -> None:
        for row in range(self.free_row_count):
            key, value = self.cleaned_data.get(f"key-{row}"), self.cleaned_data.get(f"value-{row}")
            if value and not (key and ticket_key(key)):
                self.add_error(f"key-{row}", _("Escribe cómo se llama este dato en el ticket."))
            elif key and not value:
                self.add_error(f"value-{row}", _("Falta el valor."))

    def _free_values(self) -> Iterator[tuple[str, str]]:
        for row in range(self.free_row_count):
            value = self.cleaned_data.get(f"value-{row}")
            if value:
                yield ticket_key(self.cleaned_data[f"key-{row}"]), value


class AnswerForm(DressedForm):
    """The data that the portal asked for and the ticket lacked; labels are the portal's own."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            field = forms.CharField(label=question.get("label") or question["name"], max_length=500)
            dress(field.widget)
            self.fields[question["name"]] = field


class CfdiUploadForm(DressedForm):
    """An XML that came another way, and its PDF where there is one."""

    xml = forms.FileField(
        label=_("Archivo XML"), widget=forms.FileInput(attrs={"accept": ".xml,text/xml,application/xml"})
    )
    pdf = forms.FileField(
        label=_("Archivo PDF"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean_xml(self) -> bytes:
        return _content(self.cleaned_data["xml"])

    def clean_pdf(self) -> bytes | None:
        upload = self.cleaned_data["pdf"]
        return _content(upload) if upload else None


def ticket_field(row: dict[str, Any]) -> forms.Field:
    """A form's field for one entry of a vendor's `ticket_fields`."""
    kind = FieldKind(row.get("kind", FieldKind.TEXT))
    shared: dict[str, Any] = {
        "label": row["label"],
        "required": row.get("required", True),
        "help_text": " ".join(text for text in (row.get("where", ""), _example(row)) if text),
    }
    if kind is FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *((text, text) for text in row["choices"])], **shared)
    if kind is FieldKind.PAYMENT_METHOD:
        return forms.ChoiceField(choices=[("", "—"), *PAYMENT_METHODS], **shared)
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs=_attributes(kind)), **shared)


def ticket_key(words: str) -> str:
    """The key for a name as people write it: "Número de ticket" becomes numero_de_ticket."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def _choice(label: Any, choices: list[tuple[str, Any]], *, required: bool) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=choices, required=required)
    dress(field.widget)
    return field


def _name(key: str) -> str:
    return f"ticket-{key}"


def _example(row: dict[str, Any]) -> str:
    return str(_("Ejemplo: %s") % row["example"]) if row.get("example") else ""


def _attributes(kind: FieldKind) -> dict[str, str]:
    if kind is FieldKind.TIME:
        return {"type": "time"}
    return {"autocomplete": "off", "spellcheck": "false"} | (
        {"inputmode": "numeric"} if kind is FieldKind.DIGITS else {}
    )


def _free_text(label: Any, limit: int, suggestions: str = "") -> forms.CharField:
    attributes = {"autocomplete": "off", "class": "form-control", "aria-label": label, "placeholder": label}
    widget = forms.TextInput(attrs=attributes | ({"list": suggestions} if suggestions else {}))
    return forms.CharField(label=label, required=False, max_length=limit, widget=widget)


def _content(upload: Any) -> bytes:
    if upload.size > XML_LIMIT_BYTES:
        raise forms.ValidationError(_("El archivo pesa más de 2 MB: no es un CFDI ni su PDF."))
    return bytes(upload.read())
