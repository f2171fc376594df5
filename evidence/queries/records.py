"""Finding evidence in all services of an organisation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from evidence.holds import is_held
from evidence.models import EvidenceItem, EvidenceVersion, Portfolio
from evidence.search.index import BestFirst, Hits, find_in_organisation
from evidence.search.typed import typed

from .kinds import latest_of

CORPORATE = "corporate"


@dataclass(frozen=True)
class Narrowing:
    """What else is asked for: a service's id or CORPORATE, a marking, when files were added."""

    service: str = ""
    marking: str = ""
    added_from: date | None = None
    added_to: date | None = None


@dataclass(frozen=True)
class FoundRecords:
    """The items found, the best match first; `hits` is None where no words were asked for."""

    items: BestFirst | QuerySet[EvidenceItem]
    hits: Hits | None = None
    by_name: frozenset[int] = frozenset()
    """Those found by the name of an owner or of whoever added something, and by nothing else."""


def find_records(organisation: Organisation, words: str, also: Narrowing) -> FoundRecords:
    """What the organisation has, withdrawn items and old versions too; two statements.

    Words are looked for in codes, titles, descriptions and files, and as the name of a
    person. None at all where there are no words.
    """
    items = _narrowed(organisation, also)
    if not words.strip():
        return FoundRecords(items)
    # Of the organisation all that is found is; asked of each, it takes longer than finding.
    listed = None if also == Narrowing() else items
    hits = find_in_organisation(organisation, words, listed=listed)
    people = people_named(words)
    named = items.filter(_of_people(people)).values_list("pk", flat=True) if people else []
    by_name = [pk for pk in named if pk not in hits.by_item]
    everything = EvidenceItem.objects.filter(organisation=organisation)
    return FoundRecords(BestFirst([*hits.listed, *by_name], everything), hits, frozenset(by_name))


def records_page(page: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
    """The items of one page with what a row shows of them; one statement.

    `version_uuid`, `version_number` and `file_type` are those of the latest original,
    `by_service` and `by_standard` the slugs of a portfolio to look at the item from.
    """
    owned = Portfolio.objects.filter(service=OuterRef("service"))
    anybodys = Portfolio.objects.filter(service__organisation=OuterRef("organisation"))

    def slug_of(field: str) -> Coalesce:
        return Coalesce(
            Subquery(owned.order_by("pk").values(field)[:1]),
            Subquery(anybodys.order_by("pk").values(field)[:1]),
        )

    return page.select_related("service", "owner").annotate(
        version_uuid=latest_of(OuterRef("pk"), "uuid"),
        version_number=latest_of(OuterRef("pk"), "number"),
        file_type=latest_of(OuterRef("pk"), "media_type"),
        by_service=slug_of("service__slug"),
        by_standard=slug_of("standard__slug"),
        held=ExpressionWrapper(is_held(), output_field=BooleanField()),
    )


def people_named(words: str) -> QuerySet[User] | None:
    """People whose name or email address has all the words; None for words that are only signs."""
    wanted = typed(words)
    if wanted.is_empty:
        return None
    people = User.objects.all()
    for word in wanted.words:
        people = people.filter(Q(name__icontains=word.phrase) | Q(email__istartswith=word.phrase))
    return people


def _narrowed(organisation: Organisation, also: Narrowing) -> QuerySet[EvidenceItem]:
    items = EvidenceItem.objects.filter(organisation=organisation)
    if also.service:
        items = (
            items.filter(service__isnull=True)
            if also.service == CORPORATE
            else items.filter(service=int(also.service))
        )
    if also.marking:
        items = items.filter(marking=also.marking)
    if also.added_from or also.added_to:
        items = items.filter(_added_between(also))
    return items


def _added_between(also: Narrowing) -> Q:
    """The item itself or one of its versions was added on one of the days, ends included."""
    days = {}
    if also.added_from:
        days["created_at__date__gte"] = also.added_from
    if also.added_to:
        days["created_at__date__lte"] = also.added_to
    versions = EvidenceVersion.objects.filter(**days)
    return Q(**days) | Q(pk__in=versions.values("item"))


def _of_people(people: QuerySet[User]) -> Q:
    added = EvidenceVersion.objects.filter(created_by__in=people)
    return Q(owner__in=people) | Q(created_by__in=people) | Q(pk__in=added.values("item"))
