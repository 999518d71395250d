"""What the services of this app refuse.

AccountsError
├── ProfileChanged   somebody else wrote a newer version meanwhile
├── ImportExpired    what was to be confirmed is another's, or was changed
├── EmptyCatalogue   a table of SAT's has no rows: nothing can be judged by it
├── ProfileErased    the data of this taxpayer were erased: nothing is done with them any more
├── WorkUnderWay     an erasure waits for tasks that are not over
├── ArcoRefused      a step of a request that its state, or the law's calendar, does not allow
├── InvalidFields    what a person gave cannot be taken; one finding per field
│   └── DuplicateProfile     the organization already has a profile with this RFC
├── StaffRefused     what support staff may not do
└── TeamRefused      a change of an organization or of its people that is not allowed
    ├── RoleTooLow           the role of who asks does not reach so far: as it is now, not as the page showed it
    ├── LastOwner            an organization keeps at least one owner
    ├── AddressNotVerified   who invites has not confirmed the mail address
    ├── AlreadyMember
    └── InvitationRefused    used, expired, revoked, for another address, too many
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fiscal import FieldProblem


class AccountsError(Exception):
    """Anticipated; `str()` is Spanish, for people."""


class ProfileChanged(AccountsError):  # noqa: N818 - named by what happened
    def __init__(self) -> None:
        super().__init__(
            "Otra persona cambió este cliente mientras lo editabas. Abre la versión nueva y repite tu cambio."
        )


class ImportExpired(AccountsError):  # noqa: N818 - named by what happened
    def __init__(self) -> None:
        super().__init__("La revisión ya no vale. Sube el archivo otra vez.")


class ProfileErased(AccountsError):  # noqa: N818 - named by what happened
    def __init__(self) -> None:
        super().__init__(_("Los datos de este cliente se borraron; ya no se puede hacer nada con ellos."))


class WorkUnderWay(AccountsError):  # noqa: N818 - named by what is in the way
    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "Hay %(count)d solicitud de factura sin terminar. Espera a que termine o cancélala; después borra.",
                "Hay %(count)d solicitudes de factura sin terminar. Espera a que terminen o cancélalas; "
                "después borra.",
                count,
            )
            % {"count": count}
        )
        self.count = count


class ArcoRefused(AccountsError):  # noqa: N818 - named by what happened
    """`str()` says why."""


class EmptyCatalogue(AccountsError):  # noqa: N818 - named by what is wrong
    def __init__(self, catalogue: str) -> None:
        super().__init__(f"El catálogo {catalogue} está vacío. Ejecuta: python manage.py refresh_catalogues")
        self.catalogue = catalogue


class InvalidFields(AccountsError):  # noqa: N818 - named by what is wrong
    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)


class DuplicateProfile(InvalidFields):
    def __init__(self) -> None:
        message = "La organización ya tiene un perfil con este RFC."
        super().__init__([FieldProblem("rfc", "rfc_duplicate", message)])


class StaffRefused(AccountsError):  # noqa: N818 - named by what happened
    """`str()` says why."""


class TeamRefused(AccountsError):  # noqa: N818 - named by what happened
    """`str()` says why."""


class RoleTooLow(TeamRefused):
    def __init__(self) -> None:
        super().__init__(_("Tu papel en la organización no permite hacer esto."))


class LastOwner(TeamRefused):
    def __init__(self) -> None:
        super().__init__(
            _("La organización se quedaría sin propietario. Nombra antes a otra persona propietaria.")
        )


class AddressNotVerified(TeamRefused):
    def __init__(self) -> None:
        super().__init__(_("Confirma antes tu correo electrónico."))


class AlreadyMember(TeamRefused):
    def __init__(self) -> None:
        super().__init__(_("Esa persona ya es parte de la organización."))


class InvitationRefused(TeamRefused):
    """Its message is one of accounts.invitations."""
