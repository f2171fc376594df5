"""The history holds what was done, in the transaction that did it."""

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.history import About, record
from accounts.history.seal import LATER_FIELDS, SEALED_FIELDS
from accounts.history.sentences import told
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryText
from evidence.actions import AlreadyLinked, link_evidence
from evidence.models import EvidenceLink
from tests.builders.evidence import element_of, make_item, make_portfolio
from tests.builders.people import make_user

from .tampering import write_history


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_what_it_tells():
    with pytest.raises(RuntimeError, match="transaction"):
        record(verb="evidence.added", by=None, code="CSS1", title="Title")
    assert not HistoryEntry.objects.exists()
    assert not HistoryText.objects.exists()


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_what():
    user = make_user(name="Morag Officer")
    about = About(organisation_id=3, portfolio_id=4, item_id=5, element_code="1.1.2")
    entry = record(verb="evidence.linked", by=user, about=about, code="CSS1", element="1.1.2")
    entry.refresh_from_db()
    assert (entry.actor_id, entry.portfolio_id, entry.item_id) == (user.pk, 4, 5)
    line = told([entry])[0]
    assert (line.who, line.sentence) == ("Morag Officer", "Linked CSS1 to 1.1.2")


@pytest.mark.django_db
def test_entries_are_told_in_one_statement_whatever_their_number(django_assert_num_queries):
    write_history(30)
    with django_assert_num_queries(1):
        assert len(told(HistoryEntry.objects.order_by("-sequence"))) == 30


@pytest.mark.django_db
def test_an_action_that_is_refused_leaves_no_entry():
    portfolio = make_portfolio()
    item, element, user = make_item(portfolio), element_of(portfolio), make_user()
    link_evidence(portfolio=portfolio, element=element, item=item, by=user)
    before = HistoryEntry.objects.count()
    with pytest.raises(AlreadyLinked):
        link_evidence(portfolio=portfolio, element=element, item=item, by=user)
    assert HistoryEntry.objects.count() == before
    assert verify_chain().sound


@pytest.mark.django_db
def test_what_fails_after_its_entry_takes_the_entry_back_and_leaves_no_gap():
    write_history(2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_history(1)
        raise ZeroDivisionError
    write_history(1)
    assert [entry.sequence for entry in HistoryEntry.objects.all()] == [1, 2, 3]
    assert verify_chain().sound


def test_the_seal_covers_every_field_of_an_entry():
    fields = {field.attname for field in HistoryEntry._meta.concrete_fields}
    assert fields - {"seal", "at"} == {*SEALED_FIELDS, *LATER_FIELDS}


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


class TestWords(TestCase):
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(before=VALUES, after=VALUES, title=TEXT)
    def test_whatever_words_come_back_from_the_database_as_they_were_sealed(
        self, before, after, title
    ):
        with transaction.atomic():
            record(verb="evidence.added", by=None, before=before, after=after, title=title)
        self.assertIsNone(verify_chain().fault)


@pytest.mark.django_db
def test_without_its_entry_nothing_is_done():
    portfolio = make_portfolio()
    item, element, user = make_item(portfolio), element_of(portfolio), make_user()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_historytext ADD CHECK (salt = 'x') NOT VALID")
        else:
            cursor.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON accounts_historytext"
                " BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
    with pytest.raises(DatabaseError), transaction.atomic():
        link_evidence(portfolio=portfolio, element=element, item=item, by=user)
    assert not EvidenceLink.objects.exists()
    assert not HistoryEntry.objects.filter(verb="evidence.linked").exists()
