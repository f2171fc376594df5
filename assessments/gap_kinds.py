"""The kinds of gap that the checklist knows: their words, and how each is put right."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`heading` stands over a list of elements; `action` says what to do, `where` on the page.

    `counted` follows a number of elements. One that `blocks` is missing, and takes a reason
    if the assessment is submitted all the same; the others are worth a look.
    `action` may name the items by `%(codes)s`.
    """

    heading: Promise
    counted: Promise
    action: Promise
    remedy: Promise
    where: str = ""
    blocks: bool = False


SELF = "#self"
EVIDENCE = "#add-evidence"

KINDS = {
    "no-self-rating": Kind(
        _("No self-rating"),
        _("without a self-rating"),
        _("Choose a self-rating"),
        _("Rate how well you meet it."),
        SELF,
        blocks=True,
    ),
    "no-evidence": Kind(
        _("No evidence"),
        _("without evidence"),
        _("Add evidence"),
        _("Add a file, or link an item that is here already."),
        EVIDENCE,
        blocks=True,
    ),
    "no-commentary": Kind(
        _("No commentary"),
        _("without a commentary"),
        _("Write the commentary"),
        _("Say what you do and how you know it works."),
        SELF,
        blocks=True,
    ),
    "old-commentary": Kind(
        _("Commentary of an earlier visit"),
        _("with the commentary of an earlier visit"),
        _("Read the commentary again and save it"),
        _("Bring it up to date, or save it as it is if it still holds."),
        SELF,
        blocks=True,
    ),
    "stale": Kind(
        _("Stale evidence"),
        _("with stale evidence"),
        _("Replace %(codes)s or confirm it"),
        _("Add a newer file, or say on its page that it is still in force."),
        blocks=True,
    ),
    "no-file": Kind(
        _("Items without a file to read"),
        _("with items that have no file to read"),
        _("Add the file of %(codes)s"),
        _("Without a file there is nothing to read."),
        blocks=True,
    ),
    "being-checked": Kind(
        _("Items being checked for viruses"),
        _("with items being checked for viruses"),
        _("Wait for the check of %(codes)s"),
        _("Nobody can read a file before it is checked."),
        blocks=True,
    ),
    "returned": Kind(
        _("Returned by the manager"),
        _("returned by the manager"),
        _("Put right what the manager asks for"),
        _("Then send it for approval again."),
        SELF,
    ),
    "not-approved": Kind(
        _("Waiting for approval"),
        _("waiting for approval"),
        _("Wait for the manager’s approval"),
        _("A manager approves or returns it."),
        SELF,
    ),
    "no-place": Kind(
        _("Long documents without a place"),
        _("with long documents and no place to look"),
        _("Say where to look in %(codes)s"),
        _("Give a page or a section, so that the assessor finds it at once."),
    ),
    "not-redacted": Kind(
        _("No redacted copy"),
        _("without a redacted copy"),
        _("Add a redacted copy of %(codes)s"),
        _("Otherwise the assessor reads the original."),
    ),
    "many-service": Kind(
        _("More service items than customary"),
        _("with more service items than customary"),
        _("Choose the service items that show most"),
        _("Say of the others that they are no longer used."),
        "#new-evidence",
    ),
    "many-corporate": Kind(
        _("More corporate items than customary"),
        _("with more corporate items than customary"),
        _("Choose the corporate items that show most"),
        _("Say of the others that they are no longer used."),
        "#corporate-evidence",
    ),
    "mixed": Kind(
        _("New and Active evidence mixed"),
        _("with New and Active evidence mixed"),
        _("Keep either New or Active evidence"),
        _("An element under review is shown by one of the two."),
        "#new-evidence",
    ),
}
BLOCKING = tuple(kind for kind, about in KINDS.items() if about.blocks)
WARNINGS = tuple(kind for kind, about in KINDS.items() if not about.blocks)
