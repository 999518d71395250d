"""Which usos de CFDI a ticket of this client may ask for, in words for a list."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.fiscal import CfdiUse, Matrix, uses_of_taxpayer
from accounts.models import FiscalProfile
from accounts.rfc import person_kind

LONGEST_CODE = 4
"""of c_UsoCFDI"""


@dataclass(frozen=True, slots=True)
class UseChoice:
    """`own` and `regime`: the client's default uso and régimen. `allowed`: each uso with its régimen."""

    own: str
    regime: str
    regimes: tuple[str, ...]
    allowed: tuple[tuple[CfdiUse, str], ...]

    @classmethod
    def of(cls, profile: FiscalProfile, matrix: Matrix) -> "UseChoice":
        kind = person_kind(profile.rfc)
        allowed = uses_of_taxpayer(regimes=profile.regimes, kind=kind, matrix=matrix) if kind else []
        return cls(profile.cfdi_use, profile.fiscal_regime, tuple(profile.regimes), tuple(allowed))

    def options(self, chosen: str) -> list[tuple[str, str]]:
        """The client's own first; what was chosen for another client stays chosen, to be told about."""
        names = {use.code: use.name for use, _regime in self.allowed}
        own = _("El suyo: %s") % self._words(self.own, names.get(self.own, ""))
        rest = [
            (use.code, self._words(use.code, use.name, regime))
            for use, regime in self.allowed
            if use.code != self.own
        ]
        known = {"", self.own, *(code for code, _words in rest)}
        kept = (
            []
            if chosen in known or len(chosen) > LONGEST_CODE
            else [(chosen, _("%s · no se permite para este cliente") % chosen)]
        )
        return [("", own), *kept, *rest]

    def problem(self, use: str) -> str:
        """Why this uso cannot be asked for; empty where it can."""
        codes = [allowed.code for allowed, _regime in self.allowed]
        if use in codes:
            return ""
        return _(
            "Ningún régimen de este cliente (%(regimes)s) permite el uso %(use)s. Se permiten: %(codes)s."
        ) % {
            "regimes": ", ".join(self.regimes),
            "use": use,
            "codes": ", ".join(codes),
        }

    def _words(self, code: str, name: str, regime: str = "") -> str:
        words = f"{code} · {name}" if name else code
        if regime in {"", self.regime}:
            return words
        return _("%(words)s (con su régimen %(regime)s)") % {"words": words, "regime": regime}
