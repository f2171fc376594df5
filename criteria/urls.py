"""Addresses of the standards. Without an edition, the current one is meant."""

from django.urls import path, register_converter

from criteria import views
from criteria.converters import CodeConverter

app_name = "criteria"
register_converter(CodeConverter, "standard_code")

urlpatterns = [
    path("", views.standards, name="standards"),
    path("<slug:standard>/", views.standard, name="standard"),
    path("<slug:standard>/elements/<standard_code:code>/", views.element, name="element"),
    path("<slug:standard>/editions/<slug:edition>/", views.standard, name="edition"),
    path(
        "<slug:standard>/editions/<slug:edition>/elements/<standard_code:code>/",
        views.element,
        name="edition_element",
    ),
]
