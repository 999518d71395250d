"""SAT's catalogues as tables; `manage.py refresh_catalogues` fills them, `accounts.catalogues` reads them.

They belong to no organization: everybody's rules.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SatEntry(models.Model):
    """What every catalogue has."""

    name = models.CharField(_("texto"), max_length=200)

    class Meta:
        abstract = True


class SatRegime(SatEntry):
    """c_RegimenFiscal."""

    code = models.CharField(_("clave"), primary_key=True, max_length=3)
    is_natural = models.BooleanField(_("persona física"))
    is_moral = models.BooleanField(_("persona moral"))

    class Meta:
        verbose_name = _("régimen fiscal")
        verbose_name_plural = _("regímenes fiscales")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SatUse(SatEntry):
    """c_UsoCFDI with the régimenes of the receptor that may ask for it."""

    code = models.CharField(_("clave"), primary_key=True, max_length=4)
    is_natural = models.BooleanField(_("persona física"))
    is_moral = models.BooleanField(_("persona moral"))
    regimes = models.JSONField(_("regímenes"), default=list)

    class Meta:
        verbose_name = _("uso de CFDI")
        verbose_name_plural = _("usos de CFDI")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SatPostalCode(models.Model):
    """c_CodigoPostal."""

    code = models.CharField(_("código postal"), primary_key=True, max_length=5)
    state = models.CharField(_("estado"), max_length=3)
    """c_Estado"""
    time_zone = models.CharField(_("huso horario"), max_length=40, blank=True)
    """SAT's name of it, for instance Tiempo del Centro"""

    class Meta:
        verbose_name = _("código postal")
        verbose_name_plural = _("códigos postales")

    def __str__(self) -> str:
        return self.code
