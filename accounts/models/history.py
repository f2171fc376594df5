"""The history: entries that can be added to only, each sealed together with the one before.

There are no foreign keys in or out: an entry outlives what it tells of, and nothing that
happens elsewhere may touch it. Texts lie beside it, so that they can be erased one day
while the chain, which covers their salted digests, still verifies.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryEntry(models.Model):
    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what"), max_length=60)
    actor_id = models.BigIntegerField(_("who"), null=True)
    organisation_id = models.BigIntegerField(null=True)
    portfolio_id = models.BigIntegerField(null=True)
    assessment_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField(null=True)
    element_code = models.CharField(max_length=40, blank=True)
    text_digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=40)
    previous_seal = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(
                fields=["portfolio_id", "element_code", "-sequence"], name="history_place"
            ),
            models.Index(fields=["item_id", "-sequence"], name="history_item"),
            models.Index(fields=["assessment_id", "-sequence"], name="history_assessment"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class HistoryText(models.Model):
    """The words of an entry: names, codes, before and after, as a JSON object."""

    entry_sequence = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=32)
    words = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"words of {self.entry_sequence}"


class HistoryHead(models.Model):
    """The one row that says where the chain ends; writers queue on it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="history_head_single"),
        ]

    def __str__(self) -> str:
        return f"head at {self.sequence}"
