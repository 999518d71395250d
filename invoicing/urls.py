from django.urls import path, re_path

from invoicing import portal_views, views

app_name = "invoicing"
urlpatterns = [
    path("", views.task_list, name="task_list"),
    path("tickets/nuevo/", views.task_new, name="task_new"),
    path("tickets/<uuid:pk>/", views.task_detail, name="task"),
    path("tickets/<uuid:pk>/cancelar/", views.task_cancel, name="task_cancel"),
    path("tickets/<uuid:pk>/reintentar/", views.task_retry, name="task_retry"),
    path("tickets/<uuid:pk>/continuar/", views.task_resume, name="task_resume"),
    path("tickets/<uuid:pk>/respuesta/", views.task_answer, name="task_answer"),
    path("tickets/<uuid:pk>/cfdi/", views.cfdi_upload, name="cfdi_upload"),
    path("portales/", portal_views.portal_list, name="portal_list"),
    path("portales/<slug:slug>/cuenta/", portal_views.account_new, name="portal_account_new"),
    path("portales/cuentas/<uuid:pk>/", portal_views.account, name="portal_account"),
    path("portales/cuentas/<uuid:pk>/permitir/", portal_views.account_trust, name="portal_account_trust"),
    path("portales/cuentas/<uuid:pk>/borrar/", portal_views.account_delete, name="portal_account_delete"),
    re_path(r"^tickets/(?P<pk>[0-9a-f-]{36})/cfdi\.(?P<kind>xml|pdf)$", views.cfdi_file, name="cfdi_file"),
]
