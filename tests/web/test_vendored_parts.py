"""Parts of others that ship with the pages: as they were published, licensed, and without loose ends."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings

VENDORED = Path(settings.BASE_DIR) / "static" / "vendor"


def listed() -> dict[str, str]:
    lines = (VENDORED / "HASHES").read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def shipped() -> set[str]:
    files = (path for path in VENDORED.rglob("*") if path.is_file() and path.name != "HASHES")
    return {path.relative_to(VENDORED).as_posix() for path in files}


def test_every_vendored_file_is_the_one_that_was_reviewed() -> None:
    assert shipped() == set(listed())
    assert {path: sha256((VENDORED / path).read_bytes()).hexdigest() for path in listed()} == listed()


def test_every_vendored_part_names_its_version_and_carries_its_licence() -> None:
    folders = [path for path in VENDORED.iterdir() if path.is_dir()]

    assert all(path.name.rpartition("-")[2][0].isdigit() for path in folders)
    assert all((path / "LICENSE").read_text(encoding="utf-8").strip() for path in folders)


def test_no_vendored_file_points_at_a_source_map_that_is_not_there() -> None:
    texts = [path for path in VENDORED.rglob("*") if path.suffix in {".css", ".js"}]

    assert texts
    assert [path.name for path in texts if "sourceMappingURL" in path.read_text(encoding="utf-8")] == []
