"""Where django-allauth asks the product: new people, letters, secrets of second factors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.factor_secrets import open_secret, seal_secret
from accounts.mail import compose_letter
from accounts.models import User
from accounts.privacy.consent import accept_notice
from accounts.privacy.notice import current_notice
from accounts.services import create_organization
from accounts.tenancy import known_memberships

INVITATION_KEY = "invitation"
"""In the session of who opened an invitation before having an account: its token."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("El correo o la contraseña no son correctos."),
        "account_inactive": _("El correo o la contraseña no son correctos."),
        "too_many_login_attempts": _("Demasiados intentos. Espera unos minutos y vuelve a intentar."),
        "rate_limited": _("Demasiados intentos. Espera un momento y vuelve a intentar."),
        "incorrect_code": _("El código no es correcto."),
        "incorrect_password": _("La contraseña no es correcta."),
        "enter_current_password": _("La contraseña actual no es correcta."),
        "duplicate_email": _("Ese ya es el correo de tu cuenta."),
        "same_as_current": _("Ese ya es el correo de tu cuenta."),
        "invalid_password_reset": _("El enlace ya no es válido."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """An account that support closed is refused as one that does not exist: nothing tells that it is there."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user is None or user.is_active else None

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """A person who registers gets an organization, unless an invitation brought them."""
        user.full_name = form.cleaned_data.get("full_name", "")
        super().save_user(request, user, form, commit)
        if commit and INVITATION_KEY not in request.session:
            create_organization(name=form.cleaned_data.get("organization_name") or user.email, owner=user)
        if commit:
            _accept_notice(user, form)
        return user

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        letter = compose_letter(template_prefix, email if isinstance(email, str) else email[0], context)
        letter.extra_headers.update(headers or {})
        return letter


class SocialAdapter(DefaultSocialAccountAdapter):
    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        user: User = super().save_user(request, sociallogin, form)
        if INVITATION_KEY not in request.session and not known_memberships(user):
            create_organization(name=user.email, owner=user)
        if form is not None:
            _accept_notice(user, form)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: Any, said: dict[str, Any]) -> User:
        """The person as the other service describes them."""
        user: User = sociallogin.user
        user.email = (said.get("email") or "").strip().lower()
        parts = filter(None, (said.get("first_name"), said.get("last_name")))
        user.full_name = (said.get("name") or " ".join(parts))[:150]
        return user


def _accept_notice(user: User, form: Any) -> None:
    """The box of the form that made the account; who came without a form is asked on their first page."""
    if form.cleaned_data.get("accept_notice"):
        accept_notice(person=user, version=current_notice().version, now=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of apps and recovery codes are sealed, as everything secret is."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("El código no es correcto."),
        "unverified_email": _("Confirma antes tu correo electrónico."),
    }

    def encrypt(self, text: str) -> str:
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Under which name a passkey is kept on the person's device."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": self.get_totp_issuer()}
