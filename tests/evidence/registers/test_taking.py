"""What a register says otherwise is taken only where it was ticked."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import HistoryText
from evidence.actions import ChangedMeanwhile
from evidence.actions.facts import overwrite_facts
from evidence.models import EvidenceItem, EvidenceLink, RegisterUpload, SummaryImport
from evidence.registers.write import register_csv
from tests.builders.evidence import element_of, make_item, make_link
from tests.builders.people import make_team, make_user

pytestmark = pytest.mark.django_db

REGISTER = (
    "Code,Title,Element,Status,Place in the list,Where to look,Why it matters,Produced on,"
    "Review by,Owner,Team,Protective marking\n"
    "CSS201,Their title,1.1.1,Active,1,Page 2,It shows it,2023-03-21,2027-01-01,"
    "isla campbell,ICT,OFFICIAL-SENSITIVE\n"
)


@pytest.fixture
def item(portfolio):
    """It differs from the register in title, date, owner, team, marking, status and place."""
    item = make_item(portfolio, "Our own title", number=201)
    item.produced_on = date(2020, 1, 1)
    item.owner = make_user(name="Calum Ross")
    item.team = make_team(portfolio.service, "Front desk", [(700, 710)])
    item.save()
    make_team(portfolio.service, "ICT", [(711, 720)])
    make_link(portfolio, item, locator="Page 1")
    return item


@pytest.fixture
def send(as_officer, base):
    def run(content: str = REGISTER) -> str:
        file = SimpleUploadedFile("register.csv", content.encode())
        return as_officer.post(f"{base}/imports/register/", {"file": file})["Location"]

    return run


def differences(client, address):
    page = client.get(f"{address}?show=differences")
    return [row.difference for row in page.context["page_obj"]]


def tick(client, address, *columns):
    found = differences(client, address)
    keys = [each.key for each in found]
    ticked = [each.key for each in found if each.column.value in columns]
    return client.post(f"{address}choose", {"shown": keys, "take": ticked})


def confirm(client, address):
    seen = client.get(address).context["plan"].mark
    return client.post(f"{address}confirm", {"seen": seen}, follow=True)


def test_every_difference_is_shown_with_both_sides(as_officer, item, officer, send):
    found = {
        each.column.value: (each.ours, each.theirs) for each in differences(as_officer, send())
    }
    assert found == {
        "title": ("Our own title", "Their title"),
        "produced_on": ("1 January 2020", "21 March 2023"),
        "owner": ("Calum Ross", "Isla Campbell"),
        "team": ("Front desk", "ICT"),
        "marking": ("OFFICIAL", "OFFICIAL-SENSITIVE"),
        "status": ("New", "Active"),
        "locator": ("Page 1", "Page 2"),
    }


def test_without_a_tick_what_is_here_stays(as_officer, item, send):
    confirm(as_officer, send())
    item.refresh_from_db()
    assert item.title == "Our own title"
    assert item.review_by == date(2027, 1, 1), "blanks are filled in all the same"
    assert EvidenceLink.objects.get().locator == "Page 1"


def test_only_what_is_ticked_is_taken_and_the_history_says_before_and_after(
    as_officer, item, officer, send
):
    address = send()
    tick(as_officer, address, "title", "produced_on", "owner", "locator")
    page = as_officer.get(address)
    assert page.context["counts"]["updated"] == {"evidence": 1, "links": 1}
    assert "Changed" in page.content.decode()
    confirm(as_officer, address)
    item.refresh_from_db()
    assert (item.title, item.produced_on, item.owner) == (
        "Their title",
        date(2023, 3, 21),
        officer,
    )
    assert (item.team.name, item.marking) == ("Front desk", "official"), "those were not ticked"
    link = EvidenceLink.objects.get()
    assert (link.locator, link.rationale, link.status) == ("Page 2", "It shows it", "new")
    words = next(
        text.words
        for text in HistoryText.objects.order_by("-entry_sequence")
        if "title" in text.words.get("after", {})
    )
    assert words["before"]["title"] == "Our own title"
    assert words["after"]["title"] == "Their title"
    assert SummaryImport.objects.get().counts["updated"] == {"evidence": 1, "links": 1}


def test_everything_ticked_is_taken_and_a_second_run_changes_nothing(
    as_officer, item, send, portfolio
):
    address = send()
    tick(as_officer, address, *(each.column.value for each in differences(as_officer, address)))
    assert "kept" not in {w.code for w in as_officer.get(address).context["plan"].warnings}
    confirm(as_officer, address)
    assert EvidenceLink.objects.get().status == "active"
    again = send()
    assert as_officer.get(again).context["plan"].changes is False
    assert differences(as_officer, again) == []
    exported = register_csv(portfolio)
    third = send(exported.decode("utf-8-sig"))
    assert as_officer.get(third).context["plan"].changes is False
    assert register_csv(portfolio) == exported


def test_a_tick_that_is_taken_back_is_not_taken(as_officer, item, send):
    address = send()
    tick(as_officer, address, "title")
    assert RegisterUpload.objects.get().take == ["CSS201 title"]
    tick(as_officer, address)
    assert RegisterUpload.objects.get().take == []


def test_places_and_statuses_are_taken_together(as_officer, portfolio, send):
    items = [make_item(portfolio, f"Item {n}", number=n) for n in (201, 202, 203)]
    for each in items:
        make_link(portfolio, each)
    address = send(
        "Code,Title,Element,Status,Place in the list\n"
        "CSS201,Item 201,1.1.1,New,3\nCSS202,Item 202,1.1.1,New,1\nCSS203,Item 203,1.1.1,New,2\n"
    )
    tick(as_officer, address, "position")
    confirm(as_officer, address)
    order = EvidenceLink.objects.filter(element=element_of(portfolio)).order_by("position")
    assert [link.item.code for link in order] == ["CSS202", "CSS203", "CSS201"]


def test_no_longer_used_can_be_taken_with_its_reason(as_officer, item, send):
    address = send(
        "Code,Title,Element,Status,Why it is no longer used\n"
        "CSS201,Our own title,1.1.1,No longer used,Replaced by CSS301\n"
    )
    tick(as_officer, address, "status")
    confirm(as_officer, address)
    link = EvidenceLink.objects.get()
    assert (link.status, link.archived_reason) == ("archived", "Replaced by CSS301")


def test_a_ticked_value_that_changed_meanwhile_is_told_and_nothing_is_written(
    as_officer, item, send
):
    address = send()
    tick(as_officer, address, "title")
    seen = as_officer.get(address).context["plan"].mark
    EvidenceItem.objects.filter(pk=item.pk).update(title="A colleague’s title")
    response = as_officer.post(f"{address}confirm", {"seen": seen}, follow=True)
    assert "have changed since you saw this page" in response.content.decode()
    item.refresh_from_db()
    assert item.title == "A colleague’s title"
    assert [each.ours for each in differences(as_officer, address) if each.is_taken] == [
        "A colleague’s title"
    ]
    confirm(as_officer, address)
    item.refresh_from_db()
    assert item.title == "Their title"


def test_an_edit_between_the_comparison_and_the_writing_is_not_overwritten(item):
    with pytest.raises(ChangedMeanwhile):
        overwrite_facts(
            item=item, values={"title": "Theirs"}, seen={"title": "Before"}, by=make_user()
        )
    item.refresh_from_db()
    assert item.title == "Our own title"


def test_an_officer_takes_nothing_of_corporate_evidence(as_officer, portfolio, send):
    charter = make_item(portfolio, "Charter", corporate=True, number=17)
    address = send("Code,Title\nC017,The charter\n")
    (only,) = differences(as_officer, address)
    assert only.may_take is False
    page = as_officer.get(f"{address}?show=differences").content.decode()
    assert "Shared by the council: an administrator changes it." in page
    as_officer.post(f"{address}choose", {"shown": [only.key], "take": [only.key]})
    assert as_officer.get(address).context["plan"].changes is False
    charter.refresh_from_db()
    assert charter.title == "Charter"


def test_a_period_that_would_end_before_it_begins_is_not_taken(as_officer, item, send):
    EvidenceItem.objects.update(covers_from=date(2024, 1, 1), covers_to=date(2024, 12, 31))
    address = send("Code,Title,Covers to\nCSS201,Our own title,2020-12-31\n")
    tick(as_officer, address, "covers_to")
    page = as_officer.get(address)
    assert page.context["plan"].changes is False
    assert "what is here is kept" in page.content.decode()
    confirm(as_officer, address)
    item.refresh_from_db()
    assert item.covers_to == date(2024, 12, 31)


def test_where_a_number_lies_is_no_difference_of_teams(as_officer, item, send):
    assert differences(as_officer, send("Code,Title\nCSS201,Our own title\n")) == []


def test_the_page_of_differences_costs_the_same_at_any_size(
    as_officer, portfolio, send, django_assert_max_num_queries
):
    items = [make_item(portfolio, f"Item {n}", number=n) for n in range(201, 351)]
    rows = "".join(f"{each.code},Other {each.number}\n" for each in items)
    address = send(f"Code,Title\n{rows}")
    with django_assert_max_num_queries(14):
        page = as_officer.get(f"{address}?show=differences")
    assert page.context["page_obj"].paginator.count == 150
    response = tick(as_officer, address, "title")
    assert response.status_code == 302
    keys = [row.difference.key for row in page.context["page_obj"]]
    following = as_officer.post(
        f"{address}choose", {"shown": keys, "take": keys[:1], "next_page": "2"}
    )
    assert following["Location"].endswith("?show=differences&page=2")
