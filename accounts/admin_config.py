"""Django's admin with our site in the place of its own; named in INSTALLED_APPS."""

from django.contrib.admin.apps import AdminConfig


class SupportAdminConfig(AdminConfig):
    default_site = "accounts.admin_site.SupportSite"
