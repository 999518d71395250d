"""Is this process alive, and can it serve: for load balancers and the demo."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from accounts.catalogues import empty_catalogues

OK, DOWN, EMPTY = "ok", "down", "empty"


def live(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(_request: HttpRequest) -> JsonResponse:
    """Each dependency's state; 503 where one that is needed is not there. SAT's catalogues are one: without
    them no ticket is taken and no client is judged."""
    states = dependencies()
    is_ready = set(states.values()) == {OK}
    return JsonResponse(
        {"status": OK if is_ready else DOWN, "dependencies": states}, status=200 if is_ready else 503
    )


def dependencies() -> dict[str, str]:
    """Each one's name, and its state."""
    return {
        "database": OK if _database_answers() else DOWN,
        "redis": OK if _redis_answers() else DOWN,
        "catalogues": _catalogues_state(),
    }


def _catalogues_state() -> str:
    try:
        return EMPTY if empty_catalogues() else OK
    except DatabaseError:
        return DOWN


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
