from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_sign_what_was_completed")]

    operations = [
        migrations.RemoveField(
            model_name="assessment",
            name="gaps_reason",
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("completed_at__isnull", True),
                        ("signed_name", ""),
                        ("signed_on__isnull", True),
                    ),
                    models.Q(
                        ("completed_at__isnull", False),
                        ("signed_on__isnull", False),
                        models.Q(("signed_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_signed_when_completed",
                violation_error_message="Sign with your name and the day",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at__isnull", False), ("state", "completed")),
                    models.Q(
                        models.Q(("state", "completed"), _negated=True),
                        ("completed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="assessment_completed_with_day",
            ),
        ),
    ]
