"""How fresh evidence is, said alike for one item and for a whole list."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.enums import Freshness
from evidence.freshness import freshness_of, why_stale
from evidence.models import EvidenceItem
from tests.builders.evidence import make_item

DAY = date(2026, 11, 22)
DATES = ("produced_on", "covers_to", "review_by", "checked_on")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, "undated"),
        ({"received_on": date(2026, 1, 1)}, "undated"),
        ({"produced_on": date(2001, 1, 1)}, "fresh"),
        ({"checked_on": date(2026, 1, 1)}, "fresh"),
        ({"covers_to": date(2023, 11, 22)}, "fresh"),
        ({"covers_to": date(2023, 11, 21)}, "stale"),
        ({"covers_to": date(2019, 12, 31), "checked_on": date(2023, 11, 22)}, "fresh"),
        ({"covers_to": date(2019, 12, 31), "checked_on": date(2023, 11, 21)}, "stale"),
        ({"review_by": DAY + timedelta(61)}, "fresh"),
        ({"review_by": DAY + timedelta(60)}, "due"),
        ({"review_by": DAY}, "due"),
        ({"review_by": DAY - timedelta(1)}, "stale"),
        ({"review_by": DAY - timedelta(1), "checked_on": DAY}, "fresh"),
        ({"review_by": DAY - timedelta(1), "checked_on": DAY - timedelta(61)}, "fresh"),
        ({"review_by": DAY - timedelta(1), "checked_on": DAY - timedelta(62)}, "stale"),
        ({"review_by": DAY + timedelta(10), "checked_on": DAY}, "fresh"),
        ({"review_by": DAY + timedelta(10), "covers_to": date(2019, 12, 31)}, "stale"),
    ],
)
def test_an_item_is_as_fresh_as_its_dates_say(dates, expected):
    assert freshness_of(EvidenceItem(**dates), DAY) == expected


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, ""),
        ({"covers_to": date(2023, 11, 22)}, ""),
        ({"covers_to": date(2018, 3, 31)}, "covers to March 2018"),
        ({"review_by": date(2024, 5, 3)}, "review was due 3 May 2024"),
        ({"review_by": DAY}, ""),
        ({"review_by": date(2024, 5, 3), "checked_on": DAY}, ""),
        (
            {"review_by": date(2024, 5, 3), "covers_to": date(2018, 3, 31)},
            "review was due 3 May 2024",
        ),
    ],
)
def test_what_makes_an_item_stale_is_said_in_a_few_words(dates, words):
    item = EvidenceItem(**dates)
    assert why_stale(item, DAY) == words
    assert bool(words) == (freshness_of(item, DAY) == Freshness.STALE)


def test_three_years_before_a_leap_day_is_the_last_of_february():
    item = EvidenceItem(covers_to=date(2021, 2, 28))
    assert freshness_of(item, date(2024, 2, 29)) == Freshness.FRESH
    assert freshness_of(item, date(2024, 3, 1)) == Freshness.STALE


near = st.one_of(
    st.none(),
    st.sampled_from([0, 1, 59, 60, 61, 62, 1095, 1096, 1097]).flatmap(
        lambda days: st.sampled_from([DAY - timedelta(days), DAY + timedelta(days)])
    ),
    st.dates(date(2018, 1, 1), date(2030, 12, 31)),
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(DATES, near)), min_size=9, max_size=9))
def test_the_database_and_an_item_in_hand_agree(nine, rows):
    for pk, dates in zip(nine, rows, strict=True):
        EvidenceItem.objects.filter(pk=pk).update(**dates)
    found = dict(EvidenceItem.objects.with_freshness(on=DAY).values_list("pk", F("freshness")))
    assert found == {item.pk: item.freshness_on(DAY) for item in EvidenceItem.objects.all()}
    stale = {pk for pk, freshness in found.items() if freshness == Freshness.STALE}
    assert set(EvidenceItem.objects.stale(on=DAY).values_list("pk", flat=True)) == stale


@pytest.fixture
def nine(portfolio):
    return [make_item(portfolio).pk for _ in range(9)]
