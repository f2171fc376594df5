"""The evidence index: every item, its files with their checksums, what it is cited for."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Team
from assessments.reports.builders.index import build_index
from assessments.reports.subject import Subject
from criteria.models import Edition
from evidence.models import EvidenceItem
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_completed,
    make_grant,
    make_submitted,
)
from tests.builders.evidence import (
    make_item,
    make_link,
    make_observation,
    make_portfolio,
    make_redacted,
    make_version,
    make_withdrawn,
)
from tests.builders.files import pdf as pdf_file
from tests.builders.people import make_user, sign_in
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db


def index_of(assessment, **about):
    return build_index(Subject(assessment, **about))


def find(index, code):
    return next(item for item in index.items if item.code == code)


@pytest.fixture
def survey(portfolio) -> EvidenceItem:
    team = Team.objects.create(service=portfolio.service, name="Customer Engagement")
    item = make_item(portfolio, "Survey of visitors", number=701, team=team)
    item.owner = make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")
    item.save()
    return item


def test_each_item_has_its_files_and_its_places(portfolio, survey):
    by = make_user(Role.OFFICER, portfolio.service, name="Morag Stewart")
    first = make_version(survey, pdf_file("first"), "survey 2025.pdf", by)
    second = make_version(survey, pdf_file("second"), "survey 2026.pdf", by)
    make_link(portfolio, make_item(portfolio, number=700), "1.1.2")
    make_link(portfolio, survey, "1.1.2")
    make_link(portfolio, survey, "1.1.1")
    index = index_of(make_assessment(portfolio))
    item = find(index, survey.code)
    assert [(v.number, v.sha256, v.file_name) for v in item.versions] == [
        (2, second.sha256, "survey 2026.pdf"),
        (1, first.sha256, "survey 2025.pdf"),
    ]
    assert item.versions[0].added_by == "Morag Stewart"
    assert item.versions[0].added_on == date.today()
    assert [(c.element_code, c.listing, c.position) for c in item.cited_for] == [
        ("1.1.1", "new", 1),
        ("1.1.2", "new", 2),
    ]
    assert item.status == "new"
    assert (item.team, item.owner, item.marking) == (
        "Customer Engagement",
        "Isla Campbell",
        "OFFICIAL",
    )
    assert item.freshness == "Undated"


def test_a_corporate_item_is_listed_apart_and_one_that_is_not_cited_by_us_not_at_all(portfolio):
    charter = make_item(portfolio, "Charter", corporate=True, number=17)
    make_item(portfolio, "Of no use here", corporate=True, number=18)
    spare = make_item(portfolio, "Spare", number=702)
    make_link(portfolio, charter)
    groups = {
        group.code: [item.code for item in group.items]
        for group in index_of(make_assessment(portfolio)).groups
    }
    assert groups == {"corporate": ["C017"], "other": [spare.code]}


def test_an_item_that_was_withdrawn_says_when_and_why(portfolio, survey):
    make_withdrawn(survey, "Never adopted")
    item = find(index_of(make_assessment(portfolio)), survey.code)
    assert (item.withdrawn_on, item.withdrawn_reason) == (date.today(), "Never adopted")


def test_what_was_submitted_stands_first_as_it_was_submitted(portfolio, survey):
    handed_in = make_version(survey)
    make_link(portfolio, survey)
    assessment = make_submitted(portfolio)
    later = make_version(survey, pdf_file("a later survey"))
    late = make_item(portfolio, "Too late", number=799)
    make_link(portfolio, late, "1.1.2")
    EvidenceItem.objects.filter(pk=survey.pk).update(title="Called otherwise since")
    index = index_of(assessment)
    item = find(index, survey.code)
    assert item.title == "Survey of visitors"
    assert [(v.sha256, v.is_submitted) for v in item.versions] == [
        (handed_in.sha256, True),
        (later.sha256, False),
    ]
    assert [group.code for group in index.groups] == ["service", "other"]
    assert find(index, late.code).cited_for == ()


def test_a_stale_item_says_so_as_of_submission(portfolio, survey):
    survey.covers_to = date.today() - timedelta(days=5 * 365)
    survey.save()
    make_link(portfolio, survey)
    prepared = make_assessment(portfolio)
    assert find(index_of(prepared), survey.code).stale.startswith("covers to ")
    index = index_of(make_submitted(make_copy(portfolio, survey)))
    assert index.stale == 1
    assert index.cited[0].stale == "when submitted"


def make_copy(portfolio, survey):
    """Another portfolio that cites an item as old."""
    other = make_portfolio()
    item = make_item(other, "Old as well", number=10)
    item.covers_to = survey.covers_to
    item.save()
    make_link(other, item)
    return other


@pytest.fixture
def confidential(portfolio, survey):
    """What was submitted in the redacted copy, and the two files."""
    original = make_version(survey, pdf_file("with names"), "names.pdf")
    redacted = make_redacted(original)
    make_link(portfolio, survey)
    make_item(portfolio, "Not for the assessor", number=705)
    assessment = make_submitted(portfolio)
    return assessment, original, redacted


def test_the_assessor_is_told_of_the_redacted_copy_and_of_nothing_else(confidential):
    assessment, original, redacted = confidential
    index = index_of(assessment, by_assessor=True)
    assert [item.code for item in index.items] == [original.item.code]
    assert [(v.sha256, v.role, v.of_number) for v in index.versions] == [
        (redacted.sha256, "redacted", 1)
    ]
    item = index.items[0]
    assert (item.owner, item.team, item.marking, item.versions[0].added_by) == ("", "", "", "")


def test_no_page_or_table_of_the_assessor_names_the_original(confidential):
    assessment, original, redacted = confidential
    assessor = sign_in(Client(), make_grant(assessment).reader)
    base = f"/assessments/{assessment.pk}/documents/index/"
    for address in ("", "items.csv", "files.csv", "citations.csv"):
        page = assessor.get(base + address).content.decode()
        assert original.sha256 not in page
        assert "names.pdf" not in page and "Not for the assessor" not in page
        assert "Isla Campbell" not in page and "Customer Engagement" not in page
    assert redacted.sha256 in assessor.get(base + "files.csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(assessor.get(base + "tables.xlsx").content))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert redacted.sha256 in cells and original.sha256 not in cells


def test_the_service_and_the_assessor_do_not_share_a_file(confidential, client):
    assessment, _original, _redacted = confidential
    portfolio = assessment.portfolio
    manager = sign_in(client, make_user(Role.MANAGER, portfolio.service))
    slugs = f"{portfolio.service.slug}/{portfolio.standard.slug}"
    manager.post(f"/services/{slugs}/documents/index/make/")
    assessor = sign_in(Client(), make_grant(assessment).reader)
    made = assessor.get(f"/assessments/{assessment.pk}/documents/").content.decode()
    assert "documents/made/" not in made


def test_the_assessor_has_the_pictures_beside_a_note_that_was_submitted(portfolio):
    item = make_item(portfolio, "A notice", number=710)
    make_observation(item, pictures=2)
    make_link(portfolio, item)
    index = index_of(make_submitted(portfolio), by_assessor=True)
    assert [version.role for version in index.versions] == ["original", "picture", "picture"]


def test_the_tables_say_each_file_with_its_whole_checksum(portfolio, survey, as_officer, base):
    version = make_version(survey)
    make_link(portfolio, survey)
    make_assessment(portfolio)
    text = as_officer.get(f"{base}/documents/index/files.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["SHA-256"] == version.sha256
    assert row["Size in bytes"] == str(version.size)
    assert row["Added"] == date.today().isoformat()
    cited = as_officer.get(f"{base}/documents/index/citations.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(cited)))
    assert (row["Element"], row["List"], row["Place"], row["Code"]) == (
        *("1.1.1", "New", "1"),
        survey.code,
    )


def test_the_page_leads_from_each_item_to_its_elements_and_back(
    portfolio, survey, as_officer, base
):
    make_version(survey)
    make_link(portfolio, survey)
    make_assessment(portfolio)
    page = as_officer.get(f"{base}/documents/index/").content.decode()
    assert f'id="i-{survey.code}"' in page and f'href="#i-{survey.code}"' in page
    assert 'id="e-1.1.1"' in page and 'href="#e-1.1.1"' in page
    assert f'href="{base}/evidence/{survey.code}/"' in page


@pytest.mark.parametrize(("standard", "size"), [("small", 3), ("cse", 300)])
@pytest.mark.parametrize("submitted", [False, True])
def test_the_index_costs_the_same_at_any_size(standard, size, submitted, django_assert_num_queries):
    edition: Edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    fill(portfolio, size, list(edition.elements.all()))
    for item in EvidenceItem.objects.filter(service=portfolio.service)[:5]:
        make_version(item)
    assessment = make_completed(portfolio) if submitted else make_assessment(portfolio)
    assessment = (
        type(assessment)
        .objects.select_related(
            "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
        )
        .get(pk=assessment.pk)
    )
    with django_assert_num_queries(10 if submitted else 7):
        assert len(index_of(assessment).items) == size
    if submitted:
        with django_assert_num_queries(8):
            index_of(assessment, by_assessor=True)
