"""What the commands are given as files: profile.json, ticket.json, cred.json (CONTRACT.md section 5).

Everything is judged before anything is started; the first finding is told with its field.
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.catalogues import PublishedCatalogues
from accounts.errors import InvalidFields
from accounts.fiscal import ReceiverFields
from accounts.services import validated_receiver
from automation.reading.request import Credentials
from invoicing.errors import TicketRefused
from invoicing.ticket import Ticket, read_ticket

LARGEST_FILE = 256 * 1024
RECEIVER_FIELDS = tuple(field.name for field in fields(ReceiverFields))


class InputRefused(Exception):  # noqa: N818 - named by what happened
    """What was given cannot be taken: `str()` is the field and the reason, Spanish."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """A profile that holds, a ticket that holds, and credentials where there are any."""

    receiver: ReceiverFields
    confirmed: frozenset[str]
    ticket: Ticket
    ticket_values: dict[str, Any]
    credentials: Credentials | None


def read_given(*, profile: Path, ticket: Path, credentials: Path | None, now: datetime) -> Given:
    """Reads and checks the three files. Raises InputRefused."""
    receiver, confirmed = _receiver(_read_object(profile, "profile"))
    values = _read_object(ticket, "ticket")
    try:
        checked = read_ticket(values, now=now)
    except TicketRefused as error:
        raise InputRefused(error.field, error.reason) from error
    return Given(receiver, confirmed, checked, values, _credentials(credentials))


def _receiver(given: dict[str, Any]) -> tuple[ReceiverFields, frozenset[str]]:
    """`confirmed` (a list) names findings that a person saw in the Constancia."""
    missing = [name for name in RECEIVER_FIELDS if not given.get(name)]
    if missing:
        raise InputRefused(missing[0], "Falta en el perfil.")
    for name in RECEIVER_FIELDS:
        if not isinstance(given[name], str):
            raise InputRefused(name, "Debe ser un texto.")
    confirmed = given.get("confirmed", [])
    if not isinstance(confirmed, list) or not all(isinstance(code, str) for code in confirmed):
        raise InputRefused("confirmed", "Debe ser una lista de textos.")
    try:
        receiver = validated_receiver(
            ReceiverFields(**{name: given[name] for name in RECEIVER_FIELDS}),
            confirmed=confirmed,
            catalogues=PublishedCatalogues(),  # before there is a database
        )
    except InvalidFields as error:
        problem = error.problems[0]
        raise InputRefused(problem.field, problem.message) from error
    return receiver, frozenset(confirmed)


def _credentials(path: Path | None) -> Credentials | None:
    if path is None:
        return None
    given = _read_object(path, "credentials")
    for name in ("username", "password"):
        if not isinstance(given.get(name), str) or not given[name]:
            raise InputRefused(name, "Falta en las credenciales, o no es un texto.")
    return Credentials(given["username"], given["password"])


def _read_object(path: Path, what: str) -> dict[str, Any]:
    """A JSON object in UTF-8; numbers with decimals keep the digits that were written."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputRefused(what, f"No se pudo leer el archivo ({error.strerror}).") from error
    if len(content) > LARGEST_FILE:
        raise InputRefused(what, "El archivo es demasiado grande para ser lo que se pide.")
    try:
        given = json.loads(content.decode("utf-8-sig"), parse_float=str, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise InputRefused(what, "El archivo no está en UTF-8; guárdalo en esa codificación.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputRefused(what, "El archivo no es JSON válido.") from error
    if not isinstance(given, dict):
        raise InputRefused(what, "Debe ser un objeto JSON.")
    return given


def _refuse_constant(name: str) -> Any:
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)
