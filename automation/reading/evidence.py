"""How surely does a control want a datum? Independent evidence added up, one score per (unit, subject).

Words first: visible label > accessible name > placeholder > hint > name > id; the first source that says
something decides, the others only confirm (`txtReservationId` labelled "Total" is the total). Then what the
control itself shows: its list's options, type, lengths and pattern, and the heading that it stands under.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automation.reading import words
from automation.reading.formats import format_evidence
from automation.reading.page import Control
from automation.reading.subjects import DERIVED, Subject
from automation.reading.units import LISTS, Shape, Unit, options_of
from automation.reading.values.options import catalogue_of, is_placeholder, option_for_text
from automation.reading.vocabulary import index
from automation.reading.vocabulary.foreign import FOREIGN
from automation.reading.vocabulary.ticket import IDENTIFYING

Source = tuple[index.Words, float]
"""the words of one text about a control, and how far such texts can be trusted"""

INFORMATIVE = 0.45
_CONFIRMS = (1.0, 0.22, 0.12, 0.06)
_RECEIVER_HEADING = frozenset(
    [
        "receptor",
        "fiscales",
        "fiscal",
        "cliente",
        "facturacion",
        "contribuyente",
        "personales",
        "receiver",
        "billing",
    ]
)
_TICKET_HEADING = frozenset(
    [
        "ticket",
        "compra",
        "venta",
        "consumo",
        "nota",
        "cruce",
        "carga",
        "purchase",
        "sale",
        "operacion",
        "boleto",
        "orden",
    ]
)
_ISSUER_HEADING = frozenset(["emisor", "emisora", "issuer"])


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one unit: each subject's score, and the best score of a field that is none of ours."""

    by_subject: tuple[float, ...]
    foreign: float
    foreign_name: str
    listed: str | None
    """SAT catalogue that its list offers"""


def score_unit(unit: Unit, subjects: Sequence[Subject]) -> Scores:
    sources = _sources(unit)
    listed = _listed(unit)
    said = [_weighted(sources, subject) for subject in subjects]
    foreign_name, foreign = _foreign(sources, takes_files=unit.lead.kind == "file")
    context = _heading(unit)
    scores = tuple(
        text + _own_evidence(unit, subject, listed) + context.get(subject.is_receiver, 0.0) * (text > 0)
        for text, subject in zip(said, subjects, strict=True)
    )
    if listed in DERIVED:
        foreign_name, foreign = listed or "", 1.5
    return Scores(scores, foreign, foreign_name, listed)


# --- words ------------------------------------------------------------------------------------------


def _sources(unit: Unit) -> list[Source]:
    """(words, trust) of each text about the unit, the most trusted first, repeated texts once."""
    lead = unit.lead
    radio = unit.shape is Shape.RADIO
    told = [(words.label_words(lead.group), 1.0)] if radio else _visible_texts(lead)
    near = lead.label_source in {"left", "above"}
    id_trust = 0.6 if lead.label and not near and not radio else 0.75
    told += [(words.id_words(lead.html_name), id_trust), (words.id_words(lead.html_id), id_trust)]
    firsts: dict[index.Words, float] = {}
    for tokens, trust in told:
        if tokens:
            firsts.setdefault(tokens, trust)
    return list(firsts.items())


def _visible_texts(control: Control) -> list[Source]:
    has_label = bool(control.label) and control.label_source not in {"placeholder", "none"}
    near = control.label_source in {"left", "above"}
    texts = [
        (control.label if has_label else "", 0.9 if near else 1.0),
        (control.accessible_name, 0.95),
        (control.placeholder or ("" if has_label else control.label), 0.88),
        (_AUTOCOMPLETE.get(control.autocomplete.split(" ")[-1], ""), 0.7),
        (control.hint if len(control.hint) < 60 else "", 0.5),
    ]
    return [(words.label_words(text), trust) for text, trust in texts if text]


_AUTOCOMPLETE = {
    "postal-code": "codigo postal",
    "email": "email",
    "name": "nombre",
    "organization": "razon social",
    "tel": "telefono",
    "given-name": "nombres",
    "family-name": "apellido",
    "street-address": "calle",
    "address-line1": "calle",
    "country": "pais",
    "country-name": "pais",
    "address-level1": "estado",
    "address-level2": "ciudad",
    "current-password": "password",
    "new-password": "password",
}


def _weighted(sources: Sequence[Source], subject: Subject) -> float:
    total, told = 0.0, 0
    for tokens, trust in sources:
        vocabulary = index.match(tokens)
        said = _said(vocabulary, tokens, subject)
        told_here = max(said, max(vocabulary.values(), default=0.0)) * trust
        if told_here < INFORMATIVE:
            continue
        total += said * trust * _CONFIRMS[min(told, len(_CONFIRMS) - 1)]
        told += 1
    return total


def _said(vocabulary: Mapping[str, float], tokens: index.Words, subject: Subject) -> float:
    """What these words say for this subject: the user's own key, the vendor directory's label, the vocabulary."""
    known = max((_overlap(label, tokens) for label in subject.labels), default=0.0)
    direct = direct_likeness(subject.own_words, tokens, subject.canonical)
    general = vocabulary.get(subject.canonical or "", 0.0)
    if subject.own_words and general > 0:
        general += 0.25 * _overlap(subject.own_words, tokens) + 0.12 * _abbreviates(subject.own_words, tokens)
    if subject.value is None:
        general -= 0.12 * (general > 0)
    return max(general, direct, 1.25 * known if known > 0.99 else 0.0)


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    both = len(set(one) & set(other))
    return both / max(len(set(one) | set(other)), 1)


