"""Is this process alive, and can it serve: for load balancers and the demo."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def live(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready(_request: HttpRequest) -> JsonResponse:
    """Each dependency's state; 503 where one is down."""
    states = dependencies()
    is_ready = set(states.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if is_ready else "down", "dependencies": states}, status=200 if is_ready else 503
    )


def dependencies() -> dict[str, str]:
    """Each one's name, and "ok" or "down"."""
    answers = {"database": _database_answers(), "redis": _redis_answers()}
    return {name: "ok" if is_up else "down" for name, is_up in answers.items()}


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
