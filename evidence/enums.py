"""The closed lists of evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    SERVICE = "service", _("Service")
    CORPORATE = "corporate", _("Corporate")


class Marking(models.TextChoices):
    """The government's protective markings that councils use."""

    OFFICIAL = "official", _("OFFICIAL")
    OFFICIAL_SENSITIVE = "official-sensitive", _("OFFICIAL-SENSITIVE")


class Scan(models.TextChoices):
    """What the virus scanner said of a version; the first two can be read."""

    CLEAN = "clean", _("No virus found")
    NOT_SCANNED = "not-scanned", _("Not scanned")
    WAITING = "waiting", _("Being checked")
    INFECTED = "infected", _("Harmful")


class VersionRole(models.TextChoices):
    """What a file is to its item: the evidence itself, or something beside a version of it."""

    ORIGINAL = "original", _("Original")
    REDACTED = "redacted", _("Redacted copy")
    PICTURE = "picture", _("Picture")


class LinkStatus(models.TextChoices):
    NEW = "new", _("New")
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("No longer used")


class Listing(models.TextChoices):
    """The printed lists under an element; positions count from 1 within each."""

    NEW = "new", _("New evidence")
    ACTIVE = "active", _("Active evidence")
    CORPORATE = "corporate", _("Corporate evidence")


class Freshness(models.TextChoices):
    """Whether evidence can still be relied on at a day; see `evidence.freshness`."""

    FRESH = "fresh", _("Fresh")
    DUE = "due", _("Due within 60 days")
    STALE = "stale", _("Stale")
    UNDATED = "undated", _("Undated")
