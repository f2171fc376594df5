"""The commentary as it reads: paragraphs, lists, and codes as links."""

from hypothesis import given
from hypothesis import strategies as st

from accounts.writing import blocks_of, codes_in

URLS = {"CSS302": "/302", "C013": "/13"}


def read(text):
    return [
        (block.is_list, ["".join(piece.text for piece in line) for line in block.lines])
        for block in blocks_of(text, URLS)
    ]


def links(text):
    pieces = [p for block in blocks_of(text, URLS) for line in block.lines for p in line]
    return [(piece.text, piece.url) for piece in pieces if piece.url]


def test_blank_lines_part_paragraphs_and_hyphens_make_a_list():
    assert read("We ask.\r\nEvery year.\n\nBy:\n- post\n- phone\n• visit\n\nDone.") == [
        (False, ["We ask.", "Every year."]),
        (False, ["By:"]),
        (True, ["post", "phone", "visit"]),
        (False, ["Done."]),
    ]


def test_a_hyphen_within_a_line_is_no_list():
    assert read("well-known\n-5 degrees") == [(False, ["well-known", "-5 degrees"])]


def test_codes_that_lead_somewhere_are_links_and_others_stay_words():
    text = "See CSS302, page 8, (C013) and CSS999; XCSS302 and CSS3020 are others."
    assert links(text) == [("CSS302", "/302"), ("C013", "/13")]
    assert read(text) == [(False, [text])]


def test_only_codes_of_ones_own_evidence_are_asked_after():
    text = "COVID19 in CSS302, CSS302 again, C013 and PDF2"
    assert codes_in(text, ["CSS", "C"]) == ["CSS302", "C013"]


@given(st.text(alphabet="ab CSS302-•\n.,", max_size=80))
def test_nothing_that_was_typed_is_left_out_but_bullets_and_space(text):
    shown = "".join(line for _is_list, lines in read(text) for line in lines)
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]
