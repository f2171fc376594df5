"""What a pack holds, read from the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.models import Element
from evidence.enums import Listing, Marking, VersionRole
from evidence.models import EvidenceVersion, SnapshotLink

from ..builders.assessed import AssessedReader
from ..builders.frame import day_of
from ..content import SummaryContent
from ..subject import Subject
from .content import Judged, Key, PackContent, PackFile, PackLink, Slugs
from .files import Cited, cited, in_turn
from .paths import Places

LISTS = list(Listing.values)


def build_pack(subject: Subject) -> PackContent:
    """The whole pack for its reader; at most 20 SQL statements whatever the size."""
    return _Builder(subject).content()


@dataclass
class _Builder:
    subject: Subject

    def content(self) -> PackContent:
        reader = AssessedReader(self.subject.assessment)
        found = self._in_order(reader)
        places = Places(reader.criteria, found)
        files = {each.key: each for each in _files(found, places)}
        return PackContent(
            summary=SummaryContent(title=_("Assessment Summary"), **reader.fields()),
            slugs=self._slugs(),
            links=tuple(_link(each, files, places) for each in found),
            files=tuple(files.values()),
            judged=tuple(_judged(reader)),
            for_assessor=self.subject.by_assessor,
            marking=str(_highest(found).label),
        )

    def _in_order(self, reader: AssessedReader) -> list[Cited]:
        """In the order of the standard and of the printed lists."""
        found = cited(self.subject.assessment, for_assessor=self.subject.by_assessor)
        order = {element.pk: at for at, element in enumerate(_elements(reader))}
        return sorted(
            (each for each in found if each.link.element_id in order),
            key=lambda each: (order[each.link.element_id], LISTS.index(each.link.listing)),
        )

    def _slugs(self) -> Slugs:
        assessment = self.subject.assessment
        portfolio = assessment.portfolio
        return Slugs(
            standard=portfolio.standard.slug,
            organisation=portfolio.service.organisation.slug,
            service=portfolio.service.slug,
            kind=assessment.kind,
            state=assessment.state,
        )


def _elements(reader: AssessedReader) -> Iterator[Element]:
    for criterion in reader.criteria:
        for sub_criterion in criterion.sub_criteria.all():
            yield from sub_criterion.elements.all()


def _files(found: Iterable[Cited], places: Places) -> Iterator[PackFile]:
    for each, version in in_turn(found):
        path, absent = places.file(each, version)
        yield PackFile(
            code=each.item.code,
            number=version.number,
            role=version.role,
            name=version.file_name,
            media_type=version.media_type,
            size=version.size,
            sha256=version.sha256,
            storage_key=version.storage_key,
            path=path,
            absent=absent,
            beside=_beside(each, version),
            address=version.address,
            seen_on=version.seen_on,
            note=version.note,
        )


def _beside(each: Cited, version: EvidenceVersion) -> int | None:
    """The number of the version that it accompanies."""
    if version.role == VersionRole.REDACTED and version.accompanies:
        return version.accompanies.number
    return next((v.number for v in each.versions if v.pk == version.accompanies_id), None)


def _link(each: Cited, files: dict[Key, PackFile], places: Places) -> PackLink:
    link, named = each.link, each.named
    keys = tuple(Key(each.item.code, version.number) for version in each.versions)
    return PackLink(
        element=places.code_of(link),
        listing=link.listing,
        code=named.code,
        title=named.title,
        scope=str(named.scope),
        status=link.status,
        position=link.position or 0,
        locator=link.locator,
        clause=link.clause.code if link.clause else "",
        rationale=link.rationale,
        on_request=day_of(link.added_at) if isinstance(link, SnapshotLink) else None,
        files=keys,
        pointer=places.pointer(each, [files[key].path for key in keys]),
    )


def _judged(reader: AssessedReader) -> Iterator[Judged]:
    for element in _elements(reader):
        row = reader.rows.get(element.pk)
        if row:
            self_rating, rating = (
                reader.marks.get(pk) for pk in (row.self_rating_id, row.rating_id)
            )
            yield Judged(
                element=element.code,
                in_review=row.in_review,
                self_rating=self_rating.code if self_rating else None,
                commentary=row.commentary,
                rating=rating.code if rating else None,
                finding=row.finding,
                accepted=row.accepted_at is not None,
            )


def _highest(found: Iterable[Cited]) -> Marking:
    """The pack is handled as its most sensitive item."""
    sensitive = any(each.item.marking == Marking.OFFICIAL_SENSITIVE for each in found)
    return Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL
