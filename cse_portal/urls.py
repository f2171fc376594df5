"""Every address of the portal."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("standards/", include("criteria.urls")),
    path("", include("evidence.urls")),
    path("", include("assessments.urls")),
]
