from django.urls import path

from accounts import audit_views, profile_import_views, profile_views, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("clientes/", profile_views.profile_list, name="profile_list"),
    path("clientes/nuevo/", profile_views.profile_new, name="profile_new"),
    path("clientes/constancia/", profile_views.constancia_upload, name="constancia"),
    path("clientes/importar/", profile_import_views.import_sheet, name="import"),
    path("clientes/importar/confirmar/", profile_import_views.import_confirm, name="import_confirm"),
    path("clientes/<uuid:pk>/", profile_views.profile_detail, name="profile"),
    path("clientes/<uuid:pk>/editar/", profile_views.profile_edit, name="profile_edit"),
    path("clientes/<uuid:pk>/archivar/", profile_views.profile_archive, name="profile_archive"),
    path("clientes/<uuid:pk>/recuperar/", profile_views.profile_unarchive, name="profile_unarchive"),
    path(
        "clientes/<uuid:pk>/predeterminado/", profile_views.profile_make_default, name="profile_make_default"
    ),
    path("bitacora/", audit_views.audit_list, name="audit"),
    path("bitacora/exportar/", audit_views.audit_export, name="audit_export"),
]
