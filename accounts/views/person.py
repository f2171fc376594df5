"""One person of an organisation: what they are, how they stand, and what can be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from accounts.actions import (
    NotDone,
    activate_person,
    deactivate_person,
    end_sessions,
    give_role,
    reset_factor_of,
    send_person_invitation_again,
    take_role,
    withdraw_invitation,
)
from accounts.enums import Role
from accounts.forms_people import RoleForm
from accounts.history.sentences import told
from accounts.models import HistoryEntry, User
from accounts.people import PersonHere
from accounts.scope import person_in_scope
from accounts.validators import is_row_number

from .common import SignedIn, crumbs

LATEST = 15


@serves("accounts.view_person", person_in_scope)
@require_safe
def person(request: SignedIn, found: PersonHere) -> HttpResponse:
    return _page(request, found)


@serves("accounts.change_person", person_in_scope)
@require_POST
def person_change(request: SignedIn, found: PersonHere) -> HttpResponse:
    """One deed of the person's page, named by `action`."""
    deed = DEEDS.get(request.POST.get("action", ""))
    if deed is None:
        return _page(request, found, status=422)
    form = RoleForm(request.POST, organisation=found.organisation)
    try:
        said = deed(request, found, form)
    except NotDone as refusal:
        if refusal.field:
            form.add_error("place", str(refusal))
        else:
            messages.warning(request, str(refusal))
            return _back(found)
    if form.errors and deed is _give:
        return _page(request, found, form=form, status=422)
    messages.success(request, said)
    return _back(found)


def _back(found: PersonHere) -> HttpResponse:
    return redirect("person", found.organisation.slug, found.user.pk)


def _give(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    if not form.is_valid():
        return ""
    place = form.cleaned_data["place"]
    give_role(organisation=found.organisation, user=found.user, place=place, by=request.user)
    return _("%(who)s now has the role %(role)s") % {"who": found.user, "role": place}


def _take(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    number = request.POST.get("membership", "")
    if is_row_number(number):
        take_role(
            organisation=found.organisation,
            user=found.user,
            membership=int(number),
            by=request.user,
        )
    return _("The role is taken away")


def _deactivate(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    deactivate_person(organisation=found.organisation, user=found.user, by=request.user)
    return _("%(who)s has no access here any more") % {"who": found.user}


def _activate(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    activate_person(organisation=found.organisation, user=found.user, by=request.user)
    return _("%(who)s has the roles again that they had") % {"who": found.user}


def _send_again(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    send_person_invitation_again(organisation=found.organisation, user=found.user, by=request.user)
    return _("Sent the invitation again to %(email)s") % {"email": found.user.email}


def _withdraw(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    withdraw_invitation(user=found.user, organisation=found.organisation, by=request.user)
    return _("The link in the letter to %(who)s no longer works") % {"who": found.user}


def _reset(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    reset_factor_of(organisation=found.organisation, user=found.user, by=request.user)
    return _("%(who)s sets up a new second factor when they sign in") % {"who": found.user}


def _sign_out(request: SignedIn, found: PersonHere, form: RoleForm) -> str:
    end_sessions(user=found.user, by=request.user)
    return _("%(who)s is signed out everywhere") % {"who": found.user}


DEEDS: dict[str, Callable[[SignedIn, PersonHere, RoleForm], str]] = {
    "give": _give,
    "take": _take,
    "deactivate": _deactivate,
    "activate": _activate,
    "send again": _send_again,
    "withdraw": _withdraw,
    "reset": _reset,
    "sign out": _sign_out,
}


def _page(
    request: SignedIn, found: PersonHere, *, form: RoleForm | None = None, status: int = 200
) -> HttpResponse:
    about = HistoryEntry.objects.filter(
        person_id=found.user.pk, organisation_id=found.organisation.pk
    ).order_by("-sequence")[:LATEST]
    context: dict[str, Any] = {
        "organisation": found.organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(found.organisation, (_("People"), "people")),
        "person": found.user,
        "is_self": found.user.pk == request.user.pk,
        "roles": _roles(request.user, found),
        "form": form or RoleForm(organisation=found.organisation),
        "history": told(about),
        "may": _allowed(request.user, found),
    }
    return render(request, "accounts/person.html", context, status=status)


def _roles(user: User, found: Any) -> list[tuple[Any, bool]]:
    """The person's roles here, each with whether this reader may take it away."""
    roles = found.user.roles_here
    may = len(roles) > 1 and user.has_perm("accounts.change_person", found)
    is_self = found.user.pk == user.pk
    return [(row, may and not (is_self and row.role == Role.ADMINISTRATOR)) for row in roles]


def _allowed(user: User, found: Any) -> dict[str, bool]:
    """What of the page is for this reader, by the last word of the permission."""
    return {
        deed: user.has_perm(f"accounts.{deed}_person", found)
        for deed in ("change", "erase", "export")
    }
