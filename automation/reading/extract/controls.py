"""From found fields to the Controls that a PageModel carries."""

import re
from collections.abc import Callable

from automation.reading.extract.fields import Field, is_typed
from automation.reading.extract.layers import Layers, form_key
from automation.reading.extract.naming import accessible_name
from automation.reading.extract.surroundings import is_invalid
from automation.reading.extract.tree import Node, Tree
from automation.reading.extract.vocabulary import DATE_PICKER
from automation.reading.page import Control

MASKS = (
    "data-mask",
    "data-inputmask",
    "mask",
    "data-mask-format",
    "ui-mask",
    "data-format",
    "data-inputmask-mask",
)
DISABLED_CLASSES = frozenset(
    {
        "disabled",
        "ui-state-disabled",
        "p-disabled",
        "mat-select-disabled",
        "mat-mdc-select-disabled",
        "is-disabled",
        "rcbdisabled",
        "select2-container--disabled",
        "chosen-disabled",
        "v-input--is-disabled",
        "mui-disabled",
        "k-state-disabled",
        "dxedisabled",
        "md-disabled",
        "aspnetdisabled",
    }
)
WIDGET = re.compile(
    r"form-?field|form-floating|select|dropdown|combo|input-?group|md-input|text-?field|autocomplete|calendar|chosen"
)


def build_control(tree: Tree, found: Field, layers: Layers, dialog_key: Callable[[Node], str]) -> Control:
    holder, node = found.holder, found.node
    value, value_text = _value(found)
    return Control(
        ref=node.ref,
        tag=node.tag,
        kind=found.kind,
        role=node.role,
        accessible_name=accessible_name(tree, node)
        or (accessible_name(tree, holder) if holder is not node else ""),
        label=found.label,
        label_source=found.label_source,
        placeholder=_either(found, "placeholder") or found.placeholder,
        hint=found.hint,
        html_id=_either(found, "id"),
        html_name=_either(found, "name") or _either(found, "formcontrolname") or _either(found, "ng-model"),
        html_type=_either(found, "type").lower(),
        css_class=_either(found, "class"),
        autocomplete=_either(found, "autocomplete"),
        inputmode=_either(found, "inputmode"),
        pattern=_either(found, "pattern") or _either(found, "ng-pattern"),
        mask=next((_either(found, m) for m in MASKS if _either(found, m)), ""),
        maxlength=_number(_either(found, "maxlength") or _either(found, "ng-maxlength")),
        minlength=_number(_either(found, "minlength") or _either(found, "ng-minlength")),
        minimum=_either(found, "min"),
        maximum=_either(found, "max"),
        step=_either(found, "step"),
        lang=_language(holder),
        value=value,
        value_text=value_text,
        checked=_checked(found),
        options=tuple(found.options),
        required=found.required,
        enabled=_enabled(found),
        readonly=holder.has("readonly") or node.has("readonly") or node.get("aria-readonly") == "true",
        visible=found.visible,
        on_top=not found.visible or layers.on_top(node, found.box),
        invalid=is_invalid(found),
        error=found.error,
        group=found.group,
        form_key=form_key(holder),
        dialog_key=dialog_key(node),
        frame_url=node.scope.frame_url,
        tabindex=_number(_either(found, "tabindex")),
        decorated=_decorated(found),
        box=found.rect.box() if found.box.rect else None,
    )


def _either(found: Field, name: str) -> str:
    return found.holder.get(name) or found.node.get(name) or found.box.get(name)


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _language(node: Node) -> str:
    marked = node.closest(lambda n: bool(n.get("lang")))
    return marked.get("lang") if marked is not None else ""


def _value(found: Field) -> tuple[str, str]:
    """What is submitted, and what a person reads."""
    holder = found.holder
    chosen = next((o for o in found.options if o.selected), None)
    if holder.tag == "select":
        if found.library:
            return (chosen.value if chosen else ""), found.shown_text or (chosen.text if chosen else "")
        return (chosen.value, chosen.text) if chosen else ("", "")
    if found.ticked:
        return holder.attrs.get("value", "on" if holder.tag == "input" else ""), ""
    if found.kind == "contenteditable":
        return found.shown_text, found.shown_text
    if found.kind == "custom_select":
        code = holder.value or holder.get("value") or ""
        return code or (chosen.value if chosen else found.shown_text), found.shown_text
    typed = holder.value if holder.value is not None else holder.get("value")
    return typed, typed or found.shown_text


def _checked(found: Field) -> bool | None:
    if not found.ticked:
        return None
    if found.native is not None:
        return found.native.checked
    said = found.node.get("aria-checked")
    return (
        said == "true" if said else bool(found.node.classes & {"checked", "active", "mat-checkbox-checked"})
    )


def _enabled(found: Field) -> bool:
    holder, node = found.holder, found.node
    if holder.has("disabled") or node.has("disabled") or node.get("aria-disabled") == "true":
        return False
    if any(n.classes & DISABLED_CLASSES for n in (holder, node, found.box)):
        return False
    if node.style.ignores_pointer and not is_typed(node):
        return False
    return not any(a.tag == "fieldset" and a.has("disabled") for a in holder.ancestors())


def _decorated(found: Field) -> str:
    """The library's name and the classes of the nearest wrapper that a widget library drew."""
    parts = [found.library] if found.library else []
    if found.filters_list:
        parts.append("list-filter")
    around = (found.holder, found.box, *list(found.box.ancestors())[:4])
    wrapper = next((n for n in around[1:] if WIDGET.search(f"{n.tag} {n.get('class').lower()}")), None)
    if wrapper is not None:
        parts.append(f"{wrapper.tag} {wrapper.get('class')}".strip())
    if any(DATE_PICKER.search(n.words) or n.has("matdatepicker") for n in around[:4]):
        parts.append("datepicker")
    return " ".join(dict.fromkeys(parts))[:200]
