"""The portal's addresses with those of identity providers, which the settings switch on."""

from django.urls import include, path

handler429 = "accounts.views.too_many.too_many"
urlpatterns = [
    path("account/with/", include("accounts.urls_providers")),
    path("", include("cse_portal.urls")),
]
