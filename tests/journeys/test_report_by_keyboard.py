"""The assessor's report written with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, ReportText

pytestmark = pytest.mark.journey

WORDS = "I came by ferry.\n\n- in May\n- in June"


def building() -> Assessment:
    return Assessment.objects.get(portfolio__service__slug="building-standards")


def test_part_after_part_is_written_without_a_mouse_or_a_search_for_the_box(page_of):
    page: Page = page_of("assessor@example.org", viewport={"width": 1280, "height": 800})
    page.goto(f"/assessments/{building().pk}/report/")
    page.get_by_role("link", name="Write : Introduction").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name="Text")
    expect(box).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(WORDS)
    expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and next part")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Method")
    expect(page.get_by_text("Saved “Introduction”")).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Summary of strengths")
    assert [row.text for row in ReportText.objects.exclude(text="")] == [WORDS]
    page.goto(f"/assessments/{building().pk}/documents/assessor/")
    expect(page.locator("#introduction + .prose li")).to_have_text(["in May", "in June"])
