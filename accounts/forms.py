"""Forms of people, and how every form of the product is dressed."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class DressedForm(forms.Form):
    """A form whose widgets carry the classes of our style sheet; templates draw it with <c-field>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)


def dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-control")


class LoginForm(AuthenticationForm):
    """Mail address and password. It never tells which of the two was wrong."""

    error_messages = {  # noqa: RUF012 - Django's attribute
        "invalid_login": _("El correo o la contraseña no son correctos."),
        "inactive": _("El correo o la contraseña no son correctos."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Correo electrónico")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autofocus": True, "maxlength": 254}
        )
        self.fields["password"].label = _("Contraseña")
        for field in self.fields.values():
            dress(field.widget)
