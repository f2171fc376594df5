"""Write the head of the history's chain."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.refusing import tell_counted_refusals
from accounts.history.anchors import NoAnchor, write_anchor


class Command(BaseCommand):
    help = (
        "Writes the head of the history to a file, to be kept away from this machine. Into an"
        " anchor that is there already it is added: the more there are, the nearer"
        " verify_history tells where a history was rewritten."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        tell_counted_refusals()
        try:
            anchor = write_anchor(path)
        except NoAnchor as refusal:
            raise CommandError(
                f"{refusal} Run verify_history --anchor {path}, or name a new file."
            ) from refusal
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Anchor of entry {anchor['sequence']} written to {path}.")
