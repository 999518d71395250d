"""Makes a person support staff, changes their role, or ends it; the audit keeps it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import appoint_staff
from accounts.staff import StaffRole

NONE = "none"


class Command(BaseCommand):
    help = (
        "Da a una persona con cuenta el papel de soporte: support (personas y organizaciones, sin datos de "
        "nadie), superuser (además abre una organización a la vez) o none (deja de ser de soporte)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="correo con el que la persona entra")
        parser.add_argument("--role", required=True, choices=[*StaffRole, NONE])

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            raise CommandError("Nadie entra con ese correo. La persona se registra primero en el producto.")
        role = None if options["role"] == NONE else StaffRole(options["role"])
        appoint_staff(person=person, role=role)
        self.stdout.write(f"{person.email}: {role or 'sin papel de soporte'}")
