"""Texts that speak to the person: alerts, toasts, banners, validation, results, dialogs."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from automation.reading.extract.fields import Field
from automation.reading.extract.text import Block, is_heading, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree
from automation.reading.extract.vocabulary import is_panel
from automation.reading.extract.wording import is_red
from automation.reading.page import Notice

LONGEST = 700
TITLE_HEIGHT = 24.0
"""CSS pixels: a line as high as this is a title, and its colour the house's"""
TOAST = re.compile(
    r"toast|growl|snack-?bar|noty|notyf|gritter|pnotify|iziToast|jgrowl|notistack|md-toast|el-message|ant-message",
    re.IGNORECASE,
)
ALERT = re.compile(
    r"(^|[\s_-])(alert|alerta|alertas|callout|ui-messages?|p-message|p-inline-message|message-box|el-alert|ant-alert|"
    r"muialert-root|v-alert|uk-alert|notification|notificacion|flash|flash-message|messagebox|infobox)([\s_-]|$)"
)
VALIDATION = re.compile(
    r"validation-summary|validationsummary|validator|invalid-feedback|field-validation|error-message|mat-error|"
    r"form-error|errores|help-block-error|p-error|ui-message-error|parsley"
)
BANNER = re.compile(
    r"(^|[\s_-])(banner|cookie|cookies|consent|announcement|aviso-cookies|jumbotron-notice)([\s_-]|$)"
)
SPEAKING = re.compile(
    r"mensaje|messag|(^|[\s_-])msg|msg([\s_-]|$)|error|alert|aviso|resultado|result([\s_-]|$)|status|estatus|notific|"
    r"validation|advertencia|respuesta|response|feedback|exito|success|warning|lblerr|lblmen|lblmsg|informacion"
)
TONES = (
    (
        "error",
        re.compile(
            r"error|danger|(^|[\s_-])(red|fail|failed|failure|invalid|rojo|negative)([\s_-]|$)|fa-times|alerta-roja"
        ),
    ),
    (
        "success",
        re.compile(
            r"success|exito|correcto|positive|confirmation|(^|[\s_-])(ok|green|verde|done)([\s_-]|$)|fa-check"
        ),
    ),
    (
        "warning",
        re.compile(
            r"warn|advertencia|caution|(^|[\s_-])(amarillo|yellow|orange)([\s_-]|$)|exclamation-triangle"
        ),
    ),
    (
        "info",
        re.compile(
            r"(^|[\s_-])(info|informacion|information|blue|azul)([\s_-]|$)|alert-info|messages-info|message-info"
        ),
    ),
)
RANK = ("dialog", "toast", "validation", "alert", "live", "banner", "text")
INTERACTIVE = frozenset({"a", "button", "select", "option", "input", "textarea", "label", "th", "nav"})
MUTE = frozenset(
    {"html", "body", "form", "input", "button", "a", "select", "label", "table", "tbody", "main"}
)
TOAST_TAGS = frozenset({"snack-bar-container", "mat-snack-bar-container", "simple-snack-bar"})
LIVE_ROLES = {"alert": "alert", "alertdialog": "dialog", "status": "live", "log": "live"}


