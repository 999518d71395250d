"""Every template: nothing inline (the page's policy forbids it), every address and icon there."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SPRITE = Path(settings.BASE_DIR) / "static/vendor/tabler-icons-3.51.0/icons.svg"


class InlineFinder(HTMLParser):
    """Collects what `script-src 'self'; style-src 'self'` would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or re.match(r"on[a-z]|hx-on", name)]


def source(page: str) -> str:
    return (TEMPLATES / page).read_text(encoding="utf-8")


def named_addresses() -> set[str]:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for namespace, (_, resolver) in get_resolver().namespace_dict.items():
        names |= {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return names


@pytest.mark.parametrize("page", PAGES)
def test_a_template_holds_no_inline_script_or_style(page: str) -> None:
    finder = InlineFinder()
    finder.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", "x", source(page)))

    assert finder.found == []


@pytest.mark.parametrize("page", PAGES)
def test_a_template_can_be_compiled(page: str) -> None:
    assert get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_every_address_that_a_template_names_exists(page: str) -> None:
    named = set(re.findall(r"\{%\s*url\s+['\"]([^'\"]+)['\"]", source(page)))

    assert named <= named_addresses()


def test_every_icon_that_a_template_draws_is_in_the_sprite() -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    drawn = {name for page in PAGES for name in re.findall(r"<c-icon name=\"([a-z0-9-]+)\"", source(page))}

    assert drawn
    assert drawn <= symbols


def test_every_icon_of_a_status_a_step_or_a_check_is_in_the_sprite() -> None:
    from invoicing.presentation import STATUS_WORDS, STEP_ICONS, check_words  # noqa: PLC0415

    symbols = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    verdicts = [check_words({"name": "xml", "ok": ok, "level": level}).icon for ok, level in
                [(True, "note"), (None, "note"), (False, "warn"), (False, "reject")]]  # fmt: skip

    assert {words.icon for words in STATUS_WORDS.values()} | set(STEP_ICONS.values()) | set(
        verdicts
    ) <= symbols


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("cotton/")])
def test_every_component_opens_with_a_comment_that_names_its_attributes(page: str) -> None:
    comment = re.match(r"\{#(.+?)#\}", source(page))
    declared = re.search(r"<c-vars ([^>]*?)/?>", source(page))

    assert comment is not None
    attributes = re.findall(r":?([a-z_]+)(?:=\"[^\"]*\")?", declared[1]) if declared else []
    assert [name for name in attributes if name not in comment[1]] == []
