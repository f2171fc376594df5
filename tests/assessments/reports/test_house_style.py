"""The organisation's colour and logo on what is printed."""

from io import BytesIO

import pikepdf
import pytest

from accounts.models import HouseStyle as Style
from assessments.reports.builders.frame import style_of
from assessments.reports.content import HouseStyle, Logo
from assessments.reports.document import pictures_of
from assessments.reports.pictures import board, mosaic
from tests.builders.assessments import make_assessment
from tests.builders.files import picture
from tests.builders.papers import html_of, pdf_of
from tests.builders.papers import style_of as paper_style_of
from tests.builders.people import make_house_style
from tests.builders.report_content import accepted, make_element_content, make_summary_content

from .pdf_reader import fails_accessibility

RED = "#c40000"


@pytest.fixture(scope="module")
def content():
    logo = Logo(picture(size=(400, 100)), "image/png", "The arms of the council")
    elements = (accepted(make_element_content()), make_element_content("1.1.2"))
    return make_summary_content(*elements, style=HouseStyle(RED, logo))


@pytest.fixture(scope="module")
def pdf(content) -> bytes:
    return pdf_of(content)


def test_a_logo_is_on_the_cover_with_its_words_and_the_file_is_still_valid(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""
    with pikepdf.open(BytesIO(pdf)) as opened:
        figures = [
            node
            for node in opened.objects
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"
        ]
        assert "The arms of the council" in {str(figure.get("/Alt", "")) for figure in figures}
        assert "/Image" in {
            str(each.get("/Subtype")) for each in opened.pages[0].Resources.XObject.values()
        }


def test_headings_rules_and_pictures_have_the_accent_and_a_tint_of_it(content):
    assert pictures_of(content, paper_style_of("summary"))["accent.css"] == (
        f":root {{ --brand: {RED}; }}"
    )
    for drawn in (board(content), mosaic(content)):
        assert RED in drawn
        assert "#0b4f5c" not in drawn
    assert "#eeb8b8" in mosaic(content), "what is not rated at this visit is lighter"


def test_without_a_style_documents_look_as_they_always_did():
    content = make_summary_content()
    assert content.style.accent == "#0b4f5c"
    assert 'class="logo"' not in html_of(content)


@pytest.mark.django_db
def test_the_style_of_the_council_is_that_of_its_documents():
    assessment = make_assessment()
    assert style_of(assessment).logo is None
    organisation = assessment.portfolio.service.organisation
    make_house_style(organisation, accent_colour=RED)
    style = style_of(assessment)
    assert (style.accent, style.logo and style.logo.says) == (RED, organisation.name)
    assert Style.objects.get().revision == 0
