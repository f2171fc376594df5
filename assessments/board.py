"""The element overview: every element with its rating and its evidence, by criterion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.checklist import Gap, gaps_of
from assessments.enums import State
from assessments.models import Assessment
from assessments.queries import Standing
from assessments.reckoning import (
    CriterionReckoning,
    Rated,
    Reckoning,
    rating_in_force,
    reckon,
)
from criteria.models import Criterion, Edition, Rating, SubCriterion


class Show(models.TextChoices):
    """What the tiles show."""

    SELF_RATING = "self-rating", gettext_lazy("Self-rating")
    RATING = "rating", gettext_lazy("Rating")
    EVIDENCE = "evidence", gettext_lazy("Evidence")


def what_to_show(asked: str, assessment: Assessment | None) -> Show:
    """What was asked for, else what matters in this state of the assessment."""
    if assessment is None:
        return Show.EVIDENCE
    if asked in Show.values:
        return Show(asked)
    is_rated = assessment.state in (State.ASSESSING, State.COMPLETED)
    return Show.RATING if is_rated else Show.SELF_RATING


@dataclass(frozen=True)
class Tile:
    """One element on the board."""

    standing: Standing
    show: Show
    edition: Edition

    @property
    def code(self) -> str:
        return self.standing.element.code

    @property
    def in_review(self) -> bool:
        return bool(self.standing.row and self.standing.row.in_review)

    @property
    def rating(self) -> Rating | None:
        """The rating that this mode shows; what is not under review keeps the assessor's."""
        row = self.standing.row
        if row is None or self.show == Show.EVIDENCE:
            return None
        if self.show == Show.RATING:
            return row.rating
        return row.self_rating if row.in_review else row.rating or row.self_rating

    @property
    def rating_code(self) -> str:
        if self.show == Show.EVIDENCE:
            return "evidence" if self.standing.has_evidence else ""
        return self.rating.code if self.rating else ""

    @property
    def letter(self) -> str:
        if self.show == Show.EVIDENCE:
            return str(self.standing.service_count + self.standing.corporate_count or "")
        return self.rating.letter if self.rating else ""

    @property
    def is_empty(self) -> bool:
        return not self.standing.has_evidence

    @property
    def is_stale(self) -> bool:
        return bool(self.standing.stale_count)

    @property
    def is_asked_about(self) -> bool:
        """Whether the assessor waits for an answer of the service."""
        return bool(self.standing.requests)

    @cached_property
    def gaps(self) -> list[Gap]:
        row = self.standing.row
        if row is None:
            return []
        return gaps_of(row, self.standing.evidence, edition=self.edition)

    @property
    def title(self) -> str:
        """The tile as it is said to those who cannot see it."""
        said = [f"{self.code} {self.standing.element.text}".rstrip(".")]
        if self.show != Show.EVIDENCE:
            said.append(self.rating.name if self.rating else _("Not rated"))
        if self.in_review:
            said.append(_("under review"))
        if self.is_asked_about:
            said.append(_("the assessor has asked for more evidence"))
        return ". ".join([*said, self._evidence()])

    def _evidence(self) -> str:
        if not self.standing.has_evidence:
            return _("No evidence")
        text = _("Evidence: %(service)s service, %(corporate)s corporate")
        if self.is_stale:
            text = _("Evidence: %(service)s service, %(corporate)s corporate, %(stale)s stale")
        return text % {
            "service": self.standing.service_count,
            "corporate": self.standing.corporate_count,
            "stale": self.standing.stale_count,
        }


@dataclass(frozen=True)
class Group:
    sub_criterion: SubCriterion
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Column:
    """One criterion; `reckoning` counts what its tiles show, None without an assessment."""

    criterion: Criterion
    groups: tuple[Group, ...]
    reckoning: CriterionReckoning | None

    @property
    def gaps(self) -> list[Gap]:
        return [gap for group in self.groups for tile in group.tiles for gap in tile.gaps]


@dataclass(frozen=True)
class Board:
    """The whole overview in one mode."""

    columns: tuple[Column, ...]
    tiles: tuple[Tile, ...]
    reckoning: Reckoning | None
    show: Show

    @property
    def gaps(self) -> list[Gap]:
        return [gap for tile in self.tiles for gap in tile.gaps]

    @property
    def review_count(self) -> int:
        return sum(tile.in_review for tile in self.tiles)

    @property
    def empty_count(self) -> int:
        return sum(tile.is_empty for tile in self.tiles)

    @property
    def not_rated(self) -> int:
        return sum(tile.rating is None for tile in self.tiles)

    @property
    def stale_count(self) -> int:
        return sum(tile.is_stale for tile in self.tiles)

    @property
    def links(self) -> int:
        return sum(t.standing.service_count + t.standing.corporate_count for t in self.tiles)

    def rated(self, *, by_service: bool) -> int:
        """How many elements under review have a self-rating, or the assessor's rating."""
        rows = [tile.standing.row for tile in self.tiles if tile.standing.row and tile.in_review]
        return sum((r.self_rating_id if by_service else r.rating_id) is not None for r in rows)

    def legend(self, ratings: Iterable[Rating]) -> list[dict[str, object]]:
        """Each rating with the number of tiles that show it."""
        shown = [tile.rating.code for tile in self.tiles if tile.rating]
        return [
            {
                "code": rating.code,
                "letter": rating.letter,
                "name": rating.name,
                "count": shown.count(rating.code),
            }
            for rating in ratings
        ]


def lay_out(standings: Sequence[Standing], *, edition: Edition, show: Show) -> Board:
    """The board of these elements, which stand in the order of the edition."""
    tiles = tuple(Tile(standing, show, edition) for standing in standings)
    reckoning = _reckon_standings(standings, edition)
    shown = reckoning if show == Show.EVIDENCE else _reckon_tiles(tiles, edition)
    parts = {part.criterion.pk: part for part in shown.criteria} if shown else {}
    columns = tuple(
        Column(criterion, _groups(of_criterion), parts.get(criterion.pk))
        for criterion, of_criterion in groupby(
            tiles, key=lambda tile: tile.standing.element.sub_criterion.criterion
        )
    )
    return Board(columns, tiles, reckoning, show)


def _groups(tiles: Iterable[Tile]) -> tuple[Group, ...]:
    by_sub = groupby(tiles, key=lambda tile: tile.standing.element.sub_criterion)
    return tuple(Group(sub_criterion, tuple(group)) for sub_criterion, group in by_sub)


def _reckon_standings(standings: Iterable[Standing], edition: Edition) -> Reckoning | None:
    """How the visit would end today: the assessor's ratings, where none is given the service's."""
    return _reckon(
        [
            Rated(
                each.element.sub_criterion.criterion, rating_in_force(each.row), each.element.code
            )
            for each in standings
            if each.row
        ],
        edition,
    )


def _reckon_tiles(tiles: Iterable[Tile], edition: Edition) -> Reckoning | None:
    return _reckon(
        [
            Rated(tile.standing.element.sub_criterion.criterion, tile.rating, tile.code)
            for tile in tiles
            if tile.standing.row
        ],
        edition,
    )


def _reckon(rated: list[Rated], edition: Edition) -> Reckoning | None:
    return reckon(rated, not_met_allowed=edition.non_compliant_allowed) if rated else None
