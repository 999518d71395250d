"""What the services of this app refuse. `str()` is Spanish, for people; nothing was changed.

InvoicingError
├── TicketRefused        what was given cannot be taken: `field` and why
│   └── AddressRefused   the portal's address
├── DuplicateTicket      another task holds this ticket: `task_id`, `status`
├── TransitionRefused    the task is in a state that forbids it (HTTP 409)
├── AccountRefused       the account of a portal cannot be kept: `field` and why
│   └── AccountExists    there is one already, for the same vendor and the same taxpayer
├── AlreadySubmitted     the point of no return was passed before: never issue again
├── StopAsked            a person asked for the end before the invoice was requested
└── LeaseLost            this process no longer holds the task: stop at once
"""

from uuid import UUID

from invoicing.states import TaskStatus


class InvoicingError(Exception):
    """Anticipated; the caller tells the person."""


class TicketRefused(InvoicingError):  # noqa: N818 - named by what happened
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class AddressRefused(TicketRefused):
    def __init__(self, reason: str) -> None:
        super().__init__("vendor_url", reason)


class DuplicateTicket(InvoicingError):  # noqa: N818
    def __init__(self, task_id: UUID, status: TaskStatus) -> None:
        super().__init__(
            f"Este ticket ya está en la solicitud {task_id} ({status}); no se factura dos veces."
        )
        self.task_id = task_id
        self.status = status


class TransitionRefused(InvoicingError):  # noqa: N818
    def __init__(self, status: TaskStatus, wanted: TaskStatus | None) -> None:
        aim = f" y no puede pasar a {wanted}" if wanted else ""
        super().__init__(f"La solicitud está en {status}{aim}.")
        self.status = status
        self.wanted = wanted


class AccountRefused(InvoicingError):  # noqa: N818
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class AccountExists(AccountRefused):
    def __init__(self) -> None:
        super().__init__("profile", "Ya hay una cuenta guardada para este comercio y este cliente: cámbiala.")


class AlreadySubmitted(InvoicingError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("La factura ya se pidió una vez al portal; no se vuelve a enviar.")


class StopAsked(InvoicingError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("Una persona pidió detener la captura antes de que se pidiera la factura.")


class LeaseLost(InvoicingError):  # noqa: N818
    def __init__(self) -> None:
        super().__init__("Otro proceso atiende ahora esta solicitud.")
