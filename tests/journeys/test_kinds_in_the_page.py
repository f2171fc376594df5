"""Files of every kind dropped on an element, archives opened, sound played: in a real browser."""

from base64 import b64encode

import pytest
from django.core.files.storage import storages
from playwright.sync_api import expect

from accounts.enums import Role
from evidence.intake.keys import stored_keys
from evidence.models import EvidenceItem, EvidenceVersion
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.files import office, open_document, pdf, picture, zipped
from tests.builders.hostile import HOSTILE
from tests.builders.mails import mail
from tests.builders.media import film, sound, telephone_picture
from tests.builders.ole import old_excel, old_slides, old_word, outlook
from tests.builders.people import PASSWORD, make_team, make_user

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GOOD = {
    **{f"report {n}.pdf": pdf(f"Report {n}") for n in range(1, 7)},
    "minutes.docx": office(),
    "figures.xlsx": office("spreadsheetml.sheet"),
    "talk.pptx": office("presentationml.presentation"),
    "letter.odt": open_document(),
    "table.ods": open_document("spreadsheet"),
    "old minutes.doc": old_word(),
    "old figures.xls": old_excel(),
    "old talk.ppt": old_slides(),
    "thanks.eml": mail(),
    "praise.msg": outlook(),
    "counter.png": picture(),
    "entrance.jpg": picture("JPEG"),
    "sign.gif": picture("GIF"),
    "desk.webp": picture("WEBP"),
    "queue.heic": telephone_picture(),
    "tour.mp4": film(),
    "call.mp3": sound(),
    "rows.csv": b"a,b\n1,2\n",
}
BAD = ("program-as-pdf", "macros", "pdf-password", "65000-dots", "svg-as-png", "cut-word")
DROP = """(form, files) => {
  const transfer = new DataTransfer();
  for (const [name, data] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
}"""


@pytest.fixture
def portfolio(live_server):
    portfolio = make_portfolio()
    make_team(portfolio.service)
    return portfolio


@pytest.fixture
def base(portfolio):
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


@pytest.fixture
def as_officer(page, sign_in, portfolio):
    """A page of an officer of the service."""
    sign_in(page, make_user(Role.OFFICER, portfolio.service).email, PASSWORD)
    return page


def kept() -> set[str]:
    return set(stored_keys(storages["evidence"]))


def drop(page, files: list[tuple[str, bytes]]) -> None:
    data = [[name, b64encode(content).decode()] for name, content in files]
    page.locator("form[data-upload]").evaluate(DROP, data)
    page.get_by_role("button", name="Add files").click()


def test_of_30_files_dropped_24_are_added_and_6_say_why_not(as_officer, base):
    before = kept()
    bad = [(f"bad {sort} {HOSTILE[sort][0]}", HOSTILE[sort][1]) for sort in BAD]
    as_officer.goto(f"{base}/elements/1.1.1/")
    drop(as_officer, [*GOOD.items(), *bad])
    expect(as_officer.get_by_text("24 of 30 files added")).to_be_attached(timeout=60_000)
    for sort in BAD:
        row = as_officer.locator(".cse-upload", has_text=f"bad {sort}").first
        expect(row.locator("[data-outcome]")).to_contain_text(HOSTILE[sort][2])
    versions = EvidenceVersion.objects.all()
    assert EvidenceItem.objects.count() == versions.count() == len(GOOD) == 24
    assert kept() - before == {version.storage_key for version in versions}


def test_an_archive_says_what_became_of_each_file_in_it(as_officer, base):
    archive = zipped({"2026/plan.pdf": pdf(), "2026/setup.pdf": b"MZ" + bytes(99)})
    as_officer.goto(f"{base}/elements/1.1.1/")
    drop(as_officer, [("all.zip", archive)])
    expect(as_officer.get_by_text("1 of 2 files added")).to_be_visible()
    expect(as_officer.get_by_text("plan.pdf: Added as CSS401")).to_be_visible()
    expect(as_officer.get_by_text("setup.pdf: It is a program")).to_be_visible()


def test_sound_is_played_in_the_page_from_any_place_in_it(as_officer, portfolio, base):
    make_version(make_item(portfolio, "Call", number=7), sound(4_000), "call.mp3")
    as_officer.goto(f"{base}/evidence/CSS007/")
    player = as_officer.get_by_label("CSS007: Call")
    expect(player).to_be_visible()
    page = as_officer
    page.wait_for_function("document.querySelector('audio').readyState > 0")
    sought = """player => new Promise(resolve => {
      player.addEventListener("seeked", () => resolve(player.currentTime), { once: true });
      player.currentTime = 60;
    })"""
    assert player.evaluate(sought) == 60
    assert 100 < player.evaluate("player => player.duration") < 110
