from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_owner_marking_and_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidenceversion",
            name="scan",
            field=models.CharField(
                choices=[
                    ("clean", "No virus found"),
                    ("not-scanned", "Not scanned"),
                    ("waiting", "Being checked"),
                    ("infected", "Harmful"),
                ],
                default="not-scanned",
                max_length=11,
                verbose_name="virus scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan__in", ["clean", "not-scanned", "waiting", "infected"])),
                name="version_scan_known",
            ),
        ),
    ]
