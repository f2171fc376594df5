"""Which column is which: guessed from the words of its header."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .sheets import Row, Sheet

LOOKED_AT = 25  # rows in which the header is looked for


class Column(TextChoices):
    """What a column may hold. The labels are the headers of an export."""

    CODE = "code", _("Code")
    TITLE = "title", _("Title")
    DESCRIPTION = "description", _("Description")
    ELEMENTS = "elements", _("Element")
    CLAUSE = "clause", _("Part of the element")
    STATUS = "status", _("Status")
    POSITION = "position", _("Place in the list")
    LOCATOR = "locator", _("Where to look")
    RATIONALE = "rationale", _("Why it matters")
    ARCHIVED_REASON = "archived_reason", _("Why it is no longer used")
    TEAM = "team", _("Team")
    OWNER = "owner", _("Owner")
    MARKING = "marking", _("Protective marking")
    PRODUCED_ON = "produced_on", _("Produced on")
    COVERS_FROM = "covers_from", _("Covers from")
    COVERS_TO = "covers_to", _("Covers to")
    RECEIVED_ON = "received_on", _("Received on")
    REVIEW_BY = "review_by", _("Review by")
    CHECKED_ON = "checked_on", _("Still in force, checked on")


# Headers as councils write them: letters and digits only, in small letters.
KNOWN = {
    Column.CODE: "code|ref|refno|reference|referenceno|referencenumber|evidenceref|evidencecode"
    "|evidenceno|evidencenumber|evidencereference|evidenceid|itemcode|itemref|itemno|id|no|number"
    "|documentref|documentreference|documentno|documentnumber|cseref|csereference|uniqueref",
    Column.TITLE: "title|name|evidence|evidencetitle|evidencename|document|documenttitle"
    "|documentname|titleofevidence|nameofevidence|titleofdocument|nameofdocument|item|itemtitle"
    "|evidenceitem|itemname|fileortitle",
    Column.DESCRIPTION: "description|details|summary|notes|note|comments|comment|whatitis"
    "|descriptionofevidence|evidencedescription",
    Column.ELEMENTS: "element|elements|cseelement|cseelements|elementno|elementnumber|elementcode"
    "|elementcodes|elementnumbers|elementref|elementssupported|elementsmet|criterion|criteria"
    "|csecriterion|csecriteria|criterionref|standardelement|elementofthestandard|supports|citedfor",
    Column.CLAUSE: "partoftheelement|clause|part|partofelement",
    Column.STATUS: "status|evidencestatus|newactive|neworactive|newexisting|neworexisting",
    Column.POSITION: "placeinthelist|position|order|place|sequence",
    Column.LOCATOR: "wheretolook|page|pages|pageno|pagenumber|pagenumbers|section|pagesection"
    "|pageorsection|pageref|locator|whereinthedocument|whereindocument|locationindocument"
    "|placeindocument",
    Column.RATIONALE: "whyitmatters|why|rationale|reason|relevance|justification|whatitshows"
    "|howitmeetstheelement|howthismeetstheelement|howitmeetsthecriteria|howitmeetsthestandard"
    "|whatitdemonstrates|howitsupports|purpose",
    Column.ARCHIVED_REASON: "whyitisnolongerused|reasonwithdrawn|reasonarchived|whywithdrawn"
    "|archivedreason|reasonforremoval",
    Column.TEAM: "team|teamname|owningteam|department|unit|teamresponsible|responsibleteam"
    "|suppliedby|serviceteam",
    Column.OWNER: "owner|evidenceowner|documentowner|responsible|responsibleofficer|officer"
    "|leadofficer|lead|leadperson|contact|contactofficer|responsibleperson|person|ownername"
    "|heldby",
    Column.MARKING: "protectivemarking|marking|classification|confidentiality|confidential"
    "|security|securityclassification|sensitivity",
    Column.PRODUCED_ON: "producedon|produced|dateproduced|productiondate|documentdate"
    "|dateofdocument|date|published|datepublished|publicationdate|publishedon|datecreated|created"
    "|createdon|dated|dateofevidence|evidencedate|issued|dateissued|issuedate",
    Column.COVERS_FROM: "coversfrom|from|periodfrom|periodcoveredfrom|startdate|validfrom|start"
    "|datefrom|fromdate|coveragefrom|perioddatefrom|periodstart|coversperiodfrom|effectivefrom",
    Column.COVERS_TO: "coversto|to|until|periodto|periodcoveredto|enddate|end|dateto|todate"
    "|coverageto|periodend|coversuntil|coversperiodto|effectiveto",
    Column.RECEIVED_ON: "receivedon|received|datereceived|dateadded|added",
    Column.REVIEW_BY: "reviewby|review|reviewdate|nextreview|nextreviewdate|reviewdue|dateofreview"
    "|duefornextreview|dueforreview|reviewon|dateforreview|datefornextreview|expiry|expirydate"
    "|expires|validuntil|validto|renewalduedate|duedate|reviewduedate|nextreviewdue",
    Column.CHECKED_ON: "stillinforcecheckedon|checkedon|checked|lastchecked|datechecked"
    "|lastreviewed|datelastreviewed|lastreviewdate",
}
BY_HEADER = {header: column for column, headers in KNOWN.items() for header in headers.split("|")}
# Where the whole header is not known, words in it; the first that fits.
HINTS = (
    (r"no longer used|withdrawn|archiv", Column.ARCHIVED_REASON),
    (r"still in force|last (checked|reviewed)", Column.CHECKED_ON),
    (r"review|expir|renew", Column.REVIEW_BY),
    (r"received", Column.RECEIVED_ON),
    (r"(cover|period|valid|effective).*\b(from|start)\b", Column.COVERS_FROM),
    (r"(cover|period|valid|effective).*\b(to|end|until)\b", Column.COVERS_TO),
    (r"\b(produced|published|created|issued)\b|\bdate of\b", Column.PRODUCED_ON),
    (r"marking|classif|confidential|sensitiv", Column.MARKING),
    (r"\bowner\b|responsible|\blead\b|contact", Column.OWNER),
    (r"\bteam\b|department", Column.TEAM),
    (r"\bwhere\b.*\b(look|find)\b|\bpages?\b", Column.LOCATOR),
    (r"\bwhy\b|\bhow\b|rationale|relevan|justif", Column.RATIONALE),
    (r"\bpart of\b|clause", Column.CLAUSE),
    (r"\belements?\b|\bcriteri(on|a)\b", Column.ELEMENTS),
    (r"\bstatus\b", Column.STATUS),
    (r"\b(code|ref|reference|no|number|id)\b", Column.CODE),
    (r"\b(title|name)\b", Column.TITLE),
    (r"descri|detail|note|comment", Column.DESCRIPTION),
    (r"evidence|document", Column.TITLE),
)

Columns = dict[Column, int]


@dataclass(frozen=True)
class Header:
    """The header of a sheet: the place of its row in `sheet.rows`, its words, the guess."""

    place: int
    names: tuple[str, ...]
    columns: Columns


def recognised(cells: Iterable[str]) -> set[Column]:
    """The columns whose headers are known to the letter."""
    return {BY_HEADER[key] for key in map(_key, cells) if key in BY_HEADER}


def find_header(sheet: Sheet) -> Header:
    """The row that names most columns, below whatever titles stand above it.

    Names that stretch over two rows are read together: “Period covered” above “From”.
    Without any known name it is the first row.
    """
    rows = sheet.rows[:LOOKED_AT]
    best = Header(0, tuple(rows[0].cells) if rows else (), {})
    most = 0
    for place, row in enumerate(rows):
        names = _names(row, rows[place - 1] if place else None)
        columns = guess(names)
        worth = 10 * len(columns) + len(recognised(names))
        if worth > most and _is_header(columns, names):
            best, most = Header(place, names, columns), worth
    return best


def guess(names: Sequence[str]) -> Columns:
    """A column for each name that tells one; each column once, what is surest first."""
    columns: Columns = {}
    for place, name in enumerate(names):
        known = BY_HEADER.get(_key(name))
        if known and known not in columns:
            columns[known] = place
    for place, name in enumerate(names):
        if place not in columns.values():
            hinted = next((c for words, c in HINTS if re.search(words, name.casefold())), None)
            if hinted and hinted not in columns:
                columns[hinted] = place
    return dict(sorted(columns.items(), key=lambda each: each[1]))


def _is_header(columns: Columns, names: Sequence[str]) -> bool:
    """A row of names and not one of evidence, whose words may hold such a name as well."""
    filled = [name for name in names if name]
    return len(columns) >= 2 and 2 * len(columns) >= len(filled) and max(map(len, filled)) < 60


def _names(row: Row, above: Row | None) -> tuple[str, ...]:
    """Each name of the row; where it tells nothing, with what stands above it."""
    names, over = [], ""
    width = max(len(row.cells), len(above.cells) if above else 0)
    for place in range(width):
        name = " ".join(row.cell(place).split())
        here = " ".join(above.cell(place).split()) if above else ""
        over = here or over
        if not name:
            name = here if _key(here) in BY_HEADER else ""
        elif _key(f"{over} {name}") in BY_HEADER and over:
            name = f"{over} {name}"
        names.append(name)
    return tuple(names)


def _key(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", re.sub(r"\(.*?\)|/", "", name.casefold()))
