"""A sign-in ends: by itself, with a warning and without losing a word, or by a button elsewhere."""

import time
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.sign_in.lifetime import USED
from assessments.models import ElementAssessment

from .council import CSS, OFFICER
from .keyboard import press_button

pytestmark = pytest.mark.journey

WORDS = "Teams meet every Friday."
MORE = "The board reads the minutes."
MINUTE = 60


def session_of(page: Page):
    """The session of whoever has signed in there, as the server keeps it."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    engine = import_module(settings.SESSION_ENGINE)
    return engine.SessionStore(cookies[settings.SESSION_COOKIE_NAME])


def leave_alone(page: Page, minutes: int) -> None:
    """As if nobody had touched the page for so long: the server's clock and the page's."""
    session = session_of(page)
    session[USED] = int(time.time()) - minutes * MINUTE
    session.save()
    page.clock.fast_forward(minutes * MINUTE * 1000)


def test_who_is_idle_is_warned_can_stay_and_loses_no_word_when_it_ends(
    council, new_context, sign_in
):
    assert settings.SESSION_IDLE_SECONDS == 30 * MINUTE
    page = new_context().new_page()
    sign_in(page, OFFICER)
    page.clock.install()
    page.goto(f"{CSS}/elements/5.3.2/")
    page.get_by_label("Commentary").fill(WORDS)
    page.clock.run_for(2000)
    expect(page.locator("[data-draft-shown]")).to_contain_text("Kept as you type")

    leave_alone(page, minutes=26)
    warning = page.get_by_role("complementary", name="Your sign-in")
    expect(warning).to_contain_text("You are signed out at")
    press_button(page, "Stay signed in")
    expect(warning).to_contain_text("You stay signed in")
    assert time.time() - session_of(page)[USED] < 10 * MINUTE

    page.get_by_label("Commentary").fill(f"{WORDS}\n\n{MORE}")
    leave_alone(page, minutes=31)
    expect(warning).to_contain_text("You have been signed out")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Email address").fill(OFFICER)
    page.get_by_label("Password").fill("cse-portal-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you wrote is kept")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
    assert ElementAssessment.objects.filter(commentary=f"{WORDS}\n\n{MORE}").count() == 1


def test_signing_out_in_all_other_places_ends_them_and_leaves_this_one(
    council, new_context, sign_in
):
    elsewhere, here = new_context().new_page(), new_context().new_page()
    for page in (elsewhere, here):
        sign_in(page, OFFICER)
    here.goto("/account/sessions/")
    expect(here.locator("tbody tr")).to_have_count(2)
    press_button(here, "Sign out in all other places")
    expect(here.get_by_text("You are signed out in 1 other place")).to_be_visible()
    expect(here.locator("tbody tr")).to_have_count(1)
    elsewhere.goto(f"{CSS}/evidence/")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Sign in")
    here.goto(f"{CSS}/evidence/")
    expect(here.get_by_role("button", name="Sign out")).to_be_visible()
