"""The work inside the service: owners and due days, notes, and the manager's approval."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from assessments.actions import (
    Duty,
    approve_elements,
    assign_elements,
    return_element,
    save_self_assessment,
)
from assessments.enums import Approval
from assessments.models import ClauseAssessment
from assessments.transitions import NotPossibleNow
from criteria.models import Rating
from tests.builders.assessments import (
    make_assessment,
    make_submitted,
    row_of,
    self_assess,
    self_assess_all,
    send,
)
from tests.builders.evidence import element_of, make_item, make_link, make_portfolio
from tests.builders.people import make_user, sign_in
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db

# Session, person, portfolio, memberships, assessment, elements, people.
OWNERS = 7


def words_of_last(verb):
    entry = HistoryEntry.objects.filter(verb=verb).latest("sequence")
    return HistoryText.objects.get(entry_sequence=entry.sequence).words


def save(client, base, **fields):
    usual = {"self_rating": "met", "commentary": "Every week.", "revision": "0"}
    return client.post(f"{base}/elements/1.1.1/self-assessment/", usual | fields)


def test_notes_on_parts_are_saved_with_the_rest_and_told_before_and_after(
    portfolio, base, as_officer, words
):
    assessment = make_assessment(portfolio)
    clause = element_of(portfolio).clauses.get(code="1.1.1.2")
    save(as_officer, base, **{f"note_{clause.pk}": "By post.\r\nAnd phone."})
    assert ClauseAssessment.objects.get().note == "By post.\nAnd phone."
    save(as_officer, base, revision="1", **{f"note_{clause.pk}": "By post."})
    told = words_of_last("assessments.self_assessed")
    assert told["before"]["notes"] == {"1.1.1.2": "By post.\nAnd phone."}
    assert told["after"]["notes"] == {"1.1.1.2": "By post."}
    assert row_of(assessment).service_revision == 2
    page = as_officer.get(f"{base}/elements/1.1.1/")
    assert "Notes on each" in words(page)
    assert ">\nBy post.</textarea>" in page.content.decode()


def test_a_note_that_is_too_long_says_its_limit_and_comes_back(portfolio, base, as_officer, words):
    make_assessment(portfolio)
    clause = element_of(portfolio).clauses.get(code="1.1.1.2")
    text = "word " * 801
    refused = save(as_officer, base, **{f"note_{clause.pk}": text})
    assert refused.status_code == 422
    assert "Shorten the note on 1.1.1.2 to 4,000 characters or fewer" in words(refused)
    assert text.strip() in words(refused)


def test_codes_in_the_commentary_become_links_and_unknown_ones_are_said(
    portfolio, base, as_officer, words
):
    assessment = make_assessment(portfolio)
    make_link(portfolio, make_item(portfolio, number=302))
    make_item(portfolio, number=303)
    make_link(portfolio, make_item(portfolio, number=304), status="archived")
    self_assess(assessment, commentary="See CSS302, CSS303 and CSS304.\n\n- CSS999 too")
    response = as_officer.get(f"{base}/elements/1.1.1/")
    page = response.content.decode()
    for code in ("CSS302", "CSS303", "CSS304"):
        assert f'href="{base}/evidence/{code}/?element=1.1.1">{code}</a>' in page or re.search(
            rf'href="{base}/evidence/{code}[^"]*\?element=1.1.1">{code}</a>', page
        )
    assert "CSS999 is not in your evidence." in words(response)
    assert "CSS304 is no longer used for this element." in words(response)
    assert "CSS303 is" not in words(response)


def test_not_applicable_takes_a_reason_whoever_saves_it():
    portfolio = make_portfolio(standard=load_cse())
    row = row_of(make_assessment(portfolio))
    left_out = Rating.objects.get(code="not-applicable")
    with pytest.raises(NotPossibleNow, match="why this does not apply"):
        save_self_assessment(
            row=row, revision=0, self_rating=left_out, commentary=" ", by=make_user()
        )


def test_an_officer_saves_and_sends_in_one(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    sent = save(as_officer, base, send="yes", commentary="We ask by post.")
    assert sent.status_code == 302
    row = row_of(assessment)
    assert (row.approval, row.commentary) == (Approval.SENT, "We ask by post.")
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Saved 1.1.1 and sent it for approval" in page
    assert "Isla Campbell sent it for approval on" in page
    assert "State Sent for approval" in page


def test_what_cannot_be_sent_is_not_saved_either_and_comes_back(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    refused = save(as_officer, base, send="yes", self_rating="", commentary="We ask by post.")
    assert refused.status_code == 409
    assert "Choose a self-rating before this element is approved." in words(refused)
    assert "We ask by post." in words(refused)
    assert row_of(assessment).commentary == ""


def test_a_manager_approves_and_a_change_takes_that_back(
    portfolio, base, as_officer, as_manager, words
):
    assessment = make_assessment(portfolio)
    self_assess(assessment)
    send(assessment)
    revision = row_of(assessment).service_revision
    as_manager.post(f"{base}/elements/1.1.1/approval/", {"approve": "yes", "revision": revision})
    assert row_of(assessment).approval == Approval.APPROVED
    assert "Morag Stewart approved it on" in words(as_officer.get(f"{base}/elements/1.1.1/"))
    same = {"commentary": row_of(assessment).commentary, "revision": revision}
    save(as_officer, base, **same)
    assert row_of(assessment).approval == Approval.APPROVED
    save(as_officer, base, commentary="Changed.", revision=revision + 1)
    assert row_of(assessment).approval == ""
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "It was changed, so its approval is taken back" in page
    assert "Changed, so the approval was taken back" in page


def test_a_manager_returns_with_a_reason_which_the_officer_reads(
    portfolio, base, as_officer, as_manager, words
):
    assessment = make_assessment(portfolio)
    self_assess(assessment)
    send(assessment)
    answer = {"return": "yes", "revision": row_of(assessment).service_revision}
    bare = as_manager.post(f"{base}/elements/1.1.1/approval/", answer)
    assert bare.status_code == 422
    assert "Say why you return the element" in words(bare)
    as_manager.post(f"{base}/elements/1.1.1/approval/", answer | {"reason": "Name the survey"})
    assert row_of(assessment).approval == Approval.RETURNED
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Morag Stewart returned it on" in page
    assert "Name the survey" in page


def test_what_changed_since_the_manager_read_it_is_not_approved(portfolio, base, as_manager, words):
    assessment = make_assessment(portfolio)
    self_assess(assessment)
    send(assessment)
    old = row_of(assessment).service_revision
    self_assess(assessment, commentary="Something else")
    send(assessment)
    answer = {"approve": "yes", "revision": old}
    late = as_manager.post(f"{base}/elements/1.1.1/approval/", answer)
    assert late.status_code == 409
    assert "1.1.1 was changed since you read it." in words(late)
    assert row_of(assessment).approval == Approval.SENT


def test_the_managers_list_approves_all_that_are_ticked_or_none(
    portfolio, base, as_manager, as_officer, words
):
    assessment = make_assessment(portfolio)
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        self_assess(assessment, code)
        send(assessment, code)
    listed = words(as_manager.get(f"{base}/assessment/"))
    assert "Waiting for approval 3" in listed
    assert "Approve the ticked" not in words(as_officer.get(f"{base}/assessment/"))
    address = f"{base}/assessment/approval/"
    ticks = [f"{code}:{row_of(assessment, code).service_revision}" for code in ("1.1.1", "1.1.2")]
    page = words(as_manager.post(address, {"element": [*ticks, "1.1.3:0"]}, follow=True))
    assert "1.1.3 was changed since you read it." in page
    assert row_of(assessment, "1.1.1").approval == Approval.SENT
    assert "Approved 2 elements" in words(as_manager.post(address, {"element": ticks}, follow=True))
    assert "Tick the elements that you approve." in words(as_manager.post(address, follow=True))
    assert as_officer.post(address, {"element": ticks}).status_code == 403


def test_a_manager_says_whose_an_element_is_and_by_when(
    portfolio, base, as_manager, as_officer, words
):
    assessment = make_assessment(portfolio)
    calum = make_user(Role.OFFICER, portfolio.service, name="Calum Ross")
    address = f"{base}/elements/1.1.1/owner/"
    wrong = as_manager.post(address, {"owner": calum.pk, "due_on": "31 February 2027"})
    assert wrong.status_code == 422
    assert "31 February 2027" in wrong.content.decode()
    as_manager.post(address, {"owner": calum.pk, "due_on": "11 December 2099"})
    row = row_of(assessment)
    assert (row.owner, row.due_on) == (calum, date(2099, 12, 11))
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Owner Calum Ross Due 11 December 2099" in page
    assert "Owner Calum Ross, due 11 December 2099" in page
    assert "Change owner" not in page
    assert as_officer.post(address, {"owner": calum.pk}).status_code == 403


def test_an_owner_is_an_officer_or_manager_of_the_service(portfolio, base, as_manager):
    assessment = make_assessment(portfolio)
    stranger = make_user(Role.OFFICER, make_portfolio().service)
    sent = as_manager.post(f"{base}/elements/1.1.1/owner/", {"owner": stranger.pk})
    assert sent.status_code == 422
    duty = Duty(row_of(assessment), stranger, None)
    with pytest.raises(NotPossibleNow, match="is no officer or manager of this service"):
        assign_elements(assessment=assessment, duties=[duty], by=make_user())


def test_owners_of_all_are_saved_together_or_not_at_all(portfolio, base, as_manager, words):
    assessment = make_assessment(portfolio)
    calum = make_user(Role.OFFICER, portfolio.service, name="Calum Ross")
    first, second = row_of(assessment, "1.1.1"), row_of(assessment, "1.1.2")
    sent = {f"owner-{first.pk}": calum.pk, f"due-{second.pk}": "soon"}
    refused = as_manager.post(f"{base}/assessment/owners/", sent)
    assert refused.status_code == 422
    assert "Enter a real date, such as 21 November 2026" in words(refused)
    assert 'value="soon"' in refused.content.decode()
    assert row_of(assessment, "1.1.1").owner is None
    done = as_manager.post(
        f"{base}/assessment/owners/", sent | {f"due-{second.pk}": "1/12/2026"}, follow=True
    )
    assert "Saved 2 changes" in words(done)
    assert row_of(assessment, "1.1.1").owner == calum
    assert row_of(assessment, "1.1.2").due_on == date(2026, 12, 1)


def test_what_is_said_once_for_a_criterion_fills_what_is_empty(portfolio, base, as_manager):
    assessment = make_assessment(portfolio)
    calum = make_user(Role.OFFICER, portfolio.service, name="Calum Ross")
    isla = make_user(Role.MANAGER, portfolio.service, name="Isla Campbell")
    own = row_of(assessment, "1.1.2")
    criterion = own.element.sub_criterion.criterion_id
    as_manager.post(
        f"{base}/assessment/owners/",
        {
            f"owner-{own.pk}": isla.pk,
            f"owner-all-{criterion}": calum.pk,
            f"due-all-{criterion}": "11 December 2026",
        },
    )
    rows = [row_of(assessment, code) for code in ("1.1.1", "1.1.2", "1.1.3")]
    assert [row.owner for row in rows] == [calum, isla, calum]
    assert {row.due_on for row in rows} == {date(2026, 12, 11)}


@pytest.mark.parametrize("elements", [3, 40])
def test_the_page_of_owners_costs_the_same_at_any_size(elements, django_assert_num_queries):
    portfolio = make_portfolio(standard=make_standard("many", elements=elements))
    make_assessment(portfolio)
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    with django_assert_num_queries(OWNERS):
        client.get(f"/services/{portfolio.service.slug}/many/assessment/owners/")


def test_after_submission_nothing_of_this_moves(portfolio, base, as_manager, words):
    assessment = make_submitted(portfolio)
    row = row_of(assessment)
    with pytest.raises(NotPossibleNow):
        approve_elements(rows=[row], by=make_user())
    with pytest.raises(NotPossibleNow):
        return_element(row=row, reason="More", by=make_user())
    with pytest.raises(NotPossibleNow):
        assign_elements(assessment=assessment, duties=[Duty(row, None, None)], by=make_user())
    page = words(as_manager.get(f"{base}/assessment/owners/", follow=True))
    assert "The assessment is submitted: its owners stay as they are." in page


def test_elements_that_are_mine_are_said_with_the_day(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    isla = next(p for p in [*portfolio_people(portfolio)] if p.name == "Isla Campbell")
    rows = [row_of(assessment, code) for code in ("1.1.1", "1.1.2")]
    duties = [Duty(rows[0], isla, date(2099, 12, 11)), Duty(rows[1], isla, date(2099, 12, 12))]
    assign_elements(assessment=assessment, duties=duties, by=make_user())
    page = words(as_officer.get(f"{base}/"))
    assert "2 of yours are due, the next by 11 December 2099" in page
    mine = words(as_officer.get(f"{base}/?view=table&whose=mine"))
    assert "1.1.2" in mine and "1.1.3" not in mine
    self_assess_all(assessment)
    send(assessment, "1.1.1")
    assert "1 of yours is due by 12 December 2099" in words(as_officer.get(f"{base}/"))


def portfolio_people(portfolio):
    from accounts.queries import people_of

    return people_of(portfolio.service)
