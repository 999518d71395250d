"""The project itself as an app: it has the system checks and the command for the embedded servers."""

from django.apps import AppConfig
from django.core import checks as django_checks


class ProjectConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Whatever starts Django (web, worker, beat, a command) refuses unsafe settings in production."""
        from config import celery, checks  # noqa: F401, PLC0415 - both read the settings; jobs need their app

        django_checks.register(checks.check_settings, django_checks.Tags.security)
        django_checks.register(checks.check_keys, django_checks.Tags.database)
        django_checks.register(checks.check_catalogues, django_checks.Tags.database)
        checks.refuse_unsafe_start()
