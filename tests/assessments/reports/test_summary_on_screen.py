"""The summary read in a browser: the same words as on paper, from the same parts."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.enums import Role
from tests.builders.assessments import make_assessment, make_completed
from tests.builders.evidence import make_item, make_link, make_portfolio
from tests.builders.people import make_service, make_user, sign_in
from tests.builders.report_content import (
    PARTIAL,
    accepted,
    make_content_of_the_standard,
    make_element_content,
    make_evidence_line,
    make_summary_content,
)

BODY = "documents/summary_body.html"
PAGE = "/services/library-service/small/documents/summary/"
# Session, person and roles; portfolio and assessment; what the document says.
STATEMENTS = 15 + 6  # and the entry that tells of the reading


def body_of(content, **more) -> str:
    return render_to_string(BODY, {"paper": content, **more})


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture(scope="module")
def whole() -> str:
    return body_of(make_content_of_the_standard())


def test_every_link_leads_to_a_place_that_is_there_once(whole):
    places = Counter(re.findall(r'\bid="([^"]+)"', whole))
    assert max(places.values()) == 1
    led_to = re.findall(r'href="#([^"]+)"', whole)
    assert len(led_to) > 193
    assert set(led_to) <= set(places)


def test_it_names_nothing_of_the_portal_so_that_it_can_be_read_from_a_folder(whole):
    assert set(re.findall(r'(?:href|src)="([^#"][^"]*)"', whole)) == set()


def test_headings_go_down_one_step_at_a_time(whole):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", whole)]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_titles_lead_to_the_files_that_are_at_hand():
    line = make_evidence_line("CSS201", title="Survey & report")
    content = make_summary_content(make_element_content(active=(line,)))
    html = body_of(content, files={"CSS201": "files/CSS201%20Survey.pdf"})
    link = '<a class="file" href="files/CSS201%20Survey.pdf">Survey &amp; report</a>'
    assert html.count(link) == 2, "beside the element and in the index"
    assert 'class="file"' not in body_of(content)


def test_there_is_nothing_to_fill_in_by_hand():
    words = words_of(body_of(make_summary_content(make_element_content(rating=PARTIAL))))
    assert "Signature and date" not in words
    assert "Not accepted yet." in words
    assert "by hand" not in words


def test_the_board_says_each_rating_in_words_too():
    element = make_element_content(rating=PARTIAL, carried_from="2025")
    html = body_of(make_summary_content(element))
    tile = re.search(r'<a class="tile r-partial" href="#e-1.1.1">.*?</a>', html)
    assert tile
    assert words_of(tile[0]) == "P 1.1.1 Partially Compliant, carried forward from 2025"


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_draft_says_so(is_draft):
    content = make_summary_content(is_draft=is_draft, notice="The evidence as it stands.")
    assert ("<strong>Draft</strong>" in body_of(content)) is is_draft


def test_markup_that_people_typed_is_shown_as_typed():
    element = accepted(make_element_content(text="<b>We</b>", finding="<script>x</script>"))
    html = body_of(make_summary_content(element))
    assert "<script>" not in html
    assert "&lt;b&gt;We&lt;/b&gt;" in html


@pytest.mark.django_db
@pytest.mark.parametrize("items", [1, 30])
def test_the_page_costs_the_same_at_any_size(items, django_assert_num_queries):
    portfolio = make_portfolio(make_service(name="Library Service"))
    make_completed(portfolio, label="Last year")
    for number in range(701, 701 + items):
        make_link(portfolio, make_item(portfolio, f"Item {number}", number=number))
    make_assessment(portfolio, label="This year")
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    client.get(PAGE)
    with django_assert_num_queries(STATEMENTS):
        response = client.get(PAGE)
    assert "<strong>Draft</strong>" in response.content.decode()
