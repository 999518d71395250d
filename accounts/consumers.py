"""A socket that knows its caller: CONTRACT.md section 7.

The handshake is always completed, because a close before it reaches a browser as a plain 403 without the
code. A refused caller is sent nothing and joins no group.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken

from accounts.models import User
from accounts.second_factor import is_held_back

BEARER = "bearer"
NOT_AUTHENTICATED = 4401
NOT_FOUND = 4404
TOKEN_EXPIRED = 4408


class MemberConsumer(AsyncWebsocketConsumer):
    """Finds out who calls, asks `admit` whether they may be here, and closes with the contract's codes.

    A caller is a session of the browser, or an access token in the Authorization header or as the
    subprotocol pair `bearer, <token>`; a token that is given and does not hold is not mended by a session.
    """

    caller: User
    _expiry: asyncio.Task[None] | None = None

    async def admit(self) -> None:
        """Loads what the socket is about and joins its groups. Raises Http404, PermissionDenied."""
        raise NotImplementedError

    async def welcome(self) -> None:
        """Sends what an admitted caller gets first."""

    async def connect(self) -> None:
        await self.accept(BEARER if BEARER in self.scope.get("subprotocols", []) else None)
        caller = await self._identify()
        if caller is None:
            await self.close(NOT_AUTHENTICATED)
            return
        self.caller = caller
        if await database_sync_to_async(is_held_back)(caller):
            await self.close(NOT_FOUND)
            return
        try:
            await self.admit()
        except (Http404, PermissionDenied):
            await self.close(NOT_FOUND)
            return
        await self.welcome()

    async def disconnect(self, code: int) -> None:
        if self._expiry is not None:
            self._expiry.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """What a client says here is not heard: writes go by HTTP, where forms and permissions are."""

    async def send_json(self, message: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(message, ensure_ascii=False))

    async def _identify(self) -> User | None:
        token = _bearer_token(self.scope)
        if token is None:
            user: Any = self.scope.get("user")
            return user if isinstance(user, User) and user.is_active else None
        found = await database_sync_to_async(_token_owner)(token)
        if found is None:
            return None
        caller, expires_at = found
        self._expiry = asyncio.create_task(self._close_when_expired(expires_at - time.time()))
        return caller

    async def _close_when_expired(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))
        await self.close(TOKEN_EXPIRED)


def _bearer_token(scope: Mapping[str, Any]) -> str | None:
    """The access token that the client gave, if any: "" where it announced one and gave none."""
    headers: dict[bytes, bytes] = dict(scope.get("headers", []))
    header = headers.get(b"authorization", b"").decode("latin-1")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == BEARER:
        return token.strip()
    protocols: list[str] = list(scope.get("subprotocols", []))
    if BEARER not in protocols:
        return None
    return next((protocol for protocol in protocols if protocol != BEARER), "")


def _token_owner(token: str) -> tuple[User, float] | None:
    """Whose access token it is, and when it expires (Unix seconds); None where it does not hold."""
    authentication = JWTAuthentication()
    try:
        validated = authentication.get_validated_token(token.encode())
        user = authentication.get_user(validated)
    except (InvalidToken, AuthenticationFailed):
        return None
    return (user, float(validated["exp"])) if isinstance(user, User) else None
