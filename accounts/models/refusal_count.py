"""How often somebody was refused beyond what the history tells one by one."""

from django.db import models


class RefusalCount(models.Model):
    """One person's refusals in one organisation within a minute, counted by all processes.

    It becomes an entry of the history when the minute is over, and is gone: see
    `accounts.actions.refusing`. Like the history it leads nowhere by a foreign key.
    """

    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(default=0)  # 0 where there is none
    since = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "organisation_id"], name="refusal_count_single"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted} refusals of {self.person_id}"
