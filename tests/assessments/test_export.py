"""The export of a portfolio, as other programs read it."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.actions import open_assessment, save_self_assessment
from assessments.exports import whole_portfolio_data
from criteria.models import Edition
from evidence.imports.apply import import_summary
from evidence.models import EvidenceItem, Portfolio
from tests.builders.evidence import make_link, make_portfolio, make_version
from tests.builders.people import make_organisation, make_service, make_user
from tests.builders.standards import load_cse
from tests.evidence.imports.independent import evidence_by_element

pytestmark = pytest.mark.django_db

SUMMARY = Path(settings.BASE_DIR) / "fixtures" / "demonstration" / "assessment_summary.txt"


@pytest.fixture(scope="module")
def portfolio(kept_for_the_module: None) -> Portfolio:
    edition = load_cse()
    council = make_organisation("Argyll and Bute Council")
    portfolio = make_portfolio(make_service(council, "Customer Support Services"), edition)
    import_summary(
        portfolio=portfolio,
        edition=edition,
        data=SUMMARY.read_bytes(),
        source_name=SUMMARY.name,
        by=None,
    )
    return portfolio


def exported(tmp_path: Path) -> dict:
    path = tmp_path / "portfolio.json"
    call_command(
        "export_portfolio", "customer-support-services", "--format", "json", "--output", path
    )
    return json.loads(path.read_text())


def test_the_export_of_the_real_summary_holds_what_the_document_holds(
    portfolio: Portfolio, tmp_path: Path
):
    data = exported(tmp_path)

    assert (data["standard"], data["organisation"], data["service"]) == (
        "cse", "argyll-and-bute-council", "customer-support-services",
    )  # fmt: skip
    assert (len(data["evidence"]), len(data["links"])) == (164, 193)
    titles = {row["code"]: row["title"] for row in data["evidence"]}
    lists: dict[str, dict[str, list]] = {}
    corporate = {row["code"] for row in data["evidence"] if row["scope"] == "corporate"}
    for link in data["links"]:
        name = "corporate" if link["code"] in corporate else link["status"]
        group = lists.setdefault(link["element"], {}).setdefault(name, [])
        group.append((link["code"], titles[link["code"]]))
        assert link["position"] == len(group)
    read = evidence_by_element(SUMMARY.read_text(encoding="utf-8"))
    assert lists == {
        element: {name: rows for name, rows in groups.items() if rows}
        for element, groups in read.items()
        if any(groups.values())
    }


def test_versions_and_assessments_are_told_in_full(portfolio: Portfolio, tmp_path: Path):
    version = make_version(EvidenceItem.objects.get(code="CSS201"))
    officer = make_user("officer", portfolio.service)
    edition = Edition.objects.get()
    assessment = open_assessment(
        portfolio=portfolio,
        edition=edition,
        label="Full assessment 2026",
        kind="full",
        by=officer,
        under_review=["1.1.2"],
    )
    save_self_assessment(
        row=assessment.elements.get(element__code="1.1.2"),
        revision=0,
        self_rating=edition.ratings.get(code="partial"),
        commentary="Nearly there",
        by=officer,
    )

    data = exported(tmp_path)

    item = next(row for row in data["evidence"] if row["code"] == "CSS201")
    assert item["versions"] == [
        {
            "number": 1,
            "name": version.file_name,
            "sha256": version.sha256,
            "size": version.size,
            "media_type": "application/pdf",
        }
    ]
    [exported_assessment] = data["assessments"]
    assert {name: exported_assessment[name] for name in ("label", "kind", "state")} == {
        "label": "Full assessment 2026", "kind": "full", "state": "preparing",
    }  # fmt: skip
    assert [row["element"] for row in exported_assessment["elements"]][:2] == ["1.1.1", "1.1.2"]
    assert exported_assessment["elements"][1] == {
        "element": "1.1.2",
        "in_review": True,
        "self_rating": "partial",
        "commentary": "Nearly there",
        "rating": None,
        "finding": "",
        "accepted": False,
    }


def test_corporate_items_that_are_not_linked_stay_out(portfolio: Portfolio, tmp_path: Path):
    make_link(make_portfolio(make_service(portfolio.service.organisation, prefix="BS")))
    before = len(exported(tmp_path)["evidence"])

    other = EvidenceItem.objects.filter(service=None).first()
    assert other is not None
    EvidenceItem.objects.create(
        organisation=portfolio.service.organisation,
        code="C999",
        prefix="C",
        number=999,
        title="Of no use here",
    )

    assert len(exported(tmp_path)["evidence"]) == before == 164


@pytest.mark.parametrize("extra", [0, 300])
def test_six_statements_whatever_the_size(
    portfolio: Portfolio, django_assert_num_queries, extra: int
):
    for number in range(extra):
        EvidenceItem.objects.create(
            organisation=portfolio.service.organisation,
            service=portfolio.service,
            code=f"CSS{1000 + number}",
            prefix="CSS",
            number=1000 + number,
            title="More",
        )
    portfolio = Portfolio.objects.select_related("service__organisation", "standard").get(
        pk=portfolio.pk
    )

    with django_assert_num_queries(4):
        data = whole_portfolio_data(portfolio)

    assert len(data["evidence"]) == 164 + extra


def test_a_service_that_is_not_there_is_answered_with_those_that_are(
    portfolio: Portfolio, tmp_path: Path
):
    with pytest.raises(CommandError, match="Services here: customer-support-services"):
        call_command(
            "export_portfolio", "nobody", "--format", "json", "--output", tmp_path / "x.json"
        )
