"""Every address of the product; each app has its own below."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import health

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign] # one door, with its limits

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("cuenta/", include("allauth.urls")),
    path("", include("invoicing.urls")),
]
