"""What documents say as tables, for spreadsheets."""

from .assessed import elements_table, evidence_table, summary_tables
from .assessor import assessor_tables
from .table import Cell, Table

__all__ = ["Cell", "Table", "assessor_tables", "elements_table", "evidence_table", "summary_tables"]
