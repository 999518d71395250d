"""What ASP.NET WebForms does on the server: the hidden state of a page, its postbacks, partial rendering."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from automation.sandbox.visit import Visit

_SALT = b"machineKey validation=SHA1"
_HIDDEN = ("__VIEWSTATE", "__EVENTVALIDATION")
_YELLOW = (
    "<html><head><title>Validation of viewstate MAC failed.</title></head><body bgcolor='white'>"
    "<h1>Server Error in '/' Application.<hr width=100% size=1></h1><h2><i>Validation of viewstate MAC"
    " failed. Invalid postback or callback argument.</i></h2></body></html>"
)


class BadPostbackError(Exception):
    """The hidden fields are not those that this page was sent with."""


@dataclass(frozen=True, slots=True)
class Postback:
    """One submission of a page's only form. `event` is the control's name without its container."""

    event: str
    fields: dict[str, str]
    """by control name without its container"""
    argument: str
    is_partial: bool

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()


def view_state(page: str, values: dict[str, Any]) -> dict[str, str]:
    """The hidden fields with which `page` is sent."""
    packed = base64.b64encode(json.dumps({"p": page, **values}).encode()).decode()
    return {"__VIEWSTATE": packed, "__EVENTVALIDATION": _seal(packed)}


def _seal(packed: str) -> str:
    return base64.b64encode(hmac.digest(_SALT, packed.encode(), hashlib.sha1)).decode()


async def read_postback(visit: Visit, page: str) -> Postback:
    """Raises BadPostbackError."""
    posted = await visit.form()
    packed = posted.get("__VIEWSTATE", "")
    if not packed or not hmac.compare_digest(posted.get("__EVENTVALIDATION", ""), _seal(packed)):
        raise BadPostbackError
    if json.loads(base64.b64decode(packed))["p"] != page:
        raise BadPostbackError
    fields = {_short(name): value for name, value in posted.items() if not name.startswith("__")}
    return Postback(
        _event(posted),
        fields,
        argument=posted.get("__EVENTARGUMENT", ""),
        is_partial=posted.get("__ASYNCPOST") == "true",
    )


def _short(name: str) -> str:
    return name.removesuffix(".x").removesuffix(".y").rpartition("$")[2]


def _event(posted: dict[str, str]) -> str:
    """The control that posted back: __EVENTTARGET, else the button or image that was pressed."""
    if target := posted.get("__EVENTTARGET"):
        return _short(target)
    pressed = [_short(name) for name in posted if _short(name).startswith(("btn", "img"))]
    return pressed[0] if pressed else ""


def yellow_page(visit: Visit) -> web.Response:
    return visit.html(_YELLOW, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def partial(panel: str, markup: str, hidden: dict[str, str]) -> web.Response:
    """A partial rendering: records of `length|type|id|content|`, as ScriptManager reads them."""
    records = [_record("updatePanel", panel, markup)]
    records += [_record("hiddenField", name, hidden[name]) for name in _HIDDEN]
    return web.Response(text="".join(records), content_type="text/plain")


def partial_redirect(address: str) -> web.Response:
    return web.Response(text=_record("pageRedirect", "", address), content_type="text/plain")


def _record(kind: str, name: str, content: str) -> str:
    return f"{len(content)}|{kind}|{name}|{content}|"
