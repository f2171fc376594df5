"""What an import did, kept with every warning it gave."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .portfolio import Portfolio


class SummaryImport(models.Model):
    """One reading of an Assessment Summary or a register into a portfolio.

    `counts` holds `created`, `updated` and `unchanged`, each with `evidence` and `links`.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("Assessment Summary")
        REGISTER = "register", _("Evidence register")

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SUMMARY)
    source_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    counts = models.JSONField(_("outcome"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["summary", "register"]), name="import_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_name}, {self.at:%d %B %Y}"


class RegisterUpload(models.Model):
    """A register that was sent and is not confirmed yet: nothing of it is evidence so far.

    `sheets` are its cells as text, `columns` by sheet which column is taken as what, `take`
    the keys of the differences in which the register is right.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portfolio = models.ForeignKey(
        Portfolio, on_delete=models.PROTECT, related_name="register_uploads"
    )
    source_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    sheets = models.JSONField(_("cells"))
    columns = models.JSONField(_("columns"))
    take = models.JSONField(_("differences to take"), default=list)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.source_name


class ImportWarning(models.Model):
    """One oddity of the source, with its line."""

    summary_import = models.ForeignKey(
        SummaryImport, on_delete=models.CASCADE, related_name="warnings"
    )
    line = models.PositiveIntegerField(_("line"))
    code = models.CharField(_("kind"), max_length=40)
    message = models.TextField(_("what was found"))

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"
