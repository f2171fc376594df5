"""What an import has to say: warnings, problems that refuse it, and their words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .text import shortened

WORDS = {
    # about the standard's headings
    "element-heading-missing": _(
        "The heading of element {code} is missing; it belongs about here."
    ),
    "heading-missing": _("The heading “{code}: {text}” is missing; it belongs about here."),
    "overview-incomplete": _("The overview does not name every criterion: {codes} missing."),
    "repeated-heading": _("The heading {code} is printed a second time."),
    "clauses-cut-short": _("The parts of {code} stop before the end of its sentence: “{text}”."),
    "out-of-order": _("The heading {code} comes after {other}."),
    "unknown-code": _("The standard has no {code}: “{text}”."),
    "code-missing": _("“{text}” has no code; it is taken as {code}."),
    "code-differs": _("{code} has the wording of {other}; it is taken as {other}."),
    "wording-differs": _("{code} reads “{text}” here; the standard's “{other}” is kept."),
    "clause-out-of-place": _("{code} is printed under {other}."),
    # about lists of evidence
    "empty-section": _("“{text}” in {code} has no evidence under it."),
    "repeated-section": _("“{text}” is printed twice in {code}; both lists are read as one."),
    "unknown-section": _("“{text}” is not New, Active or Corporate; taken as active."),
    "section-garbled": _("“{text}” is taken as “{other}”."),
    "section-missing": _("{code} stands in {other} without a section heading; taken as active."),
    "evidence-placed-by-order": _(
        "This list stands where the heading of {code} is missing, and is taken as its evidence."
    ),
    "evidence-without-element": _("{code} stands outside every element: kept, but not linked."),
    "scope-differs": _("{code} is {scope} evidence by its code, but stands under “{text}”."),
    "repeated-link": _("{code} is listed twice in {other}; it is linked once."),
    # about items
    "two-titles": _("{code} is “{text}” here and was “{other}” before; the first is kept."),
    "same-title": _("“{text}” is the title of both {other} and {code}."),
    "code-spelled-two-ways": _("{code} was printed {other} before; they are the same item."),
    "title-missing": _("{code} has no title; its code is used."),
    "title-continued": _("“{text}” is taken as the rest of the title of {code}."),
    "title-holds-code": _("The title of {code} holds another code: “{text}”."),
    # about what was corrected before it was confirmed
    "code-corrected": _("The code of this line was corrected by hand: “{text}” is now {other}."),
    "left-out": _("{code} in {other} was left out by hand."),
    "title-corrected": _("The title of {code} was corrected by hand: “{text}” is now “{other}”."),
    "place-corrected": _("{code} was taken to {other} by hand; it is printed in {text}."),
    # about lines
    "unreadable-line": _("This line cannot be read: “{text}”."),
    "running-head": _("“{text}” is taken as the running head of a page ({count} times)."),
    "acceptance-not-read": _("An assessor's acceptance is not imported: “{text}”."),
}

PROBLEMS = {
    "unknown-prefix": _(
        "{code} (lines {lines}) begins with {prefix}, which is neither the service's prefix "
        "({service}) nor the organisation's ({corporate}). Correct the codes in the file, or "
        "import it into the service it belongs to."
    ),
    "title-too-long": _(
        "The title of {code} (line {lines}) has more than {count} characters. Shorten it in the "
        "file."
    ),
    "code-out-of-range": _("{code} (line {lines}) has the number 0. Correct the code in the file."),
}


@dataclass(frozen=True, slots=True, order=True)
class ParsedWarning:
    """An oddity of one line; nothing that the reader leaves out lacks one."""

    line: int
    code: str
    message: str


class ImportRefused(Exception):
    """The file is not imported at all. Its text says why and how to put it right."""

    def __init__(self, message: str, problems: tuple[ParsedWarning, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems or (ParsedWarning(0, "not-a-summary", message),)


class NotASummary(ImportRefused):
    """The file is empty, too large, of another kind, or holds no summary."""


class UnreadableEvidence(ImportRefused):
    """It is a summary, but codes in it cannot be taken; every problem names its lines."""


def warning(line: int, code: str, /, **values: object) -> ParsedWarning:
    quoted = {name: shortened(str(value)) for name, value in values.items()}
    return ParsedWarning(line, code, str(WORDS[code]).format(**quoted))


def problem(line: int, code: str, /, **values: object) -> ParsedWarning:
    quoted = {name: shortened(str(value)) for name, value in values.items()}
    return ParsedWarning(line, code, str(PROBLEMS[code]).format(**quoted))


def refuse(problems: list[ParsedWarning]) -> None:
    """Raises if there is any problem, with all of them in the message."""
    if problems:
        message = "\n".join(each.message for each in problems)
        raise UnreadableEvidence(message, tuple(problems))
