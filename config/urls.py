"""Every address of the product; each app has its own below."""

from django.contrib import admin
from django.urls import include, path

from config import health
from config.system_state import system_state

handler400 = "config.body_limit.refused"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("admin/sistema/", admin.site.admin_view(system_state), name="system_state"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("cuenta/", include("allauth.urls")),
    path("", include("invoicing.urls")),
]
