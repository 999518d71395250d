"""What happens after this app's tables are there."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Personas y organizaciones")

    def ready(self) -> None:
        from accounts.catalogue_refresh import fill_empty_catalogues  # noqa: PLC0415 - needs the models

        post_migrate.connect(fill_empty_catalogues, sender=self)
