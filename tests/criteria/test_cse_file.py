"""fixtures/cse.json holds the whole standard as it can be read."""

import re

import pytest

from criteria.models import Clause, Criterion, Element, SubCriterion
from criteria.queries import standard_tree
from tests.builders.standards import cse_data, load_cse

pytestmark = pytest.mark.django_db


def elements_of(data):
    criteria = data["editions"][0]["criteria"]
    return [e for c in criteria for s in c["sub_criteria"] for e in s["elements"]]


def test_the_standard_has_5_criteria_15_sub_criteria_57_elements_and_68_clauses():
    load_cse()
    levels = (Criterion, SubCriterion, Element, Clause)
    assert [level.objects.count() for level in levels] == [5, 15, 57, 68]


def test_the_pass_rule_allows_2_2_2_3_and_2_partials_and_no_non_compliance():
    edition = load_cse()
    assert list(edition.criteria.values_list("partials_allowed", flat=True)) == [2, 2, 2, 3, 2]
    assert edition.non_compliant_allowed == 0


def test_the_scale_runs_from_compliance_plus_to_not_applicable():
    assert list(load_cse().ratings.values_list("code", "letter", "counts_as")) == [
        ("compliance-plus", "+", "met"),
        ("compliant", "C", "met"),
        ("partial", "P", "partial"),
        ("non-compliant", "N", "not-met"),
        ("not-applicable", "–", "excluded"),
    ]


def test_the_cycle_is_a_full_assessment_and_two_annual_reviews():
    visits = load_cse().cycle["visits"]
    assert [v["kind"] for v in visits] == ["full", "annual-review-1", "annual-review-2"]


def test_elements_come_in_the_order_of_the_standard():
    edition = load_cse()
    codes = list(edition.elements.values_list("code", flat=True))
    assert codes[0] == "1.1.1" and codes[-1] == "5.3.3"
    assert codes == sorted(codes, key=lambda code: [int(part) for part in code.split(".")])
    tree = [
        e.code
        for c in standard_tree(edition)
        for s in c.sub_criteria.all()
        for e in s.elements.all()
    ]
    assert tree == codes


def test_parts_that_can_be_read_whole_make_up_the_sentence_of_their_element():
    cut_short = {"2.1.1", "3.1.1", "4.2.4", "5.3.3"}

    def plain(text):
        return re.sub(r"[,.]", "", text)

    for element in elements_of(cse_data()):
        parts = plain(" ".join(clause["text"] for clause in element["clauses"]))
        whole = plain(element["text"])
        if parts and element["code"] not in cut_short:
            assert parts == whole, element["code"]
        assert whole.startswith(parts), element["code"]


def test_every_element_has_guidance_of_its_own_of_readable_length():
    guidance = {e["code"]: e["guidance"] for e in elements_of(cse_data())}
    wrong = {code for code, text in guidance.items() if not 40 <= len(text.split()) <= 90}
    assert wrong == set()
    sentences = [s for text in guidance.values() for s in re.split(r"(?<=[.?]) ", text)]
    assert len(sentences) == len(set(sentences))
