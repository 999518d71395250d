"""`manage.py export_cfdi`: writes the files of an invoice again, for instance after a full disk."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.scope import in_organization
from automation.foreground import write_cfdi
from invoicing.crossings import organization_of_task
from invoicing.models import Cfdi


class Command(BaseCommand):
    help = "Escribe otra vez el XML y el PDF de una solicitud."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own declaration

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task_id", type=UUID)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        task_id = options["task_id"]
        organization_id = organization_of_task(task_id)
        if organization_id is None:
            raise CommandError(f"No hay ninguna solicitud {task_id}.")
        with in_organization(organization_id):
            self._write(task_id, options["out"])

    def _write(self, task_id: UUID, out: Path) -> None:
        cfdi = Cfdi.objects.filter(task_id=task_id).order_by("-received_at").first()
        if cfdi is None:
            raise CommandError(f"La solicitud {task_id} no tiene ningún CFDI.")
        try:
            written = write_cfdi(cfdi, out)
        except OSError as error:
            raise CommandError(f"No se pudo escribir en la carpeta ({error.strerror}).") from error
        self.stdout.write(str(written["xml_path"]))
