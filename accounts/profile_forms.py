"""What people write about a client: a profile by hand or from its Constancia, and the search for one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.catalogues import StoredCatalogues
from accounts.client_sheet import MAX_BYTES as SHEET_BYTES
from accounts.client_sheet import HeavySheet
from accounts.constancia import Constancia
from accounts.constancia.errors import MAX_BYTES, TooHeavy
from accounts.fiscal import (
    NOT_FOR_TICKETS,
    FieldProblem,
    Matrix,
    ReceiverFields,
    normalise_receiver,
    receiver_problems,
    regimes_for,
    uses_for,
)
from accounts.forms import DressedForm
from accounts.models import FiscalProfile
from accounts.privacy.forms import DeclarationField
from accounts.rfc import normalise_rfc, person_kind

RECEIVER = ("rfc", "legal_name", "fiscal_regime", "postal_code", "email", "cfdi_use")
USUAL_USE = "G03"
WITHOUT_EFFECT = "S01"
_NONE = ("", "—")


def _text(label: Any, *, limit: int, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=limit, help_text=hint, widget=widget)


class ProfileForm(DressedForm):
    """One taxpayer. The lists are narrowed to what the RFC and the régimen allow; `accounts.fiscal` judges.

    A finding that a person may confirm is shown with a box to tick; what was ticked is `confirmed`.
    """

    rfc = _text("RFC", limit=20, spellcheck="false", autocapitalize="characters")
    legal_name = _text(
        _("Nombre o razón social"),
        limit=300,
        hint=_("Igual que en la Constancia, sin el régimen de capital (sin «SA de CV»)."),
        autocapitalize="characters",
    )
    fiscal_regime = forms.CharField(label=_("Régimen fiscal predeterminado"), widget=forms.Select)
    cfdi_use = forms.CharField(label=_("Uso de CFDI predeterminado"), widget=forms.Select)
    postal_code = _text(
        _("Código postal"), limit=5, hint=_("El del domicilio fiscal de la Constancia."), inputmode="numeric"
    )
    email = forms.EmailField(
        label=_("Correo para la factura"),
        max_length=254,
        help_text=_("Algunos portales mandan ahí el XML y el PDF."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    further_regimes = forms.MultipleChoiceField(
        label=_("Otros regímenes vigentes"),
        required=False,
        help_text=_("Para los usos que el predeterminado no permite."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": ""}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"class": ""}))
    declaration = DeclarationField()

    def __init__(self, *args: Any, catalogues: StoredCatalogues, is_new: bool = False, **kwargs: Any) -> None:
        """`is_new`: of a client who is not there yet, for whom a declaration is asked."""
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["declaration"]
        self.catalogues = catalogues
        self.doubts: list[FieldProblem] = []
        self._offer(catalogues.matrix)
        if not self.is_bound:
            self._judge(ReceiverFields(**{name: str(self[name].value() or "") for name in RECEIVER}))

    @property
    def receiver(self) -> ReceiverFields:
        """Of a valid form."""
        return ReceiverFields(**{name: self.cleaned_data[name] for name in RECEIVER})

    @property
    def confirmed(self) -> list[str]:
        """Of a valid form: the codes of what was really found and ticked."""
        return sorted({doubt.code for doubt in self.doubts} & self.ticked)

    @property
    def ticked(self) -> set[str]:
        """As posted, else as the profile has it."""
        if not self.is_bound:
            return set(self.initial.get("confirmed", ()))
        return set(self.data.getlist("confirmed"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not all(name in cleaned for name in RECEIVER):
            return cleaned
        found = self._judge(self.receiver)
        self.refuse(problem for problem in found if problem.code not in self.confirmed)
        return cleaned

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Each finding beside its field."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)

    def _judge(self, fields: ReceiverFields) -> list[FieldProblem]:
        found = receiver_problems(
            normalise_receiver(fields), postal_codes=self.catalogues, matrix=self.catalogues.matrix
        )
        self.doubts = [problem for problem in found if problem.is_confirmable]
        return found

    def _offer(self, matrix: Matrix) -> None:
        kind = person_kind(normalise_rfc(self["rfc"].value() or ""))
        regimes = regimes_for(kind, matrix=matrix) if kind else list(matrix.regimes.values())
        listed = [(regime.code, f"{regime.code} · {regime.name}") for regime in regimes]
        chosen = self["fiscal_regime"].value() or ""
        uses = (
            uses_for(regime=chosen, kind=kind, matrix=matrix)
            if kind and chosen in matrix.regimes
            else [use for use in matrix.uses.values() if use.code not in NOT_FOR_TICKETS]
        )
        self._list("fiscal_regime", listed)
        self._list("cfdi_use", [(use.code, f"{use.code} · {use.name}") for use in uses])
        # any may be posted: the service tells why one does not fit
        every = [(regime.code, f"{regime.code} · {regime.name}") for regime in matrix.regimes.values()]
        field = self.fields["further_regimes"]
        field.choices = every  # type: ignore[attr-defined]
        field.widget.choices = [pair for pair in listed if pair[0] != chosen]

    def _list(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What was chosen stays chosen, or the browser would silently take the first."""
        value = self[name].value() or ""
        kept = [] if value in {"", *(code for code, _words in choices)} else [(value, value)]
        self.fields[name].widget.choices = [_NONE, *kept, *choices]


