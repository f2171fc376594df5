"""A whole cycle of three years of one service, with its outcome each year reckoned by hand.

Two officers, a manager and an assessor do in the browser what a person decides: what is
reviewed, some self-assessments, the submission with its reasons, ratings by their keys, a
request with its answer, the signature, and what is done about the improvements. The mass of
elements goes through the same actions without a browser. Years are made by the days of the
visits.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from assessments.actions import rate_element, save_self_assessment
from assessments.models import Assessment, ElementAssessment, EvidenceRequest, Improvement
from evidence.models import EvidenceLink, Portfolio
from tests.builders.assessments import make_grant
from tests.builders.people import make_user

pytestmark = pytest.mark.journey

HOUSING = "/services/housing-services/cse"
OFFICERS = ("kirsty@example.org", "fraser@example.org")
MANAGER, ASSESSOR = "outsider@example.org", "assessor@example.org"
LETTERS = {"1": "compliance-plus", "2": "compliant", "3": "partial"}


@dataclass(frozen=True)
class Year:
    """What happens at one visit, and what it comes to, reckoned by hand."""

    name: str
    visit_on: str
    share: set[str]
    keys: dict[str, str]
    ratings: dict[str, str]
    counts: dict[str, int]
    partials: list[int]
    title: str
    reason: str
    improvements: set[str]
    carried: dict[str, str] = field(default_factory=dict)


# 57 elements: 11, 11, 12, 13 and 10 in criteria 1 to 5, of which 2, 2, 2, 3 and 2 may be partial.
YEARS = (
    Year(
        name="Full assessment 2027",
        visit_on="14 June 2027",
        share=set(),  # all 57
        keys={"1.1.1": "1", "1.1.2": "2", "1.1.3": "2"},
        ratings={"1.3.5": "partial", "4.3.6": "partial"},
        # 57 - 1 plus - 2 partial = 54
        counts={"compliance-plus": 1, "compliant": 54, "partial": 2},
        partials=[1, 0, 0, 1, 0],
        title="Standard met",
        reason="2 partials, none over",
        improvements={"1.3.5", "4.3.6"},
    ),
    Year(
        name="First annual review 2028",
        visit_on="12 June 2028",
        # A third of each criterion, 4 + 4 + 4 + 4 + 3 = 19, and the two that were partial.
        share={
            *("1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.3.5"),
            *("2.1.1", "2.1.2", "2.1.3", "2.1.4"),
            *("3.1.1", "3.1.2", "3.2.1", "3.2.2"),
            *("4.1.1", "4.1.2", "4.1.3", "4.2.1", "4.3.6"),
            *("5.1.1", "5.1.2", "5.2.1"),
        },
        keys={"1.1.1": "2", "1.1.2": "2", "1.1.3": "2"},
        ratings={"4.3.6": "partial", "2.1.1": "partial"},
        # 1.1.1 is no longer plus, 1.3.5 is met now, 2.1.1 is partial: 57 - 2 = 55
        counts={"compliant": 55, "partial": 2},
        partials=[0, 1, 0, 1, 0],
        title="Standard met",
        reason="2 partials, none over",
        improvements={"2.1.1", "4.3.6"},
        carried={"5.3.3": "2027", "1.3.4": "2027"},
    ),
    Year(
        name="Second annual review 2029",
        visit_on="11 June 2029",
        # The next third, 4 + 3 + 4 + 5 + 3 = 19, and the two that were partial.
        share={
            *("1.2.2", "1.2.3", "1.3.1", "1.3.2"),
            *("2.1.1", "2.1.5", "2.1.6", "2.2.1"),
            *("3.2.3", "3.2.4", "3.3.1", "3.3.2"),
            *("4.2.2", "4.2.3", "4.2.4", "4.3.1", "4.3.2", "4.3.6"),
            *("5.2.2", "5.2.3", "5.2.4"),
        },
        keys={"1.2.2": "2", "1.2.3": "1", "1.3.1": "2"},
        ratings={"2.1.1": "partial", "2.1.5": "partial", "2.2.1": "partial"},
        # Three partials in criterion 2, where two are allowed; 4.3.6 is met: 57 - 1 - 3 = 53
        counts={"compliance-plus": 1, "compliant": 53, "partial": 3},
        partials=[0, 3, 0, 0, 0],
        title="Standard not met",
        reason="3 partials, too many in 2",
        improvements={"2.1.1", "2.1.5", "2.2.1"},
        carried={"1.1.1": "2028", "1.3.5": "2028", "5.3.3": "2027"},
    ),
)


@pytest.fixture
def portfolio(council) -> Portfolio:
    portfolio = Portfolio.objects.select_related("service__organisation").get(
        service__slug="housing-services"
    )
    for email, name in zip(OFFICERS, ("Kirsty Reid", "Fraser Hunter"), strict=True):
        make_user(Role.OFFICER, portfolio.service, email=email, name=name)
    return portfolio


def test_three_years_of_one_service(portfolio, page_of):
    people = {email: page_of(email) for email in (*OFFICERS, MANAGER, ASSESSOR)}
    for year in YEARS:
        assessment = opened(people[MANAGER], portfolio, year)
        self_assessed(people, assessment, year)
        submitted(people[MANAGER], assessment, is_first=year is YEARS[0])
        rated_by_keys(people[ASSESSOR], assessment, year)
        asked_and_answered(people, assessment, sorted(year.share)[0] if year.share else "2.1.1")
        rate_the_rest(assessment, year)
        signed(people[ASSESSOR], assessment, year)
        ended_as_reckoned(people[MANAGER], assessment, year)
        followed_up(people[OFFICERS[0]], assessment)
    evidence_is_active(portfolio)


def opened(page: Page, portfolio: Portfolio, year: Year) -> Assessment:
    """The manager opens what the plan of visits proposes."""
    page.goto(f"{HOUSING}/assessment/open/")
    page.get_by_label("Name of the assessment").fill(year.name)
    page.get_by_label("Day of the visit, if known").fill(year.visit_on)
    page.get_by_role("button", name="Open the assessment").click()
    expect(page.get_by_text(f"Opened {year.name}")).to_be_visible()
    assessment = portfolio.assessments.get(label=year.name)
    reviewed = set(
        assessment.elements.filter(in_review=True).values_list("element__code", flat=True)
    )
    assert reviewed == year.share if year.share else len(reviewed) == 57
    carried = dict(
        assessment.elements.filter(element__code__in=year.carried).values_list(
            "element__code", "carried_from"
        )
    )
    assert carried == year.carried
    make_grant(assessment, User.objects.get(email=ASSESSOR))
    return assessment


def self_assessed(people: dict[str, Page], assessment: Assessment, year: Year) -> None:
    """Each officer writes about two elements; the last one of all is left out."""
    codes = in_review(assessment)
    for at, code in enumerate(codes[:4]):
        page = people[OFFICERS[at % 2]]
        page.goto(f"{HOUSING}/elements/{code}/")
        page.get_by_role("radio", name=re.compile("^Compliant")).check()
        page.get_by_label("Commentary").fill(f"We did this again for {year.name}.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f"Saved the self-assessment of {code}")).to_be_visible()
    compliant = assessment.edition.ratings.get(code="compliant")
    for at, row in enumerate(rows(assessment).filter(element__code__in=codes[4:-1])):
        save_self_assessment(
            row=row,
            revision=row.service_revision,
            self_rating=compliant,
            commentary="We do this every week.",
            by=User.objects.get(email=OFFICERS[at % 2]),
        )


def submitted(page: Page, assessment: Assessment, *, is_first: bool) -> None:
    """The manager says why each thing that is missing is missing."""
    left_out = in_review(assessment)[-1]
    page.goto(f"{HOUSING}/assessment/submit/")
    page.get_by_role("button", name="Submit to the assessor").click()
    expect(page.get_by_text(f"{left_out}: No self-rating yet").first).to_be_visible()
    page.locator(f"[name='reason-{left_out}-no-self-rating']").fill("It was reorganised in May.")
    page.get_by_label("The same reason for all that have none").fill("It is shown at the visit.")
    page.get_by_role("button", name="Submit to the assessor").click()
    expect(page.get_by_text(f"Submitted {assessment.label}")).to_be_visible()


def rated_by_keys(page: Page, assessment: Assessment, year: Year) -> None:
    first = next(iter(year.keys))
    page.goto(f"/assessments/{assessment.pk}/elements/{first}/")
    for code, key in year.keys.items():
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Assessor’s desk: {code}")
        page.wait_for_load_state()  # before that its scripts do not hear the keys
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).not_to_have_text(f"Assessor’s desk: {code}")
    given = rows(assessment).filter(element__code__in=year.keys)
    assert dict(given.values_list("element__code", "rating__code")) == {
        code: LETTERS[key] for code, key in year.keys.items()
    }


def asked_and_answered(people: dict[str, Page], assessment: Assessment, code: str) -> None:
    desk, service = people[ASSESSOR], people[OFFICERS[1]]
    desk.goto(f"/assessments/{assessment.pk}/elements/{code}/")
    desk.locator("#ask summary").click()
    desk.get_by_label("What do you need to see?").fill("The figures of this spring.")
    desk.get_by_role("button", name="Ask the service").click()
    expect(desk.get_by_text("The figures of this spring.").first).to_be_visible()
    request = EvidenceRequest.objects.get(row__assessment=assessment)
    service.goto(f"{HOUSING}/assessment/requests/{request.pk}/")
    service.get_by_label("Your answer").fill("They rose by a tenth; see the annual report.")
    service.get_by_role("button", name="Send the answer").click()
    expect(service.get_by_text("Sent your answer to")).to_be_visible()
    desk.goto(f"/assessments/{assessment.pk}/requests/{request.pk}/")
    expect(desk.get_by_text("They rose by a tenth; see the annual report.")).to_be_visible()
    desk.get_by_role("button", name="Accept the answer").click()
    expect(desk.get_by_text("Accepted the answer", exact=True)).to_be_visible()
    request.refresh_from_db()
    assert request.state == "accepted"


def rate_the_rest(assessment: Assessment, year: Year) -> None:
    """All that has no rating yet: partial as the year has it, else compliant and accepted."""
    assessor = User.objects.get(email=ASSESSOR)
    scale = {rating.code: rating for rating in assessment.edition.ratings.all()}
    for row in rows(assessment).filter(in_review=True, rating=None):
        code = year.ratings.get(row.element.code, "compliant")
        rate_element(
            row=row,
            revision=row.assessor_revision,
            rating=scale[code],
            finding="In one office of three." if code == "partial" else "",
            accepted=code != "partial",
            by=assessor,
        )


def signed(page: Page, assessment: Assessment, year: Year) -> None:
    page.goto(f"/assessments/{assessment.pk}/conclude/")
    expect(page.get_by_role("heading", name=year.title, exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text(year.reason)
    page.get_by_label("Your statement").fill(f"Read and visited for {year.name}.")
    page.get_by_label("I have assessed what was submitted").check()
    page.get_by_role("button", name=f"Sign and complete: {year.title}").click()
    expect(page.get_by_text("The assessment is completed")).to_be_visible()


def ended_as_reckoned(page: Page, assessment: Assessment, year: Year) -> None:
    """In the database, and on the page that the service reads."""
    given = Counter(rows(assessment).values_list("rating__code", flat=True))
    assert given == year.counts
    of_criteria = Counter(
        rows(assessment)
        .filter(rating__code="partial")
        .values_list("element__sub_criterion__criterion__code", flat=True)
    )
    assert [of_criteria[str(number)] for number in range(1, 6)] == year.partials
    left = Improvement.objects.filter(row__assessment=assessment)
    assert set(left.values_list("row__element__code", flat=True)) == year.improvements
    page.goto(f"{HOUSING}/assessment/")
    limits = "Within every limit" if year.title == "Standard met" else "Would not pass"
    ended = f"How the visit ended {limits}"
    expect(page.locator("main")).to_contain_text(ended, use_inner_text=True)


def followed_up(page: Page, assessment: Assessment) -> None:
    """An officer reports on the first improvement."""
    improvement = Improvement.objects.filter(row__assessment=assessment).order_by("row__element")[0]
    page.goto(f"{HOUSING}/improvements/{improvement.pk}/")
    page.get_by_role("textbox", name="What was done").fill("All three offices do it now.")
    page.get_by_role("radio", name="Done", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved what was done")).to_be_visible()
    improvement.refresh_from_db()
    assert improvement.closed_on


def evidence_is_active(portfolio: Portfolio) -> None:
    """All three items were cited for elements that were accepted in the first year."""
    statuses = EvidenceLink.objects.filter(portfolio=portfolio).values_list("status", flat=True)
    assert list(statuses) == ["active"] * 3


def in_review(assessment: Assessment) -> list[str]:
    return [row.element.code for row in rows(assessment).filter(in_review=True)]


def rows(assessment: Assessment):
    return (
        ElementAssessment.objects.filter(assessment=assessment)
        .select_related("element", "rating", "assessment", "self_rating")
        .order_by("element")
    )
