"""What people type cannot make the renderer open a file or an address."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from assessments.reports.pdf import OwnFilesOnly, RenderingError, render_pdf
from tests.builders.papers import pdf_of
from tests.builders.report_content import make_element_content, make_summary_content

from .pdf_reader import attachments, fails_accessibility, words

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def address_of(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/"


def nobody_came(server: socket.socket) -> bool:
    try:
        server.accept()
    except TimeoutError:
        return True
    return False


def test_markup_typed_in_a_comment_is_printed_as_it_was_typed(listener):
    address = address_of(listener)
    typed = (
        "<img src=file:///etc/passwd> <link rel=attachment href=file:///etc/passwd> "
        f"<img src={address}> <style>@import url({address})</style>"
    )
    pdf = pdf_of(make_summary_content(make_element_content(finding=typed)))
    # The column is narrow: a line may end anywhere in an address.
    assert typed.replace(" ", "") in words(pdf).replace(" ", "")
    assert attachments(pdf) == []
    assert nobody_came(listener)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}" alt="x">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<link rel="stylesheet" href="{}">',
        "<style>@import url({});</style>",
        "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>x",
        '<object data="{}">x</object>',
        '<embed src="{}">',
        '<p style="background: url({})">x</p>',
    ],
)
@pytest.mark.parametrize("target", ["file:///etc/passwd", "http", "data:text/plain,x"])
def test_real_markup_that_asks_for_more_stops_the_rendering(markup, target, listener):
    address = address_of(listener) if target == "http" else target
    html = f'<html lang="en"><title>x</title><body>{markup.format(address)}'
    with pytest.raises(RenderingError):
        render_pdf(html, title="x", created_at=NOW)
    assert nobody_came(listener)


def test_a_picture_cannot_ask_for_more_either(listener):
    address = address_of(listener)
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image href="{address}" width="9" height="9"/></svg>'
    )
    html = '<html lang="en"><title>x</title><body><img src="picture:a.svg" alt="x">'
    with pytest.raises(RenderingError):
        render_pdf(html, title="x", created_at=NOW, pictures={"a.svg": picture})
    assert nobody_came(listener)


@pytest.mark.parametrize(
    "name",
    [
        "static:css/../../cse_portal/settings/base.py",
        "static:/etc/passwd",
        "static:../manage.py",
        "static:css/%2e%2e/%2e%2e/manage.py",
        "static:css/no-such-file.css",
        "static:README.md",
        "static:",
        "picture:none.svg",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://127.0.0.1/",
        "https://example.org/",
        "data:text/css,p{}",
        "javascript:x",
        "",
    ],
)
def test_the_fetcher_refuses(name):
    with pytest.raises(ValueError, match=r"^(no|not) "):
        OwnFilesOnly({"board.svg": "<svg/>"}).fetch(name)


def test_the_fetcher_serves_the_documents_own_files():
    fetcher = OwnFilesOnly({"board.svg": "<svg/>"})
    assert b"@page" in fetcher.fetch("static:css/documents.css").read()
    assert fetcher.fetch("picture:board.svg").content_type == "image/svg+xml"


@pytest.mark.parametrize(
    "finding",
    [
        "word and words " * 6_667,
        "x" * 100_000,
        "שלום עולם، مرحبا بالعالم",
        "😀👩‍👩‍👧 日本語 ŵŷ à",
        "a" + "\u0301" * 500,
        "\x00bell\x07escape\x1b[31m\u202ereversed\ufffe",
    ],
    ids=["long", "endless word", "right to left", "emoji", "combining", "control"],
)
def test_hostile_text_still_makes_a_document(finding):
    pdf = pdf_of(make_summary_content(make_element_content(finding=finding)))
    assert "Assessor acceptance" in words(pdf)


def test_hostile_names_stay_within_the_sheet(tmp_path):
    content = make_summary_content(
        organisation='The <b>very</b> "long" council of ' * 8,
        service="Customer & support " * 20,
        reference="R" * 200,
        notice="A notice. " * 50,
        is_draft=True,
    )
    assert fails_accessibility(pdf_of(content), tmp_path) == ""
