"""A second factor is set up and used in a real browser: an app without scripts, and a passkey."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.accounts.second_factors import code_of, give_app

from .council import CSS
from .keyboard import press_button, tab_onto, type_into
from .waiting import size_of

pytestmark = pytest.mark.journey
OFFICER = "officer@example.org"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def test_an_app_is_set_up_without_scripts_and_leads_on(council, required, new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/standards/cse/elements/1.1.2/")
    page.locator("input[name=login]").fill(OFFICER)
    page.locator("input[name=password]").fill("cse-portal-demo")
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    page.get_by_role("button", name="Set up an app").click()
    assert min(size_of(page.locator("img.cse-qr"))) > 20
    secret = page.locator(".cse-secret").text_content().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    listed = page.locator(".cse-codes li")
    expect(listed).to_have_count(10)
    codes = listed.all_inner_texts()
    with page.expect_download() as given:
        page.get_by_role("button", name="Download as a file").click()
    assert codes[0] in given.value.path().read_text()
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url("**/standards/cse/elements/1.1.2/")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, OFFICER)
    page.get_by_label("Code").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_passkey_is_added_and_lets_in_with_the_password(council, required, new_context, sign_in):
    page = new_context().new_page()
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    page.goto("/account/login/")
    assert urlsplit(page.url).hostname == "localhost", "browsers make none for a bare address"
    sign_in(page, OFFICER)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/account/")
    expect(page.get_by_text("Passkey: Work laptop")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, OFFICER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_code_of_the_app_lets_in_by_keyboard_alone(scripts, council, new_context):
    give_app(User.objects.get(email=OFFICER))
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{CSS}/evidence/")
    type_into(page, "Email address", OFFICER)
    type_into(page, "Password", "cse-portal-demo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    type_into(page, "Code", "000000")
    press_button(page, "Sign in")
    expect(page.get_by_text("This code is wrong, or its time is over").first).to_be_visible()
    tab_onto(page, page.get_by_label("Code", exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(code_of())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CSS}/evidence/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
