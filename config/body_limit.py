"""Requests heavier than REQUEST_BODY_LIMIT: refused with a page, and never held in memory or on the disk.

Seen with daphne 4.2: it receives a body whole, on the disk, before it asks the application anything, and then
hands it over as a queue in memory. A refusal in a view comes too late: whoever sends 500 MB, signed in or not,
has taken them from the machine. So what comes after the limit is dropped as it arrives (`drop_heavy_bodies`),
and the request goes on without a body, saying how heavy it was, to be refused (`BodyLimitMiddleware`).
"""

import io
from collections.abc import Callable
from typing import Any

from daphne import http_protocol
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class BodyLimitMiddleware:
    """By what the request says of its length: one without a length has no body here, or was counted by daphne."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.REQUEST_BODY_LIMIT:
            return too_heavy(request)
        return self.get_response(request)


def too_heavy(request: HttpRequest) -> HttpResponse:
    """Drawn without a session or a database: it is answered before they are asked."""
    limit = settings.REQUEST_BODY_LIMIT // (1024 * 1024)
    return render(None, "413.html", {"limit": limit}, status=413)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what Django refuses for its size is told as that."""
    return too_heavy(request) if isinstance(exception, TOO_MUCH) else bad_request(request, exception)


def drop_heavy_bodies(limit: int) -> None:
    """From now on daphne, in this process, keeps at most `limit` bytes of a request. It has no setting for it."""

    class BoundedRequest(http_protocol.WebRequest):
        content: Any
        received = 0

        def gotLength(self, length: int | None) -> None:  # noqa: N802 - twisted's name
            super().gotLength(None if length is None else min(length, limit))

        def handleContentChunk(self, chunk: bytes) -> None:  # noqa: N802 - twisted's name
            self.received += len(chunk)
            if self.received <= limit:
                super().handleContentChunk(chunk)

        def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802
            if self.received > limit:
                self.content.close()
                self.content = io.BytesIO()
                self.requestHeaders.setRawHeaders(b"content-length", [str(self.received).encode()])
                self.requestHeaders.removeHeader(
                    b"content-type"
                )  # twisted would look for parts, and break off
            super().requestReceived(command, path, version)

    http_protocol.WebRequest = BoundedRequest


def _length(request: HttpRequest) -> int:
    """0 where none is given, or what is given is no number (the server has refused it already)."""
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
