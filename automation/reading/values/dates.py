"""Dates and times as a field wants them: by type, mask, placeholder, hint, bounds, example, language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from automation.reading import words
from automation.reading.page import Control
from automation.reading.values import months

DEFAULT = "%d/%m/%Y"

_PATTERN = re.compile(
    r"(?<![a-z])(d{1,2}|m{1,3}|yyyy|aaaa|yy|aa|y|a|n{2})(\s?[\s/.\-]\s?|)(m{1,4}|d{1,2}|n{2})(\s?[\s/.\-]\s?|)"
    r"(yyyy|aaaa|yy|aa|d{1,2}|y|a)(?![a-z])"
)
_LONG = re.compile(
    r"\bd{1,2} de m{3,4}(?:es)? (?:de|del) (?:aaaa|yyyy)\b|\bdia de mes de (?:aaaa|año)\b|\bd de mes de aaaa\b"
)
_EXAMPLE = re.compile(r"(?<!\d)(\d{1,4})([/.\-])(\d{1,2})\2(\d{2,4})(?!\d)")
_LONG_EXAMPLE = re.compile(r"\b\d{1,2} de [a-z]{3,} (?:de|del) \d{4}\b")
_BARE = re.compile(
    r"(?<![a-z])(ddmmyyyy|ddmmaaaa|ddmmyy|ddmmaa|yyyymmdd|aaaammdd|mmddyyyy|mmddaaaa|yymmdd|aammdd)(?![a-z])"
)
_NAMED_EXAMPLE = re.compile(
    r"(?<![\w/.\-])(?:(?P<day>\d{1,2})(?P<s1>[-/. ]?)(?P<name>[^\W\d_]{3,10})(?P<s2>\.?[-/., ]{0,2})"
    r"(?P<year>(?:20)?\d\d)|(?P<name2>[^\W\d_]{3,10})(?P<s3>\.?[-/. ])(?P<day2>\d{1,2})(?P<s4>[-/., ]{1,2})"
    r"(?P<year2>(?:20)?\d\d))(?![\w])"
)
""" "05-ene-2026", "5 ENE 26", "05/Enero/2026", "Nov 18, 2026": an example with a month's name in it."""
_SHORT_NAMES = tuple(name[:3] for name in months.SPANISH)


def date_text(day: date, control: Control) -> str:
    """`day` exactly as it is to be typed into `control`."""
    if control.html_type == "datetime-local":
        return f"{day.isoformat()}T00:00"
    if control.html_type == "date" or control.kind == "date":
        return day.isoformat()
    if control.html_type == "month" or control.kind == "month":
        return f"{day.year:04d}-{day.month:02d}"
    return written(day, format_of(control))


def format_of(control: Control) -> str:
    """The strftime pattern (plus `%D` day, `%N` month without zero, `%E` month name, `%e` short name; these
    two in capitals as `%EU`, with a capital as `%ET`; `%EN`, `%eN` in English)."""
    for text in (
        control.mask,
        control.placeholder,
        control.hint,
        control.error,
        control.label,
        control.accessible_name,
        control.decorated,
    ):
        found = (_from_words(words.fold(text)) or _from_named(text)) if text else None
        if found:
            return found
    by_example = _from_examples(
        (control.value, control.placeholder, control.hint, control.minimum, control.maximum)
    )
    return by_example or _from_pattern(control.pattern) or _by_length(control) or _by_language(control)


def written(day: date, pattern: str) -> str:
    text = _NAME_SIGN.sub(lambda found: _month_name(day.month, found[1], found[2]), pattern)
    text = text.replace("%D", str(day.day)).replace("%N", str(day.month))
    return day.strftime(text)


_NAME_SIGN = re.compile(r"%([Ee])([UTN]?)")


def _month_name(month: int, length: str, style: str) -> str:
    name = (months.ENGLISH if style == "N" else months.SPANISH)[month - 1]
    shown = name if length == "E" else name[:3]
    return {"U": shown.upper(), "T": shown.capitalize(), "N": shown.capitalize()}.get(style, shown)


_SPELLED = re.compile(
    r"(?<![a-z])(dia|mes|año|anio|day|month|year)(\s?[/.\-]\s?)(dia|mes|day|month)\2(dia|mes|año|anio|day|year)"
    r"(?![a-zñ])"
)
_SIGNS = {"dia": "dd", "day": "dd", "mes": "mm", "month": "mm"}


