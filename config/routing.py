"""Every WebSocket address of the product (CONTRACT.md section 7)."""

from django.urls import URLPattern

websocket_urlpatterns: list[URLPattern] = []
