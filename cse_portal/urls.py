"""Every address of the portal."""

from django.urls import include, path

from assessments.views.home import home

from . import views

handler400 = "evidence.views.too_much.bad_request"
handler429 = "accounts.views.too_many.too_many"
handler403 = "assessments.views.ended.permission_denied"
handler500 = "cse_portal.views.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("standards/", include("criteria.urls")),
    path("", include("evidence.urls")),
    path("", include("assessments.urls")),
]
