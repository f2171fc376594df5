"""Two people at one thing, and files that fail: whatever was typed or sent well is kept."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, FilePayload, Page, expect

from assessments.models import Assessment, Draft, ElementAssessment
from evidence.models import EvidenceItem
from tests.builders.assessments import make_assessor, make_grant
from tests.builders.files import pdf, picture

from .council import CSS
from .waiting import eventually

pytestmark = pytest.mark.journey

FIRST = "Teams meet every Friday.\n\nThe board reads the minutes."
SECOND = "Teams meet every Monday.\n\nCustomers sit on the panel."


def row(code: str, service: str) -> ElementAssessment:
    assessment = Assessment.objects.exclude(state="completed").get(portfolio__service__slug=service)
    return ElementAssessment.objects.get(assessment=assessment, element__code=code)


@pytest.mark.parametrize("scripts", [True, False])
def test_officer_and_manager_choose_by_paragraph(scripts, page_of):
    mine = page_of("officer@example.org", java_script_enabled=scripts)
    theirs = page_of("manager@example.org")
    for page in (mine, theirs):
        page.goto(f"{CSS}/elements/5.3.2/")
    write_and_save(theirs, FIRST)
    write_and_save(mine, SECOND)
    expect(mine.get_by_role("heading", level=1)).to_have_text(
        "Someone changed this while you were writing"
    )
    expect(mine.get_by_text("Morag Stewart saved the self-assessment of 5.3.2")).to_be_visible()
    assert row("5.3.2", "customer-support-services").commentary == FIRST
    both_texts_show(mine)
    first = mine.get_by_role("radiogroup", name="Paragraph 1")
    first.get_by_role("radio", name="Write one from both").check()
    box = first.get_by_role("textbox", name="One from both")
    expect(box).to_have_value("Teams meet every Monday.\n\nTeams meet every Friday.")
    box.fill("Teams meet every Monday and Friday.")
    mine.get_by_role("button", name="Save this text").click()
    expect(mine.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
    assert row("5.3.2", "customer-support-services").commentary == (
        "Teams meet every Monday and Friday.\n\n"
        "Customers sit on the panel.\n\nThe board reads the minutes."
    )


def test_taking_all_of_theirs_keeps_mine_to_hand(page_of):
    mine, theirs = page_of("officer@example.org"), page_of("manager@example.org")
    for page in (mine, theirs):
        page.goto(f"{CSS}/elements/5.3.2/")
    write_and_save(theirs, FIRST)
    write_and_save(mine, SECOND)
    mine.get_by_role("button", name="Keep all of Morag Stewart’s").click()
    expect(mine.get_by_role("textbox", name="Commentary")).to_have_value(FIRST)
    mine.get_by_role("link", name="Bring my text back").click()
    expect(mine.get_by_role("textbox", name="Commentary")).to_have_value(SECOND)
    assert row("5.3.2", "customer-support-services").commentary == FIRST


def test_typed_words_outlast_a_closed_window(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.get_by_label("Commentary").press_sequentially("Half a sent")
    expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")
    page.get_by_label("Commentary").press_sequentially("ence")
    again = page.context.new_page()
    page.close(run_before_unload=True)

    def comes_back() -> bool:
        """The last words are on their way while the window closes."""
        again.goto(f"{CSS}/elements/5.3.2/")
        return again.get_by_label("Commentary").input_value() == "Half a sentence"

    eventually(again, comes_back)
    expect(again.get_by_text("You typed this at")).to_be_visible()
    again.get_by_role("link", name="Go back to what is saved").click()
    expect(again.get_by_label("Commentary")).to_have_value("")
    again.get_by_role("link", name="Bring my text back").click()
    again.get_by_role("button", name="Save", exact=True).click()
    expect(again.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
    expect(again.get_by_text("You typed this at")).to_have_count(0)
    assert row("5.3.2", "customer-support-services").commentary == "Half a sentence"


def test_words_typed_without_a_connection_are_sent_when_it_is_back(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.context.set_offline(True)
    page.get_by_label("Commentary").fill("Typed on the ferry")
    expect(page.get_by_text("Not kept: no connection.").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Commentary")).to_have_value("Typed on the ferry")
    page.context.set_offline(False)
    expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")
    assert Draft.objects.get().fields["commentary"] == ["Typed on the ferry"]
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('draft'))") == []


def test_words_of_a_lost_page_are_found_in_the_browser_by_the_same_person_alone(page_of, sign_in):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.context.set_offline(True)
    page.get_by_label("Commentary").fill("Typed on the ferry")
    expect(page.get_by_text("Not kept: no connection.").first).to_be_visible()
    page = without_a_word_of_farewell(page)
    page.context.clear_cookies()
    sign_in(page, "manager@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    expect(page.get_by_label("Commentary")).to_have_value("")
    assert not Draft.objects.exists()
    page.context.clear_cookies()
    sign_in(page, "officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.get_by_role("link", name="Show it").click()
    expect(page.get_by_label("Commentary")).to_have_value("Typed on the ferry")


def without_a_word_of_farewell(page: Page) -> Page:
    """Its process ends, as when the machine is switched off; a new page, with a connection.

    A page that is closed would send its words while it goes, past the lost connection that
    is only played here.
    """
    context = page.context
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    context.set_offline(False)
    return context.new_page()


def test_signing_in_again_in_another_window_keeps_what_was_typed(page_of, sign_in):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.context.clear_cookies()
    page.get_by_label("Commentary").fill("Typed after the session")
    expect(page.get_by_text("You have been signed out.").first).to_be_visible()
    other = page.context.new_page()
    sign_in(other, "officer@example.org")
    other.close()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()


def test_two_tabs_of_one_person_take_nothing_from_each_other(page_of):
    one = page_of("officer@example.org")
    other = one.context.new_page()
    for page in (one, other):
        page.goto(f"{CSS}/elements/5.3.2/")
    for page, text in ((one, FIRST), (other, SECOND)):
        page.get_by_label("Commentary").fill(text)
        expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")
    third = one.context.new_page()
    third.goto(f"{CSS}/elements/5.3.2/")
    expect(third.get_by_label("Commentary")).to_have_value(SECOND)
    third.get_by_text("Text from another window").click()
    third.get_by_role("link", name="Use this text instead").click()
    expect(third.get_by_label("Commentary")).to_have_value(FIRST)
    write_and_save(one, FIRST)
    write_and_save(other, SECOND)
    expect(other.get_by_text("You saved the self-assessment of 5.3.2 in another")).to_be_visible()
    both_texts_show(other)


def write_and_save(page: Page, text: str) -> None:
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Commentary").fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("^Saved the self-|Both are kept."))).to_be_visible()


def both_texts_show(page: Page) -> None:
    page.wait_for_load_state()
    shown = " ".join(page.locator(".cse-cmp").all_inner_texts())
    for paragraph in (FIRST + "\n\n" + SECOND).split("\n\n"):
        assert paragraph in re.sub(r"\s+", " ", shown)


def test_two_assessors_of_one_element_keep_both_comments(page_of):
    desk = Assessment.objects.get(portfolio__service__slug="building-standards")
    second = make_assessor("Morgan Hale")
    make_grant(desk, second)
    address = f"/assessments/{desk.pk}/elements/1.2.2/"
    one, other = page_of("assessor@example.org"), page_of(second.email)
    for page in (one, other):
        page.goto(address)
    comment_and_save(one, FIRST, "Compliant")
    expect(one.get_by_text("1.2.2 saved")).to_be_visible()
    comment_and_save(other, SECOND, "Partially")
    expect(other.get_by_text("Both are kept.")).to_be_visible()
    both_texts_show(other)
    assert row("1.2.2", "building-standards").finding == FIRST
    for group in other.get_by_role("radiogroup").all():
        group.get_by_role("radio", name="Keep mine").check()
    last = other.get_by_role("radiogroup", name=re.compile("Paragraph")).last
    last.get_by_role("radio", name=re.compile("^Keep .*’s")).check()
    other.get_by_role("button", name="Save this text").click()
    expect(other.get_by_text("1.2.2 saved")).to_be_visible()
    kept = row("1.2.2", "building-standards")
    assert kept.finding.startswith(SECOND)
    assert kept.finding.endswith("The board reads the minutes.")


def comment_and_save(page: Page, text: str, rating: str) -> None:
    page.get_by_role("radio", name=re.compile(f"^{rating}")).check()
    page.get_by_label("Assessor’s comment").fill(text)
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_bad_file_among_good_ones_says_why_and_the_rest_is_added(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.get_by_label("Commentary").fill("Typed, not saved yet.")
    page.locator("input[name=files]").set_input_files(
        [
            FilePayload(name="panel.pdf", mimeType="application/pdf", buffer=pdf("Panel")),
            FilePayload(name="torn.pdf", mimeType="application/pdf", buffer=pdf(pages=5)[:-600]),
            FilePayload(name="hall.png", mimeType="image/png", buffer=picture()),
        ]
    )
    page.get_by_label("Title of torn.pdf").fill("Minutes of the panel")
    page.get_by_role("button", name="Add files").click()
    torn = page.locator(".cse-upload").nth(1)
    expect(torn.locator("[data-outcome]")).to_contain_text("breaks off")
    expect(torn.locator("[data-remedy]")).not_to_be_empty()
    expect(page.locator(".cse-upload--done")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="2 of 3 files added")).to_be_attached()
    expect(page.get_by_label("Title of torn.pdf")).to_have_value("Minutes of the panel")
    expect(page.get_by_label("Commentary")).to_have_value("Typed, not saved yet.")
    added = EvidenceItem.objects.filter(number__gte=401, service__prefix="CSS")
    assert {item.title for item in added} == {"Panel", "Hall"}


def test_a_file_whose_connection_was_lost_is_sent_again_by_a_button(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.route("**/evidence/add", lambda route: route.abort(), times=1)
    file = FilePayload(name="panel.pdf", mimeType="application/pdf", buffer=pdf("Panel"))
    page.locator("input[name=files]").set_input_files([file])
    page.get_by_label("Title of panel.pdf").fill("The panel of customers")
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    assert not EvidenceItem.objects.filter(title="The panel of customers").exists()
    page.get_by_role("button", name="Try again panel.pdf").click()
    expect(page.locator(".cse-upload--done")).to_have_count(1)
    assert EvidenceItem.objects.filter(title="The panel of customers").count() == 1
