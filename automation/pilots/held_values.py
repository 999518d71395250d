"""A reading brought up to date where nothing changed but what stands in its fields."""

from collections.abc import Mapping
from dataclasses import replace

from automation.reading.page import Control, ElementRef, PageModel

_TICKED = frozenset({"checkbox", "radio"})


def with_held(page: PageModel, values: Mapping[ElementRef, str]) -> PageModel | None:
    """`page` with what its controls hold now ('true' and 'false' for boxes, VALUE for lists); None where one of
    them is gone or holds what it never offered."""
    controls = [_holding(c, values.get(c.ref)) for c in page.controls]
    found = tuple(c for c in controls if c is not None)
    return replace(page, controls=found) if len(found) == len(controls) else None


def _holding(control: Control, value: str | None) -> Control | None:
    if value is None:
        return None
    if control.kind in _TICKED:
        return replace(control, checked=value == "true")
    if control.tag != "select":
        return replace(control, value=value, value_text=value)
    options = tuple(replace(o, selected=o.value == value) for o in control.options)
    chosen = next((o for o in options if o.selected), None)
    return replace(control, value=value, value_text=chosen.text, options=options) if chosen else None
