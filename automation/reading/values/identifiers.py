"""Ticket numbers, store numbers and the like as a field wants them: zeros, dashes, case, several boxes."""

import re
from collections.abc import Sequence
from functools import lru_cache

from automation.reading import words
from automation.reading.page import Control

_EXAMPLE = re.compile(r"[0-9A-Za-z#]+(?:[-./ ][0-9A-Za-z#]+)+")
_MASK_SLOT = re.compile(r"[09#A-Za-z*]")


def identifier_text(value: str, control: Control) -> str:
    """`value` with the zeros, dashes and case that the field accepts; unchanged where nothing says otherwise."""
    text = _spoken(_spaced(value.strip(), control), control)
    text = _masked(text, control) or text
    if _accepts(text, control):
        return text
    return next((v for v in _variants(text) if _accepts(v, control)), _padded(text, control) or text)


def fits(value: str, control: Control) -> bool | None:
    """True: the field's own rule is met; False: it cannot be; None: the field has no rule."""
    if has_told_length(value, control) is False:
        return False
    if not (control.maxlength or control.pattern or control.minlength):
        return None
    return _accepts(identifier_text(value, control), control)


_SIGNS = re.compile(
    r"(?:(\b[a-z]+\.?|\d+ ?-) ?)?\b(\d{1,2}) (?:caracteres|posiciones|letras y numeros|characters)\b( como| o mas)?"
)
_LIMIT = re.compile(
    r"hasta|max\.?|maximo|min\.?|minimo|menos|mas|ultimos|primeros|[aouy]|entre|to|or|last|first|.*-"
)


def has_told_length(value: str, control: Control) -> bool | None:
    """Whether the value has as many signs as the words beside the field say ("Código de 18 caracteres"), blanks
    and dashes not counted; None where they say none, or a limit only."""
    told = _SIGNS.search(words.fold(f"{control.label} {control.placeholder} {control.hint}"))
    if told is None or told[3] or _LIMIT.fullmatch(told[1] or ""):
        return None
    return len(re.sub(r"[-./\s]", "", value)) == int(told[2])


WITHOUT_ZEROS = re.compile(
    r"\b(?:sin|omit\w+|quit\w+|elimin\w+|no (?:incluy|escrib|captur|ingres|pong)\w+)(?: \w+){0,2} ceros\b|"
    r"without (?:the )?leading zero|no leading zero"
)
_DIGITS = re.compile(
    r"(\bultimos |\bprimeros |\bhasta |\bmaximo |\bmax\.? |\bde |\ba )?\b(\d{1,2}) (?:digitos|cifras)\b"
)


def _spoken(text: str, control: Control) -> str:
    """A number as the words beside the field ask for it: without zeros, of so many digits, its last digits."""
    said = words.fold(f"{control.label} {control.placeholder} {control.hint} {control.error}")
    if not text.isdigit():
        return text
    if WITHOUT_ZEROS.search(said):
        return text.lstrip("0") or "0"
    told = _DIGITS.search(said)
    if told is None or (told[1] or "").strip() in {"hasta", "maximo", "max", "max."}:
        return text
    count, end = int(told[2]), (told[1] or "").strip()
    if len(text) > count and end in {"ultimos", "primeros"}:
        return text[-count:] if end == "ultimos" else text[:count]
    bare = text.lstrip("0") or "0"
    return bare.zfill(count) if len(bare) <= count else text


def _spaced(text: str, control: Control) -> str:
    """Blanks between printed groups are dropped where the field has no room for them, or is not to have any."""
    told = words.fold(f"{control.label} {control.placeholder} {control.hint} {control.error}")
    full = control.maxlength and len(text) > control.maxlength
    return text.replace(" ", "") if full or _WITHOUT_BLANKS.search(told) else text


_WITHOUT_BLANKS = re.compile(r"\bsin (?:\w+ (?:ni|o|y) )?espacios\b|without (?:any )?(?:spaces|blanks)")


def _variants(text: str) -> list[str]:
    bare = re.sub(r"[-./\s]", "", text)
    found = [text.upper(), text.lower(), bare, bare.upper()]
    if text.isdigit() or bare.isdigit():
        found += [text.lstrip("0") or "0", bare.lstrip("0") or "0"]
    return found


