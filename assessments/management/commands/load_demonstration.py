"""Fill an empty portal with the demonstration council."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assessments.demonstration.load import is_loaded, load_demonstration


class Command(BaseCommand):
    help = "Loads the demonstration council into an empty portal; does nothing the second time."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is for cse_portal.settings.demo only.")
        if is_loaded():
            self.stdout.write("The demonstration is loaded already.")
            return
        load_demonstration(say=self.stdout.write)
