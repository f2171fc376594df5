"""Every view says whom it serves, and one that does not answers nobody."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import include, path
from rules.permissions import permissions

from accounts.access import PUBLIC, serves
from accounts.middleware import states_whom_it_serves
from tests.builders.people import make_user, sign_in

from .routes import routes

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "criteria", "evidence", "assessments")


def silent(request):
    """A view whose author forgot to say whom it serves."""
    return HttpResponse("something secret")


@serves(PUBLIC)
def open_to_all(request):
    return HttpResponse("something public")


@serves("accounts.there_is_no_such_permission")
def misspelt(request):
    return HttpResponse("something secret")


urlpatterns = [
    path("", include("cse_portal.urls")),
    path("silent/", silent),
    path("open/", open_to_all),
    path("misspelt/", misspelt),
]


def test_every_view_states_whom_it_serves():
    assert [str(route) for route in routes() if not states_whom_it_serves(route.view)] == []


def test_the_only_views_without_a_permission_are_those_of_the_sign_in_pages():
    unstated = [route for route in routes() if route.permission is None]
    assert {route.view.__module__ for route in unstated} == {
        "allauth.account.views",
        "allauth.mfa.base.views",
        "allauth.mfa.recovery_codes.views",
        "allauth.mfa.totp.views",
        "allauth.mfa.webauthn.views",
    }


def test_no_address_is_there_twice():
    found = Counter(route.path for route in routes())
    assert [path for path, times in found.items() if times > 1] == []


def test_a_view_without_a_statement_would_be_found():
    found = {route.path for route in routes(__name__) if not states_whom_it_serves(route.view)}
    assert found == {"silent/"}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "head", "options", "delete"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_view_without_a_statement_answers_nobody(client, settings, method, signed_in):
    settings.ROOT_URLCONF = __name__
    if signed_in:
        sign_in(client, make_user())
    response = getattr(client, method)("/silent/")
    assert response.status_code == 403
    assert b"secret" not in response.content
    assert client.get("/open/").content == b"something public"


@pytest.mark.django_db
def test_a_permission_that_nobody_registered_is_granted_to_nobody(client, settings):
    settings.ROOT_URLCONF = __name__
    sign_in(client, make_user())
    assert client.get("/misspelt/").status_code == 403


def named_by_views():
    return {route.permission for route in routes() if route.permission} - {PUBLIC}


def named_by_code_and_templates():
    """Permissions asked for by name elsewhere: in templates and in `has_perm`."""
    files = [file for app in APPS for file in (ROOT / app).rglob("*.py")]
    files += (ROOT / "templates").rglob("*.html")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"""has_perm[ (]['"]([a-z_.]+)['"]""", text))


def test_every_permission_named_anywhere_is_registered():
    named = named_by_views() | named_by_code_and_templates()
    assert sorted(named - set(permissions)) == []


def test_every_registered_permission_is_asked_for_somewhere():
    named = named_by_views() | named_by_code_and_templates()
    assert sorted(set(permissions) - named) == []
