"""Two people at one thing, and files that fail: whatever was typed or sent well is kept."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assessments.models import Assessment, ElementAssessment
from evidence.models import EvidenceItem
from tests.builders.files import pdf, picture

from .council import CSS

pytestmark = pytest.mark.journey

FIRST = "Teams meet every Friday.\n\nThe board reads the minutes."
SECOND = "Teams meet every Monday.\n\nCustomers sit on the panel."


def row(code: str, service: str) -> ElementAssessment:
    assessment = Assessment.objects.exclude(state="completed").get(portfolio__service__slug=service)
    return ElementAssessment.objects.get(assessment=assessment, element__code=code)


def test_two_officers_of_one_element_keep_both_texts(page_of):
    mine, theirs = page_of("officer@example.org"), page_of("manager@example.org")
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
    box = mine.get_by_role("textbox", name="Commentary")
    merged = box.input_value()
    assert all(paragraph in merged for paragraph in (FIRST + "\n\n" + SECOND).split("\n\n"))
    mine.get_by_role("button", name="Save this text").click()
    expect(mine.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
    assert row("5.3.2", "customer-support-services").commentary == merged


def test_taking_all_of_mine_over_needs_no_typing(page_of):
    mine, theirs = page_of("officer@example.org"), page_of("manager@example.org")
    for page in (mine, theirs):
        page.goto(f"{CSS}/elements/5.3.2/")
    write_and_save(theirs, FIRST)
    write_and_save(mine, SECOND)
    mine.get_by_role("button", name="Keep all of mine").click()
    expect(mine.get_by_role("textbox", name="Commentary")).to_have_value(SECOND)
    assert row("5.3.2", "customer-support-services").commentary == SECOND


def write_and_save(page: Page, text: str) -> None:
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Commentary").fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(
        page.get_by_text(re.compile("^Saved the self-|Nothing you typed is lost"))
    ).to_be_visible()


def both_texts_show(page: Page) -> None:
    shown = " ".join(page.locator(".cse-cmp__text").all_inner_texts())
    for paragraph in (FIRST + "\n\n" + SECOND).split("\n\n"):
        assert paragraph in re.sub(r"\s+", " ", shown)


def test_two_windows_of_the_assessor_keep_both_comments(page_of):
    desk = Assessment.objects.get(portfolio__service__slug="building-standards")
    address = f"/assessments/{desk.pk}/elements/1.2.2/"
    one, other = page_of("assessor@example.org"), page_of("assessor@example.org")
    for page in (one, other):
        page.goto(address)
    comment_and_save(one, FIRST, "Compliant")
    expect(one.get_by_text("1.2.2 saved")).to_be_visible()
    comment_and_save(other, SECOND, "Partially")
    expect(other.get_by_text("Nothing you typed is lost.")).to_be_visible()
    both_texts_show(other)
    assert row("1.2.2", "building-standards").finding == FIRST
    merged = other.get_by_role("textbox", name="Assessor’s comment").input_value()
    assert "Friday" in merged
    assert "Monday" in merged
    expect(other.get_by_role("radio", name=re.compile("^Partially"))).to_be_checked()
    other.get_by_role("button", name="Save this text").click()
    expect(other.get_by_text("1.2.2 saved")).to_be_visible()
    assert row("1.2.2", "building-standards").finding == merged


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