class ConstanciaForm(DressedForm):
    constancia = forms.FileField(
        label=_("Constancia de Situación Fiscal (PDF)"),
        help_text=_("La que se descarga del portal del SAT. No se guarda: solo se leen sus datos."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": _("El archivo está vacío.")},
    )

    def clean_constancia(self) -> bytes:
        upload = self.cleaned_data["constancia"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(str(TooHeavy()))
        return bytes(upload.read())


class SheetForm(DressedForm):
    sheet = forms.FileField(
        label=_("Lista de clientes (.xlsx o CSV)"),
        help_text=_(
            "Primera fila: RFC, Nombre, Régimen, Código postal, Correo y Uso CFDI. Solo cuenta la primera hoja."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
        error_messages={"empty": _("El archivo está vacío.")},
    )

    def clean_sheet(self) -> bytes:
        upload = self.cleaned_data["sheet"]
        if upload.size > SHEET_BYTES:
            raise forms.ValidationError(str(HeavySheet()))
        return bytes(upload.read())


def initial_of(profile: FiscalProfile) -> dict[str, Any]:
    """The form of a client as it now is."""
    return {
        **{name: getattr(profile, name) for name in RECEIVER},
        "further_regimes": profile.further_regimes or [],
        "confirmed": profile.confirmed,
        "version": profile.current_version,
    }


def initial_from(
    constancia: Constancia, *, profile: FiscalProfile | None, catalogues: StoredCatalogues
) -> dict[str, Any]:
    """What the Constancia shows, over what the client had."""
    earlier = initial_of(profile) if profile else {}
    codes = [regime.code for regime in constancia.regimes if regime.code]
    chosen = earlier.get("fiscal_regime")
    default = chosen if chosen in codes else next(iter(codes), "")
    shown = {
        "rfc": constancia.rfc,
        "legal_name": constancia.legal_name.upper(),
        "fiscal_regime": default,
        "postal_code": constancia.postal_code,
        "further_regimes": [code for code in codes if code != default],
    }
    initial = earlier | {name: value for name, value in shown.items() if value or name == "further_regimes"}
    return {"cfdi_use": _usual_use(initial, catalogues), **initial}


def _usual_use(initial: dict[str, Any], catalogues: StoredCatalogues) -> str:
    kind = person_kind(initial.get("rfc", ""))
    if kind is None or not initial.get("fiscal_regime"):
        return ""
    offered: Sequence[str] = [
        use.code for use in uses_for(regime=initial["fiscal_regime"], kind=kind, matrix=catalogues.matrix)
    ]
    return USUAL_USE if USUAL_USE in offered else WITHOUT_EFFECT
