"""allauth's forms, with our labels and classes."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.forms import dress
from accounts.names import NameField

LABELS = {
    "login": _("Correo electrónico"),
    "email": _("Correo electrónico"),
    "password": _("Contraseña"),
    "password1": _("Contraseña nueva"),
    "password2": _("Contraseña nueva, otra vez"),
    "oldpassword": _("Contraseña actual"),
    "code": _("Código"),
    "name": _("Nombre de la llave"),
    "passwordless": _("Entrar solo con esta llave, sin contraseña"),
}
HELP: dict[str, Any] = {
    "password": "",
    "oldpassword": "",
    "password1": _("Al menos 10 caracteres, que no sea de las más usadas ni se parezca a tus datos."),
}


_NOTICE = _('Leí el <a href="%s" target="_blank">aviso de privacidad</a> y acepto que se traten mis datos.')


def _notice_label() -> SafeString:
    return format_html(str(_NOTICE).replace("%s", "{}"), reverse("accounts:privacy"))


class NoticeField(forms.BooleanField):
    """Consent to the aviso de privacidad, before an account is there."""

    def __init__(self) -> None:
        wanted = {"required": _("Para abrir una cuenta hace falta aceptar el aviso de privacidad.")}
        super().__init__(label=lazy(_notice_label, SafeString)(), error_messages=wanted)


class Dressed(forms.Form):
    """Mixed in before a form of allauth: our labels, no placeholders that stand for labels."""

    own_labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(field.widget)
            field.widget.attrs.pop("placeholder", None)
            field.label = (LABELS | self.own_labels).get(name, field.label)
            if name == "code":
                field.widget.attrs |= {"autofocus": True, "maxlength": 20, "spellcheck": "false"}
            if name in HELP:
                field.help_text = HELP[name]


class LoginForm(Dressed, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocomplete": "username", "maxlength": 254}


class SignupForm(Dressed, account.SignupForm):
    own_labels: ClassVar = {"password1": _("Contraseña")}
    field_order = ("full_name", "organization_name", "email", "password1", "accept_notice")

    full_name = NameField(label=_("Tu nombre"), max_length=150, autocomplete="name")
    organization_name = NameField(
        label=_("Tu despacho o empresa"), max_length=200, required=False, autocomplete="organization"
    )
    accept_notice = NoticeField()


class SocialSignupForm(Dressed, social.SignupForm):
    full_name = NameField(label=_("Tu nombre"), max_length=150, autocomplete="name")
    accept_notice = NoticeField()


class ChangeEmailForm(Dressed, account.AddEmailForm):
    own_labels: ClassVar = {"email": _("Correo nuevo")}


class ChangePasswordForm(Dressed, account.ChangePasswordForm): ...


class SetPasswordForm(Dressed, account.SetPasswordForm): ...


class ResetPasswordForm(Dressed, account.ResetPasswordForm): ...


class NewPasswordForm(Dressed, account.ResetPasswordKeyForm): ...


class ReauthenticateForm(Dressed, account.ReauthenticateForm): ...


class CodeForm(Dressed, mfa.AuthenticateForm): ...


class CodeAgainForm(Dressed, mfa.ReauthenticateForm): ...


class ActivateTotpForm(Dressed, totp.ActivateTOTPForm): ...


class AddPasskeyForm(Dressed, webauthn.AddWebAuthnForm): ...


class RenamePasskeyForm(Dressed, webauthn.EditWebAuthnForm): ...
