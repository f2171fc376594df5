"""What a search finds, and what it must not."""

import re

import pytest
from django.core.paginator import Paginator

from evidence.enums import Scan
from evidence.models import EvidenceItem, EvidenceVersion, PageOfWords
from evidence.queries import library_items
from evidence.search.index import Kind, find, snippets_for
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.people import make_service
from tests.builders.words import make_words

pytestmark = pytest.mark.django_db


def codes(portfolio, words):
    hits = find(portfolio, words)
    return [item.code for item in hits.narrow(library_items(portfolio))]


def place(portfolio, item, words):
    hits = find(portfolio, words)
    return snippets_for([item], hits).get(item.pk)


@pytest.fixture
def shelf(portfolio):
    """A survey, a charter of the council, and minutes with words inside."""
    survey = make_item(portfolio, "Customer satisfaction survey", number=1)
    make_words(survey, "Seventeen per cent were unhappy", "Parking permits: HR-12 applies")
    make_item(portfolio, "Customer charter", number=17, corporate=True)
    minutes = make_item(portfolio, "Team minutes", number=120)
    EvidenceItem.objects.filter(pk=minutes.pk).update(description="Consultation on Cafés")
    make_words(minutes, "We said and/or meant seventeen things about permits")
    return portfolio


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("survey", ["CSS001"]),
        ("SURVEYS", ["CSS001"]),
        ("satisf", ["CSS001"]),
        ("customer", ["C017", "CSS001"]),
        ("charter customers", ["C017"]),
        ("css", ["CSS001", "CSS120"]),
        ("css1", ["CSS001", "CSS120"]),
        ("css12", ["CSS120"]),
        ("CSS-1", ["CSS001"]),
        ("css001 survey", ["CSS001"]),
        ("css120 survey", []),
        ("consultations", ["CSS120"]),
        ("cafe", ["CSS120"]),
        ("Cafés", ["CSS120"]),
        ("seventeen", ["CSS001", "CSS120"]),
        ("seventeen permits", ["CSS120"]),
        ("permit", ["CSS001", "CSS120"]),
        ("HR-12", ["CSS001"]),
        ("hr 12", ["CSS001"]),
        ("12-HR", []),
        ("or", []),
        ("and/or", []),
        ("meant/or", ["CSS120"]),
        ("or/meant", ["CSS120"]),
        ("the permits", ["CSS001", "CSS120"]),
        ("unhappy NOT seventeen", ["CSS001"]),
        ('"unhappy', ["CSS001"]),
        ("sur*", ["CSS001"]),
        ("perm", []),
        ("words:unhappy", []),
        ("😀", []),
        ("***", []),
        ("x" * 10_000, []),
    ],
)
def test_words_find(words, found, shelf):
    assert codes(shelf, words) == found


def test_a_code_is_a_better_match_than_a_title_and_a_title_than_a_page(portfolio):
    inside = make_item(portfolio, "Minutes", number=3)
    make_words(inside, "see CSS001 there")
    titled = make_item(portfolio, "After CSS001", number=2)
    coded = make_item(portfolio, "Survey", number=1)
    hits = find(portfolio, "css001")
    assert {pk: hit.kind for pk, hit in hits.by_item.items()} == {
        coded.pk: Kind.CODE,
        titled.pk: Kind.TITLE,
        inside.pk: Kind.TEXT,
    }
    pages = Paginator(hits.best_first(library_items(portfolio)), 2)
    assert [list(page.object_list) for page in pages] == [[coded, titled], [inside]]


def test_where_the_words_stand_is_shown_with_the_words_marked(portfolio):
    item = make_item(portfolio)
    make_words(item, "Nothing here", "They asked <b>for</b> permits & got none", "No permit")
    found = place(portfolio, item, "permit")
    assert found.place == "Page 2"
    assert found.words == "They asked &lt;b&gt;for&lt;/b&gt; <mark>permits</mark> &amp; got none"
    assert (found.further, found.opens_at) == (1, 2)


