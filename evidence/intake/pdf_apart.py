"""Opens the PDF on its standard input, in a process of its own with little memory and time.

Ends with 0 for a PDF that has pages, PASSWORD where it asks for one, and anything else for a
damaged one. Run as a file: it knows nothing of the portal.
"""

import resource
import sys

PASSWORD = 3
SECONDS = 3
ADDRESSES = 420_000_000  # of which the library takes some 180 MB before it begins


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    import pikepdf

    try:
        with pikepdf.open(sys.stdin.buffer) as document:
            return 0 if len(document.pages) else 1
    except pikepdf.PasswordError:
        return PASSWORD
    except (pikepdf.PdfError, ValueError, RuntimeError, MemoryError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
