"""Assessors' access to what is submitted: given and withdrawn by an administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from accounts.templatetags.portal import british_date
from assessments.forms import AccessForm
from assessments.models import Assessment
from assessments.scope import assessment_in_scope
from evidence.actions import grant_reading, withdraw_grant
from evidence.models import ReaderGrant
from evidence.views.common import SignedIn

from .common import address


@serves("assessments.give_access", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: SignedIn, assessment: Assessment) -> HttpResponse:
    initial = {"starts_on": timezone.localdate()}
    form = AccessForm(
        request.POST if request.method == "POST" else None, assessment=assessment, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        _give(request, assessment, form)
        return redirect(address("access", assessment.portfolio))
    context = {
        "portfolio": assessment.portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "form": form,
        "grants": _grants(assessment),
        "today": timezone.localdate(),
        "breadcrumbs": [
            {"text": _("Assessment"), "url": address("assessment", assessment.portfolio)},
            {"text": _("Assessor access"), "url": ""},
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/access.html", context, status=status)


def _grants(assessment: Assessment) -> list[ReaderGrant]:
    grants = ReaderGrant.objects.filter(snapshot_id=assessment.snapshot_id)
    return list(grants.select_related("reader", "granted_by"))


def _give(request: SignedIn, assessment: Assessment, form: AccessForm) -> None:
    grant = grant_reading(
        snapshot=_snapshot(assessment),
        reader=form.cleaned_data["reader"],
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        by=request.user,
    )
    messages.success(
        request,
        _("%(reader)s has access until %(day)s")
        % {"reader": grant.reader, "day": british_date(grant.ends_on)},
    )


def _snapshot(assessment: Assessment):
    assessment.snapshot.portfolio = assessment.portfolio
    return assessment.snapshot


@serves("assessments.give_access", assessment_in_scope)
@require_POST
def withdraw(request: SignedIn, assessment: Assessment, grant: int) -> HttpResponse:
    """End an access now; what is withdrawn already stays so."""
    found = get_object_or_404(
        ReaderGrant.objects.select_related("reader", "snapshot__portfolio__service"),
        snapshot_id=assessment.snapshot_id,
        pk=grant,
    )
    if found.withdrawn_at is None:
        withdraw_grant(grant=found, by=request.user)
    messages.success(request, _("Withdrew the access of %(who)s") % {"who": found.reader})
    return redirect(address("access", assessment.portfolio))
