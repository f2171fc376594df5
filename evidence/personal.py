"""What the evidence holds about people: what they own, brought, wrote, keep and may read."""

from collections.abc import Iterable

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.personal import Tie, holds_personal, holds_rows, objects_to_erasure, ties
from evidence.actions import withdraw_grant
from evidence.holds import holds_on_person, people_known_to
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Hold,
    Intake,
    PendingImport,
    ReaderGrant,
    RegisterUpload,
    SavedList,
    Snapshot,
    SummaryImport,
)

PLACE = "portfolio__service__organisation"
SUBMITTED = "snapshot__portfolio__service__organisation"


def read_access(user: User, organisation: Organisation | None) -> list[dict]:
    """Whose evidence they may read as an assessor, and when."""
    grants = ReaderGrant.objects.filter(reader=user).select_related(SUBMITTED)
    if organisation is not None:
        grants = grants.filter(**{SUBMITTED: organisation})
    return [
        {
            str(_("Service")): str(grant.snapshot.portfolio.service),
            str(_("From")): grant.starts_on,
            str(_("Until")): grant.ends_on,
            str(_("Withdrawn")): grant.withdrawn_at,
        }
        for grant in grants.order_by("pk")
    ]


def withdraw_access(user: User, by: User | None) -> None:
    for grant in ReaderGrant.objects.lasting().filter(reader=user):
        withdraw_grant(grant=grant, by=by)


def known_to(organisation: Organisation) -> Iterable[int]:
    """Whoever left evidence with the organisation, or has or had access to it."""
    return people_known_to(organisation).order_by().values_list("pk", flat=True)


def read_holds(user: User, organisation: Organisation | None) -> list[dict]:
    """Holds on the person: their organisation tells them of it, where it may, and no export
    that they make themselves."""
    if organisation is None:
        return []
    return [
        {str(_("Reference")): hold.reference, str(_("Set")): hold.set_at}
        for hold in user.holds.filter(organisation=organisation)
    ]


@objects_to_erasure
def standing_holds(user: User) -> Iterable[str]:
    """What information governance keeps of them for the time being."""
    for hold in holds_on_person(user):
        yield say("What is held about them is on hold: %(why)s.") % {"why": hold}


def organisations_read_by(user: User) -> Iterable[int]:
    """Those whose access lasts."""
    grants = ReaderGrant.objects.lasting().filter(reader=user)
    return grants.values_list(SUBMITTED, flat=True)


ties(Tie(people_of=known_to, organisations_of=organisations_read_by))
holds_personal(
    "evidence.access",
    read_access,
    withdraw_access,
    title=_("Access as an assessor"),
    covers=["evidence.ReaderGrant.reader"],
)
holds_personal(
    "evidence.holds", read_holds, title=_("Holds on them"), covers=["evidence.Hold.person"]
)
holds_rows(
    "evidence.holds_set",
    _("Holds they set"),
    Hold,
    "set_by",
    columns=("reference", "reason", "set_at"),
    organisation="organisation",
)
holds_rows(
    "evidence.holds_lifted",
    _("Holds they lifted"),
    Hold,
    "lifted_by",
    columns=("reference", "lifted_reason", "lifted_at"),
    organisation="organisation",
)
holds_rows(
    "evidence.access_given",
    _("Access they gave to assessors"),
    ReaderGrant,
    "granted_by",
    columns=("starts_on", "ends_on"),
    organisation=SUBMITTED,
)
holds_rows(
    "evidence.owned",
    _("Evidence they own"),
    EvidenceItem,
    "owner",
    columns=("code", "title", "created_at"),
    organisation="organisation",
)
holds_rows(
    "evidence.added",
    _("Evidence they added"),
    EvidenceItem,
    "created_by",
    columns=("code", "title", "created_at"),
    organisation="organisation",
)
holds_rows(
    "evidence.withdrawn",
    _("Evidence they withdrew"),
    EvidenceItem,
    "withdrawn_by",
    columns=("code", "title", "withdrawn_at", "withdrawn_reason"),
    organisation="organisation",
)
holds_rows(
    "evidence.versions",
    _("Files and addresses they added"),
    EvidenceVersion,
    "created_by",
    columns=("item__code", "number", "file_name", "address", "note", "created_at"),
    organisation="item__organisation",
)
holds_rows(
    "evidence.links",
    _("Evidence they linked to elements"),
    EvidenceLink,
    "created_by",
    columns=(
        ("element__code", _("Element")),
        ("item__code", _("Evidence")),
        "locator",
        "rationale",
        "status",
    ),
    organisation=PLACE,
)
holds_rows(
    "evidence.saved_lists",
    _("Lists they saved"),
    SavedList,
    "user",
    columns=("name", "query", ("created_at", _("Saved"))),
    organisation=None,
    erased=True,
)
holds_rows(
    "evidence.intakes",
    _("Times they dropped files to add"),
    Intake,
    "by",
    columns=("at", "confirmed_at"),
    organisation=PLACE,
)
holds_rows(
    "evidence.imports",
    _("Imports they made"),
    SummaryImport,
    "by",
    columns=("source_name", "kind", "at"),
    organisation=PLACE,
)
holds_rows(
    "evidence.pending_imports",
    _("Summaries they began to import"),
    PendingImport,
    "by",
    columns=("source_name", "at"),
    organisation=PLACE,
    erased=True,
)
holds_rows(
    "evidence.register_uploads",
    _("Registers they began to import"),
    RegisterUpload,
    "by",
    columns=("source_name", "at"),
    organisation=PLACE,
    erased=True,
)
holds_rows(
    "evidence.submitted",
    _("Times they locked the evidence for submission"),
    Snapshot,
    "taken_by",
    columns=(("portfolio__service__name", _("Service")), "taken_at"),
    organisation=PLACE,
)
