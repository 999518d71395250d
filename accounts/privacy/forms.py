"""What people write about privacy: declarations, requests and their answers, the RFC that confirms an erasure."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import DressedForm
from accounts.privacy.arco import Kind, Outcome
from accounts.privacy.declaration import current_wording_text
from accounts.rfc import normalise_rfc

LONGEST = 4000
_wording = lazy(current_wording_text, str)


class DeclarationField(forms.BooleanField):
    """To be ticked, with the wording that holds now beside it."""

    def __init__(self) -> None:
        wanted = {"required": _("Sin esta declaración no se guardan los datos de otra persona.")}
        super().__init__(label=_wording(), error_messages=wanted)


class DeclarationForm(DressedForm):
    declaration = DeclarationField()


class ErasureForm(DressedForm):
    """The RFC is typed again, so that nobody erases another client by a slip."""

    rfc = forms.CharField(
        label=_("Escribe el RFC del cliente"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_rfc(self) -> str:
        rfc = normalise_rfc(self.cleaned_data["rfc"])
        if rfc != self.expected:
            raise forms.ValidationError(_("No es el RFC de este cliente."))
        return rfc


def _text(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class RequestForm(DressedForm):
    """A request as it came in."""

    kind = forms.ChoiceField(label=_("Qué derecho ejerce"), choices=Kind.choices)
    received_date = forms.DateField(
        label=_("Cuándo la recibiste"),
        help_text=_("De este día se cuentan los 20 días hábiles para contestar."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    channel = forms.CharField(
        label=_("Cómo llegó"), max_length=200, help_text=_("Por correo, en persona, por teléfono…")
    )
    notes = _text(
        _("Qué pide"), _("También quién lo pide y cómo comprobaste que es el cliente o su representante.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_date"].widget.attrs["max"] = timezone.localdate().isoformat()


class AnswerForm(DressedForm):
    outcome = forms.ChoiceField(
        label=_("Resultado"),
        choices=Outcome.choices,
        help_text=_("«No procede» cierra la solicitud; lo demás se cumple en 15 días hábiles."),
    )
    answer = _text(_("Qué se le contestó"))


class ExtensionForm(DressedForm):
    reason = _text(
        _("Por qué hace falta más tiempo"), _("La ley pide que las circunstancias lo justifiquen.")
    )
