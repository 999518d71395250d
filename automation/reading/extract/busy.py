"""Signs that the page is at work, and viewers of documents that it has brought."""

import re
from collections.abc import Iterator

from automation.reading.extract.fields import Field
from automation.reading.extract.text import Block, is_heading, visible_text
from automation.reading.extract.tree import TEXT, Node, Tree

SPINNING = re.compile(
    r"(^|[\s_-])(spinner|loader|loading|preloader|progress-spinner|progress-circular|blockui|blockoverlay|blockmsg|"
    r"spinner-border|spinner-grow|cargando|procesando|espere|loadingoverlay|waitme|raajaxloading|updateprogress|"
    r"loading-mask|nprogress|sk-\w+|lds-\w+|throbber|busy)([\s_-]|$)|mat-progress-(spinner|bar)|mat-mdc-progress|"
    r"p-progress-?spinner|ui-blockui|muicircularprogress|muilinearprogress|v-progress-(circular|linear)|el-loading-mask|"
    r"ant-spin-spinning|k-loading-mask|radajax|pace-active|fa-spin\b|fa-spinner|md-progress|la-ball|ajax-?load|swal2-loader"
)
SPINNER_TAGS = frozenset(
    {
        "mat-spinner",
        "mat-progress-spinner",
        "mat-progress-bar",
        "md-progress-circular",
        "md-progress-linear",
        "p-progressspinner",
        "ngx-spinner",
    }
)
SPINNER_IMAGE = re.compile(
    r"(loading|spinner|loader|preload|cargando|ajax-load|espere)[\w.-]*\.(gif|svg|png|webp|apng)",
    re.IGNORECASE,
)
WAITING = re.compile(
    r"^\W*(por favor,?\s+)?(espere|espera|procesando|cargando|consultando|generando|validando|buscando|"
    r"enviando|timbrando|un momento|facturando|verificando|loading|please wait|processing|guardando|obteniendo)\b",
    re.IGNORECASE,
)
DOCUMENT = re.compile(r"\.(pdf|xml)($|[?#&])|^blob:|^data:application/(pdf|xml)|reportviewer|pdfjs|/viewer\.html|"
                      r"(pdf|xml)=|=(pdf|xml)($|[&#])|/(pdf|xml)($|[/?#])|application/pdf",
                      re.IGNORECASE)  # fmt: skip
SMALLEST = 6.0
LONGEST = 90


def busy_marks(tree: Tree, fields: list[Field], blocks: list[Block]) -> list[str]:
    """Spinners and waiting texts that are seen now; progress bars that count steps are none."""
    taken = {f.box.index for f in fields}
    marks = [*_spinners(tree, taken), *_waiting_texts(blocks)]
    return list(dict.fromkeys(marks))


def _spinners(tree: Tree, taken: set[int]) -> Iterator[str]:
    controls = sorted(taken)
    for node in tree.order:
        if node.tag in (TEXT, "html", "body", "form", "a", "button", "input", "select") or not node.visible:
            continue
        area = node.area
        if area.width < SMALLEST or area.height < SMALLEST / 3 or not _turns(node):
            continue
        if not any(node.index < c < node.end for c in controls) and not _counts(node):
            name = node.get("class") or node.get("id") or node.get("src")[-40:]
            yield f"{node.tag} {name} {visible_text(tree, node)[:60]}".strip()


def _turns(node: Node) -> bool:
    if node.get("aria-busy") == "true" or node.tag in SPINNER_TAGS or SPINNING.search(node.words):
        return True
    if node.tag == "img":
        return bool(SPINNER_IMAGE.search(node.get("src")))
    return node.get("role") == "progressbar"


def _counts(node: Node) -> bool:
    """A bar that tells how far one has come ('paso 1 de 3') is no sign of work."""
    return bool(node.get("aria-valuenow")) and not SPINNING.search(node.words)


def _waiting_texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        plain = not is_heading(block.owner) or block.text.endswith(("...", "…"))
        if plain and not block.used and len(block.text) <= LONGEST and WAITING.match(block.text):
            yield f"text {block.text}"


def embedded_documents(tree: Tree) -> list[str]:
    """Addresses of viewers; blob: and data: addresses as they stand (data: shortened)."""
    found = []
    for node in tree.order:
        if node.tag not in ("embed", "object", "iframe", "frame"):
            continue
        address = node.get("src") or node.get("data") or node.get("original-url")
        typed = node.get("type").lower() in (
            "application/pdf",
            "application/xml",
            "text/xml",
            "application/x-google-chrome-pdf",
        )
        if address and (typed or DOCUMENT.search(address)):
            found.append(node.get("original-url") or address)
    return list(dict.fromkeys(found))
