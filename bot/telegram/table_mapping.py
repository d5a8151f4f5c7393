"""Which column of a table is what, by buttons: suggested, put right by presses, then read so."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from bot.telegram.keyboards import Row, for_admin
from bot.text import admin
from bot.text.documents import MAPPED_AS
from bot.text.markup import Marked
from knowledge.table_mapping import Mapping

MOST_COLUMNS = 60
"""Columns offered; a keyboard has at most 100 buttons."""
Shown = tuple[list[Marked], list[Row]]


def overview(upload: str, result: MappingOf[str, Any]) -> Shown:
    """Show how a table would be read, each field with a button that changes it.

    Args:
        result: ``document``, ``header`` and ``mapping``.
    """
    found = result["mapping"]
    fields = [
        (label, for_admin("col", upload, what))
        for what, label in MAPPED_AS.items()
        if not (found["level_columns"] and what in ("level", "text"))
    ]
    rows: list[Row] = [tuple(fields[n : n + 2]) for n in range(0, len(fields), 2)]
    if len(names_of(found)) > 1:
        rows.append(((admin.ORDER, for_admin("lev", upload)),))
    missing, unordered = lacking(found), Mapping(**found).unordered
    pieces = admin.mapping(result)
    if missing or unordered:
        said = admin.lacking(missing) if missing else admin.unordered(unordered)
        pieces = [*pieces, Marked(f"\n{said}", "b")]
    else:
        rows.append(((admin.TAKE_MAPPING, for_admin("take", upload)),))
    return pieces, [*rows, ((admin.LEAVE, for_admin("no", upload)),)]


def columns(upload: str, what: str, result: MappingOf[str, Any]) -> Shown:
    """Offer the columns for a field."""
    header = result["header"][:MOST_COLUMNS]
    rows: list[Row] = [((name, for_admin("set", upload, what, n)),) for n, name in enumerate(header)]
    rows.append(((admin.NO_COLUMN, for_admin("set", upload, what, "none")),))
    return [Marked(admin.which_column(what))], rows


def order(upload: str, result: MappingOf[str, Any], pressed: list[str]) -> Shown:
    """Offer the names of levels that were not pressed yet, from the lowest to the highest."""
    left = [(n, name) for n, name in enumerate(names_of(result["mapping"])) if name not in pressed]
    rows: list[Row] = [((name, for_admin("next", upload, n)),) for n, name in left]
    return [Marked(admin.which_order(pressed))], rows


def with_column(found: MappingOf[str, Any], what: str, column: str) -> dict[str, Any]:
    """Return a mapping with another column for a field; a column is one thing at a time."""
    kept = {each: name for each, name in found["columns"].items() if each != what and name != column}
    return {**found, "columns": {**kept, what: column} if column else kept}


def names_of(found: MappingOf[str, Any]) -> list[str]:
    """Return the names of the levels that are to be put in order."""
    return list(found["level_columns"] or found["levels"])


def lacking(found: MappingOf[str, Any]) -> tuple[str, ...]:
    """Return what a table cannot be read without and has no column."""
    return Mapping("own", "own", found["columns"], found["level_columns"]).missing
