"""Adding the files that wait, all in one step or none."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import Team, User
from criteria.models import Element
from evidence.enums import LinkStatus, Marking, Scope
from evidence.intake.store import copied
from evidence.intake.stored import StoredFile
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Intake,
    IntakeFile,
    Portfolio,
)

from .about import about_portfolio
from .codes import draw_code
from .dates import edit_item_facts, facts_of
from .facts import fill_in
from .intake import forget_bytes, lock_intake
from .items import register_item
from .links import link_evidence
from .versions import add_version


class ItemChanged(Exception):
    """An item is no longer as it was when it was chosen for a file; the message says how."""


@dataclass(frozen=True)
class Target:
    """An item that gets the file; `has_file` as it was shown to whoever chose it."""

    item: EvidenceItem
    has_file: bool


@dataclass(frozen=True)
class Addition:
    """What becomes of one file. Without targets it becomes a new item of the team.

    `facts` are owner, marking and dates: an item that is there takes those it lacks.
    """

    file: IntakeFile
    targets: tuple[Target, ...] = ()
    title: str = ""
    team: Team | None = None
    elements: tuple[Element, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def confirm_intake(*, intake: Intake, additions: Sequence[Addition], by: User) -> Intake | None:
    """Add the files in one step; those left out wait on in the intake that is returned.

    Raises AlreadyAdded, ItemChanged, NoFreeCode and Refused; then nothing is written.
    """
    with ExitStack() as copies:
        spare = {
            addition.file.pk: [
                copies.enter_context(copied(_stored(addition.file)))
                for _target in addition.targets[1:]
            ]
            for addition in additions
        }
        with transaction.atomic():
            return _confirm(intake, additions, spare, by)


def _confirm(
    intake: Intake,
    additions: Sequence[Addition],
    spare: Mapping[int, Sequence[StoredFile]],
    by: User,
) -> Intake | None:
    held = lock_intake(intake)
    here = set(intake.files.filter(storage_key__isnull=False).values_list("pk", flat=True))
    if not {addition.file.pk for addition in additions} <= here:
        raise ItemChanged(_("A file was taken out in the meantime."))
    outcomes = [
        _add(intake.portfolio, addition, spare[addition.file.pk], by) for addition in additions
    ]
    what = [each["what"] for outcome in outcomes for each in outcome]
    record(
        verb="evidence.intake_added",
        by=by,
        about=about_portfolio(intake.portfolio),
        files=len(additions),
        new=what.count("new"),
        matched=what.count("version"),
        linked=what.count("link"),
        codes=", ".join(each["code"] for outcome in outcomes for each in outcome),
    )
    held.confirmed_at = timezone.now()
    held.save(update_fields=["confirmed_at"])
    return _leave_the_rest(held)


def _add(
    portfolio: Portfolio, addition: Addition, spare: Sequence[StoredFile], by: User
) -> list[dict[str, Any]]:
    """What became of the file, item by item, as the page of the outcome tells it."""
    file, stored = addition.file, _stored(addition.file)
    if addition.targets:
        made = [
            _give(portfolio, target, addition, bytes_, by)
            for target, bytes_ in zip(addition.targets, (stored, *spare), strict=True)
        ]
    else:
        made = [_new_item(portfolio, addition, stored, by)]
    file.choice["outcome"] = outcome = [
        {"code": v.item.code, "title": v.item.title, "number": v.number, "what": what}
        for v, what in made
    ]
    unused = [
        s.storage_key
        for s, (_v, what) in zip((stored, *spare), made, strict=False)
        if what == "link"
    ]
    file.version, file.storage_key = made[0][0], None
    file.save(update_fields=["choice", "version", "storage_key"])
    forget_bytes(unused)
    return outcome


def _new_item(
    portfolio: Portfolio, addition: Addition, stored: StoredFile, by: User
) -> tuple[EvidenceVersion, str]:
    service = portfolio.service
    item = register_item(
        organisation=service.organisation,
        service=service,
        team=addition.team,
        code=draw_code(organisation=service.organisation, team=addition.team),
        title=addition.title,
        by=by,
    )
    facts = {name: value for name, value in addition.facts.items() if value}
    if facts:
        fill_in(item=item, values=facts, by=by)
    version = _version(item, addition, stored, by)
    for element in addition.elements:
        link_evidence(portfolio=portfolio, element=element, item=item, status=LinkStatus.NEW, by=by)
    return version, "new"


def _give(
    portfolio: Portfolio, target: Target, addition: Addition, stored: StoredFile, by: User
) -> tuple[EvidenceVersion, str]:
    """The file as the item's next version; one that it holds already is not kept twice."""
    item = EvidenceItem.objects.select_for_update(of=("self",), no_key=True).get(pk=target.item.pk)
    if item.withdrawn_at is not None:
        raise ItemChanged(_("%(code)s was withdrawn in the meantime.") % {"code": item.code})
    held = item.versions.originals().filter(sha256=stored.sha256).first()
    if held:
        _link(portfolio, item, addition.elements, by)
        return held, "link"
    if not target.has_file and item.versions.exists():
        raise ItemChanged(
            _("%(code)s was given a file by somebody else in the meantime.") % {"code": item.code}
        )
    version = _version(item, addition, stored, by)
    _fill_empty(item, addition.facts, by)
    _link(portfolio, item, addition.elements, by)
    return version, "version"


def _version(
    item: EvidenceItem, addition: Addition, stored: StoredFile, by: User
) -> EvidenceVersion:
    # Waiting they took the service's room; a copy, or what becomes corporate, takes further.
    has_room = item.service_id is not None and stored.storage_key == addition.file.storage_key
    return add_version(item=item, file=stored, by=by, note=addition.note, has_room=has_room)


def _fill_empty(item: EvidenceItem, facts: Mapping[str, Any], by: User) -> None:
    """What the item says stays; only its marking may rise."""
    values = {
        name: value
        for name, value in facts.items()
        if value and (not getattr(item, name) or name == "marking")
    }
    if values.get("marking") != Marking.OFFICIAL_SENSITIVE:
        values.pop("marking", None)
    if item.covers_from or item.covers_to:
        values.pop("covers_from", None)
        values.pop("covers_to", None)
    if values:
        edit_item_facts(item=item, values=values, seen=facts_of(item), by=by)


def _link(portfolio: Portfolio, item: EvidenceItem, elements: Sequence[Element], by: User) -> None:
    linked = set(
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio, item=item)
        .values_list("element_id", flat=True)
    )
    status = None if item.scope == Scope.CORPORATE else LinkStatus.NEW
    for element in elements:
        if element.pk not in linked:
            link_evidence(portfolio=portfolio, element=element, item=item, status=status, by=by)


def _leave_the_rest(intake: Intake) -> Intake | None:
    """Files that nobody ticked go on waiting, in a place of their own."""
    rest = list(intake.files.filter(storage_key__isnull=False))
    if not rest:
        return None
    left = Intake.objects.create(
        portfolio_id=intake.portfolio_id, by_id=intake.by_id, element_id=intake.element_id
    )
    for file in rest:
        file.intake = left
        file.choice["left_out_of"] = str(intake.uuid)
    IntakeFile.objects.bulk_update(rest, ["intake", "choice"], batch_size=200)
    return left


def _stored(file: IntakeFile) -> StoredFile:
    return StoredFile(
        storage_key=str(file.storage_key),
        name=file.file_name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        scan=file.scan,  # type: ignore[arg-type]
    )
