"""The pages of histories: who sees what of them, narrowed, page by page, and as files."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.history import About, erase_person, record
from accounts.history.sentences import told
from accounts.models import HistoryEntry
from accounts.templatetags.portal import british_date
from evidence.actions import record_reading, retitle_item
from evidence.histories.difference import Piece, pieces_of
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.people import make_user, sign_in
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db
READ, EXPORTED, CHANGED = "Read CSS501", "Exported the evidence", "Changed the title of CSS501"
STATEMENTS = 6


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def council(portfolio):
    return portfolio.service.organisation


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Morag Officer")


@pytest.fixture
def address(council):
    return f"/organisations/{council.slug}/history/"


@pytest.fixture(autouse=True)
def _deeds(portfolio, officer):
    """A change of text, a reading and an export."""
    item = make_item(portfolio, "Customer charter", number=501)
    retitle_item(item=item, title="Customer promise", by=officer)
    record_reading(version=make_version(item), by=officer, portfolio=portfolio)
    about = About(organisation_id=portfolio.service.organisation_id, portfolio_id=portfolio.pk)
    record(verb="evidence.exported", by=officer, about=about, service="=1+1", format="CSV")


def as_role(role, place):
    return sign_in(Client(), make_user(role, place))


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_governance_sees_readings_and_administrators_all_but_them(council, address):
    governance = page_of(as_role(Role.GOVERNANCE, council), f"{address}?kind=all")
    administrator = page_of(as_role(Role.ADMINISTRATOR, council), address)
    for words, seen in ((READ, governance), (EXPORTED, administrator), (CHANGED, administrator)):
        assert words in seen
    assert READ not in administrator
    assert "Morag Officer" in administrator


def test_officers_see_changes_of_their_service_and_no_readings(portfolio):
    officer = as_role(Role.OFFICER, portfolio.service)
    base = f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"
    for address in (f"{base}/history/", f"{base}/evidence/CSS501/history"):
        page = page_of(officer, address)
        assert READ not in page
    assert CHANGED in page


def test_everybody_sees_what_they_did_and_nothing_of_others(officer, council):
    assert READ in page_of(sign_in(Client(), officer), "/account/activity/")
    other = page_of(as_role(Role.GOVERNANCE, council), "/account/activity/")
    assert READ not in other
    assert 'name="who"' not in other, "one's own history has one person in it"


def test_the_history_of_a_person_is_what_they_did_and_what_was_done_about_them(council, officer):
    admin = make_user(Role.ADMINISTRATOR, council, name="Ann Administrator")
    record(verb="accounts.invited", by=admin, about=About(person_id=officer.pk), who="Morag")
    address = f"/organisations/{council.slug}/people/{officer.pk}/history/"
    page = page_of(sign_in(Client(), admin), address)
    assert CHANGED in page
    assert "Invited Morag" in page
    assert "Ann Administrator" in page


def test_a_changed_text_shows_what_was_added_and_taken_out_also_to_the_ear(council, address):
    page = page_of(as_role(Role.GOVERNANCE, council), address)
    assert "Taken out: </span>charter" in page
    assert "Added: </span>promise" in page


@pytest.mark.any_database
def test_a_difference_says_what_stayed_once():
    assert pieces_of("We meet every week.", "We meet each week.") == [
        Piece("same", "We meet "),
        Piece("taken out", "every "),
        Piece("added", "each "),
        Piece("same", "week."),
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=reading", {READ}),
        ("kind=export", {EXPORTED}),
        ("kind=change&code=css501", {CHANGED}),
        ("", {EXPORTED, CHANGED}),
        ("kind=all", {READ, EXPORTED, CHANGED}),
        ("code=CSS501", {CHANGED}),
        ("code=CSS501&kind=all", {READ, CHANGED}),
        ("who=morag&kind=reading", {READ}),
        ("who=nobody", set()),
        ("kind=nonsense&since=x&code=CSS501", {CHANGED}),
        ("since={tomorrow}", set()),
        ("until={yesterday}", set()),
        ("since={today}&until={today}", {EXPORTED, CHANGED}),
        ("since={written}", {EXPORTED, CHANGED}),
    ],
)
def test_a_history_can_be_narrowed(query, shown, council, address):
    today, day = timezone.localdate(), timedelta(days=1)
    days = {"today": today, "tomorrow": today + day, "yesterday": today - day}
    query = query.format(**days, written=british_date(today))
    page = page_of(as_role(Role.GOVERNANCE, council), f"{address}?{query}")
    assert {words for words in (READ, EXPORTED, CHANGED) if words in page} == shown
    assert ("Nothing like this" in page) == (not shown)


def test_the_page_says_that_readings_are_left_out_and_shows_them_when_asked(council, address):
    governance = as_role(Role.GOVERNANCE, council)
    page = page_of(governance, address)
    assert "Readings are left out" in page and "?kind=all" in page
    assert "Readings are left out" not in page_of(governance, f"{address}?kind=all")
    assert "Readings are left out" not in page_of(as_role(Role.ADMINISTRATOR, council), address)


def test_who_read_the_history_is_in_it(council, address):
    page_of(as_role(Role.ADMINISTRATOR, council), address)
    entries = HistoryEntry.objects.filter(verb="accounts.page_read")
    said = [line.sentence for line in told(entries)]
    assert said == [f"Read the history of {council.name}, once or more in ten minutes"]


@pytest.mark.parametrize("entries", [60, 200])
def test_pages_follow_each_other_at_the_same_cost(
    entries, council, address, django_assert_num_queries
):
    about = About(organisation_id=council.pk)
    for number in range(entries):
        record(verb="evidence.exported", by=None, about=about, service=f"Nº{number}.", format="")
    governance = as_role(Role.GOVERNANCE, council)
    with django_assert_num_queries(STATEMENTS + READING):
        page = page_of(governance, address)
    assert f"Nº{entries - 1}." in page
    assert f"Nº{entries - 51}." not in page
    last = HistoryEntry.objects.filter(verb="evidence.exported").order_by("-sequence")[49]
    assert f"before={last.sequence}" in page
    with django_assert_num_queries(STATEMENTS):
        assert f"Nº{entries - 51}." in page_of(governance, f"{address}?before={last.sequence}")


def test_what_is_shown_can_be_taken_away_and_that_is_in_the_history(council, address):
    governance = as_role(Role.GOVERNANCE, council)
    response = governance.get(f"{address}?kind=export&as=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text))
    assert heads[:5] == ["Number", "When", "Who", "Kind", "What"]
    assert [row[4] for row in rows] == ["Exported the evidence of =1+1 as CSV"]
    assert "attachment" in response["Content-Disposition"]
    entry = HistoryEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.organisation_id) == ("accounts.history_exported", council.pk)
    governance.head(f"{address}?as=csv")
    assert HistoryEntry.objects.order_by("-sequence")[0] == entry


def test_no_cell_of_a_file_can_run_as_a_formula(council, address):
    record(verb="=cmd()", by=None, about=About(organisation_id=council.pk))
    governance = as_role(Role.GOVERNANCE, council)
    book = load_workbook(io.BytesIO(b"".join(governance.get(f"{address}?as=xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "'=cmd()" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    text = b"".join(governance.get(f"{address}?as=csv")).decode("utf-8-sig")
    assert "'=cmd()" in text
    assert "Customer [-charter-] [+promise+]" in text


def test_an_entry_says_which_element_of_which_service_it_is_about(portfolio, council, address):
    about = About(council.pk, portfolio.pk, element_code="1.1.2")
    record(verb="evidence.exported", by=None, about=about, service="Anything", format="CSV")
    page = page_of(as_role(Role.ADMINISTRATOR, council), address)
    assert f"Element 1.1.2, {portfolio.service.name}<" in page


def test_an_erased_person_leaves_a_line_without_a_name(council, address):
    gone = make_user(name="Gone Person")
    record(verb="evidence.exported", by=gone, about=About(organisation_id=council.pk))
    entry = record(verb="accounts.person_erased", by=None, about=About(person_id=gone.pk))
    governance = as_role(Role.GOVERNANCE, council)
    assert "Gone Person" in page_of(governance, address)
    erase_person(person_id=gone.pk, entry=entry)
    assert "Gone Person" not in page_of(governance, address)
