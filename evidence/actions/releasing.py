"""Handing over what was decided, and giving it out again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.history import record
from accounts.models import User
from evidence.disclosures.pages import (
    lines_of,
    outcome_of,
    schedule_css,
    schedule_csv,
    schedule_html,
)
from evidence.disclosures.release import content_of, make_zip, paths_of
from evidence.enums import Decision, DisclosureState, Marking
from evidence.models import Disclosure, DisclosureEntry, DisclosureRelease

from .disclosures import NotPossible, about_disclosure, lock_open, set_outcome


def what_is_missing(entries: list[DisclosureEntry]) -> list[str]:
    """Why a request cannot be released yet, in words; empty where it can."""
    if not entries:
        return [_("Nothing was gathered.")]
    missing = []
    if undecided := sum(entry.decision == Decision.OPEN for entry in entries):
        said = ngettext("%(n)s file is not decided.", "%(n)s files are not decided.", undecided)
        missing.append(said % {"n": undecided})
    elif not any(entry.is_released for entry in entries):
        missing.append(_("Every file is withheld: refuse the request instead."))
    for entry in entries:
        version = entry.version
        if entry.decision == Decision.WHOLE and not version.is_readable:
            missing.append(
                _("%(code)s cannot be read: %(trouble)s")
                % {"code": entry.code, "trouble": version.trouble}
            )
        is_sensitive = version.item.marking == Marking.OFFICIAL_SENSITIVE
        if entry.decision == Decision.WHOLE and is_sensitive and not entry.second_look:
            missing.append(
                _("%(code)s was marked OFFICIAL-SENSITIVE since it was decided.")
                % {"code": entry.code}
            )
    return missing


def release_disclosure(*, disclosure: Disclosure, letter: str, by: User) -> DisclosureRelease:
    """Sign off what was decided: the ZIP is made, and its SHA-256 stands in the history.

    The ZIP takes as long as its files are large, so it is made before anything is locked; what
    it was made of is then compared with what there is. Raises NotPossible, also where that was
    changed meanwhile, and CannotBeReleased where a file is not the one that was handed in.
    """
    at = timezone.now()
    content = _content(disclosure, letter, at)
    file, size, sha256 = make_zip(content)
    file.close()
    return _sign_off(disclosure, letter, by, at, Made(content, size, sha256))


@dataclass(frozen=True)
class Made:
    """A ZIP that was made, and of what."""

    content: dict[str, Any]
    size: int
    sha256: str


def _content(disclosure: Disclosure, letter: str, at: datetime) -> dict[str, Any]:
    entries = entries_of(disclosure)
    if missing := what_is_missing(entries):
        raise NotPossible(" ".join(missing))
    lines = lines_of(entries, paths_of(entries))
    pages = {
        "letter.txt": letter,
        "schedule.csv": schedule_csv(lines),
        "schedule.html": schedule_html(disclosure, lines, at),
        "schedule.css": schedule_css(),
    }
    return content_of(entries, pages, at)


@transaction.atomic
def _sign_off(
    disclosure: Disclosure, letter: str, by: User, at: datetime, made: Made
) -> DisclosureRelease:
    lock_open(disclosure)
    if _content(disclosure, letter, at) != made.content:
        raise NotPossible(
            _("Somebody changed the request while the release was made. Look at it again.")
        )
    entries = entries_of(disclosure)
    number = disclosure.releases.count() + 1
    release = DisclosureRelease.objects.create(
        disclosure=disclosure,
        number=number,
        signed_at=at,
        signed_by=by,
        file_name=_file_name(disclosure, number, entries),
        size=made.size,
        sha256=made.sha256,
        content=made.content,
    )
    whole = [entry.version_id for entry in entries if entry.decision == Decision.WHOLE]
    release.versions.set(whole)
    set_outcome(disclosure, DisclosureState.RELEASED, outcome_of(entries), by)
    record(
        verb="evidence.disclosure_released",
        by=by,
        about=about_disclosure(disclosure),
        reference=disclosure.reference,
        outcome=disclosure.outcome,
        number=number,
        sha256=made.sha256,
        files=len(made.content["files"]),
    )
    return release


@transaction.atomic
def record_release_taken(*, release: DisclosureRelease, by: User) -> None:
    """Say that the ZIP was saved."""
    record(
        verb="evidence.disclosure_taken",
        by=by,
        about=about_disclosure(release.disclosure),
        reference=release.disclosure.reference,
        number=release.number,
        sha256=release.sha256,
    )


@transaction.atomic
def record_copy_taken(*, entry: DisclosureEntry, by: User) -> None:
    """Say that a redacted copy was saved."""
    record(
        verb="evidence.disclosure_copy_taken",
        by=by,
        about=about_disclosure(entry.disclosure, entry.version.item_id),
        reference=entry.disclosure.reference,
        code=entry.code,
        sha256=entry.sha256,
    )


def entries_of(disclosure: Disclosure) -> list[DisclosureEntry]:
    """What was gathered, in order, with version and item; one statement."""
    entries = list(disclosure.entries.select_related("version__item", "added_by"))
    for entry in entries:
        entry.disclosure = disclosure
    return entries


def _file_name(disclosure: Disclosure, number: int, entries: list[DisclosureEntry]) -> str:
    safe = "".join(sign if sign.isalnum() else "-" for sign in disclosure.reference).strip("-")
    marked = any(
        entry.decision == Decision.WHOLE and entry.marking == Marking.OFFICIAL_SENSITIVE
        for entry in entries
    )
    mark = Marking.OFFICIAL_SENSITIVE if marked else Marking.OFFICIAL
    return f"{safe or 'disclosure'}-release-{number} {mark.label}.zip"
