"""Dates read in titles."""

import re
from datetime import date
from pathlib import Path

import pytest

from evidence.dating import Period, period_in

SUMMARY = Path(__file__).parents[2] / "fixtures" / "demonstration" / "assessment_summary.txt"


def years(first, last):
    return Period(date(first, 1, 1), date(last, 12, 31))


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Customer Service Strategy 2015-19", years(2015, 2019)),
        ("Review of Customer Service Strategy 2024-7", years(2024, 2027)),
        ("2018-21 Website Strategy", years(2018, 2021)),
        ("Wellbeing Strategy (2019 - 2024)", years(2019, 2024)),
        ("Plan 2019–2024", years(2019, 2024)),
        ("Plan 2019 to 2024", years(2019, 2024)),
        (
            "2017/18 Corporate Complaints Report",
            Period(date(2017, 4, 1), date(2018, 3, 31)),
        ),
        ("Vision for the Centre 2021/2022", Period(date(2021, 4, 1), date(2022, 3, 31))),
        ("Complaints Report 2022-23 etc", Period(date(2022, 4, 1), date(2023, 3, 31))),
        ("ICT Updates October 2023", Period(date(2023, 10, 1), date(2023, 10, 31))),
        ("Minutes, february 2024", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("LGBF Indicators 2021", years(2021, 2021)),
        ("Customer Engagement Survey 2021- Outcomes Report", years(2021, 2021)),
        ("Benchmarking 2019 and 2022", years(2022, 2022)),
        ("Strategy 2024-19", years(2024, 2024)),
        ("SOCITM Improve Report 2023 v1.1", years(2023, 2023)),
        ("Outcome Report v1.1", None),
        ("Room 12021", None),
        ("Order 2019/4711", None),
        ("Version 1.2019", None),
        ("", None),
    ],
)
def test_a_title_says_what_it_covers(title, period):
    assert period_in(title) == period


def test_the_titles_of_the_summary_are_read_where_they_name_a_year_and_nowhere_else():
    titles = re.findall(r"^(?:CSS|C)\d+: (.+)$", SUMMARY.read_text(), re.MULTILINE)
    assert len(titles) > 150
    for title in titles:
        assert bool(period_in(title)) == bool(re.search(r"\b20[012]\d\b", title)), title
    assert len({title for title in titles if period_in(title)}) == 33
