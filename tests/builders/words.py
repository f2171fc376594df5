"""Words inside versions, as the worker takes them out."""

from evidence.enums import ReadingState
from evidence.models import EvidenceItem, EvidenceVersion, PageOfWords, Reading

from .evidence import make_version


def make_words(item: EvidenceItem | EvidenceVersion, *pages: str) -> EvidenceVersion:
    """A version that was read, with these pages; a new one where an item is given."""
    version = item if isinstance(item, EvidenceVersion) else make_version(item)
    Reading.objects.update_or_create(version=version, defaults={"state": ReadingState.READ})
    PageOfWords.objects.filter(version=version).delete()
    PageOfWords.objects.bulk_create(
        PageOfWords.make(version=version.pk, number=number, place=f"Page {number}", words=words)
        for number, words in enumerate(pages, start=1)
    )
    return version
