"""What was completed before there were signatures, and gaps that had one reason for all."""

from django.db import migrations


def sign(apps, schema_editor):
    """Who completed it signed it, on that day."""
    assessments = apps.get_model("assessments", "Assessment").objects
    for assessment in assessments.filter(completed_at__isnull=False).select_related("completed_by"):
        by = assessment.completed_by
        assessment.signed_name = by.name or by.email
        assessment.signed_on = assessment.completed_at.date()
        assessment.save(update_fields=["signed_name", "signed_on"])


def part_reasons(apps, schema_editor):
    """The one reason there was goes to each element that had no self-rating: only those were held."""
    reasons = apps.get_model("assessments", "GapReason").objects
    rows = apps.get_model("assessments", "ElementAssessment").objects
    unrated = rows.filter(in_review=True, self_rating__isnull=True)
    for row in unrated.exclude(assessment__gaps_reason="").select_related("assessment"):
        reasons.create(row=row, kind="no-self-rating", reason=row.assessment.gaps_reason[:2000])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_cycle_and_conversation")]

    operations = [
        migrations.RunPython(sign, migrations.RunPython.noop),
        migrations.RunPython(part_reasons, migrations.RunPython.noop),
    ]
