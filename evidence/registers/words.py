"""What reading a register has to say, and the refusals."""

from django.utils.translation import gettext_lazy as _

from evidence.imports.report import ImportRefused, ParsedWarning
from evidence.imports.text import shortened

WORDS = {
    # about the sheet
    "sheet-left-out": _("The sheet “{text}” has no column of codes and is left out."),
    "sheet-hidden": _("The sheet “{text}” is hidden and is left out."),
    "column-left-out": _("Nothing is read from the column “{text}”."),
    "row-left-out": _("This row has no code that can be read and is left out: “{text}”."),
    # about items
    "prefix-missing": _("{text} has no prefix; it is taken as {code}."),
    "title-missing": _("{code} has no title; its code is used."),
    "two-values": _("{code} has “{text}” here and “{other}” before ({name}); the first is kept."),
    "kept": _("{code} has “{text}” here ({name}); “{other}” is kept."),
    "period-kept": _(
        "{code} would cover {text} to {other}, which ends before it begins; what is here is kept."
    ),
    "code-spelled-two-ways": _("{code} was written {other} before; they are the same item."),
    "team-unknown": _("{code}: the service has no team “{text}”; left blank."),
    "team-opened": _("The team “{text}” is new; it has no numbers yet."),
    "owner-unknown": _("{code}: nobody in the council is known as “{text}”; left blank."),
    "marking-unknown": _("{code}: “{text}” is taken as {other}."),
    "date-unreadable": _("{code}: “{text}” is no date that can be read ({name}); left blank."),
    "period-backwards": _("{code} covers {text} to {other}, which ends before it begins: blank."),
    # about links
    "element-unknown": _("{code}: the standard has no element “{text}”; not linked."),
    "element-unreadable": _("{code}: no element can be read in “{text}”; not linked."),
    "elements-between": _("{code}: “{text}” is taken as {other}."),
    "status-unknown": _("{code}: “{text}” is not New, Active or No longer used; left open."),
    "repeated-link": _("{code} is listed twice for {other}; it is linked once."),
    "withdrawn": _("{code} is withdrawn here; it is not linked to {element}."),
    "link-kept": _("{code} in {element} has “{text}” here ({name}); “{other}” is kept."),
}

PROBLEMS = {
    "unknown-prefix": _(
        "{code} (line {lines}) begins with {prefix}, which is neither the service's prefix "
        "({service}) nor the organisation's ({corporate}). Correct the codes in the register, or "
        "import it into the service it belongs to."
    ),
    "of-another-service": _(
        "{code} (line {lines}) belongs to another service. Take it out of the register."
    ),
    "too-long": _(
        "{name} of {code} (line {lines}) has more than {count} characters. Shorten it in the "
        "register."
    ),
    "code-out-of-range": _(
        "{code} (line {lines}) has the number 0. Correct the code in the register."
    ),
}


class NotARegister(ImportRefused):
    """The file is empty, too large, of another kind, or holds no register."""


def warning(line: int, code: str, /, **values: object) -> ParsedWarning:
    quoted = {name: shortened(str(value)) for name, value in values.items()}
    return ParsedWarning(line, code, str(WORDS[code]).format(**quoted))


def problem(line: int, code: str, /, **values: object) -> ParsedWarning:
    quoted = {name: shortened(str(value)) for name, value in values.items()}
    return ParsedWarning(line, code, str(PROBLEMS[code]).format(lines=line, **quoted))


def in_sheet(found: ParsedWarning, sheet: str) -> ParsedWarning:
    """The warning with the name of its sheet, where a workbook has several."""
    return ParsedWarning(found.line, found.code, f"{sheet}: {found.message}")
