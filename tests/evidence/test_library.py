"""The evidence list: what it shows, how it is narrowed, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.history import record
from bench.shelf import fill_shelf
from evidence.models import EvidenceItem, EvidenceVersion, PageOfWords, Reading
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import PNG
from tests.builders.people import make_service, make_team

pytestmark = pytest.mark.django_db


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
    assert f'href="{base}/evidence/CSS201/?list=&amp;at=2">Face to face analysis</a>' in page
    row = page[page.index("CSS201") :]
    for word in ("1.1.1", "1.1.2", "New", "PDF"):
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


def numbers_on(client, address):
    """What stands beside the choices of each filter."""
    groups = client.get(address).context["counts"].groups
    return {name: dict(numbers) for name, numbers in groups.items() if numbers}


def test_each_choice_says_how_many_items_it_would_find(as_officer, shelf, base):
    numbers = numbers_on(as_officer, f"{base}/evidence/")
    assert numbers["status"] == {"new": 1, "active": 2, "archived": 1}
    assert numbers["scope"] == {"service": 4, "corporate": 1}
    assert numbers["file"] == {"pdf": 1, "picture": 1, "none": 3}
    assert numbers["unlinked"] == {"yes": 2}
    page = page_of(as_officer, f"{base}/evidence/")
    assert '<span>No file yet</span> <span class="cse-filter__n">3</span>' in page
    assert '<span>Email</span> <span class="cse-filter__n">0</span>' in page


def test_the_numbers_follow_what_is_chosen_in_the_other_filters(as_officer, shelf, base):
    numbers = numbers_on(as_officer, f"{base}/evidence/?file=none")
    assert numbers["status"] == {"active": 2, "archived": 1}
    assert numbers["file"] == {"pdf": 1, "picture": 1, "none": 3}
    numbers = numbers_on(as_officer, f"{base}/evidence/?words=css00&element=1")
    assert numbers["scope"] == {"service": 2}


def test_the_numbers_are_up_to_date_after_a_change(as_officer, shelf, base):
    address = f"{base}/evidence/"
    assert numbers_on(as_officer, address)["file"]["none"] == 3
    make_version(EvidenceItem.objects.get(code="CSS003"))
    assert numbers_on(as_officer, address)["file"]["none"] == 2


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
    assert numbers_on(as_officer, address)["age"] == dict.fromkeys(
        ("fresh", "due", "stale", "undated"), 1
    )
    page = page_of(as_officer, address)
    assert "Isla Campbell (2)" in page and f'{base}/dates/">Dates to confirm</a>' in page


def withdraw(item, by):
    EvidenceItem.objects.filter(pk=item.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason="Never ours"
    )


def test_what_was_withdrawn_is_shown_only_to_who_asks(as_officer, officer, portfolio, base):
    make_item(portfolio, number=1)
    withdraw(make_item(portfolio, number=2), officer)
    address = f"{base}/evidence/"
    assert codes_on(as_officer, address) == ["CSS001"]
    assert codes_on(as_officer, f"{address}?withdrawn=yes") == ["CSS002"]
    assert numbers_on(as_officer, address)["withdrawn"] == {"yes": 1}
    page = page_of(as_officer, address)
    assert f"1 item: 1 of {portfolio.service.name}, 0 corporate." in page


def test_a_redacted_copy_and_pictures_beside_a_note_are_not_the_file(as_officer, portfolio, base):
    item = make_item(portfolio, number=1)
    original = make_version(item)
    picture = make_version(item, PNG, "photo.png")
    type(picture).objects.filter(pk=picture.pk).update(role="picture", accompanies=original)
    address = f"{base}/evidence/"
    assert codes_on(as_officer, f"{address}?file=pdf") == ["CSS001"]
    assert codes_on(as_officer, f"{address}?file=picture") == []
    (row,) = as_officer.get(address).context["page_obj"]
    assert (row.file_type, row.file_number) == ("application/pdf", 1)


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("audio/mpeg", "picture"),
        ("video/mp4", "picture"),
        ("message/rfc822", "email"),
        ("text/uri-list", "web"),
        ("text/plain", "note"),
        ("text/csv", "sheet"),
    ],
)
def test_every_kind_of_evidence_can_be_asked_for(media_type, kind, as_officer, portfolio, base):
    version = make_version(make_item(portfolio, number=1))
    type(version).objects.filter(pk=version.pk).update(media_type=media_type)
    assert codes_on(as_officer, f"{base}/evidence/?file={kind}") == ["CSS001"]
    assert numbers_on(as_officer, f"{base}/evidence/")["file"] == {kind: 1}


def test_what_is_chosen_can_be_taken_away_one_by_one(as_officer, officer, shelf, base):
    query = f"words=css&status=new&status=archived&owner={officer.pk}&sort=title"
    chips = as_officer.get(f"{base}/evidence/?{query}").context["chips"]
    assert [(str(chip.label), chip.query) for chip in chips] == [
        ("‘css’", f"status=new&status=archived&owner={officer.pk}&sort=title"),
        ("New", f"words=css&status=archived&owner={officer.pk}&sort=title"),
        ("No longer used", f"words=css&status=new&owner={officer.pk}&sort=title"),
        ("Owner: not known", "words=css&status=new&status=archived&sort=title"),
    ]


def test_headings_sort_and_say_how_it_is_sorted(as_officer, shelf, base):
    page = page_of(as_officer, f"{base}/evidence/?scope=service&sort=title")
    assert 'aria-sort="ascending"><a href="?scope=service&amp;sort=-title">Title' in page
    assert 'scope="col"><a href="?scope=service&amp;sort=age">Age' in page


def test_items_are_sorted_by_what_asks_for_a_look(as_officer, portfolio, base):
    today = timezone.localdate()
    facts = [
        {"review_by": today + timedelta(days=300)},
        {"covers_to": today - timedelta(days=2000)},
        {},
        {"review_by": today + timedelta(days=10)},
        {"covers_to": today - timedelta(days=1500)},
    ]
    for number, each in enumerate(facts, start=1):
        EvidenceItem.objects.filter(pk=make_item(portfolio, number=number).pk).update(**each)
    oldest_first = ["CSS002", "CSS005", "CSS004", "CSS003", "CSS001"]
    assert codes_on(as_officer, f"{base}/evidence/?sort=age") == oldest_first
    fresh_first = ["CSS001", "CSS003", "CSS004", "CSS005", "CSS002"]
    assert codes_on(as_officer, f"{base}/evidence/?sort=-age") == fresh_first


def test_the_reader_chooses_columns_and_length(as_officer, portfolio, base):
    for number in range(1, 23):
        make_item(portfolio, number=number)
    response = as_officer.get(f"{base}/evidence/?columns=code,marking&size=20")
    page = " ".join(response.content.decode().split())
    assert [str(h.column.label) for h in response.context["headings"]] == [
        *("Code", "Title", "Protective marking")
    ]
    assert "</span>OFFICIAL</span>" in page and "1 to 20 of 22" in page
    assert "/evidence/?columns=code,title,marking&amp;size=20" in page
    one_by_one = as_officer.get(f"{base}/evidence/?columns=code&columns=team")
    assert one_by_one.context["columns"] == {"code", "title", "team"}


@pytest.mark.parametrize(
    "query", ["owner=x", "owner=99999999999999999999", "team=-1", "element=%00", "size=7"]
)
def test_what_cannot_be_understood_is_left_aside(query, as_officer, shelf, base):
    response = as_officer.get(f"{base}/evidence/?{query}")
    assert len(response.context["page_obj"].object_list) == 5


def test_lists_that_everybody_wants_are_there_with_their_numbers(as_officer, officer, shelf, base):
    EvidenceItem.objects.filter(code="CSS001").update(owner=officer, review_by=timezone.localdate())
    lists = as_officer.get(f"{base}/evidence/").context["lists"]
    assert [(str(each.name), each.number) for each in lists] == [
        ("Mine, stale or due", 1),
        ("No file yet", 3),
        ("Not linked to an element", 2),
        ("New for this visit", 1),
    ]
    for each in lists:
        found = as_officer.get(f"{base}/evidence/?{each.query}").context["counts"].total
        assert found == each.number


def test_words_inside_files_are_found_with_their_place(as_officer, portfolio, base):
    titled = make_item(portfolio, "Customer consultation", number=1)
    inside = make_item(portfolio, "Annual report", number=2)
    make_item(portfolio, "Budget", number=3)
    for item, pages in ((inside, ("the consultation of <b>autumn</b>", "second consultation")),):
        version = make_version(item)
        Reading.objects.update_or_create(version=version, defaults={"state": "read"})
        PageOfWords.objects.filter(version=version).delete()
        PageOfWords.objects.bulk_create(
            PageOfWords.make(version=version.pk, number=at, place=f"Page {at}", words=words)
            for at, words in enumerate(pages, start=1)
        )
    address = f"{base}/evidence/?words=consultation"
    assert codes_on(as_officer, address) == [titled.code, inside.code]
    page = page_of(as_officer, address)
    assert "<b>2 items</b> hold ‘consultation’: 1 in the title, 1 inside the file only" in page
    assert ">Page 1</a> the <mark>consultation</mark> of &lt;b&gt;autumn&lt;/b&gt;" in page
    assert "and 1 more place" in page and "There is no file yet." in page
    assert codes_on(as_officer, f"{address}&sort=title") == [inside.code, titled.code]
    assert codes_on(as_officer, f"{address}&file=pdf") == [inside.code]


FILTERS = "status=new&scope=service&file=pdf&age=stale&age=undated&marking=official&sort=title"


@pytest.mark.parametrize("size", [150, 1500, pytest.param(15_000, marks=pytest.mark.long)])
def test_the_list_takes_as_many_statements_at_any_size(
    size, as_officer, officer, portfolio, team, base, django_assert_num_queries
):
    fill_shelf(portfolio, size, owners=[officer], teams=[team])
    read_all("a survey of autumn")
    address = f"{base}/evidence/"
    narrowed = f"{address}?element=1&team={team.pk}&owner={officer.pk}&{FILTERS}"
    costs = {
        address: (8, 7),
        f"{address}?{FILTERS}": (8, 7),
        narrowed: (9, 8),
        f"{address}?words=autumn": (10, 9),
        f"{address}?words=survey": (10, 9),
        f"{narrowed}&words=survey": (10, 9),
        f"{narrowed}&words=autumn&sort=best": (10, 9),
    }
    for at, (each, (anew, kept)) in enumerate(costs.items()):
        record(verb="evidence.added", by=None, code=f"CSS{at}", title="Another deed")
        with django_assert_num_queries(anew):
            assert as_officer.get(each).context["page_obj"].object_list
        with django_assert_num_queries(kept):
            shown = as_officer.get(each).context
        assert bool(shown["snippets"]) == ("words" in each)


def test_choices_for_words_count_what_a_list_of_each_shows(as_officer, officer, portfolio, base):
    team = make_team(portfolio.service)
    fill_shelf(portfolio, 150, owners=[officer], teams=[team])
    read_all("a survey of autumn")
    for more in ("", "&element=1", f"&team={team.pk}", f"&owner={officer.pk}&scope=service"):
        address = f"{base}/evidence/?words=survey&size=100{more}"
        for name, numbers in numbers_on(as_officer, address).items():
            if name != "scope":
                for value, number in numbers.items():
                    found = as_officer.get(f"{address}&{name}={value}").context["page_obj"]
                    assert found.paginator.count == number
                    if found.paginator.count <= 100:
                        assert len(found.object_list) == number


def read_all(words):
    """Every file says these words, on its one page."""
    versions = EvidenceVersion.objects.values_list("pk", flat=True)
    Reading.objects.bulk_create(Reading(version_id=each, state="read") for each in versions)
    PageOfWords.objects.bulk_create(
        PageOfWords.make(version=each, number=1, place="Page 1", words=words) for each in versions
    )
