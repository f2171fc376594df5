"""What each document says, read from the database."""

from .assessor import build_assessor
from .summary import build_summary

__all__ = ["build_assessor", "build_summary"]
