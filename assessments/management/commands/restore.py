"""Make an installation of a backup again, or only check one."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from accounts.history.verify import Verdict, verify_chain
from assessments.backup import BackupRefused
from assessments.backup.aftermath import in_words
from assessments.backup.check import Checked, check_backup
from assessments.backup.present import Present, what_is_here
from assessments.backup.progress import progress
from assessments.backup.restore import Restored, restore_backup
from assessments.custody import as_lines
from assessments.reports.custody import check_issued
from evidence.custody import Custody, check_custody
from evidence.destruction.ledger import AnyLine, read_all

WORD = "replace"


class Command(BaseCommand):
    help = "Makes an installation of a backup. All of the backup is checked before anything is"
    help += " touched. End the web server and the worker first."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that backup wrote")
        parser.add_argument("--check", action="store_true", help="only say whether it is whole")
        parser.add_argument(
            "--replace", action="store_true", help="also where there is something already"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask before replacing")
        parser.add_argument(
            "--destroyed",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a list of destructions from elsewhere; this machine's own is heeded anyway",
        )
        parser.add_argument(
            "--unproved", action="store_true", help="although the keys of its history are not here"
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with closing(options["file"].open("rb")) as file:
                outcome = self.run(file, options)
        except BackupRefused as refusal:
            raise CommandError(f"{options['file']} is not restored. {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"{error.filename or options['file']}: {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(outcome))
        if not outcome["sound"]:
            raise SystemExit(1)

    def run(self, file: BinaryIO, options: dict[str, Any]) -> dict[str, Any]:
        say = progress(self.stderr)
        further = _lists(options["destroyed"])
        checked = check_backup(file, unproved=options["unproved"], say=say)
        if options["check"]:
            return self.tell_checked(checked, options)
        try:
            self.may_replace(what_is_here(checked), options)
            restored = restore_backup(checked, destroyed=further, say=say)
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise BackupRefused(f"The database does not take it: {reason}") from error
        return self.tell_restored(restored, options)

    def may_replace(self, present: Present, options: dict[str, Any]) -> None:
        """Refuse, or ask, before what is there is lost."""
        if present.is_empty:
            return
        if not options["replace"]:
            raise BackupRefused(
                f"There is something here already ({present}). Restore into an empty database and"
                " empty folders, or say --replace to lose it."
            )
        if options["yes"]:
            return
        self.stderr.write(f"This would be lost for ever: {present}.")
        try:
            said = input(f"Type “{WORD}” to go on: ")
        except EOFError:
            said = ""
        if said.strip() != WORD:
            raise CommandError("Nothing was touched.")

    def tell_checked(self, checked: Checked, options: dict[str, Any]) -> dict[str, Any]:
        facts = {
            "sound": True,
            "made_at": checked.head.made_at,
            "rows": checked.rows,
            "files": len(checked.places),
        }
        if not options["json"]:
            self.stdout.write(
                f"Whole: made {in_words(checked.head.made_at)}, {checked.rows} rows,"
                f" {len(checked.places)} files."
            )
        return facts

    def tell_restored(self, restored: Restored, options: dict[str, Any]) -> dict[str, Any]:
        """What was restored, and the verdict of both checks."""
        custody = check_custody()
        check_issued(custody)
        history = verify_chain()
        if not options["json"]:
            for line in _lines(restored, custody, history):
                self.stdout.write(line)
        after = restored.after
        return {
            "sound": custody.sound and history.sound,
            "made_at": restored.made_at,
            "rows": restored.rows,
            "files": restored.files,
            "suspended": after.suspended,
            "invitations": after.invitations,
            **after.again,
            "evidence_sound": custody.sound,
            "history_sound": history.sound,
            "engine": connection.vendor,
        }


def _lists(paths: list[Path]) -> list[AnyLine]:
    for path in paths:
        if not path.is_file():
            raise BackupRefused(f"There is no list of destructions at {path}.")
    return [line for path in paths for line in read_all(path)]


def _lines(restored: Restored, custody: Custody, history: Verdict) -> list[str]:
    after = restored.after
    fault = history.fault
    place = "" if fault is None or fault.sequence is None else f"Entry {fault.sequence}: "
    return [
        f"Restored the backup of {in_words(restored.made_at)}: {restored.rows} rows and"
        f" {restored.files} files.",
        f"Nobody is signed in. Assessors' access suspended until an administrator confirms it:"
        f" {after.suspended}.",
        f"Invitations that ended: {after.invitations}. Letters that waited are not sent again.",
        *(f"{what.capitalize()} again: {count}." for what, count in after.again.items()),
        *as_lines(custody),
        f"{place}{fault.message}" if fault else f"The history is sound: {history.entries} entries.",
    ]
