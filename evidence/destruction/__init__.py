"""Destroying a version by two named people or by rule, so that a tombstone stays."""
