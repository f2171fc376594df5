"""The models of evidence."""

from .imports import ImportWarning, RegisterUpload, SummaryImport
from .item import EvidenceItem, EvidenceVersion
from .link import EvidenceLink
from .portfolio import Portfolio
from .snapshot import ReaderGrant, Snapshot, SnapshotLink

__all__ = [
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceVersion",
    "ImportWarning",
    "Portfolio",
    "ReaderGrant",
    "RegisterUpload",
    "Snapshot",
    "SnapshotLink",
    "SummaryImport",
]
