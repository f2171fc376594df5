"""Adding, finding and reading evidence in a real browser, with scripts and without."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from accounts.enums import Role
from evidence.models import EvidenceItem, EvidenceLink
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf, picture
from tests.builders.people import PASSWORD, make_team, make_user

from .waiting import eventually, size_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portfolio(live_server):
    portfolio = make_portfolio()
    make_team(portfolio.service)
    make_item(portfolio, "Consultation report", number=242)
    return portfolio


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service)


@pytest.fixture
def base(portfolio):
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


FILES = [
    {"name": "web_audit.pdf", "mimeType": "application/pdf", "buffer": pdf()},
    {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"},
    {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")},
]


def share_of_dark(shot: bytes) -> float:
    """How much of a picture is nearly black: the frame of Chromium's reader of PDFs is."""
    grey = Image.open(BytesIO(shot)).convert("L")
    return sum(grey.histogram()[:80]) / (grey.width * grey.height)


def test_a_pdf_and_a_picture_show_inside_the_page(page, sign_in, portfolio, officer, base):
    make_version(make_item(portfolio, number=1), pdf("CSS001", pages=3))
    make_version(make_item(portfolio, number=2), picture("PNG", (300, 200)), "a.png")
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"{base}/evidence/CSS002/")
    image = page.get_by_role("img", name="The picture kept as CSS002")
    assert size_of(image) == [300, 200]
    page.goto(f"{base}/evidence/CSS001/")
    frame = page.locator("iframe")
    expect(frame).to_be_visible()
    eventually(page, lambda: share_of_dark(frame.screenshot()) > 0.1)


def test_files_are_added_one_by_one_and_a_refused_one_says_what_to_do(page, sign_in, officer, base):
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"{base}/elements/1.1.1/")
    page.locator("input[name=files]").set_input_files(FILES)
    page.get_by_label("Title of photo.jpg").fill("Dunoon service point")
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Added as CSS401")).to_be_visible()
    expect(page.get_by_text("Added as CSS402")).to_be_visible()
    expect(page.get_by_text("It is a program, and programs are never kept.")).to_be_visible()
    page.get_by_role("link", name="Show the list").click()
    expect(page.get_by_role("link", name="Dunoon service point")).to_be_visible()
    titles = set(EvidenceItem.objects.values_list("title", flat=True))
    assert titles == {"Consultation report", "Web audit", "Dunoon service point"}


def test_a_file_that_is_here_already_is_linked_or_added_all_the_same_in_its_row(
    page, sign_in, portfolio, officer, base
):
    make_version(make_item(portfolio, "Service guide", number=301), pdf("the same"))
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"{base}/elements/1.1.1/")
    same = FilePayload(name="guide.pdf", mimeType="application/pdf", buffer=pdf("the same"))
    for _ in range(2):
        page.locator("input[name=files]").set_input_files([same])
    page.get_by_role("button", name="Add files").click()
    rows = page.locator(".cse-upload")
    for at in range(2):
        expect(rows.nth(at)).to_contain_text("The same file is here already, as")
        expect(rows.nth(at).get_by_role("link", name="Service guide")).to_be_visible()
    rows.nth(0).get_by_role("button", name="here instead").click()
    expect(rows.nth(0)).to_contain_text("Service guide to 1.1.1.")
    rows.nth(1).get_by_role("button", name="Add it as a new item all the same").click()
    expect(rows.nth(1)).to_contain_text("Added as")
    page.get_by_role("link", name="Show the list").click()
    expect(page.locator(".cse-ev")).to_have_count(2)


def test_evidence_is_found_while_typing_and_linked(page, sign_in, officer, base):
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"{base}/elements/1.1.1/")
    page.locator("#find-q").press_sequentially("consul")
    page.get_by_role("button", name="Link CSS242").click()
    expect(page.get_by_text("Linked CSS242: Consultation report to 1.1.1.")).to_be_visible()
    assert EvidenceLink.objects.get().element.code == "1.1.1"


def test_everything_works_without_scripts(new_context, sign_in, portfolio, officer, base):
    make_link(portfolio, make_item(portfolio, "First", number=1), "1.1.1")
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"{base}/elements/1.1.1/")
    page.locator("input[name=files]").set_input_files(FILES)
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("Added 2 files: CSS401: Web audit; CSS402: Photo.")).to_be_visible()
    expect(page.get_by_text("report.pdf was not added.")).to_be_visible()
    page.locator("#find-q").fill("consul")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Link CSS242").click()
    page.get_by_role("button", name="Move CSS242 up").click()
    codes = page.locator(".cse-ev__code")
    expect(codes).to_have_text(["CSS001", "CSS401", "CSS242", "CSS402"])
    page.get_by_role("link", name="Edit CSS242").click()
    page.get_by_label("Where to look").fill("Page 7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Page 7")).to_be_visible()
    page.get_by_role("link", name="No longer used CSS001").click()
    page.get_by_label("Why is it no longer used?").fill("Replaced")
    page.get_by_role("button", name="No longer use it").click()
    expect(codes).to_have_text(["CSS401", "CSS242", "CSS402"])
    in_use = EvidenceLink.objects.in_use().order_by("position")
    assert [link.item.code for link in in_use] == ["CSS401", "CSS242", "CSS402"]
    page.get_by_text("1 item no longer used").click()
    page.get_by_role("button", name="Use again CSS001").click()
    expect(codes).to_have_count(4)
    assert EvidenceLink.objects.in_use().count() == 4
