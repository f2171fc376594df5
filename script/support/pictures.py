"""Pictures of the demonstration, from a server with data of its own that is thrown away."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from .serve import PASSWORD, ROOT

SERVICE = "customer-support-services"
PORTFOLIO = f"services/{SERVICE}/cse"
ELEMENT = "1.2.3"
RATED = "1.2.1"
SHOWING_A_PDF = 4000  # nothing says when the browser's own viewer has drawn its first page
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
QUIETER = ["--disable-component-update", "--disable-sync", "--disable-quic", "--hide-scrollbars"]


@contextmanager
def server(var: Path) -> Iterator[str]:
    """The address of a script/server on a folder of its own."""
    log = var / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["script/server", "--port", "0"],
            cwd=ROOT,
            env=os.environ | {"VAR_DIR": str(var)},
            stdout=output,
        )
    try:
        while not (said := re.search(r"http://\S+", log.read_text())):
            if process.poll() is not None:
                sys.exit("script/server did not start")
            time.sleep(0.2)
        yield said.group(0)
    finally:
        process.terminate()
        process.wait()


def signed_in(browser: Browser, address: str, email: str) -> Page:
    """A page of this person's, on a desk-sized screen."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{address}account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_load_state()
    return page


def photograph(page: Page, address: str, file: Path) -> None:
    """The top of a page as its reader sees it first."""
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address} does not answer as it should")
    page.evaluate("document.fonts.ready")
    if page.locator("iframe, object, embed").count():
        page.wait_for_timeout(SHOWING_A_PDF)
    page.screenshot(path=file)
    print(file)


def desk_address(page: Page, address: str) -> str:
    """The desk on an element of the first assessment that the assessor can rate."""
    page.goto(address)
    links = page.locator('a[href^="/assessments/"]').evaluate_all("all => all.map(a => a.href)")
    for link in links:
        desk = re.sub(r"(/assessments/\d+/).*", r"\1", link) + f"elements/{RATED}/"
        page.goto(desk)
        if page.locator("input[type=radio]").count():
            return desk
    sys.exit("The assessor has no assessment to rate")


def photograph_pages(address: str, into: Path) -> None:
    """The overview, an element and the assessor's desk."""
    program = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if program is None:
        sys.exit("The pictures need Chromium. Run: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + QUIETER)
        manager = signed_in(browser, address, "manager@example.org")
        photograph(manager, f"{address}{PORTFOLIO}/", into / "overview.png")
        officer = signed_in(browser, address, "officer@example.org")
        photograph(officer, f"{address}{PORTFOLIO}/elements/{ELEMENT}/", into / "element.png")
        assessor = signed_in(browser, address, "assessor@example.org")
        photograph(assessor, desk_address(assessor, address), into / "desk.png")
        browser.close()


def photograph_summary(var: Path, into: Path) -> None:
    """A page of the printed summary that shows elements."""
    document = var / "summary.pdf"
    command = [sys.executable, "manage.py", "summary_report", SERVICE, "--output", str(document)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"VAR_DIR": str(var)}, check=True)
    options = ["-png", "-singlefile", "-r", "80", "-f", "4", "-l", "4"]
    subprocess.run(["pdftoppm", *options, document, into / "summary"], check=True)
    print(into / "summary.png")


def main() -> None:
    """Take them all into the folder given."""
    into = Path(sys.argv[1]).absolute()
    into.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cse_portal.settings.demo"
    with tempfile.TemporaryDirectory(prefix="cse-portal-pictures-") as folder:
        var = Path(folder)
        with server(var) as address:
            photograph_pages(address, into)
            photograph_summary(var, into)


if __name__ == "__main__":
    main()
