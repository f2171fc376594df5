from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = _("Standards")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from criteria import permissions, personal, sentences  # noqa: F401  registers them
