"""The models of evidence."""

from .imports import ImportWarning, SummaryImport
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
    "Snapshot",
    "SnapshotLink",
    "SummaryImport",
]