def _in_signs(found: re.Match[str]) -> str:
    return found[2].join(_SIGNS.get(found[i], "yyyy") for i in (1, 3, 4))


def _from_words(text: str) -> str | None:
    text = _SPELLED.sub(_in_signs, text)
    if _LONG.search(text) or _LONG_EXAMPLE.search(text):
        return "%D de %E de %Y"
    bare = _BARE.search(text)
    if bare:
        return _bare_pattern(bare[1])
    for found in _PATTERN.finditer(text):
        pattern = _assembled(found)
        if pattern:
            return pattern
    return None


def _from_named(text: str) -> str | None:
    """The pattern of an example such as "05-ene-2026" or "Nov 18, 2026": its order, signs and capitals."""
    for found in _NAMED_EXAMPLE.finditer(text):
        name = found["name"] or found["name2"]
        if months.month_of(name) is None:
            continue
        sign, year = _name_sign(name), "%Y" if len(found["year"] or found["year2"]) == 4 else "%y"
        written_day = found["day"] or found["day2"]
        day = "%d" if len(written_day) == 2 else "%D"
        if found["name"]:
            return f"{day}{found['s1']}{sign}{found['s2']}{year}"
        return f"{sign}{found['s3']}{day}{found['s4']}{year}"
    return None


def _name_sign(name: str) -> str:
    folded = words.plain(name)
    spanish = any(m.startswith(folded) for m in (*months.SPANISH, "setiembre"))
    style = "" if name.islower() else "U" if name.isupper() else "T"
    return ("%e" if len(folded) <= 4 else "%E") + (style if spanish else "N")


def _bare_pattern(text: str) -> str:
    year = text.replace("a", "y")
    return year.replace("yyyy", "%Y").replace("yy", "%y").replace("dd", "%d").replace("mm", "%m")


def _assembled(found: re.Match[str]) -> str | None:
    tokens = (found[1], found[3], found[5])
    kinds = [_token_kind(t) for t in tokens]
    separators = (found[2].replace(" ", "") or found[2][:1], found[4].replace(" ", "") or found[4][:1])
    if sorted(kinds) != ["d", "m", "y"] or not all(separators):
        return None
    codes = [_code(kind, token) for kind, token in zip(kinds, tokens, strict=True)]
    return codes[0] + separators[0] + codes[1] + separators[1] + codes[2]


def _token_kind(token: str) -> str:
    return {"d": "d", "m": "m", "n": "m", "y": "y", "a": "y"}[token[0]]


def _code(kind: str, token: str) -> str:
    if kind == "y":
        return "%y" if len(token) == 2 else "%Y"
    if kind == "d":
        return "%d" if len(token) > 1 else "%D"
    return {1: "%N", 2: "%m", 3: "%e"}.get(len(token), "%E")


@dataclass(frozen=True, slots=True)
class _Example:
    first: str
    separator: str
    second: str
    third: str


def _from_examples(texts: Iterable[str]) -> str | None:
    """ "Ej. 2026-11-18", a value that stands there, a bound: the order of its parts where it can be told."""
    for text in texts:
        folded = words.fold(text)
        if _LONG_EXAMPLE.search(folded):
            return "%D de %E de %Y"
        found = _EXAMPLE.search(folded)
        pattern = _from_example(_Example(*found.groups())) if found else _from_named(text)
        if pattern:
            return pattern
    return None


def _from_example(e: _Example) -> str | None:
    sep = e.separator
    if len(e.first) == 4:
        return f"%Y{sep}%m{sep}%d"
    year = "%Y" if len(e.third) == 4 else "%y"
    if int(e.second) > 12:
        month = "%m" if len(e.first) == 2 else "%N"
        return f"{month}{sep}%d{sep}{year}"
    day = "%d" if len(e.first) == 2 and len(e.second) == 2 else "%D"
    return f"{day}{sep}{'%m' if len(e.second) == 2 else '%N'}{sep}{year}"


_PATTERN_ORDERS = (
    (
        re.compile(r"(?:\\d|\[0-9\])\{(?:1,)?2\}\)?\\?([-/. ])\(?\[[A-Za-z\-]+\]\{3\}\)?\\?\1.*\{4\}"),
        "%d{0}%e{0}%Y",
    ),
    (re.compile(r"^\^?\(?\\d\{4\}\)?([-/.])"), "%Y{0}%m{0}%d"),
    (re.compile(r"\\d\{1?,?2\}\)?\\?([-/.])\(?.*\\?\1.*\\d\{4\}"), "%d{0}%m{0}%Y"),
    (re.compile(r"^\^?\(?\[0-9\]\{4\}\)?\\?([-/.])"), "%Y{0}%m{0}%d"),
    (re.compile(r"\[0-9\]\{2\}\\?([-/.]).*\1\[0-9\]\{4\}"), "%d{0}%m{0}%Y"),
)


