"""The index on PostgreSQL: narrow tables of lexemes with GIN indexes, kept in step by triggers.

They are tables of their own because a search that finds half of all pages must not go
through the pages' text.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.models import PageOfWords

from .snippets import END, START
from .typed import Typed, Word, folded

_WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={END}"

_TABLES = Path(__file__).with_suffix(".sql")
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
    return f"SELECT item_id FROM evidence_title_index WHERE {where}", values  # noqa: S608


def versions_with(typed: Typed) -> tuple[str, list]:
    """Versions with a page that has all the words: how many such pages, and the first."""
    wanted, values = _all_of(typed)
    return f"SELECT * FROM evidence_versions_with({wanted})", values  # noqa: S608


def marked(connection: BaseDatabaseWrapper, pages: Sequence[int], typed: Typed) -> dict[int, str]:
    """The words of these pages, with START and END around what was looked for."""
    if not pages:
        return {}
    words = dict(PageOfWords.objects.filter(pk__in=pages).values_list("pk", "words"))
    wanted, values = _all_of(typed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page, ts_headline('english', plain, query, %s)"  # noqa: S608
            " FROM unnest(%s::bigint[], %s::text[]) AS told(page, plain),"
            f" (SELECT {wanted} AS query) AS wanted",
            [_WHOLE, list(words), [_same_length(text) for text in words.values()], *values],
        )
        return {page: _marks_in(words[page], said) for page, said in cursor.fetchall()}


def _same_length(text: str) -> str:
    """The text without accents and signs, each of its signs still where it was."""
    return "".join(sign if sign.isalnum() else " " for sign in map(_plain, text))


def _plain(sign: str) -> str:
    base = sign if sign.isascii() else folded(sign)
    return base if len(base) == 1 else sign


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
