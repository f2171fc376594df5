"""Why a document cannot be made as things are."""


class CannotBeMade(Exception):
    """Says in words, for those who wait, what stands in the way and what to do."""
