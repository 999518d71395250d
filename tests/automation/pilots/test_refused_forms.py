"""A form that the portal refuses: the person is asked for the field that nothing was known for."""

from dataclasses import replace

from automation.pilots import verdicts
from automation.pilots.sight import Sight
from automation.reading.page import Control, PageModel
from invoicing.states import FailureType
from tests.automation.reading.understand.pages import button, page, read, text


def _sight(*controls: Control) -> Sight:
    shown: PageModel = page(*controls, button("Siguiente"))
    return Sight(shown, read(shown), "f")


def test_the_unknown_field_that_the_portal_marked_is_asked_for() -> None:
    unknown = text("Palabra del gerente", error="Falta", invalid=True)
    sight = _sight(replace(text("Folio"), value="A-1001"), unknown)
    marked = [c for c in sight.page.controls if c.error]
    failure = verdicts.refused_value(sight, marked, "Falta")
    assert failure.type is FailureType.MISSING_DATA
    assert [f.label for f in failure.fields] == ["Palabra del gerente"]
    assert "«Falta»" in failure.reason


def test_where_nothing_is_marked_the_empty_unknown_fields_are_asked_for_but_not_the_optional() -> None:
    sight = _sight(
        replace(text("Folio"), value="A-1001"), text("Palabra del gerente"), text("Apodo (opcional)")
    )
    failure = verdicts.refused_value(sight, [], "Te faltó llenar algo.")
    assert [f.label for f in failure.fields] == ["Palabra del gerente"]


def test_a_known_datum_that_is_marked_stays_the_refused_one() -> None:
    sight = _sight(text("RFC", value="EKU9003173C9", error="No existe"), text("Palabra del gerente"))
    marked = [c for c in sight.page.controls if c.error]
    assert verdicts.refused_value(sight, marked, "").type is FailureType.RECEIVER_REJECTED
