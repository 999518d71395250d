"""What a text is like by itself: a label, a mark, a hint, an error, mere data."""

import re

from automation.reading.extract.text import Block, squeeze

MARK = re.compile(
    r"\(\s*\*+\s*\)|\*|＊|✱|\((?:campo\s+)?(?:obligatori[oa]|requerid[oa]|required)\)", re.IGNORECASE
)
ONLY_MARK = re.compile(
    r"^[\s:]*(?:\(?\*+\)?|\(?obligatori[oa]\)?|\(?requerid[oa]\)?|required)[\s:]*$", re.IGNORECASE
)
EDGES = re.compile(r"^[^\w¿¡#$%(&@«\"'№º]+|[^\w?!#$%)»\"'.°]+$")
BRACKETS_BEFORE = re.compile(r"^\([^)]*\)\s+(?=\w)")
"""Help text of the control before, on the same line: "(arriba) Total:"."""
HINT_WORDS = re.compile(r"help|hint|note|small|muted|ayuda|ejemplo|tooltip|form-text|description|subscript")
HINT_START = re.compile(
    r"^\W*(ej[.:\s]|ejemplo|formato|p\. ?ej|máx|máximo|mínimo|sin guiones|incluye|d{1,2}[/-]m|aaaa)",
    re.IGNORECASE,
)
LABEL_WORDS = re.compile(r"label|etiqueta|lbl|caption|titulo|title|campo")
ERROR_WORDS = re.compile(r"error|invalid-feedback|validat|text-danger|danger|has-error|parsley|ng-message")
HELP_QUESTION = re.compile(
    r"^\W*(?:d[oó]nde|no (?:lo )?(?:encuentr|ves|tien|sab)|qu[eé] es|c[oó]mo (?:obten|encuen|local|s[eé])|"
    r"necesitas|tienes|por qu[eé]).*\?$",
    re.IGNORECASE,
)

INTRODUCES = re.compile(
    r"^\W*(?:ingres|captur|escrib|introdu|proporcion|tecle|complet|llen|registr)\w*\s+(?:(?:los|las|tus|sus|la|el|tu|su)\s+)?"
    r"(?:siguientes\s+)?(?:datos|informaci[oó]n|campos)\b",
    re.IGNORECASE,
)
"""What is said of the whole form ("Ingresa los datos de tu ticket") and not of the field that comes first."""


def clean_label(text: str) -> str:
    """Without asterisks, trailing colons and '(obligatorio)'."""
    return EDGES.sub("", BRACKETS_BEFORE.sub("", squeeze(MARK.sub(" ", text)))).strip()


def has_mark(text: str) -> bool:
    """An asterisk or '(obligatorio)' at either end of a short text."""
    found = MARK.search(text)
    return found is not None and len(text) <= 160


def is_red(color: tuple[float, float, float, float]) -> bool:
    red, green, blue, alpha = color
    return alpha > 0.3 and red >= 140 and green <= 0.5 * red and blue <= 0.55 * red


def is_named_error(block: Block) -> bool:
    near = (block.owner, *list(block.owner.ancestors())[:2])
    return any(ERROR_WORDS.search(f"{a.tag} {a.words}") for a in near if a.tag not in ("form", "body"))


DATA_LINE = re.compile(r"\$ ?\d|\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}\b|\d{6,}| [·|] ")
"""A line that tells data ("RFC XAXX010101000 · Centro · Total $244.16") names no field."""
BARE_FIGURES = re.compile(r"^[\s\d$.,:/–-]*\d[\s\d$.,:/%–-]*(?:mxn|m\.?n\.?|pesos)?$", re.IGNORECASE)
"""A date or a sum by itself is what some row holds."""


def is_error_text(block: Block) -> bool:
    """Coloured or named as an error."""
    return is_red(block.color) or is_named_error(block)
