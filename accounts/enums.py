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


class PersonState(models.TextChoices):
    """How somebody stands in one organisation."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    DEACTIVATED = "deactivated", _("Deactivated")
    OUTSIDE = "outside", _("No role here")


class StatementKind(models.TextChoices):
    """The public pages whose text an organisation writes."""

    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    PRIVACY = "privacy", _("Privacy notice")
