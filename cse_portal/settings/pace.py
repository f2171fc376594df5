"""How much one person may ask for: far more than anybody works through, far less than a program."""

from typing import NamedTuple


class Pace(NamedTuple):
    """So often in so many minutes; a process tells the others whenever it has counted `step`."""

    amount: int
    minutes: int
    step: int


PACE: dict[str, Pace] = {
    # An assessor opens some 200 files in a day.
    "files": Pace(600, 10, 10),
    "exports": Pace(60, 10, 2),
    "searches": Pace(600, 10, 20),
    # Whatever else is looked at: five pages a second, for ten minutes.
    "pages": Pace(3_000, 10, 100),
}
# By the name of the address. A test finds what leaves the portal and is not here.
FILES = (
    "evidence:file",
    "evidence:file_view",
    "evidence:redacted_copy",
    "assessments:desk_file",
    "assessments:desk_file_view",
)
EXPORTS = (
    "own_data_download",
    "person_data_download",
    "evidence:chosen_download",
    "evidence:register_csv",
    "evidence:register_xlsx",
    "evidence:release_zip",
    "assessments:document_file",
    "assessments:document_table",
    "assessments:document_workbook",
    "assessments:desk_document_file",
    "assessments:desk_document_table",
    "assessments:desk_document_workbook",
    "assessments:notes_as_csv",
    "assessments:notes_as_text",
)
SEARCHES = ("evidence:find", "evidence:library", "evidence:records_search")
# By which somebody who was stopped sees whether it was them.
OPEN = ("sessions", "session")
PACED: dict[str, str | None] = (
    dict.fromkeys(FILES, "files")
    | dict.fromkeys(EXPORTS, "exports")
    | dict.fromkeys(SEARCHES, "searches")
    | dict.fromkeys(OPEN)
)
