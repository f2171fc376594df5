"""The history: entries that can be added to only, each sealed together with the one before.

There are no foreign keys in or out: an entry outlives what it tells of, and nothing that
happens elsewhere may touch it. Texts, names and addresses lie beside it, so that they can be
erased while the chain, which covers their salted digests, still verifies.
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
    person_id = models.BigIntegerField(_("about whom"), null=True)
    element_code = models.CharField(max_length=40, blank=True)
    text_digest = models.CharField(max_length=64)
    people_digest = models.CharField(max_length=64, blank=True)
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
            models.Index(fields=["organisation_id", "-sequence"], name="history_organisation"),
            models.Index(fields=["verb", "organisation_id", "-sequence"], name="history_verb"),
            models.Index(fields=["at"], name="history_at"),
            models.Index(fields=["actor_id", "-sequence"], name="history_actor"),
            models.Index(fields=["person_id", "-sequence"], name="history_person"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class HistoryText(models.Model):
    """What an entry says: its words (names, codes, before and after), who did it and from where.

    Words and people are salted apart, so that either can be erased: `words_erased_in` and
    `people_erased_in` name the entry that tells of the erasure.
    """

    entry_sequence = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=32, blank=True)
    words = models.JSONField(default=dict)
    people_salt = models.CharField(max_length=32, blank=True)
    actor = models.CharField(_("who"), max_length=200, blank=True)
    address = models.CharField(_("from where"), max_length=45, blank=True)
    words_erased_in = models.BigIntegerField(null=True)
    people_erased_in = models.BigIntegerField(null=True)

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
