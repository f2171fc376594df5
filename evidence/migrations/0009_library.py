import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("criteria", "0002_own_guidance"),
        ("evidence", "0008_register_choices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(max_length=2000, verbose_name="what its address says")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="evidencelink",
            index=models.Index(fields=["item", "portfolio", "status"], name="link_of_item"),
        ),
        migrations.AddIndex(
            model_name="evidenceversion",
            index=models.Index(
                fields=["item", "-number", "role", "media_type"], name="version_latest"
            ),
        ),
        migrations.AddField(
            model_name="savedlist",
            name="portfolio",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_lists",
                to="evidence.portfolio",
            ),
        ),
        migrations.AddField(
            model_name="savedlist",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_lists",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedlist",
            constraint=models.UniqueConstraint(
                fields=("user", "portfolio", "name"),
                name="saved_list_name_unique",
                violation_error_message="You have a list with this name already",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_list_named"
            ),
        ),
    ]
