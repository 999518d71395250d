"""A reading brought up to date with what its controls hold now."""

from dataclasses import replace

from automation.pilots.held_values import with_held
from automation.reading.page import Control, Option, PageModel
from tests.automation.pilots.scripted import control, ref

USES = (Option("", "Seleccione", selected=True), Option("G03", "Gastos en general"))
FIELDS = (
    control(1, "RFC"),
    control(2, "Uso", kind="select", tag="select", options=USES),
    control(3, "Acepto", kind="checkbox", value="on", checked=False),
)


def page(*controls: Control) -> PageModel:
    return PageModel(url="https://portal.example/", controls=controls)


def test_texts_lists_and_boxes_hold_what_the_browser_says() -> None:
    held = {ref(1): "EKU9003173C9", ref(2): "G03", ref(3): "true"}
    now = with_held(page(*FIELDS), held)
    assert now is not None
    text, chosen, box = now.controls
    assert (text.value, text.value_text) == ("EKU9003173C9", "EKU9003173C9")
    assert (chosen.value, chosen.value_text) == ("G03", "Gastos en general")
    assert [o.selected for o in chosen.options] == [False, True]
    assert (box.value, box.checked) == ("on", True)


def test_a_control_that_is_gone_asks_for_a_new_reading() -> None:
    assert with_held(page(*FIELDS), {ref(1): "", ref(2): "G03"}) is None


def test_an_option_that_was_not_there_asks_for_a_new_reading() -> None:
    only_list = replace(FIELDS[1], options=USES[:1])
    assert with_held(page(only_list), {ref(2): "G03"}) is None
