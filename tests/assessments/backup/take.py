"""A backup, and beside it every row as it stood at its moment, told by the tests' own reader.

python -m tests.assessments.backup.take BACKUP ROWS
"""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    import django

    django.setup()

    from assessments.backup.write import make_backup
    from tests.assessments.backup.rows import all_rows

    backup, rows = map(Path, sys.argv[1:])

    def told_at_its_moment(_words: str) -> None:
        """Called first inside the transaction that the backup reads in."""
        if not rows.exists():
            rows.write_text(json.dumps(all_rows()))

    made = make_backup(backup, told_at_its_moment)
    sys.stdout.write(json.dumps({"faults": made.faults, "files": made.files}))
