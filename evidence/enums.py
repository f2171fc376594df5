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


class ReadingState(models.TextChoices):
    """How far the words of a version have been taken out, so that they can be searched."""

    WAITING = "waiting", _("Not read yet")
    READ = "read", _("Read")
    NO_WORDS = "no-words", _("Nothing to read")
    FAILED = "failed", _("Could not be read")


class ReadingProblem(models.TextChoices):
    """Why a version is not searched, or not all of it."""

    SCAN = "scan", _("It is a scan without text, so only its title and description are searched.")
    PICTURE = "picture", _("It is a picture, so only its title and description are searched.")
    FILM = "film", _("It is a film, so only its title and description are searched.")
    SOUND = "sound", _("It is a sound, so only its title and description are searched.")
    OLD_KIND = (
        "old-kind",
        _(
            "The words of old Word and PowerPoint files cannot be searched. Add a copy saved as"
            " .docx, .pptx or PDF if they should be found."
        ),
    )
    EMPTY = "empty", _("It holds no words, so only its title and description are searched.")
    CUT = "cut", _("It is very long: only its first part is searched.")
    TOO_SLOW = (
        "too-slow",
        _("Reading its words took too long, so only its title and description are searched."),
    )
    TOO_LARGE = (
        "too-large",
        _("It is too large to be read, so only its title and description are searched."),
    )
    BROKEN = (
        "broken",
        _("Its words could not be read, so only its title and description are searched."),
    )
    MISSING = "missing", _("Its file cannot be found, so it could not be read.")


class DisclosureState(models.TextChoices):
    OPEN = "open", _("Open")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")


class AskedAs(models.TextChoices):
    """Which of the two people of a destruction was the first."""

    GOVERNANCE = "governance", _("Information governance")
    KEEPER = "keeper", _("Whoever answers for the evidence")


class Decision(models.TextChoices):
    """What becomes of a file that somebody outside has asked for."""

    OPEN = "open", _("Not decided")
    WHOLE = "whole", _("Release as it is")
    REDACTED = "redacted", _("Release a redacted copy")
    WITHHELD = "withheld", _("Withhold")


class Law(models.TextChoices):
    """Under which law somebody asks; `evidence.disclosures.laws` says what it asks for."""

    FOISA = "foisa", _("Freedom of Information (Scotland) Act 2002")
    EISR = "eisr", _("Environmental Information (Scotland) Regulations 2004")
    FOIA = "foia", _("Freedom of Information Act 2000")
    EIR = "eir", _("Environmental Information Regulations 2004")
    UK_GDPR = "uk-gdpr", _("UK GDPR, article 15 (subject access)")
