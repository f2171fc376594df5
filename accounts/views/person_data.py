"""What is held about somebody: for themselves, and for information governance that answers."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.actions import note_export
from accounts.models import Organisation, User
from accounts.people import PersonHere
from accounts.personal import holdings
from accounts.personal.export import archive_about
from accounts.scope import person_in_scope

from .common import SignedIn, crumbs


@serves("accounts.export_own_data")
@require_safe
def own_data(request: SignedIn) -> HttpResponse:
    """What the portal holds about its reader, in words."""
    context = {"titles": [each.title for each in holdings()], "nav": "account"}
    return render(request, "accounts/own_data.html", context)


@serves("accounts.export_own_data")
@never_cache
@require_safe
def own_data_download(request: SignedIn) -> HttpResponseBase:
    note_export(user=request.user, by=request.user)
    return _archive(request, request.user)


@serves("accounts.export_person", person_in_scope)
@require_safe
def person_data(request: SignedIn, found: PersonHere) -> HttpResponse:
    """What the organisation holds about one person, in words."""
    step = (str(found.user), "person", found.user.pk)
    context = {
        "organisation": found.organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(found.organisation, (_("People"), "people"), step),
        "person": found.user,
        "titles": [each.title for each in holdings() if not each.is_own],
        "own_titles": [each.title for each in holdings() if each.is_own],
    }
    return render(request, "accounts/person_data.html", context)


@serves("accounts.export_person", person_in_scope)
@never_cache
@require_safe
def person_data_download(request: SignedIn, found: PersonHere) -> HttpResponseBase:
    note_export(user=found.user, organisation=found.organisation, by=request.user)
    return _archive(request, found.user, found.organisation)


def _archive(
    request: SignedIn, user: User, organisation: Organisation | None = None
) -> HttpResponseBase:
    day = timezone.localdate().isoformat()
    name = f"held-about-person-{user.pk}-{day}.zip"
    pieces = archive_about(user, organisation) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
