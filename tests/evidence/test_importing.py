"""Reading a summary in through the pages: sent, looked at, put right, confirmed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from criteria.models import Edition
from criteria.queries import outline_of
from evidence.actions import archive_link, move_link, retitle_item
from evidence.imports.lines import MAX_BYTES
from evidence.imports.outline import StandardOutline
from evidence.imports.pending import AlreadyDone, abandon_import, confirm_import
from evidence.models import EvidenceItem, EvidenceLink, PendingImport, SummaryImport
from tests.builders.evidence import make_item, make_portfolio
from tests.builders.people import make_user, sign_in
from tests.builders.standards import load_cse

from .imports.word import WordSummary, paragraphs

pytestmark = pytest.mark.django_db

SUMMARY = Path(settings.BASE_DIR) / "fixtures" / "demonstration" / "assessment_summary.txt"
SMALL = """1.1.1: We do what 1.1.1 asks.

New Evidence

CSS301: Letters to customres
CSS302: Survey

Corporate Evidence

C011: Charter

1.1.2: We do what 1.1.2 asks.

Active Evidence

CSS303: Minutes of the board
CSS301: Letters to customres
"""


def send(client, base, content=SMALL, name="summary.txt"):
    data = content.encode() if isinstance(content, str) else content
    return client.post(f"{base}/imports/new/", {"file": SimpleUploadedFile(name, data)})


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def waiting(client, base, content=SMALL):
    """The address of the page on which the summary that was sent can be checked."""
    return send(client, base, content).url


def confirm(client, address, **more):
    seen = client.get(address).context["plan"].mark()
    return client.post(f"{address}confirm", {"seen": seen} | more, follow=True)


def rows(client, address):
    return {each.row.key: each for each in client.get(address).context["page_obj"]}


def correct(client, address, key, **fields):
    row = rows(client, address)[key]
    sent = {
        "include": "on",
        "title": row.title,
        "element": row.element.code if row.element else "",
        "status": row.row.status,
    } | fields
    place = f"{address}rows/{row.row.number}/"
    return client.post(place, {name: value for name, value in sent.items() if value is not None})


def in_the_portfolio():
    links = EvidenceLink.objects.in_use().order_by("element__code", "item__prefix", "position")
    return [(link.element.code, link.item.code, link.status, link.position) for link in links]


def written():
    models = (EvidenceItem, EvidenceLink, SummaryImport, HistoryEntry)
    return [model.objects.count() for model in models]


@pytest.fixture
def cse(client):
    """The address of an empty portfolio for the real standard; its officer is signed in."""
    portfolio = make_portfolio(standard=load_cse())
    sign_in(client, make_user(Role.OFFICER, portfolio.service))
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


def test_a_real_summary_is_shown_first_and_then_imported(client, cse):
    before = written()
    response = send(client, cse, SUMMARY.read_bytes(), "Summary 2023.txt")
    address = response.url
    page = words(client.get(address))
    assert "<dt>items to add</dt><dd><b>164</b>" in page
    assert "<dt>links to add</dt><dd><b>193</b>" in page
    assert "<dt>warnings</dt><dd><b>24</b>" in page
    assert len(client.get(address).context["page_obj"]) == 193
    assert written() == before, "nothing before it is confirmed"

    outcome = confirm(client, address)

    made = SummaryImport.objects.get()
    assert outcome.redirect_chain[-1][0] == f"{cse}/imports/{made.pk}/"
    assert made.counts["created"] == {"evidence": 164, "links": 193}
    assert made.warnings.count() == 24
    assert written()[:3] == [164, 193, 1]
    assert HistoryEntry.objects.filter(verb="evidence.imported").count() == 1
    assert not PendingImport.objects.exists()


def test_each_warning_shows_the_lines_around_it(client, cse):
    address = waiting(client, cse, SUMMARY.read_bytes())
    response = client.get(f"{address}?show=warnings&kind=same-title")
    (placed,) = response.context["page_obj"]
    assert [line.number for line in placed.lines] == [817, 819, 821, 823, 825]
    assert "CSS335" in words(response) and 'class="is-line"><span class="cse-num">821' in words(
        response
    )
    every = client.get(f"{address}?show=warnings").context["page_obj"]
    assert len(every) == 24
    kinds = [placed.warning.code for placed in every]
    assert kinds == sorted(kinds), "those of one kind stand together"


def test_the_same_summary_again_has_nothing_to_import(client, cse):
    confirm(client, waiting(client, cse, SUMMARY.read_bytes()))
    before = written()
    address = waiting(client, cse, SUMMARY.read_bytes())
    page = words(client.get(address))
    assert "There is nothing to import" in page and "Import it" not in page
    assert "<dt>items there already</dt><dd><b>164</b>" in page
    confirm(client, address)
    assert written() == before and not PendingImport.objects.exists()


def test_a_word_document_is_read_by_its_rows(client, cse):
    evidence = {"1.1.2": {"new": [("CSS301", "Survey")], "corporate": [("C011", "Charter")]}}
    outline = StandardOutline(**outline_of(list(Edition.objects.get().elements.with_headings())))
    word = WordSummary(outline, evidence).fill(paragraphs)
    address = send(client, cse, word.data(), "Summary.docx").url
    assert list(rows(client, address)) == ["1.1.2 CSS301", "1.1.2 C011"]
    confirm(client, address)
    assert in_the_portfolio() == [("1.1.2", "C011", "active", 1), ("1.1.2", "CSS301", "new", 1)]


def test_sending_the_same_file_twice_keeps_one(as_officer, base):
    assert send(as_officer, base).url == send(as_officer, base).url
    assert PendingImport.objects.count() == 1


def test_dropping_it_leaves_no_trace(as_officer, base):
    before = written()
    address = waiting(as_officer, base)
    page = as_officer.post(f"{address}abandon", follow=True)
    assert "Nothing was imported." in words(page)
    assert written() == before and not PendingImport.objects.exists()
    assert as_officer.get(address).status_code == 404


def test_what_was_misread_is_put_right_before_it_is_imported(as_officer, base):
    address = waiting(as_officer, base)
    correct(as_officer, address, "1.1.1 CSS302", include=None)
    correct(as_officer, address, "1.1.1 CSS301", title="Letters to customers")
    correct(as_officer, address, "1.1.2 CSS303", element="1.1.1", status="new")
    page = words(as_officer.get(address))
    assert "Left out" in page and "Printed in 1.1.2, Active" in page and "Title put right" in page

    confirm(as_officer, address)

    assert in_the_portfolio() == [
        ("1.1.1", "C011", "active", 1),
        ("1.1.1", "CSS301", "new", 1),
        ("1.1.1", "CSS303", "new", 2),
        ("1.1.2", "CSS301", "active", 1),
    ]
    assert EvidenceItem.objects.get(code="CSS301").title == "Letters to customers"
    assert not EvidenceItem.objects.filter(code="CSS302").exists()
    told = SummaryImport.objects.get().warnings.filter(
        code__in=["left-out", "title-corrected", "place-corrected"]
    )
    assert [(warning.line, warning.code) for warning in told] == [
        (5, "title-corrected"),
        (6, "left-out"),
        (16, "place-corrected"),
    ]


def test_a_correction_can_be_taken_back(as_officer, base):
    address = waiting(as_officer, base)
    correct(as_officer, address, "1.1.1 CSS302", include=None, title="Poll")
    correct(as_officer, address, "1.1.1 CSS302", element="1.1.1", title="Survey")
    assert PendingImport.objects.get().choices == {"rows": {}, "titles": {}}
    assert not rows(as_officer, address)["1.1.1 CSS302"].is_left_out


def test_an_item_of_no_list_is_kept_and_can_be_given_one(as_officer, base):
    stray = SMALL.replace("1.1.1:", "CSS399: Before every element\n\n1.1.1:", 1)
    address = waiting(as_officer, base, stray)
    assert " CSS399" in rows(as_officer, address)
    correct(as_officer, address, " CSS399", element="1.1.3", status="active")
    confirm(as_officer, address)
    assert ("1.1.3", "CSS399", "active", 1) in in_the_portfolio()


def test_one_element_does_not_list_an_item_twice(as_officer, base):
    address = waiting(as_officer, base)
    response = correct(as_officer, address, "1.1.2 CSS301", element="1.1.1")
    assert "1.1.1 lists CSS301 already. Choose another" in words(response)
    response = correct(as_officer, address, "1.1.1 CSS301", title="")
    assert "Enter the title of the evidence" in words(response)
    assert PendingImport.objects.get().choices == {}


@pytest.fixture
def changed(as_officer, officer, base, portfolio):
    """The summary was imported, and then a title, a status and an order were changed."""
    confirm(as_officer, waiting(as_officer, base))
    retitle_item(item=EvidenceItem.objects.get(code="CSS303"), title="Our title", by=officer)
    retitle_item(item=EvidenceItem.objects.get(code="C011"), title="Their title", by=officer)
    of = EvidenceLink.objects.filter(portfolio=portfolio)
    archive_link(link=of.get(item__code="CSS303"), reason="Replaced", by=officer)
    move_link(link=of.get(item__code="CSS302"), position=1, by=officer)
    return waiting(as_officer, base)


def differences(client, address):
    page = client.get(f"{address}?show=differences").context["page_obj"]
    return {each.key: (each.ours, each.theirs) for each in page}


def test_differences_are_shown_and_kept_unless_ticked(as_officer, changed):
    assert differences(as_officer, changed) == {
        "order 1.1.1 CSS301": ("2", "1"),
        "order 1.1.1 CSS302": ("1", "2"),
        "order 1.1.2 CSS301": ("1", "2"),
        "title  C011": ("Their title", "Charter"),
        "title  CSS303": ("Our title", "Minutes of the board"),
        "status 1.1.2 CSS303": ("No longer used", "Active"),
    }
    assert "There is nothing to import" in words(as_officer.get(changed))


def tick(client, address, *keys):
    shown = list(differences(client, address))
    return client.post(f"{address}differences", {"shown": shown, "take": keys}, follow=True)


def test_only_what_is_ticked_is_taken_from_the_document(as_officer, changed):
    page = tick(as_officer, changed, "title  CSS303", "order 1.1.1 CSS301")
    assert "<dt>to be changed</dt><dd><b>2</b>" in words(page)

    confirm(as_officer, changed)

    made = SummaryImport.objects.first()
    assert made.counts == {
        "created": {"evidence": 0, "links": 0},
        "updated": {"evidence": 1, "links": 1},
        "unchanged": {"evidence": 3, "links": 4},
    }
    assert EvidenceItem.objects.get(code="CSS303").title == "Minutes of the board"
    assert ("1.1.1", "CSS301", "new", 1) in in_the_portfolio()
    assert not [place for place in in_the_portfolio() if place[1] == "CSS303"], "still put aside"
    assert "status-kept" in made.warnings.values_list("code", flat=True)
    assert HistoryEntry.objects.filter(verb="evidence.retitled").count() == 3


def test_a_ticked_status_uses_a_link_again_at_its_place(as_officer, changed):
    tick(as_officer, changed, "status 1.1.2 CSS303")
    confirm(as_officer, changed)
    assert [place for place in in_the_portfolio() if place[0] == "1.1.2"] == [
        ("1.1.2", "CSS303", "active", 1),
        ("1.1.2", "CSS301", "active", 2),
    ]


def test_a_tick_can_be_taken_back(as_officer, changed):
    tick(as_officer, changed, "title  CSS303")
    tick(as_officer, changed)
    assert not as_officer.get(changed).context["plan"].changes


def test_the_title_of_shared_evidence_is_for_administrators(as_officer, changed):
    assert "an administrator changes it" in words(as_officer.get(f"{changed}?show=differences"))
    tick(as_officer, changed, "title  C011", "title  CSS303")
    confirm(as_officer, changed)
    assert EvidenceItem.objects.get(code="C011").title == "Their title"
    assert SummaryImport.objects.first().counts["updated"] == {"evidence": 1, "links": 0}


def test_the_second_of_two_confirmations_at_once_is_told(as_officer, officer, base):
    address = waiting(as_officer, base)
    late = PendingImport.objects.select_related("portfolio__service__organisation").get()
    seen = as_officer.get(address).context["plan"].mark()
    confirm(as_officer, address)
    before = written()
    with pytest.raises(AlreadyDone):
        confirm_import(pending=late, by=officer, seen=seen)
    with pytest.raises(AlreadyDone):
        abandon_import(pending=late)
    assert written() == before


def test_what_has_waited_for_a_month_makes_room(as_officer, base):
    old = waiting(as_officer, base)
    PendingImport.objects.update(at=timezone.now() - timedelta(days=31))
    waiting(as_officer, base, SMALL.replace("Survey", "Poll"))
    assert as_officer.get(old).status_code == 404


def test_what_changed_since_it_was_shown_is_told_and_nothing_is_written(
    as_officer, base, portfolio
):
    address = waiting(as_officer, base)
    seen = as_officer.get(address).context["plan"].mark()
    make_item(portfolio, "Survey", number=302)
    before = written()
    page = as_officer.post(f"{address}confirm", {"seen": seen}, follow=True)
    assert "has changed since you saw this page" in words(page)
    assert "<dt>items to add</dt><dd><b>3</b>" in words(page)
    assert written() == before
    confirm(as_officer, address)
    assert SummaryImport.objects.get().counts["unchanged"] == {"evidence": 1, "links": 0}


def test_two_people_with_two_documents_do_not_disturb_each_other(as_officer, base, portfolio):
    other = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    first = waiting(as_officer, base)
    second = waiting(other, base, SMALL.replace("CSS302: Survey", "CSS304: Audit"))
    seen = other.get(second).context["plan"].mark()
    confirm(as_officer, first)
    page = other.post(f"{second}confirm", {"seen": seen}, follow=True)
    assert "has changed since you saw this page" in words(page)
    confirm(other, second)
    assert ("1.1.1", "CSS304", "new", 3) in in_the_portfolio()
    assert as_officer.post(f"{first}confirm").status_code == 404


def refused(client, base, content, name="summary.txt"):
    before = written()
    response = send(client, base, content, name)
    page = words(response)
    assert 'href="#id_file"' in page and page.count("<title>Error: ") == 1
    assert written() == before and not PendingImport.objects.exists()
    return [str(error) for error in response.context["form"].errors["file"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (b"Dear Sir or Madam", "This is not an Assessment Summary"),
        (b"%PDF-1.7 ...", "is a PDF. Save its text"),
        (b"PK\x03\x04 nothing more", "damaged or no Word document"),
        (bytes(range(256)) * 40, "is not text"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_summary_is_refused_at_the_field(as_officer, base, content, says):
    (error,) = refused(as_officer, base, content)
    assert says in error


def test_choosing_no_file_is_told(as_officer, base):
    page = words(as_officer.post(f"{base}/imports/new/"))
    assert "Choose the Assessment Summary" in page


def test_officers_and_managers_find_the_way_and_readers_do_not(
    as_officer, as_governance, as_stranger, base
):
    way = f'href="{base}/imports/new/"'
    assert words(as_officer.get(f"{base}/imports/")).count(way) == 2
    assert way not in words(as_governance.get(f"{base}/imports/"))
    address = waiting(as_officer, base)
    assert address in words(as_officer.get(f"{base}/imports/"))
    assert address not in words(as_governance.get(f"{base}/imports/"))
    for page in (f"{base}/imports/new/", address, f"{address}rows/1/"):
        assert as_governance.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
    assert as_governance.post(f"{address}confirm").status_code == 403
    assert as_stranger.post(f"{address}confirm").status_code == 404
    assert as_officer.get(f"{address}rows/99/").status_code == 404


@pytest.mark.parametrize("content", [SUMMARY.read_bytes(), SUMMARY.read_bytes()[:9000]])
def test_the_pages_take_as_many_statements_at_any_size(
    content, client, cse, django_assert_num_queries
):
    address = waiting(client, cse, content)
    for part in ("", "?show=differences", "?show=warnings"):
        with django_assert_num_queries(9):
            words(client.get(f"{address}{part}"))
    with django_assert_num_queries(7):
        words(client.get(f"{address}rows/1/"))
    with django_assert_num_queries(4):
        words(client.get(f"{cse}/imports/new/"))
