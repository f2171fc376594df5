"""An assessor is invited, works, is shut out and comes back; and a session ends under a form."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import HeldForm
from assessments.models import Assessment, ElementAssessment

from .council import BUILDING, CSS

pytestmark = pytest.mark.journey

PASSWORD = "three random words"
COMMENT = "The panel meets, but nobody writes down what"
WORDS = "Teams meet every Friday.\n\nThe board reads the minutes."


def test_an_assessor_is_invited_shut_out_and_let_in_again(page_of, new_context, live_server):
    visit = Assessment.objects.get(portfolio__service__slug="building-standards")
    admin = page_of("admin@example.org")
    admin.goto(f"{BUILDING}/assessment/access/")
    invite(admin)
    expect(admin.get_by_text("Invited, not yet accepted")).to_be_visible()
    assessor = new_context().new_page()
    assessor.goto(link_in_letter(live_server.url))
    assessor.get_by_label("Password", exact=True).fill(PASSWORD)
    assessor.get_by_label("Password again").fill(PASSWORD)
    assessor.get_by_role("button", name="Set the password and sign in").click()
    assessor.goto(f"/assessments/{visit.pk}/elements/1.2.2/")
    comment(assessor, "Seen and found good.")
    assessor.get_by_role("button", name="Save", exact=True).click()
    expect(assessor.get_by_text("1.2.2 saved")).to_be_visible()
    assert row(visit, "1.2.2").finding == "Seen and found good."

    assessor.goto(f"/assessments/{visit.pk}/elements/1.2.3/")
    admin.get_by_role("button", name="Withdraw the access of Rhona Fraser").click()
    expect(admin.get_by_text("Withdrew the access of Rhona Fraser")).to_be_visible()
    comment(assessor, COMMENT)
    assessor.get_by_role("button", name="Save", exact=True).click()
    expect(assessor.get_by_role("heading", level=1)).to_have_text("Your access has ended")
    expect(assessor.get_by_text("withdrew your access to")).to_be_visible()
    expect(assessor.get_by_text(re.compile("ask .* of Argyll and Bute Council"))).to_be_visible()
    assert row(visit, "1.2.3").finding == ""

    admin.get_by_role("link", name="Give access again to Rhona Fraser").click()
    admin.get_by_label("Until").fill("31 December 2099")
    admin.get_by_role("button", name="Give access and send the letter").click()
    expect(admin.get_by_text("Rhona Fraser has access until")).to_be_visible()
    assessor.goto(f"/assessments/{visit.pk}/elements/1.2.3/")
    expect(assessor.get_by_label("Assessor’s comment")).to_have_value(COMMENT)
    assessor.get_by_role("button", name="Save", exact=True).click()
    expect(assessor.get_by_text("1.2.3 saved")).to_be_visible()
    assert row(visit, "1.2.3").finding == COMMENT


def invite(page: Page) -> None:
    page.get_by_label("Email address of the assessor").fill("rhona@example.com")
    page.get_by_label("Name of the assessor").fill("Rhona Fraser")
    page.get_by_label("Until").fill("31 December 2099")
    page.get_by_role("button", name="Give access and send the letter").click()


def link_in_letter(server: str) -> str:
    [letter] = mail.outbox
    assert letter.to == ["rhona@example.com"]
    found = re.search(rf"{re.escape(server)}(/invitations/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


def comment(page: Page, text: str) -> None:
    page.get_by_role("radio", name=re.compile("^Compliant")).check()
    page.get_by_label("Assessor’s comment").fill(text)


def row(visit: Assessment, code: str) -> ElementAssessment:
    return ElementAssessment.objects.get(assessment=visit, element__code=code)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_commentary_sent_after_the_session_ended_is_sent_again_by_a_button(
    scripts, council, new_context, sign_in
):
    page = new_context(java_script_enabled=scripts).new_page()
    sign_in(page, "officer@example.org")
    page.goto(f"{CSS}/elements/5.3.2/")
    page.get_by_label("Commentary").fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Sign in again, and you find what you wrote.")).to_be_visible()
    page.get_by_label("Email address").fill("officer@example.org")
    page.get_by_label("Password").fill("cse-portal-demo")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you wrote is kept")
    for paragraph in WORDS.split("\n\n"):
        expect(page.locator(".cse-held").get_by_text(paragraph)).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
    visit = Assessment.objects.get(state="preparing", portfolio__service__prefix="CSS")
    assert row(visit, "5.3.2").commentary == WORDS
    assert not HeldForm.objects.exists()


def test_a_page_older_than_the_last_sign_in_keeps_what_is_typed_on_it(
    council, new_context, sign_in
):
    context = new_context(java_script_enabled=False)
    old, other = context.new_page(), context.new_page()
    sign_in(old, "officer@example.org")
    old.goto(f"{CSS}/elements/5.3.2/")
    old.get_by_label("Commentary").fill(WORDS)
    Session.objects.filter(expire_date__gt=timezone.now()).delete()
    sign_in(other, "officer@example.org")
    old.get_by_role("button", name="Save", exact=True).click()
    expect(old.get_by_role("heading", level=1)).to_have_text("What you wrote is kept")
    old.get_by_role("button", name="Send it again").click()
    expect(old.get_by_text("Saved the self-assessment of 5.3.2")).to_be_visible()
