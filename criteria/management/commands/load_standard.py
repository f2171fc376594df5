"""Load or update a standard from its file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria.actions import load_standard
from criteria.loading import StandardProblems


class Command(BaseCommand):
    help = "Loads or updates a standard from a file such as those in fixtures/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        data = read_json(options["file"])
        try:
            loaded = load_standard(data=data)
        except StandardProblems as problems:
            raise CommandError(str(problems)) from problems
        self.stdout.write(
            f"{loaded.standard.name}: {loaded.created} created, {loaded.updated} updated,"
            f" {loaded.removed} removed, {loaded.unchanged} unchanged."
        )


def read_json(path: Path) -> Any:
    """The data of the file, or a CommandError that says what is wrong with it."""
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_not_a_number)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not a text file in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise CommandError(
            f"{path} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON that can be used: {error}.") from error


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is not a number")
