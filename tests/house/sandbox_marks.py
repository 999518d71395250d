"""What is the sandbox's own: brands, names of controls, sentences. And what of it is the field's or the web's.

Taken from the simulated portals' templates, scripts and Python as they stand, so that a portal that is added is
covered without a line here.
"""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from automation.sandbox.companies import COMPANIES
from tests.house.source import ROOT, tree

PORTALS = ROOT / "automation" / "sandbox" / "portals"
COMMON = ROOT / "automation" / "sandbox" / "vocabulary.py"
"""Phrases that real portals were seen to use: the sandbox shares them with the field on purpose."""
VENDORS = ROOT / "invoicing" / "vendors"
SHORTEST_SENTENCE = 4
SHORTEST_NAME = 5

_ATTRIBUTE = re.compile(r"""\s(?:id|name|class|for|data-[\w-]+)\s*=\s*["']([^"']*)["']""")
_TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\\n])*)\1""")
_CLAUSE_END = re.compile(r"[.,:;!?¡¿…()«»<>\n{}\"\u2014]+")
_NAME = re.compile(r"[A-Za-z_][\w:$.-]*[\w]")
_SEAM = re.compile(r"[_:$.]+")
_COLOUR = re.compile(r"[0-9a-fA-F]{5,6}")
_COMPOSED = re.compile(r"[a-z][A-Z]|[A-Za-z][_:$-]|\w\d")


def folded(text: str) -> str:
    """Lower case, without accents; words parted by one blank."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[\w&]+", bare.casefold()))


OF_THE_WEB = frozenset(
    """
    aria-autocomplete aria-label aria-modal aria-invalid aria-selected aria-expanded aria-disabled aria-busy
    aria-checked aria-required aria-controls aria-haspopup aria-labelledby aria-describedby aria-hidden
    aria-activedescendant aria-live aria-owns content-type datetime-local inline-block utf-8
    __VIEWSTATE __EVENTTARGET __EVENTARGUMENT __EVENTVALIDATION __doPostBack
    btn-primary btn-success btn-default btn-secondary form-control form-group control-label has-error
    alert-danger alert-success alert-warning alert-info modal-dialog modal-header modal-body modal-footer
    modal-content modal-title nav-pills nav-tabs
    ui-button ui-calendar ui-confirm-dialog ui-dialog ui-dialog-title ui-datepicker ui-growl ui-messages
    ui-blockui ui-selectonemenu ui-autocomplete ui-state-disabled ui-state-error custom-combobox
    custom-combobox-input chosen-container chosen-single chosen-search chosen-results active-result
    ng-click ng-model ng-required ng-touched ng-invalid ng-pristine ng-dirty
    mat-button mat-option mat-select mat-error mat-form-field mat-form-field-invalid mat-spinner md-dialog
    md-toast cdk-overlay-backdrop g-recaptcha g-recaptcha-response h-captcha cf-turnstile
    """.split()  # noqa: SIM905 - reads as a list
)
"""HTML's and ARIA's own, and the published names of libraries that any portal may be built with: WebForms,
Bootstrap, jQuery UI, PrimeFaces, Chosen, AngularJS, Angular Material, captcha services."""

OF_THE_FIELD = frozenset(
    folded(phrase)
    for phrase in (
        "Código de la imagen",  # the label of image captchas
        "El ticket ya fue facturado",
        "No soy un robot",  # reCAPTCHA's own
        "you have been blocked",  # Cloudflare's own
        "mat form field invalid",  # Angular Material's class, its words apart
    )
)
"""Sentences that are others' before they are the sandbox's: who else says it stands beside each."""

OF_THE_CONTRACT = frozenset({"first_names", "paternal_surname", "maternal_surname", "not_found"})
"""Words of the product's own interface (CONTRACT.md section 5)."""


def sentences(text: str) -> Iterator[str]:
    """Clauses of at least four words, folded."""
    for clause in _CLAUSE_END.split(text):
        words = folded(clause)
        if words.count(" ") >= SHORTEST_SENTENCE - 1:
            yield words


def names(text: str) -> Iterator[str]:
    """Identifiers that somebody composed, whole and in their parts: `ctl00_cphMain_txtMemRFC`, `txtMemRFC`;
    not `codigo` or `rfc`."""
    for whole in _NAME.findall(text):
        for name in {whole, *_SEAM.split(whole)}:
            bare = name.strip("_:$.-")
            if len(bare) >= SHORTEST_NAME and _COMPOSED.search(bare) and not _COLOUR.fullmatch(bare):
                yield bare.casefold()


@cache
def sandbox_sentences() -> frozenset[str]:
    own = {sentence for text in _texts() for sentence in sentences(text)}
    return frozenset(own - _field_sentences() - OF_THE_FIELD)


@cache
def sandbox_names() -> frozenset[str]:
    own = {name for text in _identifiers() for name in names(text)}
    words = {name for text in _field_texts() for name in names(text)}
    return frozenset(own - words - {name.strip("_").casefold() for name in OF_THE_WEB} - OF_THE_CONTRACT)


@cache
def sandbox_brands() -> frozenset[str]:
    """Names and RFCs of the fictional companies, folded."""
    told = {text for c in COMPANIES.values() for text in (c.rfc, c.legal_name, c.trade_name)}
    return frozenset(folded(text) for text in told)


def python_strings(module: ast.Module) -> Iterator[str]:
    """Every string literal but docstrings and remarks under an assignment."""
    remarks = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield node.value


def _files(*suffixes: str) -> Iterator[Path]:
    return (path for path in sorted(PORTALS.rglob("*")) if path.suffix in suffixes)


def _templates() -> Iterator[str]:
    return (_TEMPLATE_CODE.sub(" \n", path.read_text(encoding="utf-8")) for path in _files(".html"))


def _script_strings() -> Iterator[str]:
    for path in _files(".js"):
        yield from (found[1] for found in _QUOTED.findall(path.read_text(encoding="utf-8")))


def _python_strings() -> Iterator[str]:
    for path in _files(".py"):
        yield from python_strings(tree(path))


def _texts() -> Iterator[str]:
    yield from (re.sub(r"<[^>]*>", "\n", page) for page in _templates())
    yield from _script_strings()
    yield from _python_strings()


def _identifiers() -> Iterator[str]:
    for page in _templates():
        yield from _ATTRIBUTE.findall(page)
    yield from (text for text in (*_script_strings(), *_python_strings()) if " " not in text.strip())


@cache
def _field_texts() -> tuple[str, ...]:
    entries = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(VENDORS.glob("*.toml")))
    told = [text for entry in entries for text in _leaves(entry)]
    return (*told, *python_strings(tree(COMMON)))


def _field_sentences() -> set[str]:
    return {sentence for text in _field_texts() for sentence in sentences(text)}


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
