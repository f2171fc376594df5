"""Erasing a person: what goes, what stays, and what stands against it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.actions import NotErased, erase_person, reasons_against
from accounts.forms_people import EraseForm
from accounts.people import PersonHere
from accounts.personal import copies_that_stay
from accounts.scope import person_in_scope

from .common import SignedIn, crumbs


@serves("accounts.erase_person", person_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request: SignedIn, found: PersonHere) -> HttpResponse:
    """Asked with a reason, and confirmed by typing the address."""
    form = EraseForm(request.POST if request.method == "POST" else None, user=found.user)
    reasons = reasons_against(found.user, found.organisation)
    if found.user.pk == request.user.pk:
        reasons.insert(0, _("Nobody erases themselves. Ask another administrator."))
    if form.is_valid() and not reasons:
        try:
            erase_person(
                user=found.user,
                by=request.user,
                reason=form.cleaned_data["reason"],
                organisation=found.organisation,
            )
        except NotErased as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The person is erased"))
            return redirect("people", found.organisation.slug)
    step = (str(found.user), "person", found.user.pk)
    context = {
        "organisation": found.organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(found.organisation, (_("People"), "people"), step),
        "person": found.user,
        "form": form,
        "reasons": reasons,
        "copies": copies_that_stay(found.user, found.organisation),
    }
    status = (409 if reasons else 422) if request.method == "POST" else 200
    return render(request, "accounts/person_erase.html", context, status=status)
