"""Access that a restore suspends until an administrator confirms it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0014_destruction")]

    operations = [
        migrations.AddField(
            "readergrant",
            "suspended_at",
            models.DateTimeField(blank=True, null=True, verbose_name="suspended"),
        ),
    ]
