"""The project itself as an app: it has the system checks and the command for the embedded servers."""

from django.apps import AppConfig
from django.core import checks as django_checks


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Whatever starts Django (web, worker, beat, a command) refuses unsafe settings in production."""
        from config import checks  # noqa: PLC0415 - it reads the settings

        django_checks.register(checks.check_settings, django_checks.Tags.security)
        checks.refuse_unsafe_start()
