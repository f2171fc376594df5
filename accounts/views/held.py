"""What was sent after the sign-in had ended, for its writer to send again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.actions import drop_held
from accounts.models import HeldForm, User
from accounts.signed_out import asks_from_script, hold, is_sent_by_us, is_theirs_alone, methods_at
from accounts.words_of_fields import in_words


def held_for(user: User, uuid: UUID) -> HeldForm:
    """A form that this person wrote. For anybody else it is not there: Http404."""
    return get_object_or_404(HeldForm, pk=uuid, person=user)


@serves("accounts.send_held_form", held_for)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def held_form(request: HttpRequest, held: HeldForm) -> HttpResponse:
    """What was typed, and the button that sends it to where it was going. POST lets it go.

    The button's form goes to that address itself and names this one as `held`: only when
    it has arrived is it let go.
    """
    if request.method == "POST":
        drop_held(uuid=held.pk, person=held.person)
        messages.success(request, _("Deleted what was held"))
        return redirect("home")
    methods = methods_at(held.path)
    context = {
        "held": held,
        "typed": in_words(held.fields),
        "fields": [(name, each) for name, given in held.fields.items() for each in given],
        "may_send": "POST" in methods,
        "may_open": "GET" in methods,
    }
    return render(request, "accounts/held_form.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A token that is wrong: on a page of ours, it is of before the last sign-in.

    Then what was typed is held for the same person. From anywhere else, for anybody who is
    not signed in, and where several people share the browser, it is a plain refusal.
    """
    person = request.user
    if not (isinstance(person, User) and is_sent_by_us(request)):
        return plain_csrf_failure(request, reason)
    if asks_from_script(request):
        words = {
            "error": _("This page is older than your sign-in."),
            "remedy": _("Copy what you typed, load the page again, then try again."),
        }
        return JsonResponse(words, status=403)
    held = hold(request, person) if is_theirs_alone(request) else None
    return redirect("held_form", held.pk) if held else plain_csrf_failure(request, reason)
