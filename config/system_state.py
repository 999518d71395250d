"""The system's state for support staff of every role: what answers, and what waits; nobody's rows."""

import redis
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from config.celery import BULK, DEFAULT, INTERACTIVE
from config.health import dependencies


@never_cache
@require_GET
def system_state(request: HttpRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("Estado del sistema"),
        "dependencies": dependencies(),
        "queues": waiting_jobs(),
    }
    return TemplateResponse(request, "admin/system_state.html", context)


def waiting_jobs() -> dict[str, int | None]:
    """Of each queue, how many jobs no worker has taken; None where Redis does not answer."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    names = (INTERACTIVE, DEFAULT, BULK)
    try:
        return {name: int(client.llen(name)) for name in names}
    except redis.RedisError:
        return dict.fromkeys(names)
    finally:
        client.close()
