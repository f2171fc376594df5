"""Two people save the same element at the same moment, a thousand times: nothing is lost.

Half of the pairs are two officers on the self-assessment, half two assessors on the
rating. Each of the two has a thread and a connection of their own.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryText, User
from assessments.actions import ChangedMeanwhile, rate_element, save_self_assessment
from assessments.models import Assessment, ElementAssessment
from tests.builders.assessments import make_assessment, make_assessor, make_submitted, row_of
from tests.builders.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)

Save = Callable[[ElementAssessment, int, str, User], None]
PATIENCE = 60
PAIRS_OF_EACH = 500


def assess_oneself(row: ElementAssessment, revision: int, words: str, by: User) -> None:
    save_self_assessment(row=row, revision=revision, self_rating=None, commentary=words, by=by)


def judge(row: ElementAssessment, revision: int, words: str, by: User) -> None:
    rate_element(row=row, revision=revision, rating=None, finding=words, accepted=False, by=by)


class Writer:
    """One of the two: says of each save what its refusal showed as there, None if accepted."""

    def __init__(self, row: ElementAssessment, by: User, save: Save, together: Barrier) -> None:
        self.row, self.by, self.save, self.together = row, by, save, together

    def words(self, pair: int) -> str:
        return f"{self.by.name} at {pair}."

    def write(self, pairs: int) -> list[str | None]:
        try:
            return [self.write_one(pair) for pair in range(pairs)]
        finally:
            connection.close()

    def write_one(self, pair: int) -> str | None:
        """From the revision that both saw; whoever is refused goes on from what is there."""
        self.together.wait(PATIENCE)
        try:
            self.save(self.row, pair, self.words(pair), self.by)
        except ChangedMeanwhile as refusal:
            self.row = refusal.current
            return self.row.finding or self.row.commentary
        return None


def write_together(
    assessment: Assessment, people: tuple[User, User], save: Save, pairs: int
) -> list[tuple[str, str]]:
    """Each pair as what was accepted and what its refusal shows as there; one of each."""
    together = Barrier(2)
    writers = [Writer(row_of(assessment), by, save, together) for by in people]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda writer: writer.write(pairs), writers))
    return [
        _accepted_and_shown(pair, writers, shown)
        for pair, shown in enumerate(zip(*ends, strict=True))
    ]


def _accepted_and_shown(pair: int, writers: list[Writer], shown: tuple) -> tuple[str, str]:
    accepted = [writer for writer, words in zip(writers, shown, strict=True) if words is None]
    refused = [words for words in shown if words is not None]
    assert (len(accepted), len(refused)) == (1, 1), f"pair {pair}"
    return accepted[0].words(pair), refused[0]


def told(verb: str, field: str) -> list[tuple[str, str]]:
    """What every entry of the history says was there before and after."""
    entries = HistoryEntry.objects.filter(verb=verb).order_by("sequence")
    words = HistoryText.objects.in_bulk(entries.values_list("sequence", flat=True))
    of_each = [words[entry.sequence].words for entry in entries]
    return [(each["before"][field], each["after"][field]) for each in of_each]


def holds(outcome: list[tuple[str, str]], entries: list[tuple[str, str]]) -> None:
    """Each refusal shows the other's words, and each entry begins where the last ended."""
    accepted = [words for words, _shown in outcome]
    assert [shown for _words, shown in outcome] == accepted
    assert entries == list(zip(["", *accepted], accepted, strict=False))
    assert verify_chain().sound


def test_of_two_officers_one_is_told_and_nothing_is_lost():
    assessment = make_assessment()
    service = assessment.portfolio.service
    people = (
        make_user(Role.OFFICER, service, name="Isla"),
        make_user(Role.OFFICER, service, name="Ewan"),
    )
    outcome = write_together(assessment, people, assess_oneself, PAIRS_OF_EACH)
    row = row_of(assessment)
    assert (row.service_revision, row.commentary) == (PAIRS_OF_EACH, outcome[-1][0])
    holds(outcome, told("assessments.self_assessed", "commentary"))


def test_of_two_assessors_one_is_told_and_nothing_is_lost():
    assessment = make_submitted()
    people = make_assessor("Ada"), make_assessor("Bruce")
    outcome = write_together(assessment, people, judge, PAIRS_OF_EACH)
    row = row_of(assessment)
    assert (row.assessor_revision, row.finding) == (PAIRS_OF_EACH, outcome[-1][0])
    holds(outcome, told("assessments.rated", "finding"))
