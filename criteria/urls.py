"""Addresses of the standards. Without an edition, the current one is meant."""

from django.urls import path

from criteria import views

app_name = "criteria"

urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/<slug:standard>/", views.standard, name="standard"),
    path("standards/<slug:standard>/elements/<str:code>/", views.element, name="element"),
    path("standards/<slug:standard>/editions/<slug:edition>/", views.standard, name="edition"),
    path(
        "standards/<slug:standard>/editions/<slug:edition>/elements/<str:code>/",
        views.element,
        name="edition_element",
    ),
]
