"""Texts of portals as comparable words: accents, case, punctuation and abbreviations folded away.

Two foldings: `fold` keeps the sentence (for messages and buttons), `label_words` keeps only what names
a datum (for labels, placeholders and ids; "No." and "#" become "numero", articles and imperatives go).
"""

import re
import unicodedata
from functools import lru_cache

from automation.reading import spelling

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9ñ]+")
_CAMEL = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])"
)
_DOTTED = re.compile(r"\b([a-z])\.\s?([a-z])\.\s?(?:([a-z])\b\.?)?")
_SPACED = re.compile(r"\b(?:r f c|c p|c f d i)\b")

_WEB_ID = re.compile(r"web[\s_.-]?id(?=[^a-z]|$)", re.IGNORECASE)

STOP_WORDS = frozenset(
    [
        "de",
        "del",
        "la",
        "el",
        "los",
        "las",
        "lo",
        "su",
        "sus",
        "tu",
        "tus",
        "mi",
        "un",
        "una",
        "unos",
        "por",
        "para",
        "en",
        "al",
        "a",
        "con",
        "y",
        "o",
        "u",
        "e",
        "the",
        "of",
        "your",
        "my",
        "our",
        "this",
        "que",
        "se",
        "es",
        "como",
        "este",
        "esta",
        "tal",
        "aparece",
        "ingrese",
        "ingresa",
        "ingresar",
        "introduce",
        "introduzca",
        "introducir",
        "escriba",
        "escribe",
        "captura",
        "capture",
        "capturar",
        "teclea",
        "teclee",
        "proporcione",
        "proporciona",
        "seleccione",
        "selecciona",
        "seleccionar",
        "elige",
        "elija",
        "elegir",
        "indique",
        "indica",
        "favor",
        "aqui",
        "enter",
        "select",
        "please",
        "type",
        "choose",
        "digita",
        "digite",
        "digitar",
        "coloca",
        "coloque",
        "obligatorio",
        "obligatoria",
        "requerido",
        "requerida",
        "required",
        "ej",
        "ejemplo",
        "eg",
        "example",
    ]
)

ABBREVIATIONS = {
    "no": "numero",
    "num": "numero",
    "nro": "numero",
    "nº": "numero",
    "number": "numero",
    "nbr": "numero",
    "tel": "telefono",
    "edo": "estado",
    "mpio": "municipio",
    "deleg": "delegacion",
    "del": "del",
    "mail": "email",
    "correos": "correo",
    "reg": "reg",
    "regs": "reg",
    "suc": "sucursal",
    "fec": "fecha",
    "fol": "folio",
    "vta": "venta",
    "tda": "tienda",
    "cja": "caja",
    "imp": "importe",
    "cod": "codigo",
    "code": "codigo",
    "tkt": "ticket",
    "tiket": "ticket",
    "cdfi": "cfdi",
    "cfid": "cfdi",
    "tickets": "ticket",
    "folios": "folio",
    "trans": "transaccion",
    "trx": "transaccion",
    "txn": "transaccion",
    "transaction": "transaccion",
    "estacion": "estacion",
    "ref": "referencia",
    "dir": "direccion",
    "nom": "nombre",
    "pagaste": "pagado",
    "pagamos": "pagado",
    "pagaron": "pagado",
    "cobraron": "cobrado",
    "gastaste": "gastado",
    "rs": "rs",
    "ext": "exterior",
    "int": "interior",
    "ap": "apellido",
    "apellidos": "apellidos",
    "gral": "general",
    "raz": "razon",
    "soc": "social",
    "fis": "fiscal",
    "fisc": "fiscal",
    "tot": "total",
    "cant": "cantidad",
    "mto": "monto",
    "fch": "fecha",
    "oper": "operacion",
    "consec": "consecutivo",
    "fact": "factura",
    "tck": "ticket",
    "cte": "cliente",
    "term": "terminal",
    "mov": "movimiento",
    "elec": "electronico",
    "electr": "electronico",
    "postal": "postal",
}

