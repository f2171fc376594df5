"""Entries as lines that people read."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.history.sentences import KINDS, kind_of, sentence_of, who_did, with_words
from accounts.models import HistoryEntry
from evidence.models import Portfolio

from .difference import Difference, differences_in


@dataclass
class Line:
    """One entry: when, who, in which words, from where, and how texts changed."""

    sequence: int
    at: datetime
    who: str
    verb: str
    sentence: str
    address: str
    element_code: str
    service: str
    words: dict[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        return kind_of(self.verb)

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def place(self) -> str:
        """The element and the service that it is about, where the sentence does not say them."""
        element = _("Element {code}").format(code=self.element_code) if self.element_code else ""
        unsaid = self.element_code not in self.sentence
        return ", ".join(part for part in (element if unsaid else "", self.service) if part)

    @cached_property
    def differences(self) -> list[Difference]:
        return differences_in(self.words)


def lines_of(entries: QuerySet[HistoryEntry]) -> list[Line]:
    """Entries in their order; one statement."""
    portfolio = Portfolio.objects.filter(pk=OuterRef("portfolio_id"))
    service = Subquery(portfolio.values("service__name")[:1])
    return [_line(row) for row in with_words(entries).annotate(service=service)]


def _line(row: Any) -> Line:
    words = row.words or {}
    return Line(
        row.sequence,
        row.at,
        who_did(row.actor, words),
        row.verb,
        sentence_of(row.verb, words),
        row.address or "",
        row.element_code,
        row.service or "",
        words,
    )
