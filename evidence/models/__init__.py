"""The models of evidence."""

from .destruction import Destruction
from .disclosure import Disclosure, DisclosureEntry, DisclosureRelease
from .hold import Hold
from .imports import ImportWarning, RegisterUpload, SummaryImport
from .intake import Intake, IntakeFile
from .item import EvidenceItem
from .link import EvidenceLink
from .lists import SavedList
from .pending import PendingImport
from .portfolio import Portfolio
from .retention import RetentionRule
from .snapshot import ReaderGrant, Snapshot, SnapshotLink
from .version import EvidenceVersion
from .words import PageOfWords, Reading

__all__ = [
    "Destruction",
    "Disclosure",
    "DisclosureEntry",
    "DisclosureRelease",
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceVersion",
    "Hold",
    "ImportWarning",
    "Intake",
    "IntakeFile",
    "PageOfWords",
    "PendingImport",
    "Portfolio",
    "ReaderGrant",
    "Reading",
    "RegisterUpload",
    "RetentionRule",
    "SavedList",
    "Snapshot",
    "SnapshotLink",
    "SummaryImport",
]
