"""Real keys: what Chromium must be told so that a page sees what a person's keyboard would have sent."""

from typing import Any

NAMED = {
    "Enter": ("Enter", 13, "\r"),
    "Tab": ("Tab", 9, ""),
    "Escape": ("Escape", 27, ""),
    "Backspace": ("Backspace", 8, ""),
    "Delete": ("Delete", 46, ""),
    "Space": ("Space", 32, " "),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "PageUp": ("PageUp", 33, ""),
    "PageDown": ("PageDown", 34, ""),
    "End": ("End", 35, ""),
    "Home": ("Home", 36, ""),
    **{f"F{number}": (f"F{number}", 111 + number, "") for number in range(1, 13)},
}
"""Name -> code, Windows virtual key, text."""

PUNCTUATION = {
    " ": ("Space", 32), "-": ("Minus", 189), "_": ("Minus", 189), "=": ("Equal", 187), "+": ("Equal", 187),
    ".": ("Period", 190), ":": ("Period", 190), ",": ("Comma", 188), ";": ("Comma", 188),
    "/": ("Slash", 191), "?": ("Slash", 191), "'": ("Quote", 222), '"': ("Quote", 222),
    "&": ("Digit6", 54), "@": ("KeyQ", 81), "#": ("Digit3", 51), "$": ("Digit4", 52), "%": ("Digit5", 53),
    "(": ("Digit8", 56), ")": ("Digit9", 57), "!": ("Digit1", 49), "*": ("Digit8", 56),
    "ñ": ("Semicolon", 192), "Ñ": ("Semicolon", 192),
}  # fmt: skip

Event = dict[str, Any]


def strokes(character: str) -> tuple[Event, Event]:
    """Key down (with its text) and key up of one character; as with Caps Lock: no Shift is reported."""
    if character in "\r\n":
        return named_key("Enter")
    code, virtual = _place(character)
    common = {"key": character, "code": code, "windowsVirtualKeyCode": virtual}
    return (
        {"type": "keyDown", "text": character, "unmodifiedText": character, **common},
        {"type": "keyUp", **common},
    )


def named_key(key: str) -> tuple[Event, Event]:
    """Key down and key up of Enter, Tab, ArrowDown … or of a single character."""
    if key not in NAMED:
        return strokes(key)
    code, virtual, text = NAMED[key]
    common = {"key": " " if key == "Space" else key, "code": code, "windowsVirtualKeyCode": virtual}
    down = {"type": "keyDown", "text": text, **common} if text else {"type": "rawKeyDown", **common}
    return down, {"type": "keyUp", **common}


def _place(character: str) -> tuple[str, int]:
    if character.isascii() and character.isdigit():
        return f"Digit{character}", ord(character)
    if character.isascii() and character.isalpha():
        return f"Key{character.upper()}", ord(character.upper())
    return PUNCTUATION.get(character, ("", 0))
