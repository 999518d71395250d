"""Forms of people, and how every form of the product is dressed."""

from typing import Any

from django import forms


class DressedForm(forms.Form):
    """A form whose widgets carry the classes of our style sheet; templates draw it with <c-field>."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)


def dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-control")
