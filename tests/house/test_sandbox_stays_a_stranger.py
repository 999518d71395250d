"""No id, label or text that only the sandbox uses stands in `reading` or `pilots`: they must read any portal."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.sandbox_marks import (
    folded,
    names,
    python_strings,
    sandbox_brands,
    sandbox_names,
    sandbox_sentences,
)
from tests.house.source import ROOT, named, tree

READERS = (ROOT / "automation" / "reading", ROOT / "automation" / "pilots")
WRITTEN = {".js", ".md", ".json", ".toml", ".txt", ".html"}


def reader_strings() -> Iterator[tuple[str, str]]:
    for path in sorted(file for folder in READERS for file in folder.rglob("*")):
        for text in strings_of(path):
            yield named(path), text


def strings_of(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        yield from python_strings(tree(path))
    elif path.suffix in WRITTEN:
        yield path.read_text(encoding="utf-8")


@cache
def marks_in(text: str) -> frozenset[str]:
    """What of the sandbox alone stands in `text`, an expression of the reader included."""
    plain = re.sub(r"\\[bBsSdDwW]|\\", " ", text)
    alternatives = "".join(f" {folded(phrase)} |" for phrase in plain.split("|"))
    phrases = {mark for mark in sandbox_sentences() | sandbox_brands() if f" {mark} " in alternatives}
    return frozenset(phrases | (set(names(plain)) & sandbox_names()))


def test_no_mark_of_the_sandbox_stands_in_reading_or_pilots() -> None:
    found = {(where, mark) for where, text in reader_strings() for mark in marks_in(text)}

    assert found == set()


def test_the_readers_strings_are_seen() -> None:
    """An empty folder, or one that moved, must not pass for a clean one."""
    assert sum(len(text) > 3 for _, text in reader_strings()) > 500


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ('RFC = "ctl00_cphCuerpo_txtMemRFC"', "txtmemrfc"),
        ('if control.html_name == "receiverContainer:txtTrackingId": pass', "txttrackingid"),
        ('CODE = re.compile(r"\\b(modal-uso-cdfi)\\b")', "modal-uso-cdfi"),
        (
            'NOT_LOADED = "su cuenta aun no ha sido enviada por la sucursal"',
            "su cuenta aun no ha sido enviada",
        ),
        ('BRAND = "la palapa de lupe"', "la palapa de lupe"),
        ('GIVEN = f"{host} AUC8706192J9"', "auc8706192j9"),
    ],
)
def test_a_reader_that_knows_the_sandbox_is_found_out(source: str, mark: str) -> None:
    caught = {found for text in python_strings(ast.parse(source)) for found in marks_in(text)}

    assert any(mark in found for found in caught), caught


@pytest.mark.parametrize(
    "text",
    [
        "rfc", "codigo postal", "Razón social", "form-control", "modal-dialog", "txtRFC o RFC",
        r"ya (ha sido|fue) facturad[oa]", "¿Está seguro?", "UsoCFDI",
    ],
)  # fmt: skip
def test_the_fields_own_words_are_free(text: str) -> None:
    assert marks_in(text) == set()


def test_a_docstring_may_name_a_portal_but_a_literal_may_not() -> None:
    module = ast.parse('"""As in La Palapa de Lupe."""\nNAME = "La Palapa de Lupe"')

    assert [sorted(marks_in(text)) for text in python_strings(module)] == [["la palapa de lupe"]]
