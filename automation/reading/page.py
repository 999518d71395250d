"""What one reading of a page gives: plain values, no browser behind them.

`extract` fills a PageModel from the browser; `understand` and the pilots only read it. Every text is as a
person sees it, white space collapsed. Coordinates are CSS pixels in the top frame's viewport document.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """x, y of the upper left corner; CSS pixels, origin at the top left of the whole (unscrolled) page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def distance(self, other: "Box") -> float:
        """From edge to edge, across plus down; 0 where they overlap."""
        across = max(other.x - self.right, self.x - other.right, 0.0)
        down = max(other.y - self.bottom, self.y - other.bottom, 0.0)
        return across + down


@dataclass(frozen=True, slots=True)
class ElementRef:
    """Names one element of one document: valid until that document is replaced."""

    backend_node_id: int
    session_id: str
    """CDP session of the target that holds the element (a cross-origin frame has one of its own)."""
    frame_id: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    selected: bool = False
    enabled: bool = True
    ref: ElementRef | None = None
    """Of a custom list: what to click. None for a native <option>."""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that takes a value: native or imitated (role=combobox, a DIV that opens a list)."""

    ref: ElementRef
    tag: str
    """lower-case tag name"""
    kind: str
    """text, number, date, time, month, email, password, textarea, select, custom_select, autocomplete,
    checkbox, radio, file, contenteditable; replies: buttons that answer a question (see `asking`)"""
    role: str = ""
    accessible_name: str = ""
    label: str = ""
    """the best visible label: for=, wrapping, aria, table cell, nearest text left/above, placeholder"""
    label_source: str = ""
    """for, wrap, aria, title, cell, left, above, placeholder, question, none"""
    placeholder: str = ""
    hint: str = ""
    """help text near or described-by (formats and examples stand there)"""
    html_id: str = ""
    html_name: str = ""
    html_type: str = ""
    css_class: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    pattern: str = ""
    mask: str = ""
    """data-mask and the like, as written"""
    maxlength: int | None = None
    minlength: int | None = None
    minimum: str = ""
    maximum: str = ""
    step: str = ""
    lang: str = ""
    value: str = ""
    """what stands in it now (live), the chosen option's VALUE for a select"""
    value_text: str = ""
    """what a person reads in it now: the chosen option's text for a select, else `value`"""
    checked: bool | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    """required, aria-required, or an asterisk in or beside the label"""
    enabled: bool = True
    readonly: bool = False
    visible: bool = True
    on_top: bool = True
    """False when something else covers its centre"""
    invalid: bool = False
    error: str = ""
    """validation text that stands beside it"""
    group: str = ""
    """heading, legend or section title above it"""
    form_key: str = ""
    """same for controls and buttons of one <form> (or its form= attribute); '' outside forms"""
    dialog_key: str = ""
    """same for everything inside one open dialog/modal; '' outside"""
    frame_url: str = ""
    """'' in the top document"""
    tabindex: int | None = None
    decorated: str = ""
    """css classes/attributes of the nearest wrapping widget (mat-form-field, p-dropdown, select2 ...)"""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Clickable:
    """A button, link or anything that reacts to a click."""

    ref: ElementRef
    tag: str
    role: str = ""
    text: str = ""
    """visible text, value, alt, title or aria-label: what a person would call it"""
    kind: str = "button"
    """button, submit, link, image, tab, icon, close, other; enter: a box that is sent with the Enter key"""
    href: str = ""
    """absolute; '' where it has none"""
    download: bool = False
    """carries the download attribute"""
    html_id: str = ""
    html_name: str = ""
    css_class: str = ""
    enabled: bool = True
    visible: bool = True
    on_top: bool = True
    form_key: str = ""
    dialog_key: str = ""
    frame_url: str = ""
    group: str = ""
    row_text: str = ""
    """text of the table row or card that it stands in"""
    expanded: bool | None = None
    current: bool | None = None
    """of a tab: whether it is the one that lies open; None for all else"""
    in_navigation: bool = False
    """inside nav, header or footer"""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A text that speaks to the person: alert, growl, toast, banner, validation summary, dialog body."""

    text: str
    kind: str
    """dialog, alert, toast, banner, validation, live, text"""
    dialog_key: str = ""
    tone: str = ""
    """error, warning, success, info or '' : from role, colour class or icon"""
    frame_url: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """An open modal or popover that lies over the page."""

    key: str
    title: str = ""
    text: str = ""
    modal: bool = True
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    url: str
    frame_id: str
    session_id: str
    readable: bool = True
    title: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PageModel:
    url: str
    title: str = ""
    text: str = ""
    """all visible text, top to bottom, lines kept"""
    headings: tuple[str, ...] = ()
    controls: tuple[Control, ...] = ()
    clickables: tuple[Clickable, ...] = ()
    notices: tuple[Notice, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    frames: tuple[Frame, ...] = ()
    table_rows: tuple[str, ...] = ()
    """visible text of each table row"""
    captcha_marks: tuple[str, ...] = ()
    """why a captcha is thought to stand here: widget script or frame, image beside a 'captcha' field ..."""
    busy_marks: tuple[str, ...] = ()
    """spinners, progress bars, 'espere' overlays that are visible now"""
    embedded: tuple[str, ...] = ()
    """addresses of embed/object/iframe viewers of a PDF or XML"""
    http_status: int | None = None
    content_type: str = ""
    seconds: float = field(default=0.0, compare=False)

    def control(self, ref: ElementRef) -> Control | None:
        return next((c for c in self.controls if c.ref == ref), None)

    def clickable(self, ref: ElementRef) -> Clickable | None:
        return next((c for c in self.clickables if c.ref == ref), None)
