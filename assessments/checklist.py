"""What is missing before submission: one function for the page and for the refusal."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, ElementAssessment
from evidence.models import EvidenceLink


@dataclass(frozen=True)
class Gap:
    """Something missing for one element, and whether it stands in the way of submission."""

    element_code: str
    kind: str
    message: Promise
    blocks: bool


def gaps_of(row: ElementAssessment, *, has_evidence: bool) -> list[Gap]:
    """What is missing in one element. Elements that are not under review lack nothing."""
    if not row.in_review:
        return []
    code = row.element.code
    gaps = []
    if row.self_rating_id is None:
        gaps.append(Gap(code, "no-self-rating", _("No self-rating yet"), blocks=True))
    if not has_evidence:
        gaps.append(Gap(code, "no-evidence", _("No evidence yet"), blocks=False))
    if not row.commentary.strip():
        gaps.append(Gap(code, "no-commentary", _("No commentary yet"), blocks=False))
    return gaps


def what_is_missing(
    assessment: Assessment, rows: Iterable[ElementAssessment] | None = None
) -> list[Gap]:
    """Every gap of the assessment in the order of the standard; two SQL statements."""
    if rows is None:
        rows = assessment.elements.select_related("element").order_by("element")
    evidenced: Collection[int] = set(
        EvidenceLink.objects.in_use()
        .filter(portfolio_id=assessment.portfolio_id, element__edition_id=assessment.edition_id)
        .values_list("element_id", flat=True)
    )
    return [gap for row in rows for gap in gaps_of(row, has_evidence=row.element_id in evidenced)]
