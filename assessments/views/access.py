"""Assessors' access to what is submitted: given, changed and withdrawn by an administrator."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from accounts.templatetags.portal import british_date
from assessments.access_queries import access_to, known_assessors
from assessments.actions import (
    NotGiven,
    change_access,
    confirm_access,
    end_access,
    give_access,
    send_invitation_again,
)
from assessments.forms import AccessForm, DaysForm
from assessments.models import Assessment
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.models import ReaderGrant
from evidence.views.common import SignedIn, posted

from .common import address


@serves("assessments.give_access", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Who has access, and the form that gives it; `?again=` fills somebody in."""
    form = AccessForm(posted(request), initial=_initial(request, assessment))
    if form.is_valid():
        try:
            grant = give_access(assessment=assessment, by=request.user, **form.cleaned_data)
        except NotGiven as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return _told(request, assessment, _what_was_given(grant))
    context = _frame(assessment) | {
        "form": form,
        "accesses": access_to(assessment),
        "suggested": known_assessors(assessment.portfolio.service.organisation),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/access.html", context, status=status)


@serves("assessments.give_access", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: SignedIn, assessment: Assessment, grant: int) -> HttpResponse:
    """Move the days of an access; it bites on the assessor's next request."""
    held = _grant(assessment, grant)
    initial = {"starts_on": held.starts_on, "ends_on": held.ends_on}
    form = DaysForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            change_access(assessment=assessment, grant=held, by=request.user, **form.cleaned_data)
        except NotGiven as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            told = _("Changed the days of %(who)s") % {"who": held.reader}
            return _told(request, assessment, told)
    context = _frame(assessment, _("Change the days")) | {"form": form, "grant": held}
    status = 422 if form.errors else 200
    return render(request, "assessments/access_days.html", context, status=status)


@serves("assessments.give_access", assessment_in_scope)
@require_POST
def send_again(request: SignedIn, assessment: Assessment, grant: int) -> HttpResponse:
    """Another letter to somebody who has not set their password; the first link dies."""
    held = _grant(assessment, grant)
    try:
        send_invitation_again(assessment=assessment, grant=held, by=request.user)
    except NotPossibleNow as refusal:
        messages.warning(request, str(refusal))
        return redirect(address("access", assessment.portfolio))
    words = {"email": held.reader.email}
    return _told(request, assessment, _("Sent the invitation again to %(email)s") % words)


@serves("assessments.give_access", assessment_in_scope)
@require_POST
def withdraw(request: SignedIn, assessment: Assessment, grant: int) -> HttpResponse:
    """End an access now; what is withdrawn already stays so."""
    held = _grant(assessment, grant)
    end_access(assessment=assessment, grant=held, by=request.user)
    told = _("Withdrew the access of %(who)s") % {"who": held.reader}
    return _told(request, assessment, told)


@serves("assessments.give_access", assessment_in_scope)
@require_POST
def confirm(request: SignedIn, assessment: Assessment, grant: int) -> HttpResponse:
    """Let an access that a restore suspended live again."""
    held = _grant(assessment, grant)
    if not confirm_access(assessment=assessment, grant=held, by=request.user):
        return redirect(address("access", assessment.portfolio))
    told = _("Confirmed the access of %(who)s") % {"who": held.reader}
    return _told(request, assessment, told)


def _grant(assessment: Assessment, pk: int) -> ReaderGrant:
    grants = ReaderGrant.objects.select_related("reader", "snapshot__portfolio__service")
    return get_object_or_404(grants, snapshot_id=assessment.snapshot_id, pk=pk)


def _initial(request: SignedIn, assessment: Assessment) -> dict[str, Any]:
    initial: dict[str, Any] = {"starts_on": timezone.localdate()}
    again = request.GET.get("again", "")
    if again.isdecimal():
        reader = _grant(assessment, int(again)).reader
        initial |= {"email": reader.email, "name": reader.name}
    return initial


def _what_was_given(grant: ReaderGrant) -> str:
    words = {"who": grant.reader, "day": british_date(grant.ends_on), "email": grant.reader.email}
    if grant.reader.has_usable_password():
        return _("%(who)s has access until %(day)s. A letter goes to %(email)s") % words
    return _("Invited %(who)s until %(day)s. A letter goes to %(email)s") % words


def _told(request: SignedIn, assessment: Assessment, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(address("access", assessment.portfolio))


def _frame(assessment: Assessment, here: str = "") -> dict[str, Any]:
    portfolio = assessment.portfolio
    crumbs = [
        {"text": _("Assessment"), "url": address("assessment", portfolio)},
        {"text": _("Assessor access"), "url": address("access", portfolio) if here else ""},
    ]
    return {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "breadcrumbs": [*crumbs, {"text": here, "url": ""}] if here else crumbs,
    }
