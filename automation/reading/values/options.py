"""Choosing from a list: by SAT code, by the catalogue's name in any of its spellings, by number or name of a shop.

The visible text decides: option values may be GUIDs, indexes or internal ids that merely look like codes.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from automation.reading import words
from automation.reading.page import Option
from automation.reading.vocabulary.sat import CATALOGUES, SHORT

_PLACEHOLDER = re.compile(
    r"^(?:[-–—.*<\s]*)$|^[-–—.*<¿\[(\s]*(?:por favor,? )?(?:selecci|elige|elija|escoge|escoja|choose|"
    r"select|sin seleccion|"
    r"ningun|opcion|favor de|indique|seleccione|pick|please|todos|todas\b|cargando|loading)"
)
_CODE_IN_TEXT = re.compile(
    r"^[\[(]?([a-z]{0,3}\d{1,3})[\])]?(?=$|[\s.:;,|/)–—-])|[\[(]([a-z]{0,3}\d{1,3})[\])]\s*$"
)
_SMALL_WORDS = frozenset(
    [
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "y",
        "e",
        "o",
        "u",
        "en",
        "con",
        "a",
        "al",
        "por",
        "que",
        "para",
        "ingresos",
        "regimen",
        "pago",
    ]
)


def is_placeholder(option: Option) -> bool:
    """ "Seleccione…", "--", empty: no answer."""
    return _says_nothing(option.text, option.value == "")


@lru_cache(maxsize=8192)
def _says_nothing(text: str, without_value: bool) -> bool:  # noqa: FBT001 - part of the cache's key
    folded = words.fold(text)
    return not folded or bool(_PLACEHOLDER.match(folded)) or (without_value and not folded[0].isalnum())


def real_options(options: Sequence[Option]) -> list[Option]:
    return [o for o in options if not is_placeholder(o)]


# --- catalogues of SAT ------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def tokens(text: str) -> frozenset[str]:
    """Words of a catalogue name, abbreviations written out, the small ones dropped."""
    found: list[str] = []
    for word in words.plain(text).split():
        found.extend(SHORT.get(word, word).split())
    return frozenset(w for w in found if w not in _SMALL_WORDS and not w.isdigit())


@lru_cache(maxsize=16)
def _weights(catalogue: str) -> Mapping[str, float]:
    """Rare words of a catalogue tell more than common ones."""
    names = [tokens(n) for variants in CATALOGUES[catalogue].values() for n in variants]
    counts: dict[str, int] = {}
    for name in names:
        for word in name:
            counts[word] = counts.get(word, 0) + 1
    return {w: math.log(1 + len(names) / n) for w, n in counts.items()}


def _likeness(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """Weighted Dice coefficient; a word that begins another one (act/actividades) counts as it."""
    if not one or not other:
        return 0.0
    shared_one = sum(weights.get(w, 1.0) for w in one if _in(w, other))
    shared_other = sum(weights.get(w, 1.0) for w in other if _in(w, one))
    whole = sum(weights.get(w, 1.0) for w in one) + sum(weights.get(w, 1.0) for w in other)
    return (shared_one + shared_other) / whole


def _in(word: str, others: frozenset[str]) -> bool:
    if word in others:
        return True
    return len(word) > 3 and any(len(o) > 3 and (o.startswith(word) or word.startswith(o)) for o in others)


@lru_cache(maxsize=4096)
def code_of(text: str, catalogue: str) -> str | None:
    """The catalogue code that this text names: by the code that it carries, else by its words; None when unsure."""
    table = CATALOGUES[catalogue]
    written = _CODE_IN_TEXT.search(words.fold(text))
    if written:
        code = (written[1] or written[2]).upper()
        if code in table:
            named = _by_words(_without_code(text), catalogue) if catalogue == "payment_method" else None
            return named or code  # "01 Tarjeta de crédito" is a list that counts its own way
    return _by_words(text, catalogue)


_TELLS_NOTHING = frozenset({"personas", "fisicas", "morales", "fiscales"})
"""Alone these name a kind of person, no régimen."""


@lru_cache(maxsize=4096)
def _by_words(text: str, catalogue: str) -> str | None:
    said, weights = tokens(text), _weights(catalogue)
    if catalogue == "fiscal_regime" and said <= _TELLS_NOTHING:
        return None
    begins = {w[:4] for w in said}
    scores: dict[str, float] = {}
    for code, name, name_begins in _names(catalogue):
        if not begins.isdisjoint(name_begins):
            scores[code] = max(scores.get(code, 0.0), _likeness(said, name, weights))
    first, second = (*sorted(scores.values(), reverse=True), 0.0, 0.0)[:2]
    if first < 0.6 or first - second <= 0.08:
        return None
    return max(scores, key=lambda c: scores[c])


@lru_cache(maxsize=16)
def _names(catalogue: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """(code, words, how the words begin) of every spelling: what shares no beginning shares no word."""
    spelled = ((code, tokens(name)) for code, names in CATALOGUES[catalogue].items() for name in names)
    return tuple((code, name, frozenset(w[:4] for w in name)) for code, name in spelled)


def catalogue_of(options: Sequence[Option]) -> str | None:
    """Which SAT catalogue a list offers, whatever its label: 601 and 612, G03, "01 Efectivo", PUE and PPD."""
    return _catalogue_of_texts(tuple((o.text, o.value) for o in real_options(options)[:_SAMPLE]))


@lru_cache(maxsize=512)
def _catalogue_of_texts(entries: tuple[tuple[str, str], ...]) -> str | None:
    found = [c for c, least in _LEAST.items() if entries and _offers(c, least, entries)]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda c: sum(_closeness(text, c) for text, _ in entries))


def _offers(catalogue: str, least: int, entries: tuple[tuple[str, str], ...]) -> bool:
    hits = {code_of(text, catalogue) or _coded(value, catalogue) for text, value in entries} - {None}
    enough = len(hits) >= min(least, len(entries)) and len(hits) / len(entries) >= 0.6
    return enough and _believable(catalogue, hits, entries)


def _closeness(text: str, catalogue: str) -> float:
    """How well the best name of the catalogue fits: "Gastos en general" alone is G03 rather than "general"."""
    written = _CODE_IN_TEXT.search(words.fold(text))
    coded = written is not None and (written[1] or written[2]).upper() in CATALOGUES[catalogue]
    said, weights = tokens(_without_code(text)), _weights(catalogue)
    return coded + max(_likeness(said, name, weights) for _, name, _ in _names(catalogue))


def _coded(value: str, catalogue: str) -> str | None:
    """A value like G03 or 601; two digits could be anything."""
    code = value.strip().upper()
    return code if len(code) > 2 and code in CATALOGUES[catalogue] else None


_SAMPLE = 14
"""So many entries tell what a list offers; a list of shops may have hundreds."""
_LEAST = {
    "fiscal_regime": 1,
    "cfdi_use": 1,
    "payment_method": 2,
    "person_type": 2,
    "nationality": 2,
    "payment_terms": 1,
    "country": 1,
}


def _believable(catalogue: str, hits: set[str | None], entries: Sequence[tuple[str, str]]) -> bool:
    """A list of shops numbered 01, 02, 04 is no list of payment methods: some name must agree as well."""
    if catalogue == "country":
        return len(entries) == 1
    named = {_by_words(_without_code(text), catalogue) for text, _ in entries if _without_code(text)} & hits
    if named:
        return True
    return catalogue in {"fiscal_regime", "cfdi_use"} and any(
        c in hits for c in ("601", "612", "626", "G01", "G03", "S01")
    )


def _without_code(text: str) -> str:
    return _CODE_IN_TEXT.sub("", words.fold(text)).strip(" -–.:)(")


def option_for_code(
    options: Sequence[Option], catalogue: str, code: str, *, natural: bool | None = None
) -> Option | None:
    """The enabled option that means `code`; None when there is none or two that cannot be told apart.

    `natural` (persona física) decides between "RESICO personas físicas" and "RESICO personas morales".
    """
    usable = [o for o in real_options(options) if o.enabled]
    hits = [o for o in usable if code_of(o.text, catalogue) == code]
    if not hits:
        hits = [o for o in usable if o.value.strip().upper() == code and code_of(o.text, catalogue) is None]
    if len(hits) > 1:
        hits = _narrowed(hits, code, natural=natural)
    return hits[0] if len(hits) == 1 or len({words.plain(h.text) for h in hits}) == 1 else None


def _narrowed(hits: list[Option], code: str, *, natural: bool | None) -> list[Option]:
    exact = [o for o in hits if o.value.strip().upper() == code]
    if len(exact) == 1:
        return exact
    if natural is None:
        return hits
    mine, other = ("fisicas", "morales") if natural else ("morales", "fisicas")
    fit = [o for o in hits if mine in tokens(o.text)]
    return fit or [o for o in hits if other not in tokens(o.text)] or hits


# --- lists of shops and other plain lists -----------------------------------------------------------


def option_for_text(options: Sequence[Option], wanted: str) -> Option | None:
    """The enabled option that says `wanted`: its whole text or value, its number, or all its words; else None."""
    return _option_for_text(tuple(options), wanted)


@lru_cache(maxsize=256)
def _option_for_text(options: tuple[Option, ...], wanted: str) -> Option | None:
    usable = [o for o in real_options(options) if o.enabled]
    for same in (_same_text, _same_value, _same_number, _same_name, _all_words):
        hits = [o for o in usable if same(o, wanted)]
        if len(hits) == 1:
            return hits[0]
        if hits and same is not _all_words:
            return None
    return None


_OTHER = re.compile(r"^\W*(?:otr[oa]|nuev[oa]|agregar|registrar|capturar|añadir|add|new|other)\b")


def option_for_others(options: Sequence[Option]) -> Option | None:
    """ "+ Otro RFC" in a list of registered clients: the way to one who is not in it."""
    hits = [o for o in options if o.enabled and _OTHER.search(words.fold(o.text))]
    return hits[0] if len(hits) == 1 else None


def _same_text(option: Option, wanted: str) -> bool:
    return words.plain(option.text) == words.plain(wanted)


def _same_value(option: Option, wanted: str) -> bool:
    """Values count only where the text does not name another number."""
    number = _leading_number(option.text)
    return option.value.strip() == wanted.strip() and (number is None or number == wanted.strip().lstrip("0"))


def _same_number(option: Option, wanted: str) -> bool:
    """ "12" finds "0012 - Centro" and "Tienda 12 Centro"."""
    bare = wanted.strip().lstrip("0")
    return bare.isdigit() and bare in {n.lstrip("0") for n in re.findall(r"\d+", option.text)}


def _leading_number(text: str) -> str | None:
    found = re.match(r"\W*(\d+)", text)
    return found[1].lstrip("0") if found else None


def _same_name(option: Option, wanted: str) -> bool:
    """ "1392 - Guadalajara Juárez" and "Centro (013)" without their numbers, whole: not "… Juárez II"."""
    bare = re.sub(r"^\W*\w*\d\w*\W+(?=\D{3})|\W+\(?\d+\)?\W*$", "", option.text)
    return len(wanted) > 2 and words.plain(bare) == words.plain(wanted)


_NOISE = frozenset(
    [
        "sucursal",
        "tienda",
        "suc",
        "estacion",
        "restaurante",
        "de",
        "la",
        "el",
        "los",
        "las",
        "no",
        "numero",
        "num",
        "plaza",
    ]
)


def _all_words(option: Option, wanted: str) -> bool:
    asked = {w for w in words.plain(wanted).split() if w not in _NOISE}
    said = set(words.plain(option.text).split())
    return bool(asked) and (asked <= said or (said - _NOISE != set() and (said - _NOISE) <= asked))
