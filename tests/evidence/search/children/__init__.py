"""Readers gone wrong, run in place of the real one."""
