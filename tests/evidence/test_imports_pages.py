"""The pages about imports."""

import pytest

from evidence.models import ImportWarning, SummaryImport

pytestmark = pytest.mark.django_db

COUNTS = {
    "created": {"evidence": 164, "links": 193},
    "updated": {"evidence": 0, "links": 2},
    "unchanged": {"evidence": 3, "links": 4},
}


def make_import(portfolio, warnings=(), **fields):
    made = SummaryImport.objects.create(
        portfolio=portfolio,
        **{"source_name": "summary.txt", "sha256": "ab" * 32, "counts": COUNTS} | fields,
    )
    ImportWarning.objects.bulk_create(
        ImportWarning(summary_import=made, line=line, code=code, message=message)
        for line, code, message in warnings
    )
    return made


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


WARNINGS = [
    (13, "same-title", "<b>Twice</b>"),
    (7, "unreadable-line", "Line seven"),
    (20, "same-title", "Again"),
]


def test_an_empty_list_leads_to_importing_whoever_may(as_officer, as_governance, base):
    page = page_of(as_officer, f"{base}/imports/")
    assert "Nothing has been imported yet" in page
    assert f'href="{base}/imports/new/">Import a summary</a>' in page
    page = page_of(as_governance, f"{base}/imports/")
    assert "by an officer or manager of the service" in page
    assert "imports/new" not in page


def test_each_import_is_listed_with_what_it_came_to(as_officer, officer, portfolio, base):
    made = make_import(portfolio, WARNINGS, by=officer)
    make_import(portfolio, source_name="second.docx")
    page = page_of(as_officer, f"{base}/imports/")
    assert f'href="{base}/imports/{made.pk}/">summary.txt</a>' in page
    assert "Isla Campbell" in page and "By command" in page
    assert page.index("second.docx") < page.index("summary.txt")
    assert 'data-label="Warnings">3<' in page and 'data-label="Links added">193<' in page


def test_an_import_shows_every_warning_with_its_line_and_kind(as_officer, portfolio, base):
    made = make_import(portfolio, WARNINGS)
    page = page_of(as_officer, f"{base}/imports/{made.pk}/")
    assert page.index("Line seven") < page.index("&lt;b&gt;Twice") < page.index("Again")
    assert "Same title <span" in page and "Unreadable line <span" in page
    for count in (164, 193, 2, 7, 3):
        assert f"<b>{count}</b>" in page


def test_warnings_are_narrowed_to_one_kind(as_officer, portfolio, base):
    made = make_import(portfolio, WARNINGS)
    response = as_officer.get(f"{base}/imports/{made.pk}/?kind=same-title")
    assert [warning.line for warning in response.context["page_obj"]] == [13, 20]
    response = as_officer.get(f"{base}/imports/{made.pk}/?kind=nonsense")
    assert len(response.context["page_obj"]) == 3


def test_an_import_without_warnings_says_so(as_officer, portfolio, base):
    made = make_import(portfolio)
    assert "Nothing odd was found" in page_of(as_officer, f"{base}/imports/{made.pk}/")


def test_strangers_find_no_imports_and_governance_reads_them(
    as_stranger, as_governance, portfolio, base
):
    made = make_import(portfolio)
    for address in (f"{base}/imports/", f"{base}/imports/{made.pk}/"):
        assert as_stranger.get(address).status_code == 404
        assert as_governance.get(address).status_code == 200
    assert as_governance.get(f"{base}/imports/{made.pk + 1}/").status_code == 404


@pytest.mark.parametrize("number", [1, 150])
def test_the_pages_take_as_many_statements_at_any_size(
    number, as_officer, portfolio, base, django_assert_max_num_queries
):
    rows = [(line, f"kind-{line % 9}", "odd") for line in range(1, number + 1)]
    made = [make_import(portfolio, rows) for _ in range(min(number, 60))]
    with django_assert_max_num_queries(8):
        page_of(as_officer, f"{base}/imports/")
    with django_assert_max_num_queries(8):
        page_of(as_officer, f"{base}/imports/{made[0].pk}/")
