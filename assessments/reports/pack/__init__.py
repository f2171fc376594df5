"""The evidence pack: a ZIP with the whole of an assessment, to be read without the portal."""

from .builder import build_pack
from .writer import CannotBePacked, write_pack

__all__ = ["CannotBePacked", "build_pack", "write_pack"]
