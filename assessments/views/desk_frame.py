"""What stands around every page of the assessor: whose assessment, and until when."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.templatetags.portal import british_date
from assessments.models import Assessment


def desk_frame(assessment: Assessment) -> dict[str, Any]:
    """The context of pages outside the service's own navigation."""
    service = assessment.portfolio.service
    note = service.organisation.name
    if assessment.visit_on:
        note += ", " + _("site visit %(day)s") % {"day": british_date(assessment.visit_on)}
    return {
        "assessment": assessment,
        "place": {"name": f"{assessment.label}: {service.name}", "note": note},
        "desk_url": reverse("assessments:desk", args=[assessment.pk]),
        "conclude_url": reverse("assessments:conclude", args=[assessment.pk]),
        "notes_url": reverse("assessments:notes", args=[assessment.pk]),
        "report_url": reverse("assessments:report", args=[assessment.pk]),
        "documents_url": reverse("assessments:desk_documents", args=[assessment.pk]),
    }


def not_with_assessor(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The page in place of all others while the service holds the assessment."""
    return render(request, "assessments/desk_not_submitted.html", desk_frame(assessment))


def once_submitted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Put that page in place of a view of the desk as long as nothing is submitted."""

    @wraps(view)
    def guarded(request: HttpRequest, assessment: Assessment, **more: Any) -> HttpResponseBase:
        if assessment.is_with_service:
            return not_with_assessor(request, assessment)
        return view(request, assessment, **more)

    return guarded
