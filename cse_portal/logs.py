"""The lines of the log: when in UTC, what cannot be forged, and nothing that lets anybody in."""

import logging
import re
import time

# What stands in an address and opens it: links in letters.
_LETS_IN = re.compile(r"(/(?:invitations|password/reset/key)/)[^/\s\"']+")
# Signs that turn a line into another on a terminal or in a file; an end of line is kept.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Line(logging.Formatter):
    """A record begins with its moment; whatever further lines it has are set in from the edge.

    So a text that somebody sent, with an end of line in it, cannot pass for another record.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without the tokens of links in letters."""
        text = _LETS_IN.sub(r"\1…", super().format(record))
        return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text).replace("\n", "\n    ")
