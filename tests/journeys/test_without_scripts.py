"""The main way with scripts switched off: plain forms do everything."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from assessments.models import ElementAssessment
from evidence.models import EvidenceItem, EvidenceLink
from tests.builders.files import pdf, picture

from .council import CSS

pytestmark = pytest.mark.journey

ELEMENT = "5.2.4"
FILES = [
    FilePayload(name="ten_letters.pdf", mimeType="application/pdf", buffer=pdf("Ten letters")),
    FilePayload(name="counter notice.png", mimeType="image/png", buffer=picture()),
]


@pytest.fixture
def plain_page(new_context, sign_in):
    """plain_page(email): signed in through the form, in a window without scripts."""

    def opened(email: str) -> Page:
        page = new_context(java_script_enabled=False).new_page()
        sign_in(page, email)
        return page

    return opened


def test_from_upload_to_the_summary_without_scripts(council, plain_page):
    add_and_assess(plain_page("officer@example.org"))
    manager = plain_page("manager@example.org")
    submit(manager)
    rate(plain_page("assessor@example.org"))
    text = print_the_summary(manager)
    for words in ("CSS401: Ten letters", "C127: ", "Read and found good.", "Accepted by Helen"):
        assert words in text


def add_and_assess(page: Page) -> None:
    page.goto(f"{CSS}/elements/{ELEMENT}/")
    page.locator("input[name=files]").set_input_files(FILES)
    page.get_by_label("Team that gives the codes").select_option(label="Customer Engagement")
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Added 2 files: CSS401: Ten letters; CSS402: Counter")).to_be_visible()
    page.locator("#find-q").fill("letter writing")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Link C127").click()
    page.get_by_role("button", name="Move CSS402 up").click()
    page.get_by_role("link", name="Edit CSS401").click()
    page.get_by_label("Where to look").fill("Page 1")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Commentary").fill("Letters say when.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Saved the self-assessment of {ELEMENT}")).to_be_visible()
    links = EvidenceLink.objects.in_use().filter(element__code=ELEMENT, item__service__isnull=False)
    order = links.order_by("position").values_list("item__code", flat=True)
    assert list(order) == ["CSS357", "CSS300", "CSS402", "CSS401"]


def submit(page: Page) -> None:
    page.goto(f"{CSS}/assessment/submit/")
    page.get_by_role("button", name="Submit to the assessor").click()
    expect(page.get_by_role("alert")).to_contain_text("Put it right, or say why")
    page.get_by_label("The same reason for all that have none").fill("Moved to another team.")
    page.get_by_role("button", name="Submit to the assessor").click()
    expect(page.get_by_text("Submitted First annual review")).to_be_visible()


def rate(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("^First annual review")).click()
    rail = page.get_by_role("navigation", name="Elements").first
    rail.get_by_role("link", name=re.compile(rf"^{re.escape(ELEMENT)}\b")).click()
    with page.expect_response(lambda response: "/view/" in response.url) as shown:
        page.locator("[data-key=evidence]", has_text="CSS402").click()
    assert shown.value.status == 200
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Assessor’s comment").fill("Read and found good.")
    page.get_by_label("I accept the evidence", exact=True).check()
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text(f"{ELEMENT} saved")).to_be_visible()
    row = ElementAssessment.objects.get(
        element__code=ELEMENT, assessment__state="assessing", finding="Read and found good."
    )
    assert row.accepted_at


def print_the_summary(page: Page) -> str:
    page.goto(f"{CSS}/documents/")
    page.get_by_role("button", name="Make the Assessment Summary").click(timeout=120_000)
    address = page.get_by_role("link", name="Open the PDF").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.body())).pages
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pages))


def test_a_refused_file_does_not_hold_up_the_others(council, plain_page):
    page = plain_page("officer@example.org")
    page.goto(f"{CSS}/elements/{ELEMENT}/")
    bad = FilePayload(name="minutes.pdf", mimeType="application/pdf", buffer=b"MZ\x90\x00")
    page.locator("input[name=files]").set_input_files([FILES[0], bad, FILES[1]])
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("minutes.pdf was not added. It is a program")).to_be_visible()
    added = EvidenceItem.objects.filter(number__gte=401, service__prefix="CSS")
    assert {item.title for item in added} == {"Ten letters", "Counter notice"}
