"""Checkboxes and yes/no questions: which may be ticked (terms, privacy, "my data are right") and which never."""

from automation.reading import words
from automation.reading.page import Control
from automation.reading.units import Unit
from automation.reading.vocabulary.roles import BY_EMAIL, CONSENT, NEVER_TICK

_TERMS = ("terminos", "condiciones", "privacidad", "terms", "privacy")


def is_consent(control: Control) -> bool:
    """A box that a form needs ticked and that costs nothing: terms, privacy, declaration that data are right.

    Boxes of political parties, donations, advertising, "save my data" and the like are never one; a text that
    mixes terms with advertising counts only where the form requires the box.
    """
    said = words.fold(f"{control.label} {control.accessible_name} {control.hint}")
    if not said.strip():
        said = words.plain(" ".join((*words.id_words(control.html_id), *words.id_words(control.html_name))))
    if NEVER_TICK.search(said):
        return (
            control.required
            and any(w in said for w in _TERMS)
            and "no acepto" not in said
            and "robot" not in said
        )
    return bool(CONSENT.search(said)) or any(w in said for w in ("terminos", "privac", "acept", "condicion"))


def reveals_email(control: Control) -> bool:
    """ "Quiero recibir la factura por correo": opens the e-mail field."""
    return bool(BY_EMAIL.search(words.fold(control.label or control.accessible_name)))


def consenting_radio(unit: Unit) -> Control | None:
    """The "Acepto" of an "Acepto / No acepto" question about terms or privacy."""
    question = words.fold(unit.lead.group)
    for control in unit.controls:
        said = words.fold(control.label or control.accessible_name)
        if said.startswith(("acepto", "si acepto", "si, acepto", "de acuerdo", "estoy de acuerdo")):
            return None if NEVER_TICK.search(f"{question} {said}") else control
        if said in {"si", "yes"} and any(w in question for w in _TERMS) and not NEVER_TICK.search(question):
            return control
    return None
