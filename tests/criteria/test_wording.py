"""What people type is shown as paragraphs and simple lists, and nothing of it as markup."""

import pytest

from criteria.wording import as_markup


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("One line", "<p>One line</p>"),
        ("One\nTwo\n\nThree", "<p>One<br>Two</p>\n<p>Three</p>"),
        (
            "Bring:\n- a\n* b\n• c\nThen go.",
            '<p>Bring:</p>\n<ul class="govuk-list govuk-list--bullet">'
            "<li>a</li><li>b</li><li>c</li></ul>\n<p>Then go.</p>",
        ),
        (
            "- a long\n  item\n- b",
            '<ul class="govuk-list govuk-list--bullet"><li>a long item</li><li>b</li></ul>',
        ),
        (
            "1. a\n2) b",
            '<ol class="govuk-list govuk-list--number"><li>a</li><li>b</li></ol>',
        ),
        ("3. c", '<ol class="govuk-list govuk-list--number" start="3"><li>c</li></ol>'),
        ("1.2.3 is an element", "<p>1.2.3 is an element</p>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
        (
            "<script>x</script>\n- <img onerror=x> & {{ y }}",
            "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"
            '<ul class="govuk-list govuk-list--bullet">'
            "<li>&lt;img onerror=x&gt; &amp; {{ y }}</li></ul>",
        ),
        ("{0} {braces}", "<p>{0} {braces}</p>"),
    ],
)
def test_paragraphs_and_lists(text, markup):
    assert as_markup(text) == markup
