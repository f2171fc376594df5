"""Database and files of one moment in one file, and an installation made of it again."""

from .refusal import BackupRefused

__all__ = ["BackupRefused"]
