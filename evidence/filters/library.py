"""What can be chosen of a library, and the items that it leaves."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters as filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from evidence.enums import LinkStatus, Scope
from evidence.models import EvidenceItem, EvidenceLink, Portfolio
from evidence.queries import IN_TITLE, INSIDE, Shelf, Tally, library_items
from evidence.queries.kinds import is_of_kind, latest_of
from evidence.search.index import BestFirst, Hits, Kind, find

from . import choices
from .sorts import BEST, BEST_NAME, SORT_NAMES, USUAL, order_of

CODE = r"^[0-9]+(\.[0-9]+)*$"
NUMBER = r"^[0-9]{1,15}$"


class Ticks(filters.MultipleChoiceFilter):
    """Choices that are added together: items with any of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)


class OneOf(filters.CharFilter):
    """One of a list that is known only after the library was counted."""

    def __init__(self, *args: Any, pattern: str, **kwargs: Any) -> None:
        check = forms.fields.RegexField(pattern).validators  # type: ignore[attr-defined]
        super().__init__(*args, widget=forms.Select, validators=check, **kwargs)


class LibraryFilter(filters.FilterSet):
    """Filters over the items of a portfolio; what cannot be understood is left aside."""

    NARROWING = ("element", "team", "owner")
    TICKED = ("status", "scope", "age", "file", "unlinked", "marking", "withdrawn")

    words = filters.CharFilter(method="by_words", label=_("Words"), max_length=200)
    status = Ticks(method="by_status", label=_("Status"), choices=choices.STATUSES)
    scope = Ticks(method="by_scope", label=_("Whose"), choices=Scope.choices)
    age = Ticks(method="by_age", label=_("Age"), choices=choices.AGES)
    file = Ticks(method="by_file", label=_("File"), choices=choices.FILES)
    unlinked = Ticks(method="by_unlinked", label=_("Links"), choices=choices.UNLINKED)
    element = OneOf(method="by_element", label=_("Element or criterion"), pattern=CODE)
    team = OneOf(method="by_team", label=_("Team"), pattern=NUMBER)
    owner = OneOf(method="by_owner", label=_("Owner"), pattern=rf"{NUMBER}|^{choices.NOBODY}$")
    marking = Ticks(method="by_marking", label=_("Protective marking"), choices=choices.MARKINGS)
    withdrawn = Ticks(method="by_withdrawn", label=_("Withdrawn"), choices=choices.WITHDRAWN)
    sort = filters.ChoiceFilter(
        method="by_sort",
        label=_("Sort"),
        choices=[(BEST, BEST_NAME), *SORT_NAMES],
        empty_label=None,
    )

    class Meta:
        model = EvidenceItem
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, portfolio: Portfolio) -> None:
        super().__init__(data, queryset=library_items(portfolio))
        self.portfolio = portfolio

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was understood of the address, by the name of the filter."""
        self.form.full_clean()
        said = self.form.cleaned_data
        return {name: said[name] for name in self.filters if said.get(name)}

    @cached_property
    def hits(self) -> Hits | None:
        """What the words find, and what the other choices leave of it; None without words.

        One statement.
        """
        words = self.chosen.get("words")
        return (
            find(self.portfolio, words, narrowed=self.narrowed(), listed=self._listed())
            if words
            else None
        )

    @property
    def is_narrowed(self) -> bool:
        """True where something is chosen that leaves items out."""
        return bool(self.chosen.keys() - {"sort"})

    @property
    def marked(self) -> str:
        """The words looked for, to be marked where they occur."""
        return self.chosen.get("words", "")

    @property
    def sorted_by(self) -> str:
        """The order asked for; the best match first where there are words, else by code."""
        sort = self.chosen.get("sort", BEST if self.hits else USUAL)
        return USUAL if sort == BEST and self.hits is None else sort

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        """The orders to choose from; the best match only for words."""
        return [(BEST, BEST_NAME), *SORT_NAMES] if self.hits else list(SORT_NAMES)

    def in_order(self) -> QuerySet[EvidenceItem] | BestFirst:
        """The items in the order asked for; a part of them is a QuerySet."""
        if self.hits is not None and self.sorted_by == BEST:
            return self.hits.best_first(self.queryset)
        return self.qs

    @property
    def found(self) -> dict[int, int] | None:
        """The items that words, element, team and owner find, by where; None without any.

        One statement where there are no words.
        """
        if self.hits is not None:
            return {
                item: INSIDE if hit.kind == Kind.TEXT else IN_TITLE
                for item, hit in self.hits.by_item.items()
                if hit.narrowed
            }
        narrowed = self.narrowed()
        if narrowed is None:
            return None
        return dict.fromkeys(narrowed.order_by().values_list("pk", flat=True), INSIDE)

    @property
    def ticked(self) -> dict[str, list[str]]:
        return {name: self.chosen.get(name, []) for name in self.TICKED}

    def narrowed(self) -> QuerySet[EvidenceItem] | None:
        """The items left by element, team and owner; None where none of them is chosen."""
        names = [name for name in self.NARROWING if name in self.chosen]
        return self._only(names) if names else None

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = self._listed() if self.hits is None else self.hits.narrow(queryset)
        return found.order_by(*order_of(self.sorted_by))

    def _listed(self) -> QuerySet:
        """The items left by all that is chosen besides words."""
        found = self._only(name for name in self.chosen if name not in ("sort", "words"))
        return found if "withdrawn" in self.chosen else found.in_use()  # type: ignore[attr-defined]

    def _only(self, names: Iterable[str]) -> QuerySet:
        found = self.queryset
        for name in names:
            found = self.filters[name].filter(found, self.chosen[name])
        return found

    def offer(self, shelf: Shelf, counts: Tally) -> None:
        """Put the choices into the form, with how many items each would find."""
        fields: Any = self.form.fields
        ticks = {name: fields[name].choices for name in self.TICKED}
        ticks["scope"] = choices.scopes(self.portfolio)
        for name, offered in ticks.items():
            numbers = counts.groups[name]
            fields[name].widget.choices = choices.with_numbers(offered, numbers)
        for name, anything, offered in (
            ("element", _("Any"), choices.headings(shelf.elements)),
            ("team", _("Any team"), choices.teams(shelf)),
            ("owner", _("Anyone"), choices.owners(shelf)),
        ):
            fields[name].widget.choices = [("", anything), *offered]
        self.form.helper = _helper()

    def by_words(self, items: QuerySet, name: str, words: str) -> QuerySet:
        return self.hits.narrow(items) if self.hits else items

    def by_status(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(self._linked_as(*chosen))

    def by_scope(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        wanted = Q()
        for scope in chosen:
            wanted |= Q(service__isnull=scope == Scope.CORPORATE)
        return items.filter(wanted)

    def by_age(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.of_freshness(*chosen)  # type: ignore[attr-defined]

    def by_file(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        wanted = Q()
        for kind in chosen:
            wanted |= is_of_kind(kind, "latest_type")
        return items.alias(latest_type=latest_of(OuterRef("pk"), "media_type")).filter(wanted)

    def by_unlinked(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.exclude(self._linked_as(LinkStatus.NEW, LinkStatus.ACTIVE))

    def by_element(self, items: QuerySet, name: str, code: str) -> QuerySet:
        links = EvidenceLink.objects.in_use().filter(
            Q(element__code=code) | Q(element__code__startswith=f"{code}."),
            portfolio=self.portfolio,
        )
        return items.filter(pk__in=links.values("item"))

    def by_team(self, items: QuerySet, name: str, team: str) -> QuerySet:
        return items.filter(team_id=team)

    def by_owner(self, items: QuerySet, name: str, owner: str) -> QuerySet:
        return items.filter(owner=None if owner == choices.NOBODY else owner)

    def by_marking(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(marking__in=chosen)

    def by_withdrawn(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(withdrawn_at__isnull=False)

    def by_sort(self, items: QuerySet, name: str, sort: str) -> QuerySet:
        return items.order_by(*order_of(sort))

    def _linked_as(self, *statuses: str) -> Q:
        """Items that are linked in the portfolio with one of these statuses."""
        links = EvidenceLink.objects.filter(portfolio=self.portfolio, status__in=statuses)
        return Q(pk__in=links.values("item"))


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        *("status", "scope", "age", "file", "unlinked", "element", "team", "owner"),
        *("marking", "withdrawn"),
    )
    return helper
