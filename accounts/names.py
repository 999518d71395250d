"""Names that people choose and that stand in letters to others."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import dress

_ADDRESS = re.compile(r"://|\bwww\.", re.IGNORECASE)


class NameField(forms.CharField):
    """One line, without a web address: a letter in our name must not carry a stranger's link."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": autocomplete}), **kwargs)
        dress(self.widget)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if _ADDRESS.search(value):
            raise ValidationError(_("Un nombre no puede llevar una dirección web."))
