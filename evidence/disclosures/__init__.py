"""Requests for information: the laws they are made under, and what is handed over."""

from .copies import copies_of

__all__ = ["copies_of"]
