"""The scheme of visits is data: which visit follows which, and what each covers."""

import pytest

from criteria.actions import load_standard, mark_edition_used
from criteria.loading import StandardInUse
from criteria.models import Edition
from tests.builders.schemes import REMEDIAL, ROLLING
from tests.builders.standards import load_cse, make_standard, standard_data

pytestmark = pytest.mark.django_db


def names_of(edition: Edition, visits: int) -> list[str]:
    scheme, visit, names = edition.scheme, edition.scheme.first, []
    for _ in range(visits):
        names.append(visit.kind)
        visit = scheme.after(visit.kind)
    return names


def test_a_certificate_of_three_years_begins_again_with_a_full_assessment():
    edition = load_cse()
    assert names_of(edition, 5) == [
        *("full", "annual-review-1", "annual-review-2"),
        *("full", "annual-review-1"),
    ]
    assert [visit.covers for visit in edition.scheme.visits] == ["all", "share", "share"]
    assert edition.scheme.remedial is None


def test_a_rolling_programme_has_one_full_assessment_and_goes_round_its_reviews():
    edition = make_standard(cycle=ROLLING)
    assert names_of(edition, 8) == [
        "full",
        *("review-1", "review-2", "review-3"),
        *("review-1", "review-2", "review-3"),
        "review-1",
    ]


def test_a_remedial_visit_has_a_name_and_no_place_in_the_order():
    scheme = make_standard(cycle=REMEDIAL).scheme
    assert scheme.name_of("remedial") == "Remedial visit"
    assert [visit.kind for visit in scheme.kinds] == ["full", "review", "remedial"]
    assert scheme.is_remedial("remedial") and not scheme.is_remedial("full")


def test_what_is_left_out_has_its_usual_meaning():
    edition = make_standard()
    assert edition.cycle["then"] == "full"
    assert [visit.covers for visit in edition.scheme.visits] == ["all", "share", "share"]
    Edition.objects.update(
        cycle={"years": 2, "visits": [{"kind": "a", "name": "A"}, {"kind": "b", "name": "B"}]}
    )
    stored = Edition.objects.get().scheme
    assert [visit.covers for visit in stored.visits] == ["all", "share"]
    assert stored.after("b").kind == "a"


def test_a_kind_that_the_scheme_does_not_know_keeps_its_code_and_leads_to_the_first():
    scheme = make_standard().scheme
    assert scheme.name_of("visit-of-old") == "visit-of-old"
    assert scheme.after("visit-of-old").kind == "full"


def test_the_scheme_of_an_edition_in_use_may_change():
    mark_edition_used(edition=make_standard())
    data = standard_data()
    data["editions"][0]["cycle"]["remedial"] = {"kind": "remedial", "name": "Remedial visit"}
    assert load_standard(data=data).changes == ["edition first"]
    assert Edition.objects.get().scheme.remedial.name == "Remedial visit"


def test_a_kind_of_visit_of_an_edition_in_use_does_not_go_away():
    mark_edition_used(edition=make_standard())
    data = standard_data(cycle=ROLLING)
    with pytest.raises(StandardInUse) as refused:
        load_standard(data=data)
    assert refused.value.problems == [
        "first, cycle: the visit annual-review-1 is not in the file.",
        "first, cycle: the visit annual-review-2 is not in the file.",
    ]


def test_the_page_of_the_standard_tells_the_scheme(reader):
    make_standard(cycle=REMEDIAL)
    page = " ".join(reader.get("/standards/small/").content.decode().split())
    assert "Remedial visit" in page and "one of 3 shares" in page
