"""The index on SQLite: two FTS5 tables for items and one for pages, kept in step by triggers."""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.models.words import PAGES_OF_A_VERSION

from .snippets import END, START, Found
from .typed import Typed, Word

_PAGES, _ITEMS, _CODES = "evidence_words_index", "evidence_title_index", "evidence_code_index"
_ENGLISH = "tokenize='porter unicode61 remove_diacritics 2'"
_TABLES = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_PAGES} USING fts5("
    f"words, content='evidence_pageofwords', content_rowid='id', {_ENGLISH})",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_ITEMS} USING fts5("
    f"title, description, content='', {_ENGLISH}, prefix='2 3 4')",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_CODES} USING fts5("
    "code, plain, content='', tokenize='unicode61', prefix='1 2 3 4')",
)


def _statement(table: str, row: str) -> str:
    """What puts a row into the index; as `gone`, what takes exactly the same out."""
    values = {
        _PAGES: (f"{row}.id", f"{row}.words"),
        _ITEMS: (f"{row}.id", f"{row}.title", f"{row}.description"),
        _CODES: (f"{row}.id", f"{row}.code", f"{row}.prefix || {row}.number"),
    }[table]
    columns = {_PAGES: "words", _ITEMS: "title, description", _CODES: "code, plain"}[table]
    gone, mark = (f"{table}, ", "'delete', ") if row == "OLD" else ("", "")
    row_of_it = f"{mark}{', '.join(values)}"
    return f"INSERT INTO {table}({gone}rowid, {columns}) VALUES ({row_of_it});"  # noqa: S608  # nosec B608  # names of our own tables, values apart


_WATCHED = {
    "evidence_pageofwords": ((_PAGES,), "id, words"),
    "evidence_evidenceitem": ((_ITEMS, _CODES), "id, code, prefix, number, title, description"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make tables and triggers where they are missing; fills tables that are new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = %s", [_PAGES])
        is_new = cursor.fetchone() is None
        emptied = [f"DROP TABLE IF EXISTS {table}" for table in (_ITEMS, _CODES) if is_new]
        for statement in (*emptied, *_TABLES, *_triggers()):
            cursor.execute(statement)
        if is_new:
            _fill(cursor)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take away tables and triggers; `install` makes and fills them again."""
    with connection.cursor() as cursor:
        for source in _WATCHED:
            for name in ("added", "changed", "removed"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {source}_{name}")
        for table in (_PAGES, _ITEMS, _CODES):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _triggers():
    for source, (indexes, columns) in _WATCHED.items():
        new = " ".join(_statement(index, "NEW") for index in indexes)
        old = " ".join(_statement(index, "OLD") for index in indexes)
        for name, event, what in (
            ("added", "INSERT", new),
            ("changed", f"UPDATE OF {columns}", f"{old} {new}"),
            ("removed", "DELETE", old),
        ):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {source}_{name} AFTER {event} ON {source} "
                f"BEGIN {what} END"
            )


def _fill(cursor) -> None:
    cursor.execute(f"INSERT INTO {_PAGES}({_PAGES}) VALUES ('rebuild')")  # noqa: S608  # nosec B608  # names of our own tables, values apart
    cursor.execute(
        f"INSERT INTO {_ITEMS}(rowid, title, description)"  # noqa: S608  # nosec B608  # names of our own tables, values apart
        " SELECT id, title, description FROM evidence_evidenceitem"
    )
    cursor.execute(
        f"INSERT INTO {_CODES}(rowid, code, plain)"  # noqa: S608  # nosec B608  # names of our own tables, values apart
        " SELECT id, code, prefix || number FROM evidence_evidenceitem"
    )


def forget_for_good(connection: BaseDatabaseWrapper) -> None:
    """Write the index of pages without what was removed, and the log into the database.

    Pages that come free are overwritten: `secure_delete` is on for every connection.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_PAGES}({_PAGES}) VALUES ('optimize')")  # noqa: S608  # nosec B608  # names of our own tables, values apart
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def items_with(typed: Typed) -> tuple[str, list]:
    """Ids of items whose code, title and description have all the words, and by what."""
    parts, values = [], []
    for word in typed.words:
        parts.append(
            f"SELECT rowid FROM (SELECT rowid FROM {_CODES} WHERE {_CODES} MATCH %s"  # noqa: S608  # nosec B608  # names of our own tables, values apart
            f" UNION SELECT rowid FROM {_ITEMS} WHERE {_ITEMS} MATCH %s)"
        )
        values += [_code(word), _beginning(word)]
    return " INTERSECT ".join(parts), values


def versions_with(typed: Typed) -> tuple[str, list]:
    """Versions with a page that has all the words: how many such pages, and the first."""
    return (
        f"SELECT rowid / {PAGES_OF_A_VERSION} AS version_id, count(*) AS places,"  # noqa: S608  # nosec B608  # names of our own tables, values apart
        f" min(rowid) AS page FROM {_PAGES} WHERE {_PAGES} MATCH %s GROUP BY 1",
        [_all_of(typed)],
    )


def marked(connection: BaseDatabaseWrapper, pages: Sequence[int], typed: Typed) -> list[Found]:
    """These pages with START and END around what was looked for; one statement."""
    wanted = ", ".join(["%s"] * len(pages))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT page.id, page.place, page.number, version.media_type,"  # noqa: S608  # nosec B608  # names of our own tables, values apart
            f" highlight({_PAGES}, 0, %s, %s),"
            " version.number"
            f" FROM {_PAGES}"
            f" CROSS JOIN evidence_pageofwords AS page ON page.id = {_PAGES}.rowid"
            " CROSS JOIN evidence_evidenceversion AS version ON version.id = page.version_id"
            f" WHERE {_PAGES} MATCH %s AND {_PAGES}.rowid IN ({wanted})",
            [START, END, _all_of(typed), *pages],
        )
        return [Found(*row) for row in cursor.fetchall()]


def among(numbers: Sequence[int]) -> tuple[str, list]:
    """A condition: one of these numbers, however many."""
    return "IN (SELECT value FROM json_each(%s))", [f"[{','.join(map(str, numbers))}]"]


def _code(word: Word) -> str:
    """Codes that begin so, and the one that is meant however it is written."""
    prefix, number = word.code or ("", 0)
    meant = f' OR plain : "{prefix}{number}"' if prefix else ""
    return f'code : ^"{word.phrase}"*{meant}'


def _beginning(word: Word) -> str:
    return f"{_quoted(word)}*"


def _quoted(word: Word) -> str:
    return f'"{" ".join(word.in_text)}"'


def _all_of(typed: Typed) -> str:
    return " AND ".join(map(_quoted, typed.words))
