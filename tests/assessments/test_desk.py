"""The assessor's desk, as an assessor meets it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from accounts.models import HistoryText as Text
from assessments.actions import ask, return_assessment, save_note
from assessments.desk_queries import Exhibit
from assessments.models import Assessment
from criteria.models import Rating
from evidence.actions import edit_link, withdraw_grant
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, SnapshotLink
from evidence.search.reading import read_version
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    rate,
    row_of,
    self_assess,
    self_assess_all,
    submit,
)
from tests.builders.evidence import element_of, make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf
from tests.builders.people import make_user, sign_in
from tests.builders.standards import load_cse
from tests.project.visitors import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio, "Survey of visitors", number=701)
    make_version(item, pdf("Survey", pages=9), "survey.pdf")
    make_link(portfolio, item, locator="Pages 6 to 9", rationale="it is what visitors said")
    return item


@pytest.fixture
def assessment(portfolio, item) -> Assessment:
    return make_submitted(portfolio, label="Full assessment 2026")


@pytest.fixture
def assessor(assessment):
    return make_grant(assessment, make_assessor("Ailsa Murdoch")).reader


@pytest.fixture
def desk(client, assessor) -> Client:
    return sign_in(client, assessor)


def address(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/{rest}"


def at(assessment: Assessment, code: str = "1.1.1", query: str = "") -> str:
    return address(assessment, f"elements/{code}/{query}")


def submitted_link(assessment: Assessment, code: str = "CSS701") -> SnapshotLink:
    return SnapshotLink.objects.get(snapshot=assessment.snapshot, code=code)


def post_rating(client: Client, assessment: Assessment, code: str = "1.1.1", **fields):
    row = row_of(assessment, code)
    usual = {"rating": "met", "finding": "Seen.", "revision": row.assessor_revision}
    return client.post(at(assessment, code, "rate/"), usual | fields)


def readings() -> list[HistoryEntry]:
    return list(HistoryEntry.objects.filter(verb="evidence.read"))


def test_the_desk_opens_at_the_first_element_not_rated(desk, assessment):
    rate(assessment, "1.1.1")
    response = desk.get(address(assessment))
    assert response.headers["Location"] == at(assessment, "1.1.2")


def test_the_desk_shows_words_evidence_and_what_the_service_says(desk, assessment):
    page = desk.get(at(assessment)).content.decode()
    for words in (
        "We do what 1.1.1 asks.",
        "part 1 of 1.1.1",
        "CSS701",
        "Survey of visitors",
        "Why: it is what visitors said",
        "Pages 6 to 9",
        "We do this every week.",
        "0 of 1 read",
        "Full assessment 2026",
    ):
        assert words in page


def test_a_pdf_opens_at_the_page_cited(desk, assessment):
    link = submitted_link(assessment)
    page = desk.get(at(assessment)).content.decode()
    frame = f'<iframe class="cse-desk-doc__view" src="{address(assessment)}files/{link.pk}/view/'
    assert f"{frame}#page=6&amp;" in page


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("Page 9, section 5", 9),
        ("pages 6 to 9", 6),
        ("p. 12", 12),
        ("Slides 4 to 9", 4),
        ("Section 5", None),
        ("Homepage 3", None),
        ("", None),
    ],
)
def test_where_to_look_names_a_page(locator, expected):
    assert Exhibit(SnapshotLink(locator=locator), is_read=False).page == expected


def test_the_desk_shows_what_was_stale_when_submitted_and_nothing_later(
    client, portfolio, item, desk, assessment
):
    assert "Stale" not in desk.get(at(assessment)).content.decode()
    EvidenceItem.objects.filter(pk=item.pk).update(covers_to=date(2018, 3, 31))
    assert "Stale" not in desk.get(at(assessment)).content.decode(), "it was fresh then"
    SnapshotLink.objects.filter(pk=submitted_link(assessment).pk).update(freshness="stale")
    page = desk.get(at(assessment)).content.decode()
    assert "cse-tag--stale" in page
    assert "stale when submitted" in page


def test_an_item_without_a_file_says_so(client, portfolio):
    make_link(portfolio, make_item(portfolio, number=702), "1.1.2")
    assessment = make_submitted(portfolio)
    sign_in(client, make_grant(assessment).reader)
    page = client.get(at(assessment, "1.1.2")).content.decode()
    assert "CSS702 was submitted without a file." in page
    assert "<iframe" not in page


def test_an_element_without_evidence_says_so(desk, assessment):
    assert "cited no evidence" in desk.get(at(assessment, "1.1.3")).content.decode()


def test_codes_in_the_commentary_lead_to_the_evidence(client, portfolio, item):
    assessment = make_assessment(portfolio)
    self_assess_all(assessment)
    self_assess(assessment, commentary="Our visitors said so (CSS701), see also CSS999.")
    submit(assessment)
    sign_in(client, make_grant(assessment).reader)
    page = client.get(at(assessment)).content.decode()
    link = submitted_link(assessment)
    assert f'<a class="code" href="{at(assessment)}?evidence={link.pk}">CSS701</a>' in page
    assert "see also CSS999." in page


def test_the_last_visit_stands_beside_the_element(client, portfolio, item):
    make_completed(portfolio, {"1.1.2": "nearly"}, label="Last year")
    assessment = make_submitted(portfolio, label="This year")
    sign_in(client, make_grant(assessment).reader)
    page = client.get(at(assessment, "1.1.2")).content.decode()
    assert "Seen and found good." in page
    assert "Nearly met" in page
    partial = client.get(at(assessment, "1.1.2", "?show=partial")).content.decode()
    assert 'aria-current="true"><span class="code">1.1.2' in partial
    assert '<span class="code">1.1.1</span>' not in partial


def test_saving_goes_on_to_the_next_element_of_the_list(desk, assessment):
    response = post_rating(desk, assessment, accepted="on")
    assert response.headers["Location"] == at(assessment, "1.1.2", "?saved=1.1.1")
    row = row_of(assessment)
    assert (row.rating.code, row.finding) == ("met", "Seen.")
    assert row.accepted_at
    assert "1.1.1 saved" in desk.get(response.headers["Location"]).content.decode()
    assert Assessment.objects.get().state == "assessing"


def test_saving_the_last_element_leads_to_the_end_of_the_visit(desk, assessment):
    response = post_rating(desk, assessment, "1.1.3")
    assert response.headers["Location"] == address(assessment, "conclude/")


def test_saving_can_stay_with_the_evidence_that_lies_open(desk, assessment):
    link = submitted_link(assessment)
    response = post_rating(desk, assessment, stay="1", evidence=link.pk)
    assert response.headers["Location"] == f"{at(assessment)}?evidence={link.pk}&saved=1.1.1"


def test_the_list_keeps_its_filter(desk, assessment):
    rate(assessment, "1.1.2")
    response = desk.post(
        at(assessment, "1.1.1", "rate/?show=unrated"),
        {"rating": "met", "finding": "", "revision": 0},
    )
    assert response.headers["Location"] == at(assessment, "1.1.3", "?show=unrated&saved=1.1.1")


def test_a_rating_can_be_taken_back(desk, assessment):
    rate(assessment, accepted=False)
    post_rating(desk, assessment, rating="")
    assert row_of(assessment).rating is None


def test_acceptance_needs_a_rating(desk, assessment):
    response = post_rating(desk, assessment, rating="", accepted="on", finding="My words.")
    page = response.content.decode()
    assert "Choose a rating before you accept the evidence" in page
    assert "My words." in page
    assert row_of(assessment).finding == ""


def test_not_applicable_needs_a_reason(client):
    portfolio = make_portfolio(standard=load_cse())
    assessment = make_assessment(portfolio)
    self_assess_all(assessment, "compliant")
    submit(assessment)
    sign_in(client, make_grant(assessment).reader)
    response = post_rating(client, assessment, rating="not-applicable", finding=" ")
    assert "Say in your comment why this does not apply" in response.content.decode()
    post_rating(client, assessment, rating="not-applicable", finding="They have no counter.")
    assert row_of(assessment).rating.code == "not-applicable"


def test_words_typed_while_the_assessment_was_returned_are_not_lost(desk, assessment, assessor):
    return_assessment(assessment=assessment, reason="The files do not open.", by=assessor)
    response = post_rating(desk, assessment, finding="An hour of typing.")
    page = response.content.decode()
    assert "An hour of typing." in page
    assert "between submission and completion only" in page


def test_a_rating_link_followed_after_signing_in_shows_the_element(desk, assessment):
    response = desk.get(at(assessment, "1.1.2", "rate/"))
    assert response.headers["Location"] == at(assessment, "1.1.2")


def test_nothing_is_shown_before_submission(client, portfolio, item):
    assessment = make_assessment(portfolio)
    self_assess(assessment, commentary="Not for other eyes yet.")
    sign_in(client, make_grant(assessment).reader)
    for rest in ("", "elements/1.1.1/", "conclude/", "documents/"):
        page = client.get(address(assessment, rest)).content.decode()
        assert "Not submitted yet" in page
        assert "Survey of visitors" not in page
        assert "Not for other eyes yet." not in page


def test_a_completed_assessment_is_read_only_and_says_why(client, portfolio, item):
    assessment = make_completed(portfolio)
    sign_in(client, make_grant(assessment).reader)
    page = client.get(at(assessment)).content.decode()
    assert "The assessment is completed." in page
    assert "Save and next" not in page
    assert "Seen and found good." in page


def test_an_element_not_under_review_shows_where_its_rating_comes_from(client, portfolio, item):
    make_completed(portfolio, label="First")
    assessment = make_submitted(portfolio, label="Second", under_review={"1.1.2"})
    sign_in(client, make_grant(assessment).reader)
    page = client.get(at(assessment)).content.decode()
    assert "not under review at this visit" in page
    assert f"from {timezone.localdate().year}" in page
    assert "0 <small>of 1 rated" in page


def test_later_edits_of_the_portfolio_do_not_reach_the_desk(desk, portfolio, item, assessment):
    link = EvidenceLink.objects.get(item=item)
    make_version(item, pdf("Changed after submission"), "later.pdf")
    edit_link(link=link, locator="Page 1", rationale="Changed", clause=None, by=make_user())
    EvidenceItem.objects.filter(pk=item.pk).update(title="Another title")
    page = desk.get(at(assessment)).content.decode()
    assert "Survey of visitors" in page
    assert "Pages 6 to 9" in page
    assert "version 1" in page
    served = desk.get(address(assessment, f"files/{submitted_link(assessment).pk}/view/"))
    first = EvidenceVersion.objects.get(item=item, number=1)
    assert len(b"".join(served.streaming_content)) == first.size


def test_every_reading_is_in_the_history_once(desk, assessment, assessor, item):
    link = submitted_link(assessment)
    shown = desk.get(address(assessment, f"files/{link.pk}/view/"))
    assert shown.headers["Content-Type"] == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    saved = desk.get(address(assessment, f"files/{link.pk}/"))
    assert saved.headers["Content-Disposition"].startswith("attachment")
    first, second = readings()
    assert (first.actor_id, first.item_id, first.element_code) == (assessor.pk, item.pk, "1.1.1")
    assert Text.objects.get(entry_sequence=second.sequence).words["code"] == "CSS701"
    page = desk.get(at(assessment)).content.decode()
    assert "1 of 1 read" in page


def test_looking_at_the_desk_writes_only_that_an_element_was_opened(desk, assessment):
    before = HistoryEntry.objects.count()
    desk.head(at(assessment))
    desk.head(address(assessment, f"files/{submitted_link(assessment).pk}/view/"))
    assert HistoryEntry.objects.count() == before
    desk.get(at(assessment))
    assert HistoryEntry.objects.count() == before + 1
    entry = HistoryEntry.objects.get(verb="assessments.read")
    assert (entry.assessment_id, entry.element_code) == (assessment.pk, "1.1.1")


def test_a_file_of_another_assessment_is_not_found(desk, assessment):
    elsewhere = make_portfolio()
    other_item = make_item(elsewhere, number=801)
    make_version(other_item)
    make_link(elsewhere, other_item)
    other = make_submitted(elsewhere)
    link = submitted_link(other, "CSS801")
    assert desk.get(address(assessment, f"files/{link.pk}/view/")).status_code == 404
    assert desk.get(address(other, f"files/{link.pk}/view/")).status_code == 404
    assert readings() == []


ADDRESSES = (
    "",
    "elements/1.1.1/",
    "elements/9.9.9/",
    "elements/1.1.1/rate/",
    "files/1/",
    "files/1/view/",
    "files/999999/view/",
    "conclude/",
    "complete/",
    "return/",
    "documents/",
    "summary/make/",
    "summary/6f1e6d0e-7f4f-4f5c-8b9e-0d6a1c1f2a3b/",
    "summary/6f1e6d0e-7f4f-4f5c-8b9e-0d6a1c1f2a3b/file/",
    "nothing/of/the/kind/",
)


def test_ended_access_gets_one_identical_page_for_every_address(client, assessment):
    yesterday = timezone.localdate() - timedelta(days=1)
    sign_in(client, make_grant(assessment, ends_on=yesterday).reader)
    answers = [client.get(address(assessment, rest)) for rest in ADDRESSES]
    answers += [client.post(address(assessment, rest), {}) for rest in ADDRESSES]
    assert {answer.status_code for answer in answers} == {403}
    assert len({TOKEN.sub(b"", answer.content) for answer in answers}) == 1


def test_access_withdrawn_ends_with_the_next_request(desk, assessment, assessor):
    assert desk.get(at(assessment)).status_code == 200
    withdraw_grant(grant=assessor.reader_grants.get(), by=make_user())
    assert desk.get(at(assessment)).status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_the_service_may_not_rate_itself(client, assessment, role):
    sign_in(client, make_user(role, assessment.portfolio.service))
    assert client.get(at(assessment)).status_code == 403
    assert post_rating(client, assessment).status_code == 403
    assert row_of(assessment).rating is None


def test_another_assessor_finds_nothing(client, assessment):
    sign_in(client, make_assessor())
    assert client.get(at(assessment)).status_code == 404
    assert client.get(address(assessment, "elements/9.9.9/")).status_code == 404


def test_an_unknown_element_is_not_found(desk, assessment):
    assert desk.get(at(assessment, "9.9.9")).status_code == 404


def test_completing_says_what_is_missing_then_closes_the_visit(desk, assessment):
    page = desk.get(address(assessment, "conclude/")).content.decode()
    assert "3 are still to be rated" in page
    desk.post(address(assessment, "complete/"))
    assert Assessment.objects.get().state == "submitted"
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        post_rating(desk, assessment, code, accepted="on")
    page = desk.get(address(assessment, "conclude/")).content.decode()
    assert "Sign and complete: Standard met" in page
    unsigned = desk.post(address(assessment, "complete/"), {"name": " ", "statement": "All seen."})
    page = unsigned.content.decode()
    assert "Enter your name to sign" in page
    assert "Tick the box to say that you assessed" in page
    assert "All seen." in page
    assert Assessment.objects.get().state == "assessing"
    signed = {"name": "Ailsa Murdoch", "statement": "All seen.", "assessed": "on"}
    response = desk.post(address(assessment, "complete/"), signed, follow=True)
    assert "The assessment is completed" in response.content.decode()
    assert Assessment.objects.get().state == "completed"
    assert EvidenceLink.objects.get().status == "active"
    page = response.content.decode()
    assert "All seen." in page
    assert "Ailsa Murdoch" in page


def test_a_completed_assessment_is_opened_again_with_a_reason(client, portfolio, item):
    assessment = make_completed(portfolio)
    sign_in(client, make_grant(assessment).reader)
    page = client.post(address(assessment, "reopen/"), {"reason": ""}).content.decode()
    assert "Say why you open the assessment again" in page
    response = client.post(
        address(assessment, "reopen/"), {"reason": "A slip in 1.1.1"}, follow=True
    )
    assert "A slip in 1.1.1" in response.content.decode()
    assert Assessment.objects.get().state == "assessing"
    assert EvidenceLink.objects.get().status == "new"


def test_an_assessment_is_not_opened_again_once_the_next_one_is_there(client, portfolio, item):
    assessment = make_completed(portfolio)
    make_assessment(portfolio)
    sign_in(client, make_grant(assessment).reader)
    page = client.get(address(assessment, "conclude/")).content.decode()
    assert "Open the assessment again" not in page
    response = client.post(address(assessment, "reopen/"), {"reason": "A slip"})
    assert "A later assessment has been opened" in response.content.decode()
    assert "A slip" in response.content.decode()


def test_too_many_not_met_are_said_in_the_outcome(desk, assessment):
    for code in ("1.1.1", "1.1.2"):
        rate(assessment, code, "unmet")
    page = desk.get(at(assessment)).content.decode()
    assert "Standard not met as it stands" in page
    assert "2 elements are not met, 1 allowed: 1.1.1, 1.1.2" in page


def test_returning_takes_a_reason(desk, assessment):
    page = desk.post(address(assessment, "return/"), {"reason": ""}).content.decode()
    assert "Say why you return the assessment" in page
    desk.post(address(assessment, "return/"), {"reason": "The files do not open."})
    returned = Assessment.objects.get()
    assert (returned.state, returned.return_reason) == ("returned", "The files do not open.")
    assert "with the service again" in desk.get(at(assessment)).content.decode()


def test_what_the_service_writes_after_a_return_is_not_shown(desk, assessment, assessor):
    return_assessment(assessment=assessment, reason="Say more.", by=assessor)
    self_assess(Assessment.objects.get(), commentary="Half a sentence")
    assert "Half a sentence" not in desk.get(at(assessment)).content.decode()
    assert "Not submitted yet" in desk.get(address(assessment, "documents/")).content.decode()


READING = 6  # the entry in the history that somebody read this


@pytest.mark.parametrize("size", [3, 150])
def test_the_desk_takes_the_same_statements_for_few_items_and_many(
    client, portfolio, size, django_assert_num_queries
):
    make_completed(portfolio, label="Last year")
    assessment = make_submitted(portfolio, label="This year")
    _fill(assessment, size)
    rate(assessment, "1.1.1", "nearly")
    sign_in(client, make_grant(assessment).reader)
    with django_assert_num_queries(14 + READING):
        response = client.get(at(assessment))
    assert f"0 of {size} read" in response.content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_words_noted_asked_and_typed_take_no_more_statements(
    client, portfolio, count, django_assert_num_queries
):
    """A file shown as text, gaps with reasons, a note, a draft and requests at once."""
    assessment = make_assessment(portfolio)
    for number in range(701, 701 + count):
        item = make_item(portfolio, number=number)
        read_version(make_version(item, b"Office,Visits\nDunoon,1200\n", "visits.csv").pk)
        make_link(portfolio, item)
    assessment = submit(assessment, gaps_reason="We moved offices.")
    reader = make_grant(assessment).reader
    desk, row = sign_in(client, reader), row_of(assessment)
    for each in range(count):
        ask(row=row_of(assessment), link=None, text=f"Please show {each}.", by=reader)
    save_note(row=row, author=reader, text="Ask at the counter.", revision=0)
    page = desk.get(at(assessment)).content.decode()
    # Without the body, what is read here is not put in the history, which takes six more.
    with django_assert_num_queries(16):
        desk.head(at(assessment))
    for words in ("Dunoon", "We moved offices.", "Please show 0.", "Ask at the counter."):
        assert words in page


def test_the_list_can_be_narrowed_to_what_was_asked(desk, assessment, assessor):
    ask(row=row_of(assessment, "1.1.2"), link=None, text="Please show it.", by=assessor)
    page = desk.get(at(assessment, "1.1.2", "?show=asked")).content.decode()
    assert '<span class="code">1.1.2</span>' in page
    assert '<span class="code">1.1.1</span>' not in page
    assert ", no answer yet" in page


def test_the_pages_around_the_one_cited_are_a_step_away(desk, assessment):
    page = desk.get(at(assessment)).content.decode()
    link = submitted_link(assessment)
    view = f"{address(assessment)}files/{link.pk}/view/"
    for number in (5, 6, 7):
        assert f'href="{view}?page={number}#page={number}&amp;' in page
    assert desk.get(f"{view}?page=7").headers["Content-Type"] == "application/pdf"


def test_a_pdf_can_be_read_as_text(desk, assessment, item):
    read_version(item.versions.get().pk)
    page = desk.get(at(assessment)).content.decode()
    (found,) = re.findall(r'href="([^"]*as=text[^"]*)"', page)
    before = len(readings())
    text = desk.get(found.replace("&amp;", "&")).content.decode()
    assert "<iframe" not in text and 'id="page-6"' in text
    assert len(readings()) == before + 1


def _fill(assessment: Assessment, size: int) -> None:
    """So many items in the snapshot, all for one element, without going through each action."""
    portfolio = assessment.portfolio
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=portfolio.service.organisation,
            service=portfolio.service,
            code=f"CSS{number}",
            prefix="CSS",
            number=number,
            title=f"Item {number}",
        )
        for number in range(2001, 2001 + size)
    )
    versions = EvidenceVersion.objects.bulk_create(
        EvidenceVersion(
            item=item,
            number=1,
            storage_key=item.code,
            file_name="file.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
        for item in items
    )
    element = element_of(portfolio)
    SnapshotLink.objects.bulk_create(
        SnapshotLink(
            snapshot=assessment.snapshot,
            element=element,
            item=version.item,
            version=version,
            code=version.item.code,
            title=version.item.title,
            scope="service",
            status="new",
            position=place,
        )
        for place, version in enumerate(versions, start=1)
    )


def test_the_scale_offers_every_rating_and_none(desk, assessment):
    page = desk.get(at(assessment)).content.decode()
    names = [*Rating.objects.values_list("name", flat=True), "Not rated yet"]
    assert all(f">{name}<" in page for name in names)
