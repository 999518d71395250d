"""Every address of the product; each app has its own below."""

from django.contrib import admin
from django.urls import include, path

from config import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("invoicing.urls")),
]
