"""The database itself refuses what an edition must not be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from criteria.models import Clause, Criterion, Edition, Element, Rating, SubCriterion
from tests.builders.standards import make_standard

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Rating, Criterion, SubCriterion, Element, Clause])
def test_positions_count_from_one(model):
    make_standard()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(position=0)


@pytest.mark.parametrize("model", [Rating, Element, Clause])
@pytest.mark.parametrize("field", ["code", "position"])
def test_codes_and_positions_are_taken_once(model, field):
    make_standard()
    one, other = model.objects.all()[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=one.pk).update(**{field: getattr(other, field)})


def test_two_editions_may_have_the_same_codes():
    make_standard("one")
    make_standard("two")
    assert Element.objects.filter(code="1.1.1").count() == 2


def test_a_standard_has_one_current_edition_and_says_so():
    edition = make_standard()
    second = Edition(
        standard=edition.standard,
        slug="second",
        name="Second edition",
        level_names=edition.level_names,
        cycle=edition.cycle,
        is_current=True,
    )
    with pytest.raises(ValidationError, match="A standard has one current edition only"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_rating_counts_as_one_of_the_four():
    make_standard()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.update(counts_as="perhaps")


def test_fewer_than_no_partials_cannot_be_allowed():
    make_standard()
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.update(partials_allowed=-1)
