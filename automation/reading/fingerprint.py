"""A page's structure as one short word: the same form again has the same fingerprint, whatever stands in it."""

import hashlib
from urllib.parse import urlsplit

from automation.reading import words
from automation.reading.page import Clickable, Control, PageModel


def fingerprint(page: PageModel) -> str:
    """Stable id of what the page offers: its path, visible controls, buttons and open dialogs. Values, messages,
    row texts, tokens in the address and generated digits in ids do not count."""
    split = urlsplit(page.url)
    parts = [split.netloc, _steady(split.path), _steady(split.fragment)]
    parts += sorted(_control(c) for c in page.controls if c.visible)
    parts += sorted({_clickable(c) for c in page.clickables if c.visible and not c.in_navigation and c.text})
    parts += sorted(words.plain(d.title or d.text[:80]) for d in page.dialogs)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _steady(text: str) -> str:
    """Without digits: sessions, counters and generated ids change between two readings of one page."""
    return "".join(c for c in words.fold(text) if not c.isdigit())


def _control(control: Control) -> str:
    name = control.html_name or control.html_id or control.label
    return f"{control.kind}|{_steady(name)}|{words.plain(control.label)}|{control.dialog_key != ''}|{control.enabled}"


def _clickable(clickable: Clickable) -> str:
    return f"{_steady(clickable.text)}|{clickable.dialog_key != ''}|{clickable.enabled}"
