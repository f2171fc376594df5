"""Portfolios, items, versions and links for the tests, written by the portal's own actions."""

from datetime import date
from itertools import count

from accounts.enums import Role
from accounts.models import Service, Team, User
from criteria.models import Edition, Element, Standard
from evidence.actions import (
    add_picture,
    add_redacted_copy,
    add_version,
    agree_to_destruction,
    archive_link,
    ask_destruction,
    link_evidence,
    open_portfolio,
    register_item,
    withdraw_item,
)
from evidence.actions.codes import Code
from evidence.actions.intake import note_refusal, open_intake, stage_file
from evidence.enums import LinkStatus
from evidence.imports.pending import hold_summary
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.written import store_address, store_note
from evidence.models import (
    Destruction,
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Intake,
    IntakeFile,
    PendingImport,
    Portfolio,
)

from .files import pdf, picture, upload
from .people import make_service, make_user
from .standards import make_standard

_numbers = count(501)


def make_portfolio(
    service: Service | None = None, standard: Standard | Edition | None = None
) -> Portfolio:
    """A service's portfolio; without a standard, for a small made-up one."""
    standard = standard or (Standard.objects.filter(slug="small").first() or make_standard("small"))
    return open_portfolio(
        service=service or make_service(),
        standard=standard.standard if isinstance(standard, Edition) else standard,
        by=None,
    )


def element_of(portfolio: Portfolio, code: str = "1.1.1") -> Element:
    """An element of the current edition of the portfolio's standard."""
    return Element.objects.select_related("edition").get(
        edition__standard=portfolio.standard, edition__is_current=True, code=code
    )


def make_item(
    portfolio: Portfolio,
    title: str = "",
    *,
    corporate: bool = False,
    number: int | None = None,
    team: Team | None = None,
    by: User | None = None,
) -> EvidenceItem:
    """An item without a file: of the service, or corporate."""
    organisation = portfolio.service.organisation
    number = number or next(_numbers)
    prefix = organisation.corporate_prefix if corporate else portfolio.service.prefix
    return register_item(
        organisation=organisation,
        service=None if corporate else portfolio.service,
        team=team,
        code=Code(prefix, number),
        title=title or f"Evidence {number}",
        by=by,
    )


def make_version(
    item: EvidenceItem, content: bytes = b"", name: str = "report.pdf", by: User | None = None
) -> EvidenceVersion:
    """The item's next version with stored bytes; a small PDF that names the item by default."""
    with store(upload(name, content or pdf(item.code))) as stored:
        return add_version(item=item, file=stored, by=by)


def make_redacted(
    version: EvidenceVersion, content: bytes = b"", name: str = "redacted.pdf"
) -> EvidenceVersion:
    """A redacted copy beside the version, with stored bytes."""
    words = f"{version.item.code} without names {next(_numbers)}"
    with store(upload(name, content or pdf(words))) as stored:
        return add_redacted_copy(version=version, file=stored, by=make_user())


def make_address(
    item: EvidenceItem,
    address: str = "https://www.example.gov.uk/hours",
    seen_on: date | None = None,
) -> EvidenceVersion:
    """A web address as the item's next version, seen today."""
    with store_address(address) as stored:
        return add_version(
            item=item, file=stored, by=None, address=address, seen_on=seen_on or date.today()
        )


def make_observation(
    item: EvidenceItem, words: str = "A notice at the door.", pictures: int = 1
) -> EvidenceVersion:
    """A note as the item's next version, with so many pictures beside it."""
    with store_note(words) as stored:
        version = add_version(item=item, file=stored, by=None)
    for at in range(pictures):
        make_picture(version, f"notice {at + 1}.png", picture(size=(40 + at, 30)))
    return version


def make_picture(
    version: EvidenceVersion, name: str = "notice.png", content: bytes = b""
) -> EvidenceVersion:
    """A picture beside the version, with stored bytes."""
    with store(upload(name, content or picture())) as stored:
        return add_picture(version=version, file=stored, by=make_user())


