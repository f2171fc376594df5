"""Addresses of accounts: sign-in and out, all of allauth's."""

from django.urls import include, path

urlpatterns = [path("account/", include("allauth.account.urls"))]
