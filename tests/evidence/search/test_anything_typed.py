"""Nothing that is typed is syntax to the database, and both databases find the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.search.index import find, snippets_for
from tests.builders.evidence import make_item
from tests.builders.words import make_words

pytestmark = pytest.mark.django_db

SYNTAX = [
    *("HR-12", '"', "'", "*", "NEAR(", "AND", "OR", "NOT", "words:", "^", ":*", "<->", "!", "&"),
    *("|", "(", ")", "\\", "%", "_", "--", ";", "\0", "😀", "ﬁ", "½", "İ", "\ud800", "ß"),
]
TYPED = st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=20), st.just("unhappy")))
SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(pieces=TYPED, between=st.sampled_from(["", " "]))
def test_any_text_can_be_searched_for(pieces, between, shelf):
    portfolio, item = shelf
    hits = find(portfolio, between.join(pieces))
    for found in snippets_for([item], hits).values():
        assert found.place == "Page 1"


@SLOW
@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\2\3")))
def test_any_text_can_be_shown(text, shelf):
    portfolio, item = shelf
    make_words(item.versions.get(), f"{text} unhappy {text}")
    shown = snippets_for([item], find(portfolio, "unhappy"))[item.pk].words
    assert "<mark>unhappy</mark>" in shown
    assert shown.count("<") == 2 * shown.count("<mark>")


@pytest.fixture
def shelf(portfolio):
    item = make_item(portfolio, "Survey", number=1)
    make_words(item.versions.first() or item, "unhappy people of HR-12")
    return portfolio, item
