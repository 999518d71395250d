"""PageModels written by hand: fields under one another, buttons below them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from automation.reading.page import Box, Clickable, Control, Dialog, ElementRef, Notice, Option, PageModel
from automation.reading.request import InvoiceRequest, Receiver, TicketData
from automation.reading.understand import understand
from automation.reading.understanding import FieldMatch, Understanding

TODAY = date(2026, 11, 21)
_IDS = count(1)

COMPANY = Receiver("EKU9003173C9", "ESCUELA KEMPER URGATE", "601", "42501", "facturas@kemper.mx", "G03")
PERSON = Receiver("LOGM850412Q78", "MARIA FERNANDA DE LA LUZ GOMEZ", "612", "06700", "maria@gomez.mx", "G03")


def ref() -> ElementRef:
    return ElementRef(next(_IDS), "session")


def request(
    receiver: Receiver = COMPANY, *, labels: dict[str, tuple[str, ...]] | None = None, **ticket: Any
) -> InvoiceRequest:
    """A ticket of 1234.50 pesos of 18 November 2026, with the further keys given."""
    values = {"amount": "1234.50", "date": "2026-11-18", **{k: str(v) for k, v in ticket.items()}}
    amount = Decimal(values["amount"])
    moment = time.fromisoformat(values["time"]) if "time" in values else None
    data = TicketData(values, amount, date.fromisoformat(values["date"]), moment)
    return InvoiceRequest("https://portal.example", receiver, data, field_labels=labels or {})


def text(label: str = "", **more: Any) -> Control:
    more.setdefault("label_source", "for" if label else "none")
    kind = more.pop("kind", "text")
    return Control(
        ref(), more.pop("tag", "input"), kind, label=label, html_type=more.pop("html_type", kind), **more
    )


def options(*texts: str | tuple[str, str], chosen: str | None = None) -> tuple[Option, ...]:
    pairs = [(t, t) if isinstance(t, str) else t for t in texts]
    return tuple(Option(v, t, selected=t == chosen or v == chosen) for v, t in pairs)


def select(label: str = "", *texts: str | tuple[str, str], chosen: str | None = None, **more: Any) -> Control:
    found = options(*texts, chosen=chosen)
    held = next((o for o in found if o.selected), None)
    more.setdefault("label_source", "for" if label else "none")
    return Control(
        ref(),
        "select",
        more.pop("kind", "select"),
        label=label,
        options=found,
        value=held.value if held else "",
        value_text=held.text if held else "",
        **more,
    )


def box(label: str, *, checked: bool = False, **more: Any) -> Control:
    return Control(
        ref(),
        "input",
        "checkbox",
        label=label,
        label_source="wrap",
        html_type="checkbox",
        checked=checked,
        **more,
    )


def radio(label: str, group: str, name: str, *, checked: bool = False, **more: Any) -> Control:
    return Control(
        ref(),
        "input",
        "radio",
        label=label,
        label_source="wrap",
        group=group,
        html_name=name,
        html_type="radio",
        checked=checked,
        **more,
    )


def button(label: str, **more: Any) -> Clickable:
    return Clickable(ref(), more.pop("tag", "button"), text=label, kind=more.pop("kind", "button"), **more)


def link(label: str, href: str = "https://portal.example/otra", **more: Any) -> Clickable:
    return Clickable(ref(), "a", text=label, kind="link", href=href, **more)


def alert(message: str, tone: str = "error", kind: str = "alert", **more: Any) -> Notice:
    return Notice(message, kind, tone=tone, **more)


def page(*parts: Control | Clickable | Notice | Dialog, lines: Sequence[str] = (), **more: Any) -> PageModel:
    placed = [_placed(p, n) for n, p in enumerate(parts)]
    controls = tuple(p for p in placed if isinstance(p, Control))
    clickables = tuple(p for p in placed if isinstance(p, Clickable))
    notices = tuple(p for p in placed if isinstance(p, Notice))
    dialogs = tuple(p for p in placed if isinstance(p, Dialog))
    spoken = [*lines, *(c.label for c in controls), *(c.text for c in clickables), *(n.text for n in notices)]
    return PageModel(
        more.pop("url", "https://portal.example/facturar"),
        text="\n".join(spoken),
        controls=controls,
        clickables=clickables,
        notices=notices,
        dialogs=dialogs,
        **more,
    )


def _placed(part: Any, row: int) -> Any:
    if isinstance(part, Control | Clickable) and part.box is None:
        return replace(part, box=Box(100, 100 + 40 * row, 200, 24))
    return part


def read(
    page_model: PageModel, wanted: InvoiceRequest | None = None, previous: PageModel | None = None
) -> Understanding:
    return understand(page_model, wanted or request(folio="A-1001"), today=TODAY, previous=previous)


def field(found: Understanding, label: str) -> FieldMatch:
    return next(f for f in found.fields if f.control.label == label)


def data(found: Understanding) -> dict[str, str | None]:
    """label (else id) -> datum"""
    return {f.control.label or f.control.html_id or f.control.html_name: f.datum for f in found.fields}


def values(found: Understanding) -> dict[str, str | None]:
    return {f.control.label or f.control.html_id: f.value for f in found.fields}


def asked(found: Understanding) -> list[str]:
    return [c.label for c in found.unmatched_required]


def rows(table: str) -> list[tuple[str, ...]]:
    """ "a | b" lines as tuples."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def labels(items: Iterable[Any]) -> list[str]:
    return [s.clickable.text for s in items]
