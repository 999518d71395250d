from django.urls import path

from accounts import audit_views, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("bitacora/", audit_views.audit_list, name="audit"),
    path("bitacora/exportar/", audit_views.audit_export, name="audit_export"),
]