def make_destruction(version: EvidenceVersion, by: User | None = None) -> Destruction:
    """The request that a version be destroyed, which waits for the second person."""
    [asked] = ask_destruction(
        version=version,
        reason="It names a resident",
        authority="Erasure request IG-2026-041",
        by=by or make_user(Role.GOVERNANCE, version.item.organisation),
    )
    return asked


def make_destroyed(version: EvidenceVersion, **people: User) -> EvidenceVersion:
    """The version, destroyed by two people."""
    destruction = make_destruction(version, people.get("asks"))
    agree_to_destruction(destruction=destruction, by=people.get("agrees") or make_user())
    version.refresh_from_db()
    return version


def make_withdrawn(item: EvidenceItem, reason: str = "Never adopted") -> EvidenceItem:
    """The item, withdrawn."""
    return withdraw_item(item=item, reason=reason, by=make_user())


def make_link(
    portfolio: Portfolio,
    item: EvidenceItem | None = None,
    element: Element | str = "1.1.1",
    *,
    status: LinkStatus | str | None = None,
    by: User | None = None,
    **words,
) -> EvidenceLink:
    """An item cited for an element; made where none is given. `words` as of `link_evidence`."""
    archived = status == LinkStatus.ARCHIVED
    link = link_evidence(
        portfolio=portfolio,
        element=element if isinstance(element, Element) else element_of(portfolio, element),
        item=item or make_item(portfolio),
        status=None if archived or status is None else LinkStatus(status),
        by=by,
        **words,
    )
    if archived:
        archive_link(link=link, reason="Replaced", by=by or make_user())
    return link


def make_pending_import(
    portfolio: Portfolio, content: bytes = b"", by: User | None = None
) -> PendingImport:
    """A summary that waits to be confirmed; a small one with one item by default."""
    element, prefix = element_of(portfolio), portfolio.service.prefix
    small = f"{element.code}: {element.text}\n\nNew Evidence\n\n{prefix}301: Survey\n"
    return hold_summary(
        portfolio=portfolio,
        source_name="summary.txt",
        data=content or small.encode(),
        by=by or make_user(),
    )


def make_dropped_file(
    portfolio: Portfolio,
    content: bytes = b"",
    name: str = "dropped.pdf",
    by: User | None = None,
    intake: Intake | None = None,
) -> IntakeFile:
    """A file that waits to be added, with stored bytes; without an intake, in one of its own."""
    intake = intake or open_intake(portfolio=portfolio, by=by or make_user())
    with store(upload(name, content or pdf(f"dropped {next(_numbers)}"))) as stored:
        return stage_file(intake=intake, file=stored, path=name)


def make_refused_file(intake: Intake, name: str = "report.exe") -> IntakeFile:
    """A file that was dropped and not taken."""
    refused = Refused("It is a program, and programs are never kept.", "Add a document.")
    return note_refusal(intake=intake, path=name, name=name, refused=refused, sent_as=None)


def make_many_items(portfolio: Portfolio, size: int) -> None:
    """So many items with a version and a New link each, written at once and without history."""
    service, elements = portfolio.service, list(_elements(portfolio))
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=service.organisation,
            service=service,
            code=f"{service.prefix}{number}",
            prefix=service.prefix,
            number=number,
            title=f"Evidence {number}",
        )
        for number in range(10_001, 10_001 + size)
    )
    EvidenceVersion.objects.bulk_create(
        EvidenceVersion(
            item=item,
            number=1,
            storage_key=f"made-up/{item.code}",
            file_name=f"{item.code}.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
        for item in items
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            portfolio=portfolio,
            element=elements[at % len(elements)],
            item=item,
            status=LinkStatus.NEW,
            position=at // len(elements) + 1,
        )
        for at, item in enumerate(items)
    )


def _elements(portfolio: Portfolio):
    return Element.objects.filter(
        edition__standard=portfolio.standard, edition__is_current=True
    ).order_by("pk")
