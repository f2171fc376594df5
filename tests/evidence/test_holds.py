"""Holds: what may not be destroyed, until somebody lifts them and says why."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from evidence.actions import LiftedAlready, NotOfThisOrganisation, lift_hold, set_hold
from evidence.holds import holds_on_items, holds_on_person, holds_on_portfolio
from evidence.models import Hold
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_service, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def governance(portfolio):
    return make_user(Role.GOVERNANCE, portfolio.service.organisation, name="Gillian Hold")


@pytest.fixture
def hold(portfolio, governance):
    """Sets a hold in the portfolio's council."""

    def put(**on):
        return set_hold(
            organisation=portfolio.service.organisation,
            reason="An appeal is under way",
            reference="Tribunal EA/2026/0012",
            by=governance,
            **on,
        )

    return put


def test_a_hold_on_an_item_keeps_that_item_until_it_is_lifted(portfolio, hold, governance):
    item, other = make_item(portfolio), make_item(portfolio)
    held = hold(item=item)
    assert holds_on_items([item.pk, other.pk]) == {item.pk: [held]}
    lift_hold(hold=held, reason="The appeal was withdrawn", by=governance)
    assert holds_on_items([item.pk, other.pk]) == {}
    held.refresh_from_db()
    assert (held.lifted_reason, held.lifted_by) == ("The appeal was withdrawn", governance)


def test_a_hold_on_a_service_keeps_its_items_and_the_corporate_ones_it_links(
    portfolio, hold, django_assert_max_num_queries
):
    own, unlinked = make_item(portfolio), make_item(portfolio)
    linked, other = make_item(portfolio, corporate=True), make_item(portfolio, corporate=True)
    make_link(portfolio, own)
    make_link(portfolio, linked)
    neighbour = make_portfolio(make_service(portfolio.service.organisation, prefix="ICT"))
    strange = make_item(neighbour)
    held = hold(portfolio=portfolio)
    wanted = [item.pk for item in (own, unlinked, linked, other, strange)]
    with django_assert_max_num_queries(3):
        found = holds_on_items(wanted)
    assert found == {own.pk: [held], unlinked.pk: [held], linked.pk: [held]}
    assert holds_on_portfolio(portfolio) == [held]
    assert holds_on_portfolio(neighbour) == []


def test_a_hold_on_a_person_also_reaches_one_who_has_left(portfolio, hold):
    uploader = make_user(name="Left Long Ago")
    make_version(make_item(portfolio), by=uploader)
    held = hold(person=uploader)
    assert holds_on_person(uploader) == [held]


def test_nothing_of_another_organisation_can_be_held(hold):
    elsewhere = make_portfolio()
    stranger = make_user(Role.OFFICER, elsewhere.service)
    for on in ({"item": make_item(elsewhere)}, {"portfolio": elsewhere}, {"person": stranger}):
        with pytest.raises(NotOfThisOrganisation):
            hold(**on)
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_once_only(portfolio, hold, governance):
    held = hold(portfolio=portfolio)
    stale = Hold.objects.get(pk=held.pk)
    lift_hold(hold=held, reason="Settled", by=governance)
    with pytest.raises(LiftedAlready):
        lift_hold(hold=stale, reason="Settled again", by=governance)


def test_the_history_says_who_held_and_lifted_what_and_why(portfolio, hold, governance):
    item = make_item(portfolio)
    lift_hold(hold=hold(item=item), reason="Settled", by=governance)
    entries = HistoryEntry.objects.filter(verb__startswith="evidence.hold").order_by("sequence")
    assert [(entry.verb, entry.item_id, entry.actor_id) for entry in entries] == [
        ("evidence.hold_set", item.pk, governance.pk),
        ("evidence.hold_lifted", item.pk, governance.pk),
    ]
    words = [HistoryText.objects.get(pk=entry.pk).words for entry in entries]
    assert [said["reason"] for said in words] == ["An appeal is under way", "Settled"]


def test_the_database_refuses_a_hold_on_nothing_or_on_two_things(portfolio, governance):
    usual = {
        "organisation": portfolio.service.organisation,
        "reason": "An appeal",
        "set_by": governance,
    }
    wrong = [
        {},
        {"portfolio": portfolio, "person": governance},
        {"portfolio": portfolio, "reason": ""},
        {"portfolio": portfolio, "lifted_by": governance},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.create(**usual | fields)
