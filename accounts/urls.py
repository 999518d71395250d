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
from accounts.privacy import arco_views, client_views
from accounts.privacy import views as privacy_views

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
    # privacy
    path("privacidad/", privacy_views.notice, name="privacy"),
    path("privacidad/aceptar/", privacy_views.accept, name="privacy_accept"),
    path("privacidad/version/<str:version>/", privacy_views.notice, name="privacy_version"),
    path("clientes/<uuid:pk>/declarar/", client_views.declare, name="client_declare"),
    path("clientes/<uuid:pk>/privacidad/", client_views.client_privacy, name="client_privacy"),
    path("clientes/<uuid:pk>/privacidad/exportar/", client_views.client_export, name="client_export"),
    path("clientes/<uuid:pk>/privacidad/borrar/", client_views.client_erase, name="client_erase"),
    path("clientes/<uuid:pk>/solicitudes/nueva/", arco_views.arco_new, name="arco_new"),
    path("solicitudes-arco/", arco_views.arco_list, name="arco_list"),
    path("solicitudes-arco/<uuid:pk>/", arco_views.arco, name="arco"),
    path("solicitudes-arco/<uuid:pk>/contestar/", arco_views.arco_answer, name="arco_answer"),
    path("solicitudes-arco/<uuid:pk>/ampliar/", arco_views.arco_extend, name="arco_extend"),
    path("solicitudes-arco/<uuid:pk>/cerrar/", arco_views.arco_close, name="arco_close"),
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
