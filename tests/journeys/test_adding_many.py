"""A shared drive comes in: a folder of thirty files, matched, looked over, added in one step."""

from pathlib import Path
from time import perf_counter

import pytest
from django.core.files.storage import storages
from playwright.sync_api import Page, Route, expect

from accounts.history.verify import verify_chain
from evidence.custody import check_custody
from evidence.intake.store import open_stored
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Intake, SnapshotLink
from tests.builders.files import REFUSED_FILES, office, pdf, picture

from .council import CSS, OFFICER
from .waiting import eventually

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("council")]

# Name of the file, and the item that it must end up in; those of "new" get a code of their own.
MATCHED = {
    "SOCITM benchmarking outcome 2022.pdf": "CSS330",
    "1.2.3/Review Cust Service Strategy 24-27 v2.docx": "CSS302",
    "KITL outreach.pptx": "CSS301",
    "Silktide benchmark Nov.pdf": "CSS312",
    "codes/CSS203 CET satisfaction surveys.pdf": "CSS203",
    "codes/CSS204_Driven by Data.pptx": "CSS204",
    "codes/CSS205 Insight driving CE strategy.docx": "CSS205",
    "codes/css208 doing great things.pdf": "CSS208",
    "codes/CSS214 CET standards v3.xlsx": "CSS214",
    "codes/CSS300-Member Zone SLA.xlsx": "CSS300",
    "Face to Face Customer Analysis.pdf": "CSS201",
    "Message Received and Understood.docx": "CSS211",
    "A Culture of Recognition FINAL.pptx": "CSS209",
    "Complaints report 22-23 final.pdf": "CSS314",
}
NEW = [
    *("CustSat 2025-26 FINAL.pdf", "web audit aug 2026.pdf", "TUO takeup 2526.xlsx"),
    *("webchat pilot eval.docx", "IMG_2041.jpg", "Q2 call quality.xlsx"),
    *("forum mins 14.05.26.pdf", "RE thank you.txt"),
]
BAD = {
    "Call volumes 2026.xlsx": "macros",
    "Absence figures.pdf": "pdf-with-password",
    "old surveys.7z": "seven-zip",
    "page.txt": "web-page",
    "scan0007.pdf": "cut-pdf",
    "setup.pdf": "program",
}
SAME = {"CS Strategy 2015-19 v3.pdf": "C011", "charges.csv": "CSS210"}
KINDS = {
    "docx": "wordprocessingml.document",
    "pptx": "presentationml.presentation",
    "xlsx": "spreadsheetml.sheet",
}


def content(name: str) -> bytes:
    ending = name.rpartition(".")[2]
    if ending in KINDS:
        return office(KINDS[ending], {"name.txt": name.encode()})
    if ending == "jpg":
        return picture("JPEG", (64, 48))
    return name.encode() if ending == "txt" else pdf(name)


@pytest.fixture
def drive(tmp_path):
    """The folder, and items of the demonstration that have lost their files."""
    gone = EvidenceVersion.objects.filter(item__code__in=[*MATCHED.values(), "CSS335"])
    SnapshotLink.objects.filter(version__in=gone).update(version=None)
    for version in gone:
        storages["evidence"].delete(version.storage_key)
    gone.delete()
    folder = tmp_path / "shared drive"
    files = {name: content(name) for name in [*MATCHED, *NEW]}
    files |= {name: REFUSED_FILES[sort][1] for name, sort in BAD.items()}
    for name, code in SAME.items():
        held = EvidenceVersion.objects.get(
            item__code=code, item__organisation__slug="argyll-and-bute-council"
        )
        with open_stored(held.storage_key) as file:
            files[name] = file.read()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert len(files) == 30
    return folder


def every_item_has_its_file() -> None:
    for name, code in MATCHED.items():
        version = EvidenceVersion.objects.get(item__code=code)
        assert version.file_name == name.rpartition("/")[2]
    new = EvidenceItem.objects.filter(code__in=[f"CSS{n}" for n in range(401, 409)])
    assert {item.versions.get().file_name for item in new} == set(NEW)
    assert EvidenceVersion.objects.filter(item__code__in=SAME.values()).count() == 2
    linked = EvidenceLink.objects.filter(element__code="4.1.2", status__in=["new", "active"])
    codes = set(linked.values_list("item__code", flat=True))
    assert {item.code for item in new} <= codes and set(SAME.values()) <= codes
    assert check_custody().sound and verify_chain().sound


