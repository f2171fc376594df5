"""The whole way on the real council: upload, self-assess, submit, rate, print, read the print."""

import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader

from accounts.models import HistoryEntry
from assessments.models import Assessment
from evidence.models import EvidenceItem, SnapshotLink
from tests.builders.files import pdf, picture
from tests.evidence.imports.independent import Lists, evidence_by_element

from .council import CSS, document_000
from .waiting import size_of

pytestmark = pytest.mark.journey

ELEMENT = "5.2.4"
REPORT, PHOTO = pdf("Letters read again", pages=2), picture("PNG", (600, 400))
TITLES = {"next_steps_in_letters.pdf": "Ten letters, read again", "counter.png": "Notice, counter"}
COMMENT = "All ten letters now say when the customer will hear. Read in CSS401 and CSS402."
DROP = """(form, file) => {
  const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
  const dragged = new DataTransfer();
  dragged.items.add(new File([bytes], file.name, { type: file.type }));
  for (const name of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(name, { dataTransfer: dragged, bubbles: true, cancelable: true });
    form.dispatchEvent(event);
  }
}"""


def test_from_upload_to_the_printed_summary(council, new_context, sign_in, tmp_path):
    officer = new_context().new_page()
    sign_in(officer, "officer@example.org")
    added = add_two_files(officer)
    link_order_and_put_aside(officer)
    assess_the_own_work(officer)
    sign_out(officer)

    manager = new_context().new_page()
    sign_in(manager, "manager@example.org")
    rate_and_submit(manager)

    assessor = new_context().new_page()
    sign_in(assessor, "assessor@example.org")
    open_the_desk(assessor)
    read_the_picture_and_the_pdf(assessor, added)
    rate(assessor)

    printed = make_the_summary(manager, tmp_path)
    compare_with_document_000(printed, added)
    accepted_once_and_boxes_for_the_rest(printed)


def add_two_files(page: Page) -> dict[str, str]:
    """One file is dropped, one is chosen; returns the code that each title was given."""
    page.goto(f"{CSS}/")
    page.get_by_role("link", name=re.compile(rf"^{re.escape(ELEMENT)}\b")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ELEMENT)
    form = page.locator("form[data-upload]")
    name, other = TITLES
    content = b64encode(REPORT).decode()
    form.evaluate(DROP, {"name": name, "type": "application/pdf", "content": content})
    expect(page.get_by_label(f"Title of {name}")).to_have_value("Next steps in letters")
    chosen = FilePayload(name=other, mimeType="image/png", buffer=PHOTO)
    page.locator("input[name=files]").set_input_files([chosen])
    page.get_by_label("Team that gives the codes").select_option(label="Customer Engagement")
    for file, title in TITLES.items():
        page.get_by_label(f"Title of {file}").fill(title)
    page.get_by_role("button", name="Add files").click()
    codes = {}
    for row, title in zip(page.locator(".cse-upload").all(), TITLES.values(), strict=True):
        expect(row).to_contain_text("Added as CSS40")
        codes[title] = re.search(r"CSS\d+", row.locator("[data-outcome]").inner_text())[0]
    assert set(codes.values()) == {"CSS401", "CSS402"}
    page.get_by_role("link", name="Show the list").click()
    for title, code in codes.items():
        expect(page.locator(f"#{code}")).to_contain_text(title)
    return codes


def link_order_and_put_aside(page: Page) -> None:
    page.locator("#find-q").press_sequentially("letter writing", delay=10)
    page.get_by_role("button", name="Link C127").click()
    expect(page.get_by_text("Linked C127: ")).to_be_visible()
    page.get_by_role("button", name="Move CSS300 up").click()
    listed = page.get_by_role("region", name="New evidence").locator(".cse-ev__code")
    expect(listed.nth(0)).to_have_text("CSS300")
    expect(listed.nth(1)).to_have_text("CSS357")
    page.get_by_role("link", name="No longer used CSS357").click()
    page.get_by_role("button", name="No longer use it").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("Why is it no longer used?").fill("Replaced by the letters of this year")
    page.get_by_role("button", name="No longer use it").click()
    expect(page.get_by_text("1 item no longer used")).to_be_visible()
    page.get_by_role("link", name="Edit CSS401").click()
    page.get_by_label("Where to look").fill("Page 2")
    page.get_by_label("Why it matters").fill("Shows the likely time in every letter.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#CSS401")).to_contain_text("Page 2")
    expect(listed).to_have_text(["CSS300", "CSS401", "CSS402"])


