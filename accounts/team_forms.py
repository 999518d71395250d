"""Forms of organizations and their people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import DressedForm
from accounts.names import NameField
from accounts.permissions import Role

ROLE_WORDS = {
    Role.OWNER: _("Propietario"),
    Role.ADMIN: _("Administrador"),
    Role.ACCOUNTANT: _("Contador"),
    Role.VIEWER: _("Solo consulta"),
}
ROLE_MEANINGS = {
    Role.OWNER: _("Todo, también la organización y su borrado."),
    Role.ADMIN: _("Personas, claves de portales, datos personales y todo lo de un contador."),
    Role.ACCOUNTANT: _("Captura tickets, atiende portales y edita perfiles fiscales."),
    Role.VIEWER: _("Ve tickets y descarga facturas."),
}


def role_choices(roles: list[Role]) -> list[tuple[str, Any]]:
    return [(role.value, ROLE_WORDS[role]) for role in roles]


class InviteForm(DressedForm):
    email = forms.EmailField(label=_("Correo electrónico"), max_length=254)
    role = forms.ChoiceField(label=_("Papel"))

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Papel"),
            choices=role_choices(roles),
            initial=Role.ACCOUNTANT,
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class RoleForm(forms.Form):
    """What the page offers depends on who asks; what is allowed is the service's to say."""

    role = forms.ChoiceField(label=_("Papel"), choices=role_choices(list(Role)))


class OrganizationForm(DressedForm):
    name = NameField(label=_("Nombre"), max_length=200, autocomplete="organization")
    requires_second_factor = forms.BooleanField(
        label=_("Exigir un segundo factor a todas las personas"), required=False
    )


class NewOrganizationForm(DressedForm):
    name = NameField(label=_("Nombre"), max_length=200, autocomplete="organization")


class DeletionForm(DressedForm):
    """The name is typed again, so that nobody deletes by a slip."""

    name = forms.CharField(label=_("Escribe el nombre de la organización"), max_length=200)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name != self.expected:
            raise forms.ValidationError(_("No es el nombre de la organización."))
        return name
