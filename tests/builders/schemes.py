"""Schemes of visits other than that of Customer Service Excellence."""

from typing import Any

ROLLING: dict[str, Any] = {
    "years": 3,
    "then": "review-1",
    "visits": [
        {"kind": "full", "name": "Full assessment"},
        {"kind": "review-1", "name": "First review"},
        {"kind": "review-2", "name": "Second review"},
        {"kind": "review-3", "name": "Third review"},
    ],
}
REMEDIAL: dict[str, Any] = {
    "years": 3,
    "visits": [
        {"kind": "full", "name": "Full assessment"},
        {"kind": "review", "name": "Review"},
    ],
    "remedial": {"kind": "remedial", "name": "Remedial visit"},
}
