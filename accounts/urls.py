from django.urls import path

from accounts import (
    audit_views,
    invitation_views,
    organization_views,
    profile_import_views,
    profile_views,
    team_views,
    views,
)

app_name = "accounts"
urlpatterns = [
    # before allauth's own addresses: these two take their place
    path("cuenta/login/", views.login, name="login"),
    path("cuenta/logout/", views.logout, name="logout"),
    path("login/", views.old_login),
    # the person's own account
    path("cuenta/", views.account, name="account"),
    path("cuenta/sessions/<int:pk>/end/", views.session_end, name="session_end"),
    path("cuenta/segundo-factor/", views.second_factor_asked, name="second_factor_asked"),
    path("cuenta/organizaciones/", organization_views.organizations, name="organizations"),
    path("cuenta/organizaciones/nueva/", organization_views.organization_new, name="organization_new"),
    path(
        "cuenta/organizaciones/<uuid:pk>/entrar/",
        organization_views.organization_enter,
        name="organization_enter",
    ),
    path(
        "cuenta/organizaciones/<uuid:pk>/dejar/",
        organization_views.organization_leave,
        name="organization_leave",
    ),
    # the organization that the person works in
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
    path("organizacion/", organization_views.organization, name="organization"),
    path("organizacion/borrar/", organization_views.organization_delete, name="organization_delete"),
    path("organizacion/conservar/", organization_views.organization_keep, name="organization_keep"),
    path("equipo/", team_views.team, name="team"),
    path("equipo/invitar/", team_views.invite, name="invite"),
    path("equipo/invitaciones/<uuid:pk>/retirar/", team_views.invitation_revoke, name="invitation_revoke"),
    path("equipo/<uuid:pk>/papel/", team_views.member_role, name="member_role"),
    path("equipo/<uuid:pk>/quitar/", team_views.member_remove, name="member_remove"),
    path("invitacion/<str:token>/", invitation_views.invitation, name="invitation"),
]
