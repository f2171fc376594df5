"""Assessments in every state, reached by the portal's own actions."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from assessments.actions import (
    answer,
    ask,
    complete_assessment,
    open_assessment,
    rate_element,
    save_self_assessment,
    send_for_approval,
    submit_assessment,
)
from assessments.models import Assessment, ElementAssessment, EvidenceRequest
from criteria.models import Edition, Element, Rating
from evidence.actions import grant_reading
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, Portfolio, ReaderGrant, SnapshotLink

from .evidence import make_item, make_link, make_portfolio, make_version
from .people import make_body, make_user

_numbers = count(1)


def fill(portfolio: Portfolio, count: int, elements: Sequence[Element]) -> None:
    """So many items, each linked to one of the elements in turn, written at once."""
    service = portfolio.service
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=service.organisation,
            service=service,
            code=f"{service.prefix}{number:03}",
            prefix=service.prefix,
            number=number,
            title=f"Evidence {number}",
        )
        for number in range(1, count + 1)
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            portfolio=portfolio,
            element=elements[at % len(elements)],
            item=item,
            status=LinkStatus.NEW,
            position=at // len(elements) + 1,
        )
        for at, item in enumerate(items)
    )


def make_assessment(portfolio: Portfolio | None = None, **fields) -> Assessment:
    """An assessment in preparation, of all elements unless `under_review` says which."""
    portfolio = portfolio or make_portfolio()
    edition = Edition.objects.get(standard=portfolio.standard, is_current=True)
    usual = {"label": f"Assessment {next(_numbers)}", "kind": "full", "by": None}
    return open_assessment(portfolio=portfolio, edition=edition, **usual | fields)


def row_of(assessment: Assessment, code: str = "1.1.1") -> ElementAssessment:
    """The element as it stands now, read afresh."""
    return ElementAssessment.objects.select_related(
        "element", "assessment__portfolio__service__organisation", "self_rating", "rating"
    ).get(assessment=assessment, element__code=code)


def rating_of(assessment: Assessment, code: str) -> Rating:
    """A rating by its code; `met` is also what the real standard calls compliant."""
    codes = ["met", "compliant"] if code == "met" else [code]
    return assessment.edition.ratings.get(code__in=codes)


def self_assess(
    assessment: Assessment,
    code: str = "1.1.1",
    rating: str = "met",
    commentary: str = "We do this every week.",
    by: User | None = None,
) -> ElementAssessment:
    """The service's rating and words for one element."""
    row = row_of(assessment, code)
    save_self_assessment(
        row=row,
        revision=row.service_revision,
        self_rating=rating_of(assessment, rating) if rating else None,
        commentary=commentary,
        by=by or make_user(Role.OFFICER, assessment.portfolio.service),
    )
    return row


def send(assessment: Assessment, code: str = "1.1.1", by: User | None = None) -> ElementAssessment:
    """The element sent for approval as it is."""
    row = row_of(assessment, code)
    send_for_approval(
        row=row,
        revision=row.service_revision,
        self_rating=row.self_rating,
        commentary=row.commentary,
        by=by or make_user(Role.OFFICER, assessment.portfolio.service),
    )
    return row


def make_whole(assessment: Assessment) -> None:
    """Nothing is missing: every element under review is assessed and has a sound item."""
    self_assess_all(assessment)
    rows = assessment.elements.filter(in_review=True).select_related("element")
    for row in rows:
        item = make_item(assessment.portfolio)
        make_version(item)
        make_link(assessment.portfolio, item, row.element)


def self_assess_all(assessment: Assessment, rating: str = "met") -> None:
    """Every element under review, quickly."""
    assessment.elements.filter(in_review=True).update(
        self_rating=rating_of(assessment, rating), commentary="We do this every week."
    )


def submit(
    assessment: Assessment,
    by: User | None = None,
    gaps_reason: str = "The rest follows at the visit.",
) -> Assessment:
    """Submitted as it is, with the same reason for all that is missing."""
    return submit_assessment(
        assessment=assessment,
        by=by or make_user(Role.MANAGER, assessment.portfolio.service),
        gaps_reason=gaps_reason,
    )


def make_submitted(portfolio: Portfolio | None = None, **fields) -> Assessment:
    """Self-assessed in full and submitted."""
    assessment = make_assessment(portfolio, **fields)
    self_assess_all(assessment)
    return submit(assessment)


def make_assessor(name: str = "") -> User:
    """An assessor of a certification body, without access to anything yet."""
    return make_user(Role.ASSESSOR, make_body(f"Body {next(_numbers)}"), name=name)


def make_grant(
    assessment: Assessment,
    reader: User | None = None,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ReaderGrant:
    """Access to the assessment from today for a month, unless said otherwise."""
    today = timezone.localdate()
    return grant_reading(
        snapshot=assessment.snapshot,
        reader=reader or make_assessor(),
        starts_on=starts_on or min(today, ends_on or today),
        ends_on=ends_on or today + timedelta(days=30),
        by=make_user(Role.ADMINISTRATOR, assessment.portfolio.service.organisation),
    )


def rate(
    assessment: Assessment,
    code: str = "1.1.1",
    rating: str = "met",
    finding: str = "Seen and found good.",
    accepted: bool = True,
    by: User | None = None,
) -> ElementAssessment:
    """The assessor's rating of one element."""
    row = row_of(assessment, code)
    rate_element(
        row=row,
        revision=row.assessor_revision,
        rating=rating_of(assessment, rating) if rating else None,
        finding=finding,
        accepted=accepted,
        by=by or make_assessor(),
    )
    return row


def make_completed(
    portfolio: Portfolio | None = None, ratings: dict[str, str] | None = None, **fields
) -> Assessment:
    """Submitted, rated, accepted and completed; `ratings` by code, the rest as met."""
    assessment = make_submitted(portfolio, **fields)
    assessor = make_assessor()
    given = ratings or {}
    for code in assessment.elements.filter(in_review=True).values_list("element__code", flat=True):
        rate(assessment, code, given.get(code, "met"), by=assessor)
    return complete_assessment(assessment=assessment, by=assessor)


def make_request(
    assessment: Assessment,
    code: str = "1.1.1",
    text: str = "Show me the survey of 2026.",
    link: SnapshotLink | None = None,
    by: User | None = None,
) -> EvidenceRequest:
    """What an assessor asks about one element of a submitted assessment."""
    asked_by = by or make_assessor()
    return ask(row=row_of(assessment, code), text=text, link=link, by=asked_by)


def answer_request(
    request: EvidenceRequest,
    text: str = "It is in the report.",
    links: Sequence[EvidenceLink] = (),
    by: User | None = None,
) -> EvidenceRequest:
    """The service's answer, in words unless there are links."""
    service = request.row.assessment.portfolio.service
    return answer(
        request=request, text=text, links=links, by=by or make_user(Role.OFFICER, service)
    )
