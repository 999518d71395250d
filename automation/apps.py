"""Connects this app to what invoicing says."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "automation"
    verbose_name = "Automatización"

    def ready(self) -> None:
        from automation import receivers  # noqa: F401, PLC0415 - connects the signal
