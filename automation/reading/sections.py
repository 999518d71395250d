"""Which part of a page is the form that invoices the ticket, and which parts are other forms to be left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from automation.reading import words
from automation.reading.consulting import only_consults
from automation.reading.leads import PERSONAL, collects_leads
from automation.reading.page import Control, PageModel
from automation.reading.units import Unit
from automation.reading.vocabulary.roles import HONEYPOT, ISSUING, ROLES

Key = tuple[str, str, str, str]
MAIN, CONSULT, LOGIN, NEWSLETTER, CONTACT = "main", "consult", "login", "newsletter", "contact"
KIND_OF_PERSON = "person_type"
"""Alone on a page, "persona física o moral" opens the receptor's form."""

_ROLE_OF_HEADING = (
    "cancel",
    "newsletter",
    "survey",
    "contact",
    "login",
    "register",
    "loyalty",
    "consult",
    "global",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one unit seems to want, before any assignment."""

    datum: str
    score: float
    ours: bool
    """profile or ticket can name it"""


@dataclass(frozen=True, slots=True)
class Section:
    key: Key
    members: tuple[int, ...]
    role: str
    content: frozenset[str]
    weight: float

    @property
    def dialog_key(self) -> str:
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The units by purpose: `chosen` are to be filled, `role` is what kind of form they make."""

    chosen: frozenset[int]
    role: str
    login: frozenset[int]
    sections: tuple[Section, ...]


def layout_of(page: PageModel, units: Sequence[Unit], wishes: Sequence[Wish]) -> Layout:
    login = _login_units(units, wishes)
    sections = _sections(page, units, wishes, login)
    login |= {i for s in sections if s.role == LOGIN for i in s.members}
    for role in (MAIN, CONSULT):
        chosen = _chosen([s for s in sections if s.role == role and s.content], page)
        if chosen:
            members = frozenset(i for s in chosen for i in s.members)
            return Layout(members, role, frozenset(login), tuple(sections))
    asking = next((s for s in sections if s.role == MAIN and _asks_kind_of_person(s, wishes)), None)
    if asking is not None:
        return Layout(frozenset(asking.members), MAIN, frozenset(login), tuple(sections))
    return Layout(frozenset(), LOGIN if login else "", frozenset(login), tuple(sections))


def _asks_kind_of_person(section: Section, wishes: Sequence[Wish]) -> bool:
    return any(wishes[i].datum == KIND_OF_PERSON for i in section.members)


# --- roles ------------------------------------------------------------------------------------------


def role_of_text(text: str) -> str:
    """The decoy role that a heading or button text names; MAIN for invoicing and for anything else."""
    folded = words.fold(text)
    for role in _ROLE_OF_HEADING:
        if ROLES[role].search(folded):
            return MAIN if role in _MAY_INVITE and _invites(folded) else role
    return MAIN


_MAY_INVITE = frozenset({CONSULT, LOGIN, "register", NEWSLETTER})


def _invites(folded: str) -> bool:
    """ "Facturar o consultar" is the way in; "Consulta tu factura" is not."""
    return any(
        w in folded for w in ("facturar", "facturacion", "generar", "autofactura", "sin regist", "invitado")
    )


def _sections(
    page: PageModel, units: Sequence[Unit], wishes: Sequence[Wish], login: frozenset[int]
) -> list[Section]:
    groups: dict[Key, list[int]] = {}
    for i, unit in enumerate(units):
        if i not in login and not is_honeypot(unit.lead):
            lead = unit.lead
            groups.setdefault(
                (lead.frame_url, lead.dialog_key, lead.form_key, role_of_text(lead.group)), []
            ).append(i)
    buttons = _buttons_by_form(page)
    said = {d.key: f"{d.title} {d.text}" for d in page.dialogs}
    found = [
        _section(key, members, wishes, buttons.get(key[:3], ()), said.get(key[1], ""))
        for key, members in groups.items()
    ]
    return [
        replace(s, role=CONTACT) if _is_lead(s, found, page, units, wishes, buttons) else s
        for s in (_consulting(s, page) for s in found)
    ]


def _consulting(section: Section, page: PageModel) -> Section:
    consults = section.role == MAIN and only_consults(page, section.key[:3])
    return replace(section, role=CONSULT) if consults else section


def _is_lead(
    section: Section,
    sections: Sequence[Section],
    page: PageModel,
    units: Sequence[Unit],
    wishes: Sequence[Wish],
    buttons: Mapping[tuple[str, str, str], list[str]],
) -> bool:
    """The whole of its form asks only how to reach somebody."""
    if section.role != MAIN:
        return False
    form = section.key[:3]
    members = [i for s in sections if s.key[:3] == form for i in s.members]
    asked = frozenset(wishes[i].datum for i in members) - {""}
    rival = any(s.role == MAIN and s.key[:3] != form and s.content - PERSONAL for s in sections)
    controls = [c for i in members for c in units[i].controls]
    return collects_leads(page, controls, asked, buttons.get(form, ()), has_rival=rival)


def _buttons_by_form(page: PageModel) -> Mapping[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for c in page.clickables:
        own = c.visible and (c.form_key or c.dialog_key)
        if own and c.kind in {"submit", "button", "image", "other", "link"}:
            found.setdefault((c.frame_url, c.dialog_key, c.form_key), []).append(c.text)
    return found


def _section(
    key: Key, members: Sequence[int], wishes: Sequence[Wish], buttons: Sequence[str], around: str
) -> Section:
    """`around`: all that the dialog says in which the section stands."""
    content = frozenset(wishes[i].datum for i in members if wishes[i].ours)
    weight = sum(min(wishes[i].score, 1.3) for i in members if wishes[i].ours)
    role = _by_content(key[3], content, around)
    texts = [words.fold(b) for b in buttons]
    if role == MAIN and texts and len(members) <= 8:
        role = _role_by_buttons(texts, content)
    if any(ISSUING.search(t) for t in texts):
        weight += 1.0
    return Section(key, tuple(members), role, content, weight)


_CONTACT = frozenset(
    {"email", "email_confirmation", "legal_name", "first_names", "paternal_surname", "maternal_surname"}
)


def _by_content(role: str, content: frozenset[str], around: str) -> str:
    """A newsletter asks how to reach somebody and nothing else; "10 % de descuento" over a ticket's fields is
    an advertisement. A dialog that asks only that is what its words say."""
    if not content <= _CONTACT:
        return MAIN if role == NEWSLETTER else role
    return NEWSLETTER if role == MAIN and role_of_text(around) == NEWSLETTER else role


def _role_by_buttons(buttons: Sequence[str], content: frozenset[str]) -> str:
    """A form all of whose own buttons say "consultar factura", "suscribirme" or "entrar" is that."""
    roles = {role_of_text(b) for b in buttons if b}
    if MAIN in roles or len(roles) != 1:
        return MAIN
    role = next(iter(roles))
    if role in {CONSULT, "cancel"} and not any(
        "factura" in b or "cfdi" in b or "reimpr" in b or "recupera" in b for b in buttons
    ):
        return MAIN  # "Consultar" alone looks the ticket up
    if role in {"contact", "register", LOGIN} and content & {"fiscal_regime", "cfdi_use", "amount"}:
        return MAIN
    return role


# --- login boxes and traps --------------------------------------------------------------------------


def _login_units(units: Sequence[Unit], wishes: Sequence[Wish]) -> frozenset[int]:
    """Password fields that are no ticket code, with the user or e-mail field just before them."""
    found: set[int] = set()
    for i, unit in enumerate(units):
        if unit.lead.kind != "password" or (
            wishes[i].ours and wishes[i].datum in {"transaction", "ticket_number"}
        ):
            continue
        found.add(i)
        before = i - 1
        if before >= 0 and _may_be_user(units[before].lead, unit.lead, wishes[before]):
            found.add(before)
        after = i + 1
        if (
            after < len(units)
            and units[after].lead.kind == "checkbox"
            and "record" in words.fold(units[after].lead.label)
        ):
            found.add(after)
    return frozenset(found)


def _may_be_user(control: Control, password: Control, wish: Wish) -> bool:
    same = (control.frame_url, control.form_key, control.dialog_key) == (
        password.frame_url, password.form_key, password.dialog_key,
    )  # fmt: skip
    return (
        same and control.kind in {"text", "email"} and wish.datum in {"username", "email", "rfc", "phone", ""}
    )


def is_honeypot(control: Control) -> bool:
    """A trap for robots: off the page, without size, or labelled as "leave this empty"."""
    ids = f"{control.html_name} {control.html_id} {control.css_class} {control.decorated}"
    told = words.fold(f"{control.label} {control.placeholder} {ids}")
    if HONEYPOT.search(told):
        return True
    box = control.box
    if box is None or control.kind in {"checkbox", "radio", "select", "file"}:
        return False
    return box.right < 0 or box.bottom < 0 or box.width <= 2 or box.height <= 2


# --- which sections are to be filled ----------------------------------------------------------------


def _chosen(sections: Sequence[Section], page: PageModel) -> list[Section]:
    """The best section and those that complete it; a second one that asks for the same is left alone."""
    modal = {d.key for d in page.dialogs if d.modal}
    in_dialog = [s for s in sections if s.dialog_key in modal and s.dialog_key]
    pool = sorted(in_dialog or list(sections), key=lambda s: -s.weight)
    chosen: list[Section] = []
    have: set[str] = set()
    for section in pool:
        if not chosen or not (section.content & have or section.content <= {"email"}):
            chosen.append(section)
            have |= section.content
    return chosen


def is_main_text(text: str) -> bool:
    """A button's words that do not belong to another form (consult, newsletter, contact …)."""
    return role_of_text(text) == MAIN
