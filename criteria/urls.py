"""Addresses of the standards. Without an edition, the current one is meant."""

from django.urls import path

from criteria import views

app_name = "criteria"

urlpatterns = [
    path("", views.standards, name="standards"),
    path("<slug:standard>/", views.standard, name="standard"),
    path("<slug:standard>/elements/<str:code>/", views.element, name="element"),
    path("<slug:standard>/editions/<slug:edition>/", views.standard, name="edition"),
    path(
        "<slug:standard>/editions/<slug:edition>/elements/<str:code>/",
        views.element,
        name="edition_element",
    ),
]
