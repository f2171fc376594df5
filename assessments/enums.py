"""The closed lists of assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    RETURNED = "returned", _("Returned to the service")
    SUBMITTED = "submitted", _("Submitted")
    ASSESSING = "assessing", _("Being assessed")
    COMPLETED = "completed", _("Completed")


class Approval(models.TextChoices):
    """What a manager of the service says of one element before submission."""

    SENT = "sent", _("Sent for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned to the owner")


class Half(models.TextChoices):
    """The two sides of an element, each with a form of its own; and a part of the report."""

    SERVICE = "service", _("Self-assessment")
    ASSESSOR = "assessor", _("Assessor’s rating")
    REPORT = "report", _("Assessor’s report")


class RequestState(models.TextChoices):
    """Where a request for more evidence stands."""

    OPEN = "open", _("Waits for the service")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Answer returned")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Origin(models.TextChoices):
    """What made an improvement necessary."""

    NOT_MET = "not-met", _("Not met")
    PARTIAL = "partial", _("Partly met")
    AREA = "area", _("Area for improvement")


class Progress(models.TextChoices):
    """How far an improvement is."""

    OPEN = "open", _("Not begun")
    UNDER_WAY = "under-way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


class AccessState(models.TextChoices):
    """How an assessor's access stands today."""

    INVITED = "invited", _("Invited, not yet accepted")
    LIVE = "live", _("Has access")
    BEGINS = "begins", _("Begins later")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
