"""What each document says, read from the database."""

from .summary import build_summary

__all__ = ["build_summary"]
