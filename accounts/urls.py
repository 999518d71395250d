from django.urls import path

from accounts import invitation_views, organization_views, team_views, views

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
    path("organizacion/", organization_views.organization, name="organization"),
    path("organizacion/borrar/", organization_views.organization_delete, name="organization_delete"),
    path("organizacion/conservar/", organization_views.organization_keep, name="organization_keep"),
    path("equipo/", team_views.team, name="team"),
    path("equipo/invitaciones/<uuid:pk>/retirar/", team_views.invitation_revoke, name="invitation_revoke"),
    path("equipo/<uuid:pk>/papel/", team_views.member_role, name="member_role"),
    path("equipo/<uuid:pk>/quitar/", team_views.member_remove, name="member_remove"),
    path("invitacion/<str:token>/", invitation_views.invitation, name="invitation"),
]