@dataclass(slots=True)
class NoticeFinder:
    tree: Tree
    blocks: list[Block]
    fields: list[Field]
    dialogs: list[Node]
    dialog_key: Callable[[Node], str]
    count_inside: Callable[[Node], int]
    indexes: list[int] = field(default_factory=list)
    """of the blocks, which come in document order"""
    found: list[tuple[Node, str, str]] = field(default_factory=list)
    """element, kind, text"""

    def find(self) -> list[Notice]:
        self.indexes = [b.index for b in self.blocks]
        dialogs = [(n, "dialog", self._spoken_in(n)) for n in self.dialogs]
        candidates = [c for n in self.tree.order if n.tag != TEXT for c in [self._candidate(n)] if c]
        self.found = dialogs + self._undoubled(candidates)
        notices = [self._build(n, kind, text) for n, kind, text in self.found if text]
        return _distinct([*notices, *self._red_texts(notices), *self._errors(notices)])

    def _spoken_in(self, dialog: Node) -> str:
        """What a dialog says; of one that holds a form only what is neither label nor help text."""
        inside = [f for f in self.fields if f.visible and not f.ticked and dialog.holds(f.box)]
        if not inside:
            return visible_text(self.tree, dialog)
        start = bisect_left(self.indexes, dialog.index)
        blocks = self.blocks[start : bisect_left(self.indexes, dialog.end)]
        free = [b for b in blocks if b.used not in ("label", "hint", "mark")]
        said = [
            b.text for b in free if not _is_interactive(b.owner) or (is_heading(b.owner) and "?" in b.text)
        ]
        return " ".join(text for text in said if any(c.isalpha() for c in text))

    def _candidate(self, node: Node) -> tuple[Node, str, str] | None:
        kind = self._kind(node)
        if not kind or node.end - node.index > 200 or self.count_inside(node) or is_panel(node):
            return None
        if self._is_spoken_for(node):
            return None
        if any(d is node for d in self.dialogs) or not (node.visible or _shows_text(self.tree, node)):
            return None
        text = visible_text(self.tree, node)
        wordless = len(text) < 2 or len(text) > LONGEST or not any(c.isalpha() for c in text)
        return None if wordless else (node, kind, text)

    def _is_spoken_for(self, node: Node) -> bool:
        """All its words are the label or the help text of a control."""
        start = bisect_left(self.indexes, node.index)
        inside = self.blocks[start : bisect_left(self.indexes, node.end)]
        return bool(inside) and all(b.used in ("label", "hint", "mark") for b in inside)

    def _kind(self, node: Node) -> str:
        if node.tag in MUTE:
            return ""
        if TOAST.search(node.words) or node.tag in TOAST_TAGS:
            return "toast"
        if VALIDATION.search(node.words) or node.tag == "mat-error":
            return "validation"
        return self._quieter_kind(node)

    def _quieter_kind(self, node: Node) -> str:
        said = LIVE_ROLES.get(node.get("role"), "")
        if said or ALERT.search(node.words):
            return said or "alert"
        if node.get("aria-live") in ("polite", "assertive"):
            return "live"
        if BANNER.search(node.words):
            return "banner"
        return "text" if SPEAKING.search(node.words) and not is_heading(node) else ""

    def _undoubled(self, candidates: list[tuple[Node, str, str]]) -> list[tuple[Node, str, str]]:
        """Of nested ones: the parts where the outer one only collects several, else the outer one."""
        kept: list[tuple[Node, str, str]] = []
        for node, kind, text in candidates:
            inner = [c for c in candidates if c[0] is not node and node.holds(c[0])]
            parts = [c for c in inner if not any(o[0] is not c[0] and o[0].holds(c[0]) for o in inner)]
            collects = len(parts) > 1 and sum(len(c[2]) for c in parts) >= 0.8 * len(text)
            loose = kind in ("text", "live") and parts and max(len(c[2]) for c in parts) < 0.5 * len(text)
            if collects or loose or any(k[0].holds(node) for k in kept):
                continue
            kept.append((node, _strongest(kind, [c[1] for c in inner]), text))
        return kept

    def _build(self, node: Node, kind: str, text: str) -> Notice:
        return Notice(
            text=text,
            kind=kind,
            dialog_key=self.dialog_key(node),
            tone=self._tone(node, kind),
            frame_url=node.scope.frame_url,
            box=node.area.box() if node.rect else None,
        )

    def _tone(self, node: Node, kind: str) -> str:
        """From the names of the element, of what is in it and visible, then from its colours."""
        inside = [n for n in self.tree.inside(node) if n.tag != TEXT and n.rect is not None]
        around = [] if kind == "dialog" else list(node.ancestors())[:1]
        names = " ".join(n.words for n in [node, *inside[:40], *around])
        for tone, pattern in TONES:
            if pattern.search(names):
                return tone
        return "error" if kind == "validation" else self._coloured(node)

    def _coloured(self, node: Node) -> str:
        texts = [n for n in self.tree.inside(node) if n.tag == TEXT and n.visible]
        if texts and all(is_red(t.style.color) for t in texts):
            return "error"
        red, green, blue, alpha = node.style.background
        if alpha < 0.3 or max(red, green, blue) - min(red, green, blue) < 12:
            return _green(texts)
        if red > green + 12 and red > blue + 12:
            return "warning" if green > blue + 40 else "error"
        return "success" if green >= red + 8 and green >= blue + 4 else "info" if blue > red + 8 else ""

    def _red_texts(self, known: list[Notice]) -> list[Notice]:
        """Sentences coloured red, wherever they stand: how plain pages say that something is wrong."""
        seen = " ".join(n.text for n in known)
        found = []
        for block in self.blocks:
            if block.used == "label" or not 4 <= len(block.text) <= 300 or not is_red(block.color):
                continue
            if block.nodes[0].area.height >= TITLE_HEIGHT and len(block.text) <= 60:
                continue
            if block.text in seen or block.owner.closest(_is_interactive) is not None:
                continue
            found.append(
                Notice(
                    block.text,
                    "validation",
                    self.dialog_key(block.owner),
                    "error",
                    block.owner.scope.frame_url,
                    block.rect.box(),
                )
            )
        return found

    def _errors(self, known: list[Notice]) -> list[Notice]:
        """What stands beside a control as its error."""
        seen = " ".join(n.text for n in known)
        return [
            Notice(
                f.error, "validation", self.dialog_key(f.node), "error", f.node.scope.frame_url, f.rect.box()
            )
            for f in self.fields
            if f.visible and len(f.error) > 1 and f.error not in seen
        ]


def _is_interactive(node: Node) -> bool:
    return node.tag in INTERACTIVE or is_heading(node)


def _shows_text(tree: Tree, node: Node) -> bool:
    return any(n.tag == TEXT and n.visible for n in tree.inside(node))


def _strongest(kind: str, others: list[str]) -> str:
    return min([kind, *others], key=RANK.index)


def _green(texts: list[Node]) -> str:
    def green(node: Node) -> bool:
        red, g, blue, _ = node.style.color
        return g >= 90 and red <= 0.6 * g and blue <= 0.75 * g

    return "success" if texts and all(green(t) for t in texts) else ""


def _distinct(notices: list[Notice]) -> list[Notice]:
    """Each text once: the strongest kind wins; words of a dialog are not repeated as its parts."""
    kept: list[Notice] = []
    for notice in sorted(notices, key=lambda n: RANK.index(n.kind)):
        if not any(notice.text == k.text or (k.kind != "dialog" and notice.text in k.text) for k in kept):
            kept.append(notice)
    return sorted(kept, key=lambda n: n.box.y if n.box else 0.0)
