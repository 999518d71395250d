"""Names that say nothing, and shelves where things get lost, are not used (HOUSE.md sections 3 and 4)."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import functions, modules, named, tracked, tree

EMPTY_NAMES = {"data", "info", "manager", "helper", "process"}
SHELVES = {"utils", "util", "common", "helpers", "helper", "core", "misc"}
FIXED_BY_OTHERS = {"manage.py"}


def bound_names() -> Iterator[tuple[str, str]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield named(path), node.id
            elif isinstance(node, ast.arg):
                yield named(path), node.arg
        yield from ((named(path), function.name) for function in functions(path))


def test_no_name_says_nothing() -> None:
    assert {pair for pair in bound_names() if pair[1].lower() in EMPTY_NAMES} == set()


def test_there_is_no_shelf_for_whatever() -> None:
    parts = {(named(path), part) for path in modules() for part in [*path.parent.parts, path.stem]}
    assert {name for name, part in parts if part in SHELVES} == set()


def test_app_packages_are_empty() -> None:
    for path in modules():
        if path.name == "__init__.py" and path.parent.name in {
            "config",
            "accounts",
            "invoicing",
            "automation",
        }:
            assert path.read_text().strip() == "", named(path)


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{named(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if later.search(line)
    ]
    assert found == []


def test_every_error_is_caught_in_one_place_only() -> None:
    """`except Exception` stands in the runner, which logs and records; raising again is no catch."""
    catching = {
        named(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node.type) and not _raises_again(node)
    }
    assert catching <= {"automation/runner.py"}


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = {
        named(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and _is_os(node.value)
    }
    starting = {"manage.py", "config/local_services.py", "config/asgi.py", "config/celery.py"}
    handing_on = {"config/demo/processes.py", "automation/browser/silenced.py"}  # to children, to a library
    assert readers <= starting | handing_on


def _catches_everything(caught: ast.expr | None) -> bool:
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _is_os(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "os"


def test_no_path_of_one_machine_stands_anywhere() -> None:
    machine = re.compile(r"/work/|/root/|/home/[a-z]")
    texts = tracked("*.py", "*.md", "*.toml", "*.html", "*.yml", "Makefile", "Procfile", "Dockerfile")
    this_file = "tests/house/test_names.py"
    found = {
        named(path)
        for path in texts
        if named(path) != this_file and machine.search(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()
