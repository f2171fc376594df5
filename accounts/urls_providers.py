"""Addresses by which an organisation's identity provider is asked, where one is set."""

from django.urls import path

from accounts.views import providers

urlpatterns = [
    path("<slug:provider_id>/", providers.start, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", providers.back, name="openid_connect_callback"),
]