_ID_NOISE = frozenset(
    [
        "txt",
        "tx",
        "txb",
        "tb",
        "ddl",
        "cmb",
        "cbo",
        "cb",
        "sel",
        "select",
        "slc",
        "btn",
        "ctl",
        "lbl",
        "chk",
        "rb",
        "rd",
        "rad",
        "dt",
        "inp",
        "input",
        "form",
        "frm",
        "field",
        "fld",
        "control",
        "ctrl",
        "mat",
        "p",
        "contentplaceholder",
        "content",
        "placeholder",
        "main",
        "body",
        "cph",
        "page",
        "master",
        "j",
        "idt",
        "aux",
        "hidden",
        "id",
        "ng",
        "v",
        "el",
        "item",
        "box",
        "text",
        "textbox",
        "dropdown",
        "list",
        "lista",
        "combo",
        "menu",
        "one",
        "selectone",
        "inline",
        "wrapper",
        "container",
        "query",
        "model",
        "vm",
        "data",
        "obj",
        "new",
        "nuevo",
        "formulario",
        "campo",
        "dato",
        "datos",
    ]
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, without accents (ñ stays), white space collapsed; punctuation kept; wrong encodings mended."""
    kept = _mended(text).lower().replace("ñ", "\0")
    bare = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("\0", "ñ")).strip()


def _mended(text: str) -> str:
    """Portals serve UTF-8 as Latin-1 ("RazÃ³n") and Latin-1 as UTF-8 ("Raz\ufffdn"): read both as they were meant."""
    if "Ã" in text or "Â" in text:
        for encoding in ("cp1252", "latin-1"):
            try:
                return text.encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
    return _LOST.sub(_restored, text) if "\ufffd" in text else text


_LOST = re.compile(r"\w*\ufffd[\w\ufffd]*")


def _restored(found: re.Match[str]) -> str:
    """A word with one letter lost in decoding: the known word that fits."""
    word = found[0]
    tried = (word.lower().replace("\ufffd", letter) for letter in "oiaeuñ")
    return next((w for w in tried if w in _KNOWN), word)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """`fold` with every run of punctuation as one space: for phrases."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


_PAID = re.compile(
    r"(?<!con que )(?<!con qué )(?<!como )(?<!cómo )\b(?:pagó|pagué|pago\s*(?=\$))", re.IGNORECASE
)
""" "Pagó" is what was paid; without its accent it would be the "pago" of "forma de pago"."""


_TAXED = re.compile(
    r"\b(?:con|mas|incluye(?:ndo)?) (?:el )?i\.?v\.?a\b\.?(?: incluido)?|\biva incl(?:uido|\.)?(?!\w)"
)
""" "Importe con IVA" is the total, "Importe del IVA" the tax."""


@lru_cache(maxsize=8192)
def label_words(text: str) -> tuple[str, ...]:
    """The words of a label that can name a datum, abbreviations written out."""
    told = _PAID.sub(" pagado ", text)
    folded = _DOTTED.sub(lambda m: " " + "".join(g for g in m.groups() if g) + " ", fold(told))
    folded = _SPACED.sub(lambda m: m[0].replace(" ", ""), folded)
    folded = folded.replace("#", " numero ").replace("n°", " numero ").replace("e-mail", " email ")
    folded = _TAXED.sub(" ivaincluido ", _WEB_ID.sub(" webid ", folded))
    return _normalised(_NOT_WORD.sub(" ", folded).split())


def _normalised(tokens: list[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for token in tokens:
        meant = spelling.meant(token)
        word = ABBREVIATIONS.get(meant, meant)
        if word not in STOP_WORDS and (not kept or kept[-1] != word):
            kept.append(word)
    if len(kept) > 1 and kept[-1] == "numero":  # "TC#", "Ticket No."
        kept.pop()
    return tuple(kept)


@lru_cache(maxsize=8192)
def id_words(identifier: str) -> tuple[str, ...]:
    """An id or name as words: `ctl00_ddlregimenFiscal` -> (regimen, fiscal). Widget prefixes are dropped."""
    parts = _CAMEL.sub(" ", _WEB_ID.sub(" webid ", identifier))
    tokens = [t for t in _NOT_WORD.sub(" ", fold(parts)).split() if not t.isdigit()]
    words: list[str] = []
    for token in tokens:
        words.extend(_unglued(token))
    return _normalised([w for w in words if w not in _ID_NOISE])


@lru_cache(maxsize=512)
def key_words(key: str) -> tuple[str, ...]:
    """A key of the user's ticket as words: `idVenta` and `id_venta` -> (id, venta). Nothing is dropped."""
    tokens = _NOT_WORD.sub(" ", fold(_CAMEL.sub(" ", _WEB_ID.sub(" webid ", key)))).split()
    return _normalised([w for t in tokens for w in _unglued(t)]) or tuple(tokens)


_GLUED_PREFIX = re.compile(r"^(?:txt|tx|ddl|cmb|cbo|sel|slc|inp|dt|lbl|chk|rb|fld|c|i|s|n)$")
_KNOWN: set[str] = set()


def learn(words: frozenset[str]) -> None:
    """Teaches the words into which glued ids are cut (`codigopostal`); called once by the vocabulary."""
    _KNOWN.update(w for w in words if len(w) > 2)
    _KNOWN.update({"cp", "no", "num", "fec", "cod", "pos", "pago", "reg", "fis", "de"})
    spelling.learn(words)
    fold.cache_clear()
    plain.cache_clear()
    label_words.cache_clear()
    _unglued.cache_clear()
    id_words.cache_clear()


@lru_cache(maxsize=4096)
def _unglued(token: str) -> tuple[str, ...]:
    """A glued token cut into known words, a widget prefix allowed in front; itself where that fails."""
    if token in _KNOWN or token in _ID_NOISE or len(token) < 5:
        return (token,)
    for cut in (0, 1, 2, 3):
        if cut and not _GLUED_PREFIX.match(token[:cut]):
            continue
        found = _cut(token[cut:])
        if found:
            return found
    return (token,)


def _cut(text: str) -> tuple[str, ...]:
    """The fewest known words that make up `text`; () where it cannot be cut."""
    best: list[tuple[str, ...] | None] = [None] * (len(text) + 1)
    best[0] = ()
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 16), end):
            head = best[start]
            if head is None or text[start:end] not in _KNOWN:
                continue
            now = best[end]
            if now is None or len(head) + 1 < len(now):
                best[end] = (*head, text[start:end])
    return best[-1] or ()


def joined(words: tuple[str, ...]) -> str:
    return "".join(words)
