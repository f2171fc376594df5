"""The assessor asks, the service answers, the assessor decides: with and without scripts."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assessments.models import Assessment, EvidenceRequest
from evidence.models import EvidenceItem
from tests.builders.files import pdf

from .council import BUILDING

pytestmark = pytest.mark.journey

ELEMENT = "1.3.1"
SURVEY = FilePayload(
    name="questions_of_the_survey.pdf", mimeType="application/pdf", buffer=pdf("Questions")
)


def assessment() -> Assessment:
    return Assessment.objects.get(portfolio__service__slug="building-standards")


def desk_address() -> str:
    return f"/assessments/{assessment().pk}/elements/{ELEMENT}/"


def added() -> EvidenceItem:
    return EvidenceItem.objects.get(title="Questions of the survey")


def test_a_request_by_keyboard_from_the_question_to_its_acceptance(page_of):
    assessor, officer = page_of("assessor@example.org"), page_of("officer2@example.org")
    assessor.goto(desk_address())
    assessor.keyboard.press("a")
    expect(assessor.get_by_label("What do you need to see?")).to_be_focused()
    assessor.keyboard.type("Which questions were asked?")
    assessor.keyboard.press("Tab")
    assessor.keyboard.press("Enter")
    expect(assessor.get_by_text("The service is told what you need to see")).to_be_visible()
    play_on(assessor, officer)


def test_the_same_without_scripts(council, new_context, sign_in):
    assessor, officer = (new_context(java_script_enabled=False).new_page() for _ in range(2))
    sign_in(assessor, "assessor@example.org")
    sign_in(officer, "officer2@example.org")
    assessor.goto(desk_address())
    assessor.locator("#ask summary").click()
    assessor.get_by_label("What do you need to see?").fill("Which questions were asked?")
    assessor.get_by_role("button", name="Ask the service").click()
    play_on(assessor, officer)


def play_on(assessor: Page, officer: Page) -> None:
    """From the question on it is the same for both."""
    before = submitted()
    answer_with_a_file(officer)
    read_and_return(assessor)
    answer_in_words(officer)
    accept(assessor)
    assert submitted() == before
    assert EvidenceRequest.objects.get().state == "accepted"


def submitted() -> list[object]:
    lines = assessment().snapshot.links.filter(added_on_request=False)
    return list(lines.order_by("pk").values())


def answer_with_a_file(officer: Page) -> None:
    officer.goto(f"{BUILDING}/assessment/requests/?show=waiting")
    officer.get_by_role("link", name="Which questions were asked?").click()
    officer.get_by_label("New files").set_input_files(SURVEY)
    officer.get_by_role("button", name="Send the answer").click()
    expect(officer.get_by_text("Sent your answer to Helen Whitworth")).to_be_visible()
    expect(officer.get_by_role("link", name=added().code)).to_be_visible()


def read_and_return(assessor: Page) -> None:
    assessor.goto(desk_address())
    answer = assessor.get_by_role("region", name="Requests")
    answer.get_by_role("link", name=added().code).click()
    expect(assessor.get_by_text(re.compile("Added on request on"))).to_be_visible()
    expect(assessor.locator(".cse-desk-evidence__item[aria-current]")).to_contain_text(added().code)
    assessor.get_by_text("Return it with a reason").click()
    assessor.get_by_label("What is still missing?").fill("How many answered?")
    assessor.get_by_role("button", name="Return the answer").click()
    expect(assessor.get_by_text("How many answered?").first).to_be_visible()
    assert EvidenceRequest.objects.get().state == "returned"


def answer_in_words(officer: Page) -> None:
    officer.goto(f"{BUILDING}/elements/{ELEMENT}/")
    expect(officer.get_by_text("How many answered?").first).to_be_visible()
    officer.get_by_label("Your answer").fill("Four hundred of six hundred.")
    officer.get_by_role("button", name="Send the answer").click()
    expect(officer.get_by_text("Sent your answer to Helen Whitworth")).to_be_visible()


def accept(assessor: Page) -> None:
    assessor.goto(desk_address())
    expect(assessor.get_by_text("Four hundred of six hundred.")).to_be_visible()
    assessor.get_by_role("button", name="Accept the answer").click()
    expect(assessor.get_by_text("Accepted the answer", exact=True)).to_be_visible()