def _abbreviates(key: index.Words, tokens: index.Words) -> bool:
    """`tr` for "Transacción", `suc` for "Sucursal"."""
    return len(key) == 1 and len(key[0]) > 1 and any(t.startswith(key[0]) for t in tokens)


def direct_likeness(key: index.Words, tokens: index.Words, canonical: str | None) -> float:
    """How much a label says the user's own key: `tc` and "TC#", `webid` and "Web ID", `nru` and
    "Número de Referencia Único". 0 where the words belong to a longer name of another datum."""
    if not key or not tokens:
        return 0.0
    if words.joined(key) == words.joined(tokens):
        return 1.2
    at = _find(key, tokens)
    if at is not None:
        return 0.0 if _inside_other(key, tokens, at, canonical) else (1.08 if at == 0 else 0.85)
    initials = "".join(t[0] for t in tokens)
    if len(key) == 1 and len(tokens) > 1 and len(key[0]) > 1 and key[0] == initials:
        return 0.85
    return 0.6 * _overlap(key, tokens) if _overlap(key, tokens) >= 0.5 else 0.0


def _find(key: index.Words, tokens: index.Words) -> int | None:
    size = len(key)
    return next((i for i in range(len(tokens) - size + 1) if tokens[i : i + size] == key), None)


_NAMES_ANOTHER = 0.6
"""Weight of a phrase that is surely another datum's; "número de cuenta" may be a card's or a restaurant's."""


def _inside_other(key: index.Words, tokens: index.Words, at: int, canonical: str | None) -> bool:
    """ "store" in "código de tienda", but "ticket" in "fecha de ticket" is not the ticket's number; nor is a key
    that stands behind the name of something else ("folio" in "fecha del folio"; but "facturacion" in "código
    alfanumérico (facturación)" says which code is meant)."""
    for hit in index.hits(tokens):
        names_sale = canonical is None and hit.datum in IDENTIFYING
        other = hit.datum != canonical and not (names_sale and at == 0)
        covers = hit.size > len(key) and hit.start <= at and hit.start + hit.size >= at + len(key)
        covers = covers and hit.weight >= _NAMES_ANOTHER
        before = hit.start == 0 and at >= hit.size and hit.weight == 1.0
        if other and (covers or (before and not names_sale)):
            return True
    return False


def _foreign(sources: Sequence[Source], *, takes_files: bool) -> tuple[str, float]:
    best, name, told = 0.0, "", 0
    for tokens, trust in sources:
        vocabulary = index.match(tokens)
        if max(vocabulary.values(), default=0.0) * trust < INFORMATIVE:
            continue
        weight = trust * _CONFIRMS[min(told, len(_CONFIRMS) - 1)]
        told += 1
        for datum, score in vocabulary.items():
            if datum in FOREIGN and (datum != "file" or takes_files) and score * weight > best:
                best, name = score * weight, datum
    return name, best


# --- what the control shows --------------------------------------------------------------------------


def _listed(unit: Unit) -> str | None:
    options = options_of(unit)
    return catalogue_of(options) if options else None


def _own_evidence(unit: Unit, subject: Subject, listed: str | None) -> float:
    shaped = _shape_evidence(unit, subject)
    if shaped is not None:
        return shaped
    lead = unit.lead
    if lead.kind in LISTS or unit.shape is Shape.RADIO:
        return _list_evidence(unit, subject, listed)
    return format_evidence(lead, subject)


_LISTED_DATA = frozenset({"fiscal_regime", "cfdi_use", "payment_method"})


def _list_evidence(unit: Unit, subject: Subject, listed: str | None) -> float:
    if listed is not None:
        return 1.3 if listed == subject.canonical else -1.5
    options = options_of(unit)
    if all(is_placeholder(o) for o in options):
        return 0.0 if unit.shape is not Shape.RADIO else -1.5
    if subject.is_receiver or subject.canonical in _LISTED_DATA:
        return -0.6
    if subject.value is not None and option_for_text(options, subject.text):
        return 0.5
    return 0.0 if subject.canonical in {"store", "terminal"} else -0.5


def _shape_evidence(unit: Unit, subject: Subject) -> float | None:
    wanted = {Shape.DATE_PARTS: "date", Shape.TIME_PARTS: "time", Shape.AMOUNT_PARTS: "amount"}.get(
        unit.shape
    )
    if unit.shape in {Shape.BOXES, Shape.SERIES}:
        return 0.0
    if wanted is None:
        return None
    return 1.3 if subject.canonical == wanted else -2.0


def _heading(unit: Unit) -> Mapping[bool, float]:
    """is_receiver -> bonus of the heading above the unit."""
    said = set(words.plain(unit.lead.group).split())
    if said & _ISSUER_HEADING:
        return {True: -1.0, False: -0.2}
    receiver, ticket = bool(said & _RECEIVER_HEADING), bool(said & _TICKET_HEADING)
    if receiver == ticket:
        return {}
    return {True: 0.06, False: -0.06} if receiver else {True: -0.06, False: 0.06}
