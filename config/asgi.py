"""What daphne serves: pages and API by HTTP, task events by WebSocket."""

import os
from urllib.parse import ParseResult

from config import local_services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
local_services.ensure()

from channels.auth import AuthMiddlewareStack  # noqa: E402 - settings are read from here on
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.db import connections  # noqa: E402

http_application = get_asgi_application()

from config.body_limit import drop_heavy_bodies  # noqa: E402
from config.checks import refuse_wrong_keys, warn_of_empty_catalogues  # noqa: E402 - they read tables
from config.routing import websocket_urlpatterns  # noqa: E402 - consumers import models

drop_heavy_bodies(settings.REQUEST_BODY_LIMIT)
refuse_wrong_keys()
warn_of_empty_catalogues()
connections.close_all()  # this thread serves nobody


class PageOriginValidator(OriginValidator):
    """A page of another site may not open a socket with our cookie; a mobile client sends no Origin."""

    def valid_origin(self, parsed_origin: ParseResult | None) -> bool:
        return parsed_origin is None or bool(super().valid_origin(parsed_origin))


_sockets = AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
application = ProtocolTypeRouter(
    {"http": http_application, "websocket": PageOriginValidator(_sockets, settings.ALLOWED_HOSTS)}
)
