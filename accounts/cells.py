"""Text in the cells of spreadsheets, so that no program runs it."""

import re

_ESCAPED = re.compile(r"^'*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """The text so that a spreadsheet shows it and does not run it as a formula.

    One apostrophe goes before whatever could be one; `unguarded` takes it away again.
    """
    return f"'{text}" if _ESCAPED.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text