def assess_the_own_work(page: Page) -> None:
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Commentary").fill("We read ten letters again (CSS401).")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"Saved the self-assessment of {ELEMENT}")).to_be_visible()
    expect(page.get_by_label("Commentary")).to_have_value("We read ten letters again (CSS401).")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.goto(f"{CSS}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def rate_and_submit(page: Page) -> None:
    """One of the missing self-ratings is given; of the others the manager says why not."""
    page.goto(f"{CSS}/elements/3.3.2/")
    page.get_by_role("radio", name=re.compile("^Partially")).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Assessment", exact=True).click()
    page.get_by_role("link", name="Submit to the assessor").click()
    page.get_by_role("button", name="Submit to the assessor").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("3.3.3: No self-rating yet")
    expect(summary).to_contain_text("5.3.2: No self-rating yet")
    page.get_by_label("The same reason for all that have none").fill("Moved to another team.")
    page.get_by_role("button", name="Say it once").click()
    expect(page.get_by_label("Reason for 5.3.2").first).to_have_value("Moved to another team.")
    page.get_by_role("button", name="Submit to the assessor").click()
    expect(page.get_by_text("Submitted First annual review")).to_be_visible()


def open_the_desk(page: Page) -> None:
    page.goto("/")
    row = page.get_by_role("row", name="Customer Support Services")
    row.get_by_role("link", name="First annual review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessor’s desk: 1.2.3")
    rail = page.get_by_role("navigation", name="Elements").first
    rail.get_by_role("link", name=re.compile(rf"^{re.escape(ELEMENT)}\b")).click()
    expect(page.get_by_text("We read ten letters again")).to_be_visible()


def read_the_picture_and_the_pdf(page: Page, added: dict[str, str]) -> None:
    """Both show beside the form, and the history has both readings."""
    report, photo = (added[title] for title in TITLES.values())
    evidence = page.get_by_role("region", name=f"Evidence for {ELEMENT}")
    assert media_type_shown(page, photo) == "image/png"
    image = page.get_by_role("img", name=re.compile(photo))
    expect(image).to_be_visible()
    assert size_of(image) == [600, 400]
    assert media_type_shown(page, report) == "application/pdf"
    expect(page.locator("iframe")).to_be_visible()
    for code in (report, photo):
        item = EvidenceItem.objects.get(code=code)
        readings = HistoryEntry.objects.filter(verb="evidence.read", item_id=item.pk)
        assert {entry.element_code for entry in readings} == {ELEMENT}, code
    page.reload()
    expect(evidence).to_contain_text("3 of 4 read")  # with the one that lay open at first


def media_type_shown(page: Page, code: str) -> str:
    """Open the item; the kind of file that the desk's own page then shows."""
    link = SnapshotLink.objects.get(code=code, element__code=ELEMENT)
    view = f"/files/{link.pk}/view/"
    with page.expect_response(lambda response: view in response.url) as shown:
        page.locator("[data-key=evidence]", has_text=code).click()
    assert shown.value.status == 200
    return shown.value.all_headers()["content-type"]


def rate(page: Page) -> None:
    page.get_by_role("radio", name=re.compile("^Compliance Plus")).check()
    page.get_by_label("Assessor’s comment").fill(COMMENT)
    page.get_by_label("I accept the evidence", exact=True).check()
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text(f"{ELEMENT} saved")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Assessor’s desk: 5.3.2")


def make_the_summary(page: Page, folder: Path) -> str:
    """The text of the PDF, as it is saved from the button."""
    page.get_by_role("link", name="Documents", exact=True).click()
    page.get_by_role("button", name="Make the Assessment Summary").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download").click()
    content = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename.endswith(".pdf")
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages)


def compare_with_document_000(text: str, added: dict[str, str]) -> None:
    """Every list as the council's own document has it, but for what the officer did."""
    printed = evidence_by_element(text[: text.rindex("\nEvidence index\n")])
    expected = document_000()
    assert sum(len(items) for lists in expected.values() for items in lists.values()) == 193
    kept = [each for each in expected[ELEMENT]["new"] if each[0] == "CSS300"]
    new = sorted((code, title) for title, code in added.items())
    expected[ELEMENT] = {
        "new": [*kept, *new],
        "corporate": [each for each in expected["3.2.3"]["corporate"] if each[0] == "C127"],
    }
    assert codes_of(printed) == codes_of(expected)
    for element, lists in expected.items():
        for listing, items in lists.items():
            pairs = zip(printed[element][listing], items, strict=True)
            for (_, title), (code, wanted) in pairs:
                assert f"{title} ".startswith(f"{wanted} "), f"{code} for {element}"


def codes_of(elements: dict[str, Lists]) -> dict[str, dict[str, list[str]]]:
    return {
        element: {listing: [code for code, _ in items] for listing, items in lists.items()}
        for element, lists in elements.items()
    }


def accepted_once_and_boxes_for_the_rest(text: str) -> None:
    words = re.sub(r"\s+", " ", text)
    under_review = Assessment.objects.get(
        portfolio__service__slug="customer-support-services", state="assessing"
    ).elements.filter(in_review=True)
    assert re.findall(r"Accepted by ([\w ]+),", words) == ["Helen Whitworth"]
    assert words.count("Signature and date") == under_review.count() - 1
    assert COMMENT in words
    assert "Page 2" in words
    assert "Shows the likely time in every letter." in words
