"""What goes with the files of a release: the schedule, a draft of the letter, the look."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.enums import Decision
from evidence.models import Disclosure, DisclosureEntry
from evidence.registers.cells import guarded

from .laws import Exemption, rules_of


@dataclass(frozen=True)
class Line:
    """One file of the schedule; `path` and `sha256` only where it is handed over."""

    number: int
    code: str
    title: str
    version: int
    decision: str
    exemptions: tuple[Exemption, ...]
    why: str
    path: str
    sha256: str


def lines_of(entries: Sequence[DisclosureEntry], paths: dict[int, str]) -> list[Line]:
    """The schedule in its order; `paths` are those of the files that go, by the entry."""
    return [
        Line(
            number=at,
            code=entry.code,
            title=entry.title,
            version=entry.version.number,
            decision=said_of(entry),
            exemptions=exemptions_of(entry),
            why=entry.note,
            path=paths.get(entry.pk, ""),
            sha256=_sha256_of(entry) if entry.pk in paths else "",
        )
        for at, entry in enumerate(entries, 1)
    ]


def exemptions_of(entry: DisclosureEntry) -> tuple[Exemption, ...]:
    rules = rules_of(entry.disclosure.law)
    return tuple(found for section in entry.exemptions if (found := rules.named(section)))


def said_of(entry: DisclosureEntry) -> str:
    return {
        Decision.WHOLE: _("Released"),
        Decision.REDACTED: _("Released with parts redacted"),
        Decision.WITHHELD: _("Withheld"),
    }.get(Decision(entry.decision), _("Not decided"))


def _sha256_of(entry: DisclosureEntry) -> str:
    return entry.sha256 if entry.decision == Decision.REDACTED else entry.version.sha256


def schedule_csv(lines: Sequence[Line]) -> str:
    """The schedule for a spreadsheet; no cell can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(_("Number"), _("Code"), _("Title"), _("Version"), _("Decision"), _("Exemptions")),
            *(_("Why"), _("File"), "SHA-256"),
        ]
    )
    for line in lines:
        named = "; ".join(map(str, line.exemptions))
        cells = (line.code, line.title, str(line.version), line.decision, named, line.why)
        writer.writerow([line.number, *map(guarded, cells), guarded(line.path), line.sha256])
    return "\ufeff" + out.getvalue()


def schedule_html(disclosure: Disclosure, lines: Sequence[Line], at: datetime) -> str:
    """The same to read and to print."""
    context = {
        "disclosure": disclosure,
        "lines": lines,
        "law": rules_of(disclosure.law),
        "at": localtime(at),
    }
    return render_to_string("disclosures/schedule.html", context)


def schedule_css() -> str:
    return (Path(settings.BASE_DIR) / "static/css/schedule.css").read_text()


def outcome_of(entries: Sequence[DisclosureEntry]) -> str:
    """How many were released, redacted and withheld, in words."""
    counts = {each: sum(entry.decision == each for entry in entries) for each in Decision}
    whole, redacted = counts[Decision.WHOLE], counts[Decision.REDACTED]
    said = [
        ngettext("%(n)s file released as it is", "%(n)s files released as they are", whole),
        ngettext("%(n)s file redacted", "%(n)s files redacted", redacted),
        ngettext("%(n)s file withheld", "%(n)s files withheld", counts[Decision.WITHHELD]),
    ]
    numbers = (whole, redacted, counts[Decision.WITHHELD])
    return ", ".join(
        words % {"n": number} for words, number in zip(said, numbers, strict=True) if number
    )


def letter_draft(disclosure: Disclosure, entries: Sequence[DisclosureEntry]) -> str:
    """The beginning of a letter, to be put right by whoever signs it."""
    rules = rules_of(disclosure.law)
    withheld = [entry for entry in entries if entry.exemptions]
    words = {
        "who": disclosure.requester,
        "day": format_date(disclosure.received_on, "j F Y"),
        "law": disclosure.get_law_display(),
        "reference": disclosure.reference,
        "asked": disclosure.summary,
        "outcome": outcome_of(entries),
    }
    paragraphs = [
        _("Dear %(who)s") % words,
        _("Your request of %(day)s under the %(law)s: our reference %(reference)s") % words,
        _("You asked for:\n\n%(asked)s") % words,
        _("We enclose what we hold: %(outcome)s. The schedule lists every file.") % words,
    ]
    if withheld:
        grounds = {str(each): each for entry in withheld for each in exemptions_of(entry)}
        paragraphs.append(
            _("What is withheld or redacted falls under:\n\n%(grounds)s")
            % {"grounds": "\n".join(f"- {ground}" for ground in grounds)}
        )
    return "\n\n".join([*paragraphs, str(rules.review), _("Yours sincerely")]) + "\n"
