"""A library of so many items, each with a stored file and pages of words, written at once.

python -m tests.assessments.backup.large 50000
"""

import hashlib
import sys
from pathlib import Path

PAGES, WORDS = 2, "The charter says how soon a letter is answered, and what was found in May. " * 12


def main(size: int) -> None:
    import django

    django.setup()
    from django.core.files.storage import storages
    from django.db import connection, transaction

    from evidence.enums import ReadingState
    from evidence.models import EvidenceVersion, PageOfWords, Reading
    from tests.builders.evidence import make_many_items, make_portfolio

    folder = Path(storages["evidence"].path(""))
    with transaction.atomic():
        make_many_items(make_portfolio(), size)
        versions = list(EvidenceVersion.objects.all())
        for version in versions:
            data = f"{version.pk} ".encode() * 200
            version.sha256, version.size = hashlib.sha256(data).hexdigest(), len(data)
            version.storage_key = f"{version.sha256[:2]}/{version.sha256[:40]}"
            place = folder / version.storage_key
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE evidence_evidenceversion SET sha256 = %s, size = %s, storage_key = %s"
                " WHERE id = %s",
                [(each.sha256, each.size, each.storage_key, each.pk) for each in versions],
            )
        Reading.objects.bulk_create(
            Reading(version=version, state=ReadingState.READ) for version in versions
        )
        PageOfWords.objects.bulk_create(
            PageOfWords.make(version=version.pk, number=number, place="Page", words=WORDS)
            for version in versions
            for number in range(1, PAGES + 1)
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
