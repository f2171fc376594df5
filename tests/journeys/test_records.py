"""Information governance at work: a request for information answered, a file destroyed by two."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import FilePayload, Page, expect

from evidence.intake.store import open_stored
from evidence.models import EvidenceVersion
from tests.builders.files import pdf

from .council import CSS, GOVERNANCE, MANAGER
from .keyboard import press_button, tab_onto

pytestmark = pytest.mark.journey

RECORDS = "/organisations/argyll-and-bute-council/records"
COPY = pdf("The charter without names")
REASON = "A survey with names that were to be removed"


def bytes_of(code: str) -> bytes:
    version = EvidenceVersion.objects.filter(
        item__code=code, item__organisation__slug="argyll-and-bute-council"
    ).latest("number")
    with open_stored(version.storage_key) as file:
        return file.read()


def test_a_request_is_answered_from_the_search_to_the_release_in_hand(page_of):
    page: Page = page_of(GOVERNANCE)
    page.goto(f"{RECORDS}/disclosures/new/")
    page.get_by_label("Freedom of Information (Scotland) Act 2002").check()
    page.get_by_label("Your reference").fill("FOI 2026/0148")
    page.get_by_label("Who asks").fill("Morag Asker")
    page.get_by_label("What they ask for").fill("The charter, and the counts of face to face.")
    page.get_by_role("button", name="Open the request").click()
    gather(page, "charter", "C017")
    gather(page, "CSS201", "CSS201")
    decide(page, "CSS201", "Release as it is")
    decide(page, "C017", "Release a redacted copy")
    original, whole = bytes_of("C017"), bytes_of("CSS201")
    page.get_by_role("link", name="Check and release").click()
    tab_onto(page, page.get_by_label("I have looked at every file that is released"))
    page.keyboard.press("Space")
    press_button(page, "Sign off and release")
    expect(page.get_by_text("signed off by")).to_be_visible()
    with page.expect_download() as given:
        page.get_by_role("region", name="Releases").get_by_role("link").click()
    with ZipFile(BytesIO(given.value.path().read_bytes())) as release:
        handed_over = [release.read(name) for name in release.namelist()]
    assert COPY in handed_over and whole in handed_over
    assert original not in handed_over


def gather(page: Page, words: str, code: str) -> None:
    """Find it in all services and add it to the request."""
    page.goto(f"{RECORDS}/search/")
    page.get_by_label("Words or a name").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("checkbox", name=f"Choose {code}", exact=True).check()
    page.get_by_role("button", name="Add to disclosure").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("FOI 2026/0148")
    expect(page.get_by_role("region", name="Gathered")).to_contain_text(code)


def decide(page: Page, code: str, decision: str) -> None:
    row = page.get_by_role("listitem").filter(has_text=code)
    row.get_by_role("link", name="Decide").click()
    page.get_by_label(decision, exact=True).check()
    if "redacted" in decision:
        copy = FilePayload(name="charter.pdf", mimeType="application/pdf", buffer=COPY)
        page.get_by_label("Redacted copy", exact=True).set_input_files([copy])
        page.get_by_role("group", name="Exemptions").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save the decision").click()
    expect(page.get_by_text(f"The decision on {code} is saved")).to_be_visible()


def test_a_file_is_destroyed_once_a_second_person_agrees(page_of):
    governance, manager = page_of(GOVERNANCE), page_of(MANAGER)
    version = EvidenceVersion.objects.filter(item__code="CSS201").latest("number")
    governance.goto(f"{CSS}/evidence/CSS201/versions/{version.number}/destroy")
    governance.get_by_label("By what right?").fill("Erasure request IG-2026-041")
    governance.get_by_label("Why is it destroyed?").fill(REASON)
    press_button(governance, "Ask for the destruction")
    expect(governance.get_by_text("before a second person agrees")).to_be_visible()
    expect(governance.get_by_role("button", name="Agree and destroy it")).to_have_count(0)
    assert bytes_of("CSS201")

    manager.goto(governance.url)
    manager.get_by_label("Type the code of the evidence").fill("CSS201")
    press_button(manager, "Agree and destroy it")
    expect(manager.get_by_text("It is destroyed.")).to_be_visible()
    manager.goto(f"{CSS}/evidence/CSS201/")
    expect(manager.get_by_text(REASON).first).to_be_visible()
    with pytest.raises(FileNotFoundError):
        bytes_of("CSS201")
