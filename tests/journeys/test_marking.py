"""An assessor marks by keyboard alone, and every key press is counted."""

import re
import sys
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.actions import rate_element
from assessments.models import Assessment, ElementAssessment, PrivateNote

pytestmark = pytest.mark.journey

ASSESSOR = "assessor@example.org"


@dataclass
class Keys:
    """Key presses on a page, counted; what is typed into a box is not an action."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


@pytest.fixture
def assessment(council) -> Assessment:
    """The submitted assessment of Building Standards, with no element rated."""
    found = Assessment.objects.get(portfolio__service__slug="building-standards")
    by = User.objects.get(email=ASSESSOR)
    for row in found.elements.exclude(rating=None).select_related("element", "rating"):
        row.assessment = found
        rate_element(
            row=row, revision=row.assessor_revision, rating=None, finding="", accepted=False, by=by
        )
    assert found.elements.filter(in_review=True, rating=None).count() == 57
    return found


@pytest.fixture
def page(assessment, page_of) -> Page:
    page = page_of(ASSESSOR, viewport={"width": 1440, "height": 900})
    page.goto(f"/assessments/{assessment.pk}/")
    return page


def codes(assessment: Assessment) -> list[str]:
    rows = assessment.elements.filter(in_review=True).order_by("element")
    return list(rows.values_list("element__code", flat=True))


def at(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Assessor’s desk: {code}")
    page.wait_for_load_state()  # before that its scripts do not hear the keys


def row_of(assessment: Assessment, code: str) -> ElementAssessment:
    rows = assessment.elements.select_related("rating", "element")
    return rows.get(element__code=code)


def ratings(assessment: Assessment) -> dict[str, str]:
    rows = assessment.elements.exclude(rating=None).order_by("element")
    return dict(rows.values_list("element__code", "rating__code"))


def test_57_elements_take_one_key_each(page, assessment, capsys):
    keys, every = Keys(page), codes(assessment)
    chosen = {code: "12223222"[number % 8] for number, code in enumerate(every)}
    began = time.monotonic()
    for code, key in chosen.items():
        at(page, code)
        keys.press(key)
    page.wait_for_url(f"**/assessments/{assessment.pk}/conclude/")
    seconds = time.monotonic() - began
    names = {"1": "compliance-plus", "2": "compliant", "3": "partial"}
    assert ratings(assessment) == {code: names[key] for code, key in chosen.items()}
    accepted = assessment.elements.exclude(accepted_at=None).values_list("element__code", flat=True)
    assert set(accepted) == {code for code, key in chosen.items() if key != "3"}
    assert len(keys.pressed) <= 70
    with capsys.disabled():
        sys.stdout.write(
            f"\n57 elements marked with {len(keys.pressed)} key presses in {seconds:.0f} s"
        )


def test_ten_elements_with_three_comments_take_thirteen_actions(page, assessment, capsys):
    keys, ten = Keys(page), codes(assessment)[:10]
    comments = {ten[2]: "Two of 3 offices, not yet all.", ten[5]: "Good; 4 of 4.", ten[8]: "See 1"}
    began = time.monotonic()
    for code in ten:
        at(page, code)
        if code in comments:
            keys.press("Shift+3")
            keys.type(comments[code])
            keys.press("Control+Enter")
        else:
            keys.press("2")
    at(page, codes(assessment)[10])
    seconds = time.monotonic() - began
    assert ratings(assessment) == {c: "partial" if c in comments else "compliant" for c in ten}
    written = assessment.elements.exclude(finding="").values_list("element__code", "finding")
    assert dict(written) == comments
    assert len(keys.pressed) <= 13
    with capsys.disabled():
        sys.stdout.write(
            f"\nten elements, three comments: {len(keys.pressed)} actions in {seconds:.0f} s"
        )


def test_u_takes_the_last_rating_back_and_once_more_puts_it_back(page, assessment):
    first, second, third = codes(assessment)[:3]
    for code, key in ((first, "2"), (second, "4")):
        at(page, code)
        page.keyboard.press(key)
    at(page, third)
    page.keyboard.press("u")
    at(page, second)
    expect(page.get_by_text(f"Took the rating of {second} back.")).to_be_visible()
    assert ratings(assessment) == {first: "compliant"}
    page.keyboard.press("u")
    expect(page.get_by_text(f"Put the rating of {second} back: Non-Compliant.")).to_be_visible()
    assert ratings(assessment) == {first: "compliant", second: "non-compliant"}


def test_with_words_that_are_not_saved_a_digit_only_chooses(page, assessment):
    first = codes(assessment)[0]
    at(page, first)
    page.keyboard.press("c")
    page.keyboard.type("Half a sen")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Partially Compliant")).to_be_checked()
    expect(page.get_by_role("checkbox", name="I accept the evidence")).not_to_be_checked()
    at(page, first)
    assert ratings(assessment) == {}
    page.keyboard.press("2")
    expect(page.get_by_role("checkbox", name="I accept the evidence")).to_be_checked()
    page.keyboard.press("s")
    at(page, codes(assessment)[1])
    assert row_of(assessment, first).finding == "Half a sen"


def test_the_switch_keeps_the_desk_at_the_element(page, assessment):
    first, second = codes(assessment)[:2]
    page.get_by_label("Stay here after rating").check()
    page.keyboard.press("1")
    expect(page.get_by_text(f"{first} saved")).to_be_visible()
    at(page, first)
    expect(page.get_by_label("Stay here after rating")).to_be_checked()
    page.get_by_label("Stay here after rating").uncheck()
    page.keyboard.press("2")
    at(page, second)
    assert ratings(assessment) == {first: "compliant"}


def test_not_applicable_waits_for_its_reason(page, assessment):
    first = codes(assessment)[0]
    page.keyboard.press("x")
    expect(page.get_by_role("radio", name="Not applicable")).to_be_checked()
    page.keyboard.type("They have no counter.")
    page.keyboard.press("Control+Enter")
    at(page, codes(assessment)[1])
    row = row_of(assessment, first)
    assert (row.rating.code, row.finding) == ("not-applicable", "They have no counter.")
    assert row.accepted_at is None


def test_with_single_keys_off_no_character_acts(page, assessment):
    page.get_by_role("button", name=re.compile("all keys")).click()
    page.get_by_role("dialog", name="Keys").get_by_role("checkbox").check()
    page.get_by_role("button", name="Close").click()
    for key in ("1", "Shift+2", "u", "x", "s", "j", "a", "?", "c"):
        page.keyboard.press(key)
    at(page, codes(assessment)[0])
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.get_by_role("radio", name="Not rated yet")).to_be_checked()
    assert ratings(assessment) == {}
    page.get_by_label("Assessor’s comment").fill("By modifier alone.")
    page.keyboard.press("Control+Enter")
    at(page, codes(assessment)[1])


def test_a_private_note_is_saved_as_it_is_typed_and_two_windows_lose_nothing(page, assessment):
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((page, "Ask at the counter."), (other, "Who updates the board?")):
        window.get_by_label("Private note").press_sequentially(words)
        expect(window.get_by_text("Saved as you type")).to_be_visible()
        expect(window.locator("[data-note][data-unsaved]")).to_have_count(0)
    note = PrivateNote.objects.get()
    assert note.text.startswith("Ask at the counter.\n\n(Written in another window")
    assert note.text.endswith("Who updates the board?")
    expect(other.get_by_label("Private note")).to_have_value(note.text)
    other.get_by_label("Private note").press_sequentially(" Ailsa?")
    expect(other.locator("[data-note][data-unsaved]")).to_have_count(0)
    assert PrivateNote.objects.get().text == f"{note.text} Ailsa?"
    page.reload()
    expect(page.get_by_label("Private note")).to_have_value(f"{note.text} Ailsa?")
