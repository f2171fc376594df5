"""The words inside the versions, taken out so that they can be searched and shown."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evidence.enums import ReadingProblem, ReadingState

from .version import EvidenceVersion

PAGES_OF_A_VERSION = 65_536


class Reading(models.Model):
    """How the reading of a version went. The version itself never changes by it.

    One without a row has not been read yet.
    """

    version = models.OneToOneField(
        EvidenceVersion, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    problem = models.CharField(_("problem"), max_length=9, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["state"], name="reading_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReadingState.values), name="reading_state_known"
            ),
            models.CheckConstraint(
                condition=Q(problem="") | Q(problem__in=ReadingProblem.values),
                name="reading_problem_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"

    @property
    def problem_in_words(self) -> str:
        """Why it is not searched, or not all of it, as people are told; often empty."""
        return str(ReadingProblem(self.problem).label) if self.problem else ""


class PageOfWords(models.Model):
    """The words of one place of a version: a page, a slide, a part of a sheet.

    Cells are parted by tabs and rows by line breaks. The number of the version and that of
    the page make the primary key, so that the search knows the version without a look here;
    `make` reckons it.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(EvidenceVersion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("number"))
    place = models.CharField(_("place"), max_length=200)
    words = models.TextField(_("words"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(id=F("version") * PAGES_OF_A_VERSION + F("number")),
                name="page_of_words_keyed_by_version",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lt=PAGES_OF_A_VERSION),
                name="page_of_words_number_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.place}"

    @classmethod
    def make(cls, *, version: int, number: int, place: str, words: str) -> "PageOfWords":
        """The page of a version, by its primary key; not saved."""
        key = version * PAGES_OF_A_VERSION + number
        return cls(pk=key, version_id=version, number=number, place=place, words=words)
