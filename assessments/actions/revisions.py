"""Two people who edit the same thing: the second is told and loses nothing."""

from typing import Any

from django.db.models import F

from assessments.models import ElementAssessment


class ChangedMeanwhile(Exception):
    """Somebody saved the same half of the element since the form was opened.

    `current` is the element as it is now, to be shown beside what was typed.
    """

    def __init__(self, current: ElementAssessment) -> None:
        super().__init__("Somebody changed this element in the meantime.")
        self.current = current


def update_at_revision(
    row: ElementAssessment, *, counter: str, revision: int, **values: Any
) -> None:
    """Write `values` if the row is still at `revision`, and count the revision up.

    One conditional UPDATE decides. Raises ChangedMeanwhile where it touches no row.
    """
    written = ElementAssessment.objects.filter(pk=row.pk, **{counter: revision}).update(
        **values, **{counter: F(counter) + 1}
    )
    if not written:
        raise ChangedMeanwhile(
            ElementAssessment.objects.select_related("element", "self_rating", "rating").get(
                pk=row.pk
            )
        )
    for name, value in values.items():
        setattr(row, name, value)
    setattr(row, counter, revision + 1)
