"""The people of an organisation: listed, and invited."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.actions import NotDone, bring_in, correct_person
from accounts.forms_people import InviteForm, PeopleFilter, PersonForm
from accounts.models import Organisation
from accounts.people import PersonHere, listed
from accounts.scope import organisation_in_scope, person_in_scope

from .common import SignedIn, crumbs

ON_A_PAGE = 50


@serves("accounts.view_people", organisation_in_scope)
@require_safe
def people(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Who is here, fifty a page, by name."""
    chosen = PeopleFilter(request.GET, organisation=organisation)
    wanted = chosen.wanted()
    pages = Paginator(listed(organisation, **wanted), ON_A_PAGE)
    context = {
        "organisation": organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(organisation),
        "filter": chosen,
        "is_filtered": any(wanted.values()),
        "page_obj": pages.get_page(request.GET.get("page")),
        "may_invite": request.user.has_perm("accounts.invite_people", organisation),
    }
    return render(request, "accounts/people.html", context)


@serves("accounts.change_person", person_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def person_correct(request: SignedIn, found: PersonHere) -> HttpResponse:
    """Put right somebody's name or address."""
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, initial={"name": found.user.name, "email": found.user.email})
    if form.is_valid():
        try:
            correct_person(
                organisation=found.organisation,
                user=found.user,
                by=request.user,
                **form.cleaned_data,
            )
        except NotDone as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Saved name and address"))
            return redirect("person", found.organisation.slug, found.user.pk)
    step = (str(found.user), "person", found.user.pk)
    context = {
        "organisation": found.organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(found.organisation, (_("People"), "people"), step),
        "person": found.user,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/person_correct.html", context, status=status)


@serves("accounts.invite_people", organisation_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def people_invite(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Give somebody roles; whoever is new gets a letter with a link to set a password."""
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, organisation=organisation)
    if form.is_valid():
        try:
            user = bring_in(organisation=organisation, by=request.user, **form.cleaned_data)
        except NotDone as refusal:
            form.add_error(refusal.field if refusal.field == "email" else None, str(refusal))
        else:
            words = {"who": user, "email": user.email}
            messages.success(request, _("%(who)s has access. A letter goes to %(email)s") % words)
            return redirect("person", organisation.slug, user.pk)
    context = {
        "organisation": organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(organisation, (_("People"), "people")),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/people_invite.html", context, status=status)
