"""Loading a standard: once, again, changed, and when it is in use."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.history.sentences import told
from accounts.models import HistoryEntry
from criteria.actions import load_standard, mark_edition_used
from criteria.loading import StandardInUse, StandardProblems
from criteria.models import Edition, Element, Standard
from tests.builders.standards import cse_data, make_standard, standard_data, themes_data

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


def first_sub_criterion(data):
    return data["editions"][0]["criteria"][0]["sub_criteria"][0]


def test_a_first_load_counts_what_it_created():
    loaded = load_standard(data=cse_data())
    # The standard, its edition, 5 ratings, 5 + 15 + 57 + 68 entries of the levels.
    assert (loaded.created, loaded.updated, loaded.unchanged) == (152, 0, 0)


def test_a_second_load_writes_nothing_and_leaves_no_history():
    load_standard(data=cse_data())
    with CaptureQueriesContext(connection) as queries:
        loaded = load_standard(data=cse_data())
    assert [q["sql"] for q in queries if q["sql"].lstrip().startswith(WRITES)] == []
    assert (loaded.created, loaded.updated, loaded.removed, loaded.unchanged) == (0, 0, 0, 152)
    assert HistoryEntry.objects.filter(verb="standard.loaded").count() == 1


def test_a_load_tells_the_history_what_changed():
    load_standard(data=standard_data())
    line = told(HistoryEntry.objects.all())[0]
    assert line.sentence == "Loaded Small Standard: 16 entries created, 0 updated, 0 removed"


def test_wording_may_change_until_the_edition_is_used():
    make_standard()
    data = standard_data()
    first_sub_criterion(data)["elements"][0]["text"] = "We do it better."
    loaded = load_standard(data=data)
    assert loaded.changes == ["element 1.1.1"]
    assert Element.objects.get(code="1.1.1").text == "We do it better."


def test_elements_may_be_reordered_removed_and_added_until_the_edition_is_used():
    make_standard()
    data = standard_data(elements=4)
    elements = first_sub_criterion(data)["elements"]
    first_sub_criterion(data)["elements"] = [elements[3], elements[2], elements[0]]
    loaded = load_standard(data=data)
    assert list(Element.objects.values_list("code", flat=True)) == ["1.1.4", "1.1.3", "1.1.1"]
    # Element 1.1.4 and its two clauses came; 1.1.2 and its two went; 1.1.3 and 1.1.1 moved.
    assert (loaded.created, loaded.removed, loaded.updated) == (3, 3, 2)
    assert load_standard(data=data).changed_something is False


def test_the_tenth_element_follows_the_ninth():
    edition = make_standard(elements=11)
    assert list(edition.elements.values_list("code", flat=True))[8:] == [
        "1.1.9",
        "1.1.10",
        "1.1.11",
    ]


def test_the_wording_of_a_used_edition_is_refused_naming_each_code():
    mark_edition_used(edition=make_standard())
    data = standard_data(elements=4)
    elements = first_sub_criterion(data)["elements"]
    elements[0]["text"] = "We do something else."
    elements[1]["clauses"].pop()
    data["editions"][0]["criteria"][0]["partials_allowed"] = 5
    data["editions"][0]["ratings"][0]["counts_as"] = "partial"
    data["editions"][0]["non_compliant_allowed"] = 3
    with pytest.raises(StandardInUse) as refused:
        load_standard(data=data)
    assert refused.value.problems == [
        "first, edition: non_compliant_allowed differs.",
        "first, rating met: counts_as differs.",
        "first, criterion 1: partials_allowed differs.",
        "first, element 1.1.4 is not in the edition.",
        "first, element 1.1.1: text differs.",
        "first, clause 1.1.4.1 is not in the edition.",
        "first, clause 1.1.4.2 is not in the edition.",
        "first, clause 1.1.2.2 is not in the file.",
    ]
    assert "an edition of its own" in str(refused.value)
    assert Element.objects.get(code="1.1.1").text == "We do what 1.1.1 asks."


def test_the_order_of_a_used_edition_is_refused_too():
    mark_edition_used(edition=make_standard())
    data = standard_data()
    first_sub_criterion(data)["elements"].reverse()
    with pytest.raises(StandardInUse, match=r"element 1\.1\.3: position differs"):
        load_standard(data=data)


def test_guidance_and_name_of_a_used_edition_may_change():
    mark_edition_used(edition=make_standard())
    data = standard_data()
    first_sub_criterion(data)["elements"][0]["guidance"] = "Bring minutes."
    data["editions"][0]["name"] = "The edition of the first day"
    assert load_standard(data=data).changes == ["edition first", "element 1.1.1"]
    assert Element.objects.get(code="1.1.1").guidance == "Bring minutes."


def test_new_wording_comes_as_a_new_edition_beside_the_used_one():
    first = make_standard()
    mark_edition_used(edition=first)
    data = standard_data()
    new = deepcopy(data["editions"][0]) | {"slug": "second", "name": "Second edition"}
    new["criteria"][0]["sub_criteria"][0]["elements"][0]["text"] = "We do it anew."
    data["editions"][0]["current"] = False
    data["editions"].append(new)
    load_standard(data=data)
    texts = (
        Element.objects.filter(code="1.1.1").order_by("edition_id").values_list("text", flat=True)
    )
    assert list(texts) == ["We do what 1.1.1 asks.", "We do it anew."]
    assert Edition.objects.current().get().slug == "second"


def test_an_edition_that_the_file_leaves_out_stays_but_is_no_longer_current():
    make_standard()
    load_standard(data=standard_data(edition="second"))
    assert dict(Edition.objects.values_list("slug", "is_current")) == {
        "first": False,
        "second": True,
    }


def test_several_standards_stand_side_by_side():
    load_standard(data=cse_data())
    load_standard(data=themes_data())
    assert list(Standard.objects.values_list("slug", flat=True)) == ["cse", "themes"]
    assert Element.objects.filter(code="1.1.1").count() == 2


def test_a_fault_in_the_last_edition_leaves_nothing_of_the_first():
    data = standard_data()
    second = deepcopy(data["editions"][0]) | {"slug": "second", "current": False}
    second["ratings"][0]["counts_as"] = "perhaps"
    data["editions"].append(second)
    with pytest.raises(StandardProblems):
        load_standard(data=data)
    assert not Standard.objects.exists()


def test_an_edition_is_marked_used_once():
    edition = make_standard()
    mark_edition_used(edition=edition)
    first = Edition.objects.get().used_at
    mark_edition_used(edition=edition)
    assert first is not None and Edition.objects.get().used_at == first
    assert [line.sentence for line in told(HistoryEntry.objects.all())] == [
        "Began to use Small Standard, First edition: its wording is now fixed"
    ]