def test_accents_and_signs_stay_in_what_is_shown(portfolio):
    item = make_item(portfolio)
    make_words(item, "Dà chafé/bar and cafe’s “permits”")
    assert place(portfolio, item, "permit bar").words == (
        "Dà chafé/<mark>bar</mark> and cafe’s “<mark>permits</mark>”"
    )
    assert "<mark>chafé</mark>" in place(portfolio, item, "chafe").words


def test_a_long_page_is_cut_to_where_most_of_the_words_stand(portfolio):
    item = make_item(portfolio)
    make_words(item, "permit " + "word " * 400 + "permit for parking " + "word " * 400)
    words = place(portfolio, item, "permit parking").words
    assert "<mark>permit</mark> for <mark>parking</mark>" in words
    assert words.startswith("… ") and words.endswith(" …") and len(words) < 220


def test_what_only_an_older_version_says_is_not_found(portfolio):
    item = make_item(portfolio)
    make_words(item, "unhappy")
    assert codes(portfolio, "unhappy") == [item.code]
    make_version(item)
    assert codes(portfolio, "unhappy") == []


@pytest.mark.parametrize("scan", [Scan.WAITING, Scan.INFECTED])
def test_a_file_that_is_held_is_not_looked_into(scan, portfolio):
    version = make_words(make_item(portfolio), "unhappy")
    EvidenceVersion.objects.filter(pk=version.pk).update(scan=scan)
    assert codes(portfolio, "unhappy") == []


def test_a_redacted_copy_is_not_looked_into_and_does_not_hide_its_original(portfolio):
    item = make_item(portfolio)
    original = make_words(item, "unhappy")
    copy = make_words(item, "blacked out")
    EvidenceVersion.objects.filter(pk=copy.pk).update(role="redacted", accompanies=original)
    assert codes(portfolio, "unhappy") == [item.code]
    assert codes(portfolio, "blacked") == []


def test_nothing_of_other_services_and_councils_is_found(portfolio):
    for other in (
        make_portfolio(make_service(portfolio.service.organisation, prefix="HR")),
        make_portfolio(),
    ):
        make_words(make_item(other, "Secret"), "unhappy")
    assert find(portfolio, "unhappy").by_item == {}
    assert find(portfolio, "secret").by_item == {}


def test_the_index_follows_what_changes(portfolio):
    item = make_item(portfolio, "Survey")
    version = make_words(item, "unhappy")
    EvidenceItem.objects.filter(pk=item.pk).update(title="Minutes")
    assert (codes(portfolio, "survey"), codes(portfolio, "minutes")) == ([], [item.code])
    PageOfWords.objects.filter(version=version).update(words="content")
    assert (codes(portfolio, "unhappy"), codes(portfolio, "content")) == ([], [item.code])
    PageOfWords.objects.filter(version=version).delete()
    assert codes(portfolio, "content") == []


@pytest.mark.parametrize("size", [1, 12])
def test_finding_and_showing_take_the_same_few_statements_for_any_number(
    size, portfolio, django_assert_num_queries
):
    items = [make_item(portfolio) for _number in range(size)]
    for item in items:
        make_words(item, "unhappy people", "unhappy again")
    with django_assert_num_queries(1):
        hits = find(portfolio, "unhappy")
    with django_assert_num_queries(1):
        assert len(snippets_for(items, hits)) == size


def test_the_place_that_is_shown_leads_to_that_page_of_the_pdf(as_officer, portfolio, base):
    item = make_item(portfolio, "Survey", number=1)
    make_words(item, "content", "unhappy")
    found = as_officer.get(f"{base}/evidence/?words=unhappy").content.decode()
    address = re.search(r'<a href="([^"]+)">Page 2</a>', found)[1].replace("&amp;", "&")
    assert "#page=2" in as_officer.get(address).content.decode()


@pytest.mark.parametrize("page", ["", "x", "-1", "9" * 9, "2#x", "²"])
def test_a_page_that_is_none_opens_the_file_at_its_beginning(page, as_officer, portfolio, base):
    make_version(make_item(portfolio, number=1))
    answer = as_officer.get(f"{base}/evidence/CSS001/", {"page": page})
    assert answer.status_code == 200 and "#page" not in answer.content.decode()
