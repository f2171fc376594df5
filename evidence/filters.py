"""The filters of the evidence list; they live in the address, so that a list can be sent."""

from typing import Any

import django_filters as filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from criteria.models import Element
from evidence.enums import Freshness, LinkStatus, Marking, Scope
from evidence.models import EvidenceItem, EvidenceLink, Portfolio
from evidence.queries.library import FILE_KINDS, Facets, linked_as, of_file_kind, without_file

NO_FILE = "none"
NOBODY = "nobody"
SORTS = {
    "code": ("prefix", "number"),
    "-code": ("-prefix", "-number"),
    "title": ("title", "prefix", "number"),
    "-title": ("-title", "prefix", "number"),
    "newest": ("-created_at", "prefix", "number"),
}
SORT_NAMES = (
    ("code", _("Code")),
    ("-code", _("Code, last first")),
    ("title", _("Title")),
    ("-title", _("Title, last first")),
    ("newest", _("Newest first")),
)


class LibraryFilter(filters.FilterSet):
    """Filters over `library_items`; what is chosen within one group is added together."""

    words = filters.CharFilter(method="by_words", label=_("Words"), max_length=200)
    status = filters.MultipleChoiceFilter(
        method="by_status",
        label=_("Status"),
        choices=LinkStatus.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    scope = filters.MultipleChoiceFilter(
        method="by_scope",
        label=_("Whose"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    age = filters.MultipleChoiceFilter(
        method="by_age",
        label=_("Age"),
        choices=Freshness.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    file = filters.MultipleChoiceFilter(
        method="by_file", label=_("File"), widget=forms.CheckboxSelectMultiple
    )
    unlinked = filters.MultipleChoiceFilter(
        method="by_unlinked",
        label=_("Links"),
        choices=[("yes", _("Not linked to an element"))],
        widget=forms.CheckboxSelectMultiple,
    )
    element = filters.ChoiceFilter(
        method="by_element", label=_("Element or criterion"), empty_label=_("Any")
    )
    team = filters.ChoiceFilter(method="by_team", label=_("Team"), empty_label=_("Any team"))
    owner = filters.ChoiceFilter(method="by_owner", label=_("Owner"), empty_label=_("Anyone"))
    marking = filters.ChoiceFilter(
        field_name="marking",
        label=_("Protective marking"),
        choices=Marking.choices,
        empty_label=_("Any"),
    )
    sort = filters.ChoiceFilter(
        method="by_sort", label=_("Sort"), choices=SORT_NAMES, empty_label=None
    )

    class Meta:
        model = EvidenceItem
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        portfolio: Portfolio,
        elements: list[Element],
        teams: list[Team],
        facets: Facets,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.portfolio = portfolio
        fields = self.form.fields
        _offer(fields["status"], LinkStatus.choices, facets.statuses)
        _offer(fields["scope"], _scopes(portfolio), _by_scope(facets))
        _offer(fields["age"], Freshness.choices, facets.ages)
        _offer(fields["file"], _kinds(), {**facets.files, NO_FILE: facets.no_file})
        _offer(fields["unlinked"], fields["unlinked"].choices, {"yes": facets.unlinked})
        fields["element"].choices = [("", _("Any")), *_headings(elements)]
        fields["team"].choices = [("", _("Any team")), *((str(t.pk), t.name) for t in teams)]
        fields["owner"].choices = [("", _("Anyone")), (NOBODY, _("Nobody yet")), *_owners(facets)]
        fields["marking"].choices = [("", _("Any")), *_markings(facets)]
        self.form.helper = _helper()

    @property
    def is_narrowed(self) -> bool:
        """True where something is chosen that leaves items out."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        return any(value for name, value in chosen.items() if name != "sort")

    @property
    def marked(self) -> str:
        """The words looked for, to be marked where they occur."""
        return self.form.cleaned_data.get("words", "") if self.form.is_valid() else ""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("sort"):
            queryset = queryset.order_by(*SORTS["code"])
        return super().filter_queryset(queryset)

    def by_words(self, items: QuerySet, name: str, words: str) -> QuerySet:
        return items.matching(words)  # type: ignore[attr-defined]

    def by_status(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(linked_as(self.portfolio, *chosen)) if chosen else items

    def by_scope(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(
            _any_of(Q(service__isnull=scope == Scope.CORPORATE) for scope in chosen)
        )

    def by_file(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.filter(
            _any_of(without_file() if kind == NO_FILE else of_file_kind(kind) for kind in chosen)
        )

    def by_unlinked(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        in_use = linked_as(self.portfolio, LinkStatus.NEW, LinkStatus.ACTIVE)
        return items.exclude(in_use) if chosen else items

    def by_element(self, items: QuerySet, name: str, code: str) -> QuerySet:
        links = EvidenceLink.objects.in_use().filter(
            Q(element__code=code) | Q(element__code__startswith=f"{code}."),
            portfolio=self.portfolio,
        )
        return items.filter(pk__in=links.values("item"))

    def by_team(self, items: QuerySet, name: str, team: str) -> QuerySet:
        return items.filter(team_id=team)

    def by_age(self, items: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return items.of_freshness(*chosen) if chosen else items  # type: ignore[attr-defined]

    def by_owner(self, items: QuerySet, name: str, owner: str) -> QuerySet:
        return items.filter(owner=None if owner == NOBODY else owner)

    def by_sort(self, items: QuerySet, name: str, sort: str) -> QuerySet:
        return items.order_by(*SORTS[sort])


def _any_of(conditions) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _offer(field: Any, choices, counts: dict[str, int]) -> None:
    """Each choice with the number of items behind it."""
    field.choices = [
        (
            value,
            format_html(
                '<span>{}</span> <span class="cse-filter__n">{}</span>', name, counts[str(value)]
            ),
        )
        for value, name in choices
    ]


def _scopes(portfolio: Portfolio):
    return [(Scope.SERVICE, portfolio.service.name), (Scope.CORPORATE, Scope.CORPORATE.label)]


def _by_scope(facets: Facets) -> dict[str, int]:
    return {Scope.SERVICE.value: facets.service, Scope.CORPORATE.value: facets.corporate}


def _owners(facets: Facets):
    return [(pk, f"{name} ({number})") for (pk, name), number in facets.owners.items()]


def _markings(facets: Facets):
    return [(value, f"{name} ({facets.markings[value]})") for value, name in Marking.choices]


def _kinds():
    return [*((kind, name) for kind, (name, _types) in FILE_KINDS.items()), (NO_FILE, _("No file"))]


def _headings(elements: list[Element]) -> list[tuple[str, Any]]:
    """Criteria as groups, each beginning with the whole of it, then sub-criteria and elements."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for element in elements:
        sub = element.sub_criterion
        criterion = sub.criterion
        group = groups.setdefault(str(criterion), [(criterion.code, _whole(criterion.code))])
        if (sub.code, str(sub)) not in group:
            group.append((sub.code, str(sub)))
        group.append((element.code, element.code))
    return list(groups.items())


def _whole(code: str) -> str:
    return str(_("All of %(code)s")) % {"code": code}


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        *("status", "scope", "age", "file", "unlinked", "element", "team", "owner", "marking")
    )
    return helper
