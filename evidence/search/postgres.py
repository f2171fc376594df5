"""The index on PostgreSQL: narrow tables of lexemes with GIN indexes, kept in step by triggers.

They are tables of their own because a search that finds half of all pages must not go
through the pages' text.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from .snippets import END, START, Found
from .typed import Typed, Word

_WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={END}"

_TABLES = Path(__file__).with_suffix(".sql")
_TRIGGERS = {
    "evidence_pageofwords": (
        "evidence_page_indexed", "evidence_page_gone", "evidence_pages_emptied",
    ),
    "evidence_evidenceitem": (
        "evidence_item_indexed", "evidence_item_gone", "evidence_items_emptied",
    ),
}  # fmt: skip
_FILL = """
INSERT INTO evidence_words_index
    SELECT id, version_id, evidence_words_of(words) FROM evidence_pageofwords;
INSERT INTO evidence_title_index
    SELECT id, evidence_plain(code), upper(prefix), number,
        evidence_words_of(title || ' ' || description)
    FROM evidence_evidenceitem;
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make tables, functions and triggers where they are missing; fills tables that are new."""
    is_new = "evidence_words_index" not in connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(_TABLES.read_text())
        if is_new:
            cursor.execute(_FILL)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take away tables and triggers; `install` makes and fills them again."""
    with connection.cursor() as cursor:
        for source, triggers in _TRIGGERS.items():
            for name in triggers:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {source}")
        cursor.execute("DROP TABLE IF EXISTS evidence_words_index, evidence_title_index")


def forget_for_good(connection: BaseDatabaseWrapper) -> None:
    """Give the room of what was removed free to be written over."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM evidence_pageofwords, evidence_words_index")


def items_with(typed: Typed) -> tuple[str, list]:
    """Ids of items whose code, title and description have all the words."""
    parts, values = [], []
    for word in typed.words:
        prefix, number = word.code or ("", 0)
        parts.append(
            "(code LIKE %s OR (prefix = %s AND number = %s) OR words @@ to_tsquery('english', %s))"
        )
        values += [f"{word.phrase}%", prefix, number, _beginning(word)]
    where = " AND ".join(parts)
    return f"SELECT item_id FROM evidence_title_index WHERE {where}", values  # noqa: S608  # nosec B608  # names of our own tables, values apart


def versions_with(typed: Typed) -> tuple[str, list]:
    """Versions with a page that has all the words: how many such pages, and the first."""
    wanted, values = _all_of(typed)
    return f"SELECT * FROM evidence_versions_with({wanted})", values  # noqa: S608  # nosec B608  # names of our own tables, values apart


def marked(connection: BaseDatabaseWrapper, pages: Sequence[int], typed: Typed) -> list[Found]:
    """These pages with START and END around what was looked for; one statement."""
    wanted, values = _all_of(typed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page.id, page.place, page.number, version.media_type, page.words,"  # noqa: S608  # nosec B608  # names of our own tables, values apart
            " ts_headline('english', evidence_of_same_length(page.words), query, %s),"
            " version.number"
            " FROM evidence_pageofwords AS page"
            " JOIN evidence_evidenceversion AS version ON version.id = page.version_id,"
            f" (SELECT {wanted} AS query) AS wanted WHERE page.id = ANY(%s::bigint[])",
            [_WHOLE, *values, list(pages)],
        )
        rows = cursor.fetchall()
    return [
        Found(page, place, number, media_type, _marks_in(words, said), version)
        for page, place, number, media_type, words, said, version in rows
    ]


def _marks_in(text: str, said: str) -> str:
    """The text as it is written, with the marks that were set in the plain one."""
    letters = iter(text)
    return "".join(sign if sign in (START, END) else next(letters) for sign in said)


def among(numbers: Sequence[int]) -> tuple[str, list]:
    """A condition: one of these numbers, however many."""
    return "= ANY(%s::bigint[])", [f"{{{','.join(map(str, numbers))}}}"]


def _beginning(word: Word) -> str:
    """The parts one after another, the last of them as the beginning of a word."""
    *first, last = word.in_text
    return " <-> ".join([*(f"'{part}'" for part in first), f"'{last}':*"])


def _all_of(typed: Typed) -> tuple[str, list]:
    each = " && ".join(["phraseto_tsquery('english', %s)"] * len(typed.words))
    return each, [" ".join(word.in_text) for word in typed.words]
