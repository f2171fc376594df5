"""Every page in its states: who opens which address, and what is done there first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Page

from evidence.intake.store import open_stored
from evidence.models import (
    EvidenceVersion,
)
from tests.builders.files import picture

from .council import (
    ADMIN,
    ASSESSOR,
    BUILDING,
    CSS,
    ENDED,
    GOVERNANCE,
    MANAGER,
    NEWCOMER,
    NOBODY,
    OFFICER,
    OFFICER2,
    OUTSIDER,
)
from .states_of_destruction import (
    states_of_asking,
    states_of_deciding,
    states_of_the_rule,
)
from .states_of_history import states_of_history
from .states_of_people import (
    states_of_people,
    states_of_personal_data,
    states_of_statements,
)
from .states_of_records import states_of_records
from .states_of_sign_in import (
    states_before,
    states_of_account,
    states_of_passkeys,
)

Do = Callable[[Page], object]
STARTING, HOUSING = "/services/archives/cse", "/services/housing-services/cse"
STANDARD = "/standards/cse"
INVITE = "Give access and send the letter"
DESK = "/assessments/{building}"
COUNCIL = "argyll-and-bute-council"
OWN = f"{STANDARD}/guidance/{COUNCIL}/"
HOUSE_STYLE = f"/organisations/{COUNCIL}/house-style/"


@dataclass(frozen=True)
class State:
    """A page as somebody sees it; `do` is what they do there before it is looked at.

    The name is that of the page, and after a comma that of the state it is in.
    """

    name: str
    address: str
    do: Do | None = None
    status: int = 200
    has_error: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def page(self) -> str:
        return self.name.partition(",")[0]


def send_an_empty_answer(page: Page) -> None:
    page.locator("input[name=codes]").fill("CSS999")
    page.get_by_role("button", name="Send the answer").click()


def answer_what_moved(page: Page) -> None:
    """As if a colleague had answered in the meantime."""
    page.locator("form:has([name=text]) [name=revision]").evaluate("field => { field.value = '9' }")
    page.get_by_label("Your answer").fill("It is in the survey.")
    page.get_by_role("button", name="Send the answer").click()


def return_what_moved(page: Page) -> None:
    page.get_by_text("Return it with a reason").click()
    form = page.locator("form[action*='/return/']")
    form.locator("[name=revision]").evaluate("field => { field.value = '9' }")
    form.locator("textarea").fill("Which year is it from?")
    form.get_by_role("button").click()


def return_an_answer_without_a_reason(page: Page) -> None:
    page.get_by_text("Return it with a reason").click()
    page.get_by_role("button", name="Return the answer").click()


def ask_nothing(page: Page) -> None:
    page.locator("a[data-key=ask]").click()
    page.get_by_role("button", name="Ask the service").click()


def press(button: str) -> Do:
    return lambda page: page.get_by_role("button", name=button, exact=True).click()


def confirm_no_date(page: Page) -> None:
    page.locator("input[name$='-covers_from']").first.fill("")
    page.locator("input[name$='-covers_to']").first.fill("")
    page.get_by_role("button", name="Confirm the ticked dates").click()


def empty_title(page: Page) -> None:
    page.locator("input[name=title]").fill("")
    page.get_by_role("button", name="Save", exact=True).click()


def with_an_old_revision(page: Page) -> None:
    """As if somebody else had saved in the meantime."""
    page.locator("form [name=revision]").first.evaluate("field => { field.value = '0' }")
    page.locator("textarea[name=commentary], textarea[name=finding]").fill("Mine.\n\nAnd more.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Someone changed this while you were writing").first.wait_for()


def tick_nothing(button: str) -> Do:
    def do(page: Page) -> None:
        page.evaluate(
            "for (const box of document.querySelectorAll(':checked')) box.checked = false"
        )
        press(button)(page)

    return do


def choose_over_somebody(button: str) -> Do:
    """As if somebody else had chosen in the meantime."""

    def do(page: Page) -> None:
        page.locator("form [name=began]").first.evaluate("field => { field.value = '9.9.9' }")
        press(button)(page)
        page.get_by_text("Somebody saved another choice").first.wait_for()

    return do


def type_and_open_again(page: Page) -> None:
    """As after a window that was closed without saving."""
    page.locator("textarea[name=commentary], textarea[name=finding]").fill("Half a sent")
    page.locator("[data-draft-shown]").get_by_text("Kept as you type").wait_for()
    page.reload()
    page.get_by_text("You typed this at").wait_for()


def type_and_go_back(page: Page) -> None:
    type_and_open_again(page)
    page.get_by_role("link", name="Go back to what is saved").click()
    page.get_by_text("Read it, or delete it").click()


def write_the_report(page: Page) -> None:
    page.locator("textarea[name=text]").fill("I came by ferry.\n\n- in May\n- in June")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Print the text from the data again").wait_for()


def put_the_report_back(page: Page) -> None:
    page.get_by_role("button", name="Print the text from the data again").click()
    page.get_by_text("Your words of before").click()


def write_the_report_over_somebody(page: Page) -> None:
    """As if a colleague had saved in the meantime."""
    page.locator("form [name=revision]").evaluate("field => { field.value = '0' }")
    page.locator("textarea[name=text]").fill("Mine.\n\nAnd more.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Someone changed this while you were writing").first.wait_for()


def leave_the_report_unsaved(page: Page) -> None:
    page.locator("textarea[name=text]").fill("Half a sent")
    page.locator("[data-draft-shown]").get_by_text("Kept as you type").wait_for()
    page.reload()
    page.get_by_text("You typed this at").wait_for()


def sign_in_wrongly(page: Page) -> None:
    page.locator("input[name=login]").fill("officer@example.org")
    page.locator("input[name=password]").fill("not the password")
    page.get_by_role("button", name="Sign in").click()


def send_without_the_token(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_role("button", name="Sign in").click()


def choose_files(page: Page) -> None:
    program, kind = b"MZ\x90\x00", "application/pdf"
    refused = FilePayload(name="notes.pdf", mimeType=kind, buffer=program)
    long_name = "a_rather_long_name_of_a_file_that_somebody_scanned.pdf"
    waiting = FilePayload(name=long_name, mimeType=kind, buffer=program)
    page.locator("input[name=files]").set_input_files([refused])
    page.get_by_role("button", name="Add files").click()
    page.get_by_role("button", name="Try again notes.pdf").wait_for()
    page.locator("input[name=files]").set_input_files([waiting])


def send_far_too_many(page: Page) -> None:
    """As a browser without scripts would."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const chosen = new DataTransfer();
              for (let n = 0; n < 61; n++) chosen.items.add(new File(["words"], n + ".txt"));
              const input = document.querySelector("input[name=files]");
              input.files = chosen.files;
              input.form.submit();
            }"""
        )


def choose_what_is_here(page: Page) -> None:
    page.locator("input[name=files]").set_input_files([_file_of_the_library()])
    page.get_by_role("button", name="Add files").click()
    page.get_by_role("button", name="Add it as a new item all the same").wait_for()


def send_what_is_here_without_scripts(page: Page) -> None:
    """The form as it is without its script."""
    page.locator("form[data-upload]").evaluate("form => form.replaceWith(form.cloneNode(true))")
    page.locator("input[name=files]").set_input_files([_file_of_the_library()])
    page.get_by_role("button", name="Add files").click()
    page.get_by_role("heading", name="This file is here already").wait_for()


def _file_of_the_library() -> FilePayload:
    version = EvidenceVersion.objects.filter(media_type="application/pdf").earliest("pk")
    with open_stored(version.storage_key) as file:
        return FilePayload(name="copy.pdf", mimeType="application/pdf", buffer=file.read())


def find_while_typing(page: Page) -> None:
    page.locator("#find-q").press_sequentially("customer")
    page.get_by_role("button", name="Link C").first.wait_for()


def open_without_a_name(page: Page) -> None:
    page.get_by_label("Name of the assessment").fill("")
    page.get_by_role("button", name="Open the assessment").click()


def name_a_day_that_is_none(page: Page) -> None:
    page.get_by_label("Due day of 1.2.3").fill("31 February 2027")
    page.get_by_role("button", name="Save", exact=True).click()


def send_back_without_a_reason(page: Page) -> None:
    page.get_by_text("Return it to the owner").click()
    page.get_by_role("button", name="Return", exact=True).click()


def leave_out_the_reason(page: Page) -> None:
    page.get_by_role("radio", name="Not applicable").check()
    page.get_by_label("Commentary").fill("")
    page.get_by_role("button", name="Save", exact=True).click()


def agree_without_a_reason(page: Page) -> None:
    page.get_by_role("radio", name="Not applicable").check()
    page.get_by_role("button", name="Save", exact=True).click()


def note_something(page: Page) -> None:
    page.get_by_label("Private note").press_sequentially("Ask at the counter.")
    page.get_by_text("Saved as you type").wait_for()


def rate_with_one_key(page: Page) -> None:
    page.keyboard.press("2")
    page.get_by_role("button", name="Take back").wait_for()


def save_without_a_title(page: Page) -> None:
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save", exact=True).click()


def write_too_much(page: Page) -> None:
    page.locator("textarea[name=text]").fill("too much " * 600)
    page.get_by_role("button", name="Save", exact=True).click()


def write_over_somebody(page: Page) -> None:
    page.locator("form [name=revision]").evaluate("field => { field.value = '0' }")
    page.locator("textarea[name=text]").fill("Mine.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Somebody changed this while you were writing").wait_for()


def choose_a_light_colour(page: Page) -> None:
    page.get_by_label("Colour", exact=True).fill("#ffcc00")
    press("Save the colour")(page)


def add_a_logo_without_words(page: Page) -> None:
    file = FilePayload(name="logo.png", mimeType="image/png", buffer=picture(size=(400, 100)))
    page.locator("input[name=logo]").set_input_files(file)
    press("Add the logo")(page)


def add_a_logo(page: Page) -> None:
    add_a_logo_without_words(page)
    page.get_by_label("What it shows", exact=True).fill("Argyll and Bute Council")
    press("Add the logo")(page)
    page.get_by_role("button", name="Take the logo away").wait_for()


def style_over_somebody(page: Page) -> None:
    field = page.locator("form[data-house-style] [name=revision]")
    field.evaluate("field => { field.value = '99' }")
    page.get_by_label("Colour", exact=True).fill("#5c0b4f")
    press("Save the colour")(page)
    page.get_by_text("Somebody changed this while you were").wait_for()


def save_without_a_code(page: Page) -> None:
    page.get_by_label("Code", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()


def lose_the_connection(page: Page) -> None:
    page.route("**/add/*/files", lambda route: route.abort())
    file = FilePayload(name="notes.pdf", mimeType="application/pdf", buffer=b"words")
    page.locator("#files").set_input_files([file])
    page.get_by_role("button", name="Try again notes.pdf").wait_for()
    page.unroute_all()


def open_all_folds(page: Page) -> None:
    page.locator("details").evaluate_all("folds => folds.forEach((f) => { f.open = true })")


def add_without_titles(page: Page) -> None:
    for title in page.locator("#new input[name$='-title']").all():
        title.fill("")
    page.get_by_role("button", name="to the evidence").click()


def open_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()


def open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def open_columns(page: Page) -> None:
    page.locator(".cse-columns > summary").click()


def tick_some(page: Page) -> None:
    for tick in page.locator("input[name=item]").all()[:3]:
        tick.check()
    page.get_by_text("3 chosen").wait_for()


AS_LOADED: dict[str, list[State]] = {
    "": [
        *states_of_statements(State),
        State("sign in", "/account/login/"),
        State("sign in, refused", "/account/login/", sign_in_wrongly, has_error=True),
        State("sent without a token", "/account/login/", send_without_the_token, status=403),
        State("sign in, asked to", f"{CSS}/"),
        State("sign-up is closed", "/account/signup/"),
        State("closed account", "/account/inactive/"),
        State("reset password", "/account/password/reset/"),
        State(
            "reset password, empty",
            "/account/password/reset/",
            press("Send the link"),
            has_error=True,
        ),
        State("reset password, sent", "/account/password/reset/done/"),
        State("reset password, bad link", "/account/password/reset/key/1-abc/"),
        State("reset password, good link", "/account/password/reset/key/{reset_key}/"),
        State("reset password, done", "/account/password/reset/key/done/"),
        State("not found", "/nothing/here/", status=404),
        State("invitation", "/invitations/{invitation}/"),
        State(
            "invitation, error",
            "/invitations/{invitation}/",
            press("Set the password and sign in"),
            has_error=True,
        ),
        State("invitation over", "/invitations/{old_invitation}/", status=410),
        *states_before(State),
    ],
    OFFICER: [
        State("overview, from home", "/"),
        State("held form", "/held/{held_form}/"),
        State("held form, leads nowhere", "/held/{lost_form}/"),
        State("overview", f"{CSS}/"),
        State("overview, assessor’s ratings", f"{CSS}/?show=rating"),
        State("overview, evidence", f"{CSS}/?show=evidence"),
        State("overview, as table", f"{CSS}/?view=table"),
        State("what if", f"{CSS}/assessment/what-if/"),
        State(
            "what if, tried out",
            f"{CSS}/assessment/what-if/?show=short&1.2.3=partial&1.1.2=non-compliant",
        ),
        State("improvements", f"{CSS}/improvements/"),
        State("improvements, all", f"{CSS}/improvements/?show=all"),
        State("improvements, none of these", f"{CSS}/improvements/?criterion=2"),
        State("improvement, done", f"{CSS}/improvements/{{improvement}}/"),
        State("element", f"{CSS}/elements/1.2.3/", open_folds),
        State("element, not under review", f"{CSS}/elements/1.1.2/"),
        State("element without evidence", f"{CSS}/elements/1.1.1/"),
        State("element, something put aside", f"{CSS}/elements/5.3.3/", open_folds),
        State("element, files chosen", f"{CSS}/elements/1.2.3/", choose_files),
        State("too many files", f"{CSS}/elements/1.2.3/", send_far_too_many),
        State("element, file here already", f"{CSS}/elements/1.2.3/", choose_what_is_here),
        State(
            "here already", f"{CSS}/elements/1.2.3/", send_what_is_here_without_scripts, status=409
        ),
        State("element, found while typing", f"{CSS}/elements/1.2.3/", find_while_typing),
        State("element, error", f"{CSS}/elements/1.2.3/", leave_out_the_reason, has_error=True),
        State("element, conflict", f"{CSS}/elements/1.2.3/", with_an_old_revision, status=409),
        State("element, draft", f"{CSS}/elements/5.3.2/", type_and_open_again),
        State("element, draft put aside", f"{CSS}/elements/3.3.2/", type_and_go_back),
        State("find, nothing asked", f"{CSS}/elements/1.2.3/evidence/find"),
        State("find, found", f"{CSS}/elements/1.2.3/evidence/find?q=customer"),
        State("find, not found", f"{CSS}/elements/1.2.3/evidence/find?q=xyzzy"),
        State("edit a link", f"{CSS}/elements/1.2.3/evidence/{{link}}/edit"),
        State("no longer use", f"{CSS}/elements/1.2.3/evidence/{{link}}/archive"),
        State(
            "no longer use, error",
            f"{CSS}/elements/1.2.3/evidence/{{link}}/archive",
            press("No longer use it"),
            has_error=True,
        ),
        State("add evidence", f"{CSS}/add/"),
        State("add evidence, no element", f"{CSS}/add/?to=address", has_error=True),
        State("add evidence, from an element", f"{CSS}/add/?element=1.2.3"),
        State("add evidence, a file stopped", f"{CSS}/add/", lose_the_connection),
        State("files to add", f"{CSS}/add/{{dropped}}/", open_all_folds),
        State("files to add, closed", f"{CSS}/add/{{dropped}}/"),
        State("files to add, error", f"{CSS}/add/{{dropped}}/", add_without_titles, has_error=True),
        State("files to add, none yet", f"{CSS}/add/{{nothing_dropped}}/"),
        State("files to add, added", f"{CSS}/add/{{added}}/"),
        State("library", f"{CSS}/evidence/"),
        State("library, second page", f"{CSS}/evidence/?page=2"),
        State("library, filtered", f"{CSS}/evidence/?status=new&words=customer"),
        State("library, found inside files", f"{CSS}/evidence/?words=customer+service&sort=best"),
        State(
            "library, columns", f"{CSS}/evidence/?columns=code,team,marking&size=20", open_columns
        ),
        State("library, withdrawn", f"{CSS}/evidence/?withdrawn=yes"),
        State("library, some ticked", f"{CSS}/evidence/?size=20", tick_some),
        *(
            State(f"chosen, {deed}", f"{CSS}/chosen/{deed}?item={{pdf}}&item={{bare}}&item=C017")
            for deed in (
                *("link", "owner", "dates", "marking", "in-force", "archive", "withdraw"),
                "download",
            )
        ),
        State(
            "chosen, error",
            f"{CSS}/chosen/dates?item={{pdf}}",
            lambda page: page.get_by_role("button", name="Set the dates").click(),
            has_error=True,
        ),
        State("save a list", f"{CSS}/lists/save?list=status%3Dnew"),
        State(
            "save a list, error",
            f"{CSS}/lists/save?list=status%3Dnew",
            press("Save this list"),
            has_error=True,
        ),
        State("library, nothing matches", f"{CSS}/evidence/?words=xyzzy"),
        State("library, stale or due", f"{CSS}/evidence/?age=stale&age=due"),
        State("dates to confirm", f"{CSS}/dates/"),
        State("dates to confirm, error", f"{CSS}/dates/", confirm_no_date, has_error=True),
        State("change an item", f"{CSS}/evidence/{{pdf}}/edit"),
        State("change an item, error", f"{CSS}/evidence/{{pdf}}/edit", empty_title, has_error=True),
        State("item with a PDF", f"{CSS}/evidence/{{pdf}}/"),
        State("item with a picture", f"{CSS}/evidence/{{picture}}/"),
        State("item with a table", f"{CSS}/evidence/{{table}}/"),
        State("item with a PDF, from a list", f"{CSS}/evidence/{{pdf}}/?list=sort%3Dtitle&at=3"),
        State("item, corporate, from an element", f"{CSS}/evidence/C017/?element=4.2.1"),
        State("item without a file", f"{CSS}/evidence/{{bare}}/"),
        State("item, corporate", f"{CSS}/evidence/C017/"),
        State("item, file being checked", f"{CSS}/evidence/{{held_item}}/"),
        State("item, file with a virus", f"{CSS}/evidence/{{infected_item}}/"),
        State("file being checked", "/files/{held}/", status=403),
        State("file with a virus", "/files/{infected}/", status=403),
        State(
            "item with a PDF, no version chosen",
            f"{CSS}/evidence/{{pdf}}/",
            press("Add version"),
            has_error=True,
        ),
        State("item with a PDF, after signing in", f"{CSS}/evidence/{{pdf}}/version"),
        State("item, web address", f"{CSS}/evidence/{{address}}/"),
        State("item, observation", f"{CSS}/evidence/{{observation}}/"),
        State("web address", f"{CSS}/elements/1.2.3/evidence/address"),
        State(
            "web address, error",
            f"{CSS}/elements/1.2.3/evidence/address",
            press("Add web address"),
            has_error=True,
        ),
        State("web address as a version", f"{CSS}/evidence/{{pdf}}/address"),
        State("observation", f"{CSS}/elements/1.2.3/evidence/observation"),
        State("add pictures", f"{CSS}/evidence/{{observation}}/versions/1/pictures"),
        State("history of an item", f"{CSS}/evidence/{{withdrawn}}/history"),
        State("item, withdrawn", f"{CSS}/evidence/{{withdrawn}}/"),
        State("item, redacted and newer", f"{CSS}/evidence/{{redacted}}/"),
        State("withdraw", f"{CSS}/evidence/{{pdf}}/withdraw"),
        State(
            "withdraw, error",
            f"{CSS}/evidence/{{pdf}}/withdraw",
            press("Withdraw it"),
            has_error=True,
        ),
        State("restore", f"{CSS}/evidence/{{withdrawn}}/restore"),
        State("redacted copy", f"{CSS}/evidence/{{pdf}}/versions/1/redacted"),
        State(
            "redacted copy, error",
            f"{CSS}/evidence/{{pdf}}/versions/1/redacted",
            press("Add redacted copy"),
            has_error=True,
        ),
        State("imports", f"{CSS}/imports/"),
        State("import a summary", f"{CSS}/imports/new/"),
        State(
            "import a summary, no file",
            f"{CSS}/imports/new/",
            press("Read it and show me"),
            has_error=True,
        ),
        State("check an import", f"{CSS}/imports/new/{{pending}}/"),
        State("check an import, differences", f"{CSS}/imports/new/{{pending}}/?show=differences"),
        State("check an import, warnings", f"{CSS}/imports/new/{{pending}}/?show=warnings"),
        State("put a row right", f"{CSS}/imports/new/{{pending}}/rows/1/"),
        State(
            "put a row right, error",
            f"{CSS}/imports/new/{{pending}}/rows/1/",
            save_without_a_title,
            has_error=True,
        ),
        State("put a code right", f"{CSS}/imports/new/{{pending}}/lines/23/"),
        State(
            "put a code right, error",
            f"{CSS}/imports/new/{{pending}}/lines/23/",
            save_without_a_code,
            has_error=True,
        ),
        State("put codes right", f"{CSS}/imports/new/{{unreadable}}/"),
        State("import", f"{CSS}/imports/{{import}}/"),
        State("import a register", f"{CSS}/imports/register/"),
        State(
            "import a register, no file",
            f"{CSS}/imports/register/",
            press("Read it and show me"),
            has_error=True,
        ),
        State("check a register", f"{CSS}/imports/register/{{register}}/", open_folds),
        State(
            "check a register, differences",
            f"{CSS}/imports/register/{{differing_register}}/?show=differences",
        ),
        State("check a register, warnings", f"{CSS}/imports/register/{{register}}/?show=warnings"),
        State("check a register, refused", f"{CSS}/imports/register/{{refused_register}}/"),
        State("import, one kind", f"{CSS}/imports/{{import}}/?kind=empty-section"),
        State("assessment", f"{CSS}/assessment/"),
        State("plan of visits, to read", f"{CSS}/assessment/plan/"),
        State("compare", f"{CSS}/assessment/compare/", open_folds),
        State("compare, only what changed", f"{CSS}/assessment/compare/?show=changed"),
        State("earlier visit", f"{CSS}/assessment/visits/{{last_visit}}/", open_folds),
        State("documents", f"{CSS}/documents/"),
        State("summary on screen", f"{CSS}/documents/summary/"),
        State("summary on screen, completed", f"{CSS}/documents/summary/?visit={{last_visit}}"),
        State("documents, an earlier visit", f"{CSS}/documents/?visit={{last_visit}}"),
        State("gap report on screen", f"{CSS}/documents/gaps/"),
        State("evidence index on screen", f"{CSS}/documents/index/"),
        State(
            "a comparison that there is not",
            f"{CSS}/documents/comparison/tables.xlsx?visit={{last_visit}}",
            status=409,
        ),
        State("document, made", f"{CSS}/documents/made/{{made}}/"),
        State("document, issued", f"{CSS}/documents/made/{{issued}}/", open_folds),
        State("document, half made", f"{CSS}/documents/made/{{half_made}}/"),
        State("document, being made", f"{CSS}/documents/made/{{waiting}}/"),
        State("document, failed", f"{CSS}/documents/made/{{failed}}/"),
        State("standards", "/standards/"),
        State("standard", f"{STANDARD}/"),
        State("standard, by its edition", f"{STANDARD}/editions/{{edition}}/"),
        State("element of the standard", f"{STANDARD}/elements/1.2.3/"),
        State("element of the edition", f"{STANDARD}/editions/{{edition}}/elements/4.3.6/"),
        State("may not", f"{CSS}/assessment/submit/", status=403),
        State("not found", f"{BUILDING}/", status=404),
        State("change password", "/account/password/change/"),
        State(
            "change password, error",
            "/account/password/change/",
            press("Change password"),
            has_error=True,
        ),
        State("reauthenticate", "/account/reauthenticate/"),
        State("sign out", "/account/logout/"),
    ],
    MANAGER: [
        *states_of_deciding(State, press),
        State("overview", f"{CSS}/"),
        State("assessment", f"{CSS}/assessment/"),
        State("plan of visits", f"{CSS}/assessment/plan/"),
        State("plan a visit", f"{CSS}/assessment/plan/annual-review-2/"),
        State(
            "plan a visit, error",
            f"{CSS}/assessment/plan/annual-review-2/",
            tick_nothing("Save the plan"),
            has_error=True,
        ),
        State("coverage", f"{CSS}/assessment/coverage/"),
        State(
            "coverage, error",
            f"{CSS}/assessment/coverage/",
            tick_nothing("Save what is under review"),
            has_error=True,
        ),
        State(
            "coverage, conflict",
            f"{CSS}/assessment/coverage/",
            choose_over_somebody("Save what is under review"),
            status=409,
        ),
        State("improvement, overdue", f"{CSS}/improvements/{{overdue}}/"),
        State(
            "improvement, nothing said",
            f"{CSS}/improvements/{{overdue}}/",
            press("Save"),
            has_error=True,
        ),
        State("owners", f"{CSS}/assessment/owners/"),
        State(
            "owners, error", f"{CSS}/assessment/owners/", name_a_day_that_is_none, has_error=True
        ),
        State("element, to approve", f"{CSS}/elements/1.2.3/", open_folds),
        State(
            "element, returned without a reason",
            f"{CSS}/elements/1.2.3/",
            send_back_without_a_reason,
            has_error=True,
        ),
        State("submit", f"{CSS}/assessment/submit/"),
        State(
            "submit, error",
            f"{CSS}/assessment/submit/",
            press("Submit to the assessor"),
            has_error=True,
        ),
    ],
    OFFICER2: [
        State("overview, being assessed", f"{BUILDING}/"),
        State("element, read-only", f"{BUILDING}/elements/1.1.1/"),
        State("element, rated", f"{BUILDING}/elements/1.2.1/"),
        State("assessment, being assessed", f"{BUILDING}/assessment/"),
        State("imports, none", f"{BUILDING}/imports/"),
        State("requests", f"{BUILDING}/assessment/requests/"),
        State("requests, answered", f"{BUILDING}/assessment/requests/?show=answered"),
        State("requests, none of these", f"{BUILDING}/assessment/requests/?show=closed"),
        State("request", f"{BUILDING}/assessment/requests/{{asked}}/"),
        State("request, answered", f"{BUILDING}/assessment/requests/{{answered}}/"),
        State(
            "request, error",
            f"{BUILDING}/assessment/requests/{{asked}}/",
            send_an_empty_answer,
            has_error=True,
        ),
        State(
            "request, conflict",
            f"{BUILDING}/assessment/requests/{{asked}}/",
            answer_what_moved,
            status=409,
        ),
        State("element, asked about", f"{BUILDING}/elements/1.3.1/"),
        State("element, request answered", f"{BUILDING}/elements/1.3.2/", open_folds),
    ],
    ADMIN: [
        State("home", "/"),
        State("element, to read", f"{CSS}/elements/1.2.3/"),
        State("element of the standard, may write guidance", f"{STANDARD}/elements/1.2.3/"),
        State("own guidance", OWN, open_folds),
        State("own guidance, by edition", f"{STANDARD}/editions/{{edition}}/guidance/{COUNCIL}/"),
        State("write guidance", f"{OWN}1.1.2/"),
        State(
            "write guidance, by edition",
            f"{STANDARD}/editions/{{edition}}/guidance/{COUNCIL}/1.2.3/",
        ),
        State("write guidance, error", f"{OWN}1.1.2/", write_too_much, has_error=True),
        State("write guidance, conflict", f"{OWN}1.2.3/", write_over_somebody, status=409),
        State("organisation", f"/organisations/{COUNCIL}/"),
        State("house style", HOUSE_STYLE),
        State("house style, too light", HOUSE_STYLE, choose_a_light_colour, has_error=True),
        State("house style, logo unsaid", HOUSE_STYLE, add_a_logo_without_words, has_error=True),
        State("house style, logo", HOUSE_STYLE, add_a_logo),
        State("house style, conflict", HOUSE_STYLE, style_over_somebody, status=409),
        *states_of_people(State, press),
        State("access", f"{CSS}/assessment/access/"),
        State("access, error", f"{CSS}/assessment/access/", press(INVITE), has_error=True),
        State("access, given again", f"{CSS}/assessment/access/?again={{grant}}"),
        State("access days", f"{CSS}/assessment/access/{{grant}}/days/"),
        State("access, nobody", f"{STARTING}/assessment/access/", status=404),
        *states_of_the_rule(State),
    ],
    GOVERNANCE: [
        State("home", "/"),
        State("library, to read", f"{CSS}/evidence/"),
        State("item, to read", f"{CSS}/evidence/{{pdf}}/"),
        *states_of_history(State, CSS),
        *states_of_records(State, press, CSS),
        *states_of_asking(State, press, CSS),
        *states_of_personal_data(State),
        *states_of_passkeys(State, press),
    ],
    OUTSIDER: [
        *states_of_account(State),
        State("overview, no assessment", f"{HOUSING}/"),
        State("element, no assessment", f"{HOUSING}/elements/1.1.1/"),
        State("assessment, none", f"{HOUSING}/assessment/"),
        State("compare, nothing", f"{HOUSING}/assessment/compare/"),
        State("open an assessment", f"{HOUSING}/assessment/open/"),
        State(
            "open an assessment, error",
            f"{HOUSING}/assessment/open/",
            open_without_a_name,
            has_error=True,
        ),
        State("documents, no assessment", f"{HOUSING}/documents/"),
    ],
    NEWCOMER: [
        State("overview, empty", f"{STARTING}/"),
        State("element, no team", f"{STARTING}/elements/1.1.1/"),
        State("library, empty", f"{STARTING}/evidence/"),
        State("assessment, none to come", f"{STARTING}/assessment/"),
    ],
    NOBODY: [State("home without a role", "/")],
    ASSESSOR: [
        State("home", "/"),
        State("not submitted", "/assessments/{css}/"),
        State("desk", "/assessments/{building}/"),
        State("desk, PDF open", "/assessments/{building}/elements/1.1.2/"),
        State("desk, no evidence", "/assessments/{building}/elements/5.3.2/"),
        State("desk, saved", "/assessments/{building}/elements/1.2.1/?saved=1.1.2"),
        State("desk, picture open", "/assessments/{building}/elements/4.2.1/"),
        State("desk, filtered", "/assessments/{building}/elements/1.2.1/?show=unrated"),
        State("desk, observation open", "/assessments/{building}/elements/2.2.1/"),
        State("desk, table open", "/assessments/{building}/elements/2.2.2/"),
        State("my notes, none", "/assessments/{building}/notes/"),
        State("desk, noted", "/assessments/{building}/elements/2.2.2/", note_something),
        State("my notes", "/assessments/{building}/notes/"),
        State("desk, rated", "/assessments/{building}/elements/5.3.1/", rate_with_one_key),
        State("desk, keys", "/assessments/{building}/elements/1.2.1/", open_the_keys),
        State(
            "desk, error",
            "/assessments/{building}/elements/1.2.2/",
            agree_without_a_reason,
            has_error=True,
        ),
        State(
            "desk, conflict",
            "/assessments/{building}/elements/1.1.1/",
            with_an_old_revision,
            status=409,
        ),
        State("requests", "/assessments/{building}/requests/"),
        State("requests, none of these", "/assessments/{building}/requests/?show=closed"),
        State("request", "/assessments/{building}/requests/{answered}/", open_folds),
        State(
            "request, error",
            "/assessments/{building}/requests/{answered}/",
            return_an_answer_without_a_reason,
            has_error=True,
        ),
        State(
            "request, conflict",
            "/assessments/{building}/requests/{answered}/",
            return_what_moved,
            status=409,
        ),
        State("desk, asked", "/assessments/{building}/elements/1.3.1/", open_folds),
        State("desk, request answered", "/assessments/{building}/elements/1.3.2/", open_folds),
        State("ask", "/assessments/{building}/elements/1.3.1/", ask_nothing, has_error=True),
        State("conclude", "/assessments/{building}/conclude/"),
        State(
            "conclude, no reason to return",
            "/assessments/{building}/conclude/",
            press("Return the assessment"),
            has_error=True,
        ),
        State("report", f"{DESK}/report/"),
        State("report part, written", f"{DESK}/report/introduction/", write_the_report),
        State(
            "report part, conflict",
            f"{DESK}/report/introduction/",
            write_the_report_over_somebody,
            status=409,
        ),
        State("report part, draft", f"{DESK}/report/method/", leave_the_report_unsaved),
        State(
            "report part, put back",
            f"{DESK}/report/introduction/?draft=none",
            put_the_report_back,
        ),
        State("report part, recommendation", f"{DESK}/report/recommendation/"),
        State("assessor’s report on screen", f"{DESK}/documents/assessor/"),
        State("documents at the desk", "/assessments/{building}/documents/"),
        State("summary on screen at the desk", "/assessments/{building}/documents/summary/"),
        State("evidence index at the desk", "/assessments/{building}/documents/index/"),
        State(
            "document at the desk, made",
            "/assessments/{building}/documents/made/{made_for_desk}/",
        ),
        State("not found", "/assessments/{building}/elements/9.9.9/", status=404),
    ],
    ENDED: [
        State("home, access ended", "/"),
        State("access ended", "/assessments/{building}/", status=403),
    ],
}
COMPLETED: dict[str, list[State]] = {
    OFFICER2: [
        State("overview, completed", f"{BUILDING}/"),
        State("element, completed", f"{BUILDING}/elements/1.1.1/"),
        State("assessment, completed", f"{BUILDING}/assessment/"),
        State("improvements, none", f"{BUILDING}/improvements/"),
    ],
    ASSESSOR: [
        State("desk, completed", "/assessments/{building}/elements/1.1.1/"),
        State("report, signed", f"{DESK}/report/"),
        State("report part, signed", f"{DESK}/report/introduction/"),
        State("conclude, completed", "/assessments/{building}/conclude/"),
        State(
            "conclude, no reason to open again",
            "/assessments/{building}/conclude/",
            press("Open the assessment again"),
            has_error=True,
        ),
    ],
}
RETURNED: dict[str, list[State]] = {
    OFFICER2: [
        State("overview, returned", f"{BUILDING}/"),
        State("assessment, returned", f"{BUILDING}/assessment/"),
        State("element, returned", f"{BUILDING}/elements/1.1.1/"),
    ],
    ASSESSOR: [
        State("desk, returned", "/assessments/{building}/elements/1.1.1/"),
        State("not submitted, returned", f"{DESK}/report/"),
        State("conclude, returned", "/assessments/{building}/conclude/"),
    ],
}
WORLDS = {"as loaded": AS_LOADED, "completed": COMPLETED, "returned": RETURNED}
