"""What an organisation looks after, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.models import Organisation
from accounts.scope import organisation_in_scope


@serves("accounts.view_organisation", organisation_in_scope)
@require_safe
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    context = {"organisation": organisation, "nav": "organisation"}
    return render(request, "accounts/organisation.html", context)
