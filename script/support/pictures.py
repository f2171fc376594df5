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

import pikepdf
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from .serve import PASSWORD, ROOT

SERVICE = "customer-support-services"
PORTFOLIO = f"services/{SERVICE}/cse"
COUNCIL = "organisations/argyll-and-bute-council"
ITEM = "CSS302"
ELEMENT = "1.2.3"
RATED = "1.2.1"
FINISHED = ("--assessment", "Full assessment 2025")
OF_A_FINISHED_VISIT = {"summary": FINISHED, "assessor": FINISHED}
FIRST_PAGES = 3
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
    take(page, file)


def take(page: Page, file: Path) -> None:
    """What the window shows now, in few bytes."""
    page.evaluate("document.fonts.ready")
    if page.locator("iframe, object, embed").count():
        page.wait_for_timeout(SHOWING_A_PDF)
    page.screenshot(path=file)
    shrink(file)


def shrink(file: Path) -> None:
    """The same picture with a palette, which takes a third of the room."""
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
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
    program = next(path for path in map(shutil.which, BROWSERS) if path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + QUIETER)
        manager = signed_in(browser, address, "manager@example.org")
        photograph(manager, f"{address}{PORTFOLIO}/", into / "overview.png")
        officer = signed_in(browser, address, "officer@example.org")
        photograph(officer, f"{address}{PORTFOLIO}/elements/{ELEMENT}/", into / "element.png")
        assessor = signed_in(browser, address, "assessor@example.org")
        photograph(assessor, desk_address(assessor, address), into / "desk.png")
        officer.goto(f"{address}{PORTFOLIO}/evidence/{ITEM}/history")
        officer.get_by_text("What changed").first.click()
        take(officer, into / "history.png")
        photograph_records(signed_in(browser, address, "governance@example.org"), address, into)
        photograph_second_factor(browser, address, into)
        browser.close()


def photograph_records(page: Page, address: str, into: Path) -> None:
    """What the search over all services finds, and a request for which some of it is gathered."""
    records = f"{address}{COUNCIL}/records"
    page.goto(f"{records}/disclosures/new/")
    page.get_by_label("Freedom of Information (Scotland) Act 2002").check()
    page.get_by_label("Your reference").fill("FOI 2026/0148")
    page.get_by_label("Who asks").fill("A resident of Oban")
    page.get_by_label("What they ask for").fill("What residents said about opening hours.")
    page.get_by_role("button", name="Open the request").click()
    request = page.url
    page.goto(f"{records}/search/?words=survey")
    for tick in page.locator("main input[type=checkbox]").all()[:3]:
        tick.check()
    take(page, into / "records-search.png")
    page.get_by_role("button", name="Add to disclosure").click()
    photograph(page, request, into / "disclosure.png")


def photograph_second_factor(browser: Browser, address: str, into: Path) -> None:
    """Setting up an authenticator app; what its picture and secret say is thrown away after."""
    page = signed_in(browser, address, "officer2@example.org")
    page.goto(f"{address}account/second-factor/app/")
    if page.locator("main input[name=password]").count():
        page.locator("main input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_load_state()
    take(page, into / "second-factor.png")


def photograph_summary(var: Path, into: Path) -> None:
    """A page of the printed summary that shows elements."""
    document = print_document(var, "summary")
    draw_page(document, into / "summary", 4)


def photograph_documents(var: Path, into: Path) -> None:
    """The first pages of each document there is; what tells of an outcome, of a finished visit."""
    for code in codes_of_documents(var):
        document = print_document(var, code, *OF_A_FINISHED_VISIT.get(code, ()))
        with pikepdf.open(document) as pdf:
            pages = min(FIRST_PAGES, len(pdf.pages))
        for number in range(1, pages + 1):
            draw_page(document, into / f"{code}-{number}", number)


def print_document(var: Path, code: str, *which: str) -> Path:
    """A document of the demonstration as PDF."""
    document = var / f"{code}.pdf"
    manage(var, "summary_report", SERVICE, "--report", code, *which, "--output", str(document))
    return document


def codes_of_documents(var: Path) -> list[str]:
    """The names by which the command knows what can be printed."""
    said = manage(var, "summary_report", "--help", quietly=True)
    found = re.search(r"--report \{([^}]+)\}", said)
    return found[1].split(",") if found else sys.exit("summary_report names no documents")


def manage(var: Path, *arguments: str, quietly: bool = False) -> str:
    command = [sys.executable, "manage.py", *arguments]
    environment = os.environ | {"VAR_DIR": str(var)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, check=True
    )
    if not quietly:
        print(done.stdout, end="")
    return done.stdout


def draw_page(document: Path, into: Path, number: int) -> None:
    """A page as PNG."""
    options = ["-png", "-singlefile", "-r", "80", "-f", str(number), "-l", str(number)]
    subprocess.run(["pdftoppm", *options, document, into], check=True)
    shrink(into.with_suffix(".png"))


def find_programs() -> None:
    """Say which package is missing before anything is begun."""
    if not any(map(shutil.which, BROWSERS)):
        sys.exit("The pictures need Chromium. Run: sudo apt-get install chromium")
    if not shutil.which("pdftoppm"):
        sys.exit("The pictures need pdftoppm. Run: sudo apt-get install poppler-utils")


def main() -> None:
    """Take them all into the folder given."""
    find_programs()
    into = Path(sys.argv[1]).absolute()
    into.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cse_portal.settings.demo"
    with tempfile.TemporaryDirectory(prefix="cse-portal-pictures-") as folder:
        var = Path(folder)
        with server(var) as address:
            photograph_pages(address, into)
            photograph_summary(var, into)
            photograph_documents(var, into)


if __name__ == "__main__":
    main()
