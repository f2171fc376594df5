"""A council's real summary read in through the pages, by a browser without scripts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from evidence.models import EvidenceItem, EvidenceLink, SummaryImport
from tests.builders.evidence import make_item, make_portfolio
from tests.builders.people import PASSWORD, make_user
from tests.builders.standards import load_cse

from .council import SUMMARY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_summary_is_sent_checked_put_right_and_imported(live_server, new_context, sign_in):
    portfolio = make_portfolio(standard=load_cse())
    make_item(portfolio, "Face to face", number=201)
    officer = make_user(Role.OFFICER, portfolio.service)
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, officer.email, PASSWORD)
    page.goto(f"/services/{portfolio.service.slug}/cse/imports/")
    page.get_by_role("link", name="Import a summary").first.click()

    page.get_by_role("button", name="Read it and show me").click()
    expect(page.get_by_role("link", name="Choose the Assessment Summary")).to_be_visible()
    foreign = SUMMARY.read_text(encoding="utf-8").replace("CSS201:", "XYZ201:").encode()
    choose(page, foreign)
    problem = page.locator(".cse-warnings > li")
    expect(problem).to_contain_text("Line 23: XYZ201 (lines 23) begins with XYZ")
    expect(problem).to_contain_text("Correct the codes in the file")
    page.get_by_role("link", name="Put the code right in line 23").click()
    page.get_by_label("Code").fill("CSS201")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check what was read")
    expect(counted(page, "items to add")).to_have_text("163")
    page.get_by_role("button", name="Drop it").click()
    page.get_by_role("link", name="Import a summary").first.click()

    choose(page, SUMMARY.read_bytes())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check what was read")
    expect(counted(page, "items to add")).to_have_text("163")
    expect(counted(page, "links to add")).to_have_text("193")
    page.get_by_role("link", name=re.compile("^Warnings")).click()
    expect(page.locator(".cse-warnings > li")).to_have_count(24)
    expect(page.get_by_role("heading", level=3, name="Same title")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Differences")).click()
    page.get_by_label("Take “Face to Face Customer Analysis” for CSS201").check()
    page.get_by_role("button", name="Save what is ticked").click()
    expect(counted(page, "to be changed")).to_have_text("1")

    page.get_by_role("link", name=re.compile("^Put right CSS335,")).click()
    page.get_by_label("Title").fill("Benchmarking of 2023")
    page.get_by_label("Element").select_option("1.1.1")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="CSS335")
    expect(row).to_contain_text("Printed in 5.3.3")
    page.get_by_role("link", name=re.compile("^Put right CSS330,")).click()
    page.get_by_label("Read it in").uncheck()
    page.get_by_role("button", name="Save").click()
    assert SummaryImport.objects.count() == 0 and EvidenceItem.objects.count() == 1

    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("Imported summary.txt.")).to_be_visible()
    expect(counted(page, "links added")).to_have_text("192")
    assert EvidenceItem.objects.get(code="CSS201").title == "Face to Face Customer Analysis"
    link = EvidenceLink.objects.select_related("element").get(item__code="CSS335")
    assert (link.element.code, link.item.title) == ("1.1.1", "Benchmarking of 2023")
    assert not EvidenceItem.objects.filter(code="CSS330").exists()


def choose(page, content: bytes) -> None:
    file = {"name": "summary.txt", "mimeType": "text/plain", "buffer": content}
    page.get_by_label("Assessment Summary").set_input_files([file])
    page.get_by_role("button", name="Read it and show me").click()


def counted(page, words: str):
    return page.locator("dl.cse-counts > div", has_text=words).locator("dd")
