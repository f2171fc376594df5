"""Writing the assessor's report at the desk."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import HeldForm
from assessments.actions import complete_assessment, return_assessment, write_report_text
from assessments.models import Assessment, Draft, ReportText
from evidence.actions import withdraw_grant
from evidence.models import SnapshotLink
from tests.builders.assessments import (
    make_assessor,
    make_completed,
    make_grant,
    make_request,
    make_submitted,
    rate,
    submit,
)
from tests.builders.evidence import make_item
from tests.builders.people import PASSWORD, sign_in
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db

FROM_DATA = "Small Standard has 3 elements in 1 criterion."


@pytest.fixture
def assessment(portfolio) -> Assessment:
    return make_submitted(portfolio, label="Full assessment 2026")


@pytest.fixture
def helen(assessment):
    assessor = make_assessor("Helen Whitworth")
    make_grant(assessment, assessor)
    return assessor


@pytest.fixture
def desk(helen) -> Client:
    return sign_in(Client(), helen)


@pytest.fixture
def at(assessment):
    return lambda path="": f"/assessments/{assessment.pk}/report/{path}"


def fields_of(page) -> dict[str, str]:
    """What the form of the part holds, as a browser would send it."""
    html = page.content.decode()
    area = re.search(r'<textarea[^>]*name="text"[^>]*>\r?\n?(.*?)</textarea>', html, re.S)
    assert area
    hidden = re.findall(r'name="(revision|began|window|took_up)"(?: value="([^"]*)")?', html)
    return {name: unescape(value) for name, value in hidden} | {"text": unescape(area[1])}


def save(client, address, text, **fields):
    return client.post(address, fields_of(client.get(address)) | {"text": text} | fields)


def write(assessment, by, text, revision=0, part="introduction"):
    return write_report_text(
        assessment=assessment, part=part, name=part, text=text, revision=revision, by=by
    )


def test_the_list_shows_every_part_as_it_will_be_printed(desk, at, assessment, helen, words):
    write(assessment, helen, "I came by ferry.\n\n- in May", part="method")
    page = desk.get(at())
    said = words(page)
    assert "Introduction From the data Write : Introduction" in said
    assert FROM_DATA in said
    assert "Written by Helen Whitworth" in said
    assert "<li>in May</li>" in re.sub(r"\s*\n\s*", "", page.content.decode())
    assert "Nothing can be recommended before every element is rated." in said


def test_a_part_begins_from_the_text_of_the_data_and_what_is_written_replaces_it(desk, at):
    form = fields_of(desk.get(at("introduction/")))
    assert FROM_DATA in form["text"]
    answer = save(desk, at("introduction/"), "I came by ferry.", next="1")
    assert answer.headers["Location"] == at("method/?saved=introduction#id_text")
    assert ReportText.objects.get().text == "I came by ferry."
    assert "Saved “Introduction”" in desk.get(answer.headers["Location"]).content.decode()
    page = desk.get(at("introduction/"))
    assert fields_of(page)["text"] == "I came by ferry."
    assert FROM_DATA in page.content.decode()


def test_what_is_sent_as_it_stood_still_follows_the_data(desk, at, assessment, helen):
    before = fields_of(desk.get(at("criterion-1/")))
    rate(assessment, by=helen)
    assert desk.post(at("criterion-1/"), before).status_code == 302
    assert not ReportText.objects.exclude(text="").exists()
    assert "Rated: 1 Met." in fields_of(desk.get(at("criterion-1/")))["text"]


def test_the_text_from_the_data_comes_back_and_my_words_after_it(desk, at, words):
    save(desk, at("introduction/"), "I came by ferry.")
    answer = save(desk, at("introduction/"), "I came by ferry.", back="1")
    page = desk.get(answer.headers["Location"])
    assert FROM_DATA in fields_of(page)["text"]
    assert "Your words of before I came by ferry." in words(page)
    mine = desk.get(at("introduction/?begin=mine"))
    assert fields_of(mine)["text"] == "I came by ferry."


def test_i_can_begin_again_from_the_data_without_losing_what_is_saved(desk, at):
    save(desk, at("introduction/"), "I came by ferry.")
    assert FROM_DATA in fields_of(desk.get(at("introduction/?begin=data")))["text"]
    assert ReportText.objects.get().text == "I came by ferry."


def test_what_is_typed_is_kept_before_it_is_saved_and_is_nobody_elses(desk, at, assessment, words):
    form = fields_of(desk.get(at("introduction/")))
    kept = desk.post(at("introduction/draft/"), form | {"text": "Half a sen"})
    assert "kept" in kept.json()
    conclude = f"/assessments/{assessment.pk}/conclude/"
    assert "You typed something here that is not saved" in words(desk.get(at()))
    assert "You typed something into it" in words(desk.get(conclude))
    page = desk.get(at("introduction/"))
    assert fields_of(page)["text"] == "Half a sen"
    assert "You typed this at" in words(page)
    assert FROM_DATA in fields_of(desk.get(at("introduction/?draft=none")))["text"]
    colleague = sign_in(Client(), make_grant(assessment).reader)
    assert "Half a sen" not in colleague.get(at("introduction/")).content.decode()
    save(desk, at("introduction/"), "Half a sentence.")
    assert not Draft.objects.exists()
    assert "You typed something" not in words(desk.get(at())) + words(desk.get(conclude))


def test_two_assessors_the_second_is_told_sees_both_and_loses_nothing(
    desk, at, assessment, helen, words
):
    morgan = make_grant(assessment, make_assessor("Morgan Hale")).reader
    write(assessment, helen, "We came.\n\nBy ferry.")
    mine = fields_of(desk.get(at("introduction/")))
    write(assessment, morgan, "We came.\n\nBy train.", revision=1)
    met = desk.post(at("introduction/"), mine | {"text": "We all came.\n\nBy ferry."})
    assert met.status_code == 409
    said = words(met)
    assert "Morgan Hale saved “Introduction” of the report at" in said
    assert "Paragraph 1 Only you changed it" in said
    assert "Paragraph 2 Only Morgan Hale changed it" in said
    assert Draft.objects.get().fields["text"] == ["We all came.\n\nBy ferry."]
    html = met.content.decode()
    signed = re.search(r'name="conflict" value="([^"]+)"', html)
    assert signed
    chosen = dict(re.findall(r'name="(choice-\d+)" value="(\w+)"[^>]* checked', html))
    done = desk.post(at("introduction/"), {"conflict": unescape(signed[1])} | chosen)
    assert done.status_code == 302
    assert ReportText.objects.get().text == "We all came.\n\nBy train."
    assert not Draft.objects.exists()


def test_a_signed_report_is_read_only_and_what_is_sent_late_is_shown(
    desk, at, assessment, helen, words
):
    form = fields_of(desk.get(at("introduction/")))
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code, by=helen)
    complete_assessment(assessment=assessment, by=helen)
    page = desk.get(at("introduction/"))
    assert "The report stays as it was signed." in words(page)
    assert "<textarea" not in page.content.decode()
    late = desk.post(at("introduction/"), form | {"text": "Too late."})
    assert late.status_code == 409
    assert "Too late." in late.content.decode()
    assert "be awarded to" in words(desk.get(at()))


def test_what_is_sent_after_a_return_is_kept_until_it_is_submitted_again(
    desk, at, assessment, helen
):
    form = fields_of(desk.get(at("introduction/")))
    return_assessment(assessment=assessment, reason="Two files do not open.", by=helen)
    assert (
        "is kept" in desk.post(at("introduction/"), form | {"text": "On its way."}).content.decode()
    )
    assert "On its way." not in desk.get(at("introduction/")).content.decode()
    submit(Assessment.objects.get(pk=assessment.pk))
    assert fields_of(desk.get(at("introduction/")))["text"] == "On its way."


def test_what_is_sent_after_the_access_has_ended_is_kept_for_access_that_is_renewed(
    desk, at, assessment, helen
):
    form = fields_of(desk.get(at("introduction/")))
    grant = helen.reader_grants.get()
    withdraw_grant(grant=grant, by=helen)
    assert desk.post(at("introduction/"), form | {"text": "On its way."}).status_code == 403
    make_grant(assessment, helen)
    assert fields_of(desk.get(at("introduction/")))["text"] == "On its way."


def test_what_is_sent_after_the_sign_in_has_ended_comes_back(client, helen, at, words):
    signed_in = {"login": helen.email, "password": PASSWORD}
    client.post("/account/login/", signed_in)
    form = fields_of(client.get(at("introduction/")))
    client.session.flush()
    answer = client.post(at("introduction/"), form | {"text": "On its way."})
    held = HeldForm.objects.get()
    assert held.fields["text"] == ["On its way."]
    client.post(answer.headers["Location"], signed_in)
    said = words(client.get(f"/held/{held.pk}/"))
    assert "Text On its way." in said
    assert FROM_DATA not in said


def test_a_text_that_is_too_long_is_refused_and_shown(desk, at):
    answer = save(desk, at("introduction/"), "x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()


@pytest.mark.parametrize("part", ["criterion-9", "criterion-", "nothing"])
def test_there_are_no_other_parts(desk, at, part):
    assert desk.get(at(f"{part}/")).status_code == 404
    assert desk.post(at(f"{part}/draft/"), {"window": str(uuid4())}).status_code == 404
    assert not ReportText.objects.exists()


def test_the_page_that_concludes_leads_to_it(desk, assessment, at):
    page = desk.get(f"/assessments/{assessment.pk}/conclude/").content.decode()
    assert f'href="{at()}"' in page


@pytest.mark.parametrize("size", [10, 300])
def test_the_pages_take_at_most_fifteen_statements(portfolio, size, django_assert_max_num_queries):
    make_completed(portfolio)
    assessment = make_submitted(portfolio, kind="annual-review-1")
    helen = make_grant(assessment, make_assessor("Helen Whitworth")).reader
    rows = assessment.elements.select_related("element")
    SnapshotLink.objects.bulk_create(
        SnapshotLink(
            snapshot=assessment.snapshot,
            element=row.element,
            item=make_item(portfolio),
            code=f"CSS{number}",
            title=f"Evidence {number}",
            scope="service",
            status="new",
            position=number + 1,
        )
        for number in range(size // 10)
        for row in rows
    )
    for number in range(size // 10):
        rate(assessment, "1.1.1", by=helen, finding=f"Seen {number} times.")
        make_request(assessment, by=helen)
    write(assessment, helen, "Mine.")
    client = sign_in(Client(), helen)
    for path in ("", "introduction/", "method/"):
        with django_assert_max_num_queries(15 + READING):
            assert client.get(f"/assessments/{assessment.pk}/report/{path}").status_code == 200
