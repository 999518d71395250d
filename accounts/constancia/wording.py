"""From a Constancia's text to its fields.

A value reaches from its label to the next label or heading, so it may share its line with another or run
over several. Accents and blanks between words are not relied upon: extractors lose both.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from accounts.constancia.document import Constancia, QrContent, StatedRegime
from accounts.fiscal import FiscalRegime

_LABELS = {
    "rfc": "rfc",
    "company": "denominacion ?(?:/|o) ?razon social",
    "capital": "regimen(?: de)? capital",
    "names": r"nombre ?\( ?s ?\)",
    "surname": "primer apellido",
    "second_surname": "segundo apellido",
    "trade_name": "nombre comercial",
    "curp": "curp",
    "started": "fecha(?: de)? inicio de operaciones",
    "status": "estatus en el padron",
    "changed": "fecha de ultimo cambio de estado",
    "postal_code": "codigo postal",
    "street_kind": "tipo de vialidad",
    "id_cif": "idcif",
}
_HEADINGS = (
    "datos de identificacion",
    "datos del domicilio",
    "datos de ubicacion",
    "actividades economicas",
    "valida tu informacion",
    "constancia de situacion fiscal",
    "cedula de identificacion fiscal",
)
_ISSUED = "lugar y fecha de emision"
_REGIMES = "regimenes ?:"
_AFTER_REGIMES = ("obligaciones ?:", "sus datos personales", "cadena original", "actividades economicas ?:")

_RFC = re.compile(r"[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}(?![A-Z0-9])")
_DATE = r"[0-9]{2}/[0-9]{2}/[0-9]{4}"
_ROW = re.compile(rf"(?P<words>(?:(?!{_DATE})[\s\S])+)(?P<since>{_DATE})?[ \t\n]*(?P<until>{_DATE})?")
_COLUMNS = re.compile(r"^\s*regimen\s*fecha\s*(?:de )?inicio\s*fecha\s*(?:de )?fin\s*")
_PAGE_NUMBER = re.compile(r"P[áa]gina\s*\[?[0-9]+\]?\s*de\s*\[?[0-9]+\]?")
_ARTICLE = re.compile(r"^regimen(?:de)?(?:los|las)?")


def is_constancia(text: str) -> bool:
    squeezed = _squeezed(text)
    return "constanciadesituacionfiscal" in squeezed and "datosdeidentificaciondelcontribuyente" in squeezed


def read_text(text: str, *, regimes: Mapping[str, FiscalRegime], qr: QrContent | None) -> Constancia:
    """Fields that are not found are empty."""
    text = _without_page_numbers(unicodedata.normalize("NFC", text))
    values = _labelled(text)
    person = " ".join(values[name] for name in ("names", "surname", "second_surname") if values.get(name))
    return Constancia(
        rfc=_first(_RFC.pattern, values.get("rfc", "")),
        legal_name=values.get("company") or person,
        capital_regime=values.get("capital", ""),
        id_cif=_first("[0-9]{1,20}", values.get("id_cif", "")),
        postal_code=_first("[0-9]{5}", values.get("postal_code", "")),
        status=values.get("status", ""),
        issued=_issued(text),
        regimes=tuple(_regimes(text, regimes)),
        qr=qr,
    )


def _without_page_numbers(text: str) -> str:
    """They stand between the rows of a table that runs over two pages."""
    return _PAGE_NUMBER.sub(" ", text)


def _labelled(text: str) -> dict[str, str]:
    """The first value that is not empty of each label."""
    found: dict[str, str] = {}
    marks = list(_marks().finditer(_folded(text)))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        value = " ".join(text[mark.end() : end].split())
        if mark.lastgroup and value and not found.get(mark.lastgroup):
            found[mark.lastgroup] = value
    return found


def _marks() -> re.Pattern[str]:
    """Labels end in a colon; headings and any other label of the form end a value too."""
    labels = "|".join(f"(?P<{name}>{_loose(label)}\\s*:)" for name, label in _LABELS.items())
    return re.compile(rf"(?<![a-z])(?:{labels}|{'|'.join(map(_loose, _HEADINGS))})")


def _issued(text: str) -> str:
    found = re.search(
        rf"{_loose(_ISSUED)}\s*:?\s*(?P<value>.*?[12][0-9]{{3}})", _folded(text)[:8000], re.DOTALL
    )
    return " ".join(text[found.start("value") : found.end("value")].split()) if found else ""


def _regimes(text: str, known: Mapping[str, FiscalRegime]) -> Iterator[StatedRegime]:
    folded = _folded(text)
    for start in re.finditer(_loose(_REGIMES), folded):
        stop = re.search("|".join(map(_loose, _AFTER_REGIMES)), folded[start.end() :])
        section = text[start.end() : start.end() + stop.start() if stop else len(text)]
        yield from _rows(section, known)


def _rows(section: str, known: Mapping[str, FiscalRegime]) -> Iterator[StatedRegime]:
    columns = _COLUMNS.match(_folded(section))
    for row in _ROW.finditer(section, columns.end() if columns else 0):
        words = " ".join(row["words"].split())
        if row["until"] or not row["since"]:
            continue
        yield StatedRegime(_code(words, known), words, row["since"])


def _code(words: str, known: Mapping[str, FiscalRegime]) -> str:
    """The régimen whose catalogue text stands in the words; the longest where several do."""
    squeezed = _squeezed(words)
    texts = {code: _ARTICLE.sub("", _squeezed(regime.name)) for code, regime in known.items()}
    fitting = [code for code, text in texts.items() if text in squeezed]
    return max(fitting, key=lambda code: len(texts[code]), default="")


def _loose(words: str) -> str:
    """A pattern that does not mind how many blanks stand between the words, or none."""
    return words.replace(" ?", r"\s*").replace(" ", r"\s*")


def _first(pattern: str, value: str) -> str:
    found = re.search(pattern, value)
    return found[0] if found else ""


def _folded(text: str) -> str:
    """Lower case without accents, every character in its place."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[:1] for char in text)


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _folded(text))
