"""The pack of the demonstration, unpacked and read from disk by a browser."""

import re
import subprocess
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from evidence.models import SnapshotLink

from .test_accessibility import faults_of
from .waiting import size_of

pytestmark = pytest.mark.journey


@pytest.fixture
def folder(council, tmp_path) -> Path:
    """Where somebody has unpacked it: a place with a name that is hard on addresses."""
    return unpacked("customer-support-services", tmp_path)


def unpacked(service: str, place: Path) -> Path:
    archive, folder = place / "pack.zip", place / "Übung #1 100% (was ist das)"
    call_command("export_portfolio", service, "--format", "pack", "--output", archive, verbosity=0)
    with ZipFile(archive) as pack:
        pack.extractall(folder)
    return folder


@pytest.fixture
def page(new_context) -> Page:
    return new_context().new_page()


def address(path: Path) -> str:
    return f"file://{quote(str(path))}"


def test_an_item_is_found_by_search_and_its_file_opens(folder, page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(folder / "index.html"))
    page.get_by_label("Code, title, element or where to look").fill("service charter")

    found = page.get_by_role("region", name="Find evidence").get_by_role("listitem")
    expect(page.get_by_role("status")).to_have_text("2 found")
    charter = found.filter(has_text="Argyll and Bute Customer Service Charter").first
    expect(charter).to_contain_text("1.3.2")
    page.get_by_label("Code, title, element or where to look").fill("c017")
    page.get_by_role("region", name="Find evidence").get_by_role("link", name="Open C017").click()

    page.wait_for_url(re.compile("C017"))
    opened = Path(unquote(urlsplit(page.url).path))
    assert opened.is_relative_to(folder) and opened.suffix == ".png"
    assert min(size_of(page.locator("img"))) > 100
    assert {urlsplit(url).scheme for url in asked} == {"file"}
    assert all(unquote(urlsplit(url).path).startswith(str(folder)) for url in asked)


def test_codes_titles_elements_and_accents_are_found_however_they_are_typed(folder, page):
    page.goto(address(folder / "index.html"))
    words = page.get_by_label("Code, title, element or where to look")
    first = page.locator("[data-found] > li").first

    for typed, begins in (("CSS201", "CSS201"), ("1.1.2", "1.1.2"), ("FÁCE analysis", "CSS201")):
        words.fill(typed)
        expect(first).to_contain_text(begins)
    words.fill("no such thing")
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    expect(page.locator("[data-found] > li")).to_have_count(0)


def test_the_keyboard_alone_finds_an_element_and_goes_there(folder, page):
    page.goto(address(folder / "index.html"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("2.1.3")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("2.1.3")
    page.keyboard.press("Enter")

    page.wait_for_url("**#e-2.1.3")
    expect(page.locator("[id='e-2.1.3']")).to_be_in_viewport()


def test_without_scripts_the_summary_and_every_file_are_still_there(folder, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address(folder / "index.html"))

    expect(page.get_by_role("searchbox")).to_be_hidden()
    files = page.get_by_role("region", name="All files by code").get_by_role("link", name="Open ")
    expect(files).to_have_count(164)
    for words in ("Customer Insight", "Argyll and Bute Customer Service Charter"):
        expect(page.locator("#summary")).to_contain_text(words)


def test_every_link_leads_to_a_file_or_a_place_that_is_there(folder, page):
    for name in ("index.html", "HOW TO CHECK.html", *_pointers(folder)[:3]):
        page.goto(address(folder / name))
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
        assert links
        for link in links:
            parts = urlsplit(link)
            assert parts.scheme == "file" and Path(unquote(parts.path)).is_file(), link
        lost = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))"
            ".filter(to => !document.getElementById(decodeURIComponent(to.slice(1))))"
        )
        assert lost == [], name


def test_no_page_of_it_has_a_finding(council, tmp_path, browser):
    """On a smaller pack, by a page that nobody watches: axe itself asks for stylesheets."""
    folder = unpacked("building-standards", tmp_path)
    page = browser.new_context().new_page()
    faults = []
    for name in ("index.html", "HOW TO CHECK.html", _pointers(folder)[0]):
        page.goto(address(folder / name))
        if name == "index.html":
            page.get_by_role("searchbox").fill("customer")
        faults += [f"{name}: {fault}" for fault in faults_of(page)]
    page.context.close()
    assert not faults, "\n".join(faults)


def test_what_people_typed_is_text_and_keeps_within_the_page(council, tmp_path, page):
    hostile = ("<img src=x onerror=alert(1)></script><b>bold", "x" * 300, "😀 שלום 100% #1 ../../x")
    links = SnapshotLink.objects.filter(snapshot__portfolio__service__slug="building-standards")
    for link, title in zip(links, hostile, strict=False):
        links.filter(pk=link.pk).update(title=title, locator=title[:300], rationale=title)
    folder = unpacked("building-standards", tmp_path)
    page.on("dialog", lambda dialog: pytest.fail("A script that somebody typed has run."))
    page.goto(address(folder / "index.html"))

    for title in hostile:
        expect(page.get_by_text(title, exact=False).first).to_be_attached()
    page.get_by_role("searchbox").fill("x")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {path.parent.parent for path in folder.glob("*/*/*/*")} <= set(folder.glob("*/*"))


def test_its_checksums_hold(folder):
    command = ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout


def _pointers(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.glob("*/*/*/*(see *).html"))
