"""A visit with something to say in every part of every document, after an earlier one."""

from typing import Any

from django.utils import timezone

from accounts.enums import Role
from assessments.actions import complete_assessment
from assessments.models import Assessment, ElementAssessment
from assessments.reports.subject import Subject
from evidence.enums import LinkStatus
from evidence.models import EvidenceVersion, Portfolio

from .assessments import (
    answer_request,
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_request,
    rate,
    self_assess_all,
    submit,
)
from .evidence import make_item, make_link, make_portfolio, make_redacted, make_version
from .people import make_service, make_user


def make_visited() -> Subject:
    """A completed visit with evidence, gaps, requests and improvements, and the one before it."""
    portfolio = make_portfolio(make_service(name="Library Service"))
    for code in ("1.1.1", "1.1.2"):
        make_redacted(_cited(portfolio, code))
    earlier = make_completed(portfolio, {"1.1.2": "nearly"}, label="Visit of 2025")
    return Subject(_visit(portfolio), compared_with=earlier)


def _cited(portfolio: Portfolio, code: str) -> EvidenceVersion:
    service = make_item(portfolio, f"Survey of visitors for {code}")
    version = make_version(service)
    words: dict[str, Any] = {"locator": "Page 4, table 2", "rationale": "It says how often we ask."}
    make_link(portfolio, service, code, **words)
    make_link(portfolio, make_item(portfolio, "Charter", corporate=True), code, **words)
    return version


def _visit(portfolio: Portfolio) -> Assessment:
    assessment = make_assessment(portfolio, label="Visit of 2026", kind="annual-review-1")
    Assessment.objects.filter(pk=assessment.pk).update(
        reference="CSE-2026-0417", visit_on=timezone.localdate()
    )
    make_link(portfolio, make_item(portfolio, "Minutes"), "1.1.3", status=LinkStatus.NEW)
    self_assess_all(assessment)
    assessment.refresh_from_db()
    submit(assessment, by=make_user(Role.MANAGER, portfolio.service, name="Morag Stewart"))
    assessor = make_assessor("Morgan Hale")
    make_grant(assessment, assessor)
    answer_request(make_request(assessment, "1.1.1", by=assessor))
    for code, rating in (("1.1.1", "met"), ("1.1.2", "nearly"), ("1.1.3", "met")):
        rate(assessment, code, rating, by=assessor)
    ElementAssessment.objects.filter(assessment=assessment, rating__code="met").update(
        is_strength=True, is_good_practice=True
    )
    assessment.refresh_from_db()
    return complete_assessment(
        assessment=assessment,
        by=assessor,
        name="Morgan Hale",
        statement="The service listens.",
    )
