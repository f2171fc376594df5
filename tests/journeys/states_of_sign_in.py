"""“Your account” and the pages of the second factor, in each of their states."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from accounts.models import User
from tests.accounts.second_factors import code_of, give_app, give_passkey
from tests.builders.people import PASSWORD, make_user

ACCOUNT, FACTOR = "/account/", "/account/second-factor/"
CODES = "codes@example.org"


def sign_in_places(keeper: User) -> dict[str, object]:
    """Somebody who is asked for a code, and a passkey of the `keeper`."""
    give_app(make_user(email=CODES, name="Catriona Codes"))
    passkey: Authenticator = give_passkey(keeper)
    return {"passkey": passkey.pk}


def confirm(page: Page) -> None:
    page.locator("main input[name=password]").fill("cse-portal-demo")
    page.get_by_role("button", name="Confirm").click()


def enter_a_wrong_code(page: Page) -> None:
    page.locator("main input[name=code]").fill("12")
    page.get_by_role("button", name="Set up the app").click()


def set_up_the_app(page: Page) -> None:
    page.get_by_text("I cannot scan it").click()
    secret = page.locator(".cse-secret").inner_text().replace(" ", "")
    page.locator("main input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    page.wait_for_url("**/codes/")


def be_asked_for_a_code(page: Page) -> None:
    page.locator("input[name=login]").fill(CODES)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url("**/confirm/")


def enter_nothing(page: Page) -> None:
    page.get_by_role("button", name="Sign in", exact=True).click()


def states_before(state: type[Any]) -> list[Any]:
    """Between the password and the code; the last of somebody who has not signed in."""
    return [
        state("code at the sign-in", "/account/login/", be_asked_for_a_code),
        state("code at the sign-in, empty", f"{FACTOR}confirm/", enter_nothing, has_error=True),
    ]


def states_of_account(state: type[Any]) -> list[Any]:
    """Of somebody who sets up an authenticator app."""
    return [
        state("your account", ACCOUNT),
        state("where you are signed in", f"{ACCOUNT}sessions/"),
        state("second factor, none", FACTOR),
        state("set up an app", f"/account/reauthenticate/?next={FACTOR}app/", confirm),
        state("set up an app, wrong code", f"{FACTOR}app/", enter_a_wrong_code, has_error=True),
        state("add a passkey, where none work", f"{FACTOR}passkeys/add/"),
        state("recovery codes", f"{FACTOR}app/", set_up_the_app),
        state("recovery codes, shown before", f"{FACTOR}codes/"),
        state("have a second factor", FACTOR),
        state("new recovery codes", f"{FACTOR}codes/new/"),
        state("take the app away", f"{FACTOR}app/take-away/"),
        state("confirm with a code", f"{FACTOR}confirm-again/"),
        state("your account, with a second factor", ACCOUNT),
    ]


def states_of_passkeys(state: type[Any], press: Callable[[str], Any]) -> list[Any]:
    """Of somebody who has one."""
    name = f"{FACTOR}passkeys/{{passkey}}/name/"
    return [
        state("rename a passkey", f"/account/reauthenticate/?next={name}", confirm),
        state("take a passkey away", f"{FACTOR}passkeys/{{passkey}}/take-away/"),
    ]
