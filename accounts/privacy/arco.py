"""Rights of the person whose data are kept, and how long one has to answer (LFPDPPP, arts. 22 to 31)."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.privacy.working_days import add_working_days

DAYS_TO_ANSWER = 20
"""from the day of receipt (LFPDPPP art. 31)"""
DAYS_TO_CARRY_OUT = 15
"""from the day of the answer, where it grants something (art. 31)"""


class Kind(TextChoices):
    ACCESS = "access", _("Acceso: saber qué datos se tienen")
    RECTIFICATION = "rectification", _("Rectificación: corregir datos")
    CANCELLATION = "cancellation", _("Cancelación: borrar los datos")
    OPPOSITION = "opposition", _("Oposición: que se dejen de usar")


class Stage(TextChoices):
    RECEIVED = "received", _("Por contestar")
    ANSWERED = "answered", _("Por cumplir")
    CLOSED = "closed", _("Cerrada")


class Outcome(TextChoices):
    GRANTED = "granted", _("Procede")
    PARTLY = "partly", _("Procede en parte")
    DENIED = "denied", _("No procede")


def due_date(stage: str, since: date, *, is_extended: bool = False) -> date:
    """The last day to answer (`since`: received) or to carry out (`since`: answered). An extension, allowed
    once, is for a period as long again (art. 31)."""
    days = DAYS_TO_ANSWER if stage == Stage.RECEIVED else DAYS_TO_CARRY_OUT
    return add_working_days(since, days * (2 if is_extended else 1))
