"""What somebody outside asked for under a law, and what they were given."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from evidence.enums import Decision, DisclosureState, Law, Marking, Scan

from .version import EvidenceVersion


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def open(self) -> "DisclosureQuerySet":
        """Those that wait for a decision, the most urgent first."""
        return self.filter(state=DisclosureState.OPEN).order_by("due_on", "pk")


class Disclosure(models.Model):
    """A request for information: who asks for what, under which law, and by when.

    It is decided once, by a release or a refusal, with the name of who signed it off and
    words for the outcome. A review may open it again; releases made before stay on record.
    Where its law allows more time, that is taken once, with the reason (`extended_at`). Once
    its time is over by the council's rule who asked and for what is deleted (`disposed_at`,
    by nobody where a restore did it again): the reference, days and outcome stay.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="disclosures"
    )
    law = models.CharField(_("law"), max_length=10, choices=Law.choices)
    reference = models.CharField(_("reference"), max_length=60)
    requester = models.CharField(_("who asks"), max_length=200)
    summary = models.TextField(_("what they ask for"))
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=DisclosureState.choices,
        default=DisclosureState.OPEN,
    )
    outcome = models.TextField(_("outcome"), blank=True)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    extended_at = models.DateTimeField(_("more time taken"), null=True, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    extension_reason = models.CharField(_("why more time is needed"), max_length=500, blank=True)
    disposed_at = models.DateTimeField(_("deleted by the rule"), null=True, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    disposed_rule = models.CharField(_("rule of its deletion"), max_length=200, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"],
                name="disclosure_reference_unique",
                violation_error_message=_("Another request has this reference"),
            ),
            models.CheckConstraint(condition=Q(law__in=Law.values), name="disclosure_law_known"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")), name="disclosure_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=DisclosureState.OPEN,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    outcome="",
                )
                | (
                    Q(
                        state__in=[DisclosureState.RELEASED, DisclosureState.REFUSED],
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
                name="disclosure_decision_whole",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extended_by__isnull=True, extension_reason="")
                | Q(extended_at__isnull=False, extended_by__isnull=False),
                name="disclosure_extension_whole",
            ),
            models.CheckConstraint(
                condition=Q(disposed_at__isnull=True, disposed_by__isnull=True, disposed_rule="")
                | (
                    Q(disposed_at__isnull=False, requester="", summary="", extension_reason="")
                    & ~Q(disposed_rule="")
                    & ~Q(state=DisclosureState.OPEN)
                ),
                name="disclosure_disposal_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == DisclosureState.OPEN

    @property
    def is_disposed(self) -> bool:
        """Whether who asked, and for what, was deleted by the council's rule."""
        return self.disposed_at is not None

    @property
    def may_be_extended(self) -> bool:
        """As far as the request goes; its law must give more time too."""
        return self.is_open and self.extended_at is None and self.days_left() >= 0

    def days_left(self, on: date | None = None) -> int:
        """Days until it is due, below nought once that is past."""
        return (self.due_on - (on or timezone.localdate())).days


class DisclosureEntry(models.Model):
    """One version that was gathered for a request, and what becomes of it.

    Code, title, file name and marking are as they were when it was gathered. A redacted copy
    belongs to the request, not to the evidence, which stays as it is; its bytes lie in the
    evidence storage like a version's. `second_look` says why a file marked
    OFFICIAL-SENSITIVE is released as it is.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="entries")
    version = models.ForeignKey(
        EvidenceVersion, on_delete=models.PROTECT, related_name="disclosure_entries"
    )
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    marking = models.CharField(max_length=20, choices=Marking.choices)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN
    )
    exemptions = models.JSONField(_("exemptions"), default=list)
    is_exempt = models.BooleanField(default=False)
    note = models.TextField(_("why"), blank=True)
    second_look = models.CharField(_("second look"), max_length=500, blank=True)
    storage_key = models.CharField(max_length=100, unique=True, null=True)  # noqa: DJ001 unique
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    media_type = models.CharField(_("kind"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    scan = models.CharField(max_length=11, choices=Scan.choices, default=Scan.NOT_SCANNED)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["disclosure", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "version"], name="disclosure_entry_unique"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[Decision.OPEN, Decision.WHOLE], is_exempt=False)
                | Q(decision__in=[Decision.REDACTED, Decision.WITHHELD], is_exempt=True),
                name="disclosure_entry_exemption_named",
                violation_error_message=_("Name the exemption"),
            ),
            models.CheckConstraint(
                condition=Q(storage_key__isnull=True, sha256="") & ~Q(decision=Decision.REDACTED)
                | Q(
                    storage_key__isnull=False,
                    sha256__regex=r"^[0-9a-f]{64}$",
                    decision=Decision.REDACTED,
                ),
                name="disclosure_entry_copy_whole",
            ),
            models.CheckConstraint(
                condition=~Q(
                    decision=Decision.WHOLE, marking=Marking.OFFICIAL_SENSITIVE, second_look=""
                ),
                name="disclosure_entry_looked_twice",
                violation_error_message=_("Say why it may be released although it is marked"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version.number}"

    @property
    def organisation(self) -> Organisation:
        return self.disclosure.organisation

    @property
    def is_sensitive(self) -> bool:
        return self.marking == Marking.OFFICIAL_SENSITIVE

    @property
    def is_released(self) -> bool:
        return self.decision in (Decision.WHOLE, Decision.REDACTED)


class DisclosureRelease(models.Model):
    """What was handed over, and who signed it off.

    `content` names every file with its checksum and holds the pages that go with them, so
    that the same ZIP, byte for byte, is made again from it as long as the files are kept:
    no second copy of the evidence lies about.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    signed_at = models.DateTimeField(_("signed off"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.JSONField()
    versions = models.ManyToManyField(EvidenceVersion, related_name="disclosure_releases")

    class Meta:
        ordering = ["disclosure", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "number"], name="disclosure_release_unique"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="disclosure_release_sha256_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def organisation(self) -> Organisation:
        return self.disclosure.organisation
