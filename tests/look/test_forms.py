"""A form drawn with the template pack `govuk`, as a screen reader and a stylesheet meet it."""

import pytest
from django import forms
from django.template import Context, Template
from lxml import html

from tests.look.samples import EveryKind, full_form

SINGLE = ["title", "email", "password", "pages", "review_by", "why", "notes", "team", "file"]


def drawn(form: forms.Form) -> html.HtmlElement:
    source = (
        "{% load crispy_forms_tags %}{% include 'components/error_summary.html' %}{% crispy form %}"
    )
    return html.fromstring(f"<div>{Template(source).render(Context({'form': form}))}</div>")


@pytest.fixture
def wrong() -> html.HtmlElement:
    return drawn(full_form(wrong=True))


def by_id(page: html.HtmlElement, id_: str) -> html.HtmlElement:
    found = page.xpath("//*[@id=$id]", id=id_)
    assert len(found) == 1, f"{id_} is there {len(found)} times"
    return found[0]


def test_no_id_is_given_twice(wrong: html.HtmlElement) -> None:
    ids = wrong.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", SINGLE)
def test_each_control_has_its_label_and_its_error(wrong: html.HtmlElement, name: str) -> None:
    control = by_id(wrong, f"id_{name}")
    assert wrong.xpath("//label[@for=$id]", id=f"id_{name}")[0].text_content() == str(
        EveryKind.base_fields[name].label
    )
    described = control.get("aria-describedby").split()
    assert f"id_{name}_error" in described
    assert all(by_id(wrong, id_) is not None for id_ in described)
    assert control.get("aria-invalid") == "true"
    assert "--error" in control.get("class")


def test_a_hint_is_read_with_its_field(wrong: html.HtmlElement) -> None:
    assert "id_title_helptext" in by_id(wrong, "id_title").get("aria-describedby")
    assert by_id(wrong, "id_title_helptext").text_content() == "As it should print in the summary"


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("title", "govuk-input"),
        ("why", "govuk-js-character-count"),
        ("team", "govuk-select"),
        ("file", "govuk-file-upload"),
    ],
)
def test_controls_carry_the_classes_of_the_stylesheet(
    wrong: html.HtmlElement, name: str, css: str
) -> None:
    assert css in by_id(wrong, f"id_{name}").get("class").split()


@pytest.mark.parametrize("name", ["scope", "statuses", "covers", "rating"])
def test_a_group_is_a_fieldset_with_legend_hint_and_error(
    wrong: html.HtmlElement, name: str
) -> None:
    error = by_id(wrong, f"id_{name}_error")
    fieldset = error.xpath("ancestor::fieldset[1]")[0]
    assert fieldset.xpath("./legend")[0].text_content() == EveryKind.base_fields[name].label
    assert f"id_{name}_error" in fieldset.get("aria-describedby")
    inputs = fieldset.xpath(".//input")
    assert inputs
    for one in inputs:
        assert fieldset.xpath(".//label[@for=$id]", id=one.get("id"))


def test_a_date_in_parts_is_day_month_and_year(wrong: html.HtmlElement) -> None:
    labels = by_id(wrong, "id_covers").xpath(".//label")
    assert [label.text_content() for label in labels] == ["Day", "Month", "Year"]


def test_errors_begin_with_a_word_for_those_who_cannot_see_red(wrong: html.HtmlElement) -> None:
    for error in wrong.xpath("//p[contains(@class, 'govuk-error-message')]"):
        assert error.xpath("./span[1]")[0].text_content() == "Error:"


def test_the_summary_names_every_error_and_leads_to_its_field(wrong: html.HtmlElement) -> None:
    summary = wrong.xpath("//*[@data-module='govuk-error-summary']")[0]
    lines = [line.text_content().strip() for line in summary.xpath(".//li")]
    assert lines[0] == "Someone changed this while you were writing"
    assert "Enter title" in lines
    assert "Answer “Whose evidence is it?”" in lines
    assert "Choose team" in lines
    targets = [link.get("href").removeprefix("#") for link in summary.xpath(".//a")]
    assert len(targets) == len(EveryKind.base_fields) - 1
    for target in targets:
        assert by_id(wrong, target).tag in {"input", "select", "textarea"}


def test_a_rating_shows_letter_pattern_name_and_meaning() -> None:
    page = drawn(full_form(wrong=False))
    tiles = page.xpath("//*[contains(@class, 'cse-rating__letter')]")
    assert [tile.text_content() for tile in tiles] == ["+", "C", "P", "N", "–"]
    assert "r-partial" in tiles[2].get("class")
    assert page.xpath("//input[@checked]/@value") == ["compliant"]
    assert "Met in full" in page.text_content()


def test_a_form_without_errors_has_no_summary_and_no_red() -> None:
    page = drawn(EveryKind())
    assert not page.xpath("//*[contains(@class, 'govuk-error')]")
    assert not page.xpath("//*[contains(@class, '--error')]")


def test_the_server_checks_and_not_the_browser(wrong: html.HtmlElement) -> None:
    form = wrong.xpath("//form")[0]
    assert form.get("novalidate") is not None
    assert form.get("enctype") == "multipart/form-data"
    assert by_id(wrong, "id_revision").get("type") == "hidden"


def test_buttons_are_buttons_of_the_stylesheet(wrong: html.HtmlElement) -> None:
    save, leave = wrong.xpath("//button")
    assert save.get("class").split() == ["govuk-button"]
    assert "govuk-button--secondary" in leave.get("class")
    assert save.text_content() == "Save"
