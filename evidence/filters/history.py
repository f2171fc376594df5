"""What can be chosen of a history."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import BritishDateField
from accounts.history.sentences import CHANGE, EXPORT, KINDS, READING, REFUSAL, SIGN_IN, verbs_of
from accounts.models import HistoryEntry, User
from evidence.histories import Line, Scope, lines_of
from evidence.models import EvidenceItem

EVERYTHING = "all"
AT_ONCE = 1000
BY_VERB = (READING, EXPORT, REFUSAL, SIGN_IN)
# The number of an entry says its place in time but for this: days are found by number, then
# by the clock.
A_CLOCK_ERRS = timedelta(days=1)
Entries = QuerySet[HistoryEntry]
AS_WRITTEN = _("As 21 November 2026")


class _Day(filters.Filter):
    field_class = BritishDateField


class HistoryFilter(filters.FilterSet):
    """Filters over a part of the history; what cannot be understood is left aside."""

    kind = filters.ChoiceFilter(method="by_kind", label=_("Kind"), empty_label=_("All kinds"))
    who = filters.CharFilter(method="by_who", label=_("Who"), max_length=100)
    code = filters.CharFilter(method="by_code", label=_("Element or evidence"), max_length=40)
    since = _Day(label=_("From day"), method="by_since", help_text=AS_WRITTEN)
    until = _Day(label=_("To day"), method="by_until", help_text=AS_WRITTEN)

    class Meta:
        model = HistoryEntry
        fields: list[str] = []

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, queryset=scope.entries)
        self.scope = scope
        self.form.fields["kind"].choices = self._kinds()
        if len(scope.kinds) == 1:
            del self.form.fields["kind"]
        if scope.is_of_one_actor:
            del self.form.fields["who"]

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

    def newest(self, most: int, *, before: int | None = None) -> Entries:
        """So many entries, also where a part of what was asked makes no sense.

        Of a whole organisation the entries of one kind are looked for verb by verb: by the
        newest first, fifty refusals among a million entries would be a long way back.
        """
        self.form.full_clean()
        kind = self.form.cleaned_data.get("kind", "")
        by_verb = kind in BY_VERB and self.scope.is_whole_organisation
        entries = self._chosen(but="kind" if by_verb else "")
        if before is not None:
            entries = entries.filter(sequence__lt=before)
        if by_verb:
            entries = self.queryset.filter(sequence__in=_of_each(entries, verbs_of(kind), most))
        return entries.order_by("-sequence")[:most]

    def pieces(self) -> Iterator[list[Line]]:
        """All of what is there now, newest first, a thousand at a time."""
        newest = self.newest(1).values_list("sequence", flat=True).first()
        return self._pieces_before((newest or 0) + 1)

    def _pieces_before(self, end: int) -> Iterator[list[Line]]:
        while lines := lines_of(self.newest(AT_ONCE, before=end)):
            yield lines
            end = lines[-1].sequence

    def _chosen(self, *, but: str) -> Entries:
        entries: Entries = self.queryset.all()
        if self.lacks_readings:
            entries = entries.exclude(verb__in=verbs_of(READING))
        for name, value in self.form.cleaned_data.items():
            if name != but:
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
        begin = _begin_of(day)
        first = HistoryEntry.objects.filter(at__gte=begin - A_CLOCK_ERRS).order_by("at")
        return entries.filter(sequence__gte=Subquery(first.values("sequence")[:1]), at__gte=begin)

    def by_until(self, entries: Entries, _name: str, day: date) -> Entries:
        end = _begin_of(day + timedelta(days=1))
        last = HistoryEntry.objects.filter(at__lt=end + A_CLOCK_ERRS).order_by("-at")
        return entries.filter(sequence__lte=Subquery(last.values("sequence")[:1]), at__lt=end)


def _of_each(entries: Entries, verbs: list[str], most: int) -> Any:
    """The numbers of the newest of each verb."""
    first, *others = (_numbers_of(entries.filter(verb=verb), most) for verb in verbs)
    return first.union(*others, all=True)


def _numbers_of(entries: Entries, most: int) -> Any:
    """SQLite takes a limit within a union only where it stands one level deeper."""
    newest = entries.order_by("-sequence").values("sequence")[:most]
    return HistoryEntry.objects.filter(sequence__in=newest).order_by().values("sequence")


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