def test_thirty_files_of_a_folder_are_in_their_items_within_ten_minutes(page_of, drive):
    page: Page = page_of(OFFICER)
    before, started = EvidenceVersion.objects.count(), perf_counter()
    page.goto(f"{CSS}/evidence/")
    page.get_by_role("link", name="Add evidence").click()
    page.locator("#folder").set_input_files(drive)
    expect(page.get_by_role("heading", name="Files for items that had none")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_text("24 can be added; 6 cannot")).to_be_visible()
    expect(page.locator("#refused tbody tr")).to_have_count(6)
    page.get_by_label("Elements", exact=True).first.fill("1.3.2, 4.1.2")
    page.get_by_label("Review by").first.fill("31 March 2027")
    page.get_by_role("button", name="Apply to all 24").click()
    page.get_by_label("Title of CustSat 2025-26 FINAL.pdf").fill("Customer satisfaction 2025-26")
    page.get_by_role("button", name="Add 24 to the evidence").click()
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible(timeout=60_000)
    took = perf_counter() - started
    assert took < 600
    assert EvidenceVersion.objects.count() == before + 22
    assert EvidenceItem.objects.get(code="CSS401").title
    assert EvidenceItem.objects.filter(title="Customer satisfaction 2025-26").exists()
    every_item_has_its_file()
    # The address is that of the list: opened again, and confirmed again, nothing changes.
    address = page.url
    page.goto(address)
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible()
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible()
    assert EvidenceVersion.objects.count() == before + 22


def test_without_scripts_the_same_folder_ends_in_the_same_items(page_of, drive):
    page: Page = page_of(OFFICER, java_script_enabled=False)
    page.goto(f"{CSS}/add/")
    page.locator("#files").set_input_files([path for path in drive.rglob("*") if path.is_file()])
    page.get_by_role("button", name="Send the files").click()
    expect(page.get_by_text("24 can be added; 6 cannot")).to_be_visible()
    page.get_by_label("Elements", exact=True).first.fill("1.3.2, 4.1.2")
    page.get_by_label("Owner", exact=True).first.fill("Nobody At All")
    page.get_by_role("button", name="Add 24 to the evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody here is called “Nobody At All”")
    page.get_by_label("Owner", exact=True).first.fill("")
    page.get_by_role("button", name="Add 24 to the evidence").click()
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible()
    every_item_has_its_file()


def test_with_the_keyboard_alone(page_of, drive):
    page: Page = page_of(OFFICER)
    page.goto(f"{CSS}/add/")
    names = ["Face to Face Customer Analysis.pdf", "RE thank you.txt"]
    page.locator("#files").focus()
    page.locator("#files").set_input_files([drive / name for name in names])
    page.get_by_role("button", name="Add 2 to the evidence").wait_for()
    page.wait_for_load_state()
    page.get_by_label("Title of RE thank you.txt").focus()
    page.keyboard.press("End")
    page.keyboard.type(" from Mull")
    # Enter in a field saves and adds nothing.
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing has been added to the evidence yet")).to_be_visible()
    expect(page.get_by_label("Title of RE thank you.txt")).to_have_value("RE thank you from Mull")
    pressed = 0
    while page.evaluate("document.activeElement.hasAttribute('data-intake-confirm')") is False:
        page.keyboard.press("Tab")
        pressed += 1
        assert pressed < 80
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible()
    assert EvidenceItem.objects.filter(title="RE thank you from Mull").exists()


