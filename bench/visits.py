"""A visit of any size: the standard as it is, or with many times its elements, and its evidence."""

from copy import deepcopy
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from assessments.actions import complete_assessment, open_assessment, submit_assessment
from assessments.models import Assessment
from assessments.reports.subject import Subject
from criteria.loading import apply_standard, read_standard
from criteria.models import Element, Standard
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_body, make_service, make_user
from tests.builders.standards import cse_data

# Of 57 elements with two items of the service each, so many have two corporate ones: 193 links.
WITH_TWO = 22


def make_visit(times: int) -> Subject:
    """A completed visit to so many times 57 elements with 193 links, and one before it."""
    portfolio = _portfolio(times)
    assessor = make_user(Role.ASSESSOR, make_body(f"Body {times}"))
    earlier = _visited(portfolio, "Visit of 2025", assessor)
    latest = _visited(portfolio, "Visit of 2026", assessor)
    return Subject(latest, compared_with=earlier)


def afresh(subject: Subject) -> Subject:
    """The same, read again with what comes with it: nothing is known from before."""
    rows = Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    )
    before = subject.compared_with
    return Subject(rows.get(pk=subject.assessment.pk), before and rows.get(pk=before.pk))


def standard_of(times: int) -> dict[str, Any]:
    """The standard with each element so many times, under codes of its own."""
    data = cse_data()
    data["standard"]["slug"] = f"cse-{times}"
    for criterion in data["editions"][0]["criteria"]:
        for sub in criterion["sub_criteria"]:
            sub["elements"] = [
                _numbered(element, f"{sub['code']}.{number}")
                for number, element in enumerate(sub["elements"] * times, start=1)
            ]
    return data


def _numbered(element: dict[str, Any], code: str) -> dict[str, Any]:
    made = deepcopy(element) | {"code": code}
    for number, clause in enumerate(made["clauses"], start=1):
        clause["code"] = f"{code}.{number}"
    return made


def _portfolio(times: int) -> Portfolio:
    apply_standard(read_standard(standard_of(times)))
    service = make_service(name=f"Service of {times}")
    portfolio = make_portfolio(service, Standard.objects.get(slug=f"cse-{times}"))
    elements = list(Element.objects.filter(edition__standard=portfolio.standard).order_by("pk"))
    items = EvidenceItem.objects.bulk_create(_items(portfolio, len(elements)))
    EvidenceVersion.objects.bulk_create(
        EvidenceVersion(
            item=item,
            number=1,
            storage_key=f"made-up/{item.pk}",
            file_name=f"{item.code}.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
        for item in items
    )
    EvidenceLink.objects.bulk_create(_links(portfolio, elements, items))
    return portfolio


def _items(portfolio: Portfolio, elements: int) -> list[EvidenceItem]:
    service = portfolio.service
    organisation = service.organisation
    return [
        EvidenceItem(
            organisation=organisation,
            service=None if corporate else service,
            code=f"{prefix}{10_000 + number}",
            prefix=prefix,
            number=10_000 + number,
            title=f"Survey of those who use the service, part {number}",
        )
        for corporate, prefix in ((False, service.prefix), (True, organisation.corporate_prefix))
        for number in range(1, elements * 2 + 1)
    ]


def _links(
    portfolio: Portfolio, elements: list[Element], items: list[EvidenceItem]
) -> list[EvidenceLink]:
    service, corporate = items[: len(elements) * 2], items[len(elements) * 2 :]
    made = []
    for at, element in enumerate(elements):
        two = slice(at * 2, at * 2 + 2)
        common = corporate[two][: 2 if at % 57 < WITH_TWO else 1]
        for listing in (service[two], common):
            for position, item in enumerate(listing, start=1):
                made.append(
                    EvidenceLink(
                        portfolio=portfolio,
                        element=element,
                        item=item,
                        status=LinkStatus.ACTIVE if at % 3 else LinkStatus.NEW,
                        position=position,
                        locator=f"Page {at}",
                    )
                )
    return made


def _visited(portfolio: Portfolio, label: str, assessor: User) -> Assessment:
    manager = make_user(Role.MANAGER, portfolio.service)
    edition = portfolio.standard.editions.get(is_current=True)
    assessment = open_assessment(
        portfolio=portfolio, edition=edition, label=label, kind="full", by=manager
    )
    compliant = edition.ratings.get(code="compliant")
    assessment.elements.update(self_rating=compliant, commentary="We ask each year and act on it.")
    submit_assessment(assessment=assessment, by=manager, gaps_reason="As agreed.")
    now = timezone.now()
    assessment.elements.update(
        rating=compliant,
        finding="Seen at the visit, and understood by those who work with it.",
        accepted_at=now,
        accepted_by=assessor,
    )
    Assessment.objects.filter(pk=assessment.pk).update(state="assessing")
    assessment.refresh_from_db()
    return complete_assessment(assessment=assessment, by=assessor, statement="A good service.")
