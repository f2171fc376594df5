"""A file that is wrong is refused whole, with words that name the place."""

import json

import pytest
from django.core.management import CommandError, call_command

from criteria.actions import load_standard
from criteria.loading import StandardProblems
from criteria.models import Standard
from tests.builders.standards import CSE_FILE, standard_data

pytestmark = pytest.mark.django_db


def edition(data):
    return data["editions"][0]


def sub_criterion(data):
    return edition(data)["criteria"][0]["sub_criteria"][0]


def element(data, n=0):
    return sub_criterion(data)["elements"][n]


FAULTS = {
    "Edition first, element 1.1.1: “text” is missing.": lambda d: element(d).pop("text"),
    "Edition first, element 1.1.1: “text” is empty.": lambda d: element(d).update(text=" "),
    "Edition first, element 1.1.1: “text” should be a text.": lambda d: element(d).update(text=7),
    "Edition first, element 1.1.1: “words” is not known here.": (
        lambda d: element(d).update(words="We do.")
    ),
    "Edition first, element 1.1.1: “guidance” holds characters that cannot be stored.": (
        lambda d: element(d).update(guidance="a\0b")
    ),
    "Edition first, element 1.1.1: “attributes” should be an object in braces.": (
        lambda d: element(d).update(attributes=[1])
    ),
    "Edition first, sub-criterion 1.1: element 1.1.1 is there 2 times.": (
        lambda d: sub_criterion(d)["elements"].append(dict(element(d)))
    ),
    "Edition first, element 1.2.1: stands under 1.1, so its code should begin “1.1.”.": (
        lambda d: element(d).update(code="1.2.1")
    ),
    "Edition first, element 1.1/1: a code has letters and digits, with single dots or hyphens"
    " between.": lambda d: element(d).update(code="1.1/1"),
    "Edition first, sub-criterion 1.1, element number 2: should be an object in braces.": (
        lambda d: sub_criterion(d)["elements"].__setitem__(1, "1.1.2")
    ),
    "Edition first, sub-criterion 1.1: “elements” has nothing in it.": (
        lambda d: sub_criterion(d).update(elements=[])
    ),
    "Edition first, sub-criterion 1.1: “elements” should be a list.": (
        lambda d: sub_criterion(d).update(elements={})
    ),
    "Edition first, criterion 1: “partials_allowed” should be a whole number from 0 to 999.": (
        lambda d: edition(d)["criteria"][0].update(partials_allowed=-1)
    ),
    "Edition first, rating met: “counts_as”: Value 'perhaps' is not a valid choice.": (
        lambda d: edition(d)["ratings"][0].update(counts_as="perhaps")
    ),
    "Edition first: rating met is there 2 times.": (
        lambda d: edition(d)["ratings"].append(dict(edition(d)["ratings"][0]))
    ),
    "Edition first, “level_names”, “clause”: “many” is missing.": (
        lambda d: edition(d)["level_names"]["clause"].pop("many")
    ),
    "Edition first, “cycle”: “years” should be a whole number from 1 to 999.": (
        lambda d: edition(d)["cycle"].update(years=True)
    ),
    "Edition first, “cycle”, visit 2: “covers” should be “all” or “share”.": (
        lambda d: edition(d)["cycle"]["visits"][1].update(covers="third")
    ),
    "Edition first, “cycle”, visit 1: “kind” should be at most 30 letters, digits and hyphens,"
    " such as annual-review-1.": (
        lambda d: edition(d)["cycle"]["visits"][0].update(kind="Full assessment")
    ),
    "Edition first, “cycle”: “then” should be “full”, “annual-review-1” or “annual-review-2”.": (
        lambda d: edition(d)["cycle"].update(then="review")
    ),
    "Edition first, “cycle”, “customary”: “elements” should be a whole number from 1 to 999.": (
        lambda d: edition(d)["cycle"].update(
            customary={"service": 3, "corporate": 3, "elements": 0}
        )
    ),
    "Edition first, “cycle”, “remedial”: “name” is missing.": (
        lambda d: edition(d)["cycle"].update(remedial={"kind": "remedial"})
    ),
    "Edition first, “cycle”, “remedial”: “covers” is not known here.": (
        lambda d: edition(d)["cycle"].update(
            remedial={"kind": "remedial", "name": "Remedial visit", "covers": "all"}
        )
    ),
    "Edition first, “cycle”: visit full is there 2 times.": (
        lambda d: edition(d)["cycle"].update(remedial={"kind": "full", "name": "Remedial visit"})
    ),
    "Edition first, “cycle”: “visits” has nothing in it.": (
        lambda d: edition(d)["cycle"].update(visits=[])
    ),
    "The file: exactly one edition should have “current” set to true.": (
        lambda d: edition(d).update(current=False)
    ),
    "The file: edition first is there 2 times.": (
        lambda d: d["editions"].append(edition(d) | {"current": False})
    ),
    "The file: “editions” has nothing in it.": lambda d: d.update(editions=[]),
    "The file, “standard”: “slug” is missing.": lambda d: d["standard"].pop("slug"),
}


@pytest.mark.any_database
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_its_place(fault):
    data = standard_data()
    FAULTS[fault](data)
    with pytest.raises(StandardProblems) as refused:
        load_standard(data=data)
    assert fault in refused.value.problems
    assert not Standard.objects.exists()


@pytest.mark.any_database
@pytest.mark.parametrize("data", [None, [], "cse", 7, {}, {"standard": [], "editions": {}}])
def test_data_of_another_shape_is_refused(data):
    with pytest.raises(StandardProblems):
        load_standard(data=data)


def test_a_text_too_long_for_its_field_is_refused():
    data = standard_data()
    sub_criterion(data)["title"] = "x" * 301
    with pytest.raises(StandardProblems, match=r"sub-criterion 1\.1: “title”: Ensure this value"):
        load_standard(data=data)


def test_all_faults_are_told_at_once():
    data = standard_data()
    element(data).pop("text")
    element(data, 1)["text"] = ""
    with pytest.raises(StandardProblems) as refused:
        load_standard(data=data)
    assert len(refused.value.problems) == 2


def test_the_command_says_what_it_did(capsys):
    call_command("load_standard", str(CSE_FILE))
    call_command("load_standard", str(CSE_FILE))
    assert capsys.readouterr().out.splitlines() == [
        "Customer Service Excellence: 152 created, 0 updated, 0 removed, 0 unchanged.",
        "Customer Service Excellence: 0 created, 0 updated, 0 removed, 152 unchanged.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not JSON: line 1, column 1"),
        (b'{"standard": \n oops}', "is not JSON: line 2, column 2"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "is not a text file in UTF-8"),
        (b'{"standard": NaN}', "NaN is not a number"),
        (b"[" * 200_000, "is not JSON that can be used"),
        (b"[]", "The file: should be an object in braces."),
    ],
)
def test_a_file_that_is_no_standard_is_refused_plainly(tmp_path, content, words):
    path = tmp_path / "standard.json"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("load_standard", str(path))
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_refused_plainly(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("load_standard", str(tmp_path / "none.json"))


def test_a_file_saved_with_a_byte_order_mark_loads(tmp_path):
    path = tmp_path / "standard.json"
    path.write_text(json.dumps(standard_data()), encoding="utf-8-sig")
    call_command("load_standard", str(path))
    assert Standard.objects.get().slug == "small"