def test_a_lost_connection_stops_one_file_and_what_arrived_is_there(page_of, drive, troubles):
    page: Page = page_of(OFFICER)
    page.goto(f"{CSS}/add/")
    lost: list[Route] = []

    def cut_once(route: Route) -> None:
        if b"Face to Face" in (route.request.post_data_buffer or b"") and not lost:
            lost.append(route)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/files", cut_once)
    names = ["Face to Face Customer Analysis.pdf", "RE thank you.txt"]
    page.locator("#files").set_input_files([drive / name for name in names])
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    expect(page.get_by_text("1 of 2 are here. 0 arriving, 1 stopped.")).to_be_visible()
    arrived = Intake.objects.get().files
    assert [file.path for file in arrived.all()] == ["RE thank you.txt"]
    page.get_by_role("button", name="Try again Face to Face Customer Analysis.pdf").click()
    page.get_by_role("button", name="Add 2 to the evidence").wait_for()
    page.goto(f"{CSS}/add/")
    page.get_by_role("link", name="2 files dropped on").click()
    expect(page.get_by_label("Add RE thank you.txt")).to_be_checked()
    page.get_by_role("button", name="Take all 2 away").click()
    expect(page.get_by_text("All files were taken away")).to_be_visible()
    assert check_custody().sound
    troubles[:] = [each for each in troubles if "ERR_CONNECTION_RESET" not in each]


def test_files_dropped_on_the_page_arrive(page_of):
    page: Page = page_of(OFFICER)
    page.goto(f"{CSS}/add/")
    page.evaluate(
        """() => {
          const transfer = new DataTransfer();
          for (const name of ["one.txt", "two.txt", "Thumbs.db"]) {
            transfer.items.add(new File([`words of ${name}`], name));
          }
          const form = document.querySelector("[data-intake-new]");
          const how = { dataTransfer: transfer, bubbles: true, cancelable: true };
          form.dispatchEvent(new DragEvent("drop", how));
        }"""
    )
    page.get_by_role("button", name="Add 2 to the evidence").wait_for()
    assert sorted(Intake.objects.get().files.values_list("path", flat=True)) == [
        "one.txt",
        "two.txt",
    ]


def test_a_folder_dragged_onto_the_page_arrives_with_all_that_lies_in_it(page_of, tmp_path):
    folder = tmp_path / "1.1.2 Insight"
    for name in ("one.txt", "deeper/two.txt", "deeper/still/three.txt", "Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"words of {name}")
    many = folder / "many"  # a browser tells of a hundred entries at a time
    many.mkdir()
    for number in range(105):
        (many / f"{number}.txt").write_text(f"words {number}")
    page: Page = page_of(OFFICER)
    page.goto(f"{CSS}/add/")
    drag(page, [folder], onto="[data-intake-zone]")
    page.get_by_role("button", name="Add 108 to the evidence").wait_for(timeout=120_000)
    paths = set(Intake.objects.get().files.values_list("path", flat=True))
    names = ["one.txt", "deeper/two.txt", "deeper/still/three.txt"]
    names += [f"many/{number}.txt" for number in range(105)]
    assert paths == {f"1.1.2 Insight/{name}" for name in names}


def drag(page: Page, paths: list[Path], onto: str) -> None:
    """As from a window of files: the browser itself reads what lies there."""
    box = page.locator(onto).bounding_box()
    assert box
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    place = {"x": box["x"] + 20, "y": box["y"] + 20}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **place})


def test_nothing_is_added_before_all_that_arrives_is_in_the_list(page_of, drive):
    page: Page = page_of(OFFICER)
    page.goto(f"{CSS}/add/")
    page.locator("#files").set_input_files([drive / "RE thank you.txt"])
    page.get_by_role("button", name="Add 1 to the evidence").wait_for()
    held: list[Route] = []
    before = EvidenceVersion.objects.count()
    page.route("**/files", lambda route: held.append(route))
    page.get_by_text("Add more files").click()
    page.locator("#files").set_input_files([drive / "forum mins 14.05.26.pdf"])
    page.get_by_label("Title of RE thank you.txt").fill("Thanks from Mull")
    page.get_by_role("button", name="Add 1 to the evidence").click()
    expect(page.get_by_text("Files are still arriving")).to_be_visible()
    assert EvidenceVersion.objects.count() == before
    eventually(page, lambda: held)[0].continue_()
    page.get_by_role("button", name="Add 2 to the evidence").wait_for()
    expect(page.get_by_label("Title of RE thank you.txt")).to_have_value("Thanks from Mull")
    assert EvidenceVersion.objects.count() == before
    page.unroute_all()
    page.get_by_role("button", name="Add 2 to the evidence").click()
    expect(page.get_by_role("heading", name="Evidence added")).to_be_visible()
    assert EvidenceVersion.objects.count() == before + 2
