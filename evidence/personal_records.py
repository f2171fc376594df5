"""What records hold about people: those who keep them, and those who asked for information."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.personal import holds_personal, holds_rows, keeps_copies
from evidence.models import (
    Destruction,
    Disclosure,
    DisclosureEntry,
    DisclosureRelease,
    RetentionRule,
)

REFERENCE = ("disclosure__reference", _("Reference"))
CODE = "version__item__code"
OF_ITEM, OF_REQUEST = "version__item__organisation", "disclosure__organisation"
# Name, what it is called, the field that leads to the person, what is told, whose it is.
DEEDS: Sequence[tuple[str, Any, Any, Sequence[Any], str]] = (
    ("destructions_asked", _("Destructions they asked for"), Destruction.asked_by,
     (CODE, "reason", "asked_at"), OF_ITEM),
    ("destructions_agreed", _("Destructions they agreed to"), Destruction.agreed_by,
     (CODE, "reason", "agreed_at"), OF_ITEM),
    ("destructions_refused", _("Destructions they refused"), Destruction.refused_by,
     (CODE, "reason", "refused_at"), OF_ITEM),
    ("retention", _("Retention rules they last changed"), RetentionRule.changed_by,
     ("cycles", "request_years", "source", "changed_at"), "organisation"),
    ("disclosures_opened", _("Disclosures they opened"), Disclosure.opened_by,
     ("reference", "opened_at"), "organisation"),
    ("disclosures_extended", _("Disclosures they took more time for"), Disclosure.extended_by,
     ("reference", "extension_reason", "extended_at"), "organisation"),
    ("disclosures_decided", _("Disclosures they decided"), Disclosure.decided_by,
     ("reference", "decided_at"), "organisation"),
    ("disclosures_deleted", _("Disclosures they deleted by the rule"), Disclosure.disposed_by,
     ("reference", "disposed_at", "disposed_rule"), "organisation"),
    ("disclosures_gathered", _("Evidence they gathered for disclosures"),
     DisclosureEntry.added_by, (REFERENCE, ("code", _("Code"))), OF_REQUEST),
    ("disclosures_signed", _("Disclosures they signed off"), DisclosureRelease.signed_by,
     (REFERENCE, "signed_at"), OF_REQUEST),
)  # fmt: skip

for name, title, person, columns, organisation in DEEDS:
    field = person.field
    holds_rows(
        f"evidence.{name}",
        title,
        field.model,
        field.name,
        columns=columns,
        organisation=organisation,
    )


def requests_in_the_name_of(user: User) -> QuerySet[Disclosure]:
    """Who asks is written as they wrote it, so it may be somebody of the same name."""
    named = Q(requester__icontains=user.email)
    return Disclosure.objects.filter(named | Q(requester__iexact=user.name) if user.name else named)


def read_requests(user: User, organisation: Organisation | None) -> list[dict]:
    """For information governance, which knows who it was, and no export of one's own."""
    if organisation is None:
        return []
    return [
        {say("Reference"): each.reference, say("Received on"): each.received_on}
        for each in requests_in_the_name_of(user).filter(organisation=organisation)
    ]


@keeps_copies
def requests_that_name(user: User, organisation: Organisation) -> Iterable[str]:
    """Until the council's rule deletes them."""
    for each in requests_in_the_name_of(user).filter(organisation=organisation):
        yield say("The request %(reference)s, made in this name, until its time is over") % {
            "reference": each.reference
        }


holds_personal(
    "evidence.requests_made", read_requests, title=_("Requests for information in their name")
)
