"""What a signed-in person sees of the standards, and what it costs."""

import re

import pytest

from criteria.actions import load_standard
from tests.builders.standards import load_cse, load_themes, make_standard, standard_data

pytestmark = pytest.mark.django_db

# Two of them are the session and the person, one the person's memberships in the page's head.
LIST, DETAIL, ELEMENT = 4, 10, 7

SIZES = pytest.mark.parametrize(
    ("make", "slug"), [(load_cse, "cse"), (make_standard, "small")], ids=["cse", "small"]
)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@SIZES
def test_the_pages_cost_the_same_at_any_size(make, slug, reader, django_assert_num_queries):
    make()
    with django_assert_num_queries(LIST):
        reader.get("/standards/")
    with django_assert_num_queries(DETAIL):
        reader.get(f"/standards/{slug}/")
    with django_assert_num_queries(ELEMENT):
        reader.get(f"/standards/{slug}/elements/1.1.2/")


def test_ten_standards_cost_no_more_than_one(reader, django_assert_num_queries):
    for number in range(10):
        make_standard(f"standard-{number}")
    with django_assert_num_queries(LIST):
        reader.get("/standards/")


def test_the_list_names_each_standard_and_what_it_holds_in_its_own_words(reader):
    load_cse()
    load_themes()
    page = page_of(reader, "/standards/")
    assert 'href="/standards/cse/">Customer Service Excellence</a>' in page
    assert "5 criteria, 57 elements" in page
    assert "1 theme, 3 grades" in page


def test_an_empty_list_says_how_standards_come(reader):
    assert "No standard is loaded yet" in page_of(reader, "/standards/")


def test_a_standard_shows_its_levels_scale_and_pass_rule(reader):
    load_cse()
    page = page_of(reader, "/standards/cse/")
    assert 'Criterion <span class="cse-num">4</span>: Delivery' in page
    assert "Deal effectively with problems" in page
    assert page.count('href="/standards/cse/elements/') == 57
    assert "We protect customers&#x27; privacy" in page
    assert "Goes beyond what is asked and is an example to others." in page
    assert "Elements rated Non-Compliant: none allowed." in page
    assert "Elements that may be rated Partially Compliant" in page
    assert '</span> Delivery</a> </th> <td class="is-n">3</td>' in page
    assert "Second annual review" in page


def test_a_standard_without_a_limit_on_partials_says_so(reader):
    make_standard()
    assert '<td class="is-n">no limit</td>' in page_of(reader, "/standards/small/")


def test_an_element_shows_its_parts_guidance_and_neighbours(reader):
    load_cse()
    page = page_of(reader, "/standards/cse/elements/1.3.2/")
    assert "We analyse and publicise satisfaction levels for the full range of customers" in page
    assert "1.3.2.3</span><span>and we have improved services as a result.</span>" in page
    assert "Figures kept on the intranet have not been publicised." in page
    assert 'href="/standards/cse/elements/1.3.1/" rel="prev"' in page
    assert 'href="/standards/cse/elements/1.3.3/" rel="next"' in page
    assert 'href="/standards/cse/#criterion-1">1 Customer Insight</a>' in page
    assert '<span class="cse-num">8</span> of <span class="cse-num">57</span>' in page


def test_the_first_element_has_none_before_it_and_the_last_none_after(reader):
    load_cse()
    assert 'rel="prev"' not in page_of(reader, "/standards/cse/elements/1.1.1/")
    assert 'rel="next"' not in page_of(reader, "/standards/cse/elements/5.3.3/")


def test_an_element_whose_parts_are_not_known_says_so(reader):
    load_cse()
    page = page_of(reader, "/standards/cse/elements/1.3.1/")
    assert "The parts of the element are not known. The element is rated as a whole." in page


def test_another_standard_is_read_in_its_own_words_with_its_attributes(reader):
    load_themes()
    page = page_of(reader, "/standards/themes/")
    assert 'Theme <span class="cse-num">1</span>: First heading' in page
    assert "<dt>Classification</dt> <dd>Core</dd>" in page
    assert "2 points" in page
    assert "Grades rated Not yet met: at most 1." in page
    words = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")]).lower()
    assert [name for name in ("criteri", "element", "clause", "compliant") if name in words] == []
    page = page_of(reader, "/standards/themes/elements/1.1.3/")
    assert "<title>Grade 1.1.3" in page
    assert "<dt>Level</dt> <dd>Excellent</dd>" in page
    assert 'aria-label="Points"' in page


def test_an_earlier_edition_stays_readable_at_its_own_address(reader):
    make_standard(edition="first")
    data = standard_data(edition="second", clauses=0)
    load_standard(data=data)
    page = page_of(reader, "/standards/small/")
    assert "<strong>Second edition</strong>" in page
    assert 'href="/standards/small/editions/first/">First edition</a>' in page
    page = page_of(reader, "/standards/small/editions/first/elements/1.1.1/")
    assert "part 2 of 1.1.1" in page
    assert "This is not the current edition" in page
    assert 'href="/standards/small/editions/first/elements/1.1.2/" rel="next"' in page


def test_markup_in_the_file_of_a_standard_is_shown_and_not_obeyed(reader):
    data = standard_data()
    element = data["editions"][0]["criteria"][0]["sub_criteria"][0]["elements"][0]
    element.update(text="<b>bold</b>", guidance="<script>no</script>")
    load_standard(data=data)
    page = page_of(reader, "/standards/small/elements/1.1.1/")
    assert "<b>bold" not in page and "&lt;b&gt;bold" in page
    assert "<script>no" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/standards/none/",
        "/standards/cse/elements/9.9.9/",
        "/standards/none/elements/1.1.1/",
        "/standards/cse/editions/none/",
        "/standards/cse/editions/none/elements/1.1.1/",
    ],
)
def test_what_does_not_exist_is_not_found(address, reader):
    load_cse()
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/standards/", "/standards/cse/", "/standards/cse/elements/1.1.1/"]
)
def test_a_stranger_is_asked_to_sign_in(address, client):
    load_cse()
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"/account/login/?next={address}"


def test_the_pages_can_only_be_read(reader):
    load_cse()
    assert reader.post("/standards/cse/").status_code == 405
