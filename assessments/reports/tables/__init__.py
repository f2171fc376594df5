"""What documents say as tables, for spreadsheets."""

from .assessed import elements_table, evidence_table, summary_tables
from .table import Cell, Table

__all__ = ["Cell", "Table", "elements_table", "evidence_table", "summary_tables"]
