"""The headings of the lists within an element."""

import re

SECTIONS = ("new", "active", "corporate")
SECTION = re.compile(
    r"^(?P<kind>[a-z]+)(?: (?:service|corporate))? evidence(?: (?:list|items))?"
    r"(?P<rest> ?[:.;–—-]?(?: ?\(\d+\))?)(?P<more> ?[(–—-]* ?cont(?:inued|'d|d)?\.?\)?)?[ :]*$"
    r"|^evidence ?[:(–—-] ?(?P<after>new|active|corporate)\)?:?$",
    re.I,
)
SECTION_START = re.compile(r"^((?:new|active|corporate) evidence)[ \t]*[:–—-]?[ \t]*(?=\S)", re.I)
