"""Going about a page with the Tab key alone."""

from playwright.sync_api import Locator, Page, expect

HAS_FOCUS = "it => it === document.activeElement"


def tab_onto(page: Page, control: Locator, most: int = 150) -> None:
    """Press Tab until that control has the focus."""
    expect(control).to_be_visible()
    page.wait_for_load_state()
    for _ in range(most):
        if control.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {control}")


def type_into(page: Page, label: str, words: str) -> None:
    """Go to the field of that label by Tab and type."""
    tab_onto(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def press_button(page: Page, name: str) -> None:
    """Go to the button of that name by Tab and press it."""
    tab_onto(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")
