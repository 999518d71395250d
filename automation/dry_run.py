"""Reading a page and saying what would be done there, without doing it (`manage.py read_portal`)."""

import time
from datetime import date
from typing import Any

from automation.browser.base import AddressPolicy, BrowserProvider, Limits
from automation.browser.opening import open_browser
from automation.pilots.form import read_with_reader
from automation.reading.request import InvoiceRequest
from automation.reading.understand import understand
from automation.reading.understanding import FieldMatch, Understanding

SETTLE_LIMIT = 5.0
"""Seconds that the page may take to come to rest before it is read as it stands."""


async def read_portal(
    request: InvoiceRequest, *, provider: BrowserProvider, policy: AddressPolicy, limits: Limits, today: date
) -> dict[str, Any]:
    """What CONTRACT.md section 5 prints. Submits and types nothing. Raises BrowserError."""
    async with open_browser(provider, run_id="dry-run", address_policy=policy, limits=limits) as browser:
        await browser.navigate(request.portal_url)
        await browser.settle(limit=SETTLE_LIMIT, quiet=0.1)
        began = time.perf_counter()
        page = await read_with_reader(browser)
        meaning = understand(page, request, today=today)
        seconds = time.perf_counter() - began
    return {"url": page.url, **as_json(meaning), "seconds": round(seconds, 3)}


def as_json(meaning: Understanding) -> dict[str, Any]:
    return {
        "kind": meaning.kind.value,
        "fields": [_field(match) for match in meaning.fields if match.control.visible],
        "unmatched_required": [{"label": control.label} for control in meaning.unmatched_required],
        "dismiss": [{"label": step.clickable.text} for step in meaning.dismiss],
        "next": {"label": meaning.next.clickable.text, "may_issue": meaning.next.may_issue}
        if meaning.next
        else None,
        "messages": [
            {
                "text": message.text,
                "failure_type": message.failure_type.value if message.failure_type else None,
            }
            for message in meaning.messages
        ],
    }


def _field(match: FieldMatch) -> dict[str, Any]:
    control = match.control
    return {
        "label": control.label,
        "tag": control.tag,
        "name": control.html_name or None,
        "id": control.html_id or None,
        "datum": match.datum,
        "value": match.value,
        "confidence": round(match.confidence, 3),
        "required": match.required,
        "frame": control.frame_url or None,
    }