def _accepts(text: str, control: Control) -> bool:
    if control.maxlength and len(text) > control.maxlength:
        return False
    if control.minlength and len(text) < control.minlength:
        return False
    if control.kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return False
    expression = compiled(control.pattern)
    return expression is None or expression.fullmatch(text) is not None


def _padded(text: str, control: Control) -> str | None:
    """Zeros in front where a pattern or minlength asks for more digits ("\\d{4}" and 12 -> 0012)."""
    limit = control.maxlength or 40
    if not text.isdigit() or not (control.pattern or control.minlength):
        return None
    bare = text.lstrip("0") or "0"
    lengths = [n for n in range(len(bare), min(limit, 40) + 1) if _accepts(bare.zfill(n), control)]
    return bare.zfill(lengths[0]) if lengths else None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """An HTML pattern as a Python one; None where it is empty, long (a trap for the matcher) or JavaScript only."""
    if not pattern or len(pattern) > 200 or _NESTED.search(pattern):
        return None
    try:
        return re.compile(pattern.strip("/"))
    except re.error:
        return None


_NESTED = re.compile(r"[+*}]\)[+*{]")
"""Nested repetition: may take exponential time."""


def _masked(text: str, control: Control) -> str | None:
    """Punctuation put where a mask or example has it, when the value has as many signs as it has slots."""
    bare = re.sub(r"[-./\s]", "", text)
    for shape in (control.mask, re.sub(r"[0-9A-Za-z]", "0", _example_of(control))):
        fixed, open_end = (shape[:-2], True) if shape.endswith("*") else (shape, False)
        slots = len(_MASK_SLOT.findall(fixed))
        if slots == len(fixed) or len(bare) < slots or (len(bare) > slots) != open_end:
            continue
        signs = iter(bare)
        return "".join(next(signs) if _MASK_SLOT.match(c) else c for c in fixed) + "".join(signs)
    return None


def _example_of(control: Control) -> str:
    """ "Ej. 1234-5678-9101" in placeholder or hint."""
    for text in (control.placeholder, control.hint):
        found = next(
            (m[0] for m in _EXAMPLE.finditer(text) if any(c.isdigit() for c in m[0]) and " " not in m[0]), ""
        )
        if found:
            return found
    return ""


_SERIES = re.compile(r"\s*([A-Za-z]{1,6}|[A-Za-z0-9]{1,8}(?=\s*[-/\s]))\s*[-/\s]?\s*([0-9]+)\s*")


def series_and_number(value: str, series: Control, number: Control) -> tuple[str, str] | None:
    """ "VB-003900" as VB and 003900, each as its field takes it; None: there is no series, or it does not fit."""
    found = _SERIES.fullmatch(value)
    if not found:
        return None
    pieces = (identifier_text(found[1], series), identifier_text(found[2], number))
    fit = _accepts(pieces[0], series) and _accepts(pieces[1], number)
    return pieces if fit else None


def boxed(value: str, boxes: Sequence[Control]) -> list[str] | None:
    """The value cut to the boxes, at its own dashes where they fit, else by lengths; None: it cannot be."""
    sizes = [b.maxlength or 0 for b in boxes]
    pieces = [p for p in re.split(r"[-./\s]+", value.strip()) if p]
    if len(pieces) == len(boxes) and all(len(p) <= s for p, s in zip(pieces, sizes, strict=True)):
        return pieces
    bare = "".join(pieces)
    if len(bare) > sum(sizes) or len(bare) <= sum(sizes[:-1]):
        return None
    cuts, at = [], 0
    for size in sizes:
        cuts.append(bare[at : at + size])
        at += size
    return cuts


def boxed_rfc(rfc: str, boxes: Sequence[Control]) -> list[str] | None:
    """Letters, date, homoclave: the split that printed forms use."""
    if len(boxes) != 3:
        return boxed(rfc, boxes)
    letters = len(rfc) - 9
    parts = [rfc[:letters], rfc[letters : letters + 6], rfc[letters + 6 :]]
    fit = all(len(p) <= (b.maxlength or 0) for p, b in zip(parts, boxes, strict=True))
    return parts if fit else None
