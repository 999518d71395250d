"""Every sealed value with the newest key, while the system runs. Safe to interrupt and to run again."""

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import rotation
from accounts.as_owner import OWNER
from accounts.canary import key_problems
from accounts.crypto import CryptoError
from accounts.keys import key_ring

DONE, LEFT, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
LINE_EVERY = 2.0
"""seconds between two lines of progress"""
MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "Sella de nuevo, con la llave más nueva de ENCRYPTION_KEYS, todo lo que está cifrado. "
        "Código de salida: 0 todo listo, 1 quedan valores con otra llave, 2 hay valores que ninguna llave "
        "abre o las llaves no sirven, 130 interrumpido (al ejecutarlo otra vez continúa)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="solo cuenta los valores de cada llave")
        parser.add_argument(
            "--batch", type=_positive, default=rotation.BATCH, metavar="N", help="renglones por transacción"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            status = self._check() if options["check"] else self._rotate(options["batch"])
        except CryptoError as error:
            raise CommandError(f"ENCRYPTION_KEYS: {error}", returncode=UNUSABLE) from error
        except KeyboardInterrupt:
            self.stderr.write("Interrumpido; lo sellado queda. Ejecútalo otra vez para continuar.")
            status = INTERRUPTED
        if status:
            sys.exit(status)

    def _check(self) -> int:
        usage, newest = rotation.key_usage(), key_ring().newest
        for table, counted in usage.items():
            keys = ", ".join(f"{key or 'ilegible'}: {count}" for key, count in sorted(counted.items()))
            self.stdout.write(f"{table}: {keys or 'vacía'}")
        left = rotation.values_left(usage)
        self.stdout.write(f"Con otra llave que {newest}: {left}.")
        return LEFT if left else DONE

    def _rotate(self, batch: int) -> int:
        wrong = key_problems(using=OWNER)
        if wrong:
            raise CommandError("\n".join(problem.message for problem in wrong), returncode=UNUSABLE)
        told = Progress(self)
        done = rotation.rotate(batch=batch, report=told.add)
        told.tell()
        self.stdout.write(f"Sellados con {key_ring().newest}: {done.resealed}. Quedan: {done.left}.")
        for place, why in list(done.unreadable.items())[:MOST_NAMED]:
            self.stderr.write(f"No se pudo abrir {place}: {why}")
        if done.unreadable:
            return UNUSABLE
        if done.left:
            self.stderr.write("Otros procesos aún sellan con una llave anterior: reinícialos y repite.")
        return LEFT if done.left else DONE


class Progress:
    """A line every few seconds, with the rate."""

    def __init__(self, command: BaseCommand) -> None:
        self.command, self.count, self.table = command, 0, ""
        self.began = self.told = time.monotonic()

    def add(self, table: str, count: int) -> None:
        self.count, self.table = self.count + count, table
        if time.monotonic() - self.told >= LINE_EVERY:
            self.tell()

    def tell(self) -> None:
        self.told = time.monotonic()
        if self.count:
            rate = self.count / max(self.told - self.began, 0.001)
            self.command.stdout.write(f"{self.table}: {self.count} valores, {rate:.0f}/s")
            self.command.stdout.flush()


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("se espera un número mayor que 0")
    return int(text)
