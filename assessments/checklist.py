"""What is missing before submission: one function for every page and for the refusal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import Approval
from assessments.gap_kinds import KINDS, Kind
from assessments.models import Assessment, ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Edition
from evidence.enums import LinkStatus
from evidence.queries.cited import Cited, cited_from, cited_in_sql


@dataclass(frozen=True)
class Gap:
    """Something that one element lacks; `codes` are the items it is about, if any."""

    element_code: str
    kind: str
    message: str
    codes: tuple[str, ...] = ()

    @property
    def about(self) -> Kind:
        return KINDS[self.kind]

    @property
    def blocks(self) -> bool:
        """Whether it takes a reason to submit in spite of it."""
        return self.about.blocks

    @property
    def key(self) -> tuple[str, str]:
        """What a reason is given for."""
        return self.element_code, self.kind

    @property
    def action(self) -> str:
        """What to do about it."""
        return str(self.about.action) % {"codes": ", ".join(self.codes)}

    @property
    def where(self) -> str:
        """The part of the element page where it is put right."""
        return self.about.where or f"#{self.codes[0]}"


def gaps_of(row: ElementAssessment, evidence: Sequence[Cited], *, edition: Edition) -> list[Gap]:
    """All that one element lacks, what stands in the way first.

    `evidence` are its links in use. Elements that are not under review lack nothing. Takes
    no statement where the row came with its element and self-rating.
    """
    if not row.in_review:
        return []
    found = [*_of_the_words(row), *_of_items(evidence), *_of_the_list(evidence, edition)]
    if not evidence and not _is_left_out(row):
        found.append(("no-evidence", _("No evidence yet"), ()))
    order = list(KINDS)
    return [
        Gap(row.element.code, kind, message, codes)
        for kind, message, codes in sorted(found, key=lambda each: order.index(each[0]))
    ]


Found = tuple[str, str, tuple[str, ...]]


def _of_the_words(row: ElementAssessment) -> Iterator[Found]:
    if row.self_rating_id is None:
        yield "no-self-rating", _("No self-rating yet"), ()
    if not row.commentary.strip():
        yield "no-commentary", _("No commentary yet"), ()
    elif row.commentary_from:
        words = _("The commentary is that of %(year)s") % {"year": row.commentary_from}
        yield "old-commentary", words, ()
    if row.approval == Approval.RETURNED:
        words = _("The manager returned it: %(reason)s") % {"reason": row.approval_reason}
        yield "returned", words, ()
    if row.approval == Approval.SENT:
        yield "not-approved", _("Sent for approval and not approved yet"), ()


def _of_items(evidence: Iterable[Cited]) -> Iterator[Found]:
    """What speaks against single items, one entry a kind."""
    each = list(evidence)
    yield from _said("stale", [item for item in each if item.stale])
    yield from _said("no-file", [item for item in each if not item.has_file])
    yield from _said("being-checked", [item for item in each if item.is_being_checked])
    yield from _said("no-place", [item for item in each if item.needs_place])
    yield from _said("not-redacted", [item for item in each if item.lacks_redacted_copy])


def _said(kind: str, items: list[Cited]) -> Iterator[Found]:
    if items:
        codes = tuple(item.code for item in items)
        words = _of_one(kind, items[0]) if len(items) == 1 else _of_several(kind, codes)
        yield kind, words, codes


def _of_one(kind: str, item: Cited) -> str:
    words = {
        "stale": _("%(code)s is stale: %(why)s"),
        "no-file": _("%(code)s has no file to read"),
        "being-checked": _("%(code)s is being checked for viruses"),
        "no-place": _("%(code)s has %(pages)s pages and no place is given"),
        "not-redacted": _("%(code)s has no redacted copy of its latest version"),
    }[kind]
    return words % {"code": item.code, "why": item.stale, "pages": item.pages}


def _of_several(kind: str, codes: tuple[str, ...]) -> str:
    words = {
        "stale": _("%(count)s items are stale: %(codes)s"),
        "no-file": _("%(count)s items have no file to read: %(codes)s"),
        "being-checked": _("%(count)s items are being checked for viruses: %(codes)s"),
        "no-place": _("%(count)s long documents come without a place: %(codes)s"),
        "not-redacted": _("%(count)s items have no redacted copy of their latest: %(codes)s"),
    }[kind]
    return words % {"count": len(codes), "codes": ", ".join(codes)}


def _of_the_list(evidence: Iterable[Cited], edition: Edition) -> Iterator[Found]:
    """How many there are, and whether New and Active stand together."""
    of_service = [item for item in evidence if not item.is_corporate]
    corporate = [item for item in evidence if item.is_corporate]
    for scope, items in (("service", of_service), ("corporate", corporate)):
        most = edition.cycle.get("customary", {}).get(scope)
        if most is not None and len(items) > most:
            yield f"many-{scope}", _too_many(scope, len(items), most), ()
    if {item.status for item in of_service} >= {LinkStatus.NEW, LinkStatus.ACTIVE}:
        yield "mixed", _("New and Active evidence stand together"), ()


def _too_many(scope: str, count: int, most: int) -> str:
    words = {
        "service": ngettext(
            "%(count)s service item, more than the customary %(most)s",
            "%(count)s service items, more than the customary %(most)s",
            count,
        ),
        "corporate": ngettext(
            "%(count)s corporate item, more than the customary %(most)s",
            "%(count)s corporate items, more than the customary %(most)s",
            count,
        ),
    }[scope]
    return words % {"count": count, "most": most}


def _is_left_out(row: ElementAssessment) -> bool:
    return row.self_rating is not None and row.self_rating.counts_as == CountsAs.EXCLUDED


def what_is_missing(assessment: Assessment) -> list[Gap]:
    """Every gap of the assessment in the order of the standard; one SQL statement."""
    rows = (
        assessment.elements.filter(in_review=True)
        .select_related("element", "self_rating")
        .annotate(cited=cited_in_sql(assessment.portfolio_id, "element_id"))
        .order_by("element")
    )
    edition = assessment.edition
    return [gap for row in rows for gap in gaps_of(row, cited_from(row.cited), edition=edition)]
