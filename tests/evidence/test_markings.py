"""Protective markings: seen wherever evidence is, and lowered only with a reason."""

import pytest
from django.test import Client

from accounts.models import HistoryEntry, HistoryText
from assessments.outcome import Outcome
from assessments.reports.builders.frame import frame_of, highest
from evidence.actions import ReasonNeeded, edit_item_facts, facts_of, set_facts_of_many
from evidence.enums import Marking
from evidence.models import EvidenceItem
from tests.builders.assessments import make_assessment, make_assessor, make_grant, make_submitted
from tests.builders.evidence import make_item, make_link, make_version
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db
SENSITIVE = Marking.OFFICIAL_SENSITIVE


@pytest.fixture
def marked(portfolio):
    item = make_item(portfolio, "Staff survey")
    make_version(item)
    make_link(portfolio, item)
    EvidenceItem.objects.filter(pk=item.pk).update(marking=SENSITIVE)
    item.refresh_from_db()
    return item


def last():
    entry = HistoryEntry.objects.order_by("sequence").last()
    return entry.verb, HistoryText.objects.get(pk=entry.pk).words


def edit(item, marking, reason=""):
    values = {"marking": marking}
    return edit_item_facts(
        item=item, values=values, seen=facts_of(item), by=make_user(), reason=reason
    )


def test_a_marking_is_lowered_with_a_reason_only(marked):
    with pytest.raises(ReasonNeeded):
        edit(marked, Marking.OFFICIAL)
    marked.refresh_from_db()
    assert marked.marking == SENSITIVE
    edit(marked, Marking.OFFICIAL, "The names were taken out")
    verb, words = last()
    assert verb == "evidence.marking_lowered"
    assert words["before"] == "OFFICIAL-SENSITIVE"
    assert words["after"] == "OFFICIAL"
    assert words["reason"] == "The names were taken out"


def test_raising_one_needs_none_and_is_told_with_what_was_before(portfolio):
    item = make_item(portfolio)
    edit(item, SENSITIVE)
    verb, words = last()
    assert verb == "evidence.marking_raised"
    assert (words["before"], words["after"]) == ("OFFICIAL", "OFFICIAL-SENSITIVE")


def test_of_many_those_that_would_be_lowered_without_a_reason_are_left(portfolio, marked):
    plain = make_item(portfolio)
    values = {"marking": Marking.OFFICIAL}
    both = [plain.pk, marked.pk]
    outcome = set_facts_of_many(items=both, values=values, by=make_user())
    assert outcome.left[marked.code] == "say why its marking is lowered"
    outcome = set_facts_of_many(items=both, values=values, by=make_user(), reason="Published")
    assert outcome.changed == 1


def test_the_form_asks_why_where_there_is_something_to_lower(as_officer, base, marked, portfolio):
    plain = make_item(portfolio)
    address = f"{base}/evidence/{marked.code}/edit"
    page = as_officer.get(address)
    assert "Why is the marking lowered?" in page.content.decode()
    assert "Why is the marking lowered?" not in (
        as_officer.get(f"{base}/evidence/{plain.code}/edit").content.decode()
    )
    said = {
        "title": marked.title,
        "marking": "official",
        "seen": page.context["form"]["seen"].value(),
    }
    refused = as_officer.post(address, said)
    assert "Say why the marking is lowered" in refused.content.decode()
    assert as_officer.post(address, said | {"marking_reason": "Published"}).status_code == 302


@pytest.mark.parametrize(
    "page", ["evidence/{code}/", "evidence/", "elements/1.1.1/", "evidence/?words=staff"]
)
def test_the_mark_stands_beside_the_item_wherever_it_is_shown(as_officer, base, marked, page):
    shown = as_officer.get(f"{base}/{page.format(code=marked.code)}").content.decode()
    assert 'class="cse-marking cse-marking--sensitive"' in shown


def test_a_document_bears_the_highest_mark_of_what_it_cites(portfolio, marked):

    assessment = make_assessment(portfolio)
    nothing = Outcome("", "", "")
    assert frame_of(assessment, ratings=(), outcome=nothing)["marking"] == "OFFICIAL-SENSITIVE"
    EvidenceItem.objects.update(marking=Marking.OFFICIAL)
    assert frame_of(assessment, ratings=(), outcome=nothing)["marking"] == "OFFICIAL"
    assert highest([]) == Marking.OFFICIAL


def test_an_assessor_sees_the_mark_beside_what_they_read(portfolio, marked):
    assessment = make_submitted(portfolio)
    assessor = make_assessor()
    make_grant(assessment, assessor)
    desk = sign_in(Client(), assessor).get(f"/assessments/{assessment.pk}/elements/1.1.1/")
    assert desk.status_code == 200
    assert desk.content.decode().count("cse-marking--sensitive") == 2
