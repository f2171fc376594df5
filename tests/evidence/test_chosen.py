"""Many items chosen from the list and changed in one step."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import HistoryText
from evidence.actions import withdraw_item
from evidence.models import EvidenceItem, EvidenceLink
from tests.builders.evidence import make_item, make_link, make_version
from tests.builders.files import pdf
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(portfolio):
    for number in (1, 2, 3):
        make_item(portfolio, f"Survey {number}", number=number)
    make_item(portfolio, "Charter", number=5, corporate=True)
    return portfolio


def confirmed(client, base, deed, query, **said):
    """Open the page that says what will change, then confirm it there."""
    address = f"{base}/chosen/{deed}"
    page = client.get(f"{address}?{query}")
    assert page.status_code == 200
    sent = {"items": page.context["chosen"].signed, "list": page.context["list"]} | said
    return client.post(address, sent, follow="zip" not in query and deed != "download")


def said_on(response):
    return " ".join(response.content.decode().split())


THREE = "item=CSS001&item=CSS002&item=CSS003"


def test_an_owner_is_set_for_what_was_ticked(as_officer, officer, shelf, base):
    page = confirmed(as_officer, base, "owner", "item=CSS001&item=CSS003", owner=officer.pk)
    assert "The owner was set for 2 items." in said_on(page)
    owned = EvidenceItem.objects.filter(owner=officer).values_list("code", flat=True)
    assert list(owned) == ["CSS001", "CSS003"]
    words = HistoryText.objects.order_by("-entry_sequence")[0].words
    assert words["after"] == {"owner": "Isla Campbell"}


def test_the_page_names_what_will_change_and_what_cannot(as_officer, shelf, base):
    page = as_officer.get(f"{base}/chosen/owner?item=CSS001&item=C005")
    assert [item.code for item in page.context["chosen"].items] == ["CSS001"]
    assert "only the council’s administrators change it" in said_on(page)
    assert EvidenceItem.objects.filter(owner=None).count() == 4


def test_an_officer_changes_no_corporate_item_whatever_is_sent(as_officer, officer, shelf, base):
    page = confirmed(as_officer, base, "owner", "item=CSS001&item=C005", owner=officer.pk)
    assert "The owner was set for 1 item." in said_on(page)
    assert EvidenceItem.objects.get(code="C005").owner is None


def test_an_administrator_changes_corporate_items_alone(officer, shelf, base):
    client = sign_in(Client(), make_user(Role.ADMINISTRATOR, shelf.service.organisation))
    confirmed(client, base, "owner", "item=CSS001&item=C005", owner=officer.pk)
    assert [item.code for item in EvidenceItem.objects.filter(owner=officer)] == ["C005"]


def test_all_that_the_filter_finds_is_chosen_and_not_only_the_page(as_officer, shelf, base):
    query = "all=yes&list=scope%3Dservice%26size%3D20"
    page = as_officer.get(f"{base}/chosen/marking?{query}")
    assert "3 items are chosen" in said_on(page)
    page = confirmed(as_officer, base, "marking", query, marking="official-sensitive")
    assert "The protective marking was set for 3 items." in said_on(page)
    assert page.redirect_chain == [(f"{base}/evidence/?scope=service&size=20", 302)]


def test_what_is_confirmed_is_what_was_shown(as_officer, shelf, base):
    address = f"{base}/chosen/marking"
    shown = as_officer.get(f"{address}?all=yes&list=").context["chosen"].signed
    make_item(shelf, "Came later", number=9)
    as_officer.post(address, {"items": shown, "marking": "official-sensitive"})
    assert EvidenceItem.objects.get(code="CSS009").marking == "official"
    assert EvidenceItem.objects.filter(marking="official-sensitive").count() == 3


def test_only_the_dates_that_are_said_are_set(as_officer, shelf, base):
    EvidenceItem.objects.filter(code="CSS001").update(covers_from=date(2020, 1, 1))
    EvidenceItem.objects.filter(code="CSS002").update(covers_from=date(2024, 1, 1))
    page = confirmed(as_officer, base, "dates", THREE, covers_to="31 March 2021")
    text = said_on(page)
    assert "The dates were set for 2 items." in text
    assert "CSS002 (its period would end before it begins)" in text
    first = EvidenceItem.objects.get(code="CSS001")
    assert (first.covers_from, first.covers_to) == (date(2020, 1, 1), date(2021, 3, 31))
    assert EvidenceItem.objects.get(code="CSS002").covers_to is None


@pytest.mark.parametrize(
    ("deed", "said", "words"),
    [
        ("dates", {}, "Enter at least one date"),
        ("dates", {"review_by": "soon"}, "Enter a real date"),
        ("owner", {}, "Choose an owner"),
        ("marking", {}, "Choose a protective marking"),
        ("link", {"elements": "9.9.9"}, "There is no element 9.9.9"),
        ("withdraw", {"reason": " "}, "Say why"),
        ("archive", {}, "Say why"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(deed, said, words, as_officer, shelf, base):
    before = HistoryText.objects.count()
    page = said_on(confirmed(as_officer, base, deed, THREE, **said))
    assert words in page and "CSS002" in page
    assert HistoryText.objects.count() == before


def test_items_are_checked_to_be_still_in_force(as_officer, shelf, base):
    page = confirmed(as_officer, base, "in-force", THREE)
    assert "Still in force, checked today: 3 items." in said_on(page)
    assert EvidenceItem.objects.exclude(checked_on=None).count() == 3


def test_items_are_linked_to_several_elements_corporate_ones_too(as_officer, shelf, base):
    make_link(shelf, EvidenceItem.objects.get(code="CSS001"), "1.1.1")
    query = "item=CSS001&item=CSS002&item=C005"
    page = confirmed(as_officer, base, "link", query, elements="1.1.1; 1.1.2")
    assert "Linked: 3 items." in said_on(page)
    links = EvidenceLink.objects.order_by("element", "item__prefix", "position")
    assert [(link.element.code, link.item.code, link.position) for link in links] == [
        ("1.1.1", "C005", 1),
        ("1.1.1", "CSS001", 1),
        ("1.1.1", "CSS002", 2),
        ("1.1.2", "C005", 1),
        ("1.1.2", "CSS001", 1),
        ("1.1.2", "CSS002", 2),
    ]


def test_items_are_no_longer_used_with_a_reason(as_officer, shelf, base):
    for code in ("1.1.1", "1.1.2"):
        make_link(shelf, EvidenceItem.objects.get(code="CSS001"), code)
    page = confirmed(as_officer, base, "archive", "item=CSS001&item=CSS002", reason="Replaced")
    text = said_on(page)
    assert "No longer used: 1 item." in text and "CSS002 (no element uses it)" in text
    assert set(EvidenceLink.objects.values_list("status", "archived_reason")) == {
        ("archived", "Replaced")
    }


def test_items_are_withdrawn_with_a_reason(as_officer, shelf, base):
    page = confirmed(as_officer, base, "withdraw", "item=CSS001&item=CSS002", reason="Not ours")
    assert "Withdrawn: 2 items." in said_on(page)
    gone = EvidenceItem.objects.exclude(withdrawn_at=None)
    assert [(item.code, item.withdrawn_reason) for item in gone] == [
        ("CSS001", "Not ours"),
        ("CSS002", "Not ours"),
    ]


def test_what_was_withdrawn_meanwhile_is_left_as_it_is(as_officer, officer, shelf, base):
    address = f"{base}/chosen/owner"
    shown = as_officer.get(f"{address}?{THREE}").context["chosen"].signed
    withdraw_item(item=EvidenceItem.objects.get(code="CSS002"), reason="Not ours", by=officer)
    as_officer.post(address, {"items": shown, "owner": officer.pk})
    owned = EvidenceItem.objects.filter(owner=officer).values_list("code", flat=True)
    assert list(owned) == ["CSS001", "CSS003"]


def test_nothing_ticked_leads_back_to_the_list(as_officer, shelf, base):
    page = as_officer.get(f"{base}/chosen/owner?list=scope%3Dservice", follow=True)
    assert "Nothing was chosen" in said_on(page)
    assert page.redirect_chain == [(f"{base}/evidence/?scope=service", 302)]


def test_ids_that_the_page_did_not_sign_change_nothing(as_officer, officer, shelf, base):
    as_officer.post(f"{base}/chosen/owner", {"items": "[1,2,3]", "owner": officer.pk})
    assert EvidenceItem.objects.filter(owner=officer).count() == 0


def archive_of(response):
    content = b"".join(response.streaming_content)
    return zipfile.ZipFile(io.BytesIO(content))


def test_files_are_downloaded_as_one_archive_with_an_index(as_officer, shelf, base, stored_files):
    one, two = (EvidenceItem.objects.get(code=code) for code in ("CSS001", "CSS002"))
    make_version(one, pdf("old"))
    make_version(one, pdf("new"), "a.pdf")
    EvidenceItem.objects.filter(pk=two.pk).update(title="=1+1 ../../etc/passwd \u202efdp")
    held = make_version(two)
    third = make_version(EvidenceItem.objects.get(code="CSS003"))
    type(third).objects.filter(pk=third.pk).update(scan="waiting")
    made = archive_of(confirmed(as_officer, base, "download", f"{THREE}&item=C005"))
    assert made.testzip() is None
    names = made.namelist()
    assert names[0] == "CSS001 Survey 1.pdf" and names[-1] == "index.csv" and len(names) == 3
    assert not any("/" in name or "\u202e" in name for name in names)
    assert made.read(names[0]) == pdf("new")
    rows = list(csv.reader(io.StringIO(made.read("index.csv").decode("utf-8-sig"))))
    told = {row[0]: row for row in rows}
    assert told["CSS001"][3] == "2" and told["CSS002"][1].startswith("'=")
    assert told["CSS003"][7] == "Held: Being checked" and told["C005"][7] == "No file"
    assert told["CSS002"][6] == held.sha256
    taken = [text.words["code"] for text in HistoryText.objects.order_by("-entry_sequence")[:2]]
    assert sorted(taken) == ["CSS001", "CSS002"]


def test_a_file_that_is_gone_does_not_spoil_the_archive(as_officer, shelf, base, stored_files):
    from django.core.files.storage import storages

    version = make_version(EvidenceItem.objects.get(code="CSS001"))
    make_version(EvidenceItem.objects.get(code="CSS002"))
    storages["evidence"].delete(version.storage_key)
    made = archive_of(confirmed(as_officer, base, "download", THREE))
    assert made.namelist() == ["CSS002 Survey 2.pdf", "index.csv"]
    assert "The file is missing" in made.read("index.csv").decode()


def test_governance_downloads_but_changes_nothing(as_governance, shelf, base):
    page = said_on(as_governance.get(f"{base}/evidence/"))
    assert "Download" in page and "Set owner" not in page
    assert as_governance.get(f"{base}/chosen/owner?{THREE}").status_code == 403
    assert as_governance.get(f"{base}/chosen/download?{THREE}").status_code == 200


@pytest.mark.parametrize("size", [3, 60])
def test_the_page_of_what_was_chosen_takes_as_many_statements_at_any_size(
    size, as_officer, portfolio, base, django_assert_num_queries
):
    for number in range(1, size + 1):
        make_item(portfolio, number=number)
    with django_assert_num_queries(6):
        as_officer.get(f"{base}/chosen/owner?all=yes&list=")
