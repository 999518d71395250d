"""Names that widget libraries and page authors give to things: classes, tags and ids, lower case.

Only what many pages share stands here; nothing of any one portal.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from automation.reading.extract.tree import Node


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    classes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


def _library(name: str, classes: str, tags: str = "") -> Library:
    return Library(name, frozenset(classes.split()), frozenset(tags.split()))


LIBRARIES = (
    _library("primefaces", "ui-selectonemenu"),
    _library("primereact", "p-dropdown p-select p-cascadeselect p-treeselect", "p-dropdown p-select"),
    _library("prime-autocomplete", "p-autocomplete", "p-autocomplete"),
    _library("angular-material", "mat-select mat-mdc-select", "mat-select"),
    _library("angularjs-material", "", "md-select"),
    _library("select2", "select2-container"),
    _library("chosen", "chosen-container chzn-container"),
    _library("telerik", "radcombobox raddropdownlist raddropdowntree"),
    _library("kendo", "k-dropdown k-dropdownlist k-combobox k-dropdowntree"),
    _library("devexpress", "dxebuttonedit dxebuttoneditsys dxedropdown"),
    _library("devextreme", "dx-selectbox dx-lookup dx-dropdownbox dx-autocomplete"),
    _library("jquery-ui", "ui-selectmenu-button ui-selectmenu custom-combobox"),
    _library("bootstrap-select", "bootstrap-select"),
    _library("vuetify", "v-select v-autocomplete v-combobox"),
    _library("element", "el-select"),
    _library("ant", "ant-select"),
    _library("ng-select", "ng-select", "ng-select"),
    _library("selectize", "selectize-control"),
    _library("tom-select", "ts-wrapper"),
    _library("materialize", "select-wrapper"),
    _library("nice-select", "nice-select"),
    _library("choices", "choices"),
    _library("vue-multiselect", "multiselect"),
    _library("ui-select", "ui-select-container"),
    _library("syncfusion", "e-ddl e-dropdownlist e-combobox"),
    _library("quasar", "q-select"),
    _library("fluent", "ms-dropdown"),
    _library("carbon", "bx--dropdown bx--list-box cds--dropdown cds--list-box"),
    _library("mdc", "mdc-select"),
    _library("ionic", "", "ion-select"),
)
BY_CLASS = {c: lib for lib in LIBRARIES for c in lib.classes}
BY_TAG = {t: lib for lib in LIBRARIES for t in lib.tags}

REACT_SELECT = re.compile(r"css-\w+-control$|__control$")
SELECT_LIKE = re.compile(r"select|combo|dropdown|desplegable|drop-down")
NOT_SELECT = re.compile(
    r"selected$|selectable|unselect|-item|option|dropdown-menu|navbar|select-?all|datepicker"
)
CHOOSE = re.compile(
    r"^\W*(selec|elij|elig|escog|choose|--|(?:buscar?|search|pick)\s*(?:…|\.\.))", re.IGNORECASE
)

PANEL = re.compile(
    r"(select|combo|dropdown|autocomplete|typeahead|suggest|chosen|chzn|listbox|option|multiselect)s?\w*[-_]*"
    r"(panel|menu|drop\b|dropdown|result|list|items|popup|content|overlay|slide|suggestion|container-open)"
    r"|\b(tt-menu|ts-dropdown|ui-menu|ac_results|awesomplete|rcbslide|radcomboboxdropdown|raddropdownlistpopup|"
    r"rddlpopup|k-list|k-popup|dxelistbox|dx-list|dropdown-content|choices__list--dropdown|ui-autocomplete|"
    r"autocomplete-suggestions|multiselect__content|q-menu|v-menu__content|muimenu-paper|muiautocomplete-popper|"
    r"muiautocomplete-listbox|ng-dropdown-panel|select-items|menuable__content__active|md-select-menu)\b"
)
ITEM = re.compile(
    r"(^|[\s_-])(option|item|result|suggestion|selectable|choice|opcion|row)s?($|[\s_-])|active-result|list-group-item"
)
NOT_ITEM = re.compile(
    r"no-?results?|message|group-label|loading|searching|empty|divider|optgroup|header|placeholder"
)

AUTOCOMPLETE = re.compile(
    r"typeahead|tt-input|ui-autocomplete-input|ac_input|rcbinput|autocomplete|awesomplete|custom-combobox-input"
)
AUTOCOMPLETE_ATTRIBUTES = (
    "list",
    "uib-typeahead",
    "typeahead",
    "ngbtypeahead",
    "matautocomplete",
    "data-autocomplete",
    "data-autocomplete-url",
)
DATE_PICKER = re.compile(
    r"date-?picker|flatpickr|p-calendar|ui-calendar|pikaday|daterange|datetimepicker|dx-datebox|riTextBox|radinput_date",
    re.IGNORECASE,
)

NAVIGATION_TAGS = frozenset({"nav", "header", "footer"})
NAVIGATION_ROLES = frozenset({"navigation", "banner", "contentinfo", "menubar"})
NAVIGATION_WORDS = re.compile(
    r"(^|\s)(navbar|nav|navigation|footer|header|site-header|site-footer|page-header|page-footer|topbar|top-bar|"
    r"sidebar|side-bar|sidenav|main-menu|mainmenu|menu-principal|menubar|menu|breadcrumbs?|encabezado|pie|"
    r"barra-superior|cabecera)(\s|$)"
)
SECTIONING = re.compile(r"(^|[\s_-])(card|modal|panel|dialog|window|popup|portlet)([\s_-]|$)")


def library_of(node: Node) -> Library | None:
    """The select-like widget library whose wrapper this element is."""
    found = BY_TAG.get(node.tag)
    if found is None:
        found = next((BY_CLASS[c] for c in node.classes if c in BY_CLASS), None)
    if found is None and {"ui", "selection", "dropdown"} <= node.classes:
        found = Library("semantic")
    if found is None and any(REACT_SELECT.search(c) for c in node.classes):
        found = Library("react-select")
    return found


def is_panel(node: Node) -> bool:
    """Looks like the list that a widget opens."""
    if node.tag in ("input", "select", "button", "label", "body", "option", "form"):
        return False
    return node.role == "listbox" or _named_panel(node.get("class"))


@lru_cache(maxsize=4096)
def _named_panel(classes: str) -> bool:
    return bool(PANEL.search(classes.lower()))


@lru_cache(maxsize=4096)
def named_select(classes: str) -> bool:
    """A class attribute that calls its element a list to choose from."""
    return any(SELECT_LIKE.search(c) and not NOT_SELECT.search(c) for c in classes.lower().split())
