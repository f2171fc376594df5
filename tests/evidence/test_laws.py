"""How long each law gives, with the bank holidays that it leaves out."""

from datetime import date

import pytest

from evidence.disclosures.holidays import ENGLAND, IRELAND, SCOTLAND, easter_of, in_part
from evidence.disclosures.laws import LAWS, rules_of
from evidence.enums import Law
from tests.builders.records import a_day

pytestmark = pytest.mark.any_database

# As GOV.UK lists them, each with its substitute days.
LISTED = {
    (ENGLAND, 2026): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    (SCOTLAND, 2026): "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    (IRELAND, 2026): "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    (ENGLAND, 2022): "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    (SCOTLAND, 2022): "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
    (SCOTLAND, 2027): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    (ENGLAND, 2023): "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize(("part", "year"), LISTED)
def test_bank_holidays_are_those_that_the_government_lists(part, year):
    listed = {date.fromisoformat(f"{year}-{day}") for day in LISTED[part, year].split()}
    assert in_part(year, part) == listed


def test_easter_is_where_the_church_has_it():
    days = {2024: "2024-03-31", 2025: "2025-04-20", 2038: "2038-04-25", 2285: "2285-03-22"}
    assert {year: str(easter_of(year)) for year in days} == days


@pytest.mark.parametrize(
    ("law", "received", "due"),
    [
        # Twenty working days; 30 November is a bank holiday in Scotland.
        (Law.FOISA, "2026-11-20", "2026-12-21"),
        (Law.EISR, "2026-11-23", "2026-12-22"),
        (Law.FOISA, "2026-12-18", "2027-01-21"),
        # 17 March counts as no working day where any part of the kingdom counts, and Easter
        # Monday, but neither does in Scotland.
        (Law.FOIA, "2027-03-01", "2027-04-01"),
        (Law.EIR, "2027-03-01", "2027-04-01"),
        (Law.FOISA, "2027-03-01", "2027-03-30"),
        # Received on a Saturday and a Sunday.
        (Law.FOIA, "2026-11-21", "2026-12-21"),
        (Law.EIR, "2026-11-22", "2026-12-21"),
        # The same day of the next month, its last day, or the next working day.
        (Law.UK_GDPR, "2026-09-03", "2026-10-05"),
        (Law.UK_GDPR, "2026-09-30", "2026-10-30"),
        (Law.UK_GDPR, "2027-01-31", "2027-03-01"),
        (Law.UK_GDPR, "2028-01-30", "2028-02-29"),
        (Law.UK_GDPR, "2026-11-25", "2026-12-29"),
    ],
)
def test_the_last_day_follows_from_the_law(law, received, due):
    assert rules_of(law).due_on(a_day(received)) == a_day(due)


@pytest.mark.parametrize(
    ("law", "received", "latest"),
    [
        (Law.UK_GDPR, "2026-11-30", "2027-03-01"),  # 28 February is a Sunday
        (Law.EISR, "2026-11-20", "2027-01-22"),
        (Law.EIR, "2026-11-20", "2027-01-22"),
    ],
)
def test_more_time_is_as_long_as_the_law_gives(law, received, latest):
    assert rules_of(law).latest(a_day(received)) == a_day(latest)


def test_the_freedom_of_information_acts_give_no_more_time():
    assert [law for law, rules in LAWS.items() if rules.more is None] == [Law.FOISA, Law.FOIA]


def test_a_day_that_was_proclaimed_since_is_left_out(settings):
    settings.EXTRA_BANK_HOLIDAYS = ["2026-11-24"]
    assert rules_of(Law.FOISA).due_on(a_day("2026-11-20")) == a_day("2026-12-22")


def test_every_law_of_the_list_has_its_days_and_exemptions():
    assert set(LAWS) == set(Law)
    for rules in LAWS.values():
        sections = [each.section for each in rules.exemptions]
        assert len(set(sections)) == len(sections) >= 13
        assert all(each.words for each in rules.exemptions)
    numbers = [each.section.split()[1] for each in LAWS[Law.FOISA].exemptions]
    assert numbers == [str(number) for number in range(25, 42)]
    numbers = [each.section.split()[1] for each in LAWS[Law.FOIA].exemptions]
    assert [each for each in numbers if each != "22A"] == [
        str(number) for number in range(21, 45) if number != 25
    ]
