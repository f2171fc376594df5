"""The scripts in a real browser, against a server that answers as the portal does."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import BUT_COLOURS, OPTIONS, findings, have_axe
from tests.look.gallery import write

pytestmark = pytest.mark.journey

WIDTHS = {1440: OPTIONS, 1024: BUT_COLOURS, 768: BUT_COLOURS, 320: OPTIONS}


class Answering(SimpleHTTPRequestHandler):
    """Serves the sample pages; takes every upload but refuses a macro the first time."""

    refused: set[bytes] = set()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        name = body.partition(b'filename="')[2].partition(b'"')[0]
        if name.endswith(b".xlsm") and name not in self.refused:
            self.refused.add(name)
            self.answer(422, {"error": "It holds macros.", "remedy": "Save it as .xlsx."})
        else:
            self.answer(201, {"code": "CSS401", "title": "", "message": "Added as CSS401"})

    def answer(self, status: int, content: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("look")
    write(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answering, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    page.close()
    assert not failures


def test_files_go_one_by_one_and_each_says_what_became_of_it(
    tab: Page, address: str, tmp_path: Path
) -> None:
    files = [tmp_path / "survey_results 2026.pdf", tmp_path / "call volumes.xlsm"]
    for file in files:
        file.write_text("content")
    tab.goto(f"{address}/element.html")
    tab.set_input_files("input[type=file]", files)
    rows = tab.locator(".cse-upload")
    expect(rows).to_have_count(2)
    expect(tab.get_by_label("Title of survey_results 2026.pdf")).to_have_value(
        "Survey results 2026"
    )
    tab.get_by_role("button", name="Add files").click()
    expect(rows.nth(0)).to_contain_text("Added as CSS401")
    expect(rows.nth(1)).to_contain_text("It holds macros.")
    expect(rows.nth(1)).to_contain_text("Save it as .xlsx.")
    expect(tab.get_by_text("1 of 2 files added")).to_be_attached()
    rows.nth(1).get_by_role("button", name="Try again").click()
    expect(rows.nth(1)).to_contain_text("Added as CSS401")
    expect(tab.get_by_role("link", name="Show the list")).to_be_visible()


def test_with_words_typed_the_keys_choose_a_rating_and_no_more(tab: Page, address: str) -> None:
    tab.goto(f"{address}/desk.html")
    tab.wait_for_selector("body.govuk-frontend-supported")
    tab.keyboard.press("c")
    tab.keyboard.press("End")
    tab.keyboard.type(" 1?")
    expect(tab.locator("#comment")).to_be_focused()
    expect(tab.locator("#comment")).to_have_value(re.compile(r" 1\?$"))
    tab.keyboard.press("Escape")
    for key, rating in (("3", "Partially Compliant"), ("1", "Compliance Plus")):
        tab.keyboard.press(key)
        expect(tab.get_by_label(rating).first).to_be_checked()
    expect(tab.locator("#comment")).to_have_value(re.compile(r" 1\?$"))


def test_the_keys_can_be_listed_and_switched_off_for_good(tab: Page, address: str) -> None:
    tab.goto(f"{address}/desk.html")
    tab.wait_for_selector("body.govuk-frontend-supported")
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_visible()
    tab.get_by_label("Switch single keys off in this browser, with Shift and ? too").check()
    tab.get_by_role("button", name="Close").click()
    tab.keyboard.press("4")
    expect(tab.get_by_label("Non-Compliant").first).not_to_be_checked()
    tab.reload()
    tab.wait_for_selector("body.govuk-frontend-supported")
    tab.keyboard.press("4")
    expect(tab.get_by_label("Non-Compliant").first).not_to_be_checked()


def test_the_error_summary_takes_the_focus(tab: Page, address: str) -> None:
    tab.goto(f"{address}/forms.html")
    expect(tab.locator(".govuk-error-summary")).to_be_focused()
    tab.get_by_role("link", name="Enter title").click()
    expect(tab.locator("#id_title")).to_be_focused()


@pytest.mark.parametrize("page", ["board", "element", "library", "desk", "forms"])
def test_no_page_scrolls_sideways_and_none_offends_the_rules_of_access(
    tab: Page, address: str, page: str
) -> None:
    have_axe(tab)
    tab.goto(f"{address}/{page}.html")
    tab.wait_for_selector("body.govuk-frontend-supported")
    for width, options in WIDTHS.items():
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert list(findings(tab, options)) == []
