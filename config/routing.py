"""Every WebSocket address of the product (CONTRACT.md section 7)."""

from typing import Any

from django.urls import path

from invoicing.consumers import TaskConsumer, TaskListConsumer

websocket_urlpatterns: list[Any] = [
    path("ws/tasks", TaskListConsumer.as_asgi()),  # type: ignore[arg-type]
    path("ws/<task_id>", TaskConsumer.as_asgi()),  # type: ignore[arg-type]
]
