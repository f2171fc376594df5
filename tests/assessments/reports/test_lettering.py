"""Whatever script somebody typed, it stands in the document in a font of the portal's own."""

import re
from datetime import UTC, datetime

import pytest

from assessments.reports.lettering import faces, lettered, usual
from assessments.reports.pdf import render_pdf
from tests.builders.papers import html_of, pdf_of
from tests.builders.report_content import make_element_content, make_summary_content

from .pdf_reader import fails_accessibility, fonts, words

pytestmark = pytest.mark.any_database

WRITTEN = {
    "Greek": "Ελληνικά και Ἀρχαῖα",
    "Cyrillic": "Русский Українська Ґґ",
    "Hebrew": "שלום עולם",
    "Arabic": "مرحبا بالعالم",
    "Urdu": "اردو میں ٹ ڈ ڑ ے ۔",
    "Hindi": "हिन्दी कर्तव्य",
    "Bengali": "বাংলা ক্ষ",
    "Punjabi": "ਪੰਜਾਬੀ",
    "Gujarati": "ગુજરાતી",
    "Tamil": "தமிழ்",
    "symbols": "≤ ≥ ≠ → ← ✓ ☐ ☑ µ ⅓ № ♥ ★",
    "emoji": "😀 👩\u200d👩\u200d👧 👍🏽 🇬🇧 1\ufe0f\u20e3",
    "marks": "x\u0323 a\u030b\u0301 m\u0304 q\u0303",
    "Latin": "Łódź ŵŷ Ġħ ŋ ĵ",
}


def page_of(text: str) -> str:
    return f"<html><head><title>x</title></head><body><p>{text}</p></body></html>"


@pytest.fixture(scope="module")
def every_script() -> bytes:
    said = "\n\n".join([*WRITTEN.values(), "日本語 \ufffe"])
    return pdf_of(make_summary_content(make_element_content(finding=said)))


def test_a_document_in_many_scripts_is_valid(every_script, tmp_path):
    assert fails_accessibility(every_script, tmp_path) == ""


@pytest.mark.parametrize("script", ["Greek", "Cyrillic", "symbols", "Latin", "Punjabi", "Gujarati"])
def test_what_was_written_is_read_back(every_script, script):
    assert WRITTEN[script].replace(" ", "") in words(every_script).replace(" ", "")


def test_only_fonts_of_the_portal_are_in_it(every_script):
    known = {"AtkinsonHyperlegible", *(re.sub("[^A-Za-z]", "", face.name) for face in faces())}
    found = {re.sub("[^A-Za-z]", "", name) for name in fonts(every_script)}
    assert {name for name in found if not name.startswith(tuple(known))} == set()


def test_what_no_font_has_is_shown_by_its_number_and_this_is_said(every_script):
    assert "[U+65E5 U+672C U+8A9E]" in words(every_script)
    assert "shown by their numbers in Unicode" in words(every_script)


def test_every_script_has_a_font():
    shown = usual().union(*(face.shows for face in faces()))
    assert {x for text in WRITTEN.values() for x in text if not x.isspace()} <= shown


def test_a_usual_document_is_left_as_it_is_and_gets_no_further_font():
    html = html_of(make_summary_content())
    made = lettered(html, {"board.svg": "<svg/>"})
    assert (made.html, made.pictures) == (html, {"board.svg": "<svg/>"})
    assert made.stylesheet.count("@font-face") == 1


def test_only_the_fonts_that_a_text_needs_are_loaded():
    assert "bengali" in lettered(page_of("বাংলা"), {}).stylesheet
    assert "tamil" not in lettered(page_of("বাংলা"), {}).stylesheet


def test_words_in_pictures_are_in_a_font_as_well():
    made = lettered(page_of("x"), {"board.svg": "<svg><text>Ω 中</text></svg>"})
    assert made.pictures == {"board.svg": "<svg><text>Ω [U+4E2D]</text></svg>"}
    assert "DejaVu" in made.stylesheet


def test_a_name_from_right_to_left_does_not_move_the_day_after_it():
    made = lettered(page_of("Signed by שלום כהן, 18 November 2026"), {})
    assert 'by <bdi dir="rtl">שלום כהן</bdi>, 18 November 2026' in made.html


def test_a_sentence_from_right_to_left_is_that_wholly():
    sentence = "العربية مع CSS201 في الداخل، نهاية."
    assert f'<p><bdi dir="rtl">{sentence}</bdi></p>' in lettered(page_of(sentence), {}).html


@pytest.mark.parametrize("text", ["x\u0323 ", "x\u0323&lt;", "a שלום "])
def test_thousands_of_them_do_not_become_thousands_of_boxes(text):
    made = lettered(page_of(text * 5_000), {})
    assert made.html.count("<bdi") + made.html.count("<span") <= 100


def test_titles_and_values_of_attributes_hold_no_markup():
    html = "<html><head><title>שלום</title></head><body data-owner='שלום'><p>x</p></body></html>"
    assert lettered(html, {}).html == html


def test_a_letter_and_its_mark_are_one_letter_where_there_is_one():
    assert "<p>é</p>" in lettered(page_of("e\u0301"), {}).html


def test_markup_without_any_font_of_its_own_is_rendered_all_the_same():
    pdf = render_pdf("<html lang=en><title>x</title><p>ab", title="x", created_at=datetime.now(UTC))
    assert "ab" in words(pdf)


def test_whoever_waits_is_told_how_far_the_rendering_is():
    told = []
    render_pdf(
        "<html lang=en><title>x</title><p>ab",
        title="x",
        created_at=datetime.now(UTC),
        progress=lambda *said: told.append(said),
    )
    assert ("Laying out page 1", 5, 7) in told
    assert told[-1] == ("Writing the file", 7, 7)
