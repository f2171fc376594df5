"""The closed lists of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    COUNCIL = "council", _("Council")
    CERTIFICATION_BODY = "certification-body", _("Certification body")


class Role(models.TextChoices):
    OFFICER = "officer", _("officer")
    MANAGER = "manager", _("manager")
    ASSESSOR = "assessor", _("assessor")
    ADMINISTRATOR = "administrator", _("administrator")
    GOVERNANCE = "governance", _("information governance")
