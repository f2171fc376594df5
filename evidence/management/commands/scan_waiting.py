"""Ask the virus scanner about the files that came while it did not answer."""

from typing import Any

from django.core.management.base import BaseCommand

from evidence.actions.scans import scan_waiting
from evidence.enums import Scan


class Command(BaseCommand):
    help = "Scans the files that wait for the virus scanner; run it every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = scan_waiting()
        self.stdout.write(
            f"{outcomes[Scan.CLEAN]} clean, {outcomes[Scan.INFECTED]} infected,"
            f" {outcomes[Scan.WAITING]} still waiting."
        )
        if outcomes[Scan.WAITING]:
            raise SystemExit(1)
