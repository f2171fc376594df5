"""Work with the keyboard alone: the desk by its keys, the element page by Tab."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, ElementAssessment
from evidence.models import EvidenceLink

from .council import CSS

pytestmark = pytest.mark.journey

# What has the focus, where it is, and whether the page looks different for it: a focused
# control, its label or what is painted before or after them has another look than without.
FOCUS = """() => {
  const it = document.activeElement;
  const around = [it, ...(it.labels || []), it.parentElement];
  const look = () => around.flatMap((each) => [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(each, part);
    const outline = style.outlineStyle === "none" ? "" : style.outline;
    return [outline, style.boxShadow, style.backgroundColor].join();
  })).join(";");
  const focused = look();
  it.blur();
  const ring = look() !== focused;
  it.focus({ preventScroll: true });
  const box = (it.labels && it.labels[0] || it).getBoundingClientRect();
  return {
    tag: it.tagName.toLowerCase(), name: it.name || "", ring,
    text: (it.innerText || it.value || "").trim().slice(0, 60),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    part: it.closest("main") ? "main" : it.closest("footer") ? "footer" : "top",
  };
}"""


@pytest.fixture
def desk(page_of) -> Page:
    """The desk at 1.2.2, which has one corporate item and is not rated."""
    page = page_of("assessor@example.org", viewport={"width": 1280, "height": 800})
    page.goto(f"/assessments/{building().pk}/elements/1.2.2/")
    return page


def building() -> Assessment:
    return Assessment.objects.get(portfolio__service__slug="building-standards")


def found(code: str) -> ElementAssessment:
    rows = ElementAssessment.objects.select_related("rating")
    return rows.get(assessment=building(), element__code=code)


def at(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Assessor’s desk: {code}")
    page.wait_for_load_state()  # before that its scripts do not hear the keys


def test_the_assessor_rates_three_elements_without_a_mouse(desk):
    for code, key, rating in (
        ("1.2.2", "2", "compliant"),
        ("1.2.3", "3", "partial"),
        ("1.3.1", "1", "compliance-plus"),
    ):
        at(desk, code)
        desk.keyboard.press("c")
        desk.keyboard.type(f"Read {code}. Just so? 1, 2, 3, skip; next")
        at(desk, code)
        desk.keyboard.press("Escape")
        desk.keyboard.press(key)
        at(desk, code)
        desk.keyboard.press("s")
        expect(desk.get_by_text(f"{code} saved")).to_be_visible()
        row = found(code)
        assert row.rating and row.rating.code == rating
        assert row.finding == f"Read {code}. Just so? 1, 2, 3, skip; next"
    at(desk, "1.3.2")


def test_elements_and_evidence_are_walked_by_keys(desk):
    desk.keyboard.press("j")
    at(desk, "1.2.3")
    desk.keyboard.press("k")
    at(desk, "1.2.2")
    desk.goto(f"/assessments/{building().pk}/elements/5.1.1/")
    lying_open = desk.locator("[data-key=evidence][aria-current]")
    expect(lying_open).to_contain_text("BS011")
    desk.keyboard.press("n")
    expect(lying_open).to_contain_text("C017")
    desk.wait_for_load_state()
    desk.keyboard.press("p")
    expect(lying_open).to_contain_text("BS011")


def test_typing_in_the_comment_is_only_typing(desk):
    desk.keyboard.press("c")
    words = "jk np cs 1234 ?"
    desk.keyboard.type(words)
    expect(desk.get_by_label("Assessor’s comment")).to_have_value(words)
    expect(desk.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(desk.get_by_role("radio", name="Not rated yet")).to_be_checked()
    at(desk, "1.2.2")


def test_single_keys_can_be_switched_off_for_good(desk):
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    for _ in range(2):
        for key in ("j", "2", "c", "s", "n", "?"):
            desk.keyboard.press(key)
        at(desk, "1.2.2")
        expect(dialog).to_be_hidden()
        expect(desk.get_by_role("radio", name="Not rated yet")).to_be_checked()
        desk.reload()
    desk.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    at(desk, "1.2.3")


def test_the_skip_link_leads_past_the_head_of_the_page(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/1.2.3/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["part"] == "main"


def test_tab_walks_the_element_page_in_order_and_shows_where_it_is(page_of):
    page = page_of("officer@example.org", viewport={"width": 1280, "height": 800})
    page.goto(f"{CSS}/elements/1.2.3/")
    stops = stops_of(page)
    assert [stop for stop in stops if not stop["ring"]] == []
    assert [stop for stop in stops if not stop["seen"]] == []
    parts = [stop["part"] for stop in stops]
    assert parts == sorted(parts, key=["top", "main", "footer"].index)
    order = [stop["name"] or stop["text"] for stop in stops]
    places = [order.index(each) for each in ("files", "team", "q", "self_rating", "commentary")]
    assert places == sorted(places)
    # Between the words and the buttons lies the fold with the notes on each part.
    assert order[places[-1] + 2 : places[-1] + 4] == ["send", "Save"]


def stops_of(page: Page) -> list[dict]:
    """Every stop of the Tab key until the page is left."""
    stops: list[dict] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "body":
            return stops
        stops.append(stop)
    raise AssertionError("Tab never left the page")


def test_the_officer_links_orders_and_assesses_by_tab_and_enter(page_of):
    page = page_of("officer@example.org")
    page.goto(f"{CSS}/elements/5.2.4/")
    tab_to(page, "q")
    with page.expect_response(re.compile("letter(%20|[+])writing")):
        page.keyboard.type("letter writing")
    page.get_by_role("button", name="Link C127").wait_for()
    tab_to(page, "Link C127")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Linked C127: ")).to_be_visible()
    tab_to(page, "Move CSS300 up")
    page.keyboard.press("Enter")
    expect(page.locator(".cse-ev__code").first).to_have_text("CSS300")
    tab_to(page, "self_rating")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "commentary")
    page.keyboard.type("Letters say when.")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved the self-assessment of 5.2.4")).to_be_visible()
    links = EvidenceLink.objects.in_use().filter(element__code="5.2.4")
    assert set(links.values_list("item__code", flat=True)) == {"CSS300", "CSS357", "C127"}
    row = ElementAssessment.objects.select_related("self_rating").get(
        element__code="5.2.4", commentary="Letters say when."
    )
    assert row.self_rating and row.self_rating.code == "compliant"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the control with that name, or those words, has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        words = re.sub(r"\s+", " ", stop["text"])
        if wanted in (stop["name"], words):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")
