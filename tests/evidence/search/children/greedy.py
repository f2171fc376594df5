"""Takes all the memory it can get, as a file can make a reader do."""

import sys

from evidence.search.extract import apart

apart.confine(*map(int, sys.argv[2:]))
try:
    held = [bytearray(10_000_000) for _piece in range(1_000)]
except MemoryError:
    sys.exit(apart.TOO_LARGE)
