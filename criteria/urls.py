"""Addresses of the standards. Without an edition, the current one is meant."""

from django.urls import path, register_converter

from criteria.converters import CodeConverter
from criteria.views import guidance, standards

app_name = "criteria"
register_converter(CodeConverter, "standard_code")

urlpatterns = [
    path("", standards.standards, name="standards"),
    path("<slug:standard>/", standards.standard, name="standard"),
    path("<slug:standard>/elements/<standard_code:code>/", standards.element, name="element"),
    path("<slug:standard>/editions/<slug:edition>/", standards.standard, name="edition"),
    path(
        "<slug:standard>/editions/<slug:edition>/elements/<standard_code:code>/",
        standards.element,
        name="edition_element",
    ),
    path(
        "<slug:standard>/guidance/<slug:organisation>/",
        guidance.guidance_list,
        name="own_guidance_list",
    ),
    path(
        "<slug:standard>/guidance/<slug:organisation>/<standard_code:code>/",
        guidance.guidance_edit,
        name="own_guidance",
    ),
    path(
        "<slug:standard>/editions/<slug:edition>/guidance/<slug:organisation>/",
        guidance.guidance_list,
        name="edition_own_guidance_list",
    ),
    path(
        "<slug:standard>/editions/<slug:edition>/guidance/<slug:organisation>/<standard_code:code>/",
        guidance.guidance_edit,
        name="edition_own_guidance",
    ),
]
