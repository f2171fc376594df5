"""The page behind the link in an invitation: name, password, and in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import PUBLIC, serves
from accounts.actions import NotOpen, accept_invitation
from accounts.forms import AcceptForm
from accounts.models import Invitation
from accounts.queries import invitation_by_digest, sha256_of_token
from accounts.sign_in import limits
from accounts.sign_in.providers import only_provider_for

# In the place of the token once it is known, and where the session has its digest.
YOURS = "yours"
DIGEST = "invitation"


@sensitive_post_parameters()
@serves(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Set one's name and first password, and be signed in.

    The first look takes the token out of the address, into the session as a digest: no
    browser keeps a link that lets in.
    """
    digest = request.session.get(DIGEST, "") if token == YOURS else sha256_of_token(token)
    found = invitation_by_digest(digest)
    if found is None and token == YOURS:
        return _over(request)
    if found is None:
        if not limits.may(request, "invitation"):
            raise limits.TooMany(request, limits.until(request, "invitation"))
        raise Http404
    if not found.lets_in():
        return _over(request)
    if request.method == "GET" and token != YOURS:
        request.session[DIGEST] = digest
        return redirect("invitation", YOURS)
    provider = only_provider_for(found.user.email)
    if provider:
        context = {"invitation": found, "provider": provider}
        return render(request, "accounts/invitation_by_provider.html", context)
    form = AcceptForm(request.POST if request.method == "POST" else None, user=found.user)
    if request.method == "POST" and form.is_valid():
        return _accept(request, found, form)
    context = {"form": form, "invitation": found}
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation.html", context, status=status)


def _accept(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
    try:
        user = accept_invitation(invitation=found, name=name, password=password)
    except NotOpen:
        return _over(request)
    request.session.pop(DIGEST, None)
    record_authentication(request, user, "invitation")
    return perform_login(request, Login(user=user, email=user.email))


def _over(request: HttpRequest) -> HttpResponse:
    """The same words whatever became of it, so that the page tells nothing about anybody."""
    return render(request, "accounts/invitation_over.html", status=410)
