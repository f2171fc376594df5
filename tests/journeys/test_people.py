"""Somebody joins, leaves and is erased; and takes away what is held about themselves."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User

from .council import ADMIN, OFFICER
from .keyboard import press_button

pytestmark = pytest.mark.journey

PEOPLE = "/organisations/argyll-and-bute-council/people/"
EMAIL, NAME, PASSWORD = "ailsa@example.org", "Ailsa Craig", "three random words"


def test_an_administrator_invites_deactivates_and_erases_somebody(page_of, new_context):
    admin, joiner = page_of(ADMIN), new_context().new_page()
    invite(admin)
    accept(joiner)
    admin.reload()
    admin.get_by_role("button", name=re.compile("^Deactivate")).click()
    expect(admin.get_by_text(f"{NAME} has no access here any more")).to_be_visible()
    joiner.goto("/")
    expect(joiner.get_by_role("button", name="Sign out")).to_have_count(0)

    admin.get_by_role("link", name="Erase this person").click()
    admin.get_by_label("Why they are erased").fill("They asked for it on 3 May 2026.")
    admin.get_by_label("Type their email address to confirm").fill("ailsa@example.com")
    press_button(admin, "Erase this person")
    expect(admin.get_by_text("This is not their email address").first).to_be_visible()
    assert User.objects.filter(email=EMAIL).exists()
    admin.get_by_label("Type their email address to confirm").fill(EMAIL)
    press_button(admin, "Erase this person")
    expect(admin.get_by_text("The person is erased")).to_be_visible()
    assert not User.objects.filter(email=EMAIL).exists()
    admin.goto(f"{PEOPLE}?q=ailsa")
    expect(admin.get_by_role("main")).not_to_contain_text(NAME)


def invite(page: Page) -> None:
    page.goto(PEOPLE)
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Officer, Customer Support Services").check()
    press_button(page, "Give the roles and send the letter")
    expect(page.get_by_text(f"{NAME} has access. A letter goes to {EMAIL}")).to_be_visible()


def accept(page: Page) -> None:
    """By the link in the letter."""
    [letter] = mail.outbox
    link = re.search(r"/invitations/\S+", str(letter.body))
    assert link
    page.goto(link[0])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_people_download_what_is_held_about_themselves(page_of):
    page: Page = page_of(OFFICER)
    page.goto("/account/")
    page.get_by_role("link", name="What is held about you").click()
    with page.expect_download() as given:
        page.get_by_role("link", name="Download all of it").click()
    with ZipFile(BytesIO(given.value.path().read_bytes())) as archive:
        words = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert OFFICER in words
    assert "manager@example.org" not in words
