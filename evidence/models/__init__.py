"""The models of evidence."""

from .imports import ImportWarning, RegisterUpload, SummaryImport
from .intake import Intake, IntakeFile
from .item import EvidenceItem
from .link import EvidenceLink
from .lists import SavedList
from .pending import PendingImport
from .portfolio import Portfolio
from .snapshot import ReaderGrant, Snapshot, SnapshotLink
from .version import EvidenceVersion
from .words import PageOfWords, Reading

__all__ = [
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceVersion",
    "ImportWarning",
    "Intake",
    "IntakeFile",
    "PageOfWords",
    "PendingImport",
    "Portfolio",
    "ReaderGrant",
    "Reading",
    "RegisterUpload",
    "SavedList",
    "Snapshot",
    "SnapshotLink",
    "SummaryImport",
]
