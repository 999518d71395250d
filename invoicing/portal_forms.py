"""What people write about the account of a portal. The password is taken, and never drawn again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import DressedForm, dress
from accounts.models import FiscalProfile
from invoicing.services.portal_accounts import LONGEST_PASSWORD, LONGEST_USERNAME


class CredentialsForm(DressedForm):
    """A username and a password as the portal wants them: blanks of the password are part of it."""

    username = forms.CharField(
        label=_("Usuario en el portal"),
        max_length=LONGEST_USERNAME,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Contraseña en el portal"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=_("Se guarda cifrada y no se vuelve a mostrar a nadie."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewAccountForm(CredentialsForm):
    """For whom the account is, too."""

    def __init__(self, *args: Any, profiles: Sequence[FiscalProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered_profiles = {str(profile.pk): profile for profile in profiles}
        clients = [(key, f"{row.legal_name} · {row.rfc}") for key, row in self.offered_profiles.items()]
        whose = forms.ChoiceField(
            label=_("¿De quién es la cuenta?"),
            choices=[("", _("De la organización: para todos los clientes")), *clients],
            required=False,
            help_text=_("La de un cliente se usa solo para sus tickets, y antes que la de la organización."),
        )
        dress(whose.widget)
        self.fields = {"profile": whose, **self.fields}

    @property
    def chosen_profile(self) -> FiscalProfile | None:
        """Of a valid form."""
        return self.offered_profiles.get(self.cleaned_data["profile"])


class ReplaceAccountForm(CredentialsForm):
    """The password anew; the username only where it changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].required = False
        self.fields["username"].help_text = _("Vacío: sigue el mismo.")
