"""The people of an organisation and its public statements in their states."""

from collections.abc import Callable
from typing import Any

from accounts.actions import bring_in, deactivate_person
from accounts.enums import Role
from accounts.models import Service, User
from accounts.people import Place
from evidence.actions import set_hold
from tests.builders.people import make_membership, make_user

COUNCIL = "/organisations/argyll-and-bute-council"
PEOPLE = f"{COUNCIL}/people"
PRIVACY = f"{COUNCIL}/statements/privacy/"


def people_places(administrator: User, governance: User, service: Service) -> dict[str, object]:
    """Somebody with two roles, invited, deactivated, and one who cannot be erased."""
    council = service.organisation
    several = make_user(Role.OFFICER, service, email="several@example.org", name="Two Roles")
    make_membership(several, Role.GOVERNANCE, council)
    left = make_user(Role.OFFICER, service, email="left@example.org", name="Has Left")
    deactivate_person(organisation=council, user=left, by=administrator)
    invited = bring_in(
        organisation=council,
        email="to.come@example.org",
        name="To Come",
        places=[Place(Role.OFFICER, service)],
        by=administrator,
    )
    kept = make_user(Role.OFFICER, service, email="kept@example.org", name="Kept Here")
    set_hold(organisation=council, person=kept, reason="Tribunal 77", by=governance)
    return {
        "several": several.pk,
        "left": left.pk,
        "invited": invited.pk,
        "kept": kept.pk,
        "administrator": administrator.pk,
    }


def write_over_somebody_else(page: Any) -> None:
    """As if a colleague had saved since the page was opened."""
    page.locator("textarea[name=text]").fill("# One\n\nA text of a colleague.")
    page.get_by_role("button", name="Save and show").click()
    page.goto(page.url.replace("/privacy/", "/organisations/").rstrip("/") + "/statements/privacy/")
    page.locator("form [name=revision]").evaluate("field => { field.value = '0' }")
    page.locator("textarea[name=text]").fill("# Two\n\nMine.")
    page.get_by_role("button", name="Save and show").click()


def empty_the_text(page: Any) -> None:
    page.locator("textarea[name=text]").fill("")
    page.get_by_role("button", name="Save and show").click()


def states_of_people(state: type[Any], press: Callable[[str], Any]) -> list[Any]:
    """Each page as an administrator sees it, and its forms sent empty."""
    return [
        state("people", f"{PEOPLE}/"),
        state("people, nobody like this", f"{PEOPLE}/?q=xylophone"),
        state("invite", f"{PEOPLE}/invite/"),
        state(
            "invite, error",
            f"{PEOPLE}/invite/",
            press("Give the roles and send the letter"),
            has_error=True,
        ),
        state("person with roles", f"{PEOPLE}/{{several}}/"),
        state(
            "person with roles, none chosen",
            f"{PEOPLE}/{{several}}/",
            press("Give this role"),
            has_error=True,
        ),
        state("person invited", f"{PEOPLE}/{{invited}}/"),
        state("person deactivated", f"{PEOPLE}/{{left}}/"),
        state("person who is oneself", f"{PEOPLE}/{{administrator}}/"),
        state("correct a person", f"{PEOPLE}/{{several}}/correct/"),
        state("erase", f"{PEOPLE}/{{several}}/erase/"),
        state(
            "erase, error",
            f"{PEOPLE}/{{several}}/erase/",
            press("Erase this person"),
            has_error=True,
        ),
        state("erase one who is held", f"{PEOPLE}/{{kept}}/erase/"),
        state("own data", "/account/data/"),
        state("statements", f"{COUNCIL}/statements/"),
        state("privacy, not written", "/privacy/"),
        state("write a statement", PRIVACY),
        state("write a statement, error", PRIVACY, empty_the_text, has_error=True),
        state("write a statement, conflict", PRIVACY, write_over_somebody_else, status=409),
        state("privacy, written", "/privacy/"),
    ]


def states_of_personal_data(state: type[Any]) -> list[Any]:
    """What information governance sees of people."""
    return [
        state("people, to read", f"{PEOPLE}/"),
        state("person, to read", f"{PEOPLE}/{{several}}/"),
        state("data of a person", f"{PEOPLE}/{{several}}/data/"),
    ]


def states_of_statements(state: type[Any]) -> list[Any]:
    """What whoever has not signed in reads."""
    return [
        state("privacy of whom", "/privacy/"),
        state("privacy", "/privacy/argyll-and-bute-council/"),
        state("accessibility of whom", "/accessibility/"),
        state("accessibility", "/accessibility/argyll-and-bute-council/"),
    ]
