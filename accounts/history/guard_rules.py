"""What the triggers of the history refuse, as conditions of each database."""

from collections.abc import Iterator
from dataclasses import dataclass

from .erase import ERASED

REFUSAL = "The history can be added to only"
ENTRY, TEXT, HEAD = "accounts_historyentry", "accounts_historytext", "accounts_historyhead"
GUARDED = (ENTRY, TEXT, HEAD)


@dataclass(frozen=True)
class Rule:
    """A trigger: before what on which table it looks, and what it refuses; "" is everything."""

    name: str
    table: str
    event: str
    refused: str = ""


# SQLite's OR REPLACE deletes without a DELETE trigger, so an insert over a row is refused: over
# its number, its seal, or the hidden number that SQLite gives each row (-1 where none is said).
_OVER = {
    ENTRY: "sequence = NEW.sequence OR seal = NEW.seal OR rowid = NEW.rowid",
    TEXT: "entry_sequence = NEW.entry_sequence OR rowid = NEW.rowid",
    HEAD: "id = NEW.id OR rowid = NEW.rowid",
}
_HEAD_GOES_BACK = "NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence"
_PARTS_OF_A_TEXT = {"words": ("salt", "words"), "people": ("people_salt", "actor", "address")}


def rules_of(vendor: str) -> Iterator[Rule]:
    """Every trigger that the history has on a database of this kind."""
    yield Rule(f"{ENTRY}_no_update", ENTRY, "UPDATE")
    yield Rule(f"{TEXT}_no_update", TEXT, "UPDATE", _refused_of_text(vendor))
    yield Rule(f"{HEAD}_no_update", HEAD, "UPDATE", _HEAD_GOES_BACK)
    for table in GUARDED:
        yield Rule(f"{table}_no_delete", table, "DELETE")
        if vendor == "postgresql":
            yield Rule(f"{table}_no_truncate", table, "TRUNCATE")
        else:
            over = f"EXISTS (SELECT 1 FROM {table} WHERE {_OVER[table]})"  # noqa: S608  # nosec B608  # names of our own tables, values apart
            yield Rule(f"{table}_no_replace", table, "INSERT", over)


def _refused_of_text(vendor: str) -> str:
    allowed = [
        "NEW.entry_sequence = OLD.entry_sequence",
        *(["NEW.rowid = OLD.rowid"] if vendor == "sqlite" else []),
        *(
            f"({_kept(part, columns, vendor)} OR {_erased(part, columns, vendor)})"
            for part, columns in _PARTS_OF_A_TEXT.items()
        ),
    ]
    return f"NOT ({' AND '.join(allowed)})"


def _kept(part: str, columns: tuple[str, ...], vendor: str) -> str:
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    return " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in (*columns, f"{part}_erased_in"))


def _erased(part: str, columns: tuple[str, ...], vendor: str) -> str:
    no_words = "'{}'::jsonb" if vendor == "postgresql" else "'{}'"
    empty = dict.fromkeys(columns, "''") | ({"words": no_words} if "words" in columns else {})
    emptied = " AND ".join(f"NEW.{name} = {nothing}" for name, nothing in empty.items())
    told = (
        f"EXISTS (SELECT 1 FROM {ENTRY} WHERE sequence = NEW.{part}_erased_in"  # noqa: S608  # nosec B608  # names of our own tables, values apart
        f" AND sequence > NEW.entry_sequence AND verb = '{ERASED}')"
    )
    return f"(OLD.{part}_erased_in IS NULL AND {emptied} AND {told})"
