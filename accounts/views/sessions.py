"""Where a person is signed in, and how long the session here still lasts."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.actions import end_one_session, end_other_sessions, end_sessions
from accounts.models import User
from accounts.queries_sign_in import places_of
from accounts.scope import myself
from accounts.sign_in.lifetime import seconds_left
from accounts.validators import is_row_number


@serves("accounts.look_after_account", myself)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest, user: User) -> HttpResponse:
    """The list; POST ends one session, the others, or all with this one.

    Whoever has not signed in a moment ago shows again who they are; then it is done.
    """
    if request.method == "POST":
        return _end(request, user)
    places = places_of(user, request.session.session_key)
    return render(request, "account/sessions.html", {"places": places, "nav": "account"})


@reauthentication_required
def _end(request: HttpRequest, user: User) -> HttpResponse:
    which = request.POST.get("which", "")
    if which == "all":
        end_sessions(user=user, by=user)
        logout(request)
        messages.success(request, _("You are signed out everywhere"))
        return redirect("account_login")
    if which == "others":
        number = end_other_sessions(user=user, but=request.session.session_key)
        words = ngettext(
            "You are signed out in {number} other place",
            "You are signed out in {number} other places",
            number,
        )
        messages.success(request, words.format(number=number))
    elif is_row_number(which):
        here = request.session.session_key
        session = UserSession.objects.filter(user=user, pk=which).exclude(session_key=here).first()
        if session:
            end_one_session(user=user, session=session)
        messages.success(request, _("You are signed out there"))
    return redirect("sessions")


@serves("accounts.look_after_account", myself)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, user: User) -> HttpResponse:
    """How many seconds the session here lasts if nothing is done. A POST is something done."""
    return JsonResponse({"ends_in": seconds_left(request.session)})
