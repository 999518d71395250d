"""What JavaServer Faces does on the server: ids of components, partial responses, expired views."""

from collections.abc import Mapping
from html import escape

from aiohttp import web

_HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n<partial-response id=\"j_id1\">"
_TAIL = "</partial-response>"
VIEW_FIELD = "javax.faces.ViewState"


def changes(updates: Mapping[str, str], growls: list[tuple[str, str]], view: str) -> web.Response:
    """`updates`: markup by the id of the component that it replaces. `growls`: severity (info, warn, error)
    and text of each message."""
    parts = [_update(name, markup) for name, markup in updates.items()]
    parts += [_update(f"j_id1:{VIEW_FIELD}:0", view)]
    shown = "".join(f'<div data-growl="{severity}">{escape(text)}</div>' for severity, text in growls)
    parts += [f"<extension><![CDATA[{shown}]]></extension>"]
    return _xml(f"<changes>{''.join(parts)}</changes>")


def redirect(address: str) -> web.Response:
    return _xml(f'<redirect url="{escape(address)}"></redirect>')


def _update(name: str, markup: str) -> str:
    return f'<update id="{name}"><![CDATA[{markup}]]></update>'


def _xml(content: str) -> web.Response:
    return web.Response(text=f"{_HEAD}{content}{_TAIL}", content_type="text/xml")
