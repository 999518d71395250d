"""What assistive technology calls a control, after W3C's accessible name computation: only what markup says."""

from automation.reading.extract.text import any_text, squeeze
from automation.reading.extract.tree import Node, Tree


def accessible_name(tree: Tree, node: Node) -> str:
    """aria-labelledby, aria-label, <label>, title, placeholder: the first that says something, seen or not."""
    named = squeeze(" ".join(any_text(tree, n) for n in node.scope.by_ids(node.get("aria-labelledby"))))
    own = (named, node.get("aria-label"), _label(tree, node), node.get("title"), node.get("placeholder"))
    return next((squeeze(text) for text in own if text.strip()), "")


def _label(tree: Tree, node: Node) -> str:
    if node.tag not in ("input", "select", "textarea"):
        return ""
    named = tree.labels.get((id(node.scope), node.get("id")), []) if node.get("id") else []
    around = node.closest(lambda n: n.tag == "label")
    labels = [*named, *([around] if around is not None and around not in named else [])]
    return " ".join(any_text(tree, n) for n in labels)
