"""Marks of captchas and bot walls. The product solves none: it must only know that one stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from automation.reading.extract.fields import Field
from automation.reading.extract.tree import Node, Tree

CAPTCHA = re.compile(
    r"captcha|kaptcha|captch|codigo[_\s-]?(de[_\s-]?)?(seguridad|verificacion|imagen)|"
    r"código (de )?(seguridad|verificaci[oó]n|la imagen)|imagen[_-]?seguridad|securimage|verification-?code"
)
ASKED = re.compile(
    r"captcha|c[oó]digo de (seguridad|la imagen)|texto de la imagen|no soy un robot|"
    r"(escrib|ingres|introdu|tecle|captur|digit)\w*\s.{0,40}(caracteres|letras|imagen|c[oó]digo que (ve|aparece))",
    re.IGNORECASE,
)
OPERATION = r"\d{1,2}\s*([+x×*−-]|m[aá]s|menos|por)\s*\d{1,2}"
SUM = re.compile(rf"\b{OPERATION}\s*(=|\?|es\b)", re.IGNORECASE)
SUM_ASKED = re.compile(rf"(cu[aá]nto es|resultado de|resuelv\w* la \w+|suma)\W+{OPERATION}", re.IGNORECASE)
WIDGETS = {"g-recaptcha": "recaptcha", "h-captcha": "hcaptcha", "cf-turnstile": "turnstile"}
ANSWERS = {
    "recaptcha": "g-recaptcha-response",
    "hcaptcha": "h-captcha-response",
    "turnstile": "cf-turnstile-response",
}
FRAMES = (
    ("recaptcha", re.compile(r"/recaptcha/(api2|enterprise)/(anchor|bframe)")),
    ("hcaptcha", re.compile(r"hcaptcha\.com/.*(checkbox|challenge|hcaptcha\.html)")),
    ("turnstile", re.compile(r"challenges\.cloudflare\.com/.*turnstile")),
    ("funcaptcha", re.compile(r"arkoselabs|funcaptcha")),
    ("geetest", re.compile(r"geetest")),
)
SCRIPTS = (
    ("recaptcha v3", re.compile(r"recaptcha/(api|enterprise)\.js\?.*render=(?!explicit|onload)")),
    ("turnstile", re.compile(r"challenges\.cloudflare\.com/turnstile")),
)
WALLS = (
    (
        "cloudflare",
        (
            r"just a moment\.\.\.|un momento…|checking your browser|attention required! \| cloudflare|"
            r"verif\w+ (you are human|que (usted )?es(es)? (un )?humano)|sorry, you have been blocked"
        ),
    ),
    ("incapsula", r"incapsula incident id|request unsuccessful\. incapsula|_incapsula_resource"),
    ("akamai", r"access denied[\s\S]{0,300}(reference #|edgesuite)|errors\.edgesuite\.net"),
    ("datadome", r"captcha-delivery\.com"),
    (
        "perimeterx",
        r"press (&|and) hold|px-captcha|mantenga presionado|access to this page has been denied",
    ),
    ("radware", r"perfdrive\.com|radware (bot|captcha)|pardon our interruption"),
    (
        "blocked",
        (
            r"\bgf blocked\b|your (ip|request) (has been|was) blocked|acceso bloqueado por|request blocked|"
            r"the requested url was rejected"
        ),
    ),
)
SHORT = 2500


@dataclass(slots=True)
class CaptchaFinder:
    tree: Tree
    fields: list[Field]

    def find(self) -> list[str]:
        marks = [*self._widgets(), *self._frames(), *self._images(), *self._questions(), *self._scripts()]
        return list(dict.fromkeys(marks))

    def _widgets(self) -> Iterator[str]:
        """The DIV counts also where the widget's script could not be loaded, unless it is not displayed."""
        for node in self.tree.order:
            name = next((WIDGETS[c] for c in node.classes if c in WIDGETS), "")
            if name and node.rect is not None and not self._answered(name):
                hidden = node.get("data-size") == "invisible" or node.tag in ("button", "input")
                yield f"{'invisible:' if hidden else ''}{name} widget"
            elif "grecaptcha-badge" in node.classes:
                yield "invisible:recaptcha badge"

    def _answered(self, name: str) -> bool:
        return any(n.value for n in self.tree.order if n.get("name").lower() == ANSWERS[name])

    def _frames(self) -> Iterator[str]:
        for frame in self.tree.frames:
            for name, pattern in FRAMES:
                if pattern.search(frame.get("src")) and not (name in ANSWERS and self._answered(name)):
                    hidden = "size=invisible" in frame.get("src") or not _is_seen_well(frame)
                    yield f"{'invisible:' if hidden else ''}{name} frame"

    def _scripts(self) -> Iterator[str]:
        for script in self.tree.scripts:
            yield from (
                f"invisible:{name} script" for name, pattern in SCRIPTS if pattern.search(script.get("src"))
            )

    def _images(self) -> Iterator[str]:
        """A picture to be copied, beside a box that nobody has filled in yet."""
        asked = [f for f in self.fields if f.visible and self._asks(f)]
        for node in self.tree.order:
            open_question = not asked or any(not f.holder.value for f in asked)
            if open_question and node.tag in ("img", "canvas", "svg") and self._is_captcha_image(node):
                yield f"image {node.get('id') or node.get('alt') or node.tag}"
        for found in asked:
            if not found.holder.value:
                yield f"field {found.label or found.holder.get('name') or found.holder.get('id')}"

    def _is_captcha_image(self, node: Node) -> bool:
        if not node.visible:
            return False
        around = " ".join(a.words for a in list(node.ancestors())[:1])
        said = f"{node.words} {node.get('src')} {node.get('alt')} {around}".lower()
        return bool(CAPTCHA.search(said)) and node.area.width >= 40 and node.area.height >= 15

    def _asks(self, found: Field) -> bool:
        if found.kind not in ("text", "number", "password", "autocomplete"):
            return False
        names = f"{found.holder.words} {found.holder.get('name').lower()}"
        return "captcha" in names or bool(
            ASKED.search(f"{found.label} {found.placeholder} {found.holder.get('placeholder')}")
        )

    def _questions(self) -> Iterator[str]:
        """¿Cuánto es 3 + 4?"""
        for found in self.fields:
            words = f"{found.label} {found.hint} {found.holder.get('placeholder')}"
            asks = SUM_ASKED.search(words) or SUM.search(words)
            if found.visible and asks and not found.holder.value and found.kind in ("text", "number"):
                yield f"question {found.label or found.hint}"


def _is_seen_well(frame: Node) -> bool:
    return frame.visible and frame.area.width >= 60 and frame.area.height >= 30


def wall_marks(tree: Tree, title: str, text: str, fields: list[Field]) -> list[str]:
    """'wall:' and the maker's name. A page with a form of its own is none, and the maker's script alone
    proves nothing: portals behind such a service load it on every page."""
    if any(f.visible and not f.node.scope.frame_url for f in fields) or len(text) > SHORT:
        return []
    sources = " ".join(n.get("src") for n in tree.frames)
    names = " ".join(n.get("id") for n in tree.order if n.get("id"))
    whole = f"{title}\n{text}\n{sources}\n{names}"
    return [f"wall:{name}" for name, pattern in WALLS if re.search(pattern, whole, re.IGNORECASE)]
