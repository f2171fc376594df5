"""Reads of standards take the same number of statements whatever the size."""

import pytest

from criteria.models import Edition, Element
from criteria.queries import (
    current_edition,
    edition_of,
    element_by_code,
    neighbours_of,
    outline_of,
    standard_tree,
)
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db

SIZES = pytest.mark.parametrize("make", [load_cse, make_standard], ids=["cse", "small"])


@SIZES
def test_the_whole_tree_takes_four_statements(make, django_assert_num_queries):
    edition = make()
    with django_assert_num_queries(4):
        for criterion in standard_tree(edition):
            for sub_criterion in criterion.sub_criteria.all():
                for element in sub_criterion.elements.all():
                    assert element.edition.standard.name and element.sub_criterion.criterion.title
                    assert all(clause.element.code for clause in element.clauses.all())


@SIZES
def test_one_element_takes_two_statements_and_its_neighbours_one(make, django_assert_num_queries):
    edition = make()
    with django_assert_num_queries(2):
        element = element_by_code(edition, "1.1.2")
        assert element.sub_criterion.criterion.title and len(element.clauses.all()) == 2
    with django_assert_num_queries(1):
        neighbours = neighbours_of(element)
    assert (neighbours.previous, neighbours.next, neighbours.place) == ("1.1.1", "1.1.3", 2)


def test_neighbours_cross_the_headings_and_end_at_the_ends():
    edition = load_cse()
    first, last, middle = (
        neighbours_of(element_by_code(edition, code)) for code in ("1.1.1", "5.3.3", "1.3.5")
    )
    assert (first.previous, first.next) == ("", "1.1.2")
    assert (last.previous, last.next) == ("5.3.2", "")
    assert (middle.previous, middle.next, middle.place, middle.total) == ("1.3.4", "2.1.1", 11, 57)


def test_an_unknown_element_or_edition_is_told_apart_from_a_known_one():
    edition = make_standard()
    with pytest.raises(Element.DoesNotExist):
        element_by_code(edition, "9.9.9")
    with pytest.raises(Edition.DoesNotExist):
        current_edition("none")
    with pytest.raises(Edition.DoesNotExist):
        edition_of("small", "second")


@SIZES
def test_the_outline_takes_one_statement_beyond_the_elements(make, django_assert_num_queries):
    edition = make()
    with django_assert_num_queries(2):
        outline = outline_of(list(edition.elements.with_headings()))
    assert list(outline["elements"])[:3] == ["1.1.1", "1.1.2", "1.1.3"]


def test_the_outline_holds_every_title_and_text_by_code():
    outline = outline_of(list(load_cse().elements.with_headings()))
    assert {level: len(entries) for level, entries in outline.items()} == {
        "criteria": 5,
        "sub_criteria": 15,
        "elements": 57,
        "clauses": 68,
    }
    assert outline["sub_criteria"]["4.3"] == "Deal effectively with problems"
    assert outline["clauses"]["5.3.3.1"] == "Our performance in relation to timeliness"
