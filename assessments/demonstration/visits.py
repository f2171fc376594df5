"""The visits of the demonstration: last year's, this year's, and another service's."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import Team, User
from assessments.actions import (
    Duty,
    assign_elements,
    complete_assessment,
    open_assessment,
    plan_visit,
    rate_element,
    save_self_assessment,
    submit_assessment,
)
from assessments.models import Assessment, ElementAssessment
from criteria.models import Clause, Edition, Element, Rating
from evidence.actions import add_evidence, edit_link, grant_reading, link_evidence
from evidence.enums import LinkStatus
from evidence.intake.store import keep
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio, SnapshotLink

from .documents import pdf_of
from .following import follow_up


@dataclass(frozen=True)
class Visits:
    """Makes visits of one portfolio; `today` fixes every other day."""

    portfolio: Portfolio
    edition: Edition
    officer: User
    manager: User
    assessor: User
    administrator: User
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def ratings(self) -> dict[str, Rating]:
        return {rating.code: rating for rating in self.edition.ratings.all()}

    def last_visit(self, data: dict[str, Any]) -> Assessment:
        """A full assessment a year ago; `shown_last_year` says what it was shown."""
        visit_on = self.today - timedelta(days=372)
        assessment = self._open(data, "full", visit_on)
        rows = self._rows(assessment)
        given = {code: name for name, codes in data["ratings"].items() for code in codes}
        for code, row in rows.items():
            rating = self.ratings[given.get(code, "compliant")]
            self._assess_self(row, rating, data["commentaries"].get(code, ""))
        submit_assessment(
            assessment=assessment,
            by=self.manager,
            gaps_reason="The evidence was shown to the assessor on paper.",
        )
        for code, row in self._rows(assessment).items():
            self._rate(row, given.get(code, "compliant"), data["findings"].get(code, ""), True)
        complete_assessment(
            assessment=assessment, by=self.assessor, statement=data.get("statement", "")
        )
        self._date_back(assessment, visit_on)
        follow_up(
            assessment,
            data["improvements"],
            owners=[self.officer, self.manager],
            by=self.manager,
            today=self.today,
        )
        return assessment

    def shown_last_year(self, assessment: Assessment, data: dict[str, Any]) -> None:
        """Last year the assessor was shown what is Active now, and what was replaced since.

        Actions know only now, so what was submitted then is written down by itself.
        """
        links = EvidenceLink.objects.filter(
            portfolio=self.portfolio, status=LinkStatus.ACTIVE
        ).select_related("item", "element")
        versions = EvidenceVersion.objects.filter(number=1).exclude(
            item__code__in=data["without_a_file_then"]
        )
        first = {version.item_id: version for version in versions}
        shown = [
            self._as_shown(assessment, link.element, link.item, link.position or 1, first)
            for link in links
        ]
        for code, item_code in data["replaced_since"]:
            element = self.edition.elements.get(code=code)
            item = EvidenceItem.objects.of_service(self.portfolio.service).get(code=item_code)
            shown.append(self._as_shown(assessment, element, item, 9, first))
        SnapshotLink.objects.bulk_create(shown)

    def _as_shown(
        self,
        assessment: Assessment,
        element: Element,
        item: EvidenceItem,
        position: int,
        versions: dict[int, EvidenceVersion],
    ) -> SnapshotLink:
        return SnapshotLink(
            snapshot=assessment.snapshot,
            element=element,
            item=item,
            version=versions.get(item.pk),
            code=item.code,
            title=item.title,
            scope=item.scope,
            status=LinkStatus.ACTIVE,
            position=position,
        )

    def this_visit(self, data: dict[str, Any]) -> Assessment:
        """An annual review in preparation, opened by the plan that the manager changed.

        It looks at the elements with New evidence and some more.
        """
        renewed = EvidenceLink.objects.filter(portfolio=self.portfolio, status="new")
        codes = set(renewed.values_list("element__code", flat=True)) | set(
            data["also_under_review"]
        )
        visit_on = self.today + timedelta(days=120)
        plan_visit(
            portfolio=self.portfolio,
            edition=self.edition,
            kind="annual-review-1",
            under_review=codes,
            visit_on=visit_on,
            by=self.manager,
        )
        assessment = self._open(data, "annual-review-1", visit_on, under_review=codes)
        rows = self._rows(assessment)
        for code, (rating, commentary) in data["self_assessments"].items():
            self._assess_self(rows[code], self.ratings[rating], commentary)
        for code, places in data["where_to_look"].items():
            self._say_where_to_look(code, places)
        self._share_out(assessment)
        self._give_access(assessment)
        return assessment

    def _share_out(self, assessment: Assessment) -> None:
        """The first two criteria are the officer's, to be ready in three weeks."""
        rows = [row for code, row in self._rows(assessment).items() if code[0] in "12"]
        due_on = self.today + timedelta(days=20)
        duties = [Duty(row, self.officer, due_on) for row in rows if row.in_review]
        assign_elements(assessment=assessment, duties=duties, by=self.manager)

    def visit_under_way(self, data: dict[str, Any]) -> Assessment:
        """A full assessment that is submitted, with a handful of elements rated."""
        self.add_items(data)
        for code, item_code in data["corporate"]:
            self._cite_corporate(code, item_code)
        assessment = self._open(data, "full", self.today + timedelta(days=9))
        own = data["self_rating"]
        given = {code: name for name in own if name != "default" for code in own[name]}
        for code, row in self._rows(assessment).items():
            rating = self.ratings[given.get(code, own["default"])]
            self._assess_self(row, rating, data["commentary"].get(code, ""))
        submit_assessment(
            assessment=assessment,
            by=self.manager,
            gaps_reason="The service shows the rest at the visit.",
        )
        self._give_access(assessment)
        rows = self._rows(assessment)
        for code, (rating_code, finding, accepted) in data["ratings"].items():
            self._rate(rows[code], rating_code, finding, accepted)
        return assessment

    def add_items(self, data: dict[str, Any]) -> None:
        """New items with files, each cited for one element."""
        team = Team.objects.filter(service=self.portfolio.service).first()
        assert team is not None  # noqa: S101  every service of the demonstration has one
        for code, title, locator, rationale in data["items"]:
            link = add_evidence(
                portfolio=self.portfolio,
                element=self.edition.elements.get(code=code),
                title=title,
                team=team,
                file=keep(self._draft_file(title)),
                by=self.officer,
            )
            if locator or rationale:
                edit_link(
                    link=link, locator=locator, rationale=rationale, clause=None, by=self.officer
                )

    def _draft_file(self, title: str) -> Any:
        service = self.portfolio.service
        number = service.evidence_items.count() + 1
        item = EvidenceItem(
            organisation=service.organisation,
            service=service,
            code=f"{service.prefix}{number:03}",
            number=number,
            title=title,
        )
        return pdf_of(item)

    def _open(self, data: dict[str, Any], kind: str, visit_on: date, **further: Any) -> Assessment:
        return open_assessment(
            portfolio=self.portfolio,
            edition=self.edition,
            label=data["label"].format(year=visit_on.year),
            kind=kind,
            reference=data.get("reference", "").format(year=visit_on.year),
            visit_on=visit_on,
            by=self.manager,
            **further,
        )

    def _rows(self, assessment: Assessment) -> dict[str, ElementAssessment]:
        rows = assessment.elements.select_related(
            "element", "assessment__portfolio__service__organisation", "rating", "self_rating"
        )
        return {row.element.code: row for row in rows}

    def _assess_self(self, row: ElementAssessment, rating: Rating, commentary: str) -> None:
        save_self_assessment(
            row=row,
            revision=row.service_revision,
            self_rating=rating,
            commentary=commentary,
            by=self.officer,
        )

    def _rate(self, row: ElementAssessment, rating: str, finding: str, accepted: bool) -> None:
        rate_element(
            row=row,
            revision=row.assessor_revision,
            rating=self.ratings[rating],
            finding=finding,
            accepted=accepted,
            is_strength=rating == "compliance-plus" and bool(finding),
            by=self.assessor,
        )

    def _say_where_to_look(self, code: str, places: dict[str, list[str]]) -> None:
        links = EvidenceLink.objects.filter(
            portfolio=self.portfolio, element__code=code
        ).select_related("item", "element")
        clauses = Clause.objects.filter(element__edition=self.edition)
        for link in links:
            if link.item.code in places:
                locator, rationale, *clause = places[link.item.code]
                edit_link(
                    link=link,
                    locator=locator,
                    rationale=rationale,
                    clause=clauses.get(code=clause[0]) if clause else None,
                    by=self.officer,
                )

    def _cite_corporate(self, code: str, item_code: str) -> None:
        link_evidence(
            portfolio=self.portfolio,
            element=self.edition.elements.select_related("edition").get(code=code),
            item=EvidenceItem.objects.select_related("organisation").get(
                organisation=self.portfolio.service.organisation, code=item_code
            ),
            by=self.officer,
        )

    def _give_access(self, assessment: Assessment) -> None:
        grant_reading(
            snapshot=assessment.snapshot,
            reader=self.assessor,
            starts_on=self.today,
            ends_on=self.today + timedelta(days=180),
            by=self.administrator,
        )

    def _date_back(self, assessment: Assessment, day: date) -> None:
        """Last year's visit was completed last year; actions know only now."""
        moment = timezone.make_aware(datetime.combine(day, time(16, 30)))
        Assessment.objects.filter(pk=assessment.pk).update(
            created_at=moment - timedelta(days=90),
            submitted_at=moment - timedelta(days=30),
            completed_at=moment,
            signed_on=day,
        )
        assessment.elements.update(accepted_at=moment)
