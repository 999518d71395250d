"""Every WebSocket address of the product (CONTRACT.md section 7)."""

from django.urls import URLPattern, path

from invoicing.consumers import TaskConsumer, TaskListConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("ws/tasks", TaskListConsumer.as_asgi()),
    path("ws/<task_id>", TaskConsumer.as_asgi()),
]
