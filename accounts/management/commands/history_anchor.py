"""Write the head of the history's chain."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.history.verify import head_of_chain


class Command(BaseCommand):
    help = "Writes the head of the history to a file, to be kept away from this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        head = head_of_chain()
        options["file"].write_text(json.dumps(head) + "\n")
        self.stdout.write(f"Anchor of entry {head['sequence']} written to {options['file']}.")
