"""The one error for a backup that cannot be made or will not be taken."""


class BackupRefused(Exception):
    """The message says in one line what is wrong and, where it helps, what to do."""