def _from_pattern(pattern: str) -> str | None:
    for expression, order in _PATTERN_ORDERS:
        found = expression.search(pattern)
        if found:
            return order.format(found[1])
    return None


_LETTERED_MASK = re.compile(r"^[09#_]{2}([-/. ])[aslx*]{3}\1[09#_]{4}$", re.IGNORECASE)


def _by_length(control: Control) -> str | None:
    """Six or eight digits leave no room for separators; ddmmaa is how tickets print it."""
    lettered = _LETTERED_MASK.match(control.mask.strip())
    if lettered:
        return f"%d{lettered[1]}%e{lettered[1]}%Y"
    mask = re.sub(r"[^0-9a-zA-Z]", "", control.mask)
    if control.maxlength == 8 and (control.inputmode == "numeric" or mask.strip("09#") == "" != mask):
        return "%d%m%Y"
    return {6: "%d%m%y", 8: "%d/%m/%y"}.get(control.maxlength or 0)


def _by_language(control: Control) -> str:
    if control.lang.lower().startswith("en-us"):
        return "%N/%D/%Y"
    separator = re.search(r"[09#_]{2}([-/.])[09#_]{2}\1[09#_]{4}", control.mask + " " + control.placeholder)
    return f"%d{separator[1]}%m{separator[1]}%Y" if separator else DEFAULT


def parsed_date(text: str, control: Control) -> date | None:
    """What a date in the field says now, by the format that the field wants; None where it cannot be told."""
    stripped = text.strip()
    for pattern in ("%Y-%m-%d", format_of(control)):
        plain = pattern.replace("%D", "%d").replace("%N", "%m")
        if "%E" in plain or "%e" in plain:
            return _parsed_long(stripped)
        try:
            return datetime.strptime(stripped[:10], plain).date()  # noqa: DTZ007 - a calendar day, no instant
        except ValueError:
            continue
    return _parsed_long(stripped)


def _parsed_long(text: str) -> date | None:
    folded = words.fold(text)
    found = re.search(
        r"(?P<d>\d{1,2})\W*(?:de )?(?P<m>[a-z]{3,})\W*(?:de |del )?(?P<y>(?:20)?\d\d)\b", folded
    )
    found = found or re.search(r"\b(?P<m>[a-z]{3,})\W+(?P<d>\d{1,2})\W+(?P<y>(?:20)?\d\d)\b", folded)
    month = months.month_of(found["m"]) if found else None
    if found is None or month is None:
        return None
    try:
        return date(int(found["y"]) % 100 + 2000, month, int(found["d"]))
    except ValueError:
        return None


# --- parts of a date or a time ----------------------------------------------------------------------


def part_text(day: date, part: str, control: Control) -> str:
    """day, month or year for a box of its own."""
    if part == "year":
        return f"{day.year % 100:02d}" if control.maxlength == 2 else str(day.year)
    return f"{day.day if part == 'day' else day.month:02d}"


def time_text(moment: time, control: Control) -> str:
    """HH:MM, with seconds or am/pm where the field says so."""
    said = words.fold(f"{control.mask} {control.placeholder} {control.hint} {control.label}")
    seconds = (
        (control.html_type == "time" and control.step.isdigit() and int(control.step) < 60)
        or bool(re.search(r"[hm0-9][:.]?(?:mm|\d\d):(?:ss|\d\d)", said))
        or control.maxlength == 8
    )
    if control.html_type != "time" and re.search(r"\b[ap]\.?\s?m\b|am/pm", said):
        return moment.strftime("%I:%M:%S %p" if seconds else "%I:%M %p")
    if control.maxlength == 4 or re.search(r"\bhhmm\b", said):
        return moment.strftime("%H%M")
    return moment.strftime("%H:%M:%S" if seconds else "%H:%M")


def time_part(moment: time, part: str, *, twelve_hours: bool) -> str:
    if part == "meridiem":
        return "AM" if moment.hour < 12 else "PM"
    if part == "hour":
        return moment.strftime("%I" if twelve_hours else "%H")
    return f"{moment.minute if part == 'minute' else moment.second:02d}"
