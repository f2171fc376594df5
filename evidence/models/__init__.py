"""The models of evidence."""

from .imports import ImportWarning, RegisterUpload, SummaryImport
from .item import EvidenceItem, EvidenceVersion
from .link import EvidenceLink
from .pending import PendingImport
from .portfolio import Portfolio
from .snapshot import ReaderGrant, Snapshot, SnapshotLink

__all__ = [
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceVersion",
    "ImportWarning",
    "PendingImport",
    "Portfolio",
    "ReaderGrant",
    "RegisterUpload",
    "Snapshot",
    "SnapshotLink",
    "SummaryImport",
]
