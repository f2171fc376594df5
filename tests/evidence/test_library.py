"""The evidence list: what it shows, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence.models import EvidenceItem
from tests.builders.evidence import (
    make_item,
    make_link,
    make_many_items,
    make_portfolio,
    make_version,
)
from tests.builders.files import PNG
from tests.builders.people import make_service, make_team

pytestmark = pytest.mark.django_db

STATEMENTS = 10


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def codes_on(client, address):
    return [item.code for item in client.get(address).context["page_obj"]]


def test_the_list_counts_and_shows_items_of_the_service_and_of_the_council(
    as_officer, portfolio, base
):
    team = make_team(portfolio.service)
    item = make_item(portfolio, "Face to face analysis", number=201, team=team)
    make_version(item)
    make_link(portfolio, item, "1.1.1")
    make_link(portfolio, item, "1.1.2")
    make_item(portfolio, "Customer charter", number=17, corporate=True)
    page = page_of(as_officer, f"{base}/evidence/")
    assert f"2 items: 1 of {portfolio.service.name}, 1 corporate." in page
    assert f'href="{base}/evidence/CSS201/">Face to face analysis</a>' in page
    row = page[page.index("CSS201") :]
    for word in ("1.1.1", "1.1.2", "New", "Customer Engagement", "PDF"):
        assert word in row
    assert "Not linked" in page and "No file" in page
    assert codes_on(as_officer, f"{base}/evidence/") == ["C017", "CSS201"]


def test_items_of_another_service_are_not_listed(as_officer, portfolio, base):
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="HR"))
    make_item(other, "Not for us", number=900)
    make_item(portfolio, "Ours", number=1)
    assert codes_on(as_officer, f"{base}/evidence/") == ["CSS001"]


def test_an_empty_list_says_how_evidence_comes(as_officer, base):
    assert "There is no evidence yet" in page_of(as_officer, f"{base}/evidence/")


def test_a_search_without_a_match_offers_the_whole_list(as_officer, portfolio, base):
    make_item(portfolio)
    page = page_of(as_officer, f"{base}/evidence/?words=nowhere")
    assert "Nothing matches" in page and f'href="{base}/evidence/">Show all evidence' in page


@pytest.fixture
def shelf(portfolio):
    """One item of each sort."""
    make_version(make_item(portfolio, "Alpha survey", number=1))
    picture = make_item(portfolio, "Beta picture", number=2, team=make_team(portfolio.service))
    make_version(picture, PNG, "photo.png")
    make_link(portfolio, picture, "1.1.1")
    make_link(portfolio, make_item(portfolio, "Gamma plan", number=3), "1.1.2", status="active")
    make_link(
        portfolio, make_item(portfolio, "Delta minutes", number=4), "1.1.3", status="archived"
    )
    make_link(portfolio, make_item(portfolio, "Charter", number=5, corporate=True), "1.1.1")
    return portfolio


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("words=SURVEY", ["CSS001"]),
        ("words=css00", ["CSS001", "CSS002", "CSS003", "CSS004"]),
        ("words=css00+plan", ["CSS003"]),
        ("status=new", ["CSS002"]),
        ("status=active", ["C005", "CSS003"]),
        ("status=new&status=archived", ["CSS002", "CSS004"]),
        ("scope=corporate", ["C005"]),
        ("scope=service&status=active", ["CSS003"]),
        ("file=picture", ["CSS002"]),
        ("file=pdf&file=picture", ["CSS001", "CSS002"]),
        ("file=none", ["C005", "CSS003", "CSS004"]),
        ("unlinked=yes", ["CSS001", "CSS004"]),
        ("element=1.1.1", ["C005", "CSS002"]),
        ("element=1", ["C005", "CSS002", "CSS003"]),
        ("element=1.1.3", []),
        ("sort=-code", ["CSS004", "CSS003", "CSS002", "CSS001", "C005"]),
        ("sort=title", ["CSS001", "CSS002", "C005", "CSS004", "CSS003"]),
        ("status=nonsense&sort=nonsense", ["C005", "CSS001", "CSS002", "CSS003", "CSS004"]),
        ("words=%00", ["C005", "CSS001", "CSS002", "CSS003", "CSS004"]),
    ],
)
def test_the_list_is_narrowed_by(query, codes, as_officer, shelf, base):
    assert codes_on(as_officer, f"{base}/evidence/?{query}") == codes


def test_the_list_is_narrowed_by_team(as_officer, shelf, base):
    team = shelf.service.teams.get()
    assert codes_on(as_officer, f"{base}/evidence/?team={team.pk}") == ["CSS002"]


def test_each_filter_says_how_many_items_are_behind_it(as_officer, shelf, base):
    facets = as_officer.get(f"{base}/evidence/").context["facets"]
    assert facets.statuses == {"new": 1, "active": 2, "archived": 1}
    assert (facets.all, facets.service, facets.corporate) == (5, 4, 1)
    assert facets.files["pdf"] == 1 and facets.files["picture"] == 1
    assert (facets.no_file, facets.unlinked) == (3, 2)
    page = page_of(as_officer, f"{base}/evidence/")
    assert '<span>No file</span> <span class="cse-filter__n">3</span>' in page


def test_words_looked_for_are_marked_and_never_obeyed(as_officer, portfolio, base):
    make_item(portfolio, "Survey of <b>surveys</b>", number=1)
    page = page_of(as_officer, f"{base}/evidence/?words=survey")
    assert "<mark>Survey</mark> of &lt;b&gt;<mark>survey</mark>s&lt;/b&gt;" in page


def test_fifty_items_make_a_page_and_the_filters_stay_in_the_address(as_officer, portfolio, base):
    for number in range(1, 53):
        make_item(portfolio, number=number)
    assert len(codes_on(as_officer, f"{base}/evidence/")) == 50
    assert codes_on(as_officer, f"{base}/evidence/?scope=service&page=2") == ["CSS051", "CSS052"]
    page = page_of(as_officer, f"{base}/evidence/?scope=service")
    assert 'href="?scope=service&amp;page=2"' in page


def test_a_stranger_does_not_find_the_list(as_stranger, base):
    assert as_stranger.get(f"{base}/evidence/").status_code == 404


def test_who_has_not_signed_in_is_asked_to(client, base):
    response = client.get(f"{base}/evidence/")
    assert response.status_code == 302 and response.url.startswith("/account/login/")


def test_governance_reads_the_list(as_governance, base):
    assert as_governance.get(f"{base}/evidence/").status_code == 200


def test_the_list_is_narrowed_to_what_is_stale_and_to_an_owner(
    as_officer, officer, portfolio, base
):
    today = timezone.localdate()
    dates = {
        201: {"covers_to": today - timedelta(days=2000)},
        202: {"review_by": today + timedelta(days=30), "owner": officer},
        203: {"produced_on": today, "owner": officer, "marking": "official-sensitive"},
        204: {},
    }
    for number, facts in dates.items():
        item = make_item(portfolio, number=number)
        EvidenceItem.objects.filter(pk=item.pk).update(**facts)
    address = f"{base}/evidence/"
    assert codes_on(as_officer, f"{address}?age=stale") == ["CSS201"]
    assert codes_on(as_officer, f"{address}?age=due&age=fresh") == ["CSS202", "CSS203"]
    assert codes_on(as_officer, f"{address}?age=undated") == ["CSS204"]
    assert codes_on(as_officer, f"{address}?owner={officer.pk}") == ["CSS202", "CSS203"]
    assert codes_on(as_officer, f"{address}?owner=nobody") == ["CSS201", "CSS204"]
    assert codes_on(as_officer, f"{address}?marking=official-sensitive") == ["CSS203"]
    facets = as_officer.get(address).context["facets"]
    assert facets.ages == {"fresh": 1, "due": 1, "stale": 1, "undated": 1}
    assert facets.owners == {(str(officer.pk), "Isla Campbell"): 2}
    page = page_of(as_officer, address)
    assert "Isla Campbell (2)" in page and f'{base}/dates/">Dates to confirm</a>' in page


@pytest.mark.parametrize("size", [1, 150, 1500])
def test_the_list_takes_as_many_statements_at_any_size(
    size, as_officer, portfolio, team, base, django_assert_max_num_queries
):
    make_many_items(portfolio, size)
    with django_assert_max_num_queries(STATEMENTS) as narrow:
        assert as_officer.get(f"{base}/evidence/").status_code == 200
    with django_assert_max_num_queries(STATEMENTS):
        query = f"words=e&status=new&scope=service&file=pdf&element=1.1&team={team.pk}&sort=title"
        query += "&age=stale&age=undated&owner=nobody&marking=official"
        assert as_officer.get(f"{base}/evidence/?{query}").status_code == 200
    assert len(narrow.captured_queries) == STATEMENTS
