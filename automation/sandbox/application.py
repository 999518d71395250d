"""The web application: finds the portal that a path names, keeps its session, puts the simulation's mark on
every page, and answers the ledger's own addresses (which start with an underscore)."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from automation.sandbox.catalogue import render_catalogue
from automation.sandbox.ledger import KINDS
from automation.sandbox.options import BadOptionsError, read_segment
from automation.sandbox.registry import UnknownPortalError
from automation.sandbox.site import Room, Sandbox
from automation.sandbox.visit import ConnectionDroppedError, Visit

SANDBOX = web.AppKey("sandbox", Sandbox)
MARK = (
    '<div role="note" style="position:static;margin:0;padding:4px 10px;background:#fff4ce;color:#3a2c00;'
    'font:12px/1.4 sans-serif;text-align:center">SIMULACIÓN · Sitio de una empresa ficticia, sin efectos'
    " fiscales.</div>"
)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"^\s*(<!doctype|<html)", re.IGNORECASE)


def make_application(sandbox: Sandbox) -> web.Application:
    application = web.Application()
    application[SANDBOX] = sandbox
    application.router.add_get("/", _show_catalogue)
    application.router.add_get("/favicon.ico", _no_icon)
    for kind in KINDS:
        for name in {kind, {"issued": "ledger", "mails": "mail"}.get(kind, kind)}:
            application.router.add_get(f"/_{name}.json", _make_reader(kind))
    application.router.add_get("/_scenario.json", _show_scenario)
    application.router.add_get("/_roots.pem", _show_root)
    application.router.add_get("/_pac.pem", _show_pac)
    application.router.add_post("/_reset", _reset)
    application.router.add_route("*", "/{segment}{path:(/.*)?}", _visit_portal)
    return application


def mark_page(text: str) -> str:
    """The page with the mark as the first thing in its body; a fragment stays as it is."""
    if _BODY.search(text):
        return _BODY.sub(lambda match: match.group() + MARK, text, count=1)
    return f"{text}{MARK}" if not text.strip() or _WHOLE_PAGE.match(text) else text


async def _show_catalogue(request: web.Request) -> web.Response:
    return web.Response(text=render_catalogue(request.app[SANDBOX]), content_type="text/html")


async def _no_icon(_: web.Request) -> web.Response:
    return web.Response(status=HTTPStatus.NO_CONTENT)


def _make_reader(kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def read(request: web.Request) -> web.Response:
        return web.json_response(request.app[SANDBOX].ledger.select(kind, **request.query))

    return read


async def _show_scenario(request: web.Request) -> web.Response:
    """`?portal=s5&seed=3&state=valid&receiver=ok&number=0`, any further pair being an option."""
    asked = dict(request.query)
    try:
        scenario = request.app[SANDBOX].scenario(
            asked.pop("portal", ""),
            int(asked.pop("seed", "1")),
            asked.pop("state", "valid"),
            asked.pop("receiver", "ok"),
            number=int(asked.pop("number", "0")),
            rfc=asked.pop("rfc", ""),
            **asked,
        )
    except (LookupError, ValueError) as error:
        raise web.HTTPBadRequest(text=str(error)) from error
    return web.json_response(asdict(scenario))


async def _show_root(request: web.Request) -> web.Response:
    return web.Response(body=request.app[SANDBOX].roots_file.read_bytes())


async def _show_pac(request: web.Request) -> web.Response:
    return web.Response(body=request.app[SANDBOX].pac_file.read_bytes())


async def _reset(request: web.Request) -> web.Response:
    request.app[SANDBOX].reset()
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def _visit_portal(request: web.Request) -> web.StreamResponse:
    sandbox = request.app[SANDBOX]
    segment = request.match_info["segment"]
    try:
        name, seed, options = read_segment(segment)
        room = sandbox.room(name, seed)
    except (BadOptionsError, UnknownPortalError) as error:
        raise web.HTTPNotFound(text="No existe ese portal simulado.") from error
    path = request.match_info["path"] or "/"
    if path.startswith("/static/"):
        return _static(room, path, keep_alive=options.fault != "drop")
    sid, session = sandbox.session(request.cookies.get(room.portal.cookie, ""))
    session.requests += 1
    visit = Visit(request, room.portal, room.office, options, session, f"/{segment}", sandbox.polls)
    answer = await _answer(visit, path)
    if options.fault == "drop":
        # Chromium silently repeats a request whose reused connection was reset; a fresh one it does not.
        answer.force_close()
    _keep_session(answer, visit, sid)
    return _marked(answer)


def _static(room: Room, path: str, *, keep_alive: bool) -> web.StreamResponse:
    root = room.portal.folder / "static"
    wanted = Path(root, path.removeprefix("/static/")).resolve()
    if not wanted.is_relative_to(root.resolve()) or not wanted.is_file():
        raise web.HTTPNotFound
    answer = web.FileResponse(wanted)
    if not keep_alive:
        answer.force_close()
    return answer


async def _answer(visit: Visit, path: str) -> web.StreamResponse:
    found = visit.portal.find_route(visit.request.method, path)
    if found is None:
        return visit.html("<html><body><h1>404 - Not Found</h1></body></html>", status=HTTPStatus.NOT_FOUND)
    handler, visit.args = found
    if _session_is_lost(visit):
        return await visit.portal.session_expired(visit)
    try:
        return await handler(visit.portal, visit)
    except ConnectionDroppedError:
        return _drop(visit.request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status, text=refusal.text, content_type="text/html")


def _session_is_lost(visit: Visit) -> bool:
    """Once per session, at its fourth request unless the address says which (fault `expiry`)."""
    session = visit.session
    if visit.options.fault != "expiry" or "expiry" in session.faults_done:
        return False
    if session.requests < visit.options.fault_number(4):
        return False
    session.faults_done.add("expiry")
    session.values.clear()
    return True


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _keep_session(answer: web.StreamResponse, visit: Visit, sid: str) -> None:
    if not answer.prepared and visit.request.cookies.get(visit.portal.cookie) != sid:
        answer.set_cookie(visit.portal.cookie, sid, path=f"{visit.base}/", httponly=True)


def _marked(answer: web.StreamResponse) -> web.StreamResponse:
    if isinstance(answer, web.Response) and answer.content_type == "text/html":
        answer.text = mark_page(answer.text or "")
    return answer
