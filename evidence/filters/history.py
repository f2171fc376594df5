"""What can be chosen of a history."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.history.sentences import CHANGE, KINDS, READING, verbs_of
from accounts.models import HistoryEntry, User
from evidence.histories import Scope
from evidence.models import EvidenceItem

EVERYTHING = "all"
Entries = QuerySet[HistoryEntry]


class _Day(filters.Filter):
    field_class = BritishDateField


class HistoryFilter(filters.FilterSet):
    """Filters over a part of the history; what cannot be understood is left aside."""

    kind = filters.ChoiceFilter(method="by_kind", label=_("Kind"), empty_label=_("All kinds"))
    who = filters.CharFilter(method="by_who", label=_("Who"), max_length=100)
    code = filters.CharFilter(method="by_code", label=_("Element or evidence"), max_length=40)
    since = _Day(label=_("From day"), method="by_since")
    until = _Day(label=_("To day"), method="by_until", help_text="")

    class Meta:
        model = HistoryEntry
        fields: list[str] = []

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, queryset=scope.entries)
        self.scope = scope
        self.form.fields["kind"].choices = self._kinds()
        if len(scope.kinds) == 1:
            del self.form.fields["kind"]

    def _kinds(self) -> list[tuple[str, Any]]:
        named = [(kind, KINDS[kind]) for kind in self.scope.kinds]
        if self.scope.sets_readings_aside:
            return [("", _("All but readings")), (EVERYTHING, _("All, also readings")), *named]
        return [("", _("All kinds")), *named]

    @property
    def lacks_readings(self) -> bool:
        """Whether readings that the reader may see are left aside."""
        self.form.full_clean()
        return self.scope.sets_readings_aside and not self.form.cleaned_data.get("kind")

    @property
    def is_narrowed(self) -> bool:
        self.form.full_clean()
        return any(self.form.cleaned_data.values())

    @property
    def found(self) -> Entries:
        """The entries, also where a part of what was asked makes no sense."""
        self.form.full_clean()
        entries: Entries = self.queryset.all()
        if self.lacks_readings:
            entries = entries.exclude(verb__in=verbs_of(READING))
        for name, value in self.form.cleaned_data.items():
            entries = self.filters[name].filter(entries, value)
        return entries

    def by_kind(self, entries: Entries, _name: str, kind: str) -> Entries:
        if kind == EVERYTHING:
            return entries
        if kind == CHANGE:  # also of verbs that nobody knows any more
            return entries.exclude(verb__in=verbs_of(*set(KINDS) - {CHANGE}))
        return entries.filter(verb__in=verbs_of(kind))

    def by_who(self, entries: Entries, _name: str, who: str) -> Entries:
        people = User.objects.filter(Q(name__icontains=who) | Q(email__icontains=who))
        return entries.filter(actor_id__in=list(people.values_list("pk", flat=True)[:200]))

    def by_code(self, entries: Entries, _name: str, code: str) -> Entries:
        items = EvidenceItem.objects.filter(code__iexact=code.strip())
        if self.scope.about.organisation_id:
            items = items.filter(organisation_id=self.scope.about.organisation_id)
        known = list(items.values_list("pk", flat=True)[:50])
        return entries.filter(Q(element_code=code.strip()) | Q(item_id__in=known))

    def by_since(self, entries: Entries, _name: str, day: date) -> Entries:
        return entries.filter(at__gte=_begin_of(day))

    def by_until(self, entries: Entries, _name: str, day: date) -> Entries:
        return entries.filter(at__lt=_begin_of(day + timedelta(days=1)))


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
