"""An assessor's private notes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .element_assessment import ElementAssessment


class PrivateNote(models.Model):
    """What an assessor notes for themselves beside one element.

    Nobody else in the portal sees it, it is in no export and no history, and it is deleted
    when the author's access ends.
    """

    row = models.ForeignKey(
        ElementAssessment, on_delete=models.CASCADE, related_name="private_notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="private_notes"
    )
    text = models.TextField(_("private note"), max_length=10_000)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        ordering = ["row", "author"]
        constraints = [
            models.UniqueConstraint(fields=["row", "author"], name="private_note_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.row}"
